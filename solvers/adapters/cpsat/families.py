"""Families of global conditions for CP-SAT: each interval once, each condition by what is in its arrays."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from modelwright.solvers.adapters.cpsat.messages import (
    add_circuit,
    add_cumulative,
    add_different,
    add_intervals,
    add_no_overlap,
)

if TYPE_CHECKING:
    from modelwright.solvers.adapters.cpsat.builder import Builder
    from modelwright.solvers.adapters.cpsat.columns import Columns
    from modelwright.solvers.adapters.cpsat.ranges import Whole
    from modelwright.solvers.families import GlobalFamily
    from modelwright.solvers.instance import Instance, Positions

__all__ = ["Families"]


class Families:
    """Writes families of global conditions into one model.

    Args:
        on: The model.
        instance: What the columns of the families belong to.
        columns: Its columns as variables of the model.
        least: Least value of each column. Shape (num_columns,).
    """

    def __init__(self, on: Builder, instance: Instance, columns: Columns, least: Whole) -> None:
        self._on, self._columns, self._least = on, columns, least
        self._blocks = instance.variables
        self._numbers = np.full(instance.num_columns, -1, np.intp)

    def post(self, family: GlobalFamily) -> bool:
        """Writes the conditions of `family`; false where CP-SAT has no such ones."""
        columns, model = self._columns, self._on.model
        if family.kind == "no_overlap":
            add_no_overlap(model, family.start, self._intervals(family.columns))
        elif family.kind == "cumulative":
            add_cumulative(model, family.start, self._intervals(family.columns), family.factors, family.constants)
        elif columns.factors[1, family.columns].any() or not columns.factors[0, family.columns].all():
            return False
        elif family.kind == "circuit":
            return self._circuits(family)
        else:
            add_different(
                model,
                family.start,
                columns.variables[0, family.columns],
                family.factors * columns.factors[0, family.columns],
                family.factors * columns.constants[family.columns] + family.constants,
            )
        return True

    def _circuits(self, family: GlobalFamily) -> bool:
        """A literal for each pair of different places, which says that the one follows the other."""
        columns, on = self._columns, self._on
        own = (columns.factors[0, family.columns] == 1) & (columns.constants[family.columns] == 0)
        if not own.all() or (np.diff(family.start) < 2).any():
            return False
        places = family.constants.astype(np.int64).tolist()
        variables = columns.variables[0, family.columns].tolist()
        for begin, end in pairwise(family.start.tolist()):
            count = (end - begin) * (end - begin - 1)
            first = on.variables([0] * count, [1] * count)
            add_circuit(on.model, variables[begin:end], places[begin:end], first)
        return True

    def _intervals(self, starts: Positions) -> Positions:
        """The number of the constraint of each interval, given by the column of its start."""
        new = np.unique(starts[self._numbers[starts] < 0])
        if len(new):
            blocks = np.array([block.start for block in self._blocks])
            counts = np.array([block.count for block in self._blocks])[np.searchsorted(blocks, new, "right") - 1]
            columns = self._columns
            variables, present = columns.variables[0], new + 3 * counts
            certain = (columns.factors[0, present] == 0) | (self._least[present] == 1)
            begin = len(self._on.model.proto.constraints)
            add_intervals(
                self._on.model,
                variables[new],
                columns.sizes[new],
                variables[new + counts],
                variables[new + 2 * counts],
                np.where(certain, -1, variables[present]),
            )
            self._numbers[new] = np.arange(begin, begin + len(new))
        return self._numbers[starts]
