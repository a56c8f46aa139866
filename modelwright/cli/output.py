"""Standard output is data; files are written in one step."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from modelwright.errors import InputError, UsageError

__all__ = ["check_out", "print_json", "print_text", "say", "write_out"]


def say(text: str) -> None:
    """A line for the person at the terminal."""
    if sys.stderr is not None:
        print(text, file=sys.stderr, flush=True)


def print_text(text: str) -> None:
    """Data, ending in one newline."""
    if sys.stdout is not None:
        sys.stdout.write(text.rstrip("\n") + "\n")


def print_json(document: Mapping[str, Any]) -> None:
    """One object, in ASCII where the output is not UTF-8."""
    import json

    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("_", "-")
    print_text(json.dumps(document, indent=2, ensure_ascii=encoding not in ("utf-8", "utf8"), allow_nan=False))


def check_out(out: Path | None, suffixes: tuple[str, ...]) -> None:
    """Refuse an output file that could not be written, before the work is done.

    Raises:
        UsageError: Its suffix is not one of `suffixes`.
        InputError: Its folder does not exist, or it is a folder.
    """
    if out is None:
        return
    if out.suffix.lower() not in suffixes:
        said = f"`{out.suffix}`" if out.suffix else "A name without a suffix"
        raise UsageError(f"{said} is no output format", code="unknown-format", hint=f"use {', '.join(suffixes)}")
    if not out.parent.is_dir():
        raise InputError("The folder of the output file does not exist", code="no-folder", where=str(out.parent))
    if out.is_dir():
        raise InputError("The output file is a folder", code="no-file", where=str(out))


def write_out(out: Path | None, texts: Mapping[str, Callable[[], str]]) -> None:
    """Write the text that belongs to the suffix of `out`, if there is an `out`.

    Raises:
        InputError: The system refuses.
    """
    if out is None:
        return
    from modelwright.evals.files import write_atomic

    try:
        write_atomic(out, texts[out.suffix.lower()]())
    except OSError as error:
        raise InputError(f"Cannot write the file: {error.strerror}", code="no-file", where=str(out)) from None
    say(f"Written: {out}")
