"""Points judged by the rows of the Model, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from modelwright.solvers.proofs.program import Limit, Program, Row, row_of

if TYPE_CHECKING:
    from modelwright.model.exact import Evaluator
    from modelwright.solvers.grounding.rows import LinearRow
    from modelwright.solvers.instance import Floats, Instance, Positions

__all__ = ["Violation", "check_point", "screen_point"]

ZERO = Fraction(0)
_UNIT = 2.0**-52


@dataclass(frozen=True, slots=True)
class Violation:
    """How far a point is from a row or bound.

    Attributes:
        absolute: Distance, zero when satisfied.
        relative: Divided by 1 + Σ|aᵢxᵢ|.
        where: Name of the row, or of the decision whose bound it is; ``""`` for nowhere.
    """

    absolute: Fraction = ZERO
    relative: Fraction = ZERO
    where: str = ""


def _excess(value: Fraction, lower: Limit, upper: Limit) -> Fraction:
    if lower is not None and value < lower:
        return lower - value
    if upper is not None and value > upper:
        return value - upper
    return ZERO


def _row_violation(row: Row, point: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    products = [value * point[column] for column, value in row.terms.items() if point[column]]
    excess = _excess(sum(products, ZERO), row.lower, row.upper)
    return (excess, excess / (1 + sum(map(abs, products), ZERO))) if excess else (ZERO, ZERO)


def _worse(found: Violation, absolute: Fraction, relative: Fraction, instance: Instance, row: int) -> Violation:
    return Violation(absolute, relative, instance.row_name(row)) if relative > found.relative else found


def check_point(program: Program, instance: Instance, point: Sequence[Fraction]) -> Violation:
    """The worst violation of `point`, by relative size, over every row and bound."""
    worst = Violation()
    for number, row in enumerate(program.rows):
        absolute, relative = _row_violation(row, point)
        worst = _worse(worst, absolute, relative, instance, number)
    for column, value in enumerate(point):
        excess = _excess(value, program.lower[column], program.upper[column])
        if excess and excess / (1 + abs(value)) > worst.relative:
            worst = Violation(excess, excess / (1 + abs(value)), instance.column_name(column))
    return worst


def screen_point(
    evaluator: Evaluator, instance: Instance, point: Floats, tolerance: float, sample: int = 64
) -> Violation:
    """As `check_point`, for large models: floats with an error bound, and exact arithmetic where they leave doubt.

    A sample of rows is judged exactly whatever the floats say, so that the Instance does not vouch for itself alone.
    """
    excess, scale, error = _row_excess(instance, point)
    doubtful = np.flatnonzero((excess + error) / (1 + scale) > tolerance)
    chosen = (
        set(_spaced(instance.num_rows, sample)) | set(_largest(excess / (1 + scale), sample)) | set(doubtful.tolist())
    )
    worst = Violation()
    exact: dict[int, Fraction] = {}
    kept: dict[str, list[LinearRow]] = {}
    for number in sorted(chosen):
        row = row_of(evaluator, instance, number, kept)
        for column in row.terms:
            exact.setdefault(column, Fraction(float(point[column])))
        products = [value * exact[column] for column, value in row.terms.items()]
        over = _excess(sum(products, ZERO), row.lower, row.upper)
        worst = _worse(worst, over, over / (1 + sum(map(abs, products), ZERO)), instance, number)
    return _screened_bounds(instance, point, worst)


def _row_excess(instance: Instance, point: Floats) -> tuple[Floats, Floats, Floats]:
    """For every row the violation in floats, Σ|aᵢxᵢ|, and a bound on the rounding error of the violation."""
    products = instance.value * point[instance.index]
    counts = np.diff(instance.start)
    rows = np.repeat(np.arange(instance.num_rows), counts)
    activity: Floats = np.bincount(rows, products, instance.num_rows).astype(np.float64, copy=False)
    scale: Floats = np.bincount(rows, np.abs(products), instance.num_rows).astype(np.float64, copy=False)
    limits = np.where(np.isfinite(instance.row_lower), np.abs(instance.row_lower), 0.0)
    limits = np.maximum(limits, np.where(np.isfinite(instance.row_upper), np.abs(instance.row_upper), 0.0))
    # Coefficients and bounds were rounded once or twice, each product and sum once more.
    error: Floats = (counts + 8) * _UNIT * (scale + limits)
    excess = np.maximum(np.maximum(instance.row_lower - activity, activity - instance.row_upper), 0.0)
    return excess, scale, error


def _spaced(count: int, sample: int) -> Iterable[int]:
    return range(0, count, max(1, count // sample))


def _largest(values: Floats, sample: int) -> Iterable[int]:
    count = min(sample, len(values))
    found: Positions = np.argpartition(values, len(values) - count)[len(values) - count :]
    kept: list[int] = found[values[found] > 0].tolist()
    return kept


def _screened_bounds(instance: Instance, point: Floats, worst: Violation) -> Violation:
    excess = np.maximum(np.maximum(instance.column_lower - point, point - instance.column_upper), 0.0)
    relative = excess / (1 + np.abs(point))
    column = int(np.argmax(relative)) if len(relative) else 0
    if len(relative) and relative[column] > float(worst.relative):
        return Violation(
            Fraction(float(excess[column])), Fraction(float(relative[column])), instance.column_name(column)
        )
    return worst
