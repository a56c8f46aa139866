"""Set-valued parameters: members of an index set by key, written in the Model or read from a table."""

from __future__ import annotations

from collections.abc import Mapping

from modelwright.errors import DataError, ModelError
from modelwright.model import elements as el
from modelwright.model.data import Data
from modelwright.model.data.hints import resembling
from modelwright.model.document import Model
from modelwright.model.elements import Member, Parameter
from modelwright.model.exact.keys import Keys
from modelwright.model.exact.members import Key, member_from_cell, show_key, show_member

__all__ = ["SetParameters"]


class SetParameters(Keys):
    """Index sets, and parameters whose values are sets of their members."""

    def __init__(self, model: Model, data: Data | None = None) -> None:
        super().__init__(model, data)
        self._set_values: dict[str, dict[Key, tuple[Member, ...]]] = {}

    def is_set_valued(self, name: str) -> bool:
        """Whether `name` is a parameter whose values are sets."""
        found = self.model.by_name.get(name)
        return isinstance(found, Parameter) and (
            found.members_of is not None or isinstance(found.value, el.KnownSets | el.BoundSets)
        )

    def set_members(self, name: str, key: Key = ()) -> tuple[Member, ...]:
        """Members of the index set `name`, or of the set-valued parameter `name` at `key`, in order.

        Raises:
            ModelError: Neither of them, a key outside its index sets, or a member outside the set it is of.
            DataError: Its table does not fit.
        """
        if not self.is_set_valued(name):
            if key:
                raise ModelError(
                    f"`{name}` is not a set-valued parameter",
                    code="unknown-set",
                    hint="declare it with `members_of`, or run over an index set",
                )
            return self.members(name)
        parameter = self.model.by_name[name]
        assert isinstance(parameter, Parameter)
        self.check_key(name, parameter.index, key)
        found = self._set_values.get(name)
        if found is None:
            found = self._set_values[name] = self._make_sets(parameter)
        return found.get(key, ())

    def set_positions(self, name: str, key: Key = ()) -> dict[Member, int]:
        """Position of every member of what `set_members` gives."""
        if not key and not self.is_set_valued(name):
            return self.positions(name)
        members = self.set_members(name, key)
        found = self._positions.get((name, key))
        if found is None:
            found = self._positions[name, key] = {member: k for k, member in enumerate(members)}
        return found

    def _make_sets(self, parameter: Parameter) -> dict[Key, tuple[Member, ...]]:
        name, value = parameter.name, parameter.value
        if isinstance(value, el.Missing):
            raise ModelError(
                f"Parameter `{name}` has no value yet: {value.slot}", code="missing-slot", hint="give its value"
            )
        if parameter.members_of is None:
            raise ModelError(
                f"Parameter `{name}` does not say which set its members are of",
                code="invalid-field",
                hint="name the index set in `members_of`",
            )
        whole = self.positions(parameter.members_of)
        if isinstance(value, el.BoundSets):
            return self._bound_sets(parameter, value, whole)
        if not isinstance(value, el.KnownSets):
            raise ModelError(
                f"Parameter `{name}` has `members_of`, but its values are no sets",
                code="invalid-field",
                hint="give `known_sets` or `bound_sets`, or leave `members_of` out",
            )
        found: dict[Key, tuple[Member, ...]] = {}
        for key, members in value.entries:
            self.check_key(name, parameter.index, key)
            if key in found:
                raise ModelError(f"Parameter `{name}` gives one key twice", code="duplicate-name")
            if len(set(members)) < len(members):
                raise ModelError(f"`{show_key(name, key)}` lists a member twice", code="duplicate-name")
            outside = next((member for member in members if member not in whole), None)
            if outside is not None:
                raise ModelError(
                    f"`{show_member(outside)}` is in `{show_key(name, key)}`, but not in `{parameter.members_of}`",
                    code="index-range",
                    hint=f"add it to `{parameter.members_of}`, or take it out",
                )
            found[key] = members
        return found

    def _bound_sets(
        self, parameter: Parameter, value: el.BoundSets, whole: Mapping[Member, int]
    ) -> dict[Key, tuple[Member, ...]]:
        assert parameter.members_of is not None
        name, table = parameter.name, self.table(value.table, (*value.keys, value.member))
        if self.width(parameter.members_of) > 1:
            raise ModelError(
                f"Parameter `{name}` reads members of `{parameter.members_of}`, which are tuples, from one column",
                code="unsupported",
                hint="make an index set of its records with `columns`",
            )
        integer = self.is_integer_set(parameter.members_of)
        found: dict[Key, dict[Member, None]] = {}
        cells = table.column(value.member)
        for row, key in enumerate(self.record_keys(parameter, table, value.keys)):
            member = member_from_cell(cells[row], integer)
            if member is None or member not in whole:
                near = resembling(cells[row], whole)
                raise DataError(
                    f"Parameter `{name}` holds `{cells[row]}`, which is not a member of `{parameter.members_of}`",
                    code="unknown-key",
                    where=table.place(row, value.member),
                    hint=f"write `{near}`"
                    if near is not None
                    else f"add `{cells[row]}` to `{parameter.members_of}`, or take the record out",
                )
            here = found.setdefault(key, {})
            if member in here:
                raise DataError(
                    f"`{show_key(name, key)}` holds `{member}` twice",
                    code="duplicate-key",
                    where=table.place(row, value.member),
                    hint="take one of the records out",
                )
            here[member] = None
        return {key: tuple(members) for key, members in found.items()}
