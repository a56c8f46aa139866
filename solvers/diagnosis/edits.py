"""Rows moved, left out, or taken apart by key, as edits of a Model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from modelwright.model.elements import Known, Parameter
from modelwright.model.expressions import (
    Add,
    Compare,
    IfElse,
    Index,
    Logic,
    Name,
    Node,
    Not,
    Number,
    Text,
    format_expression,
    parse_expression,
    parse_quantifiers,
)
from modelwright.model.expressions.nodes import names_in
from modelwright.model.expressions.printer import format_quantifiers
from modelwright.model.patches import Drop, Edit, Replace, SetField
from modelwright.model.templates import Algebraic
from modelwright.model.templates.shapes import number
from modelwright.model.uses import names_used

if TYPE_CHECKING:
    from modelwright.model.elements import Key
    from modelwright.model.exact import Binding, Evaluator
    from modelwright.model.templates import ConstraintBase

__all__ = ["binding_of", "left_out", "limit_side", "moved", "only_at", "quantifiers"]

Moves = Mapping["Key", Mapping[int, Fraction]]
"""By key and number of the comparison in a chain: by how much the limit moves, up being positive."""

_ZERO = Number(Fraction(0))


def quantifiers(constraint: ConstraintBase) -> tuple[str, ...]:
    """Names of the quantifiers of `constraint`."""
    return tuple(name for generator in parse_quantifiers(constraint.for_each) for name in generator.ids)


def binding_of(evaluator: Evaluator, constraint: ConstraintBase, key: Key) -> Binding:
    """What the quantifiers of `constraint` stand for at `key`."""
    names = dict(zip(quantifiers(constraint), key, strict=True))
    return evaluator.scope(parse_quantifiers(constraint.for_each), names)


# ------------------------------------------------------------------------------------------------------------- keys


def _is_key(constraint: ConstraintBase, key: Key) -> Node:
    parts = [
        Compare((Name(name), Number(Fraction(member)) if isinstance(member, int) else Text(str(member))), ("==",))
        for name, member in zip(quantifiers(constraint), key, strict=True)
    ]
    return parts[0] if len(parts) == 1 else Logic("and", tuple(parts))


def _narrowed(constraint: ConstraintBase, condition: Node) -> str:
    *before, last = parse_quantifiers(constraint.for_each)
    if last.condition is not None:
        condition = Logic("and", (last.condition, condition))
    return format_quantifiers((*before, replace(last, condition=condition)))


def only_at(constraint: ConstraintBase, key: Key, name: str) -> tuple[ConstraintBase, ConstraintBase | None]:
    """The row of `constraint` at `key` as a constraint `name`, and all its other rows; ``None`` where it is one row."""
    if not constraint.for_each:
        return constraint.model_copy(update={"name": name}), None
    here = _is_key(constraint, key)
    one = constraint.model_copy(update={"name": name, "for_each": _narrowed(constraint, here)})
    return one, constraint.model_copy(update={"for_each": _narrowed(constraint, Not(here))})


def left_out(constraint: ConstraintBase, keys: Iterable[Key]) -> Edit:
    """The edit that leaves out the rows of `constraint` at `keys`."""
    if not constraint.for_each:
        return Drop(name=constraint.name)
    each = tuple(_is_key(constraint, key) for key in keys)
    condition = Not(each[0] if len(each) == 1 else Logic("or", each))
    return SetField(name=constraint.name, field="for_each", value=_narrowed(constraint, condition))


# ----------------------------------------------------------------------------------------------------------- limits


def limit_side(evaluator: Evaluator, constraint: ConstraintBase, part: int) -> int:
    """The side of comparison `part` of a row that is its limit: 0 where the left one alone is data, else 1."""
    node = evaluator.node(constraint)
    assert isinstance(node, Compare)
    left, right = node.operands[part : part + 2]
    return 0 if evaluator.decides(right) and not evaluator.decides(left) else 1


def moved(evaluator: Evaluator, constraint: ConstraintBase, moves: Moves) -> Edit:
    """The edit that moves the limits of `constraint`.

    A parameter that is the limit and is used nowhere else is set; else the row is written anew.
    """
    node = evaluator.node(constraint)
    assert isinstance(node, Compare)
    parameter = _parameter_edit(evaluator, constraint, node, moves)
    if parameter is not None:
        return parameter
    pairs = [
        Compare((left, right), (op,))
        for left, right, op in zip(node.operands, node.operands[1:], node.ops, strict=False)
    ]
    for part in sorted({part for by_part in moves.values() for part in by_part}):
        amounts = {key: by_part[part] for key, by_part in moves.items() if part in by_part}
        side = limit_side(evaluator, constraint, part)
        operands = list(pairs[part].operands)
        operands[side] = _plus(operands[side], _amount(constraint, amounts))
        pairs[part] = replace(pairs[part], operands=(operands[0], operands[1]))
    return _row_edit(constraint, node, _joined(pairs))


def _joined(pairs: list[Compare]) -> Node:
    """The comparisons as one chain where their shared sides still agree, else joined by ``and``."""
    if all(left.operands[1] == right.operands[0] for left, right in pairwise(pairs)):
        operands = (pairs[0].operands[0], *(pair.operands[1] for pair in pairs))
        return Compare(operands, tuple(pair.ops[0] for pair in pairs))
    return Logic("and", tuple(pairs))


def _amount(constraint: ConstraintBase, amounts: Mapping[Key, Fraction]) -> Node:
    if not constraint.for_each:
        return number(amounts[()])
    found: Node = _ZERO
    for key, amount in amounts.items():
        found = IfElse(number(amount), _is_key(constraint, key), found)
    return found


def _plus(limit: Node, amount: Node) -> Node:
    if isinstance(limit, Number) and isinstance(amount, Number):
        return number(limit.value + amount.value)
    if limit == _ZERO:
        return amount
    return Add((*limit.terms, amount)) if isinstance(limit, Add) else Add((limit, amount))


def _row_edit(constraint: ConstraintBase, old: Compare, new: Node) -> Edit:
    limit = getattr(constraint, "limit", None)
    if isinstance(limit, str) and isinstance(new, Compare) and parse_expression(limit) == old.operands[-1]:
        text = format_expression(new.operands[-1])
        if constraint.model_copy(update={"limit": text}).to_node() == parse_expression(format_expression(new)):
            return SetField(name=constraint.name, field="limit", value=text)
    common = {field: getattr(constraint, field) for field in _COMMON}
    row = Algebraic(name=constraint.name, expression=format_expression(new), **common)
    return Replace(name=constraint.name, element=row.model_dump(mode="json"))


_COMMON = ("label", "sources", "for_each", "enforce", "negotiable", "price", "unit")


# ------------------------------------------------------------------------------------------------------- parameters


def _parameter_edit(evaluator: Evaluator, constraint: ConstraintBase, node: Compare, moves: Moves) -> Edit | None:
    """The change of the one parameter that is the limit and is used nowhere else; ``None`` where it is not so."""
    if len(node.ops) != 1:
        return None
    limit = node.operands[limit_side(evaluator, constraint, 0)]
    if not isinstance(limit, Name | Index):
        return None
    parameter = evaluator.model.by_name.get(limit.id)
    if not isinstance(parameter, Parameter) or not isinstance(parameter.value, Known):
        return None
    users = [element for _, element in evaluator.model.elements() if limit.id in names_used(element)]
    if users != [constraint] or list(names_in(node)).count(limit.id) != 1:
        return None
    value = parameter.value
    if isinstance(limit, Name):
        if constraint.for_each or value.number is None:
            return None
        return _set(parameter, value.model_copy(update={"number": value.number + moves[()][0]}))
    names = {arg.id for arg in limit.args if isinstance(arg, Name)}
    if names != set(quantifiers(constraint)) or len(names) != len(limit.args):
        return None
    entries = dict(value.entries or ())
    for key, by_part in moves.items():
        place = evaluator.key(limit.id, parameter.index, limit.args, binding_of(evaluator, constraint, key))
        entries[place] = evaluator.parameter(limit.id, place) + by_part[0]
    return _set(parameter, value.model_copy(update={"entries": tuple(entries.items())}))


def _set(parameter: Parameter, value: Known) -> Edit:
    return SetField(name=parameter.name, field="value", value=value.model_dump(mode="json"))
