"""Reading a file of problems, line by line; a broken line is reported and the rest is read."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from modelwright.config import LIMITS
from modelwright.datasets.formats import find_format
from modelwright.datasets.records import Problem, parse_object
from modelwright.errors import InputError, LimitError, ModelwrightError

__all__ = ["LINE_BYTES", "Dataset", "DroppedLine", "read_dataset"]

LINE_BYTES = 8 * 1024 * 1024
"""Bytes that one line of a problem file may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedLine:
    """A line that holds no usable problem.

    Attributes:
        file: Where it stands.
        line: Its number, from 1.
        code: Stable word for what is wrong.
        message: What is wrong.
    """

    file: str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"

    def to_json(self) -> dict[str, Any]:
        """A plain object."""
        return {"file": self.file, "line": self.line, "code": self.code, "message": self.message}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Problems in the order of their files.

    Attributes:
        name: What it is called in reports.
        paths: The files that were read.
        problems: The usable ones.
        dropped: The lines that were not used, and why.
        sha256: Of the bytes of all files, in order, before decompression.
    """

    name: str
    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]
    dropped: tuple[DroppedLine, ...]
    sha256: str


def read_dataset(paths: Iterable[Path], *, name: str = "", format_name: str = "records") -> Dataset:
    """The problems of JSONL files (gzip by suffix ``.gz``).

    Args:
        paths: Files, read in this order.
        name: What to call it; the name of the first file otherwise.
        format_name: Name of a format of `modelwright.datasets.formats`.

    Raises:
        InputError: A file cannot be read, or holds no usable problem at all.
        LimitError: A file is larger than the limit.
    """
    files = tuple(paths)
    convert = find_format(format_name)
    digest = hashlib.sha256()
    problems: dict[str, Problem] = {}
    dropped: list[DroppedLine] = []
    for path in files:
        raw = _read_bytes(path)
        digest.update(raw)
        _read_lines(path, _decompress(path, raw), convert, problems, dropped)
    if not problems:
        raise _nothing_usable(files, dropped)
    title = name or (files[0].name if files else "")
    return Dataset(
        name=title,
        paths=files,
        problems=tuple(problems.values()),
        dropped=tuple(dropped),
        sha256=digest.hexdigest(),
    )


def _nothing_usable(files: tuple[Path, ...], dropped: list[DroppedLine]) -> InputError:
    first = dropped[0] if dropped else None
    return InputError(
        f"No usable problem in the file ({len(dropped)} broken lines)" if first else "The problem file is empty",
        code="no-problems",
        where=f"{first.file}:{first.line}, {first.message}" if first else ", ".join(map(str, files)) or None,
        hint='a line holds {"id": …, "question": …} and, if known, "answer"',
    )


def _read_lines(
    path: Path,
    raw: bytes,
    convert: Callable[[Mapping[str, Any]], Problem],
    problems: dict[str, Problem],
    dropped: list[DroppedLine],
) -> None:
    for number, line in enumerate(io.BytesIO(raw), start=1):
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        try:
            problem = _read_line(line, convert)
            if problem.id in problems:
                raise InputError(f"The id `{problem.id}` was used before", code="duplicate-id")
            problems[problem.id] = problem
        except ModelwrightError as error:
            dropped.append(DroppedLine(file=str(path), line=number, code=error.code, message=error.message))


def _read_line(line: bytes, convert: Callable[[Mapping[str, Any]], Problem]) -> Problem:
    if len(line) > LINE_BYTES:
        raise LimitError(f"A line of {len(line)} bytes; at most {LINE_BYTES} are read", code="line-size")
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"Not UTF-8 text (byte {error.start} of the line)", code="not-text") from None
    return convert(parse_object(text))


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size <= LIMITS.file_bytes:
            return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"Cannot read the problem file: {error.strerror or error}", code="no-file", where=str(path)
        ) from None
    raise LimitError(
        f"A problem file of {size} bytes; at most {LIMITS.file_bytes} are read", code="file-size", where=str(path)
    )


def _decompress(path: Path, raw: bytes) -> bytes:
    if path.suffix.lower() != ".gz":
        return raw
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
            text = stream.read(LIMITS.file_bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"Not a gzip file: {error}", code="not-gzip", where=str(path)) from None
    if len(text) > LIMITS.file_bytes:
        raise LimitError(f"More than {LIMITS.file_bytes} bytes after unpacking", code="file-size", where=str(path))
    return text
