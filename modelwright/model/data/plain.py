"""Plain Python values as cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real
from typing import Any

from modelwright.errors import DataError
from modelwright.model.data.columns import Cell, Cells, cell_of_float

__all__ = ["plain_cell", "plain_cells", "refused"]

_CELLS = {str, int, Decimal, type(None)}


def plain_cell(value: Any) -> Cell:
    """The cell that `value` stands for: floats become the decimals they print, dates ISO text.

    Raises:
        TypeError: It is no text, number or date.
    """
    if type(value) in _CELLS:
        return value  # type: ignore[no-any-return]
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool) or type(value).__name__ == "bool":
        raise TypeError("bool")
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Real):
        return cell_of_float(float(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def plain_cells(values: Sequence[Any], where: str, place: Callable[[int], str] | None = None) -> Cells:
    """The column of `values`.

    Args:
        values: One for each record.
        where: Their place, for messages.
        place: Place of the value of record `row`, when that is not simply its number.

    Raises:
        DataError: One of them is no text, number or date.
    """
    if set(map(type, values)) <= _CELLS:
        return Cells(values)
    cells: list[Cell] = []
    for row, value in enumerate(values):
        try:
            cells.append(plain_cell(value))
        except TypeError as error:
            spot = place(row) if place is not None else f"{where}, record {row + 1}"
            raise refused(str(error), spot, what=f"`{value!s:.40}`") from None
    return Cells(cells)


def refused(kind: str, where: str, *, what: str = "The column") -> DataError:
    """The error for what is neither number nor text."""
    truth = kind.lower().startswith("bool")
    return DataError(
        f"{what} is of type {kind}, neither number nor text",
        code="cell-type",
        where=where,
        hint="write truth values as 1 and 0" if truth else "turn it into numbers or texts first",
    )
