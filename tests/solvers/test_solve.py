"""From a Model to a verified answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from solver_models import linear

from modelwright.errors import SolverError, SolverNotInstalled
from modelwright.model.canonical import model_from_object
from modelwright.model.data import Data, Table
from modelwright.model.document import Model
from modelwright.model.outcome import PrimalStatus, Termination
from modelwright.solvers import Options, solve, solve_model
from modelwright.solvers.adapters.highs import Highs
from modelwright.solvers.result import Result


def test_an_optimum() -> None:
    solved = solve_model(linear(["x + y <= 4", "x + 3 * y <= 6"], "3 * x + 2 * y + 1", integer="x"))
    assert (solved.status, solved.objective) == ("optimal", 13.0)
    assert solved.values_json() == {"x": 4, "y": 0.0}
    assert solved.value("x") == 4
    assert solved.problem_class == "MILP"
    assert "1 of 2 decisions" in solved.class_reason
    assert set(solved.seconds) == {"ground", "solve", "verify"}


def test_a_model_without_objective_asks_for_any_plan() -> None:
    for extra in ([], [{"name": "goal", "sense": "satisfy"}]):
        model = linear(["x + y == 3"], integer="x").model_copy(update={})
        model = Model.model_validate({**model.model_dump(mode="json"), "objectives": extra})
        solved = solve_model(model)
        assert (solved.status, solved.objective) == ("optimal", None)
        assert solved.problem_class == "feasibility"
        assert sum(solved.values_json().values()) == pytest.approx(3)
        assert solved.certificate.feasible == "exact"


@pytest.mark.parametrize(
    ("rows", "status"),
    [(["x - y <= 1"], "unbounded"), (["x - y <= 1", "2 * x - 2 * y == 1"], "infeasible")],
)
def test_infeasible_or_unbounded_is_decided(rows, status) -> None:
    solved = solve_model(linear(rows, "x", integer="xy"))
    assert solved.status == status
    assert solved.objective is None
    assert solved.result.instance.sense == "max"


def test_an_unknown_solver() -> None:
    with pytest.raises(SolverNotInstalled):
        solve_model(linear(["x <= 1"]), solver="nope")


CAPACITIES = {"form": "bound", "table": "plants", "keys": ["plant"], "value": "cap"}


def test_an_indexed_model_from_a_table() -> None:
    model = Model(
        sets=[
            {"name": "P", "content": {"form": "column", "table": "plants", "column": "plant"}},
            {"name": "D", "content": {"form": "members", "members": [1, 2]}},
        ],
        parameters=[
            {
                "name": "cap",
                "index": ["P"],
                "value": {"form": "bound", "table": "plants", "keys": ["plant"], "value": "cap"},
            }
        ],
        variables=[{"name": "make", "index": ["P", "D"], "domain": "integer", "lower": "0"}],
        objectives=[{"name": "goal", "sense": "max", "expression": "sum(make[p, d] for p in P for d in D)"}],
        constraints=[
            {
                "kind": "resource",
                "name": "capacity",
                "for_each": "p in P",
                "terms": [{"variable": "make[p, d]", "over": "d in D"}],
                "limit": "cap[p]",
            }
        ],
    )
    data = Data({"plants": Table("plants", {"plant": ["north", "south"], "cap": ["3.5", "2"]})})
    solved = solve_model(model, data)
    assert solved.objective == 5
    found = solved.values_json()["make"]
    assert found["index"] == ["P", "D"]
    assert [entry[0] for entry in found["entries"]] == [["north", 1], ["north", 2], ["south", 1], ["south", 2]]
    assert sum(value for _, value in found["entries"]) == 5
    assert all(isinstance(value, int) for _, value in found["entries"])
    assert solved.instance.row_name(1) == "capacity[south]"


def answers(monkeypatch, change):
    class Fake(Highs):
        def solve(self, instance, options):
            return change(Highs().solve(instance, options))

    monkeypatch.setattr(solve, "choose", lambda *_: (Fake(), "a test"))


def test_an_incumbent_at_a_limit_is_feasible(monkeypatch) -> None:
    answers(monkeypatch, lambda r: replace(r, termination=Termination.TIME_LIMIT, objective_bound=9.0))
    solved = solve_model(linear(["x + y <= 4"], "2 * x + y", integer="xy"))
    assert solved.status == "feasible"
    assert solved.objective == 8
    assert (solved.certificate.feasible, solved.certificate.optimal) == ("exact", "none")
    assert solved.result.gap == pytest.approx(1 / 9)


def test_a_limit_without_incumbent(monkeypatch) -> None:
    answers(monkeypatch, lambda r: Result(instance=r.instance, termination=Termination.TIME_LIMIT))
    solved = solve_model(linear(["x + y <= 4"], "2 * x + y"))
    assert (solved.status, solved.objective, solved.values_json()) == ("limit", None, {})


def test_a_failing_solver_is_an_error(monkeypatch) -> None:
    answers(monkeypatch, lambda r: replace(r, termination=Termination.NUMERICAL_ERROR, primal=PrimalStatus.NO_SOLUTION))
    with pytest.raises(SolverError):
        solve_model(linear(["x + y <= 4"], "2 * x + y"))


def test_options_reach_the_solver() -> None:
    assert solve_model(linear(["x <= 1"], "x"), options=Options(seed=7)).result.seed == 7


def test_a_false_infeasible_of_presolve_is_corrected() -> None:
    # HiGHS 1.14.0 with presolve: Infeasible; without: Unbounded. The point (1, 1, 1, 0) satisfies both rows.
    model = linear(
        [
            "-2.03 * v + 81 * w - 0.094 * x + 2.27 * y >= -3.4",
            "-0.056 * v + 0.138 * w - 1.45 * x - 0.093 * y <= -0.261",
            "v <= 7.5",
            "y <= 5",
            "v >= 1/3",
            "w >= 1/3",
            "x >= 1/3",
        ],
        "1.35 * v + 0.214 * w + 0.23 * x + 0.105 * y",
        names="vwxy",
    )
    solved = solve_model(model)
    assert solved.status == "unbounded"
    assert solved.certificate.unbounded == "proven"


def test_where_presolve_breaks_down_it_is_left_out() -> None:
    # HiGHS 1.13.1 with presolve: Solve error, at a point outside the bounds; without: Infeasible.
    document = {
        "format": "modelwright/model",
        "version": 1,
        "variables": [
            {"name": name, "domain": "integer", "lower": str(low), "upper": str(high)}
            for name, low, high in (("x", 0, 3), ("y", 0, 6), ("z", 1, 3))
        ],
        "constraints": [{"name": "row", "kind": "algebraic", "expression": "7 * x + 7 * y == 3 * z"}],
    }
    solved = solve_model(model_from_object(document))
    assert solved.status == "infeasible"
    assert solved.result.solver == "highs"
