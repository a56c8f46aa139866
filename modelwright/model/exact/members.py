"""Members of index sets: the keys made of them, what quantifiers stand for, and members written in table cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from modelwright.errors import DataError, ModelwrightError
from modelwright.model.data import Cell, Table
from modelwright.model.elements import Member

__all__ = [
    "Atom",
    "Binding",
    "Key",
    "Scope",
    "Source",
    "atoms",
    "column_atoms",
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


def _integer_from_cell(cell: Cell) -> int | None:
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
    return _integer_from_cell(cell) if integer else str(cell)


def column_atoms(table: Table, column: str, integer: bool | None = None) -> Sequence[Atom]:
    """The cells of `column` as members: integers when every cell is written as one, else texts.

    Args:
        table: Where they are.
        column: Its name.
        integer: Whether the members are integers, where that is known; a cell that is none then stays a text.

    Raises:
        DataError: There is no such column, or a cell is empty.
    """
    cells = table.column(column)
    distinct = dict.fromkeys(cells)
    for empty in (None, ""):
        if empty in distinct:
            place = table.place(list(cells).index(empty), column)
            raise DataError("An empty cell is no member of a set", code="empty-cell", where=place)
    integers = {cell: _integer_from_cell(cell) for cell in distinct}
    if integer is None:
        integer = all(value is not None for value in integers.values())
    if not integer:
        return [str(cell) for cell in cells]
    found = {cell: str(cell) if value is None else value for cell, value in integers.items()}
    return [found[cell] for cell in cells]
