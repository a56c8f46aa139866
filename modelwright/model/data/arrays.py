"""Columns that numpy arrays hold, and the axes of grids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import TYPE_CHECKING, Any

from modelwright.model.data.columns import (
    EXACT,
    Cell,
    Cells,
    Column,
    Factor,
    Numbers,
    are_whole,
    by_first_appearance,
    cell_of_float,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Array", "Axis", "Spread", "Stacked"]


class Array(Column):
    """Integers or floats in a numpy array; it is not copied."""

    def __init__(self, values: npt.NDArray[Any]) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[Cell]:
        cells = self._values.tolist()
        return iter(cells) if self._values.dtype.kind in "iu" else map(cell_of_float, cells)

    def cell(self, row: int) -> Cell:
        """The cell of record `row`."""
        number = self._values[row].item()
        return cell_of_float(number) if isinstance(number, float) else int(number)

    def take(self, rows: npt.NDArray[np.intp]) -> Array:
        """The column of some of the records."""
        return Array(self._values[rows])

    def _factorise(self) -> Factor:
        import numpy as np

        values = self._values
        if values.dtype.kind in "iu" and len(values):
            least, greatest = int(values.min()), int(values.max())
            if least > -EXACT and greatest < EXACT and greatest - least < 4 * len(values):
                codes, kept = by_first_appearance(values.astype(np.intp) - least, greatest - least + 1)
                return Factor(codes, (kept + least).tolist())
        distinct, raw = np.unique(values, return_inverse=True, equal_nan=True)
        if values.dtype.kind == "f":
            raw[np.isnan(values)] = -1
        codes, kept = by_first_appearance(raw, len(distinct))
        return Factor(codes, list(Array(distinct[kept])))

    def _as_numbers(self) -> Numbers | None:
        import numpy as np

        values = self._values
        if values.dtype.kind == "f" and values.dtype.itemsize != 8:
            # a float32 stands for the decimal of the float64 that is equal to it
            values = values.astype(np.float64)
        if values.dtype.kind == "f":
            return None if np.isinf(values).any() else Numbers(values, are_whole(values))
        numbers = values.astype(np.float64)
        return Numbers(numbers, are_whole(numbers))


class Spread(Column):
    """Labels along one axis of a grid, repeated row-major over the other axes.

    Attributes:
        labels: One for each place along the axis.
        axis: Which axis of the grid, 0-based.
        shape: Sizes of all axes.
    """

    def __init__(self, labels: Column, axis: int, shape: tuple[int, ...]) -> None:
        if len(labels) != shape[axis]:
            raise ValueError(f"{len(labels)} labels for an axis of {shape[axis]}")
        self.labels = labels
        self.axis = axis
        self.shape = shape
        self._stride = prod(shape[axis + 1 :])

    def __len__(self) -> int:
        return prod(self.shape)

    def cell(self, row: int) -> Cell:
        """The cell of record `row`."""
        return self.labels[row // self._stride % self.shape[self.axis]]

    def take(self, rows: npt.NDArray[np.intp]) -> Column:
        """The column of some of the records."""
        return self.labels.take(rows // self._stride % self.shape[self.axis])

    def levels(self) -> Sequence[Cell]:
        """The distinct labels, in order."""
        return self.labels.levels()

    def first_empty(self) -> int | None:
        """The first record whose cell is empty."""
        found = self.labels.first_empty()
        return None if found is None else found * self._stride

    def _spread(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        import numpy as np

        sides = [1] * len(self.shape)
        sides[self.axis] = -1
        return np.broadcast_to(values.reshape(sides), self.shape).ravel()

    def _factorise(self) -> Factor:
        found = self.labels.factorised()
        return Factor(self._spread(found.codes), found.levels)

    def _as_numbers(self) -> Numbers | None:
        found = self.labels.numbers()
        return None if found is None else Numbers(self._spread(found.values), found.integral)


class Axis(Spread):
    """One axis of a grid whose labels are all there and all different, so that `levels` runs along the axis.

    A Table with such columns has one for each axis of the grid. Readers can see the grid and need not expand it.
    """


class Stacked(Column):
    """Columns of one length side by side: the first record of each, then the second of each, and so on."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns) * len(self._columns[0])

    def cell(self, row: int) -> Cell:
        """The cell of record `row`."""
        return self._columns[row % len(self._columns)][row // len(self._columns)]

    def take(self, rows: npt.NDArray[np.intp]) -> Column:
        """The column of some of the records."""
        return _Taken(self, rows)

    def _factorise(self) -> Factor:
        return Cells(list(self)).factorised()

    def _as_numbers(self) -> Numbers | None:
        import numpy as np

        parts: list[Numbers] = []
        for column in self._columns:
            numbers = column.numbers()
            if numbers is None:
                return None
            parts.append(numbers)
        return Numbers(np.column_stack([p.values for p in parts]).ravel(), all(p.integral for p in parts))

    def filled(self) -> npt.NDArray[np.bool_]:
        """Where a cell is not empty."""
        import numpy as np

        return np.column_stack([column.filled() for column in self._columns]).ravel()


class _Taken(Column):
    """Some records of a column."""

    def __init__(self, column: Column, rows: npt.NDArray[np.intp]) -> None:
        self._column = column
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def cell(self, row: int) -> Cell:
        """The cell of record `row`."""
        return self._column[int(self._rows[row])]

    def take(self, rows: npt.NDArray[np.intp]) -> Column:
        """The column of some of the records."""
        return _Taken(self._column, self._rows[rows])

    def _factorise(self) -> Factor:
        return Cells(list(self)).factorised()

    def _as_numbers(self) -> Numbers | None:
        found = self._column.numbers()
        if found is None:
            return None
        return Numbers(found.values[self._rows], found.integral)
