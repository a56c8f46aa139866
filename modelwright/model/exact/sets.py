"""Index sets: members when asked for, from wherever they come."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from modelwright.config import LIMITS
from modelwright.errors import LimitError, ModelError
from modelwright.model import elements as el
from modelwright.model.data import Column, Data, Table
from modelwright.model.document import Model
from modelwright.model.elements import IndexSet, Member
from modelwright.model.exact.members import (
    Binding,
    Scope,
    Source,
    atoms,
    show_member,
)
from modelwright.model.exact.records import (
    distinct_members,
    distinct_tuples,
    places_of_levels,
    places_of_tuples,
    same_type,
)
from modelwright.model.exact.tables import TableViews
from modelwright.model.expressions import Generator, Node, parse_expression, parse_quantifiers
from modelwright.model.expressions.nodes import Name, Tuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Sets"]


class Sets(ABC):
    """The index sets of a Model with its Data; members are made when asked for and kept.

    Attributes:
        model: The Model.
        data: Tables beside it.
    """

    def __init__(self, model: Model, data: Data | None = None) -> None:
        self.model = model
        self.data = data or Data()
        self._views = TableViews(model, self.data)
        self._members: dict[str, tuple[Member, ...]] = {}
        self._positions: dict[Source, dict[Member, int]] = {}
        self._own_columns: dict[str, Column | None] = {}
        self._own_codes: dict[str, tuple[tuple[Column, ...], npt.NDArray[np.intp]]] = {}
        self._widths: dict[str, int] = {}
        self._ends: dict[str, tuple[int, int]] = {}
        self._expanding: set[str] = set()

    @abstractmethod
    def number(self, node: Node, binding: Binding) -> Fraction:
        """The value of a data expression."""

    @abstractmethod
    def member(self, node: Node, binding: Binding) -> Member:
        """The member that an expression names."""

    @abstractmethod
    def bindings(self, generators: tuple[Generator, ...], binding: Binding) -> Iterator[Scope]:
        """Every binding of the quantifiers whose conditions hold."""

    # ---- index sets

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

    def range_ends(self, name: str) -> tuple[int, int]:
        """First and last integer of a set whose content is a Range.

        Raises:
            ModelError: An end is no whole number, or contains a decision.
        """
        found = self._ends.get(name)
        if found is None:
            content = self.index_set(name).content
            assert isinstance(content, el.Range)
            with self.expanding(name):
                found = self._ends[name] = (self._end(name, content.first), self._end(name, content.last))
        return found

    def _end(self, name: str, end: int | str) -> int:
        if isinstance(end, int):
            return end
        value = self.number(parse_expression(end), {})
        if value.denominator != 1:
            raise ModelError(
                f"Set `{name}` ends at `{end}`, which is {value} and not a whole number",
                code="invalid-number",
                hint=f"write `floor({end})` or `ceil({end})`",
            )
        return value.numerator

    def size(self, name: str) -> int:
        """Number of members, without making them for a range or the distinct cells of a column."""
        if isinstance(self.index_set(name).content, el.Range):
            first, last = self.range_ends(name)
            return _within_limit(name, max(0, last - first + 1))
        own = None if name in self._members else self._own_column(name)
        return len(self.members(name)) if own is None else _within_limit(name, len(own.levels()))

    def members(self, name: str) -> tuple[Member, ...]:
        """Members of the index set `name` in order.

        Raises:
            ModelError: Unknown set, a repeated member, members of different types, a member outside `subset_of`, a part
                of a tuple outside `of`, a set that needs itself.
            DataError: Its table or column is missing, or a cell is empty.
            LimitError: Too many members.
        """
        found = self._members.get(name)
        if found is None:
            index_set = self.index_set(name)
            members = self._range(name) if isinstance(index_set.content, el.Range) else None
            with self.expanding(name):
                members = self._made(index_set) if members is None else members
                found = self._members[name] = self._checked(index_set, members)
        return found

    def _range(self, name: str) -> tuple[Member, ...]:
        self.size(name)
        first, last = self.range_ends(name)
        return tuple(range(first, last + 1))

    def _made(self, index_set: IndexSet) -> tuple[Member, ...]:
        content, name = index_set.content, index_set.name
        if isinstance(content, el.Members):
            members = content.members
            _within_limit(name, len(members))
            if len(set(members)) < len(members):
                raise ModelError(f"Set `{name}` lists a member twice", code="duplicate-name")
            return members
        if isinstance(content, el.Column):
            integer = None if index_set.subset_of is None else self.is_integer_set(index_set.subset_of)
            members = distinct_members(self.table(content.table, (content.column,)), content.column, integer)
        elif isinstance(content, el.Columns):
            members = self._columns(index_set, content)
        else:
            assert isinstance(content, el.Selected)
            return self._selected(name, content)
        _within_limit(name, len(members))
        return members

    def _columns(self, index_set: IndexSet, content: el.Columns) -> tuple[Member, ...]:
        table = self.table(content.table, content.columns)
        of = index_set.of if len(index_set.of) == len(content.columns) else ()
        integers = [self.is_integer_set(of[k]) if of else None for k in range(len(content.columns))]
        if len(content.columns) == 1:
            return distinct_members(table, content.columns[0], integers[0])
        members, codes = distinct_tuples(table, content.columns, integers)
        self._own_codes[index_set.name] = (tuple(table.column(c) for c in content.columns), codes)
        return members

    def _selected(self, name: str, content: el.Selected) -> tuple[Member, ...]:
        generators = parse_quantifiers(content.over)
        item = parse_expression(content.item)
        tries = prod(self.size(g.set) for g in generators if isinstance(self.model.by_name.get(g.set), IndexSet))
        if tries > LIMITS.rows:
            raise LimitError(
                f"Set `{name}` would try {tries} combinations; at most {LIMITS.rows} are tried",
                code="set-size",
                hint="run over a smaller set, for instance one of tuples",
            )
        found: dict[Member, None] = {}
        for binding in self.bindings(generators, {}):
            found[self._item(item, binding)] = None
            _within_limit(name, len(found))
        return tuple(found)

    def _item(self, item: Node, binding: Binding) -> Member:
        if isinstance(item, Tuple):
            return atoms(self.member(part, binding) for part in item.items)
        return self.member(item, binding)

    def _checked(self, index_set: IndexSet, members: tuple[Member, ...]) -> tuple[Member, ...]:
        name = index_set.name
        if _mixed(members):
            raise ModelError(
                f"Set `{name}` mixes members of different types",
                code="invalid-field",
                hint="members are all texts, all integers, or all tuples with the same types in the same places",
            )
        if index_set.subset_of is not None:
            whole = self.positions(index_set.subset_of)
            outside = next((member for member in members if member not in whole), None)
            if outside is not None:
                raise ModelError(
                    f"`{show_member(outside)}` is in `{name}` but not in `{index_set.subset_of}`, "
                    "which should contain it",
                    code="index-range",
                )
        if index_set.of and members:
            self._check_parts(index_set, members)
        return members

    def _check_parts(self, index_set: IndexSet, members: tuple[Member, ...]) -> None:
        name, of = index_set.name, index_set.of
        width = len(members[0]) if isinstance(members[0], tuple) else 1
        if len(of) != width:
            raise ModelError(
                f"The members of `{name}` have {width} parts, and `of` names {len(of)} sets", code="index-arity"
            )
        places = [self.positions(part) for part in of]
        for member in members:
            parts = member if isinstance(member, tuple) else (member,)
            for part, place, set_name in zip(parts, places, of, strict=True):
                if part not in place:
                    raise ModelError(
                        f"`{show_member(member)}` is in `{name}`, but its part `{part}` is not in `{set_name}`",
                        code="index-range",
                        hint=f"add `{part}` to `{set_name}`, or take `{show_member(member)}` out",
                    )

    def width(self, name: str) -> int:
        """Number of parts of the members of an index set: 1, or the length of its tuples."""
        found = self._widths.get(name)
        if found is None:
            found = self._widths[name] = self._width(name)
        return found

    def _width(self, name: str) -> int:
        index_set = self.index_set(name)
        content = index_set.content
        if isinstance(content, el.Range | el.Column):
            return 1
        if isinstance(content, el.Columns):
            return len(content.columns)
        members = content.members if isinstance(content, el.Members) else self.members(name)
        if members:
            return len(members[0]) if isinstance(members[0], tuple) else 1
        if index_set.of:
            return len(index_set.of)
        item = parse_expression(content.item) if isinstance(content, el.Selected) else Name("")
        return len(item.items) if isinstance(item, Tuple) else 1

    def positions(self, name: str) -> dict[Member, int]:
        """Position of every member of the index set `name`."""
        found = self._positions.get((name, ()))
        if found is None:
            found = {member: k for k, member in enumerate(self.members(name))}
            self._positions[name, ()] = found
        return found

    # ---- tables

    def table(self, name: str, columns: tuple[str, ...]) -> Table:
        """The table `name` with all `columns`; a wide table is shown as the long one.

        Raises:
            DataError: There is no such table, or it has no such column.
        """
        return self._views.table(name, columns)

    def codes(self, set_name: str, table: Table, columns: tuple[str, ...]) -> npt.NDArray[np.intp] | None:
        """Position in an index set of the member that each record of a table names.

        Args:
            set_name: The index set.
            table: What `table` gave.
            columns: Its key columns: one for each part of the members.

        Returns:
            Shape (len(table),); ``None`` when a record names no member (`Keys.record_keys` says which).
        """
        found = [table.column(column) for column in columns]
        if len(found) == 1:
            column = found[0]
            places = self.level_positions(set_name, column)
            if places is None or column.first_empty() is not None:
                return None
            codes = column.factorised().codes
            return codes if self._own_column(set_name) is column else places[codes]
        members = self.members(set_name)
        own = self._own_codes.get(set_name)
        if own is not None and all(one is other for one, other in zip(own[0], found, strict=False)):
            return own[1]
        return places_of_tuples(found, members) if members else None

    def level_positions(self, set_name: str, column: Column) -> npt.NDArray[np.intp] | None:
        """Position in an index set of each level of a key column; ``None`` when one is no member."""
        if self._own_column(set_name) is column:
            import numpy as np

            return np.arange(len(column.levels()))
        return places_of_levels(column, self.positions(set_name))

    def _own_column(self, name: str) -> Column | None:
        """The column whose levels are the members of an index set in their order, if there is one."""
        if name not in self._own_columns:
            index_set = self.index_set(name)
            content = index_set.content
            column = None
            if isinstance(content, el.Column) and index_set.subset_of is None and not index_set.of:
                found = self.table(content.table, (content.column,)).column(content.column)
                column = found if found.first_empty() is None and same_type(found) else None
            self._own_columns[name] = column
        return self._own_columns[name]

    def is_integer_set(self, name: str) -> bool:
        """Whether the members are integers; an empty set counts as one of texts."""
        if isinstance(self.index_set(name).content, el.Range):
            return True
        members = self.members(name)
        return bool(members) and isinstance(members[0], int)

    @contextmanager
    def expanding(self, name: str) -> Iterator[None]:
        """Guards a derivation, definition or set against needing itself.

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


def _within_limit(name: str, size: int) -> int:
    if size > LIMITS.set_size:
        raise LimitError(f"Set `{name}` has {size} members; at most {LIMITS.set_size} are allowed", code="set-size")
    return size


def _mixed(members: tuple[Member, ...]) -> bool:
    """Whether some members are of another type than others, or are tuples of other types."""
    kinds = set(map(type, members))
    tuples = members if kinds == {tuple} else ()
    return len(kinds) > 1 or len({tuple(map(type, member)) for member in tuples if isinstance(member, tuple)}) > 1
