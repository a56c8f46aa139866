"""Members of index sets: the keys made of them, what quantifiers stand for, and members written in table cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from modelwright.errors import ModelwrightError
from modelwright.model.data import Cell
from modelwright.model.elements import Member

__all__ = [
    "Atom",
    "Binding",
    "Key",
    "Scope",
    "Source",
    "atoms",
    "integer_from_cell",
    "located",
    "member_from_cell",
    "show_key",
    "show_member",
]

Atom: TypeAlias = str | int
Key: TypeAlias = tuple[Member, ...]
"""One member for each index set."""
Binding: TypeAlias = Mapping[str, Member]
"""What quantifiers stand for. A `Scope` also knows their sets, which `prev`, `next` and `ord` need."""
Source: TypeAlias = tuple[str, Key]
"""An index set with the empty key, or a set-valued parameter and the key of one of its sets."""

_INTEGER = re.compile(r"-?[1-9][0-9]{0,17}\Z|0\Z")


class Scope(dict[str, Member]):
    """A binding that knows the index sets of its quantifiers.

    Attributes:
        sets: Index set by quantifier; one over a set-valued parameter has the set that its members are of, and a part
            of a tuple the set that `of` names, if any.
    """

    __slots__ = ("sets",)

    def __init__(self, binding: Binding = {}, sets: Mapping[str, str] | None = None) -> None:  # noqa: B006
        super().__init__(binding)
        if sets is None:
            sets = binding.sets if isinstance(binding, Scope) else {}
        self.sets: Mapping[str, str] = sets


def atoms(members: Iterable[Member]) -> tuple[Atom, ...]:
    """`members` with every tuple spliced in."""
    flat: list[Atom] = []
    for member in members:
        if isinstance(member, tuple):
            flat.extend(member)
        else:
            flat.append(member)
    return tuple(flat)


def show_member(member: object) -> str:
    """``"a"``, ``"3"``, ``"(a, 3)"``."""
    return f"({', '.join(map(str, member))})" if isinstance(member, tuple) else str(member)


def show_key(name: str, key: Key) -> str:
    """``"x[a, 3]"``, as an expression writes it, tuples spliced in; the name alone for the empty key."""
    return f"{name}[{', '.join(map(str, atoms(key)))}]" if key else name


class Located:
    """A block; errors that leave it and have no place yet get its own. (A generator would take four times as long.)"""

    __slots__ = ("where",)

    def __init__(self, where: str) -> None:
        self.where = where

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ModelwrightError) and error.where is None:
            error.where = self.where


def located(where: str) -> Located:
    """A block at `where`."""
    return Located(where)


def integer_from_cell(cell: Cell) -> int | None:
    """The integer that a table cell names, ``None`` when it names none."""
    if isinstance(cell, int):
        return cell
    if isinstance(cell, str):
        return int(cell) if _INTEGER.match(cell) else None
    if isinstance(cell, Decimal) and cell == cell.to_integral_value():
        return int(cell)
    return None


def member_from_cell(cell: Cell, integer: bool) -> Atom | None:
    """The text or integer that a table cell names, ``None`` when it names none of that type."""
    if cell is None or cell == "":
        return None
    return integer_from_cell(cell) if integer else str(cell)
