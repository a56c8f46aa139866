"""Whether objectives agree on the points of a system, or points that they rank or space differently."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from modelwright.solvers.equivalence.floating import Clock
from modelwright.solvers.equivalence.integers import beyond, extreme_point, feasible_point
from modelwright.solvers.equivalence.problems import Agreed, Apart, Points, Problem
from modelwright.solvers.equivalence.shapes import Body
from modelwright.solvers.equivalence.systems import ZERO, System, Undecided, negative, primitive, value_at

__all__ = ["compare_objectives", "is_empty", "ratio"]

_ROUNDS = 8


def compare_objectives(first: Problem, second: Problem, shape: Body, system: System, clock: Clock) -> Agreed | Apart:
    """Whether the objectives agree on `system` up to a positive factor and a constant."""
    base, ours = shape.affine.reduced(first.cost.items())
    other_base, theirs = shape.affine.reduced(second.cost.items())
    factor = ratio(ours, theirs)
    if factor is not None and factor > 0:
        offset = first.offset + base - factor * (second.offset + other_base)
        return Agreed(factor, offset, is_empty(system, clock))
    if not any(system.integer):
        return Apart(_ordered_differently(shape, ours, theirs), "both")
    return _sampled(first, second, shape, system, clock)


def is_empty(system: System, clock: Clock) -> bool:
    """Whether it can be proven that `system` has no point."""
    try:
        return feasible_point(system, clock) is None
    except Undecided:
        return False


def ratio(ours: dict[int, Fraction], theirs: dict[int, Fraction]) -> Fraction | None:
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
    """As `compare_objectives`, by points, until what is left of one objective after the other is proven constant."""
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
