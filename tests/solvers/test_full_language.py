"""Models of the full language from words of the language to verified answers, with both solvers."""

from __future__ import annotations

import subprocess
import sys

import pytest
from full_models import binary, interval, ints, job_shop, known, members, model, real, tour, whole
from support.brute import brute_force

from modelwright.api import run
from modelwright.errors import UnsupportedModel
from modelwright.solvers import choose, ground, known_solvers, problem_class, solve_model


def answer(given, **options):
    solved = solve_model(given, **options)
    assert not solved.certificate.failed
    return solved


# -------------------------------------------------------------------------------------------------------- pipeline


@pytest.mark.parametrize("solver", ["auto", "cpsat", "highs"])
def test_a_job_shop(solver) -> None:
    solved = answer(job_shop(), solver=solver)
    assert (solved.status, solved.objective, solved.problem_class) == ("optimal", 11.0, "CP")
    assert (solved.certificate.feasible, solved.certificate.optimal) == ("exact", "claimed")
    assert solved.result.solver == ("highs" if solver == "highs" else "cpsat")
    assert solved.value("op", (1, 3))["size"] == 2
    assert "no_overlap" in solved.class_reason


@pytest.mark.parametrize("solver", ["auto", "highs"])
def test_a_tour(solver) -> None:
    assert answer(tour(), solver=solver).objective == 20


def test_continuous_decisions_with_logic_are_reduced() -> None:
    given = model(
        [real("x", 0, 10), real("y", 0, 10), binary("b")],
        ["implies(b == 1, x + y <= 2.5)", "b == 1 or x <= 1", "abs(x - y) >= 0.5"],
        "2 * x + y + 4 * b",
        "max",
    )
    solved = answer(given)
    assert (solved.status, solved.result.solver, solved.problem_class) == ("optimal", "highs", "MINLP")
    assert solved.objective == pytest.approx(12.0)
    assert "reduced to linear rows" in solved.solver_reason
    assert solved.result.instance.num_columns == 3
    assert len(solved.result.values) == 3
    assert solved.certificate.feasible in ("exact", "within_tolerance")
    with pytest.raises(UnsupportedModel, match="`x` is continuous"):
        solve_model(given, solver="cpsat")


def test_whole_decisions_that_cp_sat_refuses_are_reduced() -> None:
    given = model([whole("x", 1, 6), whole("y", 0, 6)], ["log(x) + y <= 3"], "x + y", "max")
    solved = answer(given)
    assert solved.objective == brute_force(given).objective
    assert solved.solver_reason.startswith("cpsat refuses (CP-SAT has no `log` of decisions)")


def test_infeasible_and_unbounded_are_claims() -> None:
    solved = answer(model([whole("x", 0, 9)], ["x * x == 7"], "x"))
    assert (solved.status, solved.certificate.infeasible) == ("infeasible", "claimed")
    solved = answer(model([whole("x", 0, None), binary("b")], ["b == 1 or x <= 3"], "x", "max"))
    assert (solved.status, solved.certificate.unbounded, solved.objective) == ("unbounded", "claimed", None)


def test_a_row_that_data_decides() -> None:
    ok = model([whole("x", 0, 9)], [("i * i >= 1 or x > 4", "i in S")], "x", sets=[ints("S", 1, 3)])
    instance = ground(ok)
    assert (instance.num_rows, instance.trees) == (0, ())
    never = model([whole("x", 0, 9)], [("i * i >= 4 and x > 4 * i / i", "i in S")], "x", sets=[ints("S", 1, 3)])
    instance = ground(never)
    assert instance.num_rows == 3
    assert instance.row_name(0) == "row0[1]"
    assert (instance.row_lower[0], instance.row_upper[0], instance.start[1]) == (-float("inf"), -1, 0)
    solved = answer(never)
    assert (solved.status, solved.certificate.infeasible) == ("infeasible", "proven")


# ------------------------------------------------------------------------------------------------------- grounding


def test_intervals_have_four_blocks() -> None:
    given = model(
        [interval("t", "2", 9, "T", optional=True), whole("x", 0, 3)],
        ["end(t[1]) <= x + 4"],
        "x",
        sets=[ints("T", 1, 2)],
    )
    instance = ground(given)
    assert [b.name for b in instance.variables] == ["t.start", "t.size", "t.end", "t.present", "x"]
    assert [b.start for b in instance.variables] == [0, 2, 4, 6, 8]
    assert instance.column("t.present", (2,)) == 7
    assert instance.column_name(5) == "t.end[2]"
    assert instance.integrality.tolist() == [1] * 9
    assert instance.column_upper.tolist() == [9, 9, 2, 2, 9, 9, 1, 1, 3]
    assert instance.num_rows == 1
    assert {block.name for block in instance.trees} == {"t"}


