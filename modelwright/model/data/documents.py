"""Tables of JSON documents, and of JSON records line by line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from modelwright.errors import InputError
from modelwright.model.data.files import DataFile, Reading, check_header, check_size
from modelwright.model.data.table import Table, places_of_records
from modelwright.model.numbers import parse_decimal

__all__ = ["read", "table_of_columns", "table_of_records"]

_SHAPES = (
    "write a list of records, an object of columns (lists of one length), or an object of such tables by their names"
)


def read(file: DataFile) -> Reading:
    """The tables of a .json or .jsonl file."""
    if file.path.suffix.lower() == ".jsonl":
        return {file.stem: lambda: _lines(file)}
    document = _parsed(file, file.text(), file.where)
    if isinstance(document, list):
        return {file.stem: lambda: table_of_records(file.stem, document, file.where, digest=file.digest)}
    if isinstance(document, dict) and document:
        if all(isinstance(cells, list) and cells and not _has_records(cells) for cells in document.values()):
            return {file.stem: lambda: table_of_columns(file.stem, document, file.where, digest=file.digest)}
        if all(isinstance(content, list | dict) for content in document.values()):
            return {name: partial(_named, file, name, content) for name, content in document.items()}
    raise file.not_a("a table", "the document has another shape", hint=_SHAPES)


def _named(file: DataFile, name: str, content: Any) -> Table:
    where = f"{file.where}, table `{name}`"
    make: Callable[..., Table] = table_of_records if isinstance(content, list) else table_of_columns
    return make(name, content, where, digest=file.digest)


def _has_records(cells: Sequence[Any]) -> bool:
    return any(isinstance(cell, dict) for cell in cells)


def _lines(file: DataFile) -> Table:
    records: list[Any] = []
    lines: list[int] = []
    for number, line in enumerate(file.text().split("\n"), start=1):
        if line.strip():
            records.append(_parsed(file, line, f"{file.where}, line {number}"))
            lines.append(number)

    def place(row: int) -> str:
        return f"{file.where}, line {lines[row]}"

    return table_of_records(file.stem, records, file.where, digest=file.digest, place=place)


def _parsed(file: DataFile, text: str, where: str) -> Any:
    try:
        return json.loads(text, parse_float=parse_decimal, parse_constant=_refuse, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        line = where if ", line " in where else f"{where}, line {error.lineno}"
        raise file.not_a("a JSON document", error.msg, where=f"{line}, character {error.colno}") from None
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise file.not_a("a table in JSON", reason, where=where, hint=_SHAPES) from None


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not a number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"an object has two fields `{twice}`")
    return found


def table_of_columns(name: str, columns: Mapping[str, Any], where: str, *, digest: str = "") -> Table:
    """The table whose columns are lists by name.

    Raises:
        InputError: A column is no list, or has no name of its own.
        DataError: The columns differ in length.
    """
    for column, cells in columns.items():
        if not isinstance(cells, list):
            raise InputError(
                f"Column `{column}` of table `{name}` is no list of cells", code="bad-file", where=where, hint=_SHAPES
            )
    header = [column.strip() for column in columns]
    check_header(header, lambda _: where)
    check_size(max(map(len, columns.values())), len(header), where)
    made: dict[str, Any] = dict(zip(header, columns.values(), strict=True))
    return Table(name, made, where, digest, locate=places_of_records(where))


def table_of_records(
    name: str, records: Any, where: str, *, digest: str = "", place: Callable[[int], str] | None = None
) -> Table:
    """The table of a list of objects with the same fields.

    Args:
        name: Name of the table.
        records: What should be such a list.
        where: Place of the list, for messages.
        digest: Digest of its file.
        place: Place of a record, when that is more than its number.

    Raises:
        InputError: It is no list of objects, or they have different fields.
    """
    place = place or (lambda row: f"{where}, record {row + 1}")
    if not isinstance(records, list):
        raise InputError(f"Table `{name}` is not a list of records", code="bad-file", where=where, hint=_SHAPES)
    header = list(records[0]) if records and isinstance(records[0], dict) else []
    known = set(header)
    for k, record in enumerate(records):
        if not isinstance(record, dict):
            raise InputError(
                f"Record {k + 1} of table `{name}` is no object", code="bad-file", where=place(k), hint=_SHAPES
            )
        if record.keys() != known:
            odd = sorted(known ^ record.keys())[0]
            has = "has no field" if odd in known else "has a field more than the first:"
            raise InputError(
                f"Record {k + 1} of table `{name}` {has} `{odd}`",
                code="ragged-table",
                where=f"{place(k)}, column `{odd}`",
                hint="give every record the same fields; null is an empty cell",
            )
    stripped = [column.strip() for column in header]
    if records:
        check_header(stripped, lambda _: place(0))
    check_size(len(records), len(header), where)
    columns: dict[str, Any] = {
        column: [record[field] for record in records] for column, field in zip(stripped, header, strict=True)
    }

    def locate(row: int, column: str) -> str:
        return f"{place(row)}, column `{column}`" if row >= 0 else f"{where}, column `{column}`"

    return Table(name, columns, where, digest, locate=locate)
