"""The normal form of a linear comparison: its terms gathered, its signs in order, its sides sorted.

``5 >= 2 * (x + y) - x`` becomes ``x + 2 * y <= 5``. The row keeps its scale (a limit that is broken by 3 is still
broken by 3): terms change sides and a whole row its sign, but nothing is divided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.model.expressions import (
    Add,
    Div,
    Logic,
    Mul,
    Neg,
    Node,
    Number,
    Sum,
)
from modelwright.model.expressions.nodes import Generator, names_in
from modelwright.model.templates.base import add, compare
from modelwright.model.templates.shapes import (
    ONE,
    ZERO,
    is_data,
    is_negative,
    is_reference,
    literal,
    negated,
    number,
    product,
)

if TYPE_CHECKING:
    from modelwright.model.document import Model

__all__ = ["FLIPPED", "merged_conditions", "sorted_comparison"]

FLIPPED = {"<=": ">=", ">=": "<=", "==": "==", "<": ">", ">": "<", "!=": "!="}
"""The comparison that says the same with its sides exchanged."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """``times * factors * what``, summed over `generators`; `what` is a decision, or data."""

    times: Fraction
    factors: tuple[Node, ...]
    what: Node
    generators: tuple[Generator, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether it is the decision itself, or its opposite."""
        return abs(self.times) == 1 and not self.factors and not self.generators

    def opposite(self) -> _Piece:
        return replace(self, times=-self.times)

    def node(self) -> Node:
        body = product(self._coefficient(), self.what)
        return Sum(body, self.generators) if self.generators else body

    def _coefficient(self) -> Node:
        if not self.factors:
            return number(self.times)
        data = self.factors[0] if len(self.factors) == 1 else Mul(self.factors)
        if abs(self.times) == 1:
            return data if self.times == 1 else Neg(data) if isinstance(data, Add) else negated(data)
        return Mul((number(self.times), *self.factors))


def sorted_comparison(left: Node, sense: str, right: Node, model: Model) -> Node | None:
    """The normal form of ``left sense right``, or ``None`` where a side is not linear in decisions of `model`.

    Two decisions of opposite sign, one of them alone, stand on two sides: ``x >= 2 * y + 5``. A decision that is alone
    with its sign against several stands as the limit: ``x + y <= z``. Otherwise the decisions stand left, the first of
    them with a plus, and the data right.
    """
    here, there = _gathered(left, model), _gathered(right, model)
    if here is None or there is None:
        return None
    pieces = [*here, *(piece.opposite() for piece in there)]
    terms = _merged(piece for piece in pieces if not is_data(piece.what, model))
    constants = [piece.opposite() for piece in pieces if is_data(piece.what, model)]
    if not terms:
        return None
    if len(terms) == 2 and terms[0].times * terms[1].times < 0 and not any(term.generators for term in terms):
        alone = next((term for term in terms if term.plain), None)
        if alone is not None:
            other = terms[1] if alone is terms[0] else terms[0]
            if alone.times < 0:
                alone, other, sense = alone.opposite(), other.opposite(), FLIPPED[sense]
                constants = [piece.opposite() for piece in constants]
            rest = _limit(constants)
            body = other.opposite().node()
            return compare(alone.node(), sense, body if rest == ZERO else add([body, rest]))
    limit = _limit(constants)
    alone = _alone(terms) if limit == ZERO else None
    if alone is not None:
        others = [term for term in terms if term is not alone]
        if others[0].times < 0:
            others, sense = [term.opposite() for term in others], FLIPPED[sense]
        return compare(add([term.node() for term in others]), sense, alone.what)
    if terms[0].times < 0:
        terms, sense = [term.opposite() for term in terms], FLIPPED[sense]
        limit = _limit([piece.opposite() for piece in constants])
    return compare(add([term.node() for term in terms]), sense, limit)


def merged_conditions(generators: tuple[Generator, ...]) -> tuple[Generator, ...]:
    """`generators` with every condition behind the last, where that means the same."""
    if any(generator.args for generator in generators) or all(g.condition is None for g in generators[:-1]):
        return generators
    parts: list[Node] = []
    for generator in generators:
        condition = generator.condition
        if condition is not None:
            parts.extend(condition.operands if isinstance(condition, Logic) and condition.op == "and" else (condition,))
    bare = [replace(generator, condition=None) for generator in generators]
    return (*bare[:-1], replace(bare[-1], condition=parts[0] if len(parts) == 1 else Logic("and", tuple(parts))))


# --------------------------------------------------------------------------------------------------------- gathering


def _gathered(node: Node, model: Model) -> list[_Piece] | None:
    return _collect(node, Fraction(1), (), (), model)


