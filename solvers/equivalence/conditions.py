"""Models with conditions that are not linear: equal forms prove them equal, points tell them apart."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from modelwright.errors import ModelwrightError
from modelwright.model.exact.points import holds
from modelwright.solvers.equivalence.problems import Agreed, Apart
from modelwright.solvers.equivalence.same import (
    conditions_differ,
    later_objectives_differ,
    matches,
    tree_objectives_differ,
)
from modelwright.solvers.equivalence.systems import Undecided
from modelwright.solvers.proofs.conditions import Point
from modelwright.solvers.proofs.points import check_point

if TYPE_CHECKING:
    from modelwright.solvers.equivalence.deciding import Comparison
    from modelwright.solvers.equivalence.floating import Clock
    from modelwright.solvers.equivalence.sides import Match, Side
    from modelwright.solvers.equivalence.verdicts import Verdict

__all__ = ["decided_by_forms"]

_TRIES = 300
_WIDEST = 20


def decided_by_forms(comparison: Comparison, clock: Clock) -> Verdict:
    """The verdict on two Models of which at least one is not linear.

    Equal under a match: the linear parts have the same points and objective, and the other conditions have the same
    forms. Different: names pair the decisions, and a point of one that was tried is no point of the other.

    Raises:
        Undecided: Neither.
    """
    left, right, named = comparison.left, comparison.right, comparison.named
    for match in matches(left, right) if named is None else (named,):
        written_alike = left.instance.sense == right.instance.sense and not (
            conditions_differ(left, right, match)
            or tree_objectives_differ(left, right, match)
            or later_objectives_differ(left, right, match)
        )
        if written_alike:
            found = comparison.under(match, clock)
            if isinstance(found, Agreed):
                return comparison.equivalent(found, match)
    if named is None:
        raise Undecided("conditions that are not linear are written differently under every match that was tried")
    apart = _tried(left, right, named, comparison, clock)
    if apart is None:
        raise Undecided(
            "conditions that are not linear are written differently, and no point was found where they differ"
        )
    return comparison.different(apart, named)


def _tried(left: Side, right: Side, match: Match, comparison: Comparison, clock: Clock) -> Apart | None:
    both: list[tuple[list[Fraction], Fraction, Fraction]] = []
    for point in _points(left, right, match, comparison, clock):
        partner = [point[column] for column in match]
        here, there = _allows(left, point), _allows(right, partner)
        if here != there:
            return Apart((comparison.in_common_units(point),), "first" if here else "second")
        values = (left.objective_at(point), right.objective_at(partner)) if here else (None, None)
        if values[0] is not None and values[1] is not None:
            both.append((point, values[0], values[1]))
    for (one, ours, theirs), (other, our_next, their_next) in combinations(both[:60], 2):
        if (our_next > ours, our_next < ours) != (their_next > theirs, their_next < theirs):
            return Apart((comparison.in_common_units(one), comparison.in_common_units(other)), "both")
    return None


def _points(left: Side, right: Side, match: Match, comparison: Comparison, clock: Clock) -> Iterator[list[Fraction]]:
    """Points to try, by column of the first Model: optima, points near them, and points at random."""
    from modelwright.solvers.solve import solve_model

    rng = random.Random(0)
    columns = range(left.instance.num_columns)
    for side in (left, right):
        try:
            values = solve_model(side.model, side.evaluator.data).result.values
        except ModelwrightError:
            continue
        if values is None:
            continue
        found = [Fraction(float(value)).limit_denominator(10**6) for value in values[: len(columns)]]
        if side is right:
            found = [value for _, value in sorted(zip(match, found, strict=True))]
        yield found
        for column in columns:
            for step in (1, -1):
                yield [value + step * (j == column) for j, value in enumerate(found)]
    spans = [_span(left.program.lower[j], left.program.upper[j]) for j in columns]
    for _ in range(_TRIES):
        clock.check()
        yield [
            Fraction(rng.randint(low, high)) if left.program.integer[j] else Fraction(rng.randint(4 * low, 4 * high), 4)
            for j, (low, high) in enumerate(spans)
        ]


def _span(lower: Fraction | None, upper: Fraction | None) -> tuple[int, int]:
    low = -(-lower.numerator // lower.denominator) if lower is not None else None
    high = upper.numerator // upper.denominator if upper is not None else None
    if low is None:
        low = -_WIDEST // 2 if high is None else high - _WIDEST
    return low, max(low, min(low + _WIDEST, high) if high is not None else low + _WIDEST)


def _allows(side: Side, point: Sequence[Fraction]) -> bool:
    if any(flag and value.denominator != 1 for flag, value in zip(side.program.integer, point, strict=True)):
        return False
    if check_point(side.program, side.instance, point).absolute:
        return False
    here = Point(side.instance, point)
    return all(holds(tree, here) for block in side.instance.trees for tree in block.trees)
