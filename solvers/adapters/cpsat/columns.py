"""The columns of an Instance as variables of CP-SAT: those that others decide, as the length of a task that is given or
its end, are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from modelwright.solvers.adapters.cpsat.numbers import Number
from modelwright.solvers.families import IntervalFamily, LinearRows

if TYPE_CHECKING:
    from modelwright.solvers.instance import Floats, Instance, Positions

__all__ = ["Columns"]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Columns as ``constant + factors[0] · v[0] + factors[1] · v[1]``, each array of shape (num_columns,).

    Attributes:
        variables: The two variables of CP-SAT by position; any where the factor is zero. Shape (2, num_columns).
        factors: Shape (2, num_columns).
        constants: Shape (num_columns,).
        kept: Columns that are variables, in the order of these. Shape (variables,).
        sizes: At the start of an interval of given size the size, else not a number. Shape (num_columns,).
        families: Interval variables whose sizes are given.
    """

    variables: Positions
    factors: Floats
    constants: Floats
    kept: Positions
    sizes: Floats
    families: tuple[IntervalFamily, ...]

    @staticmethod
    def of(instance: Instance, families: Sequence[IntervalFamily]) -> Columns:
        """The columns of `instance`, whose interval variables with arrays are `families`."""
        count = instance.num_columns
        kept = np.ones(count, np.bool_)
        given = [family for family in families if family.size is not None]
        for family in given:
            size, present = family.start + family.count, family.start + 3 * family.count
            kept[size:present] = False
            kept[present : present + family.count] = family.optional
        numbers = np.where(kept, np.cumsum(kept) - 1, 0)
        variables = np.stack([numbers, np.zeros_like(numbers)])
        factors = np.stack([kept.astype(np.float64), np.zeros(count)])
        constants, sizes = np.zeros(count), np.full(count, np.nan)
        for family in given:
            assert family.size is not None
            starts, lengths, ends, presences = (
                slice(family.start + k * family.count, family.start + (k + 1) * family.count) for k in range(4)
            )
            sizes[starts] = family.size
            variables[0, ends], factors[0, ends] = numbers[starts], 1.0
            if family.optional:
                variables[0, lengths], factors[0, lengths] = numbers[presences], family.size
                variables[1, ends], factors[1, ends] = numbers[presences], family.size
            else:
                constants[presences] = 1.0
                constants[lengths] = constants[ends] = family.size
        return Columns(variables, factors, constants, np.flatnonzero(kept), sizes, tuple(given))

    @property
    def all_kept(self) -> bool:
        """Whether every column is the variable of its own number."""
        return len(self.kept) == len(self.constants)

    def number(self, column: int) -> Number:
        """A column as a linear form over variables."""
        if self.all_kept:
            return Number({column: 1})
        pairs = zip(self.variables[:, column].tolist(), self.factors[:, column].tolist(), strict=True)
        return Number({v: int(factor) for v, factor in pairs if factor}, int(self.constants[column]))

    def values(self, point: Floats) -> Floats:
        """The values of the columns where the variables have the values `point`."""
        if self.all_kept:
            return point
        if not len(point):
            return self.constants.copy()
        found: Floats = self.constants + (self.factors * point[self.variables]).sum(axis=0)
        return found

    def outside(self, lower: Floats, upper: Floats) -> LinearRows:
        """Rows that keep the columns that are no variables between `lower` and `upper` where nothing else does.

        What else does are the bounds of the variables, and the tight rows of `families`.
        """
        if self.all_kept:
            none = np.zeros(0, np.intp)
            return LinearRows(np.zeros(1, np.intp), none, np.zeros(0), np.zeros(0), np.zeros(0))
        least, most = self.constants.copy(), self.constants.copy()
        if len(self.kept):
            one, other = (self.factors * bounds[self.kept][self.variables] for bounds in (lower, upper))
            least += np.minimum(one, other).sum(axis=0)
            most += np.maximum(one, other).sum(axis=0)
        for family in self.families:
            if family.optional:
                end = family.start + 2 * family.count
                most[end : end + family.count] = np.maximum(family.earliest, family.latest)
        beyond = (least < lower) | (most > upper)
        beyond[self.kept] = False
        columns = np.flatnonzero(beyond)
        count = len(columns)
        return LinearRows(np.arange(count + 1), columns, np.ones(count), lower[columns], upper[columns])

    def reach(self, lower: Floats, upper: Floats) -> Floats:
        """How far from zero each column may be, its variables being between `lower` and `upper` of their columns."""
        own = np.maximum(np.abs(lower), np.abs(upper))
        if self.all_kept:
            return own
        if not len(self.kept):
            return np.abs(self.constants)
        found: Floats = np.abs(self.constants) + (np.abs(self.factors) * own[self.kept][self.variables]).sum(axis=0)
        return found

    def substituted(self, rows: LinearRows) -> LinearRows:
        """`rows` over columns as rows over variables, without zeros and repeated variables.

        Numbers are exact where all partial sums stay below 2**53.
        """
        if self.all_kept:
            return rows
        owner, index = rows.owner, rows.index
        moved = np.bincount(owner, rows.value * self.constants[index], rows.count)
        second = np.flatnonzero(self.factors[1, index])
        owners = np.concatenate((owner, owner[second]))
        variables = np.concatenate((self.variables[0, index], self.variables[1, index[second]]))
        values = np.concatenate(
            (rows.value * self.factors[0, index], rows.value[second] * self.factors[1, index[second]])
        )
        places = owners * (len(self.kept) + 1) + variables
        if not (places[1:] > places[:-1]).all():
            order = np.argsort(places, kind="stable")
            places, values = places[order], values[order]
            first = np.concatenate(([True], places[1:] != places[:-1]))[: len(places)]
            places, values = places[first], np.add.reduceat(values, np.flatnonzero(first)) if len(places) else values
        used = values != 0
        owners, variables = np.divmod(places[used], len(self.kept) + 1)
        start = np.concatenate(([0], np.cumsum(np.bincount(owners, minlength=rows.count))))
        return LinearRows(start, variables, values[used], rows.lower - moved, rows.upper - moved)
