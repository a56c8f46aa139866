"""Several objectives and rows under a penalty, from the Model to the verified answer."""

from __future__ import annotations

from fractions import Fraction

import pytest
from full_models import model, real, whole
from support.brute import brute_force

from modelwright.errors import ModelError
from modelwright.model.document import Model
from modelwright.solvers import Options, solve_model
from modelwright.solvers.objectives import levels, only, with_kept


def goal(name, expression, sense="min", priority=0, **rest) -> dict:
    return {"name": name, "sense": sense, "expression": expression, "priority": priority, **rest}


def several(*goals, rows=("x + y >= 4", "x + 2 * y <= 14"), decisions=None) -> Model:
    return Model(
        variables=decisions or [whole("x", 0, 10), whole("y", 0, 10)],
        objectives=list(goals),
        constraints=[{"kind": "algebraic", "name": f"row{k}", "expression": row} for k, row in enumerate(rows)],
    )


def test_priorities_are_ascending_and_a_satisfy_asks_for_nothing() -> None:
    given = several(goal("b", "y", priority=2), goal("a", "x", priority=1), {"name": "s", "sense": "satisfy"})
    assert [[o.name for o in level] for level in levels(given)] == [["a"], ["b"]]


def test_later_objectives_choose_among_the_best_of_the_first() -> None:
    given = several(goal("total", "x + y"), goal("much_y", "y - x", "max", 1))
    solved = solve_model(given)
    assert (solved.status, solved.objective) == ("optimal", 4.0)
    assert solved.objectives == {"total": 4.0, "much_y": 4.0}
    assert solved.values_json() == {"x": 0, "y": 4}
    assert brute_force(given).values == (4, 4)
    assert [o.name for o in solved.model.objectives] == ["total", "much_y"]
    other = solve_model(several(goal("total", "x + y", priority=1), goal("much_y", "y - x", "max")))
    assert other.objectives == {"total": 7.0, "much_y": 7.0}
    assert other.objective == 7.0


def test_a_tolerance_leaves_room() -> None:
    for tolerance, total in (("0", 4.0), ("1/2", 6.0), ("0.25", 5.0)):
        solved = solve_model(several(goal("total", "x + y", tolerance=tolerance), goal("second", "y", "max", 1)))
        assert solved.objectives == {"total": total, "second": total}


def test_weights_within_one_priority_and_senses_against_each_other() -> None:
    given = several(goal("cost", "3 * x + y", weight="2"), goal("gain", "4 * x + 3 * y", "max", weight="1/2"))
    solved = solve_model(given)
    best = brute_force(given)
    assert 2 * Fraction(solved.objectives["cost"]) - Fraction(solved.objectives["gain"]) / 2 == best.objective
    assert solved.objective == solved.objectives["cost"]


def test_a_continuous_first_goal_is_kept_within_tolerance() -> None:
    given = several(
        goal("first", "x + y / 3"),
        goal("second", "y", "max", 1),
        rows=["3 * x + y >= 1", "y <= 0.7"],
        decisions=[real("x", 0, 9), real("y", 0, 9)],
    )
    solved = solve_model(given)
    assert solved.objectives["first"] == pytest.approx(1 / 3)
    assert solved.objectives["second"] == pytest.approx(0.7)
    assert solved.certificate.feasible in ("exact", "within_tolerance")


def test_goals_that_are_not_linear() -> None:
    given = several(goal("product", "x * y", "max"), goal("spread", "abs(x - y)", "min", 1))
    solved = solve_model(given)
    assert (solved.objectives["product"], solved.objectives["spread"]) == brute_force(given).values
    assert solved.certificate.feasible == "exact"


def test_what_ends_the_row_of_objectives() -> None:
    assert solve_model(several(goal("a", "x"), goal("b", "y", "min", 1), rows=["x >= 20"])).status == "infeasible"
    free = [whole("x", 0, None), whole("y", 0, 5)]
    solved = solve_model(several(goal("a", "x", "max"), goal("b", "y", "min", 1), rows=["x >= y"], decisions=free))
    assert (solved.status, solved.objectives, solved.values_json()) == ("unbounded", {}, {})


def test_an_incomplete_goal_is_told() -> None:
    with pytest.raises(ModelError, match="`b` is not complete"):
        solve_model(several(goal("a", "x"), {"name": "b", "sense": {"slot": "s"}, "expression": "y"}))


def test_the_row_that_keeps_a_goal_has_a_name_of_its_own() -> None:
    given = several(goal("a", "x"), goal("b", "y", "min", 1), rows=["x + y >= 4"])
    given = given.model_copy(update={"constraints": (given.constraints[0].model_copy(update={"name": "keep_a"}),)})
    kept = with_kept(given, only(given, levels(given)[0]), Fraction(1, 3))
    assert [c.name for c in kept.constraints] == ["keep_a", "keep_a_"]
    assert kept.constraints[1].expression == "(x) <= 1/3"
    assert kept.constraints[1].negotiable == "no"


def test_the_time_limit_is_for_all_together() -> None:
    given = several(*(goal(f"g{k}", f"x + {k} * y", priority=k) for k in range(1, 4)))
    assert solve_model(given, options=Options(time_limit_s=30)).status == "optimal"


def test_penalties_are_paid() -> None:
    given = model([whole("x", 0, 10), whole("y", 0, 10)], ["x + y <= 6"], "3 * x + 2 * y", "max")
    soft = {"form": "penalty", "weight": "2"}
    rows = [
        *given.model_dump(mode="json")["constraints"],
        {"kind": "algebraic", "name": "little_x", "expression": "x <= 2", "enforce": soft},
        {"kind": "algebraic", "name": "odd", "expression": "y in {1, 3, 5}", "enforce": {**soft, "weight": "1/2"}},
    ]
    given = Model.model_validate(given.model_dump(mode="json") | {"constraints": rows})
    solved = solve_model(given)
    assert Fraction(solved.objective) == brute_force(given).objective
    assert set(solved.values_json()) == {"x", "y"}
    assert solved.certificate.feasible == "exact"
