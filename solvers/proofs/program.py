"""A Model as a linear program with rational numbers, columns and rows numbered as in its Instance."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.model.elements import Choice, Interval, Missing, Variable
from modelwright.model.exact import ExactRow, exact_row, exact_rows, linear_row, row_parts
from modelwright.model.exact.trees import Linear, add
from modelwright.model.expressions import parse_expression, parse_quantifiers
from modelwright.solvers.grounding.rows import LinearRow, is_quick, split_rows
from modelwright.solvers.grounding.singles import single_form, single_rows
from modelwright.solvers.parts import INTERVAL_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modelwright.model.exact import Evaluator
    from modelwright.model.templates import ConstraintBase
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
    """The linear part of the Model of `evaluator` with exact numbers."""
    bounds = [limits for variable in evaluator.model.variables for limits in _bounds(evaluator, variable)]
    rows = [row for constraint in evaluator.model.constraints for row in _exact_rows(evaluator, instance, constraint)]
    terms, offset = objective_form(evaluator, instance)
    sign = -1 if instance.sense == "max" else 1
    cost = {column: sign * value for column, value in terms.items()}
    integer = [bool(flag) for flag in instance.integrality.tolist()]
    lower, upper = [low for low, _ in bounds], [high for _, high in bounds]
    return Program(rows, lower, upper, integer, cost, sign * offset, sign)


def _bounds(evaluator: Evaluator, variable: Variable) -> Iterator[tuple[Limit, Limit]]:
    """Bounds of the columns of `variable` in order: an interval has its parts after each other."""
    if not isinstance(variable.domain, Choice | Interval):
        for key in evaluator.columns(variable):
            yield evaluator.bounds(variable, key)
        return
    found = [list(evaluator.parts(variable, key).values()) for key in evaluator.columns(variable)]
    for part in range(len(INTERVAL_PARTS) if isinstance(variable.domain, Interval) else 1):
        yield from (limits[part] for limits in found)


def _exact_rows(evaluator: Evaluator, instance: Instance, constraint: ConstraintBase) -> Iterator[Row]:
    singles = None if constraint.for_each else single_rows(evaluator, instance.blocks, constraint)
    if singles is not None:
        yield from (Row(*single) for single in singles)
    elif is_quick(evaluator, constraint):
        yield from (_numbered(instance, row) for row in exact_rows(evaluator, constraint))
    else:
        yield from (_numbered(instance, row) for row in split_rows(evaluator, constraint)[1])


def _numbered(instance: Instance, row: ExactRow | LinearRow) -> Row:
    terms = row.terms.items() if isinstance(row.terms, dict) else row.terms
    return Row({instance.column(name, key): value for (name, key), value in terms}, row.lower, row.upper)


def row_of(evaluator: Evaluator, instance: Instance, row: int, kept: dict[str, list[LinearRow]] | None = None) -> Row:
    """One row with exact numbers, without making those of other constraints.

    Args:
        evaluator: Exact values.
        instance: Where the row is.
        row: Its number.
        kept: Rows that were made by trees, by constraint, kept from one call to the next.
    """
    block = instance.row_block(row)
    constraint = next(c for c in evaluator.model.constraints if c.name == block.name)
    if not is_quick(evaluator, constraint):
        kept = {} if kept is None else kept
        if block.name not in kept:
            kept[block.name] = split_rows(evaluator, constraint)[1]
        of_part = [found for found in kept[block.name] if found.part == block.part]
        return _numbered(instance, of_part[row - block.start])
    part = row_parts(evaluator, constraint)[block.part]
    generators = parse_quantifiers(constraint.for_each)
    binding = evaluator.scope(generators, dict(zip(block.quantifiers, block.key(row - block.start), strict=True)))
    return _numbered(instance, exact_row(evaluator, block.name, block.part, part, binding))


def objective_form(evaluator: Evaluator, instance: Instance) -> tuple[dict[int, Fraction], Fraction]:
    """Exact cost by column and constant, in the Model's own sense; nothing for an objective that is no linear form."""
    objective = evaluator.model.objective
    if objective is None or instance.sense == "satisfy" or isinstance(objective.expression, Missing | None):
        return {}, Fraction(0)
    if instance.objective_tree is not None:
        return {}, Fraction(0)
    node = parse_expression(objective.expression)
    single = single_form(evaluator, instance.blocks, node)
    if single is not None:
        return single
    if evaluator.linear(node):
        terms, constant = linear_row(evaluator, node, {})
        return {instance.column(name, key): value for (name, key), value in terms.items()}, constant
    tree = add((evaluator.tree(node, {}),))
    assert isinstance(tree, Linear)
    return {instance.column(name, key): value for (name, key), value in tree.terms}, tree.constant
