"""Linear rows in whole numbers: all at once where their numbers are whole or short decimals, else one by one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, gcd, isfinite, lcm
from typing import TYPE_CHECKING

import numpy as np

from modelwright.solvers.adapters.cpsat.numbers import LARGEST, rational, too_large
from modelwright.solvers.families import LinearRows

if TYPE_CHECKING:
    import numpy.typing as npt

    from modelwright.solvers.instance import Floats, Instance, Positions

__all__ = ["WholeRow", "cost_row", "span", "whole_row", "whole_rows"]

_SCALES = 10.0 ** np.arange(7)
_SHORT = 1e6
"""Largest decimal that is one fraction for sure: two with denominators up to 10**6 differ by more than rounding."""
_EXACT = 2.0**52


@dataclass(frozen=True, slots=True)
class WholeRow:
    """``low`` ≤ Σ terms[j] · x[j] ≤ ``high`` in whole numbers; ``None`` for no limit."""

    terms: dict[int, int]
    low: int | None
    high: int | None

    @staticmethod
    def of(terms: dict[int, Fraction], low: Fraction | None, high: Fraction | None) -> WholeRow:
        """The row scaled by common denominators, its limits rounded inwards."""
        scale = Fraction(lcm(1, *(v.denominator for v in terms.values())))
        whole = {column: (value * scale).numerator for column, value in terms.items()}
        shared = gcd(*whole.values()) or 1
        scale /= shared
        return WholeRow(
            {column: value // shared for column, value in whole.items()},
            None if low is None else ceil(low * scale),
            None if high is None else floor(high * scale),
        )


def whole_row(instance: Instance, row: int) -> WholeRow:
    """One of the rows of `instance`.

    Raises:
        UnsupportedModel: A number becomes too large.
    """
    columns, values = instance.row(row)
    terms = {int(c): rational(v) for c, v in zip(columns.tolist(), values.tolist(), strict=True)}
    limits = [float(instance.row_lower[row]), float(instance.row_upper[row])]
    found = WholeRow.of(terms, *(rational(limit) if isfinite(limit) else None for limit in limits))
    if any(abs(number) > LARGEST for number in (*found.terms.values(), found.low or 0, found.high or 0)):
        raise too_large(f"Row `{instance.row_name(row)}`")
    return found


def whole_rows(instance: Instance, reach: Floats) -> tuple[LinearRows, list[int]]:
    """The rows of `instance` whose numbers are whole or short decimals, in whole numbers, and the other ones' numbers.

    Args:
        instance: The rows.
        reach: How far from zero each column may be. Shape (num_columns,).
    """
    given = LinearRows(
        instance.start.astype(np.intp),
        instance.index.astype(np.intp),
        instance.value,
        instance.row_lower,
        instance.row_upper,
    )
    found, scales = _scaled(given, reach)
    fits = scales > 0
    if fits.all():
        return found, []
    return found.taken(fits), np.flatnonzero(~fits).tolist()


def cost_row(instance: Instance, reach: Floats) -> tuple[LinearRows, int] | None:
    """The row ``cost + constant == 0`` of `instance` in whole numbers, and what it was multiplied by.

    Args:
        instance: The costs.
        reach: How far from zero each column may be. Shape (num_columns,).

    Returns:
        ``None`` where the numbers are not short decimals.
    """
    index = np.flatnonzero(instance.cost)
    value, constant = instance.cost[index], np.array([-instance.offset])
    found, scales = _scaled(LinearRows(np.array([0, len(index)]), index, value, constant, constant), reach)
    return (found, int(scales[0])) if scales[0] else None


def _scaled(rows: LinearRows, reach: Floats) -> tuple[LinearRows, Floats]:
    """`rows` times the powers of ten that make them whole, and these; 0 where there is none or numbers grow large."""
    owner = rows.owner
    lower, upper = (np.where(np.isfinite(limit), limit, 0.0) for limit in (rows.lower, rows.upper))
    scales = np.zeros(rows.count)
    for scale in _SCALES:
        whole = _is_multiple(lower, scale) & _is_multiple(upper, scale)
        whole[owner[~_is_multiple(rows.value, scale)]] = False
        scales[whole & (scales == 0)] = scale
        if scales.all():
            break
    found = rows
    if (scales != 1).any():
        value = np.rint(rows.value * scales[owner])
        limits = (np.rint(lower * scales), np.rint(upper * scales))
        absent = (np.isinf(rows.lower), np.isinf(rows.upper))
        found = LinearRows(
            rows.start,
            rows.index,
            value,
            np.where(absent[0], rows.lower, limits[0]),
            np.where(absent[1], rows.upper, limits[1]),
        )
    largest = np.maximum(np.abs(lower), np.abs(upper)) * scales
    return found, np.where(span(found, owner, reach) + largest < _EXACT, scales, 0.0)


def _is_multiple(values: Floats, scale: float) -> npt.NDArray[np.bool_]:
    """Where `values` are the floats of whole numbers over `scale`, a power of ten."""
    found: npt.NDArray[np.bool_] = np.rint(values * scale) / scale == values
    return found if scale == 1 else found & (np.abs(values) <= _SHORT)


def span(rows: LinearRows, owner: Positions, reach: Floats) -> Floats:
    """How far from zero the sum of each row may be. Shape (count,)."""
    return np.bincount(owner, np.abs(rows.value) * reach[rows.index], rows.count).astype(np.float64, copy=False)
