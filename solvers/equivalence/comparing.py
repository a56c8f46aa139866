"""Two problems over the same columns: the same points and objective, or points that tell them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import ceil
from typing import Literal, TypeAlias

from modelwright.solvers.equivalence.floating import Clock
from modelwright.solvers.equivalence.integers import (
    beyond,
    extreme_point,
    feasible_point,
    implied_integer,
    slice_at,
    tightened,
)
from modelwright.solvers.equivalence.shapes import Body, Shape, reach, shape_of
from modelwright.solvers.equivalence.systems import ZERO, System, Terms, Undecided, negative, primitive, value_at

__all__ = ["Agreed", "Apart", "Points", "Problem", "compare", "order"]

Points: TypeAlias = list[Fraction]
_ROUNDS = 8


class Problem:
    """Minimise `cost` x + `offset` over a system.

    Attributes:
        system: Rows, bounds and integrality.
        cost: By column, none of them zero.
        offset: Constant.
    """

    def __init__(self, system: System, cost: dict[int, Fraction], offset: Fraction) -> None:
        self.system, self.cost, self.offset = system, cost, offset
        self._shape: tuple[Shape | None] | None = None
        self._tight: tuple[Shape | None, tuple[bool, ...]] | None = None

    def shape(self, rank: Mapping[int, int], clock: Clock) -> Shape | None:
        """The relaxation, its pivots chosen by `rank`; ``None`` when it is empty.

        Raises:
            Undecided: It could not be brought into its form.
        """
        if self._shape is None:
            self._shape = (shape_of(self.system, clock, rank),)
        (known,) = self._shape
        if known is not None and known.affine.rank != rank:
            known = known.renumbered(range(self.system.count), rank)
        return known

    def tight(self, rank: Mapping[int, int], clock: Clock) -> tuple[Shape, System] | None:
        """The relaxation with limits rounded to whole numbers, and as a system; ``None`` when it is empty.

        Raises:
            Undecided: It could not be brought into its form.
        """
        if self._tight is None:
            self._tight = self._tightened(rank, clock)
        known, integer = self._tight
        if known is None:
            return None
        if known.affine.rank != rank:
            known = known.renumbered(range(self.system.count), rank)
        return known, System(known.count, known.halves, tuple(known.affine.equalities()), integer)

    def _tightened(self, rank: Mapping[int, int], clock: Clock) -> tuple[Shape | None, tuple[bool, ...]]:
        shape, integer = self.shape(rank, clock), self.system.integer
        while shape is not None:
            integer = implied_integer(shape.affine, integer)
            system = tightened(shape, integer)
            if not system.empty and system.halves == shape.halves:
                break
            shape = shape_of(system, clock, rank)
        return shape, integer

    def renumbered(self, target: Sequence[int]) -> Problem:
        """This problem with column j called ``target[j]``."""
        cost = {target[column]: value for column, value in self.cost.items()}
        other = Problem(self.system.renumbered(target), cost, self.offset)
        if self._shape is not None:
            other._shape = (_renumbered(self._shape[0], target),)
        if self._tight is not None:
            integer = [False] * self.system.count
            for column, flag in enumerate(self._tight[1]):
                integer[target[column]] = flag
            other._tight = _renumbered(self._tight[0], target), tuple(integer)
        return other

    def value(self, point: Points) -> Fraction:
        """The objective at `point`."""
        return value_at(self.cost.items(), point) + self.offset


def _renumbered(shape: Shape | None, target: Sequence[int]) -> Shape | None:
    if shape is None:
        return None
    return shape.renumbered(target, {target[column]: place for column, place in shape.affine.rank.items()})


@dataclass(frozen=True)
class Agreed:
    """Both have the same points, and the first objective is `factor` · second + `offset` on them.

    Attributes:
        factor: Positive.
        offset: Constant.
        empty: Whether neither has a point.
    """

    factor: Fraction = Fraction(1)
    offset: Fraction = ZERO
    empty: bool = False


@dataclass(frozen=True)
class Apart:
    """Points that tell two problems apart.

    Attributes:
        points: One that only `side` has; or two that the objectives order differently, or three whose distances they
            measure differently.
        side: Which problem has the points.
    """

    points: tuple[Points, ...]
    side: Literal["first", "second", "both"]


def order(*systems: System) -> dict[int, int]:
    """Places of the columns for pivots: those that are not integer in all of `systems` first."""
    flags = zip(*(system.integer for system in systems), strict=True)
    return {column: column + systems[0].count * all(flag) for column, flag in enumerate(flags)}


def compare(first: Problem, second: Problem, clock: Clock) -> Agreed | Apart:
    """Whether two problems over the same columns have the same points and objective.

    Raises:
        Undecided: Neither was proven within the limits.
    """
    rank = order(first.system, second.system)
    raw = first.shape(rank, clock), second.shape(rank, clock)
    if raw[0] is None and raw[1] is None:
        return Agreed(empty=True)
    if raw[0] is not None and raw[1] is not None and raw[0].same(raw[1]):
        shape = raw[0]
        integer = [implied_integer(shape.affine, problem.system.integer) for problem in (first, second)]
        if integer[0] == integer[1]:
            return _objectives(first, second, shape, tightened(shape, integer[0]), clock)
    ours, theirs = first.tight(rank, clock), second.tight(rank, clock)
    if ours is None and theirs is None:
        return Agreed(empty=True)
    found = _separated(first, second, ours, theirs, clock)
    if found is not None:
        return found
    if ours is None:
        return Agreed(empty=True)
    return _objectives(first, second, *ours, clock)


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
    """Points of `system` where `column` is no whole number, as far as they are near its extremes."""
    for sign in (1, -1):
        point = extreme_point(system, {column: sign}, clock)
        if point is None:
            continue
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


# ------------------------------------------------------------------------------------------------------- objectives


def _objectives(first: Problem, second: Problem, shape: Body, system: System, clock: Clock) -> Agreed | Apart:
    """Whether the objectives agree on `system` up to a positive factor and a constant."""
    (base, ours), (other_base, theirs) = (
        shape.affine.reduced(first.cost.items()),
        shape.affine.reduced(second.cost.items()),
    )
    factor = _ratio(ours, theirs)
    if factor is not None and factor > 0:
        offset = first.offset + base - factor * (second.offset + other_base)
        if not any(system.integer) or feasible_point(system, clock) is not None:
            return Agreed(factor, offset)
        return Agreed(empty=True)
    if not any(system.integer):
        return Apart(_ordered_differently(shape, ours, theirs), "both")
    return _sampled(first, second, shape, system, clock)


def _ratio(ours: dict[int, Fraction], theirs: dict[int, Fraction]) -> Fraction | None:
    """The factor that makes `theirs` into `ours`; 1 when both are zero."""
    if not ours and not theirs:
        return Fraction(1)
    if ours.keys() != theirs.keys():
        return None
    ratios = {value / theirs[column] for column, value in ours.items()}
    return ratios.pop() if len(ratios) == 1 else None


def _ordered_differently(shape: Body, ours: dict[int, Fraction], theirs: dict[int, Fraction]) -> tuple[Points, Points]:
    """Two points between which one objective falls and the other does not."""
    across = sum((value * theirs.get(column, ZERO) for column, value in ours.items()), ZERO)
    lead, rest = (ours, theirs) if ours else (theirs, ours)
    size = sum((value * value for value in rest.values()), ZERO)
    share = across / size if size else ZERO
    way = {column: share * rest.get(column, ZERO) - lead.get(column, ZERO) for column in lead.keys() | rest.keys()}
    if not any(way.values()):
        way = {column: -value for column, value in lead.items()}
    step = Fraction(1)
    for terms, limit in shape.halves.items():
        speed = sum((value * way.get(column, ZERO) for column, value in terms), ZERO)
        if speed > 0:
            step = min(step, (limit - value_at(terms, shape.inside)) / speed / 2)
    free = {column: value for column, value in enumerate(shape.inside) if column not in shape.affine.solved}
    moved = free | {column: free[column] + step * value for column, value in way.items()}
    return shape.inside, shape.affine.point(moved, shape.count)


def _sampled(first: Problem, second: Problem, shape: Body, system: System, clock: Clock) -> Agreed | Apart:
    """As `_objectives`, by points: the difference of the objectives is then proven constant, or has one more point."""
    points: list[Points] = []
    for costs in (first.cost, second.cost):
        for sign in (1, -1):
            point = _bounded_extreme(system, {column: sign * value for column, value in costs.items()}, clock)
            if point is not None and point not in points:
                points.append(point)
    if not points:
        point = feasible_point(system, clock)
        if point is None:
            return Agreed(empty=True)
        points.append(point)
    for _ in range(_ROUNDS):
        apart = _told_apart(first, second, points)
        if apart is not None:
            return apart
        factor = _slope(first, second, points)
        forms = [first.cost, second.cost] if factor is None else [_minus(first.cost, second.cost, factor)]
        new = next((p for form in forms for p in _moved(form, points[0], shape, system, clock)), None)
        if new is None:
            factor = Fraction(1) if factor is None else factor
            return Agreed(factor, first.value(points[0]) - factor * second.value(points[0]))
        points.append(new)
    raise Undecided("the objectives were not told apart")


def _bounded_extreme(system: System, costs: dict[int, Fraction], clock: Clock) -> Points | None:
    terms, _ = primitive(costs)
    if not terms:
        return extreme_point(system, {}, clock)
    start = extreme_point(system, {}, clock)
    if start is None:
        return None
    cap = value_at(terms, start) + 1000 * max(abs(value) for _, value in terms)
    return extreme_point(system.with_halves([(terms, cap)]), dict(terms), clock)


def _moved(form: dict[int, Fraction], start: Points, shape: Body, system: System, clock: Clock) -> Iterator[Points]:
    """Points of `system` at which `form` has another value than at `start`; none is a proof."""
    terms, _ = primitive(form)
    for side in (terms, negative(terms)):
        if side:
            limit = value_at(side, start)
            point = beyond(system, shape, side, limit, clock, prove=False) or beyond(system, shape, side, limit, clock)
            if point is not None:
                yield point


def _minus(left: dict[int, Fraction], right: dict[int, Fraction], factor: Fraction) -> dict[int, Fraction]:
    return {column: left.get(column, ZERO) - factor * right.get(column, ZERO) for column in left.keys() | right.keys()}


def _slope(first: Problem, second: Problem, points: list[Points]) -> Fraction | None:
    """How much the first objective grows with the second between two of `points`; ``None`` when neither changes."""
    for one, other in combinations(points, 2):
        step = second.value(other) - second.value(one)
        if step:
            return (first.value(other) - first.value(one)) / step
    return None


def _told_apart(first: Problem, second: Problem, points: list[Points]) -> Apart | None:
    for one, other in combinations(points, 2):
        ours, theirs = first.value(other) - first.value(one), second.value(other) - second.value(one)
        if (ours > 0, ours < 0) != (theirs > 0, theirs < 0):
            return Apart((one, other), "both")
    slope = _slope(first, second, points)
    for one, two, three in combinations(points, 3):
        if slope is not None and any(
            first.value(p) - first.value(one) != slope * (second.value(p) - second.value(one)) for p in (two, three)
        ):
            return Apart((one, two, three), "both")
    return None
