"""Rational bounds from duals, and exact solutions of a simplex basis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, gcd, lcm
from typing import TYPE_CHECKING

from modelwright.solvers.proofs.program import Limit, Program

if TYPE_CHECKING:
    from modelwright.solvers.result import Basis

__all__ = ["basis_duals", "basis_point", "dual_bound", "lattice_bound", "rational_duals"]

ZERO = Fraction(0)
_BASIC = 1
_AT_UPPER = 2
_FREE = 3
_MAX_ORDER = 400
_MAX_WORK = 200_000
_DENOMINATOR = 10**6


def _bounds(program: Program, column: int) -> tuple[Limit, Limit]:
    """Bounds of a column, moved to integers where it is integer."""
    lower, upper = program.lower[column], program.upper[column]
    if program.integer[column]:
        lower = None if lower is None else Fraction(ceil(lower))
        upper = None if upper is None else Fraction(floor(upper))
    return lower, upper


def dual_bound(program: Program, duals: Mapping[int, Fraction], cost: Mapping[int, Fraction]) -> Fraction | None:
    """A lower bound on `cost` x over the program, which any row multipliers give by weak duality.

    Args:
        program: Rows and bounds.
        duals: Multiplier by row, absent ones zero; of a row without lower bound it must not be positive, and so on.
        cost: By column; nothing for a proof of infeasibility, where a positive bound is the proof.

    Returns:
        The bound without the offset, ``None`` when a bound that it needs is absent.
    """
    total = ZERO
    reduced = dict(cost)
    for number, dual in duals.items():
        row = program.rows[number]
        limit = row.lower if dual > 0 else row.upper
        if not dual:
            continue
        if limit is None:
            return None
        total += dual * limit
        for column, value in row.terms.items():
            step = dual if value == 1 else dual * value
            reduced[column] = reduced[column] - step if column in reduced else -step
    for column, value in reduced.items():
        if not value:
            continue
        lower, upper = _bounds(program, column)
        limit = lower if value > 0 else upper
        if limit is None:
            return None
        total += value * limit
    return total


def rational_duals(program: Program, duals: Sequence[float]) -> dict[int, Fraction]:
    """Float duals as simple fractions near them, those of the wrong sign dropped."""
    found: dict[int, Fraction] = {}
    for number, dual in enumerate(duals):
        value = Fraction(dual).limit_denominator(_DENOMINATOR)
        limit = program.rows[number].lower if value > 0 else program.rows[number].upper
        if value and limit is not None:
            found[number] = value
    return found


def lattice_bound(program: Program, bound: Fraction) -> Fraction:
    """`bound` raised to the next value that the objective can take when only integer columns have a cost."""
    if not program.cost or not all(program.integer[column] for column in program.cost):
        return bound
    scale = lcm(*(value.denominator for value in program.cost.values()))
    step = Fraction(gcd(*(int(value * scale) for value in program.cost.values())), scale)
    return step * ceil(bound / step)


# ------------------------------------------------------------------------------------------------------------ bases


@dataclass(frozen=True, slots=True)
class _Split:
    """Rows that a basis holds at a bound, with that bound, and its basic columns; as many as rows."""

    rows: list[int]
    limits: list[Fraction]
    columns: list[int]


def _split(program: Program, basis: Basis) -> _Split | None:
    rows: list[int] = []
    limits: list[Fraction] = []
    for number, status in enumerate(basis.rows.tolist()):
        if status == _BASIC:
            continue
        row = program.rows[number]
        limit = row.upper if (status == _AT_UPPER or row.lower is None) else row.lower
        if limit is None:
            return None
        rows.append(number)
        limits.append(limit)
    columns = [column for column, status in enumerate(basis.columns.tolist()) if status == _BASIC]
    if len(rows) != len(columns) or len(rows) > _MAX_ORDER:
        return None
    return _Split(rows, limits, columns)


def basis_duals(program: Program, basis: Basis, cost: Mapping[int, Fraction]) -> dict[int, Fraction] | None:
    """Exact row duals of `basis`, ``None`` when it is singular or too large to solve exactly."""
    split = _split(program, basis)
    if split is None:
        return None
    place = {column: k for k, column in enumerate(split.columns)}
    system: list[dict[int, Fraction]] = [{} for _ in split.columns]
    for k, number in enumerate(split.rows):
        for column, value in program.rows[number].terms.items():
            if column in place:
                system[place[column]][k] = value
    solution = _solve(system, [cost.get(column, ZERO) for column in split.columns])
    return None if solution is None else dict(zip(split.rows, solution, strict=True))


def basis_point(program: Program, basis: Basis) -> list[Fraction] | None:
    """The exact point of `basis`, ``None`` when it is singular or too large."""
    split = _split(program, basis)
    if split is None:
        return None
    point = [_resting(program, column, status) for column, status in enumerate(basis.columns.tolist())]
    place = {column: k for k, column in enumerate(split.columns)}
    system: list[dict[int, Fraction]] = []
    right: list[Fraction] = []
    for number, limit in zip(split.rows, split.limits, strict=True):
        terms = program.rows[number].terms
        system.append({place[c]: v for c, v in terms.items() if c in place})
        right.append(limit - sum((v * point[c] for c, v in terms.items() if c not in place), ZERO))
    solution = _solve(system, right)
    if solution is None:
        return None
    for column, value in zip(split.columns, solution, strict=True):
        point[column] = value
    return point


def _resting(program: Program, column: int, status: int) -> Fraction:
    if status in (_BASIC, _FREE):
        return ZERO
    limit = program.upper[column] if status == _AT_UPPER else program.lower[column]
    return ZERO if limit is None else limit


def _solve(system: list[dict[int, Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """The solution of a sparse square system, by elimination with the shortest row first."""
    rows = [dict(row) for row in system]
    right = list(right)
    using: list[set[int]] = [set() for _ in rows]
    for k, row in enumerate(rows):
        for column in row:
            using[column].add(k)
    open_rows = set(range(len(rows)))
    pivots: list[tuple[int, int]] = []
    work = 0
    while open_rows:
        pivot_row = min(open_rows, key=lambda k: (len(rows[k]), k))
        if not rows[pivot_row]:
            return None
        column = min(rows[pivot_row], key=lambda c: (len(using[c]), c))
        open_rows.discard(pivot_row)
        pivots.append((pivot_row, column))
        for other in [k for k in using[column] if k != pivot_row and k in open_rows]:
            work += len(rows[pivot_row])
            _eliminate(rows, right, using, other, pivot_row, column)
        if work > _MAX_WORK:
            return None
    return _substitute(rows, right, pivots)


def _eliminate(
    rows: list[dict[int, Fraction]], right: list[Fraction], using: list[set[int]], target: int, source: int, column: int
) -> None:
    factor = rows[target][column] / rows[source][column]
    for c, value in rows[source].items():
        changed = rows[target].get(c, ZERO) - factor * value
        if changed:
            rows[target][c] = changed
            using[c].add(target)
        elif c in rows[target]:
            del rows[target][c]
            using[c].discard(target)
    right[target] -= factor * right[source]


def _substitute(
    rows: list[dict[int, Fraction]], right: list[Fraction], pivots: list[tuple[int, int]]
) -> list[Fraction]:
    solution = [ZERO] * len(rows)
    for row, column in reversed(pivots):
        rest = sum((value * solution[c] for c, value in rows[row].items() if c != column), ZERO)
        solution[column] = (right[row] - rest) / rows[row][column]
    return solution
