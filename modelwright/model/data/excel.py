"""Tables of workbooks: every sheet is one."""

from __future__ import annotations

import re
import zipfile
from functools import partial
from typing import Any

from modelwright.config import LIMITS
from modelwright.errors import LimitError
from modelwright.model.data.columns import Column, cell_of_float
from modelwright.model.data.files import DataFile, Reading, check_header, check_size, needs
from modelwright.model.data.table import Table
from modelwright.model.data.wrapping import column_or_fault

__all__ = ["read"]

_DEFAULT_NAME = re.compile(
    r"(?:sheet|tabelle|feuil|hoja|foglio|blad|ark|planilha|arkusz|munka|лист) ?\d*\Z", re.IGNORECASE
)
"""Names that spreadsheet programs give to a sheet when nobody does."""

_OLD = b"\xd0\xcf\x11\xe0"
"""How files of the container that older formats and locked workbooks use begin."""


def read(file: DataFile) -> Reading:
    """The sheets of a workbook that are not blank."""
    calamine = needs("python_calamine", file.where)
    _check_unpacked(file)
    locked = "it is locked by a password, or of an older format"
    with file.path.open("rb") as stream:
        if stream.read(4) == _OLD and file.path.suffix.lower() != ".xls":
            raise file.not_a("a workbook that can be read", locked, hint="save it as .xlsx without a password")
    try:
        book = calamine.load_workbook(str(file.path))
        sheets = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
    except calamine.PasswordError:
        raise file.not_a("a workbook that can be read", locked, hint="save it without a password") from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise file.not_a("a workbook", error) from None
    filled = {name.strip(): sheet for name, sheet in sheets.items() if sheet.end is not None}
    if not filled:
        raise file.not_a("a table", "every sheet is blank", hint="name the columns in the first row of a sheet")
    if len(filled) == 1 and _DEFAULT_NAME.match(next(iter(filled))):
        filled = {file.stem: next(iter(filled.values()))}
    return {name: partial(_table, file, name, sheet) for name, sheet in filled.items()}


def _check_unpacked(file: DataFile) -> None:
    """Refuse a file that would fill the memory when it is unpacked."""
    if not zipfile.is_zipfile(file.path):
        return
    try:
        with zipfile.ZipFile(file.path) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile as error:
        raise file.not_a("a workbook", error) from None
    if size > LIMITS.unpacked_bytes:
        raise LimitError(
            f"A workbook of {size} bytes when unpacked; at most {LIMITS.unpacked_bytes} are read",
            code="file-size",
            where=file.where,
            hint="save the sheets that the Model needs as CSV",
        )


def _table(file: DataFile, name: str, sheet: Any) -> Table:
    where = f'{file.where}, sheet "{sheet.name}"'
    check_size(sheet.end[0] + 1, sheet.end[1] + 1, where)
    rows: list[list[Any]] = [[_trimmed(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    lines = [k for k, row in enumerate(rows) if any(cell != "" for cell in row)]
    if not lines:
        check_header([], lambda _: where)
    top, records = rows[lines[0]], [rows[k] for k in lines[1:]]
    used = [k for k in range(len(top)) if top[k] != "" or any(row[k] != "" for row in records)]
    header = [str(top[k]) for k in used]
    check_header(header, lambda k: f"{where}, row {lines[0] + 1} ({_letters(used[k])}{lines[0] + 1})")
    place = dict(zip(header, used, strict=True))

    def locate(row: int, column: str) -> str:
        line = lines[row + 1] + 1
        return f'{where}, row {line}, column "{column}" ({_letters(place[column])}{line})'

    columns: dict[str, Column] = {
        column: column_or_fault([row[k] for row in records], lambda row, column=column: locate(row, column))  # type: ignore[misc]
        for column, k in place.items()
    }
    return Table(name, columns, where, file.digest, locate=locate)


def _trimmed(cell: Any) -> Any:
    """A cell as the person at the sheet sees it."""
    if isinstance(cell, str):
        return cell.strip()
    return cell_of_float(cell) if isinstance(cell, float) else cell


def _letters(column: int) -> str:
    """The name of a column of a sheet: A to Z, AA, AB, …"""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
