"""Convexity in exact numbers, and convex QPs in HiGHS."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from solver_models import linear

from modelwright.model.outcome import Termination
from modelwright.solvers import Options, choose, ground, problem_class, solve_model
from modelwright.solvers.adapters.highs import Highs
from modelwright.solvers.quadratic import is_semidefinite, quadratic


@pytest.mark.parametrize(
    ("products", "expected"),
    [
        ({}, True),
        ({(0, 0): 1}, True),
        ({(0, 0): -1}, False),
        ({(0, 1): 1}, False),
        ({(0, 0): 1, (0, 1): -2, (1, 1): 1}, True),  # (x - y)²: singular
        ({(0, 0): 1, (0, 1): Fraction(-2) - Fraction(1, 10**20), (1, 1): 1}, False),
        ({(0, 0): 1, (1, 1): 1, (2, 2): 1, (0, 1): 1, (1, 2): 1, (0, 2): 1}, True),
        ({(0, 0): 1, (1, 2): 1}, False),
    ],
)
def test_semidefinite(products, expected) -> None:
    assert is_semidefinite({key: Fraction(value) for key, value in products.items()}) is expected


def test_random_squares_are_convex_and_a_little_less_is_not() -> None:
    rng = np.random.default_rng(2)
    for _ in range(30):
        factor = rng.integers(-3, 4, (3, 4))
        gram = factor.T @ factor
        products = {(i, j): Fraction(int(gram[i, j]) * (1 if i == j else 2)) for i in range(4) for j in range(i, 4)}
        assert is_semidefinite(products)
        less = dict(products)
        for k in range(4):  # its rank is 3, so that minus a part of the identity leaves no room
            less[k, k] -= Fraction(1, 10**9)
        assert not is_semidefinite(less)


def test_multiplied_out() -> None:
    instance = ground(linear([], "(x + 2 * y - 1) ** 2 / 2 + x * y", "min"))
    found = quadratic(instance.objective_tree, instance)
    assert found.constant == Fraction(1, 2)
    assert found.linear == {0: -1, 1: -2}
    assert found.products == {(0, 0): Fraction(1, 2), (0, 1): 3, (1, 1): 2}
    assert instance.convex_quadratic is None  # the Hessian is ((1, 3), (3, 4))
    assert quadratic(ground(linear([], "x ** 3", "min")).objective_tree, instance) is None


@pytest.mark.parametrize(
    ("rows", "goal", "sense", "worth"),
    [
        (["x + y <= 4"], "x ** 2 - 3 * x + y * y", "min", -2.25),
        (["x + y >= 3"], "x * x + x * y + y * y", "min", 6.75),
        (["x + y >= 3"], "(x - y) ** 2 + 7", "min", 7),
        (["x + y <= 3"], "x - x * x / 2", "max", 0.5),
        ([], "x ** 2 - 4 * x", "min", -4),
        (["x + y == 2"], "x ** 2 + 2 * y ** 2", "min", 8 / 3),
    ],
)
def test_convex_qps_go_to_highs(rows, goal, sense, worth) -> None:
    instance = ground(linear(rows, goal, sense))
    assert choose(problem_class(instance)[0], "auto", instance)[1].endswith("a convex quadratic objective")
    solved = solve_model(linear(rows, goal, sense))
    assert (solved.status, solved.result.solver) == ("optimal", "highs")
    assert solved.objective == pytest.approx(worth, abs=1e-6)
    assert solved.result.objective_bound == pytest.approx(worth, abs=1e-5)


def test_unbounded_and_infeasible() -> None:
    assert solve_model(linear([], "(x - y) ** 2 - x", "min")).status == "unbounded"
    assert solve_model(linear(["x + y <= 1", "x + y >= 2"], "x * x", "min")).status == "infeasible"


FALSE_OPTIMUM = (
    "((-1) * x - y - 2 * z - 3 * w - 3) ** 2 + ((-1) * x + 3 * y + z - w) ** 2"
    " + 2 * ((-1) * x + 3 * y + 3 * z - 2) ** 2 + 3 * x - 3 * y + 2 * z + 2 * w"
)


def test_a_point_that_highs_wrongly_calls_optimal_does_not_stand() -> None:
    """HiGHS 1.13.1 returns the origin, 17; the optimum is 13.0625."""
    model = linear([], FALSE_OPTIMUM, "min", names="xyzw")
    result = Highs().solve(ground(model), Options())
    assert result.termination is Termination.NUMERICAL_ERROR or result.objective == pytest.approx(13.0625, abs=1e-4)
    pytest.importorskip("pyscipopt")
    solved = solve_model(model)
    assert solved.status == "optimal"
    assert solved.objective == pytest.approx(13.0625, abs=1e-4)


@pytest.mark.parametrize("goal", ["x * y", "(x - y) * (x + y)", "-x * x"])
def test_what_is_not_convex_goes_elsewhere(goal) -> None:
    assert ground(linear(["x + y <= 4"], goal, "min")).convex_quadratic is None


def test_integer_qps_are_not_taken() -> None:
    assert ground(linear(["x + y >= 3"], "x * x + y * y", "min", integer="x", upper=9)).convex_quadratic is None
