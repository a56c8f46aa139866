"""From blocks of coefficients to compressed rows, written into arrays that are allocated once."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from modelwright.config import LIMITS
from modelwright.errors import LimitError, ModelError
from modelwright.solvers.grounding.tables import to_float

if TYPE_CHECKING:
    import numpy.typing as npt

    from modelwright.solvers.grounding.blocks import Block
    from modelwright.solvers.grounding.frames import Mask, Shape
    from modelwright.solvers.instance import Floats, Positions

    _Cells: TypeAlias = tuple[Positions, npt.NDArray[Any], Floats]
    """Row, column and value of some coefficients."""

__all__ = ["Matrix", "Piece", "Singles", "assemble", "overflow", "spread_costs"]


@dataclass(slots=True)
class Piece:
    """Rows of one part of one constraint.

    Attributes:
        shape: Of the frame; its cells are the rows.
        lower: Least values, an array over the frame or one for all.
        upper: Largest values, likewise.
        blocks: Their coefficients.
    """

    shape: Shape
    lower: Floats | float
    upper: Floats | float
    blocks: tuple[Block, ...]

    @property
    def count(self) -> int:
        """Number of rows."""
        return prod(self.shape)

    @property
    def capacity(self) -> int:
        """The most coefficients that it may have."""
        return sum(block.size for block in self.blocks)


@dataclass(slots=True)
class Singles:
    """Rows that were made one by one.

    Attributes:
        counts: Number of coefficients of each row.
        columns: Columns, ascending in a row.
        values: Coefficients, none of them zero.
        lower: Least values.
        upper: Largest values.
    """

    counts: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    @property
    def shape(self) -> Shape:
        """One axis, the rows."""
        return (len(self.counts),)

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self.counts)

    @property
    def capacity(self) -> int:
        """Number of coefficients."""
        return len(self.columns)


@dataclass(slots=True)
class Matrix:
    """Compressed rows and their limits.

    Attributes:
        start: Shape (rows + 1,), int32.
        index: Columns, ascending in a row. Shape (coefficients,), int32.
        value: Shape (coefficients,).
        lower: Shape (rows,).
        upper: Shape (rows,).
    """

    start: npt.NDArray[np.int32]
    index: npt.NDArray[np.int32]
    value: Floats
    lower: Floats
    upper: Floats


def assemble(pieces: list[Piece | Singles], num_columns: int) -> Matrix:
    """All rows in order; same places of a row summed, zeros dropped.

    Raises:
        LimitError: Too many coefficients; nothing has been allocated.
        ModelError: A number is too large.
    """
    rows, capacity = sum(piece.count for piece in pieces), sum(piece.capacity for piece in pieces)
    if capacity > LIMITS.nonzeros:
        raise LimitError(
            f"The Model has up to {capacity} coefficients; at most {LIMITS.nonzeros} are allowed", code="size"
        )
    start = np.zeros(rows + 1, np.int32)
    index, value = np.empty(capacity, np.int32), np.empty(capacity)
    lower, upper = np.empty(rows), np.empty(rows)
    row = place = 0
    for piece in pieces:
        count = piece.count
        if count == 0:
            continue
        end = place + piece.capacity
        counts = _write(piece, index[place:end], value[place:end], num_columns)
        if isinstance(counts, int):
            first = place + counts
            place += counts * count
            start[row + 1 : row + count + 1] = np.arange(first, place + 1, counts) if counts else place
        else:
            ends = np.cumsum(counts)
            start[row + 1 : row + count + 1] = ends + place
            place += int(ends[-1])
        lower[row : row + count].reshape(piece.shape)[...] = piece.lower
        upper[row : row + count].reshape(piece.shape)[...] = piece.upper
        row += count
    if np.isnan(lower).any() or np.isnan(upper).any():
        raise overflow()
    if place < capacity:
        index, value = index[:place].copy(), value[:place].copy()
    return Matrix(start, index, value, lower, upper)


def overflow() -> ModelError:
    """The error for a number that no solver takes."""
    return ModelError("A number is too large for a solver", code="overflow", hint="use larger units")


def _write(piece: Piece | Singles, index: npt.NDArray[np.int32], value: Floats, num_columns: int) -> int | Positions:
    """Fills the front of `index` and `value`; the number of coefficients of each row, one for all where it is one."""
    if isinstance(piece, Singles):
        index[:], value[:] = piece.columns, piece.values
        return np.array(piece.counts, np.intp)
    if not piece.blocks:
        return 0
    for block in piece.blocks:
        if not isinstance(block.coefficients, Fraction) and not np.isfinite(block.coefficients).all():
            raise overflow()
    if any(block.rows is not None for block in piece.blocks):
        rows, columns, values = _scattered(piece)
    else:
        whole, kept = _regular(piece, index, value)
        if whole:
            return whole
        width = len(index) // piece.count
        rows, columns, values = np.repeat(np.arange(piece.count), width), index.copy(), value.copy()
        if kept is not None:
            flat = kept.ravel()
            rows, columns, values = rows[flat], columns[flat], values[flat]
    rows, columns, values = _compressed(rows, columns, values, num_columns)
    index[: len(columns)], value[: len(values)] = columns, values
    return np.bincount(rows, minlength=piece.count)


# -------------------------------------------------------------------------------------------------- regular pieces


def _regular(piece: Piece, index: npt.NDArray[np.int32], value: Floats) -> tuple[int, Mask | None]:
    """Writes a piece whose rows all have the same cells.

    Returns:
        The number of coefficients of each row where that is all; else 0 and the cells that count, shape (rows, width),
        ``None`` for all.
    """
    count = piece.count
    width = len(index) // count
    blocks = sorted(piece.blocks, key=_middle) if len(piece.blocks) > 1 else piece.blocks
    begin = 0
    kept: Mask | None = None
    for block in blocks:
        end = begin + block.size // count
        _put_columns(block, _window(index, piece.shape, width, begin, end, block.shape))
        _put_values(block, _window(value, piece.shape, width, begin, end, block.shape))
        present = _present(block)
        if present is not None:
            if kept is None:
                kept = np.ones((count, width), np.bool_)
            _window(kept.reshape(-1), piece.shape, width, begin, end, block.shape)[...] = present
        begin = end
    columns = index.reshape(count, width)
    if kept is None and (width == 1 or bool((columns[:, 1:] > columns[:, :-1]).all())):
        return width, None
    return 0, kept


def _middle(block: Block) -> int:
    """The column in the middle, by which blocks are put in order."""
    return block.base + sum(int(o[tuple(n // 2 for n in o.shape)]) for o in block.offsets)


def _window(flat: npt.NDArray[Any], shape: Shape, width: int, begin: int, end: int, cells: Shape) -> npt.NDArray[Any]:
    """Places `begin` to `end` of each row, in the shape of a block."""
    if end - begin == width:
        return flat.reshape(cells)
    window = flat.reshape((*shape, width))[..., begin:end]
    inner = cells[len(shape) :]
    if not inner:
        return window[..., 0]
    if len(inner) == 1:
        return window
    strides = [window.strides[-1]] * len(inner)
    for k in range(len(inner) - 2, -1, -1):
        strides[k] = strides[k + 1] * inner[k + 1]
    return np.lib.stride_tricks.as_strided(window, cells, (*window.strides[:-1], *strides))


def _put_columns(block: Block, out: npt.NDArray[Any]) -> None:
    offsets = [offset.astype(np.int32) for offset in block.offsets]
    if not offsets:
        out[...] = block.base
        return
    smallest = min(range(len(offsets)), key=lambda k: offsets[k].size)
    offsets[smallest] = offsets[smallest] + np.int32(block.base)
    if len(offsets) == 1:
        out[...] = offsets[0]
        return
    np.add(offsets[0], offsets[1], out=out)
    for offset in offsets[2:]:
        out += offset


def _put_values(block: Block, out: npt.NDArray[Any]) -> None:
    coefficients = block.coefficients
    out[...] = to_float(coefficients) if isinstance(coefficients, Fraction) else coefficients


def _present(block: Block) -> Mask | None:
    """The cells that have a coefficient other than zero, ``None`` for all."""
    coefficients = block.coefficients
    if isinstance(coefficients, Fraction):
        if coefficients:
            return block.present
        return np.zeros((1,) * len(block.shape), np.bool_)
    nonzero = coefficients != 0
    if nonzero.all():
        return block.present
    return np.asarray(nonzero if block.present is None else nonzero & block.present)


# ------------------------------------------------------------------------------------------------- scattered pieces


def _scattered(piece: Piece) -> _Cells:
    """Row, column and value of every cell."""
    parts = [_cells(block, piece.count) for block in piece.blocks]
    if len(parts) == 1:
        return parts[0]
    rows, columns, values = zip(*parts, strict=True)
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(values)


def _cells(block: Block, count: int) -> _Cells:
    columns, values = np.empty(block.shape, np.int32), np.empty(block.shape)
    _put_columns(block, columns)
    _put_values(block, values)
    first = np.arange(count) if block.rows is None else block.rows
    rows = np.repeat(first, block.size // len(first)) if len(first) else np.zeros(0, np.intp)
    present = _present(block)
    if present is None:
        return rows, columns.ravel(), values.ravel()
    kept = np.broadcast_to(present, block.shape).ravel()
    return rows[kept], columns.ravel()[kept], values.ravel()[kept]


def _compressed(rows: Positions, columns: npt.NDArray[Any], values: Floats, num_columns: int) -> _Cells:
    """Same places summed, zeros dropped, columns ascending in a row."""
    places = rows * num_columns + columns
    if not (places[1:] > places[:-1]).all():
        order = np.argsort(places, kind="stable")
        places, values = places[order], values[order]
        first = np.flatnonzero(np.concatenate(([True], places[1:] != places[:-1])))
        places, values = places[first], np.add.reduceat(values, first)
        rows, columns = np.divmod(places, num_columns)
    kept = values != 0
    if not kept.all():
        rows, columns, values = rows[kept], columns[kept], values[kept]
    return rows, columns, values


# --------------------------------------------------------------------------------------------------- single rows


def spread_costs(blocks: tuple[Block, ...], num_columns: int) -> Floats:
    """The coefficients of a single row by column. Shape (num_columns,).

    Raises:
        ModelError: A number is too large.
    """
    cost = np.zeros(num_columns)
    for block in blocks:
        columns, values = np.empty(block.shape, np.int32), np.empty(block.shape)
        _put_columns(block, columns)
        _put_values(block, values)
        columns, values = columns.ravel(), values.ravel()
        if block.present is not None:
            values = np.where(np.broadcast_to(block.present, block.shape).ravel(), values, 0.0)
        if (columns[1:] > columns[:-1]).all():
            cost[columns] += values
        else:
            cost += np.bincount(columns, values, num_columns)
    if not np.isfinite(cost).all():
        raise overflow()
    return cost
