"""A data file: its size, its digest, and the words of the errors that every format shares."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from modelwright.config import LIMITS
from modelwright.errors import InputError, LimitError
from modelwright.model.data.table import Table

__all__ = ["DataFile", "Reading", "check_header", "check_size", "needs"]

Reading: TypeAlias = "dict[str, Callable[[], Table]]"
"""What a file holds: for each table by name a call that reads it."""


@dataclass(frozen=True)
class DataFile:
    """A file to read tables from.

    Attributes:
        path: Where it is.
    """

    path: Path

    @property
    def where(self) -> str:
        """Its name in messages."""
        return str(self.path)

    @property
    def stem(self) -> str:
        """Name of the table when the file holds one."""
        return self.path.stem

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    @cached_property
    def size(self) -> int:
        """Bytes.

        Raises:
            InputError: There is no such file, or it may not be read.
            LimitError: It is larger than the limit.
        """
        try:
            with self.path.open("rb") as stream:
                size = stream.seek(0, 2)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise InputError(
                f"Cannot read the data file: {reason}",
                code="no-file",
                where=self.where,
                hint="give the path of a file that is there and may be read",
            ) from None
        if size > LIMITS.file_bytes:
            raise LimitError(
                f"A data file of {size} bytes; at most {LIMITS.file_bytes} are read",
                code="file-size",
                where=self.where,
                hint="leave out the rows and columns that the Model does not need",
            )
        return size

    def text(self) -> str:
        """The whole file as text.

        Raises:
            InputError: It is not UTF-8.
        """
        raw = self.path.read_bytes()
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise self.not_text(error.start) from None

    def not_text(self, byte: int) -> InputError:
        """The error for a file that is not UTF-8."""
        return InputError(
            f"The data file is not UTF-8 text (byte {byte})",
            code="not-text",
            where=self.where,
            hint="save it as UTF-8 (in a spreadsheet: “CSV UTF-8”)",
        )

    def not_a(self, what: str, reason: object, *, where: str | None = None, hint: str | None = None) -> InputError:
        """The error for a file that is not what its suffix says."""
        return InputError(
            f"Not {what}: {str(reason).strip().splitlines()[0] if str(reason).strip() else 'it cannot be read'}",
            code="bad-file",
            where=where or self.where,
            hint=hint or "check that the file is whole, and that its suffix says what it is",
        )


def check_header(names: Sequence[str], place: Callable[[int], str]) -> None:
    """Refuse a header that does not name every column once.

    Args:
        names: Names of the columns, stripped.
        place: Where the name of the k-th column is.

    Raises:
        InputError: A name is missing or comes twice.
    """
    if not names:
        raise InputError(
            "The table has no header", code="bad-header", where=place(0), hint="name the columns in the first line"
        )
    first: dict[str, int] = {}
    for k, name in enumerate(names):
        if not name:
            raise InputError(
                f"Column {k + 1} has no name",
                code="bad-header",
                where=place(k),
                hint="the header must name every column; where cells are merged, write the name in each",
            )
        if name in first:
            raise InputError(
                f"Two columns are named `{name}`: column {first[name] + 1} and column {k + 1}",
                code="bad-header",
                where=place(k),
                hint="rename one of them",
            )
        first[name] = k


def check_size(rows: int, columns: int, where: str) -> None:
    """Refuse a table of too many rows or cells.

    Raises:
        LimitError: It has.
    """
    if rows > LIMITS.table_rows or rows * columns > LIMITS.table_cells:
        raise LimitError(
            f"A table of {rows} rows and {columns} columns; at most {LIMITS.table_rows} rows and "
            f"{LIMITS.table_cells} cells are read",
            code="table-size",
            where=where,
            hint="leave out the rows and columns that the Model does not need",
        )


def needs(package: str, where: str) -> Any:
    """The module `package`, which only some sources need.

    Raises:
        InputError: It is not installed.
    """
    try:
        return importlib.import_module(package)
    except ImportError:
        raise InputError(
            f"Reading this file needs the package `{package.replace('_', '-')}`, which is not installed",
            code="missing-package",
            where=where,
            hint='pip install "modelwright[tables]"',
        ) from None
