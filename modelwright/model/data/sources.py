"""Tables from files: one reader for each suffix."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from modelwright.errors import InputError
from modelwright.model.data.files import DataFile, Reading
from modelwright.model.data.table import Data, Entry
from modelwright.model.data.tables import Tables

__all__ = ["SUFFIXES", "load_tables"]

_READERS = {
    ".csv": "delimited",
    ".tsv": "delimited",
    ".json": "documents",
    ".jsonl": "documents",
    ".xlsx": "excel",
    ".xls": "excel",
    ".ods": "excel",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    ".parquet": "arrow",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".duckdb": "duck",
    ".sql": "duck",
}
"""Module with a function `read` (of a `DataFile`, giving a `Reading`), by suffix."""

SUFFIXES = tuple(_READERS)
"""Suffixes of the files that hold tables."""


def load_tables(paths: Iterable[Entry]) -> Data:
    """The tables in some files.

    A file with one table names it after itself, or as the pair says; the tables of others keep the names they have
    there. They are read when they are asked for: a sheet that is no table does no harm to a Model that needs another.

    Raises:
        InputError: A file is missing or cannot be read as what its suffix says; two tables have one name.
        LimitError: A file or table is larger than the limit.
        DataError: A table is ragged.
    """
    found = Tables()
    for entry in paths:
        name, path = entry if isinstance(entry, tuple) else (None, entry)
        file = DataFile(Path(path))
        reading, alias = _reading(file)
        if name is not None:
            if len(reading) != 1:
                listed = ", ".join(f"`{table}`" for table in reading) or "none"
                raise InputError(
                    f"The file holds {len(reading)} tables and cannot be named `{name}`",
                    code="table-name",
                    where=file.where,
                    hint=f"give it without a name; its tables are {listed}",
                )
            reading, alias = {name: next(iter(reading.values()))}, None
        if len(reading) == 1:
            ((only, load),) = reading.items()
            table = replace(load(), name=only)
            reading = {only: lambda table=table: table}  # type: ignore[misc]
        for table_name, load in reading.items():
            found.add(table_name, load, file.where)
        if alias is not None:
            found.add_alias(alias, next(iter(reading)))
    return Data(found)


def _reading(file: DataFile) -> tuple[Reading, str | None]:
    """The tables of `file`, and another name for the only one, if it has one."""
    suffix = file.path.suffix.lower()
    if suffix not in _READERS:
        raise InputError(
            f"`{suffix}` is not a data format" if suffix else "The data file has no suffix that tells its format",
            code="file-format",
            where=file.where,
            hint=f"give one of {' '.join(SUFFIXES)}",
        )
    assert file.size >= 0
    reading: Reading = importlib.import_module(f"modelwright.model.data.{_READERS[suffix]}").read(file)
    if len(reading) == 1:
        ((name, load),) = reading.items()
        return {file.stem: load}, name if name != file.stem else None
    return reading, None