INTO = {
    "name": "into",
    "index": ["NODES"],
    "members_of": "ARCS",
    "value": {"form": "known_sets", "entries": [[["y"], [["x", "y"]]], [["z"], [["y", "z"], ["x", "z"]]]]},
}


def test_tuples_ranges_by_expression_and_selections() -> None:
    given = model(
        [whole("flow", 0, 9, "ARCS"), whole("late", 0, 5, "T")],
        [
            (
                "need[n] == sum(flow[n, j] for (i, j) in ARCS if i == n) - sum(flow[p] for p in into[n])",
                "n in NODES",
            ),
            ("flow[a] <= 4", "a in ARCS"),
            ("late[t] >= late[prev(t, initial=2)] - 1", "t in T"),
        ],
        "sum(flow[a] for a in ARCS) + sum(late[t] for t in T)",
        sets=[
            members("NODES", "x", "y", "z"),
            members("ARCS", ("x", "y"), ("y", "z"), ("x", "z"), of=["NODES", "NODES"]),
            ints("T", 1, "2 * n"),
        ],
        parameters=[known("need", {"x": 6, "y": 0, "z": -6}, "NODES"), known("n", 2), INTO],
    )
    instance = ground(given)
    assert tuple(map(tuple, instance.variable("flow").members)) == ((("x", "y"), ("y", "z"), ("x", "z")),)
    assert instance.variable("late").count == 4
    solved = answer(given)
    assert (solved.problem_class, solved.result.solver, solved.certificate.optimal) == ("MILP", "highs", "proven")
    assert solved.objective == 6 + 2 + 1
    assert solved.value("flow", (("x", "z"),)) == 4
    assert solved.values_json()["flow"] == {
        "index": ["ARCS"],
        "entries": [[[["x", "y"]], 2], [[["y", "z"]], 2], [[["x", "z"]], 4]],
    }
    assert instance.row_key(instance.num_rows - 4)[0] == "row2"


def test_a_definition_that_is_not_linear_goes_by_trees() -> None:
    given = model(
        [whole("x", 0, 5), whole("y", 0, 5)],
        ["area <= 12", "x + y >= 3"],
        "2 * area - x",
        "max",
        definitions=[{"name": "area", "expression": "x * y"}],
    )
    instance = ground(given)
    assert (instance.num_rows, len(instance.trees)) == (1, 1)
    assert instance.objective_tree is not None
    assert not instance.cost.any()
    assert answer(given).objective == brute_force(given).objective == 21


def test_chains_and_conjunctions_become_linear_rows_where_they_are() -> None:
    given = model(
        [whole("x", 0, 9), whole("y", 0, 9)],
        [("x >= i and y >= 2 * i and x * y <= 40", "i in S"), "1 < x + y < 12"],
        "x + y",
        sets=[ints("S", 1, 3)],
    )
    instance = ground(given)
    assert [(b.name, b.part, b.count) for b in instance.rows] == [
        ("row0", 0, 3),
        ("row0", 1, 3),
        ("row1", 0, 1),
        ("row1", 1, 1),
    ]
    assert [(b.name, b.quantifiers, b.keys) for b in instance.trees] == [("row0", ("i",), ((1,), (2,), (3,)))]
    assert instance.row_name(4) == "row0[2] (2)"
    assert instance.row_upper.tolist() == [-1, -2, -3, -2, -4, -6, -2, 11]
    assert answer(given).objective == 9


def test_a_choice_of_values() -> None:
    pack = {"name": "pack", "domain": {"form": "choice", "members": [0, 4, 9]}}
    for solver in ("auto", "highs"):
        solved = answer(model([pack, whole("x", 0, 3)], ["pack + x >= 6"], "pack + 2 * x"), solver=solver)
        assert (solved.objective, solved.values_json()) == (8, {"pack": 4, "x": 2})


def test_outputs_are_reported() -> None:
    given = model(
        [whole("q", 1, 6, "R")],
        [f"all_different(q[i] {sign} for i in R)" for sign in ("", "+ i", "- i")],
        sets=[ints("R", 1, 6)],
        outputs=[
            {"name": "board", "expression": "q[i]", "over": "i in R", "shape": "list"},
            {"name": "half", "expression": "q[1] / 2"},
            {"name": "low", "expression": "q[i] <= 2", "over": "i in R", "shape": "members"},
        ],
    )
    solved = answer(given)
    board = solved.outputs["board"]
    assert sorted(board) == [1, 2, 3, 4, 5, 6]
    assert len({b + i for i, b in enumerate(board)}) == len({b - i for i, b in enumerate(board)}) == 6
    assert solved.outputs["half"] == board[0] / 2
    assert solved.outputs["low"] == [i for i, b in enumerate(board, 1) if b <= 2]
    found = run(given).to_json()
    assert (found["outputs"]["board"], found["objectives"]) == (found["outputs"]["board"], {})


