"""Tables of DuckDB databases, and of one SELECT that DuckDB runs over the files beside it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from modelwright.config import LIMITS
from modelwright.errors import InputError
from modelwright.model.data.columns import Column
from modelwright.model.data.files import DataFile, Reading, check_header, check_size, needs
from modelwright.model.data.plain import refused
from modelwright.model.data.table import Table, places_of_records
from modelwright.model.data.wrapping import Refused, as_column

__all__ = ["read", "table_of_query"]

_SAFE = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",  # else a query could read variables of the program
    "threads": "2",
}
_WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
_TEXTS = {"VARCHAR", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "HUGEINT", "UHUGEINT"}


def read(file: DataFile) -> Reading:
    """The tables of a .duckdb file, or the one that the query in a .sql file makes."""
    duckdb = needs("duckdb", file.where)
    if file.path.suffix.lower() == ".sql":
        return {file.stem: lambda: _query(file, duckdb)}
    sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY table_name"
    try:
        with _opened(duckdb, file.path.absolute()) as connection:
            names = [str(name) for (name,) in connection.execute(sql).fetchall()]
    except duckdb.Error as error:
        raise file.not_a("a DuckDB database that can be read", error) from None
    if not names:
        raise file.not_a("a database with tables", "it has none")
    return {name: partial(_table, file, duckdb, name) for name in names}


def _opened(duckdb: Any, path: Path | None) -> Any:
    """A connection that can read no other file and change nothing."""
    config = _SAFE | {"memory_limit": f"{LIMITS.query_bytes >> 20}MiB"}
    connection = duckdb.connect(":memory:" if path is None else str(path), read_only=path is not None, config=config)
    if path is not None:
        _lock(connection)
    return connection


def _lock(connection: Any) -> None:
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _table(file: DataFile, duckdb: Any, name: str) -> Table:
    where = f"{file.where}, table `{name}`"
    quoted = name.replace('"', '""')
    try:
        with _opened(duckdb, file.path.absolute()) as connection:
            table = table_of_query(name, connection.sql(f'SELECT * FROM "{quoted}"'), where)
    except duckdb.Error as error:
        raise file.not_a("a table that can be read", error, where=where) from None
    return Table(name, table.columns, where, file.digest, locate=table.locate)


def _query(file: DataFile, duckdb: Any) -> Table:
    text = file.text()
    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise file.not_a("an SQL query", error, hint="write one SELECT") from None
    if len(statements) != 1 or statements[0].type.name != "SELECT":
        kinds = ", ".join(statement.type.name for statement in statements) or "nothing"
        raise InputError(
            f"A query must be one SELECT; the file holds {kinds}",
            code="not-select",
            where=file.where,
            hint="write one SELECT that makes the table",
        )
    folder = file.path.absolute().parent
    try:
        with _opened(duckdb, None) as connection:
            for beside in _files_named(text, folder):
                path, view = str(beside).replace("'", "''"), beside.name.replace('"', '""')
                source = f"read_csv('{path}', header = true)" if beside.suffix in {".csv", ".tsv"} else f"'{path}'"
                connection.execute(f'CREATE VIEW "{view}" AS SELECT * FROM {source}')
            connection.execute("SET allowed_directories = ?", [[str(folder)]])
            _lock(connection)
            table = table_of_query(file.stem, connection.sql(text), file.where)
    except duckdb.PermissionException as error:
        hint = "a query may read the files in its own folder: FROM 'costs.csv'"
        raise file.not_a("a query that may run", error, hint=hint) from None
    except duckdb.Error as error:
        raise file.not_a("a query that runs", error, hint="run it in DuckDB, in the folder of the file") from None
    return Table(file.stem, table.columns, file.where, file.digest, locate=table.locate)


def _files_named(text: str, folder: Path) -> list[Path]:
    """The data files in `folder` that a query names; DuckDB would look for them in the working directory."""
    suffixes = {".csv", ".tsv", ".json", ".jsonl", ".parquet"}
    return [path for path in sorted(folder.iterdir()) if path.suffix.lower() in suffixes and f"'{path.name}'" in text]


def table_of_query(name: str, relation: Any, where: str) -> Table:
    """The table that a DuckDB relation makes; decimals stay exact, dates become ISO text.

    Raises:
        InputError: Two columns have one name.
        LimitError: It has too many rows.
    """
    header = [column.strip() for column in relation.columns]
    check_header(header, lambda _: where)
    types = [str(kind) for kind in relation.types]
    picked = [_picked(column, kind) for column, kind in zip(relation.columns, types, strict=True)]
    found = relation.project(", ".join(picked)).limit(LIMITS.table_rows + 1).fetchnumpy()
    arrays = [found[column] for column in relation.columns]
    rows = len(arrays[0])
    check_size(rows, len(header), where)
    columns: dict[str, Column] = {}
    for column, kind, array in zip(header, types, arrays, strict=True):
        if _is_plain(kind):
            columns[column] = _column(array, f"{where}, column `{column}`")
        else:
            columns[column] = Refused(rows, refused(kind, f"{where}, column `{column}`"))
    return Table(name, columns, locate=places_of_records(where))


def _is_plain(kind: str) -> bool:
    return kind in _WHOLE or kind in _TEXTS or kind in {"DOUBLE", "FLOAT"} or kind.startswith(("DECIMAL", "ENUM"))


def _picked(column: str, kind: str) -> str:
    quoted = '"' + column.replace('"', '""') + '"'
    if kind in _WHOLE or kind in {"DOUBLE", "FLOAT"}:
        return quoted
    return f"CAST({quoted} AS VARCHAR) AS {quoted}" if _is_plain(kind) else f"NULL AS {quoted}"


def _column(array: Any, where: str) -> Column:
    if hasattr(array, "mask"):
        array = array.tolist()  # None where the mask is
    return as_column(array, where)
