"""Two objectives against each other: plans of which none is better in both (the ε-constraint method)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from modelwright.errors import UnsupportedModel
from modelwright.model.exact import Evaluator
from modelwright.model.expressions import parse_expression
from modelwright.model.outcome import Status
from modelwright.solvers.adapters import Options
from modelwright.solvers.objectives import levels, softened, with_limit
from modelwright.solvers.solve import Solved, solve_model

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model
    from modelwright.model.elements import Objective

__all__ = ["Front", "pareto"]

_SPACING = 4
"""Values of the second objective, in multiples of the points asked for, up to which all points are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Plans of which none is better than another in both objectives.

    Attributes:
        objectives: Names of the two objectives.
        points: Verified plans, from the best in the first objective to the best in the second.
        complete: Whether these are all there are, by their values.
        status: ``optimal``; or ``infeasible``, ``unbounded``, ``feasible`` or ``limit`` where that left points out.
    """

    objectives: tuple[str, str]
    points: tuple[Solved, ...] = field(repr=False)
    complete: bool
    status: Status

    def to_json(self) -> dict[str, Any]:
        """Values of both objectives and of the decisions, point by point."""
        return {
            "objectives": list(self.objectives),
            "complete": self.complete,
            "status": self.status,
            "points": [{"objectives": p.objectives, "values": p.values_json()} for p in self.points],
        }


def pareto(
    model: Model,
    data: Data | None = None,
    *,
    points: int = 10,
    solver: str = "auto",
    options: Options | None = None,
) -> Front:
    """Plans between the best in the first objective of `model` and the best in the second.

    The second objective is limited step by step, and the first one optimised under each limit, then the second at that
    value: no plan found is beaten in both. Where the second takes few values, being made of whole decisions, all points
    are found; else limits are spread evenly. Priorities and weights of the Model do not count.

    Args:
        model: A Model with two objectives.
        data: Tables that it is bound to.
        points: The most points, 2 or more.
        solver: Name of a solver, or ``auto``.
        options: Limits for each of the solves.

    Raises:
        UnsupportedModel: There are not two objectives.
        ModelwrightError: As `solve_model`.
    """
    whole = softened(model)
    sought = [objective for level in levels(whole) for objective in level]
    if len(sought) != 2:
        raise UnsupportedModel(
            f"A list of trade-offs needs two objectives; there are {len(sought)}",
            code="objectives",
            hint="join the others to one of the two by weights, or make them rows with a limit",
        )
    first, second = sought
    return _Run(whole, data, first, second, solver, options or Options()).front(max(2, points))


@dataclass(frozen=True, slots=True)
class _Run:
    model: Model
    data: Data | None
    first: Objective
    second: Objective
    solver: str
    options: Options

    def front(self, most: int) -> Front:
        """The list of points."""
        names = self.first.name, self.second.name
        start, end = self.solved(self.first, self.second), self.solved(self.second, self.first)
        for solved in (start, end):
            if solved.status != "optimal":
                return Front(objectives=names, points=(), complete=solved.status == "infeasible", status=solved.status)
        best, worst = self.value(end), self.value(start)
        if best == worst:
            return Front(objectives=names, points=(start,), complete=True, status="optimal")
        step = self.step()
        if step is not None and abs(worst - best) / step <= _SPACING * most:
            return self.all_points(start, step, best, most)
        found = [start]
        status: Status = "optimal"
        for k in range(1, most - 1):
            limit = worst + (best - worst) * k / (most - 1)
            if step is not None:
                limit = (limit // step if self.second.sense == "min" else -(-limit // step)) * step
            if not self.better(self.value(found[-1]), limit):
                continue  # a point that was found keeps this limit, too
            solved = self.solved(self.first, self.second, limit)
            if solved.status != "optimal":
                status = solved.status
                break
            if self.value(solved) not in (self.value(found[-1]), best):
                found.append(solved)
        return Front(objectives=names, points=(*found, end), complete=False, status=status)

    def all_points(self, start: Solved, step: Fraction, best: Fraction, most: int) -> Front:
        """Every point, the second objective better by a step at least from one to the next."""
        found = [start]
        status: Status = "optimal"
        sign = 1 if self.second.sense == "max" else -1
        while len(found) < most and self.value(found[-1]) != best:
            solved = self.solved(self.first, self.second, self.value(found[-1]) + sign * step)
            if solved.status != "optimal":
                status = solved.status
                break
            found.append(solved)
        complete = self.value(found[-1]) == best
        names = self.first.name, self.second.name
        return Front(objectives=names, points=tuple(found), complete=complete, status=status)

    def solved(self, ahead: Objective, behind: Objective, limit: Fraction | None = None) -> Solved:
        """The best in `ahead`, then in `behind`, where the second objective is at `limit` or better."""
        model = self.model
        if limit is not None:
            model = with_limit(model, self.second, limit, f"{self.second.shown} at this value or better")
        order = [
            objective.model_copy(update={"priority": k, "tolerance": Fraction(0), "weight": Fraction(1)})
            for k, objective in enumerate((ahead, behind))
        ]
        found = solve_model(
            model.model_copy(update={"objectives": tuple(order)}), self.data, solver=self.solver, options=self.options
        )
        return replace(found, model=self.model)

    def value(self, solved: Solved) -> Fraction:
        """The second objective at a point."""
        return Fraction(str(solved.objectives[self.second.name]))

    def better(self, value: Fraction, limit: Fraction) -> bool:
        """Whether `limit` is better than `value`."""
        return limit < value if self.second.sense == "min" else limit > value

    def step(self) -> Fraction | None:
        """What all values of the second objective are multiples of, if that is known."""
        evaluator = Evaluator(self.model, self.data)
        assert isinstance(self.second.expression, str)
        return evaluator.step(evaluator.tree(parse_expression(self.second.expression), {}))
