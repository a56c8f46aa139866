"""Whether a part of a system can hold: asked of a solver within a time, checked in exact arithmetic."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from math import ceil, floor, gcd, lcm, prod
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from modelwright.errors import ModelwrightError, SolverError, UnsupportedModel
from modelwright.model.exact.points import holds
from modelwright.model.exact.trees import columns_of
from modelwright.model.outcome import Termination
from modelwright.solvers.adapters import Options
from modelwright.solvers.diagnosis.atoms import FRAME, Atom, System
from modelwright.solvers.proofs.claims import FARKAS, farkas_multipliers
from modelwright.solvers.proofs.conditions import Point
from modelwright.solvers.proofs.judge import Judge
from modelwright.solvers.proofs.points import check_point
from modelwright.solvers.proofs.program import Program
from modelwright.solvers.solve import solve_instance

if TYPE_CHECKING:
    from modelwright.solvers.diagnosis.reports import Proof
    from modelwright.solvers.instance import Instance
    from modelwright.solvers.result import Result

__all__ = ["Clock", "Oracle"]

_CALL = 3.0
"""Seconds that one call may take."""

_SOLVERS = ("highs", "cpsat", "scip")
"""Solvers that share no code, for a second opinion."""

_POINTS = 4_000
"""Points of whole decisions up to which a conflict is proven by trying them all."""


@dataclass(slots=True)
class Clock:
    """Time that is left."""

    seconds: float
    began: float = field(default_factory=perf_counter)

    @property
    def left(self) -> float:
        """Seconds that are left, never negative."""
        return max(0.0, self.seconds - (perf_counter() - self.began))

    def options(self, options: Options) -> Options:
        """`options` with a limit for one call."""
        return replace(options, time_limit_s=max(0.05, min(self.left, _CALL)), log_path=None)


@dataclass(slots=True)
class Oracle:
    """Answers for one system.

    Attributes:
        system: What is cut into parts.
        options: Of the solver.
        solver: Its name, or ``auto``.
        clock: The time.
        solves: Calls so far.
        framed: Whether an answer held only with decisions within `FRAME`.
    """

    system: System
    options: Options
    solver: str
    clock: Clock
    solves: int = 0
    framed: bool = False

    def can_hold(self, kept: Collection[Atom]) -> bool | None:
        """Whether the atoms `kept` can hold together; ``None`` where that was not found out.

        A yes is a point that was checked; a no is what the solver says (see `proof`).
        """
        part, program = self.system.part(kept)
        if crossed(part) or (program is not None and indivisible(program) is not None):
            return False
        try:
            return self._verdict(part, program, self._solve(part))
        except UnsupportedModel:
            pass
        except ModelwrightError:
            return None
        framed, program = self.system.part(kept, FRAME)
        try:
            found = self._verdict(framed, program, self._solve(framed))
        except ModelwrightError:
            return None
        self.framed |= found is False
        return found

    def proof(self, kept: Collection[Atom]) -> tuple[Proof, str]:
        """How sure it is that the atoms `kept` contradict each other, and how that is known."""
        part, program = self.system.part(kept)
        if crossed(part):
            return "proven", "the bounds of one decision leave nothing between them"
        divisor = None if program is None else indivisible(program)
        if divisor is not None:
            return "proven", f"whole numbers make one side a multiple of {divisor}, which the other is not"
        if program is not None and program.rows and farkas_multipliers(program, part) is not None:
            return "proven", FARKAS
        count = _tried(part, program)
        if count:
            return "proven", f"all {count} combinations of whole values were tried"
        second = self._second(part) or self._second(self.system.part(kept, FRAME)[0])
        if second:
            return "agreed", f"two solvers say so ({second} is the second)"
        return "claimed", "this is what the solver says"

    def _solve(self, part: Instance, solver: str | None = None) -> Result:
        self.solves += 1
        return solve_instance(part, solver=solver or self.solver, options=self.clock.options(self.options))

    def _verdict(self, part: Instance, program: Program | None, result: Result) -> bool | None:
        if result.termination is Termination.INFEASIBLE:
            return False
        if result.values is None:
            return None
        judge = Judge(self.system.evaluator, part, program)
        judged = judge.screened(result.values) if program is None else judge.rounded(result.values)
        return True if judged.verdict != "failed" else None

    def _second(self, part: Instance) -> str:
        """The name of a solver that also says no, where one was found besides the first."""
        said: list[str] = []
        for name in _SOLVERS:
            try:
                result = self._solve(part, name)
            except SolverError:
                continue
            if not self.clock.left:
                break
            if result.termination is Termination.INFEASIBLE:
                said.append(name)
            if len(said) == 2:
                return said[1]
        return ""


def crossed(instance: Instance) -> bool:
    """Whether the bounds of a column leave nothing between them."""
    whole = instance.integrality.astype(bool)
    lower = np.where(whole, np.ceil(instance.column_lower), instance.column_lower)
    upper = np.where(whole, np.floor(instance.column_upper), instance.column_upper)
    return bool((lower > upper).any())


def indivisible(program: Program) -> Fraction | None:
    """What divides the left side of some equation of whole decisions, and not its right side; ``None`` for none."""
    for row in program.rows:
        if row.lower is None or row.lower != row.upper or not row.terms:
            continue
        if all(program.integer[column] for column in row.terms):
            scale = lcm(*(value.denominator for value in row.terms.values()))
            divisor = Fraction(gcd(*(int(value * scale) for value in row.terms.values())), scale)
            if (row.lower / divisor).denominator != 1:
                return divisor
    return None


def _tried(part: Instance, program: Program | None) -> int:
    """How many points there are when there are few, all of them whole, and none satisfies everything; else 0."""
    if program is None:
        return 0
    used = {column for row in program.rows for column in row.terms}
    for block in part.trees:
        for tree in block.trees:
            used |= {part.column(*column) for column in columns_of(tree)}
    columns = sorted(used)
    ranges: list[range] = []
    for column in columns:
        lower, upper = program.lower[column], program.upper[column]
        if lower is None or upper is None or not program.integer[column]:
            return 0
        ranges.append(range(ceil(lower), floor(upper) + 1))
    if not columns or prod(map(len, ranges)) > _POINTS:
        return 0
    count = 0
    point = [Fraction(0)] * part.num_columns
    rows = Program(program.rows, [None] * len(point), [None] * len(point), program.integer, {}, Fraction(0), 1)
    for values in product(*ranges):
        count += 1
        for column, value in zip(columns, values, strict=True):
            point[column] = Fraction(value)
        if not check_point(rows, part, point).absolute and _hold(part, point):
            return 0
    return count


def _hold(part: Instance, point: Sequence[Fraction]) -> bool:
    at = Point(part, point)
    try:
        return all(holds(tree, at) for block in part.trees for tree in block.trees)
    except (ModelwrightError, ArithmeticError):
        return False
