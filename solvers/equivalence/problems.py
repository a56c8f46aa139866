"""A linear Model as points and an objective, with the forms that comparisons need, and what they find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from modelwright.solvers.equivalence.floating import Clock
from modelwright.solvers.equivalence.integers import (
    implied_integer,
    tightened,
)
from modelwright.solvers.equivalence.shapes import Shape, shape_of
from modelwright.solvers.equivalence.systems import ZERO, System, value_at

__all__ = ["Agreed", "Apart", "Points", "Problem", "order"]

Points: TypeAlias = list[Fraction]


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
