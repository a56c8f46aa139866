"""Tables and views of SQLite databases, opened for reading only."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from typing import Any
from urllib.parse import quote

from modelwright.config import LIMITS
from modelwright.errors import InputError
from modelwright.model.data.files import DataFile, Reading
from modelwright.model.data.queries import table_of_rows
from modelwright.model.data.table import Table

__all__ = ["read"]


def read(file: DataFile) -> Reading:
    """The tables and views of a database."""
    unsaved = file.path.with_name(f"{file.path.name}-wal")
    if unsaved.exists() and unsaved.stat().st_size:
        raise InputError(
            "The database has changes that are not in its file yet",
            code="file-in-use",
            where=file.where,
            hint="close the program that writes it",
        )
    sql = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    names = [str(name) for (name,) in _fetched(file, f"{sql} ORDER BY rowid", file.where)[1]]
    if not names:
        raise file.not_a("a database with tables", "it has none")
    return {name: partial(_table, file, name) for name in names}


def _fetched(file: DataFile, sql: str, where: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Names of the columns, and the records."""
    uri = f"file:{quote(str(file.path.absolute()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description]
            return names, cursor.fetchmany(LIMITS.table_rows + 1)
    except (sqlite3.Error, OverflowError) as error:
        raise file.not_a("an SQLite database that can be read", error, where=where) from None


def _table(file: DataFile, name: str) -> Table:
    where = f"{file.where}, table `{name}`"
    quoted = name.replace('"', '""')
    names, records = _fetched(file, f'SELECT * FROM "{quoted}"', where)
    return table_of_rows(name, names, records, where, file.digest)
