"""Data beside the Model: tables read from files, column by column, kept as written."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from modelwright.config import LIMITS
from modelwright.errors import InputError, LimitError
from modelwright.model.data.columns import Cells, Column
from modelwright.model.data.table import Data, Table
from modelwright.model.numbers import parse_decimal

__all__ = ["load_tables"]


def load_tables(paths: Iterable[str | Path | tuple[str, str | Path]]) -> Data:
    """The tables of CSV and JSON files, named after the files, or as the pair with a file says.

    A CSV file has a header line. A JSON file holds a list of records, or an object of such lists by table name.

    Raises:
        InputError: A file is missing or cannot be read as what its suffix says.
        LimitError: A file is larger than the limit.
    """
    tables: dict[str, Table] = {}
    for entry in paths:
        name, path = entry if isinstance(entry, tuple) else (None, entry)
        for table in _read(Path(path)):
            table = replace(table, name=name) if name else table
            if table.name in tables:
                raise InputError(
                    f"Two tables are named `{table.name}`",
                    where=f"{tables[table.name].origin} and {table.origin}",
                    hint="rename one of the files",
                )
            tables[table.name] = table
    return Data(tables)


def _read(path: Path) -> list[Table]:
    try:
        size = path.stat().st_size
        if size > LIMITS.file_bytes:
            raise LimitError(
                f"A data file of {size} bytes; at most {LIMITS.file_bytes} are read", code="file-size", where=str(path)
            )
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"Cannot read the data file: {error.strerror}", code="no-file", where=str(path)) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"The data file is not UTF-8 text (byte {error.start})", code="not-text", where=str(path)
        ) from None
    digest = hashlib.sha256(raw).hexdigest()
    if path.suffix.lower() == ".csv":
        return [_read_csv(path, text, digest)]
    if path.suffix.lower() == ".json":
        return _read_json(path, text, digest)
    raise InputError(f"`{path.suffix}` is not a data format", where=str(path), hint="give a .csv or .json file")


def _read_csv(path: Path, text: str, digest: str) -> Table:
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if not header or len(set(header)) != len(header) or "" in header:
            raise InputError(
                "The first line of the table must name every column once", code="bad-header", where=f"{path}, line 1"
            )
        records: list[list[str]] = []
        for record in reader:
            if not record:
                continue
            if len(record) != len(header):
                raise InputError(
                    f"A record of {len(record)} fields under a header of {len(header)}",
                    code="ragged-table",
                    where=f"{path}, line {reader.line_num}",
                )
            records.append(record)
    except csv.Error as error:
        raise InputError(f"Not a CSV table: {error}", where=f"{path}, line {reader.line_num}") from None
    columns: dict[str, Column] = {
        name: Cells([record[k].strip() for record in records]) for k, name in enumerate(header)
    }
    return Table(path.stem, columns, str(path), digest)


def _read_json(path: Path, text: str, digest: str) -> list[Table]:
    try:
        document: Any = json.loads(text, parse_float=parse_decimal, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise InputError(f"Not a JSON document: {error}", where=str(path)) from None
    named = document if isinstance(document, dict) else {path.stem: document}
    return [_records(name, records, path, digest) for name, records in named.items()]


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not a number")


def _records(name: str, records: Any, path: Path, digest: str) -> Table:
    if not isinstance(records, list) or not all(isinstance(r, dict) for r in records):
        raise InputError(f"Table `{name}` is not a list of records", where=str(path))
    header = list(records[0]) if records else []
    columns: dict[str, Any] = {column: [] for column in header}
    for k, record in enumerate(records):
        if set(record) != set(header):
            raise InputError(
                f"Record {k} of table `{name}` has other fields than the first", code="ragged-table", where=str(path)
            )
        for column in header:
            cell = record[column]
            if isinstance(cell, bool) or not isinstance(cell, str | int | Decimal | None):
                raise InputError(f"Field `{column}` of record {k} of table `{name}` is no plain value", where=str(path))
            columns[column].append(cell)
    return Table(name, columns, str(path), digest, first_line=0)
