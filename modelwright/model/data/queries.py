"""Tables that a query makes in a connection of the caller's."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import Any

from modelwright.config import LIMITS
from modelwright.model.data.columns import Column
from modelwright.model.data.files import check_header, check_size
from modelwright.model.data.table import Locate, Table, places_of_records
from modelwright.model.data.wrapping import column_or_fault

__all__ = ["run_query", "table_of_rows"]


def run_query(name: str, sql: str, connection: Any) -> Table:
    """What `Table.query` makes."""
    if type(connection).__module__.partition(".")[0].lstrip("_") == "duckdb":
        from modelwright.model.data.duck import table_of_query

        return table_of_query(name, connection.sql(sql), name)
    with closing(connection.cursor()) as cursor:
        cursor.execute(sql)
        header = [str(column[0]) for column in cursor.description]
        return table_of_rows(name, header, cursor.fetchmany(LIMITS.table_rows + 1), name)


def table_of_rows(name: str, header: list[str], records: list[tuple[Any, ...]], where: str, digest: str = "") -> Table:
    """The table of records that a database gave.

    Args:
        name: Name that the Model uses.
        header: Names of the columns.
        records: A value for each column.
        where: Its place, for messages.
        digest: Digest of its file.

    Raises:
        InputError: Two columns have one name.
        LimitError: It has too many rows.
    """
    header = [column.strip() for column in header]
    check_header(header, lambda _: where)
    check_size(len(records), len(header), where)
    locate = places_of_records(where)
    columns: dict[str, Column] = {
        column: column_or_fault([record[k] for record in records], partial(_place, locate, column))
        for k, column in enumerate(header)
    }
    return Table(name, columns, where, digest, locate=locate)


def _place(locate: Locate, column: str, row: int) -> str:
    return locate(row, column)
