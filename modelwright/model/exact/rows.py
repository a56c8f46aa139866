"""Rows of constraints with exact numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from modelwright.errors import ModelError
from modelwright.model.elements import Member
from modelwright.model.exact.evaluator import Evaluator
from modelwright.model.exact.forms import ZERO, Column
from modelwright.model.exact.members import Binding
from modelwright.model.exact.trees import Relation, Tree, Truth, constant, value_of
from modelwright.model.expressions import Add, Compare, Neg, Node, Number, parse_quantifiers
from modelwright.model.templates.base import ConstraintBase, Penalty

__all__ = ["ExactRow", "RowPart", "exact_row", "exact_rows", "ground_rows", "linear_row", "row_parts"]

_FLIPPED = {"<=": ">=", ">=": "<=", "==": "=="}


def linear_row(evaluator: Evaluator, node: Node, binding: Binding) -> tuple[dict[Column, Fraction], Fraction]:
    """Coefficients by decision, zeros dropped, and the constant of `node` at `binding`.

    Raises:
        ModelError: Unknown names or keys, a product or quotient of decisions, a cycle among definitions.
        DataError: A parameter has no value.
    """
    terms, constant = evaluator.form(node, binding)
    return {column: value for column, value in (terms or {}).items() if value}, constant


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
    node = evaluator.node(constraint)
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


def ground_rows(evaluator: Evaluator, constraint: ConstraintBase) -> Iterator[tuple[dict[str, Member], Tree]]:
    """As `Evaluator.rows_of`."""
    node = evaluator.node(constraint)
    for binding in evaluator.bindings(parse_quantifiers(constraint.for_each), {}):
        try:
            tree = evaluator.condition(node, binding)
        except ModelError as error:
            if error.code == "boolean-number" and error.message.endswith("is not a condition"):
                raise ModelError(f"Constraint `{constraint.name}` compares nothing", code="not-a-comparison") from None
            raise
        if tree == Truth(False) and isinstance(constraint.enforce, Penalty):
            tree = _undecided(evaluator, node, binding) or tree
        yield binding, tree


def _undecided(evaluator: Evaluator, node: Node, binding: Binding) -> Tree | None:
    """The broken comparison of data with its numbers kept, for a comparison of two numbers."""
    if not isinstance(node, Compare) or len(node.ops) > 1 or node.ops[0] not in _FLIPPED:
        return None
    left, right = (value_of(evaluator.tree(operand, binding)) for operand in node.operands)
    if left is None or right is None:
        return None
    body = constant(right - left if node.ops[0] == ">=" else left - right)
    return Relation("==" if node.ops[0] == "==" else "<=", body)


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
