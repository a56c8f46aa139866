"""From whatever a caller gives to columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from modelwright.errors import DataError
from modelwright.model.data.columns import Cell, Column, Factor, Numbers
from modelwright.model.data.plain import plain_cells, refused

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Refused", "as_column", "column_or_fault", "columns_of_frame", "is_frame"]


def _library(value: object) -> str:
    """The library that `value` comes from, found without loading it."""
    return type(value).__module__.partition(".")[0]


class Refused(Column):
    """A column that holds what is neither number nor text: an error for whoever reads it, no harm to others.

    Attributes:
        error: What is wrong.
    """

    def __init__(self, length: int, error: DataError) -> None:
        self._length = length
        self.error = error

    def __len__(self) -> int:
        return self._length

    def cell(self, row: int) -> Cell:
        """Raises the error."""
        raise self.error

    def take(self, rows: npt.NDArray[np.intp]) -> Column:
        """Some of the records."""
        return Refused(len(rows), self.error)

    def _factorise(self) -> Factor:
        raise self.error

    def _as_numbers(self) -> Numbers | None:
        raise self.error


def column_or_fault(values: Any, place: Callable[[int], str]) -> Column:
    """The column of `values`, or one that tells what is wrong with them when it is read.

    Args:
        values: What `as_column` takes.
        place: Where the cell of a record is, -1 for the header.

    Raises:
        DataError: It has no length, or more than one dimension.
    """
    if isinstance(values, Column):
        return values
    try:
        if isinstance(values, list | tuple):
            return plain_cells(values, "", place)
        return as_column(values, place(-1))
    except DataError as error:
        if error.code != "cell-type" or not hasattr(values, "__len__") or isinstance(values, str):
            raise
        return Refused(len(values), error)


def as_column(values: Any, where: str) -> Column:
    """The column of `values`.

    Args:
        values: A Column, a sequence of plain values, a one-dimensional numpy array, or a polars or pandas Series.
        where: Its place, for messages.

    Raises:
        DataError: It is none of them, or holds what is neither number nor text.
    """
    if isinstance(values, Column):
        return values
    library = _library(values)
    if library == "numpy" and hasattr(values, "dtype"):
        return _of_array(values, where)
    if library == "polars":
        from modelwright.model.data.frames import column_of_polars

        return column_of_polars(values, where)
    if library == "pandas":
        from modelwright.model.data.frames import column_of_pandas

        return column_of_pandas(values, where)
    if isinstance(values, Sequence) and not isinstance(values, str | bytes):
        return plain_cells(values, where)
    raise refused(type(values).__name__, where)


def _of_array(values: Any, where: str) -> Column:
    if values.ndim != 1:
        raise DataError(
            f"An array of {values.ndim} dimensions is no column",
            code="array-shape",
            where=where,
            hint="give one dimension, or make the table with `Table.grid`",
        )
    kind = values.dtype.kind
    if kind in "iuf" and values.dtype.itemsize <= 8:
        from modelwright.model.data.arrays import Array

        return Array(values)
    if kind == "M":
        import numpy as np

        texts = np.datetime_as_string(values).tolist()
        return plain_cells([None if text == "NaT" else text for text in texts], where)
    if kind in "OU" or kind == "T":
        return plain_cells(values.tolist(), where)
    raise refused(str(values.dtype), where)


def is_frame(value: object) -> bool:
    """Whether `value` is a polars or pandas frame."""
    return _library(value) in {"polars", "pandas"} and type(value).__name__ in {"DataFrame", "LazyFrame"}


def columns_of_frame(frame: Any, where: str) -> Mapping[str, Column]:
    """The columns of a polars or pandas frame by name.

    Args:
        frame: The frame.
        where: Its place, for messages.

    Raises:
        DataError: Its column names are not all different texts, or a column holds what is neither number nor text.
    """
    if type(frame).__name__ == "LazyFrame":
        frame = frame.collect()
    if _library(frame) == "pandas":
        if frame.columns.nlevels > 1 or frame.index.nlevels > 1 or frame.index.name is not None:
            which = "columns" if frame.columns.nlevels > 1 else "rows"
            raise DataError(
                f"The frame has labels on its {which} that are no columns",
                code="frame-index",
                where=where,
                hint="call `reset_index()` on the frame first" if which == "rows" else "give every column one name",
            )
        names = list(frame.columns)
        columns = [frame.iloc[:, k] for k in range(len(names))]
    else:
        names, columns = list(frame.columns), frame.get_columns()
    stripped = [str(column).strip() for column in names]
    twice = next((column for k, column in enumerate(stripped) if not column or column in stripped[:k]), None)
    if twice is not None:
        raise DataError(
            f"Two columns of the frame are named `{twice}`" if twice else "A column of the frame has no name",
            code="bad-header",
            where=where,
            hint="rename one of them",
        )
    return {
        column: column_or_fault(cells, partial(_place, where, column))
        for column, cells in zip(stripped, columns, strict=True)
    }


def _place(where: str, column: str, row: int) -> str:
    return f"{where}, record {row + 1}, column `{column}`" if row >= 0 else f"{where}, column `{column}`"
