"""Trees to linear rows: the Instance that any solver of linear models takes, and the way back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from modelwright.errors import UnsupportedModel
from modelwright.model.outcome import PrimalStatus
from modelwright.solvers.instance import Floats, Instance, RowBlock, TreeBlock, VariableBlock
from modelwright.solvers.reductions.affine import Affine
from modelwright.solvers.reductions.bounds import propagated
from modelwright.solvers.reductions.linearizer import ABOVE, BELOW, Linearizer
from modelwright.solvers.reductions.program import Box, Program, Row, in_whole_numbers
from modelwright.solvers.reductions.refusals import with_other_solver

if TYPE_CHECKING:
    from modelwright.model.exact import Key
    from modelwright.model.exact.forms import Column
    from modelwright.solvers.result import Result

__all__ = ["Reduced", "reduce_to_milp"]

AUXILIARY = ".auxiliary"
"""Name of the block of new columns; no variable can have it."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """A linear Instance with the points of another one.

    Attributes:
        instance: Linear. Its first columns are those of `original` in order (with bounds that its rows and trees
            imply), its first rows likewise.
        original: What was reduced.
        notes: What an answer has to say about the reduction: parts of the boundary that were left out. An optimum
            or infeasibility is a claim about the rest when there are any.
    """

    instance: Instance
    original: Instance = field(repr=False)
    notes: tuple[str, ...] = ()

    def restore(self, result: Result) -> Result:
        """`result` of the linear Instance as one of the original: without new columns, without duals and basis.

        The objective stays what the solver said; verification computes it again.
        """
        columns, rows = self.original.num_columns, self.original.num_rows
        return replace(
            result,
            instance=self.original,
            dual=PrimalStatus.NO_SOLUTION,
            values=_cut(result.values, columns),
            activity=_cut(result.activity, rows),
            duals=None,
            reduced_costs=None,
            basis=None,
        )

    def pinned(self, values: Floats) -> Instance:
        """The linear Instance with every whole column fixed at the rounded `values`.

        Solving it again moves the continuous columns to where big coefficients have no slack left.

        Args:
            values: A point of `instance`, new columns included. Shape (instance.num_columns,).
        """
        whole = self.instance.integrality.astype(bool)
        lower, upper = self.instance.column_lower.copy(), self.instance.column_upper.copy()
        lower[whole] = upper[whole] = np.round(values[whole])
        return replace(self.instance, column_lower=lower, column_upper=upper)


def _cut(array: Floats | None, count: int) -> Floats | None:
    return None if array is None else array[:count].copy()


def reduce_to_milp(instance: Instance) -> Reduced:
    """The linear Instance with the points and optimum of `instance`.

    Raises:
        UnsupportedModel: A decision lacks a bound (code ``no-bound``), a part is not linear and has no exact linear
            form (``nonlinear``), or it would be too large (``reduction-size``).
    """
    if not instance.trees and instance.objective_tree is None:
        return Reduced(instance, instance)
    try:
        return _reduced(instance)
    except UnsupportedModel as refusal:
        raise with_other_solver(refusal, instance) from None


def _reduced(instance: Instance) -> Reduced:
    known: dict[Column, int] = {}

    def index(column: Column) -> int:
        if column not in known:
            known[column] = instance.column(*column)
        return known[column]

    program = Program(_boxes(instance, index), instance.integrality.astype(bool).tolist(), instance.column_key)
    linearizer = Linearizer(program, index)
    owners: list[tuple[TreeBlock | None, Key]] = []
    for block in instance.trees:
        for key, tree in zip(block.keys, block.trees, strict=True):
            program.where, program.owner = f"`{block.name}`", len(owners)
            owners.append((block, key))
            linearizer.require(tree)
    objective: Affine | None = None
    if instance.objective_tree is not None and instance.sense != "satisfy":
        program.where, program.owner = "the objective", len(owners)
        objective = linearizer.number(instance.objective_tree, BELOW if instance.sense == "max" else ABOVE)
    owners.append((None, ()))
    return Reduced(_assembled(instance, program, objective, owners), instance, tuple(program.notes))


def _boxes(instance: Instance, index: object) -> list[Box]:
    lower, upper = propagated(instance, index)  # type: ignore[arg-type]
    crossed = lower > upper  # then nothing is feasible, and the rows say so
    lower = np.where(crossed, instance.column_lower, lower)
    upper = np.where(crossed, instance.column_upper, upper)
    return [(_exact(low), _exact(high)) for low, high in zip(lower.tolist(), upper.tolist(), strict=True)]


def _exact(bound: float) -> Fraction | None:
    return Fraction(bound) if math.isfinite(bound) else None


# ----------------------------------------------------------------------------------------------------- assembling


def _assembled(
    instance: Instance,
    program: Program,
    objective: Affine | None,
    owners: Sequence[tuple[TreeBlock | None, Key]],
) -> Instance:
    new = len(program.lower) - instance.num_columns
    rows = sorted(program.rows, key=lambda row: row[2])
    start, index, value, row_lower, row_upper = _matrix(rows, instance.num_nonzeros)
    cost, offset = np.concatenate([instance.cost, np.zeros(new)]), instance.offset
    if objective is not None:
        offset += float(objective.constant)
        for column, coefficient in objective.terms.items():
            cost[column] += float(coefficient)
    lower = [-math.inf if bound is None else float(bound) for bound in program.lower]
    upper = [math.inf if bound is None else float(bound) for bound in program.upper]
    block = VariableBlock(AUXILIARY, ("",), (tuple(range(new)),), instance.num_columns, (new,))
    return replace(
        instance,
        start=np.concatenate([instance.start, start[1:]]).astype(np.int32),
        index=np.concatenate([instance.index, index]).astype(np.int32),
        value=np.concatenate([instance.value, value]),
        row_lower=np.concatenate([instance.row_lower, row_lower]),
        row_upper=np.concatenate([instance.row_upper, row_upper]),
        column_lower=np.array(lower, dtype=np.float64),
        column_upper=np.array(upper, dtype=np.float64),
        cost=cost,
        offset=offset,
        integrality=np.concatenate([instance.integrality, program.integral[instance.num_columns :]]).astype(np.uint8),
        variables=(*instance.variables, block) if new else instance.variables,
        rows=(*instance.rows, *_blocks(rows, owners, instance.num_rows)),
        trees=(),
        objective_tree=None,
    )


def _matrix(rows: Sequence[Row], first: int) -> tuple[list[int], list[int], list[float], list[float], list[float]]:
    start, index, value, lower, upper = [first], list[int](), list[float](), list[float](), list[float]()
    for form, is_zero, _ in rows:
        scaled = in_whole_numbers(form)
        for column in sorted(scaled.terms):
            coefficient = float(scaled.terms[column])
            if coefficient:
                index.append(column)
                value.append(coefficient)
        start.append(first + len(index))
        limit = -float(scaled.constant)
        lower.append(limit if is_zero else -math.inf)
        upper.append(limit)
    return start, index, value, lower, upper


def _blocks(rows: Sequence[Row], owners: Sequence[tuple[TreeBlock | None, Key]], first: int) -> list[RowBlock]:
    """One block for the rows of each block of trees, whose keys they keep."""
    found: list[RowBlock] = []
    begin = 0
    while begin < len(rows):
        block = owners[rows[begin][2]][0]
        end = begin
        while end < len(rows) and owners[rows[end][2]][0] is block:
            end += 1
        keys = [owners[row[2]][1] for row in rows[begin:end]]
        found.append(_block(block, keys, first + begin))
        begin = end
    return found


def _block(block: TreeBlock | None, keys: Sequence[Key], start: int) -> RowBlock:
    if block is None:
        return RowBlock("objective", 0, start, len(keys))
    members = tuple(tuple(dict.fromkeys(column)) for column in zip(*keys, strict=True))
    places = [{member: k for k, member in enumerate(column)} for column in members]
    positions = tuple(np.array([place[key[k]] for key in keys], dtype=np.intp) for k, place in enumerate(places))
    return RowBlock(block.name, 0, start, len(keys), block.quantifiers, members, positions)
