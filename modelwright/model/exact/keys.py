"""Keys over index sets, in expressions and in tables, and the quantifiers that stand for their members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modelwright.errors import DataError, ModelError
from modelwright.model.data import Table
from modelwright.model.data.columns import is_empty
from modelwright.model.data.hints import resembling
from modelwright.model.elements import IndexSet, Member, Parameter
from modelwright.model.exact.members import (
    Binding,
    Key,
    Scope,
    member_from_cell,
    show_key,
    show_member,
)
from modelwright.model.exact.sets import Sets
from modelwright.model.expressions import Generator, Node, parse_quantifiers

__all__ = ["Keys"]


class Keys(Sets):
    """Index sets with the keys over them."""

    # ---- keys

    def check_key(self, name: str, index: tuple[str, ...], key: Key) -> None:
        """Refuse a key that is not in the product of the index sets.

        Raises:
            ModelError: Wrong number of indices, or a member that its set lacks.
        """
        if len(key) != len(index):
            raise self.wrong_arity(name, index, len(key), show_key(name, key))
        for member, set_name in zip(key, index, strict=True):
            if member not in self.positions(set_name):
                raise self.out_of_range(name, member, set_name)

    def wrong_arity(self, name: str, index: tuple[str, ...], given: int, shown: str) -> ModelError:
        """The error for too many or too few indices."""
        needed = sum(self.width(set_name) for set_name in index)
        return ModelError(f"`{shown}` has {given} indices; `{name}` has {needed}", code="index-arity")

    def grouped(self, name: str, index: tuple[str, ...], parts: Sequence[Any]) -> list[list[Any]]:
        """`parts` of an index, shared out to the index sets: as many to each as its members have.

        A tuple counts as its parts.

        Raises:
            ModelError: Too many or too few.
        """
        flat: list[Any] = []
        for part in parts:
            flat.extend(part if isinstance(part, tuple) else (part,))
        groups: list[list[Any]] = []
        start = 0
        for set_name in index:
            end = start + self.width(set_name)
            groups.append(flat[start:end])
            start = end
        if start != len(flat):
            shown = f"{name}[{', '.join(str(p) if isinstance(p, str | int) else '…' for p in flat)}]"
            raise self.wrong_arity(name, index, len(flat), shown if flat else name)
        return groups

    def key(self, name: str, index: tuple[str, ...], args: tuple[Node, ...], binding: Binding) -> Key:
        """The key that index expressions over data name: one member for each set in `index`."""
        members = tuple(self.member(arg, binding) for arg in args)
        if not any(self.width(set_name) > 1 for set_name in index):
            return members
        groups = self.grouped(name, index, members)
        return tuple(tuple(group) if self.width(s) > 1 else group[0] for group, s in zip(groups, index, strict=True))

    def record_keys(self, parameter: Parameter, table: Table, columns: tuple[str, ...]) -> list[Key]:
        """The key of each record of a table, which `table` gave.

        Raises:
            ModelError: The number of key columns does not fit the index sets.
            DataError: A cell names no member of its index set.
        """
        name = parameter.name
        needed = sum(self.width(set_name) for set_name in parameter.index)
        if len(columns) != needed:
            raise ModelError(
                f"Parameter `{name}` has {needed} indices and {len(columns)} key columns", code="index-arity"
            )
        if not columns:
            return [()] * len(table)
        parts: list[list[Member]] = []
        place = 0
        for set_name in parameter.index:
            width = self.width(set_name)
            parts.append(self._record_members(parameter, table, columns[place : place + width], set_name))
            place += width
        return list(zip(*parts, strict=True))

    def _record_members(self, parameter: Parameter, table: Table, columns: tuple[str, ...], of: str) -> list[Member]:
        codes = self.codes(of, table, columns)
        if codes is not None:
            return list(map(self.members(of).__getitem__, codes.tolist()))
        positions = self.positions(of)
        first = next(iter(positions), "")
        integers = [isinstance(part, int) for part in (first if isinstance(first, tuple) else (first,))]
        cells = [table.column(column) for column in columns]
        found: list[Member] = []
        for row in range(len(table)):
            made = tuple(member_from_cell(c[row], i) for c, i in zip(cells, integers, strict=False))
            member: Member | None = made[0] if len(columns) == 1 else made if None not in made else None  # type: ignore[assignment]
            if member is None or member not in positions:
                raise self._no_member(parameter.name, table, columns, row, of)
            found.append(member)
        return found

    def _no_member(self, name: str, table: Table, columns: tuple[str, ...], row: int, of: str) -> DataError:
        cells = tuple(table.column(column)[row] for column in columns)
        empty = next((column for column, cell in zip(columns, cells, strict=True) if is_empty(cell)), None)
        if empty is not None:
            return DataError(
                f"Parameter `{name}` has a record whose member of `{of}` is empty",
                code="empty-cell",
                where=table.place(row, empty),
                hint="fill the cell, or take the record out",
            )
        written = show_member(cells if len(cells) > 1 else cells[0])
        near = resembling(cells if len(cells) > 1 else cells[0], self.members(of))
        return DataError(
            f"Parameter `{name}` has a value for `{written}`, which is not a member of `{of}`",
            code="unknown-key",
            where=table.place(row, columns[0]),
            hint=f"write `{show_member(near)}`" if near is not None else f"add `{written}` to `{of}`, or take it out",
        )

    def out_of_range(self, name: str, member: object, set_name: str) -> ModelError:
        """The error for an index that its set lacks."""
        members = self.members(set_name)
        if self.is_integer_set(set_name):
            return ModelError(
                f"`{name}` is used at {show_member(member)}, which is not a member of `{set_name}` "
                f"({members[0] if members else '-'} to {members[-1] if members else '-'})",
                code="index-range",
                hint="keep such members out with a condition, for instance `for each t in "
                f"{set_name} if t > {members[0] if members else 0}`",
            )
        shown = ", ".join(f"`{show_member(m)}`" for m in members[:6]) + (", …" if len(members) > 6 else "")
        return ModelError(
            f"`{name}` is used at `{show_member(member)}`, which is not a member of `{set_name}`",
            code="index-range",
            hint=f"its members are {shown or 'none'}; a condition `if` keeps others out",
        )

    # ---- quantifiers

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

    def key_scope(self, name: str, index: tuple[str, ...], over: str, key: Key) -> Scope:
        """What the quantifiers in `over` stand for at `key`.

        Raises:
            ModelError: They do not agree with `index`, or carry a condition.
        """
        scope = Scope()
        if self.plain_quantifiers(name, index, over):
            sets: dict[str, str] = {}
            for generator, member in zip(parse_quantifiers(over), key, strict=True):
                sets |= self.sets_of(generator)
                scope.update(self.bound(generator, member))
            scope.sets = sets
        return scope

    def scope(self, generators: tuple[Generator, ...], binding: Binding) -> Scope:
        """`binding` of the quantifiers of `generators`, with their sets."""
        sets: dict[str, str] = {}
        for generator in generators:
            sets |= self.sets_of(generator)
        return Scope(binding, sets)

    def sets_of(self, generator: Generator) -> dict[str, str]:
        """The index set of each quantifier of `generator`, where it is known."""
        owner = self.model.by_name.get(generator.set)
        if isinstance(owner, Parameter) and owner.members_of is not None:
            owner = self.model.by_name.get(owner.members_of)
        if not isinstance(owner, IndexSet):
            return {}
        if len(generator.ids) == 1:
            return {generator.ids[0]: owner.name}
        return dict(zip(generator.ids, owner.of, strict=False))

    def bound(self, generator: Generator, member: Member) -> dict[str, Member]:
        """What the quantifiers of `generator` stand for at `member`.

        Raises:
            ModelError: It takes apart a member of another number of parts.
        """
        ids = generator.ids
        if len(ids) == 1:
            return {ids[0]: member}
        if not isinstance(member, tuple) or len(member) != len(ids):
            width = len(member) if isinstance(member, tuple) else 1
            raise ModelError(
                f"`{generator.id} in {generator.set}` takes a member apart into {len(ids)}, and "
                f"`{show_member(member)}` has {width} {'part' if width == 1 else 'parts'}",
                code="index-arity",
            )
        return dict(zip(ids, member, strict=True))


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "nothing"
