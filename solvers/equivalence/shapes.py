"""Polyhedra in one form: solved equalities and irredundant half-spaces, each step proven in exact arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from modelwright.solvers.equivalence.floating import Clock, Matrix, Maximum, Simplex
from modelwright.solvers.equivalence.systems import (
    ZERO,
    Affine,
    Halves,
    System,
    Undecided,
    combination,
    negative,
    primitive,
    renamed,
    value_at,
)

if TYPE_CHECKING:
    from modelwright.solvers.instance import Floats

__all__ = ["Body", "Shape", "body_of", "reach", "shape_of"]

_TINY = 1e-9
_GRIDS = (1.0, 4.0, 64.0, 2.0**12, 2.0**24, 2.0**40)


@dataclass(frozen=True)
class Body:
    """A polyhedron that is not empty.

    Attributes:
        count: Number of columns.
        affine: Every equality that holds on it.
        halves: Half-spaces over columns without pivot; none of them is an equality.
        inside: A point strictly inside every half-space. Shape (count,).
    """

    count: int
    affine: Affine
    halves: Halves
    inside: list[Fraction]


@dataclass(frozen=True)
class Shape(Body):
    """A body without redundant half-spaces: the form is the same for all systems with these points."""

    def same(self, other: Shape) -> bool:
        """Whether both have the same points; the ranks of their columns must agree."""
        return self.affine.solved == other.affine.solved and self.halves == other.halves

    def renumbered(self, target: Sequence[int], rank: Mapping[int, int]) -> Shape:
        """This shape with column j called ``target[j]``, its pivots chosen by `rank`."""
        affine = Affine(rank=rank)
        for terms, value in self.affine.equalities():
            affine.add(renamed(terms, target), value)
        named = {
            tuple(sorted((target[j], number) for j, number in terms)): limit for terms, limit in self.halves.items()
        }
        inside = [ZERO] * self.count
        for column, value in enumerate(self.inside):
            inside[target[column]] = value
        return Shape(self.count, affine, _over_free(named, affine) or {}, inside)


def body_of(system: System, clock: Clock, rank: Mapping[int, int] | None = None) -> Body | None:
    """The polyhedron of `system`, integrality aside; ``None`` when it is empty.

    Raises:
        Undecided: No proof of either was found.
    """
    affine = Affine(rank=rank or {})
    if system.empty or not all(affine.add(terms, value) for terms, value in system.equalities):
        return None
    while True:
        clock.check()
        halves = _over_free(system.halves, affine)
        if halves is None:
            return None
        pairs = [(t, limit) for t, limit in halves.items() if negative(t) in halves]
        if any(limit + halves[negative(terms)] < 0 for terms, limit in pairs):
            return None
        tight = [(terms, limit) for terms, limit in pairs if limit + halves[negative(terms)] == 0]
        if not tight:
            found = _inside(halves)
            if found is None:
                return None
            if isinstance(found, dict):
                return Body(system.count, affine, halves, affine.point(found, system.count))
            tight = found
        if not all(affine.add(terms, value) for terms, value in tight):
            return None


def _over_free(source: Halves, affine: Affine) -> Halves | None:
    """`source` over columns without pivot, without what always holds; ``None`` when one never holds."""
    if not affine.solved:
        return dict(source)
    halves: Halves = {}
    for terms, limit in source.items():
        if not any(column in affine.solved for column, _ in terms):
            halves[terms] = min(limit, halves.get(terms, limit))
            continue
        constant, found = affine.reduced(terms)
        whole, factor = primitive(found)
        if whole:
            rest = (limit - constant) / factor
            halves[whole] = min(rest, halves.get(whole, rest))
        elif constant > limit:
            return None
    return halves


def _inside(halves: Halves) -> dict[int, Fraction] | list[tuple[tuple[tuple[int, int], ...], Fraction]] | None:
    """A point strictly inside, by column; or half-spaces that are equalities; or ``None`` when there is no point."""
    if not halves:
        return {}
    matrix = Matrix(halves.items(), sorted({column for terms in halves for column, _ in terms}))
    best = Simplex(matrix, np.ones(len(halves))).maximise(np.array([0.0] * len(matrix.columns) + [1.0]))
    if best.value is None:
        raise Undecided("the solver found no point of a relaxation")
    point = _strictly(matrix, best.point[:-1])
    if point is not None:
        return {column: Fraction(float(value)) for column, value in zip(matrix.columns, point, strict=True)}
    used = np.flatnonzero(best.multipliers > _TINY).tolist()
    weights = combination([matrix.terms[k] for k in used], {}, norm=True)
    if weights is None or min(weights) < 0:
        raise Undecided("no exact proof was found that half-spaces meet in a plane or not at all")
    total = sum((weight * matrix.limits[k] for k, weight in zip(used, weights, strict=True)), ZERO)
    if total > 0:
        raise Undecided("a polyhedron is too thin for floating point")
    if total < 0:
        return None
    return [(matrix.terms[k], matrix.limits[k]) for k, weight in zip(used, weights, strict=True) if weight]


def _strictly(matrix: Matrix, point: Floats) -> Floats | None:
    """`point` on the coarsest grid that keeps it strictly inside for certain."""
    for grid in _GRIDS:
        rounded: Floats = np.round(point * grid) / grid
        if matrix.certain(rounded[:, None])[0].all():
            return rounded
    return None


# ----------------------------------------------------------------------------------------------------- redundancy


def shape_of(system: System, clock: Clock, rank: Mapping[int, int] | None = None) -> Shape | None:
    """The polyhedron of `system` without redundant half-spaces; ``None`` when it is empty.

    Args:
        system: Integrality does not count.
        clock: When to stop.
        rank: Order of the columns for pivots.

    Raises:
        Undecided: A half-space could be proven neither redundant nor needed.
    """
    body = body_of(system, clock, rank)
    if body is None:
        return None
    return Shape(body.count, body.affine, _irredundant(body, clock), body.inside)


def _irredundant(body: Body, clock: Clock) -> Halves:
    if len(body.halves) < 2:
        return body.halves
    matrix = Matrix(body.halves.items(), sorted({column for terms in body.halves for column, _ in terms}))
    inside = np.array([float(body.inside[column]) for column in matrix.columns])
    needed = _first_hits(matrix, inside)
    simplex: Simplex | None = None
    dropped: set[int] = set()
    for row in np.flatnonzero(~needed).tolist():
        clock.check()
        simplex = simplex or Simplex(matrix)
        best = simplex.maximise(matrix.values[row], capped=row)
        if _implied(matrix, row, best, dropped):
            simplex.drop(row)
            dropped.add(row)
        elif not _alone(matrix, row, best, inside, dropped):
            raise Undecided("a half-space could be proven neither redundant nor needed")
    return {terms: limit for row, (terms, limit) in enumerate(body.halves.items()) if row not in dropped}


def _first_hits(matrix: Matrix, inside: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """The rows that a ray from inside meets first and alone: each is needed."""
    rows, columns = matrix.values.shape
    rng = np.random.default_rng(0)
    spread = rng.normal(size=(columns, rows))
    aimed = matrix.values.T + 0.05 * rng.normal(size=(columns, rows))
    rays = np.hstack([matrix.values.T, aimed, spread, np.eye(columns), -np.eye(columns)])
    speed = matrix.values @ rays
    gap = (matrix.upper - matrix.values @ inside)[:, None]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        times = np.where(speed > _TINY, gap / speed, np.inf)
    two = np.partition(times, 1, axis=0)[:2]
    stop = np.where(np.isfinite(two[1]), (two[0] + np.minimum(two[1], 3 * two[0])) / 2, 2 * two[0])
    met = np.isfinite(two[0])
    points = inside[:, None] + rays[:, met] * stop[met]
    holds, broken = matrix.certain(points)
    alone = (broken.sum(axis=0) == 1) & (holds.sum(axis=0) == rows - 1)
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = broken[:, alone].any(axis=1)
    return found


def _implied(matrix: Matrix, row: int, best: Maximum, dropped: set[int]) -> bool:
    """Whether exact multipliers of the other rows give `row`."""
    if best.value is None or best.value > matrix.upper[row] + 1e-6 * (1 + abs(matrix.upper[row])):
        return False
    used = [k for k in np.flatnonzero(best.multipliers > _TINY).tolist() if k != row and k not in dropped]
    weights = combination([matrix.terms[k] for k in used], dict(matrix.terms[row]))
    if weights is None or min(weights, default=ZERO) < 0:
        return False
    reach = sum((weight * matrix.limits[k] for k, weight in zip(used, weights, strict=True)), ZERO)
    return reach <= matrix.limits[row]


def _alone(matrix: Matrix, row: int, best: Maximum, inside: Floats, dropped: set[int]) -> bool:
    """Whether a point near the optimum breaks `row` and no other that is left, for certain."""
    if best.value is None:
        return False
    over = best.value - matrix.upper[row]
    short = matrix.upper[row] - float(matrix.values[row] @ inside)
    if over <= 0:
        return False
    step = over / (over + short) / 2
    holds, broken = matrix.certain((best.point + step * (inside - best.point))[:, None])
    return bool(broken[row, 0]) and all(holds[k, 0] for k in range(len(holds)) if k != row and k not in dropped)


# ------------------------------------------------------------------------------------------------------------ reach


def reach(body: Body, terms: tuple[tuple[int, int], ...], limit: Fraction) -> list[Fraction] | None:
    """A point of `body`, strictly inside its half-spaces, with Σ terms > `limit`; ``None`` when there is none.

    Raises:
        Undecided: Neither was proven.
    """
    if value_at(terms, body.inside) > limit:
        return body.inside
    constant, found = body.affine.reduced(terms)
    whole, factor = primitive(found)
    if not whole:
        return None
    limit = (limit - constant) / factor
    known = body.halves.get(whole)
    if known is not None and known <= limit:
        return None
    pairs = [*body.halves.items(), (whole, limit)]
    matrix = Matrix(pairs, sorted({column for t, _ in pairs for column, _ in t}))
    row = len(pairs) - 1
    best = Simplex(matrix).maximise(matrix.values[row], capped=row)
    if _implied(matrix, row, best, set()):
        return None
    found_point = _beyond(matrix, row, best, np.array([float(body.inside[column]) for column in matrix.columns]))
    if found_point is None:
        raise Undecided("a half-space could be proven neither implied nor exceeded")
    return body.affine.point(found_point, body.count)


def _beyond(matrix: Matrix, row: int, best: Maximum, inside: Floats) -> dict[int, Fraction] | None:
    """A point near the optimum on the coarsest grid that breaks `row` and keeps all others strictly."""
    if best.value is None:
        return None
    over = best.value - matrix.upper[row]
    short = max(0.0, matrix.upper[row] - float(matrix.values[row] @ inside))
    if over <= 0:
        return None
    step = over / (over + short) / 2
    target = best.point + step * (inside - best.point)
    for grid in _GRIDS:
        rounded = np.round(target * grid) / grid
        holds, broken = matrix.certain(rounded[:, None])
        if broken[row, 0] and holds.sum() == len(holds) - 1:
            return {column: Fraction(float(value)) for column, value in zip(matrix.columns, rounded, strict=True)}
    return None
