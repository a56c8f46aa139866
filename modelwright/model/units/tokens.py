"""The pieces of a unit's text."""

from __future__ import annotations

import re

from modelwright.errors import InputError

__all__ = ["MAX_CHARS", "Token", "fault", "split"]

MAX_CHARS = 80
"""Characters of one unit."""

Token = tuple[str, str]
"""Kind (``number money sign power raised op minus name``) and text."""

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:,\d{3})+|\d+(?:\.\d+)?(?:/0*[1-9]\d*)?)
  | (?P<money>(?:US|CA|AU|NZ|HK|[ACRS])?\$|[€£¥₹₩₽₺¢])
  | (?P<sign>[%‰])
  | (?P<power>\*\*|\^)
  | (?P<raised>[²³])
  | (?P<op>[*·×/()]|-(?=\s*[^\W\d_]))
  | (?P<minus>-)
  | (?P<name>°?[^\W\d_²³]+\d?(?:'s)?)
  | (?P<noise>[._,])
    )""",
    re.VERBOSE,
)


def split(text: str) -> list[Token]:
    """The tokens of `text`.

    Raises:
        InputError: Code ``unknown-unit``: a sign that no unit has.
    """
    found: list[Token] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise fault(text, f"`{text[position:].strip()[:20]}` cannot be read in a unit")
        kind = str(match.lastgroup)
        if kind != "noise":
            found.append((kind, match[kind]))
        position = match.end()
    return found


def fault(text: str, message: str) -> InputError:
    """The error of a unit that cannot be read."""
    hint = 'write it like "kg", "hours per day", "$/kg" or "boxes"'
    return InputError(message, code="unknown-unit", where=text[:MAX_CHARS], hint=hint)
