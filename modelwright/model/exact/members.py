"""Index sets: their members, the keys over them, and the quantifiers that run over them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import TypeAlias

from modelwright.config import LIMITS
from modelwright.errors import DataError, LimitError, ModelError, ModelwrightError
from modelwright.model import elements as el
from modelwright.model.data import Cell, Data, Table
from modelwright.model.document import Model
from modelwright.model.elements import IndexSet, Member
from modelwright.model.expressions import parse_quantifiers

__all__ = ["Binding", "Key", "Sets", "located", "member_from_cell", "show_key"]

Key: TypeAlias = tuple[Member, ...]
Binding: TypeAlias = Mapping[str, Member]

_INTEGER = re.compile(r"-?[1-9][0-9]{0,17}\Z|0\Z")


def show_key(name: str, key: Key) -> str:
    """``"x[a, 3]"``; the name alone for the empty key."""
    return f"{name}[{', '.join(map(str, key))}]" if key else name


@contextmanager
def located(where: str) -> Iterator[None]:
    """Errors that leave the block and have no place yet get `where`."""
    try:
        yield
    except ModelwrightError as error:
        if error.where is None:
            error.where = where
        raise


def _integer_from_cell(cell: Cell) -> int | None:
    if isinstance(cell, int):
        return cell
    if isinstance(cell, str):
        return int(cell) if _INTEGER.match(cell) else None
    if isinstance(cell, Decimal) and cell == cell.to_integral_value():
        return int(cell)
    return None


def member_from_cell(cell: Cell, integer: bool) -> Member | None:
    """The set member that a table cell names, ``None`` when it names none of that type."""
    if cell is None or cell == "":
        return None
    return _integer_from_cell(cell) if integer else str(cell)


def _column_members(table: Table, column: str) -> tuple[Member, ...]:
    """Distinct cells in order of appearance: integers when every cell is written as one, else strings."""
    cells = table.column(column)
    distinct = dict.fromkeys(cells)
    for empty in (None, ""):
        if empty in distinct:
            place = table.place(list(cells).index(empty), column)
            raise DataError("An empty cell is no member of a set", code="empty-cell", where=place)
    integers = [_integer_from_cell(cell) for cell in distinct]
    if all(value is not None for value in integers):
        return tuple(dict.fromkeys(value for value in integers if value is not None))
    return tuple(dict.fromkeys(str(cell) for cell in distinct))


class Sets:
    """The index sets of a Model with its Data; members are made when asked for and kept.

    Attributes:
        model: The Model.
        data: Tables beside it.
    """

    def __init__(self, model: Model, data: Data | None = None) -> None:
        self.model = model
        self.data = data or Data()
        self._members: dict[str, tuple[Member, ...]] = {}
        self._positions: dict[str, dict[Member, int]] = {}
        self._expanding: set[str] = set()

    def index_set(self, name: str) -> IndexSet:
        """The index set `name`.

        Raises:
            ModelError: There is none.
        """
        found = self.model.by_name.get(name)
        if not isinstance(found, IndexSet):
            known = ", ".join(f"`{s.name}`" for s in self.model.sets) or "none"
            raise ModelError(f"`{name}` is not an index set", code="unknown-set", hint=f"sets: {known}")
        return found

    def size(self, name: str) -> int:
        """Number of members, without making them for a range."""
        content = self.index_set(name).content
        if isinstance(content, el.Range):
            size = max(0, content.last - content.first + 1)
            if size > LIMITS.set_size:
                raise LimitError(
                    f"Set `{name}` has {size} members; at most {LIMITS.set_size} are allowed", code="set-size"
                )
            return size
        return len(self.members(name))

    def members(self, name: str) -> tuple[Member, ...]:
        """Members of the index set `name` in order.

        Raises:
            ModelError: Unknown set, a repeated member, strings among integers, a member outside `subset_of`.
            DataError: Its table or column is missing, or a cell is empty.
            LimitError: Too many members.
        """
        found = self._members.get(name)
        if found is None:
            with self.expanding(name):
                found = self._members[name] = self._make_members(self.index_set(name))
        return found

    def _make_members(self, index_set: IndexSet) -> tuple[Member, ...]:
        content, name = index_set.content, index_set.name
        if isinstance(content, el.Range):
            self.size(name)
            members: tuple[Member, ...] = tuple(range(content.first, content.last + 1))
        elif isinstance(content, el.Column):
            members = _column_members(self.data.table(content.table), content.column)
        else:
            members = content.members
        if len(members) > LIMITS.set_size:
            raise LimitError(
                f"Set `{name}` has {len(members)} members; at most {LIMITS.set_size} are allowed", code="set-size"
            )
        if len(set(members)) < len(members):
            raise ModelError(f"Set `{name}` lists a member twice", code="duplicate-name")
        if len({type(member) for member in members}) > 1:
            raise ModelError(f"Set `{name}` mixes text and integers", code="invalid-field")
        self._check_subset(index_set, members)
        return members

    def _check_subset(self, index_set: IndexSet, members: tuple[Member, ...]) -> None:
        if index_set.subset_of is None:
            return
        whole = self.positions(index_set.subset_of)
        outside = next((member for member in members if member not in whole), None)
        if outside is not None:
            raise ModelError(
                f"`{outside}` is in `{index_set.name}` but not in `{index_set.subset_of}`, which should contain it",
                code="index-range",
            )

    def positions(self, name: str) -> dict[Member, int]:
        """Position of every member of the index set `name`."""
        found = self._positions.get(name)
        if found is None:
            found = self._positions[name] = {member: k for k, member in enumerate(self.members(name))}
        return found

    def is_integer_set(self, name: str) -> bool:
        """Whether the members are integers; an empty set counts as one of strings."""
        if isinstance(self.index_set(name).content, el.Range):
            return True
        members = self.members(name)
        return bool(members) and isinstance(members[0], int)

    def check_key(self, name: str, index: tuple[str, ...], key: Key) -> None:
        """Refuse a key that is not in the product of the index sets.

        Raises:
            ModelError: Wrong number of indices, or a member that its set lacks.
        """
        if len(key) != len(index):
            raise ModelError(
                f"`{show_key(name, key)}` has {len(key)} indices; `{name}` has {len(index)}", code="index-arity"
            )
        for member, set_name in zip(key, index, strict=True):
            if member not in self.positions(set_name):
                raise self.out_of_range(name, member, set_name)

    def out_of_range(self, name: str, member: object, set_name: str) -> ModelError:
        """The error for an index that its set lacks."""
        members = self.members(set_name)
        if self.is_integer_set(set_name):
            return ModelError(
                f"`{name}` is used at {member}, which is not a member of `{set_name}` "
                f"({members[0] if members else '-'} to {members[-1] if members else '-'})",
                code="index-range",
                hint="keep such members out with a condition, for instance `for each t in "
                f"{set_name} if t > {members[0] if members else 0}`",
            )
        shown = ", ".join(f"`{m}`" for m in members[:6]) + (", …" if len(members) > 6 else "")
        return ModelError(
            f"`{name}` is used at `{member}`, which is not a member of `{set_name}`",
            code="index-range",
            hint=f"its members are {shown or 'none'}; a condition `if` keeps others out",
        )

    def plain_quantifiers(self, name: str, index: tuple[str, ...], over: str) -> tuple[str, ...]:
        """Names of the quantifiers in `over`, one for each index set, or none at all.

        Raises:
            ModelError: They do not agree with `index`, or carry a condition.
        """
        generators = parse_quantifiers(over)
        if not generators:
            return ()
        if tuple(g.set for g in generators) != index:
            raise ModelError(
                f"`{name}` is indexed by {_listed(index)}, but its quantifiers run over "
                f"{_listed(tuple(g.set for g in generators))}",
                code="index-arity",
            )
        if any(g.condition is not None for g in generators):
            raise ModelError(f"The quantifiers of `{name}` carry a condition", code="unsupported")
        return tuple(g.id for g in generators)

    @contextmanager
    def expanding(self, name: str) -> Iterator[None]:
        """Guards a derivation or definition against needing itself.

        Raises:
            ModelError: `name` is being worked out already.
        """
        if name in self._expanding:
            raise ModelError(f"`{name}` needs itself", code="cycle", hint="write one of the two without the other")
        self._expanding.add(name)
        try:
            yield
        finally:
            self._expanding.discard(name)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "nothing"
