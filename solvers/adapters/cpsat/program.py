"""An Instance as a model of CP-SAT: columns, rows and families all at once, then trees one by one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from modelwright.solvers.adapters.cpsat.columns import Columns
from modelwright.solvers.adapters.cpsat.families import Families
from modelwright.solvers.adapters.cpsat.messages import add_rows
from modelwright.solvers.adapters.cpsat.numbers import ROOM, Number, added, constant_number, rational, times, too_large
from modelwright.solvers.adapters.cpsat.ranges import column_bounds
from modelwright.solvers.adapters.cpsat.rows import cost_row, span, whole_row, whole_rows
from modelwright.solvers.adapters.cpsat.translation import Translator
from modelwright.solvers.families import FamilyBlock, IntervalFamily, LinearRows

if TYPE_CHECKING:
    from modelwright.solvers.instance import Floats, Instance

__all__ = ["Program", "translated"]


@dataclass(frozen=True, slots=True)
class Program:
    """What CP-SAT gets.

    Attributes:
        on: The model, and what its variables are.
        columns: The columns of the Instance as variables of the model.
        goal: The objective; ``None`` without one.
        free: Columns that have no bounds of their own, and were given some.
    """

    on: Translator
    columns: Columns
    goal: Number | None
    free: list[int]


def translated(instance: Instance, widest: int) -> Program:
    """The model of `instance`, whose columns without bounds lie within `widest` of zero.

    Raises:
        UnsupportedModel: A decision is continuous, a number too large, or an operation is not known to CP-SAT.
    """
    intervals = [
        b.family for b in instance.trees if isinstance(b, FamilyBlock) and isinstance(b.family, IntervalFamily)
    ]
    lower, upper, free = column_bounds(instance, [family.rows() for family in intervals], widest)
    columns = Columns.of(instance, intervals)
    on = Translator(lambda column: columns.number(instance.column(*column)))
    on.variables(lower[columns.kept].tolist(), upper[columns.kept].tolist())
    least, most = lower.astype(np.float64), upper.astype(np.float64)
    reach = columns.reach(least, most)
    structure = [*(family.rows(tight=True) for family in intervals), columns.outside(least, most)]
    _add_rows(on, instance, columns, structure, reach)
    bulk, rest = Families(on, instance, columns, lower), []
    for block in instance.trees:
        family = block.family if isinstance(block, FamilyBlock) else None
        if not isinstance(family, IntervalFamily) and (family is None or not bulk.post(family)):
            rest.append(block)
    for block in rest:
        for tree in block.trees:
            on.post(tree)
    return Program(on, columns, _goal(instance, columns, on, reach), free)


def _add_rows(on: Translator, instance: Instance, columns: Columns, structure: list[LinearRows], reach: Floats) -> None:
    quick, others = whole_rows(instance, reach)
    for rows in structure:
        if (span(rows, rows.owner, reach) > ROOM).any():
            raise too_large("A row or expression")
    rows = columns.substituted(LinearRows.joined([quick, *structure]))
    empty = np.diff(rows.start) == 0
    broken = (rows.lower > rows.upper) | (empty & ((rows.lower > 0) | (rows.upper < 0)))
    if broken.any():
        on.clause((), ())
    if (empty | broken).any():
        rows = rows.taken(~(empty | broken))
    add_rows(on.model, rows)
    for row in others:
        found = whole_row(instance, row)
        terms = [times(columns.number(column), Fraction(value)) for column, value in found.terms.items()]
        on.within(added(terms), found.low, found.high)


def _goal(instance: Instance, columns: Columns, on: Translator, reach: Floats) -> Number | None:
    if instance.sense == "satisfy":
        return None
    goal = _linear_goal(instance, columns, reach) if instance.objective_tree is None else None
    if goal is None:
        if instance.objective_tree is not None:
            goal = on.number(instance.objective_tree)
        else:
            costs = [(c, float(instance.cost[c])) for c in np.flatnonzero(instance.cost).tolist()]
            terms = [times(columns.number(column), rational(value)) for column, value in costs]
            goal = added([*terms, constant_number(rational(instance.offset))])
        on.check(goal)
    on.optimize(goal, instance.sense)
    return goal


def _linear_goal(instance: Instance, columns: Columns, reach: Floats) -> Number | None:
    """The objective where all its numbers are short decimals."""
    found = cost_row(instance, reach)
    if found is None:
        return None
    row = columns.substituted(found[0])
    terms = dict(zip(row.index.tolist(), row.value.astype(np.int64).tolist(), strict=True))
    return Number(terms, -int(row.lower[0]), found[1])
