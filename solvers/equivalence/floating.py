"""Linear programs in floating point: they propose points and multipliers, which others check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np
from highspy import HighsModelStatus, HighsStatus, MatrixFormat, SolutionStatus

from modelwright.solvers.adapters.highs import kept_highs
from modelwright.solvers.equivalence.systems import System, Terms, Undecided

if TYPE_CHECKING:
    from modelwright.solvers.instance import Floats

__all__ = ["Clock", "Matrix", "Maximum", "integer_maximum"]

_UNIT = 2.0**-53
_MAX_CELLS = 4_000_000
_MAX_NODES = 1_000


class Clock:
    """When to stop: asked between steps."""

    def __init__(self, limit_s: float | None) -> None:
        self._end = None if limit_s is None else monotonic() + limit_s

    def check(self) -> None:
        """Raises `Undecided` once the time is over."""
        if self._end is not None and monotonic() > self._end:
            raise Undecided("the time limit was reached")

    def left(self) -> float:
        """Seconds left, at most ten."""
        return 10.0 if self._end is None else min(10.0, max(0.01, self._end - monotonic()))


@dataclass(frozen=True, slots=True)
class Maximum:
    """What a linear program gave.

    Attributes:
        value: ``None`` without an optimum.
        point: Shape (columns,).
        multipliers: Of the rows, not negative. Shape (rows,).
    """

    value: float | None
    point: Floats
    multipliers: Floats


class Matrix:
    """Half-spaces as floats over the columns `columns`, each row divided by its largest coefficient.

    Attributes:
        terms: The exact rows.
        limits: Their exact limits.
        columns: The columns that occur, ascending.
        values: Shape (rows, columns).
        upper: Shape (rows,).
    """

    def __init__(self, halves: Iterable[tuple[Terms, Fraction]], columns: Sequence[int]) -> None:
        pairs = list(halves)
        self.terms = [terms for terms, _ in pairs]
        self.limits = [limit for _, limit in pairs]
        self.columns = list(columns)
        if len(pairs) * len(columns) > _MAX_CELLS:
            raise Undecided(f"the models are too large: {len(pairs)} rows over {len(columns)} decisions")
        place = {column: k for k, column in enumerate(self.columns)}
        self.values: Floats = np.zeros((len(pairs), len(self.columns)))
        self.upper = np.zeros(len(pairs))
        for k, (terms, limit) in enumerate(pairs):
            scale = max(abs(value) for _, value in terms)
            for column, value in terms:
                self.values[k, place[column]] = value / scale
            self.upper[k] = _float(limit / scale)
        self._sizes: Floats = np.abs(self.values)

    def certain(self, points: Floats) -> tuple[Any, Any]:
        """Which rows hold strictly, and which are broken, at `points` beyond the rounding errors of floats.

        Args:
            points: One in each column. Shape (columns, points).

        Returns:
            Two arrays of booleans of shape (rows, points).
        """
        gap = self.values @ points - self.upper[:, None]
        size = self._sizes @ np.abs(points) + np.abs(self.upper)[:, None]
        error = (2 * len(self.columns) + 8) * _UNIT * size + 1e-300
        return gap < -error, gap > error


class Simplex:
    """The rows of a `Matrix` in HiGHS, kept while only objectives and limits change.

    Args:
        matrix: The rows.
        extra: One more column, at most 1, by row.
    """

    def __init__(self, matrix: Matrix, extra: Floats | None = None) -> None:
        values = matrix.values if extra is None else np.hstack([matrix.values, extra[:, None]])
        self._upper = matrix.upper
        self._rows: int = values.shape[0]
        self._count: int = values.shape[1]
        self._highs = kept_highs(1)
        for name, value in (("presolve", "off"), ("small_matrix_value", 1e-12)):
            self._highs.setOptionValue(name, value)
        for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            self._highs.setOptionValue(name, 1e-9)
        upper = np.full(self._count, np.inf)
        if extra is not None:
            upper[-1] = 1.0
        _pass(self._highs, values, matrix.upper, np.full(self._count, -np.inf), upper, np.zeros(self._count, np.int32))

    def maximise(self, costs: Floats, capped: int | None = None, slack: float = 1.0) -> Maximum:
        """The maximum of `costs`.

        Args:
            costs: Shape (columns,).
            capped: A row whose limit is raised by `slack` for this call.
            slack: How far.
        """
        highs = self._highs
        highs.changeColsCost(self._count, np.arange(self._count, dtype=np.int32), -costs)
        if capped is not None:
            highs.changeRowBounds(capped, -np.inf, float(self._upper[capped]) + slack)
        highs.run()
        if highs.getModelStatus() == HighsModelStatus.kUnknown:  # a start from the last basis can lose its way
            highs.clearSolver()
            highs.setOptionValue("presolve", "on")
            highs.run()
            highs.setOptionValue("presolve", "off")
        found = Maximum(None, np.zeros(self._count), np.zeros(self._rows))
        if highs.getModelStatus() == HighsModelStatus.kOptimal:
            solution, value = highs.getSolution(), -float(highs.getInfo().objective_function_value)
            found = Maximum(value, np.array(solution.col_value), np.maximum(-np.array(solution.row_dual), 0.0))
        if capped is not None:  # a change of limits clears what was found
            highs.changeRowBounds(capped, -np.inf, float(self._upper[capped]))
        return found

    def drop(self, row: int) -> None:
        """Takes the limit of `row` away for good."""
        self._highs.changeRowBounds(row, -np.inf, np.inf)


def integer_maximum(system: System, costs: Mapping[int, Fraction | int], clock: Clock) -> list[float] | None:
    """A good point of `system` with its integer columns whole, to the tolerances of HiGHS; ``None`` without one."""
    clock.check()
    rows = [*system.halves.items(), *system.equalities]
    matrix = Matrix(rows, range(system.count))
    highs = kept_highs(1)
    highs.setOptionValue("time_limit", highs.getRunTime() + clock.left())
    highs.setOptionValue("mip_max_nodes", _MAX_NODES)
    highs.setOptionValue("small_matrix_value", 1e-12)
    highs.setOptionValue("mip_heuristic_run_feasibility_jump", False)
    lower = np.full(len(rows), -np.inf)
    lower[len(system.halves) :] = matrix.upper[len(system.halves) :]
    low, high = np.full(system.count, -np.inf), np.full(system.count, np.inf)
    for k, terms in enumerate(system.halves):
        if len(terms) == 1:
            ((column, value),) = terms
            if value > 0:
                high[column] = matrix.upper[k]
            else:
                low[column] = -matrix.upper[k]
    _pass(highs, matrix.values, matrix.upper, low, high, np.array(system.integer, np.int32), lower)
    cost = np.zeros(system.count)
    exact = {column: Fraction(value) for column, value in costs.items() if value}
    largest = max(map(abs, exact.values()), default=Fraction(1))
    for column, size in exact.items():
        cost[column] = float(-size / largest)
    highs.changeColsCost(system.count, np.arange(system.count, dtype=np.int32), cost)
    highs.run()
    if highs.getInfo().primal_solution_status != SolutionStatus.kSolutionStatusFeasible:
        return None
    return [float(value) for value in highs.getSolution().col_value]


def _pass(
    highs: Any, values: Floats, upper: Floats, low: Floats, high: Floats, integer: Any, lower: Floats | None = None
) -> None:
    rows, columns = np.nonzero(values)
    count = len(upper)
    start = np.zeros(count + 1, np.int32)
    np.cumsum(np.bincount(rows, minlength=count), out=start[1:])
    status = highs.passModel(
        values.shape[1],
        count,
        len(rows),
        int(MatrixFormat.kRowwise),
        1,
        0.0,
        np.zeros(values.shape[1]),
        low,
        high,
        np.full(count, -np.inf) if lower is None else lower,
        upper,
        start,
        columns.astype(np.int32),
        values[rows, columns],
        integer,
    )
    if status == HighsStatus.kError:
        raise Undecided("the numbers are too large for the solver")


def _float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        raise Undecided("a number is too large for floating point") from None
