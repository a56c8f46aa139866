"""Expressions read for their units: what each part is measured in, and which parts must agree."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from modelwright.model.expressions.nodes import (
    Add,
    Call,
    Compare,
    Comprehension,
    Div,
    FloorDiv,
    IfElse,
    In,
    Index,
    Listing,
    Logic,
    Mod,
    Mul,
    Name,
    Neg,
    Node,
    Not,
    Number,
    Power,
    Sum,
    children,
)
from modelwright.model.units.measures import OPAQUE, Measure, Readings, is_scale, meet, product
from modelwright.model.units.unit import ONE

__all__ = ["Group", "Item", "Walker"]

_PLAIN = Measure(decided=(ONE,))
_LITERAL = Measure(opaque=True)
"""A number that stands alone: as a limit or a term it has the unit of what it stands beside."""

_SAME = frozenset("min max abs floor ceil round sum start end size overlap".split())
"""Functions whose value is measured as their arguments are."""


class Item(NamedTuple):
    """One of the things that must agree.

    Attributes:
        measure: What it is measured in.
        node: The expression, ``None`` for a unit that an element states for itself.
        subject: What a unit without expression belongs to, in words.
    """

    measure: Measure
    node: Node | None = None
    subject: str = ""


class Group(NamedTuple):
    """Things that are added, compared or assigned to each other.

    Attributes:
        pointer: Where in the Model.
        owner: Name of the element.
        items: They.
        own: Whether `Item.node` spans lie in the expression at `pointer`.
    """

    pointer: str
    owner: str
    items: list[Item]
    own: bool = False

    def common(self) -> Readings | None:
        """The readings that all known items share; ``None`` when none is known or they contradict each other."""
        found: Readings | None = None
        for item in self.items:
            readings = item.measure.readings
            if readings is None:
                continue
            found = readings if found is None else meet(found, readings)
            if found is None:
                return None
        return found


class Walker:
    """Walks expressions of one Model.

    Attributes:
        measure_of: Measure of an element by name; `OPAQUE` for what is no element.
        multiplied: Called with the factors of each product, for labels.
        groups: What must agree, collected.
    """

    def __init__(
        self, measure_of: Callable[[str], Measure], multiplied: Callable[[tuple[Node, ...], str, str], None]
    ) -> None:
        self.measure_of = measure_of
        self.multiplied = multiplied
        self.groups: list[Group] = []
        self.pointer, self.owner = "", ""
        self.own = self.multiples = False

    def enter(self, pointer: str, owner: str, *, own: bool, multiples: bool = False) -> None:
        """Say where the next expressions stand, and whether numbers in them are multiples and never rates."""
        self.pointer, self.owner, self.own, self.multiples = pointer, owner, own, multiples

    def walk(self, node: Node) -> Measure:
        """The measure of `node`; groups inside it are collected."""
        match node:
            case Name(id=name) | Index(id=name):
                return self.measure_of(name)
            case Number(value=value):
                return Measure(literal=value) if value else OPAQUE
            case Mul(factors=factors):
                self.multiplied(factors, self.pointer, self.owner)
                found = self.walk(factors[0])
                for factor in factors[1:]:
                    found = product(found, self.walk(factor))
                return found
            case Neg(operand=operand):
                return self.walk(operand)
            case Add() | Mod() | IfElse() | Listing():
                return self._alike(node)
            case Sum(body=body) | Comprehension(body=body):
                self._rest(children(node)[1:])
                return self.walk(body)
            case Div(left=left, right=right) | FloorDiv(left=left, right=right):
                return product(self.walk(left), self.walk(right), -1)
            case Compare(operands=operands):
                self.compare(operands)
                return _PLAIN
            case Logic() | Not() | In():
                self._rest(children(node))
                return _PLAIN
            case Power(base=base, exponent=exponent):
                return self._power(self.walk(base), exponent)
            case Call(function=function):
                return self._call(node, function)
            case _:
                self._rest(children(node))
                return OPAQUE

    def compare(self, operands: tuple[Node, ...], extra: tuple[Item, ...] = ()) -> Group:
        """Collect the sides of a comparison, their terms apart, with what else must agree with them."""
        group = Group(self.pointer, self.owner, [*self.terms(operands), *extra], self.own)
        self.groups.append(group)
        return group

    def terms(self, operands: tuple[Node, ...]) -> list[Item]:
        """The terms of sums among `operands`, measured."""
        items: list[Item] = []
        for operand in operands:
            for term in operand.terms if isinstance(operand, Add) else (operand,):
                inner = term.operand if isinstance(term, Neg) else term
                measure = _alone(self.walk(inner))
                if self.multiples and not is_scale(measure.literal):
                    measure = measure._replace(literal=Fraction(1))
                items.append(Item(measure, inner))
        return items

    def _alike(self, node: Node) -> Measure:
        """Parts that must agree; the whole is measured as they are."""
        match node:
            case Add(terms=parts) | Listing(items=parts):
                pass
            case Mod(left=left, right=right):
                parts = (left, right)
            case IfElse(body=body, condition=condition, orelse=orelse):
                self._rest((condition,))
                parts = (body, orelse)
            case _:
                parts = children(node)
        return self._together(parts)

    def _together(self, parts: tuple[Node, ...]) -> Measure:
        if not parts:
            return OPAQUE
        group = Group(self.pointer, self.owner, self.terms(parts), self.own)
        if len(group.items) == 1:
            return group.items[0].measure
        self.groups.append(group)
        common = group.common()
        if common is None:
            return OPAQUE
        if any(item.measure.has_decision for item in group.items):
            return Measure(decided=common)
        return Measure(rate=common)

    def _rest(self, nodes: tuple[Node, ...]) -> None:
        for node in nodes:
            self.walk(node)

    def _power(self, base: Measure, exponent: Node) -> Measure:
        if not isinstance(exponent, Number) or exponent.value.denominator != 1 or abs(exponent.value) > 9:
            return OPAQUE
        found = Measure()
        for _ in range(abs(int(exponent.value))):
            found = product(found, base, 1 if exponent.value > 0 else -1)
        return found

    def _call(self, node: Call, function: str) -> Measure:
        if function in _SAME:
            self._rest(tuple(value for _, value in node.keywords))
            return self._together(node.args)
        self._rest(children(node))
        return _PLAIN if function in ("count", "forall", "exists", "present", "implies", "iff") else OPAQUE


def _alone(measure: Measure) -> Measure:
    """A term without any name is a number beside others: its unit is theirs."""
    bare = measure.rate is None and measure.decided is None and not measure.unknown and not measure.free
    return _LITERAL if bare else measure
