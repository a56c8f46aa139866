"""Renaming: an element gets another name, and everything that reads it follows."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["renamed", "words_of"]

_PLAIN = frozenset("name label unit kind form sources sense negotiable shape expect report_as key".split())
"""Fields that hold no expression and no name of another element."""

_DATA = frozenset("known bound known_sets bound_sets members column columns choice missing".split())
"""Forms of values that read nothing."""

_WORDS = re.compile(r"""(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?P<word>[A-Za-z_][A-Za-z0-9_]*)""")


def renamed(element: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """`element` (as JSON) with every mention of `old` in an expression, a quantifier or an index written `new`."""
    return {key: value if _skipped(key, value) else _in(value, old, new) for key, value in element.items()}


def words_of(element: dict[str, Any]) -> set[str]:
    """Every word in the expressions of `element`, quantifiers and functions included."""
    found: set[str] = set()
    stack: list[Any] = [value for key, value in element.items() if not _skipped(key, value)]
    while stack:
        value = stack.pop()
        if isinstance(value, str):
            found.update(match["word"] for match in _WORDS.finditer(value) if match["word"])
        elif isinstance(value, list):
            stack.extend(value)
        elif isinstance(value, dict):
            stack.extend(inner for key, inner in value.items() if not _skipped(key, inner))
    return found


def _skipped(key: str, value: Any) -> bool:
    if isinstance(value, dict):
        return value.get("form") in _DATA
    return key in _PLAIN or (key == "domain" and isinstance(value, str))


def _in(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return _WORDS.sub(lambda match: new if match["word"] == old else match[0], value)
    if isinstance(value, list):
        return [_in(item, old, new) for item in value]
    return renamed(value, old, new) if isinstance(value, dict) else value
