"""Published job shops: the optimum through CP-SAT, and small ones through rows for HiGHS."""

from __future__ import annotations

import pytest

from modelwright.solvers import solve_model
from tests.support.job_shops import published

QUICK = ("ft06", "la01", "la05", "la06", "la10", "la14", "la16", "la17", "abz6")
LONG = ("abz5", "ft10", "la19", "orb02")


def assert_published(name: str) -> None:
    model, data, optimum = published(name)
    solved = solve_model(model, data)
    assert (solved.status, solved.objective, solved.result.solver) == ("optimal", optimum, "cpsat")
    assert solved.certificate.feasible == "exact"


@pytest.mark.parametrize("name", QUICK)
def test_the_published_optimum(name) -> None:
    assert_published(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_the_published_optimum_of_a_long_one(name) -> None:
    assert_published(name)


def test_the_published_optimum_through_rows_for_highs() -> None:
    model, data, optimum = published("ft06")
    solved = solve_model(model, data, solver="highs")
    assert (solved.status, solved.objective) == ("optimal", optimum)
    assert solved.certificate.feasible == "exact"


@pytest.mark.parametrize("name", ["la01", "la02", "la03", "la04", "la05"])
def test_a_few_jobs_have_one_optimum_on_both_ways(name) -> None:
    model, data, _ = published(name, jobs=4)
    ways = [solve_model(model, data, solver=solver) for solver in ("cpsat", "highs")]
    assert [solved.status for solved in ways] == ["optimal", "optimal"]
    assert ways[0].objective == ways[1].objective
