"""What is wrong with a line of the text form: the piece, what is expected there, and what to write."""

from __future__ import annotations

import json
import re
from typing import Any

from modelwright.model.expressions.checking.hints import cut
from modelwright.model.repairs import choice_fix
from modelwright.model.templates import KINDS

__all__ = ["LineFault", "json_fault", "load_json", "unknown_kind"]


class LineFault(Exception):
    """A line cannot be read.

    Attributes:
        message: What is wrong, pieces in backticks.
        piece: The piece of the line that is wrong; ``""`` for all of it.
        hint: What to write.
        code: A key of `modelwright.model.findings.CODES`.
        start: Where `piece` begins in its line, ``None`` when it is its first occurrence.
    """

    def __init__(
        self, message: str, piece: str = "", hint: str | None = None, code: str = "bad-line", start: int | None = None
    ) -> None:
        super().__init__(message)
        self.message, self.piece, self.hint, self.code, self.start = message, piece, hint, code, start


def json_fault(text: str, where: str, error: ValueError | None = None) -> LineFault:
    """`text` should be a JSON value and is none; `where` is what stands before it in the line."""
    if re.fullmatch(r"[^\"'\[\]{}=:]+|'[^']*'", text):
        said = json.dumps(text.strip("'"), ensure_ascii=False)
        return LineFault(f"`{cut(text)}` is no JSON value: texts stand in quotes", text, f"write `{where}{said}`")
    at = f" ({error.msg} at character {error.pos})" if isinstance(error, json.JSONDecodeError) else ""
    hint = 'JSON is `"text"`, `3`, `true`, `["a", "b"]` or `{"field": "value"}`'
    return LineFault(f"`{cut(text)}` is no JSON value{at}", text, hint)


def unknown_kind(kind: str) -> LineFault:
    """The fault of a row of a kind that does not exist."""
    near = choice_fix(kind, KINDS)
    hint = f"write `{near}`" if near else f"write `algebraic`, which takes every row, or one of {', '.join(KINDS)}"
    return LineFault(f"`{kind}` is no kind of row", kind, hint, "invalid-field")


def load_json(text: str, where: str) -> Any:
    """The JSON value that `text` is.

    Raises:
        LineFault: It is none.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise json_fault(text, where, error if isinstance(error, ValueError) else None) from None
