"""Tables of comma- and tab-separated text.

Large files that need no quoting rules are split by polars where it is installed; everything else, and every error, is
the csv module's. Both read the same cells.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import islice
from typing import Any

from modelwright.config import LIMITS
from modelwright.errors import InputError, LimitError
from modelwright.model.data.columns import Cells, Column
from modelwright.model.data.files import DataFile, Reading, check_header, check_size
from modelwright.model.data.table import Locate, Table

__all__ = ["read", "read_with_csv", "read_with_polars"]

_LARGE = 1_000_000
"""Bytes from which on polars is worth its loading time."""
_BLOCK = 1 << 22
_ORDINARY = bytes(set(range(32, 256)) - set(b'"\x7f')) + b"\t"
"""Bytes that may stand in a cell that needs no quotation marks."""
_LABELS = 1 << 16
"""Distinct texts of a column that are kept once each; a column of more is one of numbers."""


def read(file: DataFile) -> Reading:
    """The table of a .csv or .tsv file."""
    return {file.stem: lambda: _read(file)}


def _read(file: DataFile) -> Table:
    if file.size >= _LARGE and find_spec("polars") is not None:
        found = read_with_polars(file)
        if found is not None:
            return found
    return read_with_csv(file)


def _separator(file: DataFile) -> str:
    return "\t" if file.path.suffix.lower() == ".tsv" else ","


@contextmanager
def _records(file: DataFile) -> Iterator[Any]:
    """The reader of the csv module over the records of `file`."""
    separator = _separator(file)
    with file.path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=separator, strict=True)
        try:
            yield reader
        except UnicodeDecodeError:
            file.text()
            raise
        except csv.Error as error:
            where = f"{file.where}, line {reader.line_num}"
            if "field limit" in str(error):
                raise LimitError(
                    f"A cell of more than {csv.field_size_limit()} characters",
                    code="cell-size",
                    where=where,
                    hint="check for a quotation mark that is never closed",
                ) from None
            kind = "a table of tab-separated text" if separator == "\t" else "a CSV table"
            hint = 'quote a cell as a whole ("…") and write a quotation mark in it twice'
            raise file.not_a(kind, error, where=where, hint=hint) from None


def _header(file: DataFile, reader: Any) -> list[str]:
    header = [name.strip() for name in next(reader, [])]
    where = f"{file.where}, line 1"
    if len(header) == 1 and any(mark in header[0] for mark in ",;\t|"):
        hint = "separate the columns by " + ("tabs" if _separator(file) == "\t" else "commas, or save the file as .tsv")
        raise InputError(
            f"The header is one column, `{header[0]}`",
            code="bad-header",
            where=where,
            hint=hint,
        )
    check_header(header, lambda _: where)
    return header


def read_with_csv(file: DataFile) -> Table:
    """The table of a file, by the csv module.

    Raises:
        InputError: It is not such a table.
        LimitError: It has too many rows, or too large a cell.
    """
    with _records(file) as reader:
        header = _header(file, reader)
        columns: list[list[str]] = [[] for _ in header]
        labels: list[dict[str, str]] = [{} for _ in header]
        most = min(LIMITS.table_rows, LIMITS.table_cells // len(header))
        for record in reader:
            if len(record) != len(header):
                if not record:
                    continue
                raise InputError(
                    f"A record of {len(record)} fields under a header of {len(header)}",
                    code="ragged-table",
                    where=f"{file.where}, line {reader.line_num}",
                    hint="give every record a field for each column; a cell with a comma in it needs quotation marks",
                )
            for cells, known, cell in zip(columns, labels, record, strict=True):
                cell = cell.strip()
                if len(known) < _LABELS:
                    cell = known.setdefault(cell, cell)
                cells.append(cell)
            if len(columns[0]) > most:
                check_size(len(columns[0]), len(header), file.where)
    wrapped: dict[str, Column] = {name: Cells(cells) for name, cells in zip(header, columns, strict=True)}
    return Table(file.stem, wrapped, file.where, file.digest, locate=_places(file))


def _places(file: DataFile) -> Locate:
    """Where records are: their lines are counted when a message asks for one."""

    def locate(row: int, column: str) -> str:
        if row < 0:
            return f"{file.where}, line 1, column `{column}`"
        try:
            with _records(file) as reader:
                next(reader)
                next(islice(filter(None, reader), row, None))
                return f"{file.where}, line {reader.line_num}, column `{column}`"
        except (OSError, StopIteration, InputError, LimitError):  # it changed in the meantime
            return f"{file.where}, record {row + 1}, column `{column}`"

    return locate


def read_with_polars(file: DataFile) -> Table | None:
    """The table of a file, by polars; ``None`` when only the csv module can tell what it says.

    Raises:
        InputError: The header does not name every column once.
        LimitError: It has too many rows.
    """
    import polars as pl

    from modelwright.model.data.frames import Polars

    separator = _separator(file)
    with _records(file) as reader:
        header = _header(file, reader)
        if reader.line_num != 1:
            return None
    rows = _plain_rows(file, separator.encode(), len(header))
    if rows is None:
        return None
    check_size(rows, len(header), file.where)
    if not rows:
        return None
    try:
        frame = pl.read_csv(
            file.path,
            has_header=False,
            skip_lines=1,
            new_columns=header,
            separator=separator,
            quote_char=None,
            infer_schema=False,
            empty_string_is_null=False,
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        return None
    if frame.shape != (rows, len(header)):
        return None
    frame = frame.select(pl.all().str.strip_chars())
    longest = frame.select(pl.max_horizontal(pl.all().str.len_bytes().max())).item()
    if longest > csv.field_size_limit():
        return None
    wrapped: dict[str, Column] = {name: Polars(frame[name]) for name in header}
    return Table(file.stem, wrapped, file.where, file.digest, locate=_places(file))


def _plain_rows(file: DataFile, separator: bytes, fields: int) -> int | None:
    """Number of records, if splitting at line ends and separators is all there is to reading them, else ``None``."""
    rows = 0
    with file.path.open("rb") as stream:
        if b"\r" in stream.readline().removesuffix(b"\r\n"):
            return None
        rest = b""
        while block := stream.read(_BLOCK):
            lines, newline, rest = (rest + block).rpartition(b"\n")
            found = _plain_lines(lines + newline, separator, fields)
            if found is None or len(rest) > _BLOCK:
                return None
            rows += found
    last = _plain_lines(rest + b"\n", separator, fields) if rest else 0
    return None if last is None else rows + last


def _plain_lines(lines: bytes, separator: bytes, fields: int) -> int | None:
    """Number of lines, if all have as many fields and no character that needs thought."""
    end = b"\r\n" if b"\r" in lines else b"\n"
    odd = lines.startswith(end) or b"\n" + end in lines or codecs.BOM_UTF8 in lines
    if odd or lines.count(b"\r\n") != lines.count(b"\r"):
        return None
    marks = lines.translate(None, _ORDINARY.replace(separator, b""))
    line = separator * (fields - 1) + end
    rows = len(marks) // len(line)
    return rows if marks == line * rows else None
