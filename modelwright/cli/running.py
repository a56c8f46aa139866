"""Running a command: exit codes, errors without tracebacks, and one JSON object on every exit."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Sequence
from typing import TextIO

import click

from modelwright.errors import InternalError, ModelwrightError, UsageError

__all__ = ["INTERRUPTED", "run_command"]

INTERRUPTED = 130
"""Exit code after Ctrl-C."""

_BROKEN_PIPE = 141
"""Exit code when nobody reads the output any more, as the shell gives for SIGPIPE."""


def run_command(group: click.Group, args: Sequence[str] | None = None) -> int:
    """Run `group` on `args` (`sys.argv` by default); returns the exit code."""
    words = list(sys.argv[1:] if args is None else args)
    wants_json = "--json" in (words[: words.index("--")] if "--" in words else words)
    _speak_anywhere()
    try:
        code = _invoke(group, words)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except BrokenPipeError:
        _silence(sys.stdout)
        return _BROKEN_PIPE
    except (KeyboardInterrupt, click.Abort):
        error = ModelwrightError("Interrupted", code="interrupted")
        return _report(error, wants_json, INTERRUPTED)
    except ModelwrightError as error:
        return _report(error, wants_json, error.exit_code)
    except Exception as error:
        if os.environ.get("MODELWRIGHT_DEBUG"):
            raise
        fault = _as_fault(error)
        return _report(fault, wants_json, fault.exit_code)


def _invoke(group: click.Group, words: list[str]) -> int:
    try:
        with group.make_context("modelwright", words) as context:
            code = group.invoke(context)
            return code if isinstance(code, int) else 0
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.UsageError as error:
        raise _as_usage(error) from None
    except click.ClickException as error:
        raise UsageError(error.format_message()) from None


def _as_usage(error: click.UsageError) -> UsageError:
    path = error.ctx.command_path if error.ctx else "modelwright"
    if type(error).__name__ == "NoArgsIsHelpError" and error.ctx is not None:
        print(error.ctx.get_help(), file=sys.stderr, end="\n\n")
        return UsageError("No command was given")
    return UsageError(error.format_message().rstrip("."), hint=f"see `{path} --help`")


def _as_fault(error: Exception) -> ModelwrightError:
    if isinstance(error, MemoryError):
        return InternalError("The memory did not suffice", code="memory")
    if isinstance(error, OSError):
        return InternalError(f"The system refused: {error.strerror or error}", code="system", where=_place(error))
    hint = "set MODELWRIGHT_DEBUG=1 to see the traceback, and report it"
    return InternalError(f"A fault of ours: {type(error).__name__}: {str(error)[:300]}", hint=hint)


def _place(error: OSError) -> str | None:
    return None if error.filename is None else str(error.filename)


def _report(error: ModelwrightError, wants_json: bool, code: int) -> int:
    """Say `error` on standard error and, where asked for, as an object on standard output."""
    try:
        if sys.stderr is not None:
            print("Interrupted" if code == INTERRUPTED else f"Error: {error}", file=sys.stderr, flush=True)
        if wants_json:
            from modelwright.cli.output import print_json

            print_json({"status": "error", "error": error.to_json()})
            sys.stdout.flush()
    except OSError:
        _silence(sys.stdout)
        _silence(sys.stderr)
    return code


_PLAIN = {"×": "x", "–": "-", "—": "-", "−": "-", "…": "...", "≤": "<=", "≥": ">=", "·": "*", "“": '"', "”": '"'}


def _spell(error: UnicodeError) -> tuple[str, int]:
    """What to write for characters that the terminal lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_PLAIN.get(character, "?") for character in lacking), error.end


def _speak_anywhere() -> None:
    """Never fail on a character that the terminal lacks."""
    codecs.register_error("modelwright", _spell)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="modelwright")


def _silence(stream: TextIO | None) -> None:
    """Lead a broken stream to nowhere, or the interpreter would complain at its end."""
    try:
        if stream is not None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
    except (OSError, ValueError):
        return
