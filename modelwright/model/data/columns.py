"""One column of a table: its cells, its distinct values, its numbers.

numpy is loaded when a column is factorised or read as numbers, not before.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias, overload

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = [
    "EXACT",
    "Cell",
    "Cells",
    "Column",
    "Factor",
    "Numbers",
    "are_whole",
    "by_first_appearance",
    "cell_of_float",
    "is_empty",
]

Cell: TypeAlias = str | int | Decimal | None
"""A cell as written; ``None`` and ``""`` are empty."""

EXACT = 2.0**53
"""Every integer below it is a float64."""
_PLAIN = re.compile(r"[0-9.+-]*\Z", re.ASCII)
_LONGEST = 40


def is_empty(cell: Cell) -> bool:
    """Whether `cell` holds nothing."""
    return cell is None or cell == ""


def cell_of_float(number: float) -> Cell:
    """The cell that a float stands for: the shortest decimal that reads back as it; NaN is an empty cell.

    So 0.1 is the number 1/10, as a file that says ``0.1`` has it, and 3.0 is the integer 3.
    """
    if math.isnan(number):
        return None
    if number.is_integer() and abs(number) < EXACT:
        return int(number)
    return Decimal(repr(number))


@dataclass(frozen=True, slots=True)
class Factor:
    """A column as positions among its distinct cells.

    Attributes:
        codes: Position of each cell among `levels`, -1 for an empty cell. Shape (len(column),).
        levels: The distinct cells that are not empty, in order of first appearance.
    """

    codes: npt.NDArray[np.intp]
    levels: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column as numbers.

    Attributes:
        values: The float64 nearest to each cell as written. Shape (len(column),).
        integral: Whether every value (of a cell that is not empty) is an integer below 2**53 in size.
    """

    values: npt.NDArray[np.float64]
    integral: bool


class Column(ABC, Sequence[Cell]):
    """The cells of one column of a table.

    Columns are never changed; what is worked out is kept.
    """

    _factor: Factor | None = None
    _numbers: Numbers | bool | None = None
    _floats: Numbers | bool | None = None

    @abstractmethod
    def cell(self, row: int) -> Cell:
        """The cell of record `row`, 0-based."""

    @abstractmethod
    def _factorise(self) -> Factor: ...

    @abstractmethod
    def _as_numbers(self) -> Numbers | None: ...

    @abstractmethod
    def take(self, rows: npt.NDArray[np.intp]) -> Column:
        """The column of some of the records. Shape of `rows`: (n,)."""

    @overload
    def __getitem__(self, row: int) -> Cell: ...

    @overload
    def __getitem__(self, row: slice) -> list[Cell]: ...

    def __getitem__(self, row: int | slice) -> Cell | list[Cell]:
        if isinstance(row, slice):
            return [self.cell(k) for k in range(*row.indices(len(self)))]
        if not -len(self) <= row < len(self):
            raise IndexError(row)
        return self.cell(row % len(self))

    def __iter__(self) -> Iterator[Cell]:
        return (self.cell(row) for row in range(len(self)))

    def __eq__(self, other: object) -> bool:
        """Whether the cells are the same, whatever holds them."""
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return self is other or list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        shown = ", ".join(map(repr, self[:5])) + (", …" if len(self) > 5 else "")
        return f"{type(self).__name__}([{shown}])"

    def factorised(self) -> Factor:
        """The positions of the cells among the distinct ones."""
        found = self._factor
        if found is None:
            found = self._factor = self._factorise()
        return found

    def levels(self) -> Sequence[Cell]:
        """The distinct cells that are not empty, in order of first appearance."""
        return self.factorised().levels

    def kinds(self) -> set[type]:
        """The types of the cells that are not empty."""
        return set(map(type, self.levels()))

    def first_empty(self) -> int | None:
        """The first record whose cell is empty."""
        codes = self.factorised().codes
        return int(codes.argmin()) if len(codes) and codes.min() < 0 else None

    def numbers(self) -> Numbers | None:
        """The cells as numbers, NaN where a cell is empty; ``None`` when one is neither plain decimal nor integer."""
        found = self._numbers
        if found is None:
            found = self._numbers = self._as_numbers() or False
        return found if isinstance(found, Numbers) else None

    def floats(self) -> Numbers | None:
        """The cells as numbers; ``None`` as soon as one is empty, or neither a plain decimal nor an integer."""
        found = self._floats
        if found is None:
            numbers = self.numbers()
            found = self._floats = numbers if numbers is not None and not _isnan(numbers.values).any() else False
        return found if isinstance(found, Numbers) else None

    def filled(self) -> npt.NDArray[np.bool_]:
        """Where a cell is not empty. Shape (len(column),)."""
        import numpy as np

        numbers = self.numbers()
        if numbers is not None:
            return ~np.isnan(numbers.values)
        return np.fromiter((not is_empty(cell) for cell in self), np.bool_, len(self))


