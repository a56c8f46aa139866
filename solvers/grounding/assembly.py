"""From blocks of coefficients to compressed rows."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from modelwright.solvers.grounding.forms import Block
from modelwright.solvers.grounding.tables import to_float

if TYPE_CHECKING:
    from modelwright.solvers.instance import Floats, Positions

__all__ = ["compress", "scalar_terms"]


def scalar_terms(blocks: tuple[Block, ...]) -> dict[int, Fraction] | None:
    """Exact coefficients by column of a single row, ascending; ``None`` when some are arrays."""
    terms: dict[int, Fraction] = {}
    for block in blocks:
        if not block.is_scalar:
            return None
        assert isinstance(block.columns, int)
        assert isinstance(block.coefficients, Fraction)
        known = terms.get(block.columns)
        terms[block.columns] = block.coefficients if known is None else known + block.coefficients
    return {column: terms[column] for column in sorted(terms) if terms[column]}


def compress(blocks: tuple[Block, ...], size: int, num_columns: int) -> tuple[Positions, Positions, Floats]:
    """Coefficients of `size` rows: same places summed, zeros dropped, columns ascending.

    Returns:
        Number of coefficients of each row, shape (size,); columns; values.
    """
    if not blocks:
        return np.zeros(size, np.intp), np.zeros(0, np.intp), np.zeros(0)
    rows, columns, values = _joined([_spread(block, size) for block in blocks])
    places = rows * num_columns + columns
    if not (places[1:] > places[:-1]).all():
        places, values = _summed(places, values)
        rows, columns = np.divmod(places, num_columns)
    kept = values != 0
    if not kept.all():
        rows, columns, values = rows[kept], columns[kept], values[kept]
    return np.bincount(rows, minlength=size), columns, values


def _spread(block: Block, size: int) -> tuple[Positions, Positions, Floats]:
    rows = np.arange(size, dtype=np.intp) if block.rows is None else block.rows
    count = len(rows)
    columns = np.full(count, block.columns, np.intp) if isinstance(block.columns, int) else block.columns
    if isinstance(block.coefficients, Fraction):
        return rows, columns, np.full(count, to_float(block.coefficients))
    return rows, columns, block.coefficients


def _joined(parts: list[tuple[Positions, Positions, Floats]]) -> tuple[Positions, Positions, Floats]:
    if len(parts) == 1:
        return parts[0]
    return (
        np.concatenate([p[0] for p in parts]),
        np.concatenate([p[1] for p in parts]),
        np.concatenate([p[2] for p in parts]),
    )


def _summed(places: Positions, values: Floats) -> tuple[Positions, Floats]:
    order = np.argsort(places, kind="stable")
    places, values = places[order], values[order]
    first = np.concatenate(([True], places[1:] != places[:-1]))
    return places[first], np.add.reduceat(values, np.flatnonzero(first))
