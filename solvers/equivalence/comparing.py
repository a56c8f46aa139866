"""Two problems over the same columns: the same points and objective, or points that tell them apart."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import Literal

from modelwright.solvers.equivalence.floating import Clock
from modelwright.solvers.equivalence.integers import (
    beyond,
    extreme_point,
    extreme_points,
    feasible_point,
    implied_integer,
    slice_at,
    tightened,
)
from modelwright.solvers.equivalence.problems import Agreed, Apart, Points, Problem, order
from modelwright.solvers.equivalence.ranking import compare_objectives, is_empty, ratio
from modelwright.solvers.equivalence.shapes import Shape, reach
from modelwright.solvers.equivalence.systems import ZERO, System, Terms, Undecided, negative

__all__ = ["compare"]

_MOST_TRIED = 10


def compare(first: Problem, second: Problem, clock: Clock) -> Agreed | Apart:
    """Whether two problems over the same columns have the same points and objective.

    Raises:
        Undecided: Neither was proven within the limits.
    """
    alike = _written_alike(first, second, clock)
    if alike is not None:
        return alike
    rank = order(first.system, second.system)
    raw = first.shape(rank, clock), second.shape(rank, clock)
    if raw[0] is None and raw[1] is None:
        return Agreed(empty=True)
    if raw[0] is not None and raw[1] is not None and raw[0].same(raw[1]):
        shape = raw[0]
        integer = [implied_integer(shape.affine, problem.system.integer) for problem in (first, second)]
        if integer[0] == integer[1]:
            return compare_objectives(first, second, shape, tightened(shape, integer[0]), clock)
    ours, theirs = first.tight(rank, clock), second.tight(rank, clock)
    if ours is None and theirs is None:
        return Agreed(empty=True)
    found = _separated(first, second, ours, theirs, clock)
    if found is not None:
        return found
    if ours is None:
        return Agreed(empty=True)
    return compare_objectives(first, second, *ours, clock)


def _written_alike(first: Problem, second: Problem, clock: Clock) -> Agreed | None:
    """What can be said without any form: the rows, scaled to coprime numbers, are the same."""
    ours, theirs = first.system, second.system
    factor = ratio(first.cost, second.cost)
    same_rows = ours.halves == theirs.halves and set(ours.equalities) == set(theirs.equalities)
    if not same_rows or factor is None or factor < 0 or (ours.integer, ours.empty) != (theirs.integer, theirs.empty):
        return None
    return Agreed(factor, first.offset - factor * second.offset, is_empty(ours, clock))


# ----------------------------------------------------------------------------------------------------------- points


def _separated(
    first: Problem,
    second: Problem,
    ours: tuple[Shape, System] | None,
    theirs: tuple[Shape, System] | None,
    clock: Clock,
) -> Apart | None:
    """A point that only one has, ``None`` when none is: looked for on both sides before anything is proven."""
    sides: list[tuple[Literal["first", "second"], Problem, Problem]] = [
        ("first", first, second),
        ("second", second, first),
    ]
    for prove in (False, True):
        doubt: Undecided | None = None
        for side, having, lacking in sides:
            mine, other = (ours, theirs) if side == "first" else (theirs, ours)
            if mine is None:
                continue
            try:
                for point in _candidates(mine, other, clock, prove):
                    if having.system.holds(point) and not lacking.system.holds(point):
                        return Apart((point,), side)
                    doubt = Undecided("a point that breaks a form does not break the rows it was made of")
            except Undecided as undecided:
                doubt = undecided
    if doubt is not None:
        raise doubt
    return None


def _candidates(
    mine: tuple[Shape, System], other: tuple[Shape, System] | None, clock: Clock, prove: bool
) -> Iterator[Points]:
    """Points of `mine` beyond each condition of `other`; with `prove`, no point at all is a proof."""
    shape, system = mine
    if other is None:
        point = feasible_point(system, clock) if prove else extreme_point(system, {}, clock)
        yield from () if point is None else (point,)
        return
    doubt: Undecided | None = None
    for terms, limit in _conditions(other[0]):
        known = shape.halves.get(terms)
        if known is not None and known <= limit:
            continue
        try:
            point = beyond(system, shape, terms, limit, clock, prove=prove)
        except Undecided as undecided:
            doubt = undecided
            continue
        yield from () if point is None else (point,)
    for column, (here, there) in enumerate(zip(system.integer, other[1].integer, strict=True)):
        if there and not here:
            yield from _fractional(system, column, clock)
            doubt = doubt or Undecided("a decision is whole in one, and may or may not be so in the other")
    if doubt is not None:
        raise doubt


def _conditions(shape: Shape) -> Iterator[tuple[Terms, Fraction]]:
    yield from shape.halves.items()
    for terms, value in shape.affine.equalities():
        yield terms, value
        yield negative(terms), -value


def _fractional(system: System, column: int, clock: Clock) -> Iterator[Points]:
    """Points of `system` where `column` is no whole number, near extremes of some columns."""
    others = [j for j in range(system.count) if j != column]
    for point in extreme_points(system, [column, *others[:_MOST_TRIED]], clock):
        whole = {j: point[j] for j, flag in enumerate(system.integer) if flag}
        body = slice_at(system, whole, clock)
        if body is None:
            continue
        start = body.inside
        end = reach(body, ((column, 1),), start[column])
        if end is None:
            end = reach(body, ((column, -1),), -start[column]) or start
        for share in (
            ZERO,
            Fraction(1, 2),
            Fraction(1, 3),
            Fraction(1, 1 + 2 * ceil(abs(end[column] - start[column]))),
        ):
            mixed = [low + share * (high - low) for low, high in zip(start, end, strict=True)]
            if mixed[column].denominator != 1:
                yield mixed
                return
