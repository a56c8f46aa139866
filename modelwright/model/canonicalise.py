"""One kind for each row: whatever way a row was written, it gets the first kind of the catalogue that says it.

A kind is tried on the row as written and on its normal form (`normal_node`), each also with its sides exchanged; plain
linear rows, kinds that count conditions, and `algebraic` are tried on the normal form alone. So ``400 >= 5 * x + y``
becomes the `resource` ``5 * x + y <= 400``. The meaning stays, and so does the amount by which a plan misses the row;
doing it twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from modelwright.errors import ExpressionError
from modelwright.model.document import Model
from modelwright.model.elements import Missing
from modelwright.model.expressions import (
    Call,
    Compare,
    Comprehension,
    Generator,
    Listing,
    Logic,
    Node,
    Not,
    Number,
    parse_quantifiers,
)
from modelwright.model.expressions.nodes import children, generators_in
from modelwright.model.templates import (
    CATALOGUE,
    Algebraic,
    AtLeastK,
    AtMostK,
    ConstraintBase,
    EitherOr,
    Equation,
    ExactlyK,
    Exclusion,
    Requirement,
    Resource,
    Total,
)
from modelwright.model.templates.affine import FLIPPED, merged_conditions, sorted_comparison
from modelwright.model.templates.base import compare
from modelwright.model.templates.shapes import ONE, is_data, literal

__all__ = ["canonical_constraint", "canonicalise", "normal_node"]

_PLAIN = (
    *(Total, Resource, Requirement, Equation, Algebraic),
    *(Exclusion, EitherOr, AtLeastK, AtMostK, ExactlyK),
)
"""Kinds that take the normal form alone: one row in two writings is one row."""

_KEPT = ("name", "label", "sources", "for_each", "enforce", "negotiable", "price", "unit")


def canonicalise(model: Model) -> Model:
    """`model` with every constraint as its most specific kind, in the order of `CATALOGUE`.

    A constraint with a Missing slot, or one that cannot be parsed, stays as it is.
    """
    constraints = tuple(canonical_constraint(constraint, model) for constraint in model.constraints)
    return model if constraints == model.constraints else model.model_copy(update={"constraints": constraints})


def canonical_constraint(constraint: Any, model: Model) -> Any:
    """`constraint` of `model` as the first kind of the catalogue that says it; everything but its slots stays."""
    if any(isinstance(slot.value, Missing) for slot in constraint.slots()):
        return constraint
    try:
        node = constraint.to_node()
        if _hides(constraint, node, model):
            return constraint
        found = _first_kind(node, model)
    except ExpressionError:
        return constraint
    if found is None:
        return constraint
    kind, slots = found
    fields = {name: getattr(constraint, name) for name in _KEPT}
    try:
        made = kind.model_validate({**fields, **slots})
    except ValidationError:
        return constraint
    return constraint if made == constraint else made


def _first_kind(node: Node, model: Model) -> tuple[type[ConstraintBase], dict[str, Any]] | None:
    normal = normal_node(node, model)
    writings = list(dict.fromkeys((node, *_exchanged(node), normal, *_exchanged(normal))))
    for kind in CATALOGUE:
        for writing in (normal,) if issubclass(kind, _PLAIN) else writings:
            slots = kind.match(writing, model)
            if slots is not None:
                return kind, slots
    return None


def _exchanged(node: Node) -> Iterator[Node]:
    if isinstance(node, Compare) and len(node.ops) == 1:
        yield compare(node.operands[1], FLIPPED[node.ops[0]], node.operands[0])


def _hides(constraint: ConstraintBase, node: Node, model: Model) -> bool:
    """Whether a quantifier has the name of an element, so that a name does not tell by itself what it means."""
    ids = {name for generator in parse_quantifiers(constraint.for_each) for name in generator.ids}
    return any(name in model.by_name for name in ids | set(_quantifiers(node)))


def _quantifiers(node: Node) -> Iterator[str]:
    for generator in generators_in(node):
        yield from generator.ids
    for part in children(node):
        yield from _quantifiers(part)


# -------------------------------------------------------------------------------------------------------- normal form


def normal_node(node: Node, model: Model) -> Node:
    """The row `node` in its normal form, which means the same.

    - A linear comparison: decisions left and data right, terms gathered (see `sorted_comparison`); another comparison:
      data right.
    - ``not not a`` is ``a``; ``not (a and b)`` is ``count([a, b]) <= 1``; brackets in ``a or (b or c)`` go.
    - ``exists(a, b)`` is ``a or b``, and so is ``count(a, b) >= 1``; a list of conditions is one list.
    - The condition of a quantifier stands behind the last.
    """
    match node:
        case Compare(operands=(left, right), ops=(op,)):
            return _normal_comparison(left, op, right, model)
        case Not(operand=Not(operand=operand)):
            return normal_node(operand, model)
        case Not(operand=Logic(op="and", operands=operands)):
            most = Number(Fraction(len(operands) - 1))
            return compare(Call("count", (Listing(tuple(_flat("and", operands))),)), "<=", most)
        case Not(operand=Compare(operands=(left, right), ops=(op,))) if op in ("<", ">", "!="):
            opposite = {"<": ">=", ">": "<=", "!=": "=="}[op]
            return normal_node(compare(left, opposite, right), model)
        case Logic(op=word, operands=operands):
            return Logic(word, tuple(_flat(word, operands)))
        case Call(function="exists" | "forall" | "count" as function, args=args):
            return _gathered(function, args)
        case _:
            return node


def _normal_comparison(left: Node, op: str, right: Node, model: Model) -> Node:
    if is_data(left, model) and not is_data(right, model):
        left, op, right = right, FLIPPED[op], left
    if isinstance(left, Call) and left.function == "count":
        return _normal_count(left, op, right, model)
    found = sorted_comparison(left, op, right, model)
    return compare(left, op, right) if found is None else found


def _normal_count(left: Call, op: str, right: Node, model: Model) -> Node:
    """A count is a whole number: ``count(…) > 2`` is ``count(…) >= 3``."""
    counted = _gathered("count", left.args)
    limit = literal(right)
    if limit is not None and limit.denominator == 1 and op in ("<", ">"):
        op, right = ("<=", Number(limit - 1)) if op == "<" else (">=", Number(limit + 1))
    if op == ">=" and right == ONE and isinstance(counted, Call):
        return _gathered("exists", counted.args)
    return compare(counted, op, right)


def _gathered(function: str, args: tuple[Node, ...]) -> Node:
    """A call on conditions, given as one list without brackets within it; ``a or b`` for `exists` of plain ones."""
    if len(args) == 1 and isinstance(args[0], Comprehension):
        return Call(function, (_merged(args[0]),))
    listed = args[0].items if len(args) == 1 and isinstance(args[0], Listing) else args
    items = tuple(_merged(item) if isinstance(item, Comprehension) else item for item in listed)
    if len(items) == 1 and isinstance(items[0], Comprehension):
        return Call(function, items)
    if function == "exists" and len(items) > 1 and not any(isinstance(item, Comprehension) for item in items):
        return Logic("or", tuple(_flat("or", items)))
    return Call(function, (Listing(items),))


def _merged(node: Comprehension) -> Comprehension:
    generators: tuple[Generator, ...] = merged_conditions(node.generators)
    return replace(node, generators=generators)


def _flat(word: str, operands: tuple[Node, ...]) -> Iterator[Node]:
    for operand in operands:
        if isinstance(operand, Logic) and operand.op == word:
            yield from _flat(word, operand.operands)
        else:
            yield operand
