"""The order of grounding: columns, rows, objective."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from modelwright.errors import ModelError
from modelwright.model.elements import Missing, Objective
from modelwright.model.exact import Evaluator, located
from modelwright.model.exact import trees as t
from modelwright.model.expressions import parse_expression
from modelwright.solvers.grounding.assembly import assemble, overflow, spread_costs
from modelwright.solvers.grounding.columns import Columns, make_columns, structure_blocks
from modelwright.solvers.grounding.context import Context
from modelwright.solvers.grounding.forms import form
from modelwright.solvers.grounding.frames import SCALAR
from modelwright.solvers.grounding.rows import Rows, add_constraint
from modelwright.solvers.grounding.singles import single_form
from modelwright.solvers.grounding.tables import to_float
from modelwright.solvers.instance import Instance, TreeBlock

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model
    from modelwright.model.exact.trees import Tree
    from modelwright.solvers.instance import Floats

__all__ = ["ground"]

Sense: TypeAlias = Literal["min", "max", "satisfy"]


def ground(model: Model, data: Data | None = None, *, evaluator: Evaluator | None = None) -> Instance:
    """The Instance of `model` with `data`.

    Args:
        model: A Model without open slots; of several objectives the first in order of priority counts.
        data: Tables that its sets and parameters are bound to.
        evaluator: Exact values of the same Model and Data, to share what it has worked out.

    Raises:
        ModelError: An open slot, an unknown name or key, a strict row over fractions.
        DataError: A table, column, cell or key is not as the Model needs it.
        LimitError: More rows, columns or coefficients than allowed; nothing of that size has been allocated.
    """
    context = Context(evaluator or Evaluator(model, data))
    with np.errstate(all="ignore"):  # infinities are found at the end
        columns = make_columns(context, model)
        rows = Rows()
        for k, constraint in enumerate(model.constraints):
            with located(f"/constraints/{k}"):
                add_constraint(context, constraint, rows)
        goal = _objective(context, model.objective, columns.count)
        return _instance(columns, rows, goal, (*structure_blocks(context, model, columns), *rows.trees))


# -------------------------------------------------------------------------------------------------------- objective


@dataclass(frozen=True, slots=True)
class _Goal:
    sense: Sense
    cost: Floats
    offset: float = 0.0
    tree: Tree | None = None


def _objective(context: Context, objective: Objective | None, count: int) -> _Goal:
    if objective is None or objective.sense == "satisfy":
        return _Goal("satisfy", np.zeros(count))
    with located("/objectives"):
        if isinstance(objective.sense, Missing) or isinstance(objective.expression, Missing):
            raise ModelError(f"Objective `{objective.name}` is not complete", code="missing-slot")
        if objective.expression is None:
            raise ModelError(f"Objective `{objective.name}` has nothing to optimise", code="empty-expression")
        node = parse_expression(objective.expression)
        single = single_form(context.evaluator, context.blocks, node)
        if single is not None:
            cost = np.zeros(count)
            cost[list(single[0])] = [to_float(value) for value in single[0].values()]
            return _Goal(objective.sense, cost, to_float(single[1]))
        if context.evaluator.linear(node):
            found = form(context, node, SCALAR)
            assert isinstance(found.constant, Fraction)
            return _Goal(objective.sense, spread_costs(found.blocks or (), count), to_float(found.constant))
        return _tree_goal(context, objective.sense, context.evaluator.tree(node, {}), count)


def _tree_goal(context: Context, sense: Sense, tree: Tree, count: int) -> _Goal:
    cost = np.zeros(count)
    tree = t.add((tree,))
    if not isinstance(tree, t.Linear):
        return _Goal(sense, cost, 0.0, tree)
    for column, value in tree.terms:
        cost[context.column(column)] = to_float(value)
    return _Goal(sense, cost, to_float(tree.constant))


def _instance(columns: Columns, rows: Rows, goal: _Goal, trees: tuple[TreeBlock, ...]) -> Instance:
    matrix = assemble(rows.pieces, columns.count)
    if np.isnan(columns.lower).any() or np.isnan(columns.upper).any():
        raise overflow()
    return Instance(
        start=matrix.start,
        index=matrix.index,
        value=matrix.value,
        row_lower=matrix.lower,
        row_upper=matrix.upper,
        column_lower=columns.lower,
        column_upper=columns.upper,
        cost=goal.cost,
        integrality=columns.integrality,
        offset=goal.offset,
        sense=goal.sense,
        variables=columns.blocks,
        rows=tuple(rows.blocks),
        trees=trees,
        objective_tree=goal.tree,
    )
