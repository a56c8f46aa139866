"""The verdict on a point: integers rounded, every row and condition of the Model in exact arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from modelwright.errors import ModelError
from modelwright.model.exact.points import evaluate
from modelwright.solvers.proofs.conditions import Point, check_trees
from modelwright.solvers.proofs.helpers import fixed_integers, solve_helper
from modelwright.solvers.proofs.points import Violation, check_point, screen_point

if TYPE_CHECKING:
    from modelwright.model.exact import Evaluator
    from modelwright.solvers.instance import Floats, Instance
    from modelwright.solvers.proofs.program import Program

__all__ = ["TOLERANCE", "Feasibility", "Judge", "Judged"]

Feasibility: TypeAlias = Literal["exact", "within_tolerance", "failed", "none"]

TOLERANCE = 1e-6
"""Largest violation, relative to 1 + Σ|aᵢxᵢ|, that counts as satisfied."""

INTEGRALITY = 1e-5
"""Largest distance from an integer that is rounded away; solvers allow 1e-6."""

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Judged:
    """A point with its verdict.

    Attributes:
        point: Integers rounded. Shape (num_columns,).
        exact: The same as fractions; empty where the point was refused at once, or screened.
        violation: The worst one.
        verdict: What follows.
        note: How it came about, where that is worth telling.
    """

    point: Floats
    exact: list[Fraction]
    violation: Violation
    verdict: Feasibility
    note: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges points of one Instance.

    Attributes:
        evaluator: Exact values of the Model.
        instance: The same as arrays and trees.
        program: The linear part in exact numbers; ``None`` for an Instance too large for them.
    """

    evaluator: Evaluator
    instance: Instance
    program: Program | None

    @property
    def linear(self) -> bool:
        """Whether there is nothing but linear rows and a linear objective."""
        return not self.instance.trees and self.instance.objective_tree is None

    @property
    def exact_program(self) -> Program:
        """`program` of an Instance that is not too large for it."""
        assert self.program is not None
        return self.program

    def point(self, values: Floats) -> Judged:
        """The verdict on `values` with integers rounded."""
        refused, point = self._rounded(values)
        if refused is not None:
            return refused
        exact = [Fraction(value) for value in point.tolist()]
        return self._judged(point, exact, check_point(self.exact_program, self.instance, exact))

    def screened(self, values: Floats) -> Judged:
        """As `point`, with linear rows screened in floating point."""
        refused, point = self._rounded(values)
        if refused is not None:
            return refused
        return self._judged(point, [], screen_point(self.evaluator, self.instance, point, TOLERANCE))

    def rounded(self, values: Floats) -> Judged:
        """As `point`; when rounding integers breaks rows, the continuous part is solved again with them fixed."""
        judged = self.point(values)
        moved = bool(judged.exact) and not np.array_equal(judged.point, values)
        if not moved or judged.verdict == "exact" or self.instance.integrality.all():
            return judged
        again = solve_helper(fixed_integers(self.instance, values))
        if again.values is None or not again.has_point:
            return judged
        fixed = self.point(again.values)
        if fixed.violation.relative < judged.violation.relative:
            note = "integers were rounded and the continuous decisions solved again"
            return Judged(fixed.point, fixed.exact, fixed.violation, fixed.verdict, note)
        return judged

    def objective(self, judged: Judged) -> tuple[Fraction | None, Fraction]:
        """The objective at a judged point, in the sense of the minimising program, and the size of its terms.

        ``None`` where it has no value.
        """
        instance = self.instance
        if instance.objective_tree is not None:
            try:
                value = evaluate(instance.objective_tree, Point(instance, judged.exact or judged.point))
            except ModelError:
                return None, Fraction(1)
            return (-value if instance.sense == "max" else value), 1 + abs(value)
        if self.program is not None:
            products = [value * judged.exact[column] for column, value in self.program.cost.items()]
            offset = self.program.offset
            return sum(products, offset), 1 + sum(map(abs, products), abs(offset))
        floats = (instance.cost * judged.point).tolist()
        value = Fraction(math.fsum(floats)) + Fraction(instance.offset)
        scale = Fraction(1 + abs(instance.offset) + math.fsum(map(abs, floats)))
        return (-value if instance.sense == "max" else value), scale

    def _rounded(self, values: Floats) -> tuple[Judged | None, Floats]:
        bad = _not_a_number(self.instance, values) or _not_integer(self.instance, values)
        if bad is not None:
            return Judged(values, [], bad, "failed", f"{bad.where} has no admissible value"), values
        return None, np.where(self.instance.integrality.astype(bool), np.rint(values), values)

    def _judged(self, point: Floats, exact: list[Fraction], violation: Violation) -> Judged:
        if self.instance.trees:
            other = check_trees(self.evaluator, self.instance, Point(self.instance, exact or point))
            violation = other if other.relative > violation.relative else violation
        exactly = not violation.absolute and self.program is not None
        verdict: Feasibility = "exact" if exactly else "within_tolerance"
        return Judged(point, exact, violation, verdict if violation.relative <= TOLERANCE else "failed")


def _not_a_number(instance: Instance, values: Floats) -> Violation | None:
    if len(values) != instance.num_columns:
        return Violation(Fraction(1), Fraction(1), "the point as a whole")
    bad = np.flatnonzero(~np.isfinite(values))
    return Violation(Fraction(1), Fraction(1), instance.column_name(int(bad[0]))) if len(bad) else None


def _not_integer(instance: Instance, values: Floats) -> Violation | None:
    distance = np.where(instance.integrality.astype(bool), np.abs(values - np.rint(values)), 0.0)
    column = int(np.argmax(distance)) if len(distance) else 0
    if not len(distance) or distance[column] <= INTEGRALITY:
        return None
    off = Fraction(float(distance[column]))
    return Violation(off, off / (1 + abs(Fraction(float(values[column])))), instance.column_name(column))
