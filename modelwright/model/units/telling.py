"""Contradictions of units told: which two, where each comes from, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from modelwright.model.elements import Definition, Parameter, Variable
from modelwright.model.expressions import Index, Mul, Name, Node, Number, format_expression, parse_expression
from modelwright.model.expressions.nodes import Call, names_in
from modelwright.model.findings import Finding, Fix
from modelwright.model.numbers import format_number
from modelwright.model.places import Place
from modelwright.model.units.measures import Level, Readings, closest, without_period
from modelwright.model.units.unit import Unit, dimension_words
from modelwright.model.units.walking import Group, Item

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.templates import ConstraintBase

__all__ = ["Change", "Teller"]

_DIGITS = 12
"""Characters of a factor that is written out."""
_KINDS = 32
"""Different units of one sum that are weighed against each other."""
_TOLD = 8
"""Findings on one sum."""
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
        found = [(item, r) for item in group.items if (r := item.measure.readings) is not None]
        known = [(item, r) for item, r in found if all(unit.parts for unit in r)]  # plain numbers agree with all
        if len(known) < 2:
            return []
        # Long sums have few different units: the one that most items agree with is right, the last of equals.
        kinds: dict[Readings, int] = {}
        for _, readings in known:
            kinds[readings] = kinds.pop(readings, 0) + 1
        some = list(kinds)[-_KINDS:]
        votes = {a: sum(kinds[b] for b in some if closest(a, b)[0] <= Level.TOLERATED) for a in some}
        best = max(some, key=lambda a: (votes[a], some.index(a)))
        anchor = next(pair for pair in reversed(known) if pair[1] == best)
        wrong = {a for a in kinds if closest(a, best)[0] > Level.TOLERATED}
        dissent = (pair for pair in known if pair[1] in wrong)
        return [self._finding(group, item, readings, anchor) for item, readings in islice(dissent, _TOLD)]

    def _finding(self, group: Group, item: Item, readings: Readings, anchor: tuple[Item, Readings]) -> Finding:
        level, unit, wanted = closest(readings, anchor[1])
        if level == Level.SCALE and not unit.compatible(wanted):  # "8 hours per day" against minutes
            unit, wanted = without_period(unit) or unit, without_period(wanted) or wanted
        other = anchor[0]
        if item.node is None and other.node is not None:  # the hint goes to an expression, not to a stated unit
            item, other, unit, wanted = other, item, wanted, unit
        place = self._place(group, item)
        told = f"{self._subject(item)} is in {unit}, {self._subject(other)} in {wanted}{self._sources(item, other)}"
        if level == Level.LABEL:
            hint = "state one unit for both, or what each item is in the other's unit"
            return Finding(code="unit-label", severity="warning", place=place, message=told, hint=hint)
        if level == Level.SCALE:
            change = Change(unit.factor / wanted.factor)
            hint = f"{change.words} to turn {unit} into {wanted}"
            if item.node is not None and (mended := change.of(format_expression(item.node))) is not None:
                hint += f": write `{mended}`" if len(mended) <= 2 * _LONG else ""
            return Finding(
                code="unit-scale", place=place, message=told, hint=hint, fix=self._fix(place, item.node, change)
            )
        told = f"{self._subject(item)} is in {_with_dimension(unit)}, {self._subject(other)} in "
        told += f"{_with_dimension(wanted)}{self._sources(item, other)}"
        hint = "bring both to one unit, or correct the unit that is stated wrongly"
        return Finding(code="unit-clash", place=place, message=told, hint=hint)

    def _fix(self, place: Place, node: Node | None, change: Change) -> Fix | None:
        """The change of scale as an edit of the expression, or of the coefficient or limit that it stands in."""
        if node is None:
            return None
        if place.start is not None:
            text = change.of(format_expression(node))
            return None if text is None else Fix(pointer=place.pointer, start=place.start, end=place.end, text=text)
        parts = place.pointer.split("/", 3)
        if len(parts) < 4 or parts[1] != "constraints":
            return None
        for slot in self._model.constraints[int(parts[2])].slots():
            if slot.pointer == parts[3] and slot.type in ("data", "number") and isinstance(slot.value, str):
                text = change.of(slot.value)
                return None if text is None else Fix(pointer=place.pointer, text=text)
        return None

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


class Change(NamedTuple):
    """A change of scale by a factor."""

    ratio: Fraction

    @property
    def _below(self) -> bool:
        return self.ratio < 1 and self.ratio.numerator == 1

    @property
    def _number(self) -> tuple[str, bool]:
        """The factor as written, and whether it is exact."""
        size = 1 / self.ratio if self._below else self.ratio
        written = format_number(size)
        exact = len(written) <= _DIGITS and "/" not in written
        return (written if exact else f"{float(size):.6g}"), exact

    @property
    def words(self) -> str:
        """``"divide by 60"``."""
        number, exact = self._number
        return f"{'divide' if self._below else 'multiply'} by {'' if exact else 'about '}{number}"

    def of(self, text: str) -> str | None:
        """An expression changed in scale, ``None`` where the factor cannot be written exactly."""
        number, exact = self._number
        if not exact:
            return None
        node = parse_expression(text)
        if not isinstance(node, Name | Index | Number | Call) and (self._below or not isinstance(node, Mul)):
            text = f"({text})"
        return f"{text} / {number}" if self._below else f"{number} * {text}"
