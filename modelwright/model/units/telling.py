"""Contradictions of units told: which two, where each comes from, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.model.elements import Definition, Parameter, Variable
from modelwright.model.expressions import Add, Compare, Div, Mul, Name, Node, format_expression
from modelwright.model.expressions.nodes import names_in
from modelwright.model.findings import Finding
from modelwright.model.numbers import format_number
from modelwright.model.places import Place
from modelwright.model.units.measures import Level, Readings, closest, without_period
from modelwright.model.units.unit import Unit, dimension_words
from modelwright.model.units.walking import Group, Item

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.templates import ConstraintBase

__all__ = ["Teller"]

_LONG = 60
"""Characters of an expression that are quoted."""


class Teller:
    """Makes findings of groups whose units contradict each other.

    Args:
        model: The Model.
        known: Readings by element name.
        origin: Element by which the unit of another was inferred.
    """

    def __init__(self, model: Model, known: Mapping[str, Readings], origin: Mapping[str, str]) -> None:
        self._model = model
        self._known = known
        self._origin = origin

    def tell(self, group: Group) -> list[Finding]:
        """One finding for each item that contradicts the others; none when they agree."""
        if group.common() is not None:
            return []
        known = [(item, r) for item in group.items if (r := item.measure.readings) is not None]
        if len(known) < 2:
            return []
        levels = [[closest(a, b)[0] for _, b in known] for _, a in known]
        votes = [sum(level <= Level.TOLERATED for level in row) for row in levels]
        anchor = max(range(len(known)), key=lambda k: (votes[k], k))
        found = []
        for k, (item, readings) in enumerate(known):
            if levels[anchor][k] > Level.TOLERATED:
                found.append(self._finding(group, item, readings, known[anchor]))
        return found

    def _finding(self, group: Group, item: Item, readings: Readings, anchor: tuple[Item, Readings]) -> Finding:
        level, unit, wanted = closest(readings, anchor[1])
        if level == Level.SCALE and not unit.compatible(wanted):  # "8 hours per day" against minutes
            unit, wanted = without_period(unit) or unit, without_period(wanted) or wanted
        other = anchor[0]
        if item.node is None and other.node is not None:  # the hint goes to an expression, not to a stated unit
            item, other, unit, wanted = other, item, wanted, unit
        shown, beside = self._subject(item), self._subject(other)
        if level == Level.LABEL:
            code = "unit-label"
            message = f"{shown} is in {unit}, {beside} in {wanted}{self._sources(item, other)}"
            hint = "state one unit for both, or what each item is in the other's unit"
        elif level == Level.SCALE:
            code = "unit-scale"
            message = f"{shown} is in {unit}, {beside} in {wanted}{self._sources(item, other)}"
            hint = _mended(item.node, unit.factor / wanted.factor, unit, wanted)
        else:
            code = "unit-clash"
            message = f"{shown} is in {_with_dimension(unit)}, {beside} in {_with_dimension(wanted)}"
            message += self._sources(item, other)
            hint = "bring both to one unit, or correct the unit that is stated wrongly"
        place = self._place(group, item)
        if level == Level.LABEL:
            return Finding(code=code, severity="warning", place=place, message=message, hint=hint)
        return Finding(code=code, place=place, message=message, hint=hint)

    @staticmethod
    def _subject(item: Item) -> str:
        if item.node is None:
            return item.subject
        text = format_expression(item.node)
        return f"`{text if len(text) <= _LONG else text[: _LONG - 1] + '…'}`"

    def _sources(self, *items: Item) -> str:
        """Where units come from, for what is more than a name with a stated unit."""
        said: dict[str, str] = {}
        for item in items:
            for name in names_in(item.node) if item.node is not None else ():
                element = self._model.by_name.get(name)
                readings = self._known.get(name)
                if readings is None or not isinstance(element, Parameter | Variable | Definition):
                    continue
                by = self._origin.get(name)
                if by is not None and by != name:
                    said[name] = f"`{name}` in {readings[0]} by `{by}`"
                elif not isinstance(item.node, Name):
                    said[name] = f"`{name}` in {readings[0]}"
        return f" ({', '.join(list(said.values())[:4])})" if said else ""

    def _place(self, group: Group, item: Item) -> Place:
        if item.node is None:
            return Place(pointer=f"{group.pointer.removesuffix('/expression')}/unit")
        if group.own:
            return Place(pointer=group.pointer, start=item.node.start, end=item.node.end)
        parts = group.pointer.split("/")
        if len(parts) != 3 or not parts[2].isdigit() or parts[1] != "constraints":
            return Place(pointer=group.pointer)
        return Place(pointer=f"{group.pointer}{self._slot(self._model.constraints[int(parts[2])], item.node)}")

    @staticmethod
    def _slot(constraint: ConstraintBase, node: Node) -> str:
        """Pointer of the slot that `node` was made from, ``""`` when it is not found."""
        texts = {format_expression(node)}
        if isinstance(node, Mul):
            texts = {format_expression(node.factors[0]), *texts}
        for slot in constraint.slots():
            if isinstance(slot.value, str) and slot.value in texts:
                return f"/{slot.pointer}"
        return ""


def _with_dimension(unit: Unit) -> str:
    if unit.currencies and len(unit.dimension) == 1:
        return str(unit)
    return f"{unit} ({dimension_words(unit)})"


def _mended(node: Node | None, ratio: Fraction, unit: Unit, wanted: Unit) -> str:
    """ "multiply by 60: write `limit * 60`"."""
    below = ratio < 1 and ratio.numerator == 1
    size = 1 / ratio if below else ratio
    long = max(size.denominator, size.numerator) > 10**9 or (size.denominator != 1 and "/" in format_number(size))
    number = f"{float(size):.6g}" if long else format_number(size)
    word = "divide" if below else "multiply"
    about = "about " if long else ""
    hint = f"{word} by {about}{number} to turn {unit} into {wanted}"
    if node is None or long:
        return hint
    text = format_expression(node)
    if isinstance(node, Add | Compare | Div) or (isinstance(node, Mul) and below):
        text = f"({text})"
    mended = f"{text} / {number}" if below else f"{number} * {text}"
    return f"{hint}: write `{mended}`" if len(mended) <= 2 * _LONG else hint
