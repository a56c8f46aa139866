"""What the argument of a command means: a problem in words, a file, or standard input."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from modelwright.config import LIMITS
from modelwright.errors import InputError, LimitError, UsageError

if TYPE_CHECKING:
    from modelwright.datasets.records import Problem

__all__ = ["ProblemText", "looks_like_file", "read_problem", "read_source", "reads_stdin"]

_SUFFIXES = (".txt", ".md", ".json", ".jsonl", ".csv", ".gz")
_PACKED_SUFFIXES = (".gz", ".jsonl")
_BYTES_PER_CHARACTER = 4


@dataclass(frozen=True, slots=True)
class ProblemText:
    """A problem in words.

    Attributes:
        text: The words.
        record: The record they came from, if they came from one.
        folder: Where data files of the record lie.
    """

    text: str
    record: Problem | None = None
    folder: Path | None = None


def looks_like_file(argument: str) -> bool:
    """Whether `argument` is meant as a file: no white space, and a path separator or a known suffix."""
    if not argument or any(character.isspace() for character in argument):
        return False
    return "/" in argument or "\\" in argument or argument.lower().endswith(_SUFFIXES) or _is_table(argument)


def _is_table(argument: str) -> bool:
    """Whether the name is that of a data file that holds neither words nor problem records."""
    from modelwright.model.data.sources import SUFFIXES

    name = argument.lower()
    return name.endswith(SUFFIXES) and not name.endswith((".json", ".jsonl"))


def reads_stdin(argument: str | None) -> bool:
    """Whether the problem comes from standard input."""
    return argument is None or argument == "-"


def read_problem(argument: str | None) -> ProblemText:
    """The problem that the argument of `solve` or `formulate` stands for.

    Raises:
        UsageError: There is no problem, or it is a file for another command.
        InputError: The file is missing, or is not UTF-8 text.
        LimitError: It is too long.
    """
    if reads_stdin(argument):
        return ProblemText(_decode(_read_stdin(argument), "standard input"))
    assert argument is not None
    if not looks_like_file(argument):
        return ProblemText(_plain(argument))
    path = Path(argument)
    if _is_table(argument) and path.is_file():
        raise _not_words(path)
    raw = read_source(path, LIMITS.text_chars * _BYTES_PER_CHARACTER)
    if path.suffix.lower() in _PACKED_SUFFIXES:
        raise _not_words(path)
    text = _decode(raw, argument)
    return _from_json(text, path) if path.suffix.lower() == ".json" else ProblemText(text)


def read_source(path: Path, limit: int) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: It is missing or cannot be read.
        LimitError: It has more than `limit` bytes.
    """
    try:
        with path.open("rb") as stream:
            return _read_limited(stream, limit, str(path))
    except OSError as error:
        hint = "a problem in words needs spaces; put it in quotes" if not path.exists() else None
        raise InputError(
            f"Cannot read the file: {error.strerror}", code="no-file", where=str(path), hint=hint
        ) from None
    except ValueError as error:
        raise InputError(f"Not the name of a file: {error}", code="no-file") from None


def _read_stdin(argument: str | None) -> bytes:
    if sys.stdin is None or (argument is None and sys.stdin.isatty()):
        hint = 'modelwright solve "We make …", a file, or - for standard input'
        raise UsageError("No problem was given", code="no-problem", hint=hint)
    return _read_limited(sys.stdin.buffer, LIMITS.text_chars * _BYTES_PER_CHARACTER, "standard input")


def _read_limited(stream: BinaryIO, limit: int, where: str) -> bytes:
    raw = stream.read(limit + 1)
    if len(raw) <= limit:
        return raw
    raise LimitError(
        f"A problem text of more than {limit} bytes; at most {LIMITS.text_chars} characters are read",
        code="text-size",
        where=where,
        hint="give large tables as data files (--data)",
    )


def _decode(raw: bytes, where: str) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"Not UTF-8 text (byte {error.start})", code="not-text", where=where) from None
    return _plain(text, where)


def _plain(text: str, where: str | None = None) -> str:
    if not text.strip():
        hint = "tell what to decide, and what limits it"
        raise InputError("The problem text is empty", code="empty-text", where=where, hint=hint)
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise InputError("The problem is not text", code="not-text", where=where)
    return text


def _not_words(path: Path) -> UsageError:
    if _is_table(str(path)):
        return UsageError("A table is no problem in words", code="not-words", where=str(path), hint="give it by --data")
    hint = f"modelwright eval {path} --out DIR"
    return UsageError("A file of many problems, or packed", code="not-words", where=str(path), hint=hint)


def _from_json(text: str, path: Path) -> ProblemText:
    from modelwright.datasets.records import parse_object, read_record

    try:
        found: dict[str, Any] = parse_object(text)
        if str(found.get("format", "")).startswith("modelwright/"):
            hint = f"modelwright run {path}"
            raise UsageError("This is a Model, not a problem in words", code="not-words", where=str(path), hint=hint)
        record = read_record(found)
    except (InputError, LimitError) as error:
        error.where = error.where or str(path)
        raise
    return ProblemText(_plain(record.question, str(path)), record, path.parent)
