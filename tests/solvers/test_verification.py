"""The judge: proofs of true answers, and liars."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from solver_models import best_integer_point, fits, linear, small_programs

from modelwright import config
from modelwright.errors import VerificationFailed
from modelwright.model.document import Model
from modelwright.model.outcome import PrimalStatus, Termination
from modelwright.solvers import Options, ground, solve_model, verify
from modelwright.solvers.adapters.highs import Highs
from modelwright.solvers.result import Result

WYNDOR = linear(["x <= 4", "2 * y <= 12", "3 * x + 2 * y <= 18"], "3 * x + 5 * y")
KNAPSACK = linear(["3 * x + y <= 10", "x + 7 * y <= 20"], "2 * x + y", integer="xy")
CLASH = linear(["x + y <= 1", "x + y >= 2"], "x")
RUNAWAY = linear(["x - y <= 1"], "x")


def certificate(model, **options):
    return solve_model(model, options=Options(**options)).certificate


def judge(model, result_of):
    """The certificate of what `result_of(true result)` makes of the true answer."""
    instance = ground(model)
    return verify(model, None, instance, result_of(Highs().solve(instance, Options())))


# ------------------------------------------------------------------------------------------------------------ proofs


def test_an_lp_optimum_is_proven_exactly() -> None:
    found = certificate(WYNDOR)
    assert (found.feasible, found.optimal) == ("exact", "proven")
    assert found.objective == found.dual_bound == 36


def test_an_optimum_that_is_no_float_is_proven() -> None:
    found = certificate(linear(["3 * x + y <= 1", "x + 7 * y <= 2"], "x / 3 + y"))
    assert (found.feasible, found.optimal) == ("within_tolerance", "proven") or found.feasible == "exact"
    assert found.optimal == "proven"
    assert abs(found.objective - found.dual_bound) < Fraction(1, 10**12)


def test_a_milp_optimum_is_claimed_or_proven_by_its_relaxation() -> None:
    found = certificate(linear(["3 * x + y <= 10", "x + 7 * y <= 20"], "2 * x + 1.25 * y", integer="xy"))
    assert (found.feasible, found.optimal, found.objective) == ("exact", "claimed", Fraction(29, 4))
    assert found.dual_bound == 8
    assert certificate(KNAPSACK).optimal == "proven"  # 7.5 rounds down to 7
    rounded = linear(["2 * x + 2 * y <= 7"], "x + y", integer="xy")  # 3.5 rounds down to 3
    assert certificate(rounded).optimal == "proven"


def test_infeasible_rows_are_proven_to_clash() -> None:
    assert certificate(CLASH).infeasible == "proven"
    assert certificate(linear(["x >= 3"], "x", upper=2)).infeasible == "proven"
    assert certificate(linear(["0 * x >= 1"], "x", upper=1)).infeasible == "proven"
    assert certificate(linear(["x + y == 1/3", "3 * x + 3 * y >= 1.0001"], "x")).infeasible == "proven"


def test_integer_infeasibility_is_claimed() -> None:
    assert certificate(linear(["2 * x == 3"], "x", integer="x")).infeasible == "claimed"
    assert certificate(linear(["2 * x - 2 * y >= 1", "x - y <= 0"], "x", integer="xy")).infeasible == "proven"


@pytest.mark.parametrize("integer", ["", "x", "xy"])
def test_a_ray_proves_unboundedness(integer) -> None:
    solved = solve_model(linear(["x - y <= 1", "x + y >= 1/3"], "x", integer=integer))
    assert solved.status == "unbounded"
    assert solved.certificate.unbounded == "proven"
    assert solved.certificate.feasible != "failed"
    assert solved.objective is None
    assert solved.values_json() == {}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_programs())
def test_random_lps_are_proven(made) -> None:
    model, rows, senses, limits, _, uppers = made
    solved = solve_model(model)
    assert solved.status in ("optimal", "infeasible")  # all variables are bounded
    if solved.status == "infeasible":
        assert solved.certificate.infeasible == "proven"
        return
    assert solved.certificate.optimal == "proven"
    assert solved.certificate.feasible in ("exact", "within_tolerance")
    point = [Fraction(v) for v in solved.result.values.tolist()]
    assert all(-1e-9 <= v <= u + 1e-9 for v, u in zip(point, uppers, strict=True))
    for row, sense, limit in zip(rows, senses, limits, strict=True):
        value = float(sum(c * v for c, v in zip(row, point, strict=True)))
        near = abs(value - limit) < 1e-6
        assert near or fits(row, sense, limit, point)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_programs(integer=True))
def test_random_integer_programs_agree_with_brute_force(made) -> None:
    model, rows, senses, limits, costs, uppers = made
    integer = Model.model_validate(
        {
            **model.model_dump(mode="json"),
            "variables": [dict(v.model_dump(mode="json"), domain="integer") for v in model.variables],
        }
    )
    best = best_integer_point(rows, senses, limits, costs, uppers, model.objectives[0].sense)
    solved = solve_model(integer)
    if best is None:
        assert solved.status == "infeasible"
        assert solved.certificate.infeasible in ("proven", "claimed")
    else:
        assert solved.status == "optimal"
        assert solved.certificate.objective == best
        assert solved.certificate.feasible == "exact"
        assert solved.certificate.optimal in ("proven", "claimed")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_programs(integer=True), st.integers(-3, 3), st.integers(0, 2))
def test_no_shifted_point_is_called_exact_when_it_breaks_a_row(made, shift, at) -> None:
    model, rows, senses, limits, _, uppers = made
    instance = ground(model)
    result = Highs().solve(instance, Options())
    if not result.has_point:
        return
    values = result.values.copy()
    values[at % len(values)] += shift
    found = verify(model, None, instance, replace(result, values=values))
    point = [Fraction(v) for v in values.tolist()]
    holds = all(fits(r, s, b, point) for r, s, b in zip(rows, senses, limits, strict=True))
    holds = holds and all(0 <= v <= u for v, u in zip(point, uppers, strict=True))
    if found.feasible == "exact" and all(v.denominator == 1 for v in point):
        assert holds


# ------------------------------------------------------------------------------------------------------------- liars


def at(*values, objective=None):
    """A liar that returns `values`, with the objective it truly has unless another is given."""

    def lie(result: Result) -> Result:
        point = np.array(values, float)
        value = result.instance.cost @ point + result.instance.offset if objective is None else objective
        return replace(result, values=point, objective=float(value), objective_bound=float(value))

    return lie


def test_a_point_outside_a_row_fails() -> None:
    found = judge(WYNDOR, at(4, 4))
    assert (found.feasible, found.where) == ("failed", "row2")
    assert found.violation == 2
    assert found.violation_rel == Fraction(2, 21)


def test_a_point_outside_a_bound_fails() -> None:
    found = judge(WYNDOR, at(-1, 6))
    assert (found.feasible, found.where) == ("failed", "x")


def test_a_point_within_tolerance_passes() -> None:
    found = judge(WYNDOR, at(2, 6 + 1e-8))
    assert found.feasible == "within_tolerance"
    assert 0 < found.violation < Fraction(1, 10**7)
    assert found.optimal == "proven"


def test_points_that_are_no_numbers_fail() -> None:
    assert judge(WYNDOR, at(np.nan, 6)).feasible == "failed"
    assert judge(WYNDOR, at(np.inf, 6)).feasible == "failed"
    assert judge(WYNDOR, lambda r: replace(r, values=np.array([2.0]))).feasible == "failed"


def test_a_wrong_objective_fails() -> None:
    found = judge(WYNDOR, at(2, 6, objective=37))
    assert (found.feasible, found.optimal) == ("exact", "failed")
    assert found.failed


def test_a_missing_objective_fails() -> None:
    assert judge(WYNDOR, lambda r: replace(r, objective=None)).optimal == "failed"


def test_a_suboptimal_point_of_an_lp_is_disproved() -> None:
    found = judge(WYNDOR, at(0, 6))
    assert (found.feasible, found.optimal) == ("exact", "failed")
    assert "better by 6" in found.notes[0]


def test_a_suboptimal_point_of_a_milp_is_at_most_claimed() -> None:
    assert judge(KNAPSACK, at(2, 1)).optimal == "claimed"


def test_a_bound_that_leaves_a_gap_fails() -> None:
    assert judge(KNAPSACK, lambda r: replace(r, objective_bound=9.0)).optimal == "failed"
    assert judge(KNAPSACK, lambda r: replace(r, objective_bound=6.0)).optimal == "failed"


def test_a_gap_that_was_allowed_is_claimed() -> None:
    instance = ground(KNAPSACK)
    result = replace(Highs().solve(instance, Options()), objective_bound=7.5)
    assert verify(KNAPSACK, None, instance, result, gap_rel=0.2).optimal == "claimed"


def test_wrong_duals_do_not_stop_the_proof() -> None:
    found = judge(WYNDOR, lambda r: replace(r, duals=np.array([9.0, -9.0, 0.5]), basis=None))
    assert found.optimal == "proven"


def test_a_fractional_integer_fails() -> None:
    found = judge(KNAPSACK, at(2.5, 2.5))
    assert (found.feasible, found.where) == ("failed", "x")


def test_a_false_infeasible_lp_is_disproved() -> None:
    found = judge(WYNDOR, lambda r: replace(r, termination=Termination.INFEASIBLE))
    assert found.infeasible == "failed"


def test_a_false_infeasible_milp_is_disproved() -> None:
    found = judge(KNAPSACK, lambda r: replace(r, termination=Termination.INFEASIBLE))
    assert found.infeasible == "failed"


def test_a_false_unbounded_lp_is_disproved() -> None:
    for model in (WYNDOR, KNAPSACK):
        found = judge(model, lambda r: replace(r, termination=Termination.DUAL_INFEASIBLE))
        assert found.unbounded == "failed"


def test_unbounded_is_not_proven_without_a_feasible_point() -> None:
    model = linear(["x - y <= 1", "x - y >= 2"], "x")
    instance = ground(model)
    lie = Result(instance=instance, termination=Termination.DUAL_INFEASIBLE, primal=PrimalStatus.NO_SOLUTION)
    assert verify(model, None, instance, lie).unbounded == "claimed"


class Liar(Highs):
    name = "liar"

    def solve(self, instance, options):
        return at(4, 4)(Highs().solve(instance, options))


def test_a_failed_point_is_an_error_of_solve(monkeypatch) -> None:
    from modelwright.solvers import solve

    monkeypatch.setattr(solve, "choose", lambda *_: (Liar(), "a test"))
    with pytest.raises(VerificationFailed, match="breaks `row2` by 2") as caught:
        solve_model(WYNDOR)
    assert caught.value.code == "verification_failed"


# ---------------------------------------------------------------------------------------------------------- rounding


def test_integers_are_rounded_and_the_rest_solved_again() -> None:
    model = linear(["y == 1000 * x", "x >= 0.5"], "y", "min", integer="x")
    found = judge(model, at(1 - 5e-6, 995))
    assert found.feasible == "exact"
    assert found.objective == 1000
    assert found.point.tolist() == [1, 1000]
    assert "solved again" in found.notes[0]


def test_near_integers_come_out_as_integers() -> None:
    found = judge(KNAPSACK, at(3 - 1e-7, 1, objective=7))
    assert (found.feasible, found.objective) == ("exact", 7)
    assert found.point.tolist() == [3, 1]


# ------------------------------------------------------------------------------------------------------------- large


@pytest.fixture
def small_limit(monkeypatch):
    from modelwright.solvers import verification as module

    monkeypatch.setattr(module, "LIMITS", replace(config.LIMITS, exact_nonzeros=10))


TRANSPORT = Model(
    sets=[{"name": "S", "content": {"form": "range", "first": 1, "last": 6}}],
    variables=[{"name": "x", "index": ["S", "S"], "lower": "0", "upper": "5.1"}],
    objectives=[{"name": "goal", "sense": "min", "expression": "sum((0.1 * i + j) * x[i, j] for i in S for j in S)"}],
    constraints=[
        {"kind": "algebraic", "name": "out", "for_each": "i in S", "expression": "sum(x[i, j] for j in S) <= 10.1"},
        {"kind": "algebraic", "name": "in", "for_each": "j in S", "expression": "sum(x[i, j] for i in S) >= j / 3"},
    ],
)


@pytest.mark.usefixtures("small_limit")
def test_a_large_model_is_screened() -> None:
    found = certificate(TRANSPORT)
    assert (found.feasible, found.optimal) == ("within_tolerance", "claimed")
    assert float(found.objective) == pytest.approx(solve_model(TRANSPORT).objective)


@pytest.mark.usefixtures("small_limit")
def test_liars_on_a_large_model() -> None:
    def with_value(column, value):
        def lie(result):
            values = result.values.copy()
            values[column] = value
            return replace(result, values=values)

        return lie

    assert judge(TRANSPORT, with_value(30, 5.2)).where == "x[6, 1]"
    assert judge(TRANSPORT, with_value(0, np.nan)).feasible == "failed"
    assert judge(TRANSPORT, lambda r: replace(r, objective=r.objective + 1)).optimal == "failed"
    assert judge(TRANSPORT, lambda r: replace(r, values=np.zeros(36), objective=0.0)).where.startswith("in[")
    assert judge(TRANSPORT, lambda r: replace(r, termination=Termination.INFEASIBLE)).infeasible == "claimed"


@pytest.mark.usefixtures("small_limit")
def test_a_large_incumbent_at_the_time_limit_is_no_false_claim() -> None:
    def stopped(result):
        return replace(result, termination=Termination.TIME_LIMIT, objective_bound=result.objective / 2)

    found = judge(TRANSPORT, stopped)
    assert (found.feasible, found.optimal, found.failed) == ("within_tolerance", "none", False)
    assert judge(TRANSPORT, lambda r: replace(r, objective_bound=r.objective / 2)).optimal == "failed"


@pytest.mark.usefixtures("small_limit")
def test_an_instance_does_not_vouch_for_itself() -> None:
    instance = ground(TRANSPORT)
    other = replace(instance, row_lower=np.where(instance.row_lower > 0, 0.0, instance.row_lower))
    result = replace(Highs().solve(other, Options()))
    assert verify(TRANSPORT, None, other, result).feasible == "failed"


def test_the_certificate_as_json() -> None:
    found = certificate(linear(["3 * x == 1"], "x", names="x")).to_json()
    assert found["feasible"] == "within_tolerance"
    assert 0 < found["violation"] < 1e-15
    assert found["where"] == "row0"
    assert found["infeasible"] == "none"
    assert certificate(WYNDOR).to_json()["objective"] == "36"
