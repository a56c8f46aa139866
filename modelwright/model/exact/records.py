"""Key columns of tables as members of index sets, a column at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from modelwright.errors import DataError
from modelwright.model.data import Column, Table
from modelwright.model.data.columns import by_first_appearance
from modelwright.model.elements import Member
from modelwright.model.exact.members import Atom, atoms, integer_from_cell, member_from_cell

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Positions = npt.NDArray[np.intp]

__all__ = ["distinct_members", "distinct_tuples", "places_of_levels", "places_of_tuples", "same_type"]

_MOST_COMBINATIONS = 2**62


def same_type(column: Column) -> bool:
    """Whether the cells are all texts or all numbers, so that different cells are different members."""
    kinds = column.kinds()
    return str not in kinds or len(kinds) == 1


def distinct_members(table: Table, name: str, integer: bool | None = None) -> tuple[Atom, ...]:
    """The distinct cells of a column as members: integers when every cell is written as one, else texts.

    Args:
        table: Where they are.
        name: Name of the column.
        integer: Whether the members are integers, where that is known; a cell that is none then stays a text.

    Raises:
        DataError: There is no such column, or a cell is empty.
    """
    return tuple(dict.fromkeys(_level_atoms(table, name, integer)))


def distinct_tuples(
    table: Table, names: Sequence[str], integers: Sequence[bool | None]
) -> tuple[tuple[Member, ...], Positions]:
    """The distinct tuples in some columns, and the position of each record's tuple among them.

    Raises:
        DataError: There is no such column, or a cell is empty.
    """
    import numpy as np

    levels = [_level_atoms(table, name, integer) for name, integer in zip(names, integers, strict=True)]
    columns = [table.column(name) for name in names]
    raw = _combined([column.factorised().codes for column in columns], [max(1, len(found)) for found in levels])
    if raw is None:
        listed = list(zip(*columns, strict=True))
        places = {key: k for k, key in enumerate(dict.fromkeys(listed))}
        raw = np.fromiter(map(places.__getitem__, listed), np.intp, len(listed))
    _, first, inverse = np.unique(raw, return_index=True, return_inverse=True)
    codes, kept = by_first_appearance(inverse, len(first))
    rows = first[kept]
    parts = (
        map(found.__getitem__, column.factorised().codes[rows].tolist())
        for found, column in zip(levels, columns, strict=True)
    )
    found = tuple(zip(*parts, strict=True))
    members = tuple(dict.fromkeys(found))
    if len(members) < len(found):  # one member written in two ways
        position = {member: k for k, member in enumerate(members)}
        codes = np.fromiter(map(position.__getitem__, found), np.intp, len(found))[codes]
    return members, codes


def _level_atoms(table: Table, name: str, integer: bool | None) -> list[Atom]:
    column = table.column(name)
    empty = column.first_empty()
    if empty is not None:
        raise DataError(
            "An empty cell is no member of a set",
            code="empty-cell",
            where=table.place(empty, name),
            hint="fill it, or take the record out",
        )
    levels = column.levels()
    integers = list(map(integer_from_cell, levels))
    if integer is None:
        integer = None not in integers
    if not integer:
        return list(map(str, levels))
    return [str(cell) if value is None else value for cell, value in zip(levels, integers, strict=True)]


def places_of_levels(column: Column, positions: Mapping[Member, int]) -> Positions | None:
    """Position of each level of `column` in a set; ``None`` when it lacks one."""
    return _looked_up(column, positions, isinstance(next(iter(positions), ""), int))


def places_of_tuples(columns: Sequence[Column], members: Sequence[Member]) -> Positions | None:
    """Position of each record's tuple among `members`, all of the same width; ``None`` when one is not among them."""
    import numpy as np

    given: list[Positions] = []
    wanted: list[Positions] = []
    counts: list[int] = []
    parts = list(zip(*(atoms((member,)) for member in members), strict=True))
    if len(parts) != len(columns):
        return None
    for part, column in zip(parts, columns, strict=True):
        ids: dict[Member, int] = {atom: k for k, atom in enumerate(dict.fromkeys(part))}
        found = _looked_up(column, ids, isinstance(part[0], int))
        if found is None or column.first_empty() is not None:
            return None
        given.append(found[column.factorised().codes])
        wanted.append(np.fromiter(map(ids.__getitem__, part), np.intp, len(part)))
        counts.append(len(ids))
    have, need = _combined(given, counts), _combined(wanted, counts)
    if have is None or need is None:
        return None
    order = np.argsort(need, kind="stable")
    found = order[np.minimum(np.searchsorted(need, have, sorter=order), len(need) - 1)]
    return found if np.array_equal(need[found], have) else None


def _looked_up(column: Column, positions: Mapping[Member, int], integer: bool) -> Positions | None:
    import numpy as np

    levels = column.levels()
    found = np.fromiter(
        (positions.get(member_from_cell(cell, integer), -1) for cell in levels),  # type: ignore[arg-type]
        np.intp,
        len(levels),
    )
    return found if not len(found) or found.min() >= 0 else None


def _combined(codes: Sequence[Positions], counts: Sequence[int]) -> Positions | None:
    """Codes of several columns as one, row-major; ``None`` when that would not fit."""
    flat, total = codes[0], counts[0]
    for code, count in zip(codes[1:], counts[1:], strict=True):
        total *= count
        if total > _MOST_COMBINATIONS:
            return None
        flat = flat * count + code
    return flat
