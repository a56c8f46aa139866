"""Whether two Models mean the same: the same feasible points and the same ranking of them, with proof or witness."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.errors import InputError
from modelwright.solvers.equivalence.candidates import any_match
from modelwright.solvers.equivalence.comparing import compare
from modelwright.solvers.equivalence.floating import Clock
from modelwright.solvers.equivalence.problems import Agreed, Apart, Problem
from modelwright.solvers.equivalence.same import later_objectives_differ
from modelwright.solvers.equivalence.sides import Match, Side, named_columns, side_of
from modelwright.solvers.equivalence.systems import ONE, Undecided, halves_of
from modelwright.solvers.equivalence.verdicts import Different, Equivalent, NotDecided, Point, Verdict
from modelwright.solvers.equivalence.wording import counts_sentence, points_sentence, ranking_sentence

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model

__all__ = ["equivalent"]


def equivalent(
    a: Model,
    b: Model,
    data_a: Data | None = None,
    data_b: Data | None = None,
    *,
    time_limit_s: float | None = 30.0,
) -> Verdict:
    """Whether two Models have the same feasible points and objectives that rank them alike.

    If the names of all decisions (else their labels) and the members of their index sets pair one to one, that pairing
    is the only one that counts; else any pairing of the single decisions does. Numbers are compared as they are
    written, but fractional decisions that state units are compared in those units: 1 t is 1000 kg. Every verdict but
    `NotDecided` is proven in exact arithmetic.

    Args:
        a: First Model.
        b: Second Model.
        data_a: Tables of the first.
        data_b: Tables of the second.
        time_limit_s: Seconds after which `NotDecided` is returned; ``None`` for no limit.

    Raises:
        ModelError: One of them breaks a rule of the language.
        DataError: A table does not fit.
    """
    left, right = side_of(a, data_a), side_of(b, data_b)
    if left.instance.num_columns != right.instance.num_columns:
        return Different(counts_sentence(left, right))
    clock = Clock(time_limit_s)
    named = named_columns(left, right)
    try:
        comparison = Comparison(left, right, named)
        if left.is_linear and right.is_linear:
            return comparison.decided(clock)
        from modelwright.solvers.equivalence.conditions import decided_by_forms

        return decided_by_forms(comparison, clock)
    except Undecided as undecided:
        return NotDecided(str(undecided))


class Comparison:
    """The linear parts of two Models, in common units.

    Attributes:
        first: The first as a problem.
        second: The second, over its own columns.
    """

    def __init__(self, left: Side, right: Side, named: Match | None) -> None:
        self.left, self.right, self.named = left, right, named
        self._scales = _scales(left, right, named)
        several = len(left.model.objectives) > 1 or len(right.model.objectives) > 1
        self.first, self.second = (
            _problem(side, scales, with_objective=not several)
            for side, scales in zip((left, right), self._scales, strict=True)
        )
        self._several = several

    def decided(self, clock: Clock) -> Verdict:
        """The verdict.

        Raises:
            Undecided: There is none within the limits.
        """
        if self.named is None:
            match, found = any_match(self.first, self.second, clock)
        else:
            match, found = self.named, self.under(self.named, clock)
        if isinstance(found, Apart):
            return self.different(found, match)
        if self._several and not found.empty and later_objectives_differ(self.left, self.right, match):
            raise Undecided("there are several objectives, and they are not written alike")
        return self.equivalent(found, match)

    def under(self, match: Match, clock: Clock) -> Agreed | Apart:
        """What a comparison under `match` finds."""
        return compare(self.first, self.second.renumbered(match), clock)

    def in_common_units(self, point: Sequence[Fraction]) -> list[Fraction]:
        """A point of the first Model in the units that both problems are counted in."""
        return [value * self._scales[0].get(j, ONE) for j, value in enumerate(point)]

    def equivalent(self, found: Agreed, match: Match) -> Equivalent:
        """The verdict of problems that agree under `match`."""
        mapping, scale = {}, {}
        for column, partner in enumerate(match):
            ours, theirs = self.left.instance.column_key(partner), self.right.instance.column_key(column)
            mapping[ours] = theirs
            ratio = self._scales[0].get(partner, ONE) / self._scales[1].get(column, ONE)
            if ratio != 1:
                scale[ours] = ratio
        return Equivalent(mapping, scale, found.factor, found.offset, found.empty)

    def different(self, found: Apart, match: Match) -> Different:
        """The verdict of problems that are apart under `match`."""
        ours = [[value / self._scales[0].get(j, ONE) for j, value in enumerate(point)] for point in found.points]
        theirs = [
            [point[partner] / self._scales[1].get(j, ONE) for j, partner in enumerate(match)] for point in found.points
        ]
        return Different(
            self._sentence(found, ours, theirs), found.side, _named(self.left, ours), _named(self.right, theirs)
        )

    def _sentence(self, found: Apart, ours: list[list[Fraction]], theirs: list[list[Fraction]]) -> str:
        if found.side == "both":
            return ranking_sentence(self.left, self.right, ours, theirs)
        if found.side == "first":
            return points_sentence(self.left, self.right, "first", ours[0], theirs[0])
        return points_sentence(self.right, self.left, "second", theirs[0], ours[0])


def _named(side: Side, points: Sequence[Sequence[Fraction]]) -> tuple[Point, ...]:
    return tuple({side.instance.column_key(j): value for j, value in enumerate(point)} for point in points)


def _problem(side: Side, scales: dict[int, Fraction], *, with_objective: bool) -> Problem:
    system = halves_of(side.program, scales)
    if not with_objective:
        return Problem(system, {}, Fraction(0))
    cost = {j: value / scales.get(j, ONE) for j, value in side.program.cost.items() if value}
    return Problem(system, cost, side.program.offset)


# ------------------------------------------------------------------------------------------------------------ units


def _scales(left: Side, right: Side, named: Match | None) -> tuple[dict[int, Fraction], dict[int, Fraction]]:
    """Factors that make the columns of both count in common units, where units are stated on both sides."""
    ours, theirs = _factors(left), _factors(right)
    if named is None:
        if len(ours) < left.instance.num_columns or len(theirs) < right.instance.num_columns:
            return {}, {}
    else:
        shared = [(named[j], j) for j in theirs if named[j] in ours and ours[named[j]][0] == theirs[j][0]]
        ours, theirs = {i: ours[i] for i, _ in shared}, {j: theirs[j] for _, j in shared}
    whole = [
        sorted(factor for j, (_, factor) in factors.items() if side.program.integer[j])
        for side, factors in ((left, ours), (right, theirs))
    ]
    if whole[0] != whole[1]:
        raise Undecided("whole decisions are counted in different units")
    return _fractional(left, ours), _fractional(right, theirs)


def _fractional(side: Side, factors: dict[int, tuple[object, Fraction]]) -> dict[int, Fraction]:
    return {j: factor for j, (_, factor) in factors.items() if factor != 1 and not side.program.integer[j]}


def _factors(side: Side) -> dict[int, tuple[object, Fraction]]:
    """Dimension and factor to base units of each column whose variable states a unit that is known."""
    if not any(variable.unit for variable in side.model.variables):
        return {}
    from modelwright.model.units import parse_unit

    found: dict[int, tuple[object, Fraction]] = {}
    for variable in side.model.variables:
        if not variable.unit or not side.instance.has_block(variable.name):
            continue
        try:
            unit = parse_unit(variable.unit)
        except InputError:
            continue
        block = side.instance.variable(variable.name)
        for column in range(block.start, block.start + block.count):
            found[column] = unit.dimension, unit.factor
    return found
