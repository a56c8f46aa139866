"""From whatever a caller gives to columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from modelwright.errors import DataError
from modelwright.model.data.columns import Column
from modelwright.model.data.plain import plain_cells, refused

__all__ = ["as_column", "columns_of_frame", "is_frame"]


def _library(value: object) -> str:
    """The library that `value` comes from, found without loading it."""
    return type(value).__module__.partition(".")[0]


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


def columns_of_frame(name: str, frame: Any) -> Mapping[str, Column]:
    """The columns of a polars or pandas frame by name.

    Raises:
        DataError: Its column names are not all different texts, or a column holds what is neither number nor text.
    """
    if type(frame).__name__ == "LazyFrame":
        frame = frame.collect()
    if _library(frame) == "pandas":
        if frame.columns.nlevels > 1 or frame.index.nlevels > 1 or frame.index.name is not None:
            which = "columns" if frame.columns.nlevels > 1 else "rows"
            raise DataError(
                f"The frame of table `{name}` has labels on its {which} that are no columns",
                code="frame-index",
                where=name,
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
            f"The frame of table `{name}` has two columns `{twice}`" if twice else f"A column of `{name}` has no name",
            code="bad-header",
            where=name,
            hint="rename one of them",
        )
    return {
        column: as_column(cells, f"{name}, column `{column}`") for column, cells in zip(stripped, columns, strict=True)
    }
