"""Names for LP and MPS files: letters, digits, ``_``, ``.`` and ``~`` alone, and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from modelwright.model.exact import Key, atoms
from modelwright.solvers.instance import Instance, VariableBlock

__all__ = ["MOST_CHARS", "column_names", "demangle", "mangle", "row_names"]

MOST_CHARS = 255
"""Characters of a name; readers of LP files take no more."""

_WORDS = frozenset(
    "free inf infinity st subject such max maximise maximize maximum min minimise minimize minimum bound bounds "
    "general generals gen integer integers int binary binaries bin end semi semis sos sos1 sos2 sec semicontinuous "
    "obj".split()
)
_PLAIN = re.compile(r"[A-Za-z0-9_]+\Z")
_ODD = re.compile(r"[^A-Za-z0-9_]")
_ESCAPE = re.compile(r"~([0-9a-f]{1,6})~")


def _escaped(match: re.Match[str]) -> str:
    return f"~{ord(match[0]):x}~"


def _part(text: str) -> str:
    return text if _PLAIN.match(text) else _ODD.sub(_escaped, text)


def mangle(name: str, key: Key = ()) -> str:
    """The name of an element at a key: parts joined by ``.``, other characters as ``~code point in hex~``.

    The first letter is written so, too, where a reader would see a number (``e5``) or a word of the format (``free``).

    >>> mangle("x", ("São", 3)), mangle("free"), mangle("x", (("a", -1),))
    ('x.S~e3~o.3', '~66~ree', 'x.a.~2d~1')
    """
    return ".".join((_head(name, bool(key)), *(_part(str(part)) for part in atoms(key))))


def _head(name: str, followed: bool) -> str:
    found = _part(name)
    if found[:1] in tuple("eE0123456789") or (not followed and found.lower() in _WORDS):
        return f"~{ord(found[0]):x}~{found[1:]}"
    return found


def demangle(name: str) -> tuple[str, tuple[str, ...]]:
    """The element and the texts of its key that `mangle` made `name` of.

    >>> demangle("x.S~e3~o.3")
    ('x', ('São', '3'))
    """
    first, *key = (_ESCAPE.sub(lambda match: chr(int(match[1], 16)), part) for part in name.split("."))
    return first, tuple(key)


def column_names(instance: Instance) -> list[str]:
    """A name for each column."""
    found: list[str] = []
    for block in instance.variables:
        found.extend(_names(block))
    return _short(found, "c")


def row_names(instance: Instance) -> list[str]:
    """A name for each row; later rows of a name that several have get ``.~row`` and a number."""
    found: list[str] = []
    for block in instance.rows:
        found.extend(mangle(block.name, block.key(offset)) for offset in range(block.count))
    found.extend(f"~72~ow.{k}" for k in range(len(found), instance.num_rows))
    seen: dict[str, int] = {}
    for k, name in enumerate(found):
        count = seen.get(name, 0)
        seen[name] = count + 1
        if count:
            found[k] = f"{name}.~~{count + 1}"
    return _short(found, "r")


def _names(block: VariableBlock) -> Iterator[str]:
    axes = [[".".join(_part(str(part)) for part in atoms((member,))) for member in axis] for axis in block.members]
    return map(".".join, product((_head(block.name, bool(axes)),), *axes))


def _short(names: list[str], kind: str) -> list[str]:
    if not names or max(map(len, names)) <= MOST_CHARS:
        return names
    return [n if len(n) <= MOST_CHARS else f"{n[: MOST_CHARS - 20]}~~{kind}{k}" for k, n in enumerate(names)]
