"""Tables by name: the data that a Model is grounded with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from modelwright.errors import DataError
from modelwright.model.data.columns import Cell, Column
from modelwright.model.data.wrapping import Refused, as_column, column_or_fault, columns_of_frame, is_frame

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Data", "DataSource", "Entry", "Locate", "Table", "as_data", "places_of_records"]

Locate: TypeAlias = Callable[[int, str], str]
"""Where a cell is: its record (0-based, -1 for the header) and column, in words for messages."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of cells as written.

    Attributes:
        name: Name that the Model uses.
        columns: Columns by name; all have the same length. Sequences, arrays and Series are wrapped.
        origin: File it came from, for messages; ``""`` when made in memory.
        digest: SHA-256 of the file, or ``""``.
        first_line: Line number of the first record in the file, for messages.
        locate: Where a cell is, when that is not simply a line of a file.
    """

    name: str
    columns: Mapping[str, Column]
    origin: str = ""
    digest: str = ""
    first_line: int = 2
    locate: Locate | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        where = self.origin or self.name
        columns = {
            name: column_or_fault(cells, lambda row, name=name: self.place(row, name))  # type: ignore[misc]
            for name, cells in self.columns.items()
        }
        lengths = {name: len(cells) for name, cells in columns.items()}
        if len(set(lengths.values())) > 1:
            raise DataError(
                f"Table `{self.name}` has columns of different lengths: {lengths}",
                code="ragged-table",
                where=where,
                hint="give every column one cell for each record",
            )
        object.__setattr__(self, "columns", columns)

    @classmethod
    def of_frame(cls, name: str, frame: Any, *, where: str = "") -> Table:
        """The table of a polars or pandas frame; texts, numbers and dates are taken as they are.

        Args:
            name: Name that the Model uses.
            frame: The frame.
            where: Its place for messages, when that is not the name.

        Raises:
            DataError: Its columns are not named once each, or hold what is neither number nor text.
        """
        where = where or name
        return cls(name, columns_of_frame(frame, where), locate=places_of_records(where))

    @classmethod
    def query(cls, name: str, sql: str, connection: Any) -> Table:
        """The table that a query makes in a database connection of the caller's.

        Args:
            name: Name that the Model uses.
            sql: The query.
            connection: Of DuckDB, or any that has the `cursor` of Python's database interface. Its errors pass through.

        Raises:
            InputError: Two columns have one name.
            LimitError: It has too many rows.
        """
        from modelwright.model.data.queries import run_query

        return run_query(name, sql, connection)

    @classmethod
    def grid(cls, name: str, axes: Mapping[str, Sequence[Cell]], values: Mapping[str, npt.NDArray[Any]]) -> Table:
        """A dense table: a value for every combination of labels; NaN where there is none.

        Args:
            name: Name that the Model uses.
            axes: Labels along each axis, by the name of the key column that the axis stands for.
            values: Arrays by the name of their value column. Shape: as many as there are labels on each axis. An array
                whose memory is row-major is not copied.

        Raises:
            DataError: Labels repeat or are empty, or an array has another shape.
        """
        from modelwright.model.data.arrays import Axis

        labels = {axis: as_column(cells, f"{name}, column `{axis}`") for axis, cells in axes.items()}
        shape = tuple(map(len, labels.values()))
        columns: dict[str, Column] = {}
        for k, (axis, column) in enumerate(labels.items()):
            if len(column.levels()) < len(column):
                raise DataError(
                    f"The labels of axis `{axis}` of table `{name}` are not all different, or one is empty",
                    code="axis-labels",
                    where=f"{name}, column `{axis}`",
                    hint="give every place along the axis a label of its own",
                )
            columns[axis] = Axis(column, k, shape)
        for value, array in values.items():
            where = f"{name}, column `{value}`"
            if value in columns:
                raise DataError(f"Table `{name}` has two columns `{value}`", code="bad-header", where=where)
            if array.shape != shape:
                raise DataError(
                    f"The array `{value}` of table `{name}` has shape {array.shape}, its axes have {shape}",
                    code="array-shape",
                    where=where,
                    hint=f"its axes are {', '.join(labels)}, in this order",
                )
            columns[value] = as_column(array.reshape(-1), where)
        return cls(name, columns, locate=_grid_places(name, columns))

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def column(self, name: str) -> Column:
        """The cells of column `name`.

        Raises:
            DataError: There is no such column, or it holds what is neither number nor text.
        """
        found = self.columns.get(name)
        if found is None:
            raise self.lacks(name)
        if isinstance(found, Refused):
            raise found.error
        return found

    def lacks(self, column: str, tried: str = "") -> DataError:
        """The error for a column that is not there; `tried` says what else was looked for."""
        known = ", ".join(f"`{c}`" for c in self.columns) or "none"
        return DataError(
            f"Table `{self.name}` has no column `{column}`",
            code="unknown-column",
            where=self.origin or self.name,
            hint=f"its columns are {known}{tried}",
        )

    def place(self, row: int, column: str) -> str:
        """A cell for messages: file, line and column. Row -1 is the header."""
        if self.locate is not None:
            return self.locate(row, column)
        return f"{self.origin or self.name}, line {self.first_line + row}, column `{column}`"

    def take(self, rows: npt.NDArray[np.intp]) -> Table:
        """The table of some of the records; places are still those of the whole."""
        columns = {name: column.take(rows) for name, column in self.columns.items()}

        def locate(row: int, column: str) -> str:
            return self.place(int(rows[row]) if row >= 0 else row, column)

        return Table(self.name, columns, self.origin, self.digest, self.first_line, locate)


def places_of_records(where: str) -> Locate:
    """Where the cells of numbered records are."""

    def locate(row: int, column: str) -> str:
        return f"{where}, record {row + 1}, column `{column}`" if row >= 0 else f"{where}, column `{column}`"

    return locate


def _grid_places(name: str, columns: Mapping[str, Column]) -> Locate:
    from modelwright.model.data.arrays import Axis

    axes = {axis: column for axis, column in columns.items() if isinstance(column, Axis)}

    def locate(row: int, column: str) -> str:
        key = ", ".join(f"{axis} `{labels[row]}`" for axis, labels in axes.items())
        return f"{name}, {key}, column `{column}`"

    return locate


@dataclass(frozen=True, slots=True)
class Data:
    """Tables by name."""

    tables: Mapping[str, Table] = field(default_factory=dict)

    @classmethod
    def of(cls, **sources: Any) -> Data:
        """Tables by name, each from a Table, a frame, a file, or a mapping of columns."""
        return as_data(sources)

    def table(self, name: str) -> Table:
        """The table `name`.

        Raises:
            DataError: There is no such table.
        """
        try:
            return self.tables[name]
        except KeyError:
            known = ", ".join(f"`{t}`" for t in self.tables) or "none"
            raise DataError(
                f"The Model needs a table `{name}`", code="unknown-table", hint=f"tables given: {known}"
            ) from None


Entry: TypeAlias = str | Path | tuple[str, str | Path]
"""A path, or the name of a table with the path of its file."""
DataSource: TypeAlias = Data | Mapping[str, Any] | Iterable[Entry]
"""Data; or paths of files; or by name: a Table, a polars or pandas frame, a path, or columns by name."""


def as_data(found: DataSource) -> Data:
    """The tables that a caller gave.

    Raises:
        DataError: One of them is no table.
        InputError: A file cannot be read.
        LimitError: A file is larger than the limit.
    """
    from modelwright.model.data.sources import load_tables

    if isinstance(found, Data):
        return found
    if not isinstance(found, Mapping):
        return load_tables([found] if isinstance(found, str | Path) else found)
    tables: dict[str, Table] = {}
    for name, source in found.items():
        if isinstance(source, str | Path):
            tables |= load_tables([(name, source)]).tables
        else:
            tables[name] = _made(name, source)
    return Data(tables)


def _made(name: str, source: Any) -> Table:
    if isinstance(source, Table):
        return source
    if is_frame(source):
        return Table.of_frame(name, source)
    if isinstance(source, Mapping):
        return Table(name, source, locate=places_of_records(name))
    raise DataError(
        f"Table `{name}` is given as {type(source).__name__}",
        code="no-table",
        where=name,
        hint="give a Table, a polars or pandas frame, the path of a file, or columns by name",
    )
