"""The affine hull of the integer points of a system, with points that span it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from modelwright.solvers.equivalence.floating import Clock
from modelwright.solvers.equivalence.integers import beyond, extreme_points, feasible_point
from modelwright.solvers.equivalence.lattices import lattice_of
from modelwright.solvers.equivalence.shapes import Body
from modelwright.solvers.equivalence.systems import (
    ONE,
    ZERO,
    Affine,
    System,
    Terms,
    Undecided,
    negative,
    primitive,
    value_at,
)

__all__ = ["Hull", "whole_hull"]

_MAX_COLUMNS = 200
_STEPS = (ONE, -ONE, Fraction(1, 16), Fraction(-1, 16))


@dataclass(frozen=True)
class Hull:
    """The least affine set that has every point of a system.

    Attributes:
        affine: Its equalities.
        points: Points of the system that span it.
    """

    affine: Affine
    points: list[list[Fraction]]


def whole_hull(body: Body, system: System, clock: Clock) -> Hull | None:
    """The hull of the points of `system`; ``None`` when there are none.

    Args:
        body: Its polyhedron.
        system: Rows, bounds and integrality.
        clock: When to stop.

    Raises:
        Undecided: A direction was proven neither possible nor impossible.
    """
    if system.count > _MAX_COLUMNS:
        raise Undecided(f"{system.count} decisions, some of them whole, are too many to pair without names")
    start = feasible_point(system, clock)
    if start is None:
        return None
    affine = body.affine.copy()
    constant = Affine()  # its unknowns: a form that is the same at all points found so far
    points = [start]
    neighbours = _Neighbours(system)
    extremes = extreme_points(system, range(system.count), clock)
    new: list[Fraction] | None = start
    while True:
        for point in (new, *neighbours.of(new)) if new is not None else ():
            step = [(j, to - at) for j, (at, to) in enumerate(zip(start, point, strict=True)) if to != at]
            if constant.reduced(step)[1]:
                constant.add(step, ZERO)
                points.append(point)
        if len(points) + len(affine.solved) > system.count:
            return Hull(affine, points)
        clock.check()
        new = next(extremes, None)
        if new is None:
            terms = _unsettled(constant, affine, system.count)
            new = _elsewhere(system, body, terms, value_at(terms, start), clock)
            if new is None:
                affine.add(terms, value_at(terms, start))


def _unsettled(constant: Affine, affine: Affine, count: int) -> Terms:
    """A form that no equality of `affine` settles, and that is the same at all points found so far."""
    forms = constant.copy()
    for pivot in affine.solved:
        forms.add([(pivot, 1)], ZERO)
    open_column = next(column for column in range(count) if column not in forms.solved)
    return primitive(dict(enumerate(forms.point({open_column: ONE}, count))))[0]


def _elsewhere(system: System, body: Body, terms: Terms, value: Fraction, clock: Clock) -> list[Fraction] | None:
    """A point of `system` where `terms` have another value; ``None`` when there is none."""
    for prove in (False, True):
        for side, limit in ((terms, value), (negative(terms), -value)):
            point = beyond(system, body, side, limit, clock, prove=prove)
            if point is not None:
                return point
    return None


class _Neighbours:
    """Steps along the equalities of a system."""

    def __init__(self, system: System) -> None:
        lattice = lattice_of(range(system.count), system.equalities)
        self._halves = list(system.halves.items())
        by_column: list[list[tuple[int, int]]] = [[] for _ in range(system.count)]
        for row, (terms, _) in enumerate(self._halves):
            for column, value in terms:
                by_column[column].append((row, value))
        self._moves: list[tuple[dict[int, int], dict[int, int], bool]] = []
        for step in [] if lattice is None else lattice.steps:
            speed: dict[int, int] = {}
            for column, size in step.items():
                for row, value in by_column[column]:
                    speed[row] = speed.get(row, 0) + size * value
            self._moves.append((step, speed, any(system.integer[column] for column in step)))

    def of(self, point: list[Fraction]) -> Iterator[list[Fraction]]:
        """Points of the system one step away from a point of it."""
        room = [limit - value_at(terms, point) for terms, limit in self._halves]
        for move, speed, whole in self._moves:
            for size in _STEPS[:2] if whole else _STEPS:
                if all(value * size <= room[row] for row, value in speed.items()):
                    yield [value + size * move.get(column, 0) for column, value in enumerate(point)]
                    break
