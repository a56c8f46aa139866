"""Exact evaluation of a Model with `fractions.Fraction`: sets, parameters, conditions, linear forms and bounds.

It is the meaning of the expression language: grounding is tested against it and verification judges points with it.
Names resolve to a quantifier first, then to a parameter, variable or definition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from operator import eq, ge, gt, le, lt, ne
from typing import Any, TypeAlias

from modelwright.config import LIMITS
from modelwright.errors import DataError, LimitError, ModelError, ModelwrightError
from modelwright.model import elements as el
from modelwright.model.data import Cell, Data, Table
from modelwright.model.document import Model
from modelwright.model.elements import Definition, IndexSet, Member, Parameter, Variable
from modelwright.model.expressions import (
    Add,
    Compare,
    Div,
    Generator,
    Index,
    Logic,
    Mul,
    Name,
    Neg,
    Node,
    Not,
    Number,
    Sum,
    Text,
    format_expression,
    parse_expression,
    parse_quantifiers,
)
from modelwright.model.expressions.nodes import names_in
from modelwright.model.numbers import parse_number
from modelwright.model.templates import ConstraintBase

__all__ = [
    "Binding",
    "Column",
    "Evaluator",
    "Key",
    "RowPart",
    "Values",
    "exact_rows",
    "linear_row",
    "located",
    "member_from_cell",
    "row_parts",
    "show_key",
]

Key: TypeAlias = tuple[Member, ...]
Binding: TypeAlias = Mapping[str, Member]
Column: TypeAlias = tuple[str, Key]
"""One decision: the name of a variable and its key."""
Form: TypeAlias = tuple[dict[Column, Fraction] | None, Fraction]
"""A linear form: coefficients by decision (None when no decision occurs) and the constant."""

ZERO = Fraction(0)
ONE = Fraction(1)
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<=": le,
    ">=": ge,
    "==": eq,
    "<": lt,
    ">": gt,
    "!=": ne,
}
_INTEGER = re.compile(r"-?[1-9][0-9]{0,17}\Z|0\Z")
_FLIPPED = {"<=": ">=", ">=": "<=", "==": "=="}


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


# ---------------------------------------------------------------------------------------------------------- members


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


# ------------------------------------------------------------------------------------------------ parameter values


class Values:
    """The values of one parameter by key.

    Attributes:
        default: Value of a key without an entry, or ``None``.
    """

    default: Fraction | None = None

    def get(self, key: Key) -> Fraction | None:
        """The value at `key`, ``None`` when there is none."""
        raise NotImplementedError

    def keys(self) -> Collection[Key]:
        """The keys with an entry of their own."""
        return ()


class _KnownValues(Values):
    def __init__(self, parameter: Parameter, value: el.Known, evaluator: Evaluator) -> None:
        self.default = value.default if value.number is None else value.number
        self.entries = dict(value.entries or ())
        if len(self.entries) < len(value.entries or ()):
            raise ModelError(f"Parameter `{parameter.name}` gives one key twice", code="duplicate-key")
        for key in self.entries:
            evaluator.check_key(parameter.name, parameter.index, key)

    def get(self, key: Key) -> Fraction | None:
        return self.entries.get(key, self.default)

    def keys(self) -> Collection[Key]:
        return self.entries.keys()


class _BoundValues(Values):
    """Rows of a table by key; cells become numbers when they are asked for."""

    def __init__(self, parameter: Parameter, value: el.Bound, evaluator: Evaluator) -> None:
        self.table = evaluator.data.table(value.table)
        self.column = value.value
        self.cells = self.table.column(value.value)
        self.default = value.default
        self.name = parameter.name
        if len(value.keys) != len(parameter.index):
            raise ModelError(
                f"Parameter `{parameter.name}` has {len(parameter.index)} indices and {len(value.keys)} key columns",
                code="index-arity",
            )
        self.row_by_key = self._rows(parameter, value, evaluator)

    def _rows(self, parameter: Parameter, value: el.Bound, evaluator: Evaluator) -> dict[Key, int]:
        positions = [evaluator.positions(name) for name in parameter.index]
        columns = [self.table.column(column) for column in value.keys]
        integer = [evaluator.is_integer_set(name) for name in parameter.index]
        rows: dict[Key, int] = {}
        for row in range(len(self.table)):
            key = tuple(
                self._member(row, value.keys[k], column[row], integer[k], positions[k], parameter.index[k])
                for k, column in enumerate(columns)
            )
            if key in rows:
                raise DataError(
                    f"Parameter `{self.name}` has two values for {_shown(key)}",
                    code="duplicate-key",
                    where=self.table.place(row, self.column),
                    hint=f"the first is at {self.table.place(rows[key], self.column)}",
                )
            rows[key] = row
        return rows

    def _member(
        self, row: int, column: str, cell: Cell, integer: bool, positions: Mapping[Member, int], set_name: str
    ) -> Member:
        member = member_from_cell(cell, integer)
        if member is None or member not in positions:
            raise DataError(
                f"Parameter `{self.name}` has a value for `{cell}`, which is not a member of `{set_name}`",
                code="unknown-key",
                where=self.table.place(row, column),
                hint=f"add `{cell}` to `{set_name}`, or take the record out",
            )
        return member

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
                f"Parameter `{self.name}` needs a number, found {cell!r}: {error}",
                code="invalid-number",
                where=self.table.place(row, self.column),
            ) from None


class _DerivedValues(Values):
    def __init__(self, parameter: Parameter, value: el.Derived, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.name = parameter.name
        self.node = parse_expression(value.expression)
        self.quantifiers = evaluator.plain_quantifiers(parameter.name, parameter.index, value.over)

    def get(self, key: Key) -> Fraction:
        binding: Binding = dict(zip(self.quantifiers, key, strict=False))
        with self.evaluator.expanding(self.name):
            return self.evaluator.number(self.node, binding)


def _shown(key: Key) -> str:
    return ", ".join(f"`{member}`" for member in key)


# ------------------------------------------------------------------------------------------------------- evaluator


class Evaluator:
    """Exact values of a Model with its Data, worked out when asked for and kept.

    Attributes:
        model: The Model.
        data: Tables beside it.
    """

    def __init__(self, model: Model, data: Data | None = None) -> None:
        self.model = model
        self.data = data or Data()
        self._members: dict[str, tuple[Member, ...]] = {}
        self._positions: dict[str, dict[Member, int]] = {}
        self._values: dict[str, Values] = {}
        self._numbers: dict[Column, Fraction] = {}
        self._decides: dict[str, bool] = {}
        self._expanding: set[str] = set()

    # ---- sets

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
                raise LimitError(f"Set `{name}` has {size} members; at most {LIMITS.set_size} are allowed", code="size")
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
                f"Set `{name}` has {len(members)} members; at most {LIMITS.set_size} are allowed", code="size"
            )
        if len(set(members)) < len(members):
            raise ModelError(f"Set `{name}` lists a member twice", code="duplicate-member")
        if len({type(member) for member in members}) > 1:
            raise ModelError(f"Set `{name}` mixes text and integers", code="mixed-members")
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

    # ---- names

    def unknown(self, name: str) -> ModelError:
        """The error for a name that no element has."""
        if name.startswith("missing:"):
            return ModelError(f"`{name[8:]}` has not been said yet", code="missing-slot", hint="say it, or patch it in")
        return ModelError(f"`{name}` is neither a parameter, a variable nor a definition", code="unknown-name")

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

    def decides(self, node: Node) -> bool:
        """Whether a decision variable occurs in `node`, directly or in a definition."""
        return any(self._name_decides(name) for name in names_in(node))

    def _name_decides(self, name: str) -> bool:
        found = self._decides.get(name)
        if found is None:
            element = self.model.by_name.get(name)
            self._decides[name] = False  # a cycle is told when the definition is expanded
            found = isinstance(element, Variable) or (
                isinstance(element, Definition) and self.decides(parse_expression(element.expression))
            )
            self._decides[name] = found
        return found

    # ---- parameters

    def values(self, parameter: Parameter) -> Values:
        """Where the values of `parameter` are looked up."""
        found = self._values.get(parameter.name)
        if found is None:
            with located(parameter.name):
                found = self._values[parameter.name] = self._make_values(parameter)
        return found

    def _make_values(self, parameter: Parameter) -> Values:
        value = parameter.value
        if isinstance(value, el.Known):
            return _KnownValues(parameter, value, self)
        if isinstance(value, el.Bound):
            return _BoundValues(parameter, value, self)
        if isinstance(value, el.Derived):
            return _DerivedValues(parameter, value, self)
        raise ModelError(
            f"Parameter `{parameter.name}` has no value yet: {value.slot}", code="missing-slot", hint="give its value"
        )

    def parameter(self, name: str, key: Key = ()) -> Fraction:
        """The value of the parameter `name` at `key`.

        Raises:
            ModelError: No such parameter, a key outside its index sets, a missing slot, or a cycle.
            DataError: There is no value for `key`, or its cell is not a number.
        """
        found = self._numbers.get((name, key))
        if found is None:
            found = self._numbers[name, key] = self._look_up(name, key)
        return found

    def _look_up(self, name: str, key: Key) -> Fraction:
        parameter = self.model.by_name.get(name)
        if not isinstance(parameter, Parameter):
            raise self.unknown(name)
        self.check_key(name, parameter.index, key)
        found = self.values(parameter).get(key)
        if found is None:
            raise self.no_value(name, key)
        return found

    def no_value(self, name: str, key: Key) -> DataError:
        """The error for a parameter without a value at `key`."""
        parameter = self.model.by_name[name]
        where = None
        if isinstance(parameter, Parameter) and isinstance(parameter.value, el.Bound):
            table = self.data.table(parameter.value.table)
            where = f"{table.origin or table.name}, column `{parameter.value.value}`"
        return DataError(
            f"Parameter `{name}` has no value for {_shown(key) or 'itself'}",
            code="missing-value",
            where=where,
            hint="add the value, state a default, or leave the key out with a condition",
        )

    # ---- expressions

    def number(self, node: Node, binding: Binding) -> Fraction:
        """The value of a data expression.

        Raises:
            ModelError: A decision or truth value occurs in it, a name or key is unknown, a division by zero.
            DataError: A parameter has no value.
        """
        terms, constant = self.form(node, binding)
        if terms is not None:
            raise ModelError(
                f"`{format_expression(node)}` contains a decision where only data may stand", code="decision-in-data"
            )
        return constant

    def form(self, node: Node, binding: Binding) -> Form:
        """The linear form of `node` at `binding`, definitions expanded.

        Raises:
            ModelError: As `number`, and code `nonlinear` for a product or quotient of decisions.
            DataError: A parameter has no value.
        """
        match node:
            case Number(value=value):
                return None, value
            case Name(id=name):
                return self._reference(name, (), binding)
            case Index(id=name, args=args):
                return self._reference(name, tuple(self.member(arg, binding) for arg in args), binding)
            case Neg(operand=operand):
                return _scaled(self.form(operand, binding), -ONE)
            case Add(terms=parts):
                return _total(self.form(part, binding) for part in parts)
            case Mul(factors=factors):
                return self._product(node, factors, binding)
            case Div(left=left, right=right):
                return _scaled(self.form(left, binding), 1 / self._divisor(node, right, binding))
            case Sum(body=body, generators=generators):
                return _total(self.form(body, inner) for inner in self.bindings(generators, binding))
            case Text(value=text):
                raise ModelError(f'"{text}" is a member of a set, not a number', code="boolean-number")
            case _:
                raise ModelError(
                    f"`{format_expression(node)}` is a truth value where a number is needed", code="boolean-number"
                )

    def _reference(self, name: str, key: Key, binding: Binding) -> Form:
        if name in binding and not key:
            member = binding[name]
            if isinstance(member, int):
                return None, Fraction(member)
            raise ModelError(f"`{name}` stands for the member `{member}`, not for a number", code="boolean-number")
        element = self.model.by_name.get(name)
        if isinstance(element, Parameter):
            return None, self.parameter(name, key)
        if isinstance(element, Variable):
            self.check_key(name, element.index, key)
            return {(name, key): ONE}, ZERO
        if isinstance(element, Definition):
            return self._definition(element, key)
        raise self.unknown(name)

    def _definition(self, definition: Definition, key: Key) -> Form:
        self.check_key(definition.name, definition.index, key)
        quantifiers = self.plain_quantifiers(definition.name, definition.index, definition.over)
        with self.expanding(definition.name):
            return self.form(parse_expression(definition.expression), dict(zip(quantifiers, key, strict=False)))

    def _product(self, node: Node, factors: tuple[Node, ...], binding: Binding) -> Form:
        scale, decision = ONE, None
        for factor in factors:
            form = self.form(factor, binding)
            if form[0] is None:
                scale = form[1] if scale is ONE else scale * form[1]
            elif decision is None:
                decision = form
            else:
                raise nonlinear(node)
        return (None, scale) if decision is None else _scaled(decision, scale)

    def _divisor(self, node: Node, right: Node, binding: Binding) -> Fraction:
        terms, value = self.form(right, binding)
        if terms is not None:
            raise nonlinear(node)
        if value == 0:
            raise zero_division(node, binding)
        return value

    def member(self, node: Node, binding: Binding) -> Member:
        """The member that an index expression names: a text, a quantifier, or an integer.

        Raises:
            ModelError: It is no member, as a fraction.
        """
        if isinstance(node, Text):
            return node.value
        if isinstance(node, Name) and node.id in binding:
            return binding[node.id]
        value = self.number(node, binding)
        if value.denominator != 1:
            raise ModelError(f"The index `{format_expression(node)}` is {value}, not an integer", code="index-range")
        return value.numerator

    def holds(self, node: Node, binding: Binding) -> bool:
        """Whether a condition on data holds.

        Raises:
            ModelError: It is a number, or compares a text with a number.
        """
        match node:
            case Logic(op="and", operands=parts):
                return all(self.holds(part, binding) for part in parts)
            case Logic(operands=parts):
                return any(self.holds(part, binding) for part in parts)
            case Not(operand=operand):
                return not self.holds(operand, binding)
            case Compare(operands=operands, ops=ops):
                values = [self._operand(operand, binding) for operand in operands]
                if len({isinstance(value, str) for value in values}) > 1:
                    raise mixed_comparison(node)
                return all(COMPARE[op](values[k], values[k + 1]) for k, op in enumerate(ops))
            case _:
                raise ModelError(f"`{format_expression(node)}` is not a condition", code="boolean-number")

    def _operand(self, node: Node, binding: Binding) -> Fraction | Member:
        if isinstance(node, Text):
            return node.value
        if isinstance(node, Name) and node.id in binding:
            return binding[node.id]
        return self.number(node, binding)

    def bindings(self, generators: tuple[Generator, ...], binding: Binding) -> Iterator[dict[str, Member]]:
        """Every binding of the quantifiers whose conditions hold, the last quantifier running fastest."""
        if not generators:
            yield dict(binding)
            return
        first, rest = generators[0], generators[1:]
        for member in self.members(first.set):
            inner = {**binding, first.id: member}
            if first.condition is None or self.holds(first.condition, inner):
                yield from self.bindings(rest, inner)

    # ---- variables

    def columns(self, variable: Variable) -> Iterator[Key]:
        """Every key of `variable`, in order."""
        return product(*(self.members(name) for name in variable.index))

    def bounds(self, variable: Variable, key: Key = ()) -> tuple[Fraction | None, Fraction | None]:
        """Lower and upper bound of one decision, ``None`` where there is none; a binary one lies in 0..1.

        Raises:
            ModelError: A bound is no data expression, or the domain is a missing slot.
        """
        quantifiers = self.plain_quantifiers(variable.name, variable.index, variable.over)
        binding: dict[str, Member] = dict(zip(quantifiers, key, strict=False))
        lower = None if variable.lower is None else self.number(parse_expression(variable.lower), binding)
        upper = None if variable.upper is None else self.number(parse_expression(variable.upper), binding)
        if isinstance(variable.domain, el.Missing):
            raise ModelError(f"The domain of `{variable.name}` has not been said yet", code="missing-slot")
        if variable.domain == "binary":
            lower = max(ZERO, ZERO if lower is None else lower)
            upper = min(ONE, ONE if upper is None else upper)
        return lower, upper


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "nothing"


def _scaled(form: Form, factor: Fraction) -> Form:
    # Arithmetic with Fractions is slow, and most constants are zero and most coefficients one.
    terms, constant = form
    if factor is ONE:
        return form
    if terms is not None:
        terms = {column: factor if value is ONE else value * factor for column, value in terms.items()}
    return terms, constant * factor if constant else ZERO


def _total(forms: Iterator[Form]) -> Form:
    total: dict[Column, Fraction] | None = None
    constant = ZERO
    for terms, value in forms:
        if value:
            constant += value
        if terms is None:
            continue
        if total is None:
            total = dict(terms)
            continue
        for column, coefficient in terms.items():
            total[column] = total[column] + coefficient if column in total else coefficient
    return total, constant


def nonlinear(node: Node) -> ModelError:
    """The error for a product or quotient of decisions."""
    return ModelError(
        f"`{format_expression(node)}` multiplies or divides decisions",
        code="nonlinear",
        hint="only products of data with decisions can be solved so far",
    )


def zero_division(node: Node, binding: Binding) -> ModelError:
    """The error for a division by zero."""
    at = ", ".join(f"{name} = {member}" for name, member in binding.items())
    return ModelError(
        f"`{format_expression(node)}` divides by zero{f' at {at}' if at else ''}",
        code="zero-division",
        hint="keep such members out with a condition",
    )


def mixed_comparison(node: Node) -> ModelError:
    """The error for a comparison of a text with a number."""
    return ModelError(f"`{format_expression(node)}` compares a text with a number", code="boolean-number")


def linear_row(evaluator: Evaluator, node: Node, binding: Binding) -> tuple[dict[Column, Fraction], Fraction]:
    """Coefficients by decision, zeros dropped, and the constant of `node` at `binding`.

    Raises:
        ModelError: Unknown names or keys, a product or quotient of decisions, a cycle among definitions.
        DataError: A parameter has no value.
    """
    terms, constant = evaluator.form(node, binding)
    return {column: value for column, value in (terms or {}).items() if value}, constant


# ------------------------------------------------------------------------------------------------------------ rows


@dataclass(frozen=True, slots=True)
class RowPart:
    """One row of a constraint: `lower` ≤ `body` ≤ `upper`, an absent bound being ``None``."""

    body: Node
    lower: Node | None
    upper: Node | None


def row_parts(evaluator: Evaluator, constraint: ConstraintBase) -> tuple[RowPart, ...]:
    """The rows that one binding of `constraint` stands for: one, or several for a chain with more than one decision.

    Raises:
        ModelError: It compares nothing, or has a strict comparison.
    """
    node = constraint.to_node()
    if not isinstance(node, Compare):
        raise ModelError(f"Constraint `{constraint.name}` compares nothing", code="not-a-comparison")
    operands, ops = node.operands, node.ops
    for op in ops:
        if op not in _FLIPPED:
            raise ModelError(
                f"`{op}` in constraint `{constraint.name}` is strict",
                code="strict-comparison",
                hint="write `<=` or `>=`; for integers `x < 5` is `x <= 4`",
            )
    if len(ops) == 2 and ops[0] == ops[1] != "==" and not any(map(evaluator.decides, operands[::2])):
        low, high = (operands[0], operands[2]) if ops[0] == "<=" else (operands[2], operands[0])
        return (RowPart(operands[1], low, high),)
    return tuple(_part(evaluator, operands[k], op, operands[k + 1]) for k, op in enumerate(ops))


def _part(evaluator: Evaluator, left: Node, op: str, right: Node) -> RowPart:
    if not evaluator.decides(right):
        body, limit = left, right
    elif not evaluator.decides(left):
        body, limit, op = right, left, _FLIPPED[op]
    else:
        body, limit = Add((left, Neg(right))), Number(ZERO)
    return RowPart(body, None if op == "<=" else limit, None if op == ">=" else limit)


@dataclass(frozen=True, slots=True)
class ExactRow:
    """One row with exact numbers, the constant moved to the bounds."""

    constraint: str
    part: int
    binding: dict[str, Member]
    terms: dict[Column, Fraction]
    lower: Fraction | None
    upper: Fraction | None


def exact_rows(evaluator: Evaluator, constraint: ConstraintBase) -> Iterator[ExactRow]:
    """Every row of `constraint` exactly: by part, then by binding with the last quantifier running fastest.

    Raises:
        ModelError: As `linear_row` and `row_parts`.
        DataError: A parameter has no value.
    """
    generators = parse_quantifiers(constraint.for_each)
    for k, part in enumerate(row_parts(evaluator, constraint)):
        for binding in evaluator.bindings(generators, {}):
            yield exact_row(evaluator, constraint.name, k, part, binding)


def exact_row(evaluator: Evaluator, name: str, number: int, part: RowPart, binding: dict[str, Member]) -> ExactRow:
    """The row of `part` at `binding`."""
    terms, constant = linear_row(evaluator, part.body, binding)
    lower = None if part.lower is None else evaluator.number(part.lower, binding) - constant
    upper = None if part.upper is None else evaluator.number(part.upper, binding) - constant
    return ExactRow(name, number, binding, terms, lower, upper)