def _collect(
    node: Node, times: Fraction, factors: tuple[Node, ...], generators: tuple[Generator, ...], model: Model
) -> list[_Piece] | None:
    """The pieces of `node`, multiplied by `times` and `factors`, inside of `generators`."""
    if is_data(node, model):
        return None if generators else [_Piece(times, factors, node)]
    if is_reference(node, model):
        return [_Piece(times, factors, node, merged_conditions(generators))]
    match node:
        case Neg(operand=operand):
            return _collect(operand, -times, factors, generators, model)
        case Add(terms=terms):
            found: list[_Piece] = []
            for term in terms:
                pieces = _collect(term, times, factors, generators, model)
                if pieces is None:
                    return None
                found.extend(pieces)
            return found
        case Mul(factors=parts):
            open_parts = [part for part in parts if not is_data(part, model)]
            if len(open_parts) != 1:
                return None
            for part in parts:
                if part is not open_parts[0]:
                    times, factors = _multiplied(times, factors, part)
            return _collect(open_parts[0], times, factors, generators, model)
        case Div(left=left, right=right) if is_data(right, model):
            below = literal(right)
            if below == 0:
                return None
            if below is None:
                return _collect(left, times, (*factors, Div(ONE, right)), generators, model)
            return _collect(left, times / below, factors, generators, model)
        case Sum(body=body, generators=inner):
            ids = {name for generator in inner for name in generator.ids}
            outside = {name for part in factors for name in names_in(part)}
            outside |= {name for generator in generators for name in generator.ids}
            conditions = [generator.condition for generator in inner if generator.condition is not None]
            if ids & outside or not all(is_data(condition, model) for condition in conditions):
                return None
            return _collect(body, times, factors, (*generators, *inner), model)
        case _:
            return None


def _multiplied(times: Fraction, factors: tuple[Node, ...], part: Node) -> tuple[Fraction, tuple[Node, ...]]:
    """`times` and `factors` with the data `part` among them."""
    found = literal(part)
    if found is not None:
        return times * found, factors
    if isinstance(part, Mul):
        for inner in part.factors:
            times, factors = _multiplied(times, factors, inner)
        return times, factors
    if is_negative(part):
        return -times, (*factors, negated(part))
    return times, (*factors, part)


def _merged(pieces: Iterable[_Piece]) -> list[_Piece]:
    """`pieces` with equal ones added up, where the first of them stood."""
    found: dict[object, _Piece] = {}
    for piece in pieces:
        key = (piece.factors, piece.what, piece.generators)
        known = found.get(key)
        found[key] = piece if known is None else replace(known, times=known.times + piece.times)
    return [piece for piece in found.values() if piece.times]


def _alone(terms: list[_Piece]) -> _Piece | None:
    """The one decision that has its sign for itself, when the others are more than one decision."""
    for sign in (1, -1):
        own = [term for term in terms if term.times * sign > 0]
        others = [term for term in terms if term.times * sign < 0]
        if len(own) == 1 and own[0].plain and (len(others) > 1 or (others and others[0].generators)):
            return own[0]
    return None


def _limit(constants: list[_Piece]) -> Node:
    """The sum of data `constants`."""
    if len(constants) == 1 and constants[0].times == 1 and not constants[0].factors:
        what = constants[0].what
        return negated(what.operand) if isinstance(what, Neg) and isinstance(what.operand, Number) else what
    total = Fraction(0)
    found: list[_Piece] = []
    for piece in (part for constant in constants for part in _expanded(constant)):
        if piece.what == ONE and not piece.factors:
            total += piece.times
        else:
            found.append(piece)
    parts = [_data(piece) for piece in _merged(found)]
    if not parts:
        return number(total)
    if not total:
        return add(parts)
    first = is_negative(parts[0]) and total > 0
    return add([number(total), *parts] if first else [*parts, number(total)])


def _expanded(piece: _Piece) -> Iterator[_Piece]:
    """The terms of a piece of data; a written number stands in `times`, with one as what is counted."""
    value = literal(piece.what)
    if value is not None:
        yield replace(piece, times=piece.times * value, what=ONE)
        return
    match piece.what:
        case Neg(operand=operand):
            yield from _expanded(replace(piece, times=-piece.times, what=operand))
        case Add(terms=terms):
            for term in terms:
                yield from _expanded(replace(piece, what=term))
        case Mul():
            times, factors = _multiplied(piece.times, (), piece.what)
            yield replace(piece, times=times, what=product(*_split(factors)) if factors else ONE)
        case _:
            yield piece


def _split(factors: tuple[Node, ...]) -> tuple[Node, Node]:
    """The last of `factors`, and what stands before it."""
    *before, last = factors
    return (ONE if not before else before[0] if len(before) == 1 else Mul(tuple(before))), last


def _data(piece: _Piece) -> Node:
    """A piece of data as a term: the minus at its front."""
    times, factors = _multiplied(piece.times, piece.factors, piece.what)
    if len(factors) == 1 and abs(times) == 1:
        return factors[0] if times == 1 else negated(factors[0])
    return product(replace(piece, times=times, factors=factors[:-1])._coefficient(), factors[-1])
