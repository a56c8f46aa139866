"""The tables that a problem record carries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from modelwright.datasets.records import Problem
from modelwright.errors import DataError, InputError
from modelwright.model.data import Data, Table, load_tables
from modelwright.model.data.documents import table_of_records

__all__ = ["read_tables"]


def read_tables(problem: Problem, folder: Path | None = None) -> Data | None:
    """The tables of `problem`; ``None`` when it has none.

    Args:
        problem: Its `data` is an object of tables by name (lists of records), or a list of file names.
        folder: Where the files lie.

    Raises:
        InputError: The data has another form, or a file cannot be read.
        DataError: A table of a file is ragged.
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
    try:
        table = table_of_records(name, records, f"table `{name}`")
        for column in table.columns:
            table.column(column)
    except DataError as error:
        raise InputError(error.message, code="bad-record", where=error.where, hint=error.hint) from None
    return table
