"""What the Model itself says of its sets: their members, widths and the sets of their parts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from modelwright.errors import ExpressionError
from modelwright.model.elements import (
    Column,
    Columns,
    IndexSet,
    KnownSets,
    Member,
    Members,
    Parameter,
    Range,
    Selected,
)
from modelwright.model.expressions.nodes import Generator, Name, Node, Tuple
from modelwright.model.expressions.parser import parse_expression, parse_quantifiers

if TYPE_CHECKING:
    from modelwright.model.document import Model

__all__ = ["MEMBERS", "Binding", "KnownMembers", "Value", "as_member", "as_value"]

Value: TypeAlias = Fraction | str | bool | tuple[int | str, ...]
"""A number (integer members too), a text, a truth value, or a tuple member."""

Bound: TypeAlias = tuple[Value, str | None]
Binding: TypeAlias = Mapping[str, Bound]
"""Member and set (where that is told) by quantifier."""

MEMBERS = 10_000
"""Members of a set that are looked at."""


def as_value(member: Member) -> Value:
    """A member as the value of an expression."""
    return Fraction(member) if isinstance(member, int) else member


def as_member(value: Value | None) -> Member | None:
    """A value as member of a set, ``None`` when it can be none."""
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else None
    return None if isinstance(value, bool) else value


class KnownMembers(ABC):
    """Members that the Model alone decides.

    Attributes:
        model: The Model.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._sets: dict[str, tuple[Member, ...] | None] = {}
        self._positions: dict[str, dict[Member, int]] = {}
        self._open: set[str] = set()

    @abstractmethod
    def value(self, node: Node, binding: Binding) -> Value | None:
        """The value of a data expression, ``None`` when it is not known."""

    @abstractmethod
    def key(self, args: Sequence[Node], binding: Binding) -> tuple[int | str, ...] | None:
        """Indices with the parts of tuples beside each other."""

    def read(self, source: str) -> Value | None:
        """The value of the text of an expression without quantifiers."""
        try:
            return self.value(parse_expression(source), {})
        except ExpressionError:
            return None

    def members(self, name: str) -> tuple[Member, ...] | None:
        """Members of an index set in order, ``None`` when they are not known, or too many."""
        if name not in self._sets:
            if name in self._open:
                return None
            self._open.add(name)
            self._sets[name] = self._members(self.model.by_name.get(name))
            self._open.discard(name)
        return self._sets[name]

    def positions(self, name: str) -> dict[Member, int] | None:
        """Position by member of an index set whose members are known."""
        members = self.members(name)
        if members is not None and name not in self._positions:
            self._positions[name] = {member: k for k, member in enumerate(members)}
        return self._positions.get(name)

    def bounds(self, content: Range) -> tuple[int, int] | None:
        """Both ends of a range."""
        ends: list[int] = []
        for end in (content.first, content.last):
            value = Fraction(end) if isinstance(end, int) else self.read(end)
            if not isinstance(value, Fraction) or value.denominator != 1:
                return None
            ends.append(value.numerator)
        return ends[0], ends[1]

    def _members(self, element: object) -> tuple[Member, ...] | None:
        content = element.content if isinstance(element, IndexSet) else None
        if isinstance(content, Members):
            return content.members
        if isinstance(content, Range):
            ends = self.bounds(content)
            small = ends is not None and ends[1] - ends[0] < MEMBERS
            return tuple(range(ends[0], ends[1] + 1)) if ends is not None and small else None
        return self._selected(content) if isinstance(content, Selected) else None

    def _selected(self, content: Selected) -> tuple[Member, ...] | None:
        try:
            item, generators = parse_expression(content.item), parse_quantifiers(content.over)
        except ExpressionError:
            return None
        found: dict[Member, None] = {}
        for binding in self.over(generators, {}):
            member = None if binding is None else as_member(self.value(item, binding))
            if member is None or len(found) > MEMBERS:
                return None
            found[member] = None
        return tuple(found)

    def domain(self, generator: Generator, binding: Binding) -> tuple[tuple[Member, ...] | None, str | None]:
        """Members that a generator runs over, and the index set that they are of."""
        element = self.model.by_name.get(generator.set)
        if isinstance(element, Parameter):
            key = self.key(generator.args, binding)
            return (None if key is None else self._listed(element, key)), element.members_of
        return self.members(generator.set), generator.set

    def _listed(self, parameter: Parameter, key: tuple[int | str, ...]) -> tuple[Member, ...] | None:
        if not isinstance(parameter.value, KnownSets):
            return None
        return dict(parameter.value.entries).get(self.grouped(parameter.index, key), ())

    def width(self, name: str | None) -> int:
        """How many parts the members of a set have; 1 for texts and integers, and where it cannot be told."""
        element = self.model.by_name.get(name or "")
        if not isinstance(element, IndexSet) or element.name in self._open:
            return 1
        content = element.content
        if isinstance(content, Members):
            first = content.members[0] if content.members else None
            return len(first) if isinstance(first, tuple) else 1 if content.members else max(1, len(element.of))
        if isinstance(content, Columns):
            return len(content.columns)
        return 1 if isinstance(content, Range | Column) else self._width_of_item(element.name, content)

    def _width_of_item(self, name: str, content: Selected) -> int:
        try:
            item, generators = parse_expression(content.item), parse_quantifiers(content.over)
        except ExpressionError:
            return 1
        if isinstance(item, Tuple):
            return len(item.items)
        generator = next((g for g in generators if isinstance(item, Name) and g.ids == (item.id,)), None)
        if generator is None:
            return 1
        self._open.add(name)
        found = self.width(self.set_of(generator))
        self._open.discard(name)
        return found

    def set_of(self, generator: Generator) -> str | None:
        """The index set that the members of a generator are of."""
        element = self.model.by_name.get(generator.set)
        return element.members_of if isinstance(element, Parameter) else generator.set

    def grouped(self, index: tuple[str, ...], key: tuple[int | str, ...]) -> tuple[Member, ...]:
        """One member for each index set, from indices with the parts of tuples beside each other."""
        found: list[Member] = []
        place = 0
        for name in index:
            width = self.width(name)
            part = key[place : place + width]
            found.append(part if width > 1 else part[0] if part else ())
            place += width
        return tuple(found)

    def bound(self, generator: Generator, member: Member, name: str | None) -> dict[str, Bound]:
        """What the names of `generator` stand for at `member`."""
        if len(generator.ids) == 1:
            return {generator.ids[0]: (as_value(member), name)}
        if not isinstance(member, tuple) or len(member) != len(generator.ids):
            return {}
        of = self.parts(name)
        return {
            quantifier: (as_value(part), of[k] if k < len(of) else None)
            for k, (quantifier, part) in enumerate(zip(generator.ids, member, strict=True))
        }

    def parts(self, name: str | None) -> tuple[str, ...]:
        """The sets that the parts of the members of a set of tuples belong to."""
        element = self.model.by_name.get(name or "")
        return element.of if isinstance(element, IndexSet) else ()

    def over(self, generators: Sequence[Generator], binding: Binding) -> Iterator[dict[str, Bound] | None]:
        """Every binding of `generators`; ``None`` once where that cannot be told."""
        if not generators:
            yield dict(binding)
            return
        members, name = self.domain(generators[0], binding)
        if members is None:
            yield None
            return
        for member in members:
            inner = {**binding, **self.bound(generators[0], member, name)}
            condition = generators[0].condition
            kept = True if condition is None else self.value(condition, inner)
            if kept is True:
                yield from self.over(generators[1:], inner)
            elif kept is not False:
                yield None
                return