def test_answers_with_intervals_and_tuples_can_be_told() -> None:
    given = model(
        [interval("t", "2", 9, "A", optional=True)],
        ["sum(present(t[a]) for a in A) == 1"],
        "sum(end(t[a]) for a in A)",
        sets=[members("A", ("x", 1), ("y", 2))],
    )
    told = run(given)
    assert told.to_json()["values"]["t"]["entries"][0][0] == [["x", 1]]
    assert "from 0 to 2" in told.explanation.text
    assert "does not take place" not in told.explanation.text
    assert "from 2 to 4" in run(model([interval("t", "2", 9)], ["start(t) >= 2"], "end(t)")).explanation.text


# -------------------------------------------------------------------------------------------------------- classes


@pytest.mark.parametrize(
    ("decisions", "row", "goal", "class_", "piece"),
    [
        ([real("x", 0, 9)], "2 * x <= 3", "x", "LP", "continuous"),
        ([whole("x", 0, 9)], "2 * x <= 3", "x", "MILP", "all decisions are integer"),
        ([whole("x", 0, 9)], "2 * x < 3", "x", "MILP", "linear"),
        ([real("x", 0, 9)], "x <= 3", "x * x", "QP", "multiplied"),
        ([whole("x", 0, 9)], "x * x <= 3", "x", "MIQP", "multiplied"),
        ([real("x", 0, 9)], "x ** 3 <= 3", "x", "NLP", "`**`"),
        ([real("x", 0, 9)], "exp(x) <= 3", "x", "NLP", "`exp`"),
        ([whole("x", 0, 9)], "exp(x) <= 3", "x", "MINLP", "`exp`"),
        ([whole("x", 0, 9)], "x != 3", "x", "CP", "`!=`"),
        ([whole("x", 0, 9)], "x <= 3", "abs(x - 3)", "CP", "`abs`"),
        ([real("x", 0, 9)], "x <= 3 or x >= 5", "x", "MINLP", "`or`"),
        ([interval("x", "3", 9)], "end(x) <= 5", "end(x)", "MILP", "linear"),
    ],
)
def test_the_class_and_its_reason(decisions, row, goal, class_, piece) -> None:
    found, reason = problem_class(ground(model(decisions, [row], goal)))
    assert found == class_
    assert piece in reason


def test_nothing_optimised_is_its_own_class() -> None:
    found, reason = problem_class(ground(model([whole("x", 0, 9)], ["x != 3"])))
    assert found == "feasibility"
    assert "`!=`" in reason


def test_the_chooser_picks_by_rows_and_decisions() -> None:
    assert known_solvers()[:2] == ("highs", "cpsat")
    for rows, decisions, solver in (
        (["x <= 3"], [whole("x", 0, 9)], "highs"),
        (["x != 3"], [whole("x", 0, 9)], "cpsat"),
        (["x != 3"], [whole("x", 0, 9), real("y", 0, 9)], "highs"),
    ):
        instance = ground(model(decisions, rows, "x"))
        assert choose(problem_class(instance)[0], "auto", instance)[0].name == solver
    instance = ground(model([real("x", 0, 9)], ["x <= 3"], "x"))
    with pytest.raises(UnsupportedModel, match="`cpsat` does not solve models of class LP"):
        choose("LP", "cpsat", instance)


def test_a_linear_model_with_whole_decisions_by_cp_sat_is_proven() -> None:
    solved = answer(model([whole("x", 0, 9), whole("y", 0, 9)], ["x + y <= 6"], "3 * x + 2 * y", "max"), solver="cpsat")
    assert (solved.objective, solved.certificate.optimal) == (18.0, "proven")
    assert solved.solver_reason == "asked for by name"


LAZY = """
import sys
sys.path.insert(0, "tests/solvers")
from solver_models import linear
from modelwright.solvers import solve_model
assert solve_model(linear(["x + y <= 4"], "2 * x + y", integer="x")).status == "optimal"
heavy = ("ortools", "pint", "pandas", "scipy", "networkx", "modelwright.solvers.reductions")
print([m for m in heavy if m in sys.modules])
"""


def test_a_linear_model_loads_nothing_heavy() -> None:
    shown = subprocess.run([sys.executable, "-c", LAZY], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"
