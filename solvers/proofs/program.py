"""A Model as a linear program with rational numbers, columns and rows numbered as in its Instance."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.model.elements import Missing
from modelwright.model.exact import ExactRow, exact_row, exact_rows, linear_row, row_parts
from modelwright.model.expressions import parse_expression

if TYPE_CHECKING:
    from modelwright.model.exact import Evaluator
    from modelwright.solvers.instance import Instance

__all__ = ["Limit", "Program", "Row", "make_program", "objective_form", "row_of"]

Limit = Fraction | None
"""A bound; ``None`` when absent."""


@dataclass(frozen=True, slots=True)
class Row:
    """`lower` ≤ Σ terms[j] x[j] ≤ `upper`."""

    terms: dict[int, Fraction]
    lower: Limit
    upper: Limit


@dataclass(frozen=True, slots=True)
class Program:
    """Minimise `cost` x + `offset` over rows and column bounds; a maximum has its signs turned.

    Attributes:
        rows: In the order of the Instance.
        lower: Lower bound of each column.
        upper: Upper bound of each column.
        integer: Whether each column is integer.
        cost: By column.
        offset: Constant.
        sign: -1 when the Model maximises, else 1.
    """

    rows: list[Row]
    lower: list[Limit]
    upper: list[Limit]
    integer: list[bool]
    cost: dict[int, Fraction]
    offset: Fraction
    sign: int


def make_program(evaluator: Evaluator, instance: Instance) -> Program:
    """The Model of `evaluator` with exact numbers."""
    lower: list[Limit] = []
    upper: list[Limit] = []
    for variable in evaluator.model.variables:
        for key in evaluator.columns(variable):
            low, high = evaluator.bounds(variable, key)
            lower.append(low)
            upper.append(high)
    rows = [
        _numbered(instance, row)
        for constraint in evaluator.model.constraints
        for row in exact_rows(evaluator, constraint)
    ]
    terms, offset = objective_form(evaluator, instance)
    sign = -1 if instance.sense == "max" else 1
    cost = {column: sign * value for column, value in terms.items()}
    integer = [bool(flag) for flag in instance.integrality.tolist()]
    return Program(rows, lower, upper, integer, cost, sign * offset, sign)


def _numbered(instance: Instance, row: ExactRow) -> Row:
    terms = {instance.column(name, key): value for (name, key), value in row.terms.items()}
    return Row(terms, row.lower, row.upper)


def row_of(evaluator: Evaluator, instance: Instance, row: int) -> Row:
    """One row with exact numbers, without making the others."""
    block = instance.row_block(row)
    constraint = next(c for c in evaluator.model.constraints if c.name == block.name)
    part = row_parts(evaluator, constraint)[block.part]
    binding = dict(zip(block.quantifiers, block.key(row - block.start), strict=True))
    return _numbered(instance, exact_row(evaluator, block.name, block.part, part, binding))


def objective_form(evaluator: Evaluator, instance: Instance) -> tuple[dict[int, Fraction], Fraction]:
    """Exact cost by column and constant, in the Model's own sense; nothing for a model that optimises nothing."""
    objective = evaluator.model.objective
    if objective is None or instance.sense == "satisfy" or isinstance(objective.expression, Missing | None):
        return {}, Fraction(0)
    terms, constant = linear_row(evaluator, parse_expression(objective.expression), {})
    return {instance.column(name, key): value for (name, key), value in terms.items()}, constant
