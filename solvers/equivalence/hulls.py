"""The affine hull of the integer points of a system, with points that span it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from modelwright.solvers.equivalence.floating import Clock
from modelwright.solvers.equivalence.integers import beyond, feasible_point
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
    new: list[Fraction] | None = start
    while True:
        for point in (new, *_neighbours(system, new)) if new is not None else ():
            step = [(j, to - at) for j, (at, to) in enumerate(zip(start, point, strict=True)) if to != at]
            if constant.reduced(step)[1]:
                constant.add(step, ZERO)
                points.append(point)
        if len(points) + len(affine.solved) > system.count:
            return Hull(affine, points)
        clock.check()
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


def _neighbours(system: System, point: list[Fraction]) -> Iterator[list[Fraction]]:
    """Points of `system` that differ from `point` in one column."""
    room: list[list[tuple[int, Fraction]]] = [[] for _ in point]
    for terms, limit in system.halves.items():
        gap = limit - value_at(terms, point)
        for column, value in terms:
            room[column].append((value, gap))
    fixed = {column for terms, _ in system.equalities for column, _ in terms}
    for column, rows in enumerate(room):
        if column in fixed:
            continue
        for step in _STEPS[:2] if system.integer[column] else _STEPS:
            if all(value * step <= gap for value, gap in rows):
                yield [*point[:column], point[column] + step, *point[column + 1 :]]
                break
