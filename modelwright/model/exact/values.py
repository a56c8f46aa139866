"""The values of one parameter by key: written in the Model, read from a table, or derived."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from fractions import Fraction
from functools import partial
from typing import TypeAlias

from modelwright.errors import DataError, ModelError
from modelwright.model import elements as el
from modelwright.model.data import Cell, Data
from modelwright.model.data.hints import number_hint
from modelwright.model.elements import Parameter
from modelwright.model.exact.keys import Keys
from modelwright.model.exact.members import Binding, Key, located, show_member
from modelwright.model.expressions import Node, parse_expression
from modelwright.model.numbers import parse_number

__all__ = ["Values", "make_values", "no_value"]


Number: TypeAlias = Callable[[Node, Binding], Fraction]
"""The value of a data expression at a binding."""


class Values(ABC):
    """The values of one parameter by key.

    Attributes:
        default: Value of a key without an entry, or ``None``.
    """

    default: Fraction | None = None

    @abstractmethod
    def get(self, key: Key) -> Fraction | None:
        """The value at `key`, ``None`` when there is none."""

    def keys(self) -> Collection[Key]:
        """The keys with an entry of their own."""
        return ()


class _KnownValues(Values):
    """Numbers that the Model holds."""

    def __init__(self, parameter: Parameter, value: el.Known, sets: Keys) -> None:
        self.default = value.default if value.number is None else value.number
        self.entries = dict(value.entries or ())
        if len(self.entries) < len(value.entries or ()):
            raise ModelError(f"Parameter `{parameter.name}` gives one key twice", code="duplicate-name")
        for key in self.entries:
            sets.check_key(parameter.name, parameter.index, key)

    def get(self, key: Key) -> Fraction | None:
        return self.entries.get(key, self.default)

    def keys(self) -> Collection[Key]:
        return self.entries.keys()


class _BoundValues(Values):
    """Rows of a table by key; cells become numbers when they are asked for."""

    def __init__(self, parameter: Parameter, value: el.Bound, sets: Keys) -> None:
        self.table = sets.table(value.table, (*value.keys, value.value))
        self.column = value.value
        self.cells = self.table.column(value.value)
        self.default = value.default
        self.name = parameter.name
        self.row_by_key: dict[Key, int] = {}
        for row, key in enumerate(sets.record_keys(parameter, self.table, value.keys)):
            if key in self.row_by_key:
                raise DataError(
                    f"Parameter `{self.name}` has two values for {_shown(key)}",
                    code="duplicate-key",
                    where=self.table.place(row, self.column),
                    hint=f"the first is at {self.table.place(self.row_by_key[key], self.column)}",
                )
            self.row_by_key[key] = row

    def get(self, key: Key) -> Fraction | None:
        row = self.row_by_key.get(key)
        return self.default if row is None else self.number(row)

    def keys(self) -> Collection[Key]:
        return self.row_by_key.keys()

    def number(self, row: int) -> Fraction:
        """The number in `row` of the value column."""
        cell = self.cells[row]
        try:
            return parse_number(cell)
        except ValueError as error:
            raise DataError(
                f"Parameter `{self.name}` needs a number, found {_short(cell)}: {error}",
                code="invalid-number",
                where=self.table.place(row, self.column),
                hint=number_hint(cell),
            ) from None


class _DerivedValues(Values):
    """Numbers worked out from other parameters."""

    def __init__(self, parameter: Parameter, value: el.Derived, sets: Keys, number: Number) -> None:
        self.sets = sets
        self.number = number
        self.name = parameter.name
        self.node = parse_expression(value.expression)
        self.scope = partial(sets.key_scope, parameter.name, parameter.index, value.over)
        sets.plain_quantifiers(parameter.name, parameter.index, value.over)

    def get(self, key: Key) -> Fraction:
        binding = self.scope(key)
        with self.sets.expanding(self.name):
            return self.number(self.node, binding)


def make_values(parameter: Parameter, sets: Keys, number: Number) -> Values:
    """Where the values of `parameter` are looked up.

    Raises:
        ModelError: Its value is a missing slot, or its keys do not fit its index sets.
        DataError: Its table does not fit.
    """
    value = parameter.value
    with located(parameter.name):
        if isinstance(value, el.Known):
            return _KnownValues(parameter, value, sets)
        if isinstance(value, el.Bound):
            return _BoundValues(parameter, value, sets)
        if isinstance(value, el.Derived):
            return _DerivedValues(parameter, value, sets, number)
        if not isinstance(value, el.Missing):
            raise ModelError(
                f"The values of `{parameter.name}` are sets, not numbers",
                code="boolean-number",
                hint=f"write `j in {parameter.name}[…]` or `len({parameter.name}[…])`",
            )
        raise ModelError(
            f"Parameter `{parameter.name}` has no value yet: {value.slot}", code="missing-slot", hint="give its value"
        )


def no_value(parameter: Parameter, key: Key, data: Data) -> DataError:
    """The error for a parameter without a value at `key`."""
    where = None
    if isinstance(parameter.value, el.Bound):
        table = data.table(parameter.value.table)
        where = f"{table.origin or table.name}, column `{parameter.value.value}`"
    return DataError(
        f"Parameter `{parameter.name}` has no value for {_shown(key) or 'itself'}",
        code="missing-value",
        where=where,
        hint="add the value, state a default, or leave the key out with a condition",
    )


def _shown(key: Key) -> str:
    return ", ".join(f"`{show_member(member)}`" for member in key)


def _short(cell: Cell) -> str:
    shown = repr(cell)
    return shown if len(shown) <= 60 else f"{shown[:56]}…{shown[-1]}"
