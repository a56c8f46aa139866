"""Points judged by conditions that are not linear."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from full_models import binary, interval, model, real, whole

from modelwright.errors import VerificationFailed
from modelwright.model.exact import Evaluator
from modelwright.model.outcome import PrimalStatus, Termination
from modelwright.solvers import Certificate, ground, solve, solve_model, verify
from modelwright.solvers.adapters.cpsat import CpSat
from modelwright.solvers.proofs.conditions import Point, check_trees
from modelwright.solvers.result import Result


def judged(given, values, objective=None, termination=Termination.OPTIMAL, bound=None) -> Certificate:
    instance = ground(given)
    result = Result(
        instance=instance,
        termination=termination,
        primal=PrimalStatus.FEASIBLE_POINT,
        values=np.array(values, float),
        objective=objective,
        objective_bound=bound,
    )
    return verify(given, None, instance, result)


PRODUCT = model([real("x", 0, 10), real("y", 0, 10)], ["x * y <= 20", "x + y >= 3"], "x * y", "max")


def test_a_product_is_judged_exactly() -> None:
    found = judged(PRODUCT, [4.0, 5.0], 20.0, bound=20.0)
    assert (found.feasible, found.optimal, found.objective) == ("exact", "claimed", 20)
    assert "its bound is 20" in found.notes[-1]
    near = judged(PRODUCT, [4.0, 5.0 + 2e-6], 20.0 + 8e-6, bound=20.0 + 8e-6)
    assert near.feasible == "within_tolerance"
    assert near.where == "row0"
    assert float(near.violation_rel) == pytest.approx(8e-6 / 21, rel=1e-3)
    far = judged(PRODUCT, [4.0, 5.1], 20.4)
    assert (far.feasible, far.where, float(far.violation)) == ("failed", "row0", pytest.approx(0.4))
    assert judged(PRODUCT, [0.0, 2.0], 0.0).where == "row1"


def test_a_wrong_objective_is_a_failure() -> None:
    assert judged(PRODUCT, [4.0, 5.0], 19.0).optimal == "failed"
    undefined = model([whole("x", 0, 5)], ["x <= 3 or x == 4"], "1 / x", "max")
    assert judged(undefined, [0.0], 1.0).feasible == "failed"


def test_infeasible_and_unbounded_are_claims_where_rows_are_not_linear() -> None:
    instance = ground(PRODUCT)
    for termination, field in ((Termination.INFEASIBLE, "infeasible"), (Termination.DUAL_INFEASIBLE, "unbounded")):
        found = verify(PRODUCT, None, instance, Result(instance=instance, termination=termination))
        assert getattr(found, field) == "claimed"


@pytest.mark.parametrize(
    ("row", "values", "size"),
    [
        ("x <= 3 or b == 1", [3.000001, 0], 1e-6 / 4),
        ("x <= 3 and x >= 2", [3.5, 0], 0.5 / 4.5),
        ("iff(x >= 2, b == 1)", [1.9999999, 1], 1e-7 / 3),
        ("x in {1, 3}", [2.0, 0], 1),
        ("1 / (x - 2) >= 1 or b == 1", [2.0, 0], 1),
    ],
)
def test_the_size_of_what_a_condition_lacks(row, values, size) -> None:
    decisions = [whole("x", 0, 9) if " in " in row else real("x", 0, 9), binary("b")]
    given = model(decisions, [row])
    instance = ground(given)
    point = Point(instance, [Fraction(v) for v in values])
    linear = [instance.row_upper[k] for k in range(instance.num_rows)]
    found = check_trees(Evaluator(given), instance, point)
    if linear:  # a conjunction of linear rows is not a tree any more
        assert found.relative == 0
        assert judged(given, values).violation_rel == pytest.approx(size, rel=1e-2)
    else:
        assert float(found.relative) == pytest.approx(size, rel=1e-2)
        assert found.where == "row0"
    assert judged(given, values).feasible == ("within_tolerance" if size <= 1e-6 else "failed")


def test_a_strict_row_over_whole_numbers_is_off_by_one_at_equality() -> None:
    given = model([whole("x", 0, 9), whole("y", 0, 9)], ["not (x * y <= 12)"])
    assert judged(given, [3, 4]).violation == 1
    assert judged(given, [3, 5]).feasible == "exact"


def test_the_domain_of_an_interval_is_judged() -> None:
    given = model([interval("t", "3", 9, optional=True)], ["end(t) <= 8"], "end(t)")
    assert judged(given, [2, 3, 5, 1], 5.0).feasible == "exact"
    wrong = judged(given, [2, 3, 6, 1], 6.0)
    assert (wrong.feasible, wrong.where, wrong.violation) == ("failed", "t", 1)
    assert judged(given, [0, 0, 0, 0], 0.0).feasible == "exact"


def test_a_solver_that_breaks_a_condition_is_refused(monkeypatch) -> None:
    class Wrong(CpSat):
        def solve(self, instance, options):
            result = CpSat().solve(instance, options)
            return replace(result, values=result.values + np.array([0.0, 1.0]))

    monkeypatch.setattr(solve, "choose", lambda *_: (Wrong(), "a test"))
    with pytest.raises(VerificationFailed, match="breaks `row0`"):
        solve_model(model([whole("x", 1, 4), whole("y", 1, 4)], ["x * y == 6"], "x + y"))


def test_above_the_limit_of_exact_arithmetic_conditions_are_judged_too(monkeypatch) -> None:
    from modelwright.config import LIMITS
    from modelwright.solvers import verification

    monkeypatch.setattr(verification, "LIMITS", replace(LIMITS, exact_nonzeros=0))
    assert judged(PRODUCT, [4.0, 5.0], 20.0).feasible == "within_tolerance"
    assert judged(PRODUCT, [4.0, 5.1], 20.4).where == "row0"
    chain = model([real("x", 0, 9), real("y", 0, 9)], ["x <= 3 and y <= 2 and x + y >= 1"], "x + y", "max")
    assert judged(chain, [3.0, 2.0], 5.0).feasible == "within_tolerance"
    assert judged(chain, [3.0, 2.5], 5.5).where == "row0 (2)"