def _isnan(values: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    import numpy as np

    return np.isnan(values)


class Cells(Column):
    """Cells in a list, as written."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._cells = cells

    def __len__(self) -> int:
        return len(self._cells)

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._cells)

    def cell(self, row: int) -> Cell:
        """The cell of record `row`."""
        return self._cells[row]

    def take(self, rows: npt.NDArray[np.intp]) -> Cells:
        """The column of some of the records."""
        return Cells(list(map(self._cells.__getitem__, rows.tolist())))

    def _factorise(self) -> Factor:
        import numpy as np

        levels = [cell for cell in dict.fromkeys(self._cells) if not is_empty(cell)]
        places: dict[Cell, int] = {cell: k for k, cell in enumerate(levels)} | {None: -1, "": -1}
        return Factor(np.fromiter(map(places.__getitem__, self._cells), np.intp, len(self._cells)), levels)

    def _as_numbers(self) -> Numbers | None:
        import numpy as np

        kinds = set(map(type, self._cells))
        if kinds == {int}:
            return _of_integers(self._cells)
        if not kinds <= {str, int, Decimal, type(None)}:
            return None
        texts: Sequence[Any] = self._cells
        if kinds != {str}:
            texts = ["" if cell is None else str(cell) for cell in texts]
        joined = "".join(texts)
        if not _PLAIN.match(joined) or max(map(len, texts), default=0) > _LONGEST:
            return None
        try:
            values = np.fromiter(map(float, (text or "nan" for text in texts)), np.float64, len(texts))
        except ValueError:
            return None
        whole = are_whole(values) and (
            "." not in joined or not any(text.partition(".")[2].strip("0") for text in texts)
        )
        return Numbers(values, whole)


def _of_integers(cells: Sequence[Any]) -> Numbers | None:
    import numpy as np

    try:
        values = np.fromiter(map(float, cells), np.float64, len(cells))
    except OverflowError:
        return None
    return Numbers(values, are_whole(values))


def are_whole(values: npt.NDArray[np.float64]) -> bool:
    """Whether all `values` are integers below 2**53 in size, NaN aside."""
    import numpy as np

    return bool((((values == np.rint(values)) & (np.abs(values) < EXACT)) | np.isnan(values)).all())


def by_first_appearance(raw: npt.NDArray[Any], count: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Codes numbered anew in the order in which they first appear.

    Args:
        raw: Codes from 0 to `count` - 1, or -1. Shape (n,).
        count: How many codes there are.

    Returns:
        The new codes, shape (n,), -1 where they were; and which old code each new one is, shape (codes in use,).
    """
    import numpy as np

    rows = len(raw)
    first = np.full(count + 1, rows, np.intp)  # the last place takes the -1
    first[raw[::-1]] = np.arange(rows - 1, -1, -1)
    used = np.flatnonzero(first[:count] < rows)
    kept = used[np.argsort(first[used], kind="stable")]
    rank = np.full(count + 1, -1, np.intp)
    rank[kept] = np.arange(len(kept))
    return rank[raw], kept
