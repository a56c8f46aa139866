"""Integer optima that are not proven get a second look, for HiGHS is now and then wrong about them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from solver_models import linear

from modelwright.model.document import Model
from modelwright.model.outcome import Termination
from modelwright.solvers import Options, ground, solve_model
from modelwright.solvers.adapters.highs import Highs


def _trucks() -> Model:
    m = Model.build("trucks")
    trucks = m.variable("trucks", domain="integer", upper=3)
    first, second = m.variable("first", lower=4, upper=100), m.variable("second", lower=6, upper=100)
    extra = m.variable("extra")
    m.add(trucks - extra <= 1)
    m.add(first + second <= 10 * trucks)
    m.maximize(5 * first + 5 * second - trucks - 40 * extra)
    return m.model()


def test_a_model_that_highs_1_14_gets_wrong() -> None:
    solved = solve_model(_trucks())
    assert (solved.status, solved.objective) == ("optimal", 67.0)


@pytest.mark.parametrize(("wrong", "sense", "best"), [(1.0, "max", 7.0), (4.0, "min", 3.0)])
def test_the_better_of_two_points_is_the_answer(
    monkeypatch: pytest.MonkeyPatch, wrong: float, sense: str, best: float
) -> None:
    rows = ["3 * x + 3 * y <= 22", "2 * x + 3 * y >= 4"] if sense == "max" else ["3 * x + 3 * y >= 8"]
    model = linear(rows, "x + y", sense, integer="xy", upper=7)
    solve = Highs.solve

    def misled(self: Highs, instance, options: Options):
        result = solve(self, instance, options)
        if not options.presolve:
            return result
        point = np.array([wrong, 1.0])
        return replace(result, values=point, objective=float(point.sum()), objective_bound=float(point.sum()))

    monkeypatch.setattr(Highs, "solve", misled)
    solved = solve_model(model)
    assert (solved.status, solved.objective) == ("optimal", best)


def test_limits_do_not_add_up_from_one_model_to_the_next() -> None:
    rng = np.random.default_rng(1)
    names = [f"x{k}" for k in range(40)]
    rows = [" + ".join(f"{w} * {n}" for w, n in zip(rng.integers(20, 99, 40), names, strict=True)) + " <= 900"] * 1
    rows += [" + ".join(f"{w} * {n}" for w, n in zip(rng.integers(20, 99, 40), names, strict=True)) + " <= 907"]
    goal = " + ".join(f"{w} * {n}" for w, n in zip(rng.integers(20, 99, 40), names, strict=True))
    hard = ground(linear(rows, goal, integer="".join(names), names=names, upper=3))
    results = [Highs().solve(hard, Options(time_limit_s=0.3)) for _ in range(4)]
    assert {r.termination for r in results} <= {Termination.TIME_LIMIT, Termination.OPTIMAL}
    assert max(r.seconds for r in results) < 5 * min(r.seconds for r in results)
