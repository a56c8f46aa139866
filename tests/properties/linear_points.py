"""Feasible points of a linear problem on a random walk."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from math import floor, lcm

from linear_problems import ZERO, Problem, Row, equalities_of, halves

__all__ = ["walk"]


def walk(rng: random.Random, problem: Problem, start: list[Fraction], steps: int) -> Iterator[list[Fraction]]:
    """Feasible points on a random walk from a feasible point, most of them on the boundary."""
    rows = halves(problem)
    by_column: list[list[tuple[int, Fraction]]] = [[] for _ in range(problem.count)]
    for k, (terms, _) in enumerate(rows):
        for j, v in terms.items():
            by_column[j].append((k, v))
    point = list(start)
    room = [limit - sum((v * point[j] for j, v in terms.items()), ZERO) for terms, limit in rows]
    for step in range(steps):
        way = _way(rng, problem, step)
        speed: dict[int, Fraction] = {}
        for j, d in way.items():
            for k, v in by_column[j]:
                speed[k] = speed.get(k, ZERO) + d * v
        far = min((room[k] / v for k, v in speed.items() if v > 0), default=Fraction(rng.randint(1, 30)))
        far = min(far, Fraction(1000)) * rng.choice([1, 1, 1, Fraction(1, 2)])
        if any(problem.integer[j] for j in way):
            far = Fraction(floor(far))
        if far <= 0:
            continue
        for j, d in way.items():
            point[j] += far * d
        for k, v in speed.items():
            room[k] -= far * v
        yield list(point)


def _way(rng: random.Random, problem: Problem, step: int) -> dict[int, Fraction]:
    """A direction along equalities, if there are any."""
    equalities = equalities_of(problem)
    columns = rng.sample(range(problem.count), min(problem.count, len(equalities) + rng.choice([1, 1, 2, 3])))
    way = {j: Fraction(rng.choice([-1, 1])) for j in columns}
    if not equalities or step % 3 == 0:
        touched = {j for row in equalities for j in row.terms}
        return {j: d for j, d in way.items() if j not in touched}
    solved = _along(equalities, way)
    if any(problem.integer[j] for j in solved):
        solved = {j: d * lcm(*(e.denominator for e in solved.values())) for j, d in solved.items()}
    return solved


def _along(equalities: list[Row], way: dict[int, Fraction]) -> dict[int, Fraction]:
    """A direction within the columns of `way` that keeps all equalities; maybe none."""
    columns = list(way)
    rows = [[row.terms.get(j, ZERO) for j in columns] for row in equalities]
    pivots: list[int] = []
    done = 0
    for c in range(len(columns)):
        pick = next((r for r in range(done, len(rows)) if rows[r][c]), None)
        if pick is None:
            continue
        rows[done], rows[pick] = rows[pick], rows[done]
        head = rows[done][c]
        rows[done] = [v / head for v in rows[done]]
        for r in range(len(rows)):
            if r != done and rows[r][c]:
                factor = rows[r][c]
                rows[r] = [v - factor * w for v, w in zip(rows[r], rows[done], strict=True)]
        pivots.append(c)
        done += 1
    free = {columns[c]: way[columns[c]] for c in range(len(columns)) if c not in pivots}
    for r, c in enumerate(pivots):
        free[columns[c]] = -sum((rows[r][k] * free.get(columns[k], ZERO) for k in range(len(columns)) if k != c), ZERO)
    return {j: d for j, d in free.items() if d}
