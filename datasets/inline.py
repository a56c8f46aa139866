"""The tables that a problem record carries."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from modelwright.datasets.records import Problem
from modelwright.errors import InputError
from modelwright.model.data import Column, Data, Table, load_tables
from modelwright.model.data.columns import Cells

__all__ = ["read_tables"]

_Cell = str | int | Decimal | None


def read_tables(problem: Problem, folder: Path | None = None) -> Data | None:
    """The tables of `problem`; ``None`` when it has none.

    Args:
        problem: Its `data` is an object of tables by name (lists of records), or a list of file names.
        folder: Where the files lie.

    Raises:
        InputError: The data has another form, or a file cannot be read.
        DataError: A table is ragged.
    """
    data = problem.data
    if not data:
        return None
    if isinstance(data, list) and all(isinstance(name, str) for name in data):
        return load_tables(_beside(name, folder) for name in data)
    if isinstance(data, dict):
        return Data({name: _table(name, records) for name, records in data.items()})
    raise InputError("`data` must be an object of tables, or a list of file names", code="bad-record")


def _beside(name: str, folder: Path | None) -> Path:
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise InputError(f"A data file must lie beside the problem file: {name}", code="bad-record")
    return (folder or Path()) / name


def _table(name: str, records: Any) -> Table:
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise InputError(f"Table `{name}` is not a list of records", code="bad-record")
    header = list(records[0]) if records else []
    if any(list(record) != header for record in records):
        raise InputError(f"The records of table `{name}` have different fields", code="bad-record")
    columns: dict[str, Column] = {key: Cells([_cell(name, record[key]) for record in records]) for key in header}
    return Table(name, columns, first_line=0)


def _cell(name: str, value: Any) -> _Cell:
    if isinstance(value, float):
        return Decimal(repr(value))
    if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
        return value
    raise InputError(f"Table `{name}` holds something that is no plain value", code="bad-record")
