"""Columns of polars and pandas frames. Neither library is loaded here unless a frame of it was given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import TYPE_CHECKING, Any

from modelwright.model.data.arrays import Array
from modelwright.model.data.columns import (
    Cell,
    Cells,
    Column,
    Factor,
    Numbers,
    are_whole,
    by_first_appearance,
)
from modelwright.model.data.plain import plain_cells, refused

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Pandas", "Polars", "column_of_pandas", "column_of_polars"]

_PLAIN = r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$"
_WITH_FRACTION = r"\.[0-9]*[1-9]"
_LONGEST = 40
_SOME = 1_000
_DATE = "%Y-%m-%d"
_TIME = "%Y-%m-%dT%H:%M:%S"


class _Texts(Column):
    """Texts in a Series."""

    def __init__(self, series: Any) -> None:
        self._series = series

    def kinds(self) -> set[type]:
        """Texts alone."""
        return {str}

    def __len__(self) -> int:
        return len(self._series)


class Polars(_Texts):
    """Texts in a polars Series (String, Categorical or Enum)."""

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._series)

    def cell(self, row: int) -> Cell:
        """The cell of record `row`."""
        found: Cell = self._series[row]
        return found

    def take(self, rows: npt.NDArray[np.intp]) -> Polars:
        """The column of some of the records."""
        return Polars(self._series.gather(rows))

    def _factorise(self) -> Factor:
        import numpy as np
        import polars as pl

        if self._all_differ():
            return Factor(np.arange(len(self)), self)
        # An Enum of the distinct texts numbers a million texts several times faster than a join or a sort.
        levels = self._series.unique(maintain_order=True).drop_nulls().cast(pl.String)
        levels = levels.filter(levels != "")
        if 4 * len(levels) > len(self._series):  # numbering by a dictionary is faster where most texts differ
            return Cells(self._series.to_list()).factorised()
        codes = self._series.cast(pl.String).cast(pl.Enum(levels), strict=False).to_physical()
        if codes.null_count():
            return Factor(codes.cast(pl.Int64).fill_null(-1).to_numpy().astype(np.intp, copy=False), levels.to_list())
        return Factor(codes.to_numpy().astype(np.intp), levels.to_list())

    def _all_differ(self) -> bool:
        """Whether no text is empty or comes twice; a few tell most columns, their hashes all others."""
        import numpy as np

        some = self._series[:_SOME]
        if some.n_unique() < len(some) or self._series.null_count() or (self._series == "").any():
            return False
        hashes = np.sort(self._series.hash().to_numpy())
        return bool((hashes[1:] != hashes[:-1]).all())

    def _as_numbers(self) -> Numbers | None:
        import polars as pl

        texts = self._series.cast(pl.String)
        texts = texts.set(texts == "", None)
        plain = texts.str.contains(_PLAIN) & (texts.str.len_bytes() <= _LONGEST)
        if not plain.all(ignore_nulls=True):
            return None
        numbers = texts.cast(pl.Float64, strict=False)
        if numbers.null_count() != texts.null_count():
            return None
        values = numbers.fill_null(float("nan")).to_numpy()
        whole = are_whole(values) and not texts.str.contains(_WITH_FRACTION).any(ignore_nulls=True)
        return Numbers(values, whole)


class Pandas(_Texts):
    """Texts in a pandas Series."""

    def __iter__(self) -> Iterator[Cell]:
        return (cell if isinstance(cell, str) else None for cell in self._series.tolist())

    def cell(self, row: int) -> Cell:
        """The cell of record `row`."""
        found = self._series.iloc[row]
        return found if isinstance(found, str) else None

    def take(self, rows: npt.NDArray[np.intp]) -> Pandas:
        """The column of some of the records."""
        return Pandas(self._series.iloc[rows])

    def _factorise(self) -> Factor:
        import numpy as np
        import pandas as pd

        if isinstance(self._series.dtype, pd.CategoricalDtype):
            raw, texts = self._series.cat.codes.to_numpy(), self._series.cat.categories.tolist()
        else:
            raw, distinct = pd.factorize(self._series)
            if len(distinct) == len(self._series) and not (distinct == "").any():
                return Factor(np.arange(len(raw)), self)
            texts = distinct.tolist()
        if "" in texts:
            raw = np.where(raw == texts.index(""), -1, raw)
        codes, kept = by_first_appearance(raw, len(texts))
        return Factor(codes, [texts[k] for k in kept])

    def _as_numbers(self) -> Numbers | None:
        return Cells(list(self)).numbers()


def column_of_polars(series: Any, where: str) -> Column:
    """The column that a polars Series holds.

    Args:
        series: Of texts, integers, floats, decimals, dates or times; dates become ISO text.
        where: Its place, for messages.

    Raises:
        DataError: It is of another type.
    """
    import polars as pl

    kind = series.dtype
    if kind == pl.String or isinstance(kind, pl.Categorical | pl.Enum):
        return Polars(series)
    if kind == pl.Null:
        return Cells([None] * len(series))
    if kind.is_float() or (kind.is_integer() and kind not in (pl.Int128, pl.UInt128)):
        if not series.null_count():
            return Array(series.to_numpy())
        return Array(series.to_numpy()) if kind.is_float() else Cells(series.to_list())
    if kind.is_integer() or kind.is_decimal():
        return Cells(series.to_list())
    if kind == pl.Date:
        return Polars(series.dt.to_string(_DATE))
    if isinstance(kind, pl.Datetime):
        if (series.dt.time() == time(0)).all(ignore_nulls=True):
            return Polars(series.dt.to_string(_DATE))
        exact = (series.dt.nanosecond() == 0).all(ignore_nulls=True)
        return Polars(series.dt.to_string(_TIME if exact else f"{_TIME}%.6f"))
    raise refused(str(kind), where)


def column_of_pandas(series: Any, where: str) -> Column:
    """The column that a pandas Series holds.

    Args:
        series: Of texts, integers, floats, dates or plain objects; dates become ISO text.
        where: Its place, for messages.

    Raises:
        DataError: It is of another type.
    """
    import pandas as pd

    kind = series.dtype
    if isinstance(kind, pd.CategoricalDtype):
        if all(isinstance(category, str) for category in kind.categories):
            return Pandas(series)
        return column_of_pandas(series.astype(kind.categories.dtype), where)
    if isinstance(kind, pd.StringDtype):
        return Pandas(series)
    types = pd.api.types
    if types.is_bool_dtype(kind):
        raise refused(str(kind), where)
    if types.is_numeric_dtype(kind) and not types.is_complex_dtype(kind):
        if getattr(kind, "numpy_dtype", kind) is kind or not series.isna().any():
            return Array(series.to_numpy(dtype=getattr(kind, "numpy_dtype", kind)))
        return _objects(series, where)
    if types.is_datetime64_any_dtype(kind):
        there = series.dropna()
        if (there == there.dt.normalize()).all():
            return Pandas(series.dt.strftime(_DATE))
        exact = (there.dt.microsecond == 0).all()
        return Pandas(series.dt.strftime(_TIME if exact else f"{_TIME}.%f"))
    if types.is_object_dtype(kind):
        return _objects(series, where)
    raise refused(str(kind), where)


def _objects(series: Any, where: str) -> Column:
    missing = series.isna().tolist()
    return plain_cells([None if gone else cell for cell, gone in zip(series.tolist(), missing, strict=True)], where)
