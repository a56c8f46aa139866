"""What LP and MPS files share: a linear Instance with its names, numbers as text, and Instances made of files."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from modelwright.config import LIMITS
from modelwright.errors import InputError, LimitError
from modelwright.solvers.export.names import column_names, row_names
from modelwright.solvers.instance import Floats, Instance, RowBlock, VariableBlock

if TYPE_CHECKING:
    from modelwright.solvers.reductions import Reduced

__all__ = ["Linear", "Reading", "broken", "comments", "lines_of", "prepared", "texts"]


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear Instance to write.

    Attributes:
        instance: Without trees.
        columns: Name of each column.
        rows: Name of each row.
        notes: Lines of comment.
    """

    instance: Instance
    columns: list[str]
    rows: list[str]
    notes: tuple[str, ...]


def prepared(instance: Instance, title: str = "") -> Linear:
    """`instance`, reduced to linear rows where it has trees, with names.

    Raises:
        UnsupportedModel: It has no linear form.
    """
    from modelwright.solvers.reductions import reduce_to_milp

    reduced = reduce_to_milp(instance)
    linear = reduced.instance
    columns, rows = column_names(linear), row_names(linear)
    return Linear(linear, columns, rows, (*_notes(reduced, title, columns), *_table(linear, columns, rows)))


def _notes(reduced: Reduced, title: str, columns: list[str]) -> list[str]:
    linear, original = reduced.instance, reduced.original
    found = [title] if title else []
    found.append(f"{linear.num_rows} rows, {linear.num_columns} columns, {linear.num_nonzeros} coefficients")
    if linear is not original:
        new = columns[original.num_columns :]
        said = f"; auxiliary columns: {new[0]} to {new[-1]} ({len(new)})" if new else ""
        found.append(f"Conditions and what is not linear were reduced to linear rows{said}")
        found.extend(reduced.notes)
    return found


def _table(instance: Instance, columns: list[str], rows: list[str]) -> list[str]:
    """A line for each name that is not read off at sight."""
    found = [f"column {name} is {instance.column_name(k)}" for k, name in enumerate(columns) if "~" in name]
    known = sum(block.count for block in instance.rows)
    found += [f"row {name} is {instance.row_name(k)}" for k, name in enumerate(rows[:known]) if "~" in name]
    return found


def comments(notes: Iterable[str], sign: str) -> list[str]:
    """Lines of comment, each on one line whatever it holds."""
    return [f"{sign} {_plain(note)}" for note in notes]


def _plain(text: str) -> str:
    said = "".join(c if c.isprintable() else " " for c in text)
    return said if len(said) <= 400 else f"{said[:397]}..."


def texts(values: Floats) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """The shortest decimal of each value, whole ones without a point. Shape (len(values),), object."""
    distinct, place = np.unique(values, return_inverse=True)
    shown = np.empty(len(distinct), dtype=object)
    shown[:] = [_number(value) for value in distinct.tolist()]
    found: np.ndarray[tuple[int], np.dtype[np.object_]] = shown[place]
    return found


def _number(value: float) -> str:
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def lines_of(text: str, comment: str, suffix: str) -> Iterable[tuple[int, str]]:
    """The lines with their numbers, without comments and empty ones.

    Raises:
        LimitError: The text is larger than the limits allow.
    """
    if len(text) > LIMITS.file_bytes:
        raise LimitError(f"The {suffix} text has {len(text)} characters; at most {LIMITS.file_bytes} are read")
    for k, line in enumerate(text.splitlines(), 1):
        kept = line.split("\\", 1)[0] if comment == "\\" else ("" if line.startswith(comment) else line)
        if kept.strip():
            yield k, kept.rstrip()


def broken(message: str, line: int, hint: str | None = None) -> InputError:
    """The error of a line that cannot be read."""
    return InputError(message, code="bad-line", where=f"line {line}", hint=hint)


@dataclass(slots=True)
class Reading:
    """A linear model on its way from a file; bounds start at 0 and infinity."""

    sense: Literal["min", "max"] = "min"
    offset: float = 0.0
    columns: dict[str, int] = field(default_factory=dict)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    integer: list[bool] = field(default_factory=list)
    cost: dict[int, float] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)

    def column(self, name: str) -> int:
        """The place of the column `name`, a new one where it is not known.

        Raises:
            LimitError: There are too many.
        """
        place = self.columns.get(name)
        if place is None:
            if len(self.columns) >= LIMITS.columns:
                raise LimitError(f"More than {LIMITS.columns} columns")
            place = self.columns[name] = len(self.columns)
            self.lower.append(0.0)
            self.upper.append(math.inf)
            self.integer.append(False)
        return place

    def row(self, name: str, lower: float, upper: float) -> int:
        """The place of a new row.

        Raises:
            LimitError: There are too many.
        """
        if len(self.rows) >= LIMITS.rows:
            raise LimitError(f"More than {LIMITS.rows} rows")
        self.rows.append(name)
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        return len(self.rows) - 1

    def instance(self) -> Instance:
        """The Instance: a scalar variable for each column and a constraint for each row, named as in the file."""
        entries = sorted(self.entries)
        kept: list[tuple[int, int, float]] = []
        for entry in entries:
            if kept and kept[-1][:2] == entry[:2]:
                kept[-1] = (*entry[:2], kept[-1][2] + entry[2])
            else:
                kept.append(entry)
        kept = [entry for entry in kept if entry[2]]
        start = np.zeros(len(self.rows) + 1, dtype=np.int32)
        np.cumsum(np.bincount([row for row, _, _ in kept], minlength=len(self.rows)), out=start[1:])
        cost = np.zeros(len(self.columns))
        for column, value in self.cost.items():
            cost[column] = value
        return Instance(
            start=start,
            index=np.array([column for _, column, _ in kept], dtype=np.int32),
            value=np.array([value for _, _, value in kept], dtype=np.float64),
            row_lower=np.array(self.row_lower, dtype=np.float64),
            row_upper=np.array(self.row_upper, dtype=np.float64),
            column_lower=np.array(self.lower, dtype=np.float64),
            column_upper=np.array(self.upper, dtype=np.float64),
            cost=cost,
            integrality=np.array(self.integer, dtype=np.uint8),
            offset=self.offset,
            sense=self.sense,
            variables=_variables(self.columns),
            rows=tuple(RowBlock(name, 0, k, 1) for k, name in enumerate(self.rows)),
        )


def _variables(names: Iterable[str]) -> tuple[VariableBlock, ...]:
    return tuple(VariableBlock(name, (), (), k, ()) for k, name in enumerate(names))


def joined(pieces: Sequence[str], width: int) -> Iterable[str]:
    """`pieces` on lines of up to `width` of them."""
    for begin in range(0, len(pieces), width):
        yield " ".join(pieces[begin : begin + width])
