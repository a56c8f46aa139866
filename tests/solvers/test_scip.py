"""The SCIP adapter: linear rows as HiGHS, and what is not linear."""

from __future__ import annotations

import math

import pytest
from solver_models import linear

from modelwright.api import run
from modelwright.errors import UnsupportedModel
from modelwright.model.builder import functions as f
from modelwright.model.document import Model
from modelwright.model.outcome import PrimalStatus, Termination
from modelwright.solvers import Options, choose, ground, solve_model
from modelwright.solvers.instance import problem_class

pyscipopt = pytest.importorskip("pyscipopt")
from modelwright.solvers.adapters.scip import STATUS, Scip  # noqa: E402 - needs the extra


def test_every_status_of_scip_is_mapped() -> None:
    words = {name.lower() for name in vars(pyscipopt.SCIP_STATUS) if name.isupper()}
    assert words <= set(STATUS), words - set(STATUS)


@pytest.mark.parametrize("integer", ["", "xy"])
@pytest.mark.parametrize(
    ("rows", "sense", "objective"),
    [
        (["x + y <= 4", "x - y >= -2"], "max", 11.0),
        (["x + y >= 3", "2 * x + y >= 4"], "min", 6.0),
        (["x + y <= 1", "x + y >= 2"], "max", None),
    ],
)
def test_linear_models_as_highs(rows: list[str], sense: str, objective: float | None, integer: str) -> None:
    model = linear(rows, "3 * x + 2 * y", sense, integer=integer, upper=9)
    mine = Scip().solve(ground(model), Options())
    theirs = solve_model(model, solver="highs")
    assert mine.has_point is (theirs.objective is not None)
    if theirs.objective is None:
        assert mine.termination is Termination.INFEASIBLE
    else:
        assert mine.objective == pytest.approx(theirs.objective, abs=1e-6)
        assert mine.objective_bound == pytest.approx(theirs.objective, abs=1e-6)
        assert mine.primal is PrimalStatus.FEASIBLE_POINT
        assert (mine.solver, mine.seed) == ("scip", 0)


def test_unbounded() -> None:
    assert solve_model(linear(["x - y <= 1"], "x"), solver="scip").status == "unbounded"


NONLINEAR = [
    ("x * y", "max", 4.0, "QP"),
    ("x ** 2 - 3 * x + y", "min", -2.25, "QP"),
    ("x ** 3 - x - 6 * y", "min", -24.0, "NLP"),
    ("sqrt(x) + sqrt(y)", "max", 2 * math.sqrt(2), "NLP"),
    ("exp(-x) + exp(-y)", "min", 2 * math.exp(-2), "NLP"),
    ("log(x + 1) - y / 10", "max", math.log(5), "NLP"),
    ("1 / (x + 1) + 1 / (y + 1)", "min", 2 / 3, "NLP"),
    ("sin(x) - y", "max", 1.0, "NLP"),
    ("max(x, y) * min(x, y)", "max", 4.0, "MINLP"),
    ("cos(x) + x + y", "max", 5.0, "NLP"),
]


@pytest.mark.parametrize(("expression", "sense", "objective", "of_class"), NONLINEAR)
def test_nonlinear_objectives(expression: str, sense: str, objective: float, of_class: str) -> None:
    model = linear(["x + y <= 4"], expression, sense)
    assert problem_class(ground(model))[0] == of_class
    solved = solve_model(model)
    convex = of_class == "QP" and sense == "min"
    assert (solved.status, solved.result.solver) == ("optimal", "highs" if convex else "scip")
    assert solved.certificate.feasible in ("exact", "within_tolerance")
    assert solved.objective == pytest.approx(objective, rel=1e-5, abs=1e-5)


def test_nonlinear_rows_with_integers() -> None:
    m = Model.build()
    x, y = m.variable("x", domain="integer", upper=9), m.variable("y", upper=9)
    m.add(x * y >= 7)
    m.add(abs(y - 3) <= 1.5)
    m.minimize(x + y * y)
    answer = run(m.model())
    best = min(k + max(1.5, 7 / k) ** 2 for k in range(1, 10) if max(1.5, 7 / k) <= 4.5)
    assert answer.objective == pytest.approx(best, rel=1e-5)


def test_what_scip_does_not_take_is_refused_with_advice() -> None:
    m = Model.build()
    x, y = m.variable("x"), m.variable("y")
    m.add((x * y >= 3) | (x >= 1))
    m.minimize(x + y)
    with pytest.raises(UnsupportedModel) as caught:
        run(m.model(), solver="scip")
    assert caught.value.hint


def test_a_nonlinear_model_that_can_be_reduced_goes_to_highs() -> None:
    m = Model.build()
    x, b = m.variable("x", upper=9), m.variable("b", domain="binary")
    m.add(x * b <= 4)
    m.maximize(x + 2 * b + f.min(x, 3))
    solved = solve_model(m.model())
    assert (solved.result.solver, solved.objective) == ("highs", 12.0)


def test_scip_is_the_last_choice() -> None:
    instance = ground(linear(["x * y >= 3"], "x + y", "min"))
    assert choose(problem_class(instance)[0], "scip", instance)[0].name == "scip"
    assert choose("LP")[0].name == "highs"


def test_limits_are_passed_on() -> None:
    instance = ground(linear(["x * y >= 3"], "x + y", "min"))
    result = Scip().solve(instance, Options(time_limit_s=20, node_limit=1, seed=3))
    assert result.seed == 3
    assert result.termination in (Termination.OPTIMAL, Termination.ITERATION_LIMIT)
