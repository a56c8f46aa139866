"""Solvers against trying every point."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from time import perf_counter
from typing import Any

from instances import KINDS, SmallModel, small_model
from support.brute import BruteResult, brute_force

from modelwright.errors import ModelwrightError, UnsupportedModel
from modelwright.model.document import Model
from modelwright.model.elements import Interval
from modelwright.model.exact import Evaluator
from modelwright.model.exact.outputs import output_values
from modelwright.solvers import Solved, solve_model
from modelwright.solvers.objectives import levels

__all__ = ["SOLVERS", "Tally", "compare", "run"]

SOLVERS = ("auto", "highs", "cpsat")


@dataclass
class Tally:
    """What a run of comparisons found.

    Attributes:
        instances: Models by the kind asked for.
        rows: Models by each kind that has a row in them.
        twists: Models by twist.
        infeasible: Models without a plan.
        solved: Answers by solver.
        refused: Refusals by solver and reason.
        mismatches: What differs, each with the seed, the Model and the solver.
        wrong: Models with a mismatch by the kind asked for.
        seconds_by_kind: Time by the kind asked for.
        seconds: Time by solver, and of trying every point.
    """

    instances: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    twists: Counter[str] = field(default_factory=Counter)
    infeasible: int = 0
    solved: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    mismatches: list[str] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    seconds_by_kind: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def count(self) -> int:
        """All Models."""
        return self.instances.total()


def run(count: int, seed: int = 0, tally: Tally | None = None) -> Tally:
    """Compare on `count` random Models, spread evenly over the kinds.

    The k-th Model follows from `seed` and k alone.
    """
    tally = tally or Tally()
    names = list(KINDS)
    for k in range(count):
        kind = names[k % len(names)]
        before, began = len(tally.mismatches), perf_counter()
        compare(small_model(random.Random(f"{seed}/{k}"), kind), tally, f"{seed}/{k}")
        tally.wrong[kind] += len(tally.mismatches) > before
        tally.seconds_by_kind[kind] += perf_counter() - began
    return tally


def compare(made: SmallModel, tally: Tally, label: str) -> None:
    """Solve `made` in every way, and note what differs from trying every point."""
    tally.instances[made.kinds[0]] += 1
    tally.rows.update(made.kinds)
    tally.twists.update(made.twists)
    began = perf_counter()
    expected = brute_force(made.reference)
    tally.seconds["every point"] += perf_counter() - began
    tally.infeasible += expected.status == "infeasible"
    for solver in SOLVERS:
        if solver == "cpsat" and "continuous" in made.twists:
            continue
        began = perf_counter()
        try:
            found = difference(made, expected, solve_model(made.model, made.data, solver=solver))
            tally.solved[solver] += 1
        except UnsupportedModel as error:
            found = None
            tally.refused[solver, re.sub(r"`missed_[^`]*`", "what a row misses", error.message)] += 1
        except ModelwrightError as error:
            found = f"{type(error).__name__}: {error}"
        tally.seconds[solver] += perf_counter() - began
        if found is not None:
            tally.mismatches.append(f"{label} {solver} {made.kinds} {made.twists}: {found}\n{made.model}")


def difference(made: SmallModel, expected: BruteResult, solved: Solved) -> str | None:
    """What is wrong with an answer; ``None`` when nothing is. Where decisions are continuous, 1e-6 is nothing."""
    if solved.status != expected.status:
        return f"{solved.status} instead of {expected.status}"
    if expected.status == "infeasible":
        return None
    objective = solved.certificate.objective
    wanted = expected.values[-1] / _scale(made.model) if expected.values else None
    if not _equal(objective, wanted, exact=bool(solved.instance.integrality.all())):
        return f"objective {objective} instead of {wanted}"
    point = point_of(made, solved)
    if point not in expected.points:
        return f"the plan {_shown(point)} is none of the {len(expected.points)} best ones"
    if len(made.model.objectives) == 1 and objective is not None and solved.objective != float(objective):
        return f"reported objective {solved.objective} instead of {float(objective)}"
    asked = {output.report_as or output.name for output in made.model.outputs} or {
        total.name for total in made.model.definitions
    }
    reported = output_values(Evaluator(made.reference), point)
    expected_outputs = {name: _plain(value) for name, value in reported.items() if name in asked}
    return None if expected_outputs == solved.outputs else f"outputs {solved.outputs} instead of {expected_outputs}"


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return float(value) if isinstance(value, Fraction) else value


def _scale(model: Model) -> Fraction:
    """The weight of an objective that stands alone in the last priority, which its value leaves aside."""
    steps = levels(model)
    return steps[-1][0].weight if steps and len(steps[-1]) == 1 else Fraction(1)


def _equal(found: Fraction | None, wanted: Fraction | None, *, exact: bool) -> bool:
    if found is None or wanted is None or exact:
        return found == wanted
    return abs(found - wanted) <= Fraction(1, 10**6) * (1 + abs(wanted))


def point_of(made: SmallModel, solved: Solved) -> dict[Any, Fraction]:
    """The plan of `solved` as exact numbers by column, decisions of the reference alone."""
    assert solved.result.values is not None
    evaluator = Evaluator(made.reference)
    instance = solved.instance
    point = {}
    for variable in made.reference.variables:
        for key in evaluator.columns(variable):
            for name, _ in evaluator.parts(variable, key):
                value = Fraction(float(solved.result.values[instance.column(name, key)]))
                point[name, key] = value
            if isinstance(variable.domain, Interval):
                assert solved.value(variable.name, key) is not None
    return point


def _shown(point: dict[Any, Fraction]) -> str:
    return ", ".join(f"{name}{list(key) if key else ''}={value}" for (name, key), value in point.items())
