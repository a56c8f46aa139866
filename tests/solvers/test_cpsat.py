"""The CP-SAT adapter: answers known beforehand, statuses, limits, numbers."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from full_models import DISTANCES, binary, interval, ints, job_shop, known, members, model, real, tour, whole
from ortools.sat.python import cp_model
from solver_models import linear
from support.brute import brute_force
from tree_models import make_instance, num, var

from modelwright.errors import SolverError, UnsupportedModel
from modelwright.model.exact import trees as t
from modelwright.model.outcome import PrimalStatus, Termination
from modelwright.solvers import Options, ground
from modelwright.solvers.adapters.cpsat import STATUS, CpSat
from modelwright.solvers.adapters.cpsat.numbers import LARGEST, rational
from modelwright.solvers.adapters.cpsat.ranges import WIDEST


def solve(given, **options):
    return CpSat().solve(ground(given), Options(**options))


def test_every_status_is_mapped() -> None:
    assert set(STATUS) == set(cp_model.CpSolverStatus.__members__)


# ------------------------------------------------------------------------------------------------------ linear rows


def test_a_linear_model() -> None:
    result = solve(linear(["3 * x + y <= 10", "x + 7 * y <= 20"], "2 * x + y", integer="xy"))
    assert (result.termination, result.primal) == (Termination.OPTIMAL, PrimalStatus.FEASIBLE_POINT)
    assert (result.objective, result.objective_bound, result.gap) == (7.0, 7.0, 0.0)
    assert result.values_json() == {"x": 3, "y": 1}
    assert result.activity.tolist() == [10.0, 10.0]
    assert (result.solver, result.solver_version[:2], result.duals) == ("cpsat", "9.", None)


def test_rational_coefficients_are_exact() -> None:
    rows = ["0.1 * x + 0.2 * y <= 0.3", "x + y >= 1/3"]
    result = solve(linear(rows, "x / 3 + 0.5 * y + 0.25", integer="xy"))
    assert result.values_json() == {"x": 3, "y": 0}
    assert result.objective == 1.25
    assert solve(linear(["0.1 * x + 0.1 * y + 0.1 * z == 0.3"], "x", names="xyz", integer="xyz")).objective == 3.0


def test_floats_are_read_as_the_fractions_they_stand_for() -> None:
    for value in (Fraction(1, 10), Fraction(1, 3), Fraction(22, 7), Fraction(-5), Fraction(123456789, 1000)):
        assert rational(float(value)) == value
    assert rational(0.1 + 0.2) == Fraction(3, 10)


def test_numbers_too_large_for_whole_ones_are_refused_with_advice() -> None:
    with pytest.raises(UnsupportedModel, match="`row0`") as caught:
        solve(linear([f"{LARGEST * 9} * x + 7 * y <= 15"], "x", integer="xy", upper=3))
    assert "larger units" in caught.value.hint


def test_a_continuous_decision_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedModel, match="`y` is continuous"):
        solve(linear(["x + y <= 3"], "x", integer="x"))


def test_infeasible_and_empty() -> None:
    result = solve(linear(["x - y <= 1", "x - y >= 2"], "x", integer="xy", upper=9))
    assert (result.termination, result.values, result.objective) == (Termination.INFEASIBLE, None, None)
    assert solve(linear(["2 * x == 5"], "x", integer="xy", upper=9)).termination is Termination.INFEASIBLE
    assert solve(linear(["1 <= 2"], names="")).termination is Termination.OPTIMAL
    assert solve(linear(["1 >= 2"], names="")).termination is Termination.INFEASIBLE
    assert solve(linear(["x >= 3"], "x", integer="xy", upper=2)).termination is Termination.INFEASIBLE


def test_decisions_without_bounds() -> None:
    assert solve(linear(["x - y <= 1"], "x", integer="xy")).termination is Termination.DUAL_INFEASIBLE
    bounded = solve(linear(["x + y <= 10", "x - z >= -4"], "x - z", names="xyz", integer="xyz", free="z"))
    assert bounded.termination is Termination.DUAL_INFEASIBLE
    free = solve(linear(["x + z <= 10"], "x", "min", names="xyz", integer="xyz", free="z"))
    assert (free.termination, free.objective) == (Termination.OPTIMAL, 0.0)
    wide = solve(linear([f"x == {WIDEST * 5}"], "x", names="x", integer="x"))
    assert wide.objective == WIDEST * 5


def test_nothing_to_optimise() -> None:
    result = solve(model([whole("x", 0, 9)], ["x * x == 49"]))
    assert (result.termination, result.objective, result.objective_bound) == (Termination.OPTIMAL, None, None)
    assert result.value("x") == 7.0


# --------------------------------------------------------------------------------------------- every kind of tree

ROW = [whole("x", -3, 5), whole("y", 0, 4), whole("z", 1, 4), binary("b"), binary("c")]
TABLE = [
    known("h", {1: 4, 2: 7, 3: "0.5", 4: 2}, "S"),
    known("g", {(1, 1): 3, (1, 3): 8, (3, 1): 5, (3, 3): 1}, "ODD", "ODD"),
]
SETS = [ints("S", 1, 4), members("ODD", 1, 3)]

TREES = [
    "x * y == 6",
    "x * y * z >= 20",
    "b * (x + 2 * y) >= 9",
    "x ** 2 + y ** 3 <= 9",
    "2 ** y == 8",
    "x // z == -2",
    "x % z == 2",
    "x // (y - 2) >= 1",
    "x % (y - 2) == -1",
    "x / z >= 1.5",
    "x / y == 0.5",
    "1 / (x - 1) >= 0.25",
    "abs(x - y) == 4",
    "min(x, y, z) >= 2",
    "max(x, 2 * y) <= 1",
    "floor(x / 2) + ceil(y / 3) + round(z / 4) == 4",
    "(x if b == 1 else y) == 3 and (y if x > 2 else z) <= 1",
    "(x >= 3) + (y >= 3) + (z >= 3) == 2",
    "implies(x >= 1, y + z <= 3)",
    "iff(x == y, b == 1)",
    "not iff(x > y, c == 1)",
    "not (x >= 0 or y >= 1)",
    "x != y and y != z",
    "x in {-2, 0, 5} and y not in {0, 2}",
    "h[z] >= 3",
    "h[z] + h[y] >= 7.5",
    "h[floor(h[z] / 2) + 1] >= 1",
    "g[z, y] >= 4",
    "all_different(x, y, z)",
    "not all_different(x, y, z)",
    "all_equal(x, y, z)",
    "implies(b == 1, all_equal(x, y, z))",
    "increasing([x, y, z])",
    "strictly_increasing([x, y, z])",
    "lex_less([x, y], [z, b])",
    "not lex_lesseq([x, y], [z, b])",
    "global_cardinality([x, y, z], [1, 2], [b + 1, c])",
    "count([x >= 1, y >= 1, b == 1]) == 2",
    "exists([x >= 5, y >= 4]) and forall([z >= 2, b == 1])",
]


@pytest.mark.parametrize("row", TREES)
def test_what_trees_mean(row) -> None:
    given = model(ROW, [row], "3 * x - 2 * y + z - b + 2 * c", "max", SETS, TABLE)
    expected, result = brute_force(given), solve(given)
    assert expected.status == "optimal"
    assert 0 < expected.feasible < 2000
    assert result.termination is Termination.OPTIMAL
    assert result.objective == expected.objective


GOALS = [
    "x * y",
    "x // z + x % z",
    "abs(x) + max(y, z)",
    "h[z] * x",
    "x / z",
    "(x >= y) * 2.5 - y",
    "x * y * z - x ** 2",
]


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("sense", ["min", "max"])
def test_objectives_that_are_not_linear(goal, sense) -> None:
    given = model(ROW, ["x + y + z <= 7"], goal, sense, SETS, TABLE)
    result = solve(given)
    assert result.objective == result.objective_bound == brute_force(given).objective


@pytest.mark.parametrize(
    "row",
    [
        "x * x == 7",
        "all_different(y, z, b, c, y + 1) and y <= 0 and z <= 1",
        "h[y + 3] >= 8",
        "x in {7, 8}",
        "h[z + 9] >= 0",
        "iff(b == 1, b == 0)",
    ],
)
def test_what_nothing_satisfies(row) -> None:
    assert solve(model(ROW, [row], "x", "max", SETS, TABLE)).termination is Termination.INFEASIBLE


@pytest.mark.parametrize("row", ["exp(x) <= 3", "sqrt(y) >= 1.5", "log(z) + sin(x) >= 0", "x ** y >= 2"])
def test_functions_that_cp_sat_lacks(row) -> None:
    with pytest.raises(UnsupportedModel) as caught:
        solve(model(ROW, [row], "x"))
    assert caught.value.hint


def test_a_product_beyond_64_bits_is_refused() -> None:
    with pytest.raises(UnsupportedModel, match="too large"):
        solve(model([whole("x", 0, None), whole("y", 0, None)], ["x * x * y * y <= 10"], "x"))


# ------------------------------------------------------------------------------------------- routes and assignments


def test_a_tour_of_six_towns() -> None:
    best = min(
        sum(DISTANCES[a, b] for a, b in zip((1, *rest), (*rest, 1), strict=True)) for rest in permutations(range(2, 7))
    )
    result = solve(tour())
    assert result.objective == best
    after = {key[0]: value for key, value in result.values_json()["after"]["entries"]}
    here, seen = 1, []
    for _ in range(6):
        seen.append(here)
        here = after[here]
    assert (here, sorted(seen)) == (1, [1, 2, 3, 4, 5, 6])


def test_a_circuit_under_a_condition_is_refused_with_advice() -> None:
    given = model(
        [whole("s", 1, 3, "S"), binary("b")], ["implies(b == 1, circuit(s[i] for i in S))"], sets=[ints("S", 1, 3)]
    )
    with pytest.raises(UnsupportedModel, match="`circuit`") as caught:
        solve(given)
    assert "always holds" in caught.value.hint


def test_inverse() -> None:
    given = model(
        [whole("f", 0, 9, "A"), whole("g", 0, 9, "B")],
        ["inverse([f[i] for i in A], [g[j] for j in B])", "f[2] == 5", "g[4] == 3"],
        sets=[ints("A", 1, 3), ints("B", 4, 6)],
    )
    found = solve(given).values_json()
    assert [v for _, v in found["f"]["entries"]] == [6, 5, 4]
    assert [v for _, v in found["g"]["entries"]] == [3, 2, 1]
    rows = ["inverse([f[i] for i in A], [f[i] for i in A])", "f[1] == 2", "f[2] == 3"]
    given = model([whole("f", 0, 9, "A")], rows, sets=[ints("A", 1, 3)])
    assert solve(given).termination is Termination.INFEASIBLE


# ---------------------------------------------------------------------------------------------------------- intervals


def test_a_job_shop() -> None:
    result = solve(job_shop())
    assert (result.objective, result.objective_bound) == (11.0, 11.0)
    spans = {tuple(key): value for key, value in result.values_json()["op"]["entries"]}
    assert all(s["end"] == s["start"] + s["size"] and s["present"] for s in spans.values())
    assert {s["size"] for s in spans.values()} == {0, 1, 2, 3, 4}


def _tasks(rows, goal, sense="min", sizes=None, **rest):
    sizes = sizes or {1: 3, 2: 2, 3: 2}
    return model(
        [interval("t", "long[i]", 20, "T", over="i in T", **rest), interval("all", None, 20, optional=True)],
        rows,
        goal,
        sense,
        [ints("T", 1, len(sizes))],
        [known("long", sizes, "T"), known("gap", {(i, j): i + j for i in sizes for j in sizes}, "T", "T")],
    )


def test_no_overlap_cumulative_and_transitions() -> None:
    last = "max(end(t[i]) for i in T)"
    assert solve(_tasks(["no_overlap(t[i] for i in T)"], last)).objective == 7
    assert solve(_tasks(["cumulative((t[i] for i in T), [2, 1, 1], 2)"], last)).objective == 5
    assert solve(_tasks(["cumulative((t[i] for i in T), [2.5, 1.25, 1], 2.5)"], last)).objective == 5
    assert solve(_tasks(["no_overlap((t[i] for i in T), gap)"], last)).objective == 7 + 3 + 4
    assert solve(_tasks(["cumulative((t[i] for i in T), [2, 1, 3], 2)"], last)).termination is Termination.INFEASIBLE


def test_optional_intervals() -> None:
    rows = ["no_overlap(t[i] for i in T)", "max(end(t[i]) for i in T) <= 5"]
    result = solve(_tasks(rows, "sum(present(t[i]) * i for i in T)", "max", optional=True))
    assert result.objective == 5  # the second and the third take 4, and the first does not fit beside both
    values = result.values_json()["t"]["entries"]
    assert values[0] == [[1], {"start": None, "size": None, "end": None, "present": False}]
    assert all(value["present"] for _, value in values[1:])


def test_alternative_and_span() -> None:
    rows = ["alternative(all, (t[i] for i in T))", "present(all)", "start(all) >= 3"]
    result = solve(_tasks(rows, "end(all) + 0 * size(all)", optional=True))
    assert result.objective == 5
    assert sum(value["present"] for _, value in result.values_json()["t"]["entries"]) == 1
    rows = ["span(all, (t[i] for i in T))", "no_overlap(t[i] for i in T)", "start(t[1]) >= 2"]
    result = solve(_tasks(rows, "size(all)"))
    assert result.objective == 7
    absent = [f"not present(t[{i}])" for i in (1, 2, 3)]
    none = solve(_tasks(["span(all, (t[i] for i in T))", "present(all)", *absent], "end(all)", optional=True))
    assert none.termination is Termination.INFEASIBLE


@pytest.mark.parametrize(
    "row",
    [
        "not no_overlap(t[i] for i in T)",
        "implies(present(all), cumulative((t[i] for i in T), [2, 1, 1], 2))",
        "present(all) and not span(all, (t[i] for i in T))",
        "not alternative(all, (t[i] for i in T))",
        "overlap(t[1], t[2]) >= 1",
    ],
)
def test_conditions_on_intervals_that_need_not_hold(row) -> None:
    given = _tasks([row], "sum(end(t[i]) for i in T) + 2 * end(all)", sizes={1: 1, 2: 2}, optional=True)
    given = type(given).model_validate(
        given.model_dump(mode="json")
        | {"variables": [v.model_dump(mode="json") | {"upper": "4"} for v in given.variables]}
    )
    if "2, 1, 1" in row:
        given = type(given).model_validate_json(given.model_dump_json().replace("[2, 1, 1]", "[2, 1]"))
    expected, result = brute_force(given), solve(given)
    assert expected.feasible > 0
    assert result.objective == expected.objective


def test_an_interval_of_size_zero_inside_another_overlaps_it() -> None:
    given = _tasks(["no_overlap(t[i] for i in T)", "start(t[1]) == 2", "start(t[2]) == 3"], "0", sizes={1: 3, 2: 0})
    assert solve(given).termination is Termination.INFEASIBLE


# ------------------------------------------------------------------------------------------------------- undefined


def test_a_key_outside_a_table_is_excluded_only_where_it_matters() -> None:
    sets, table = [ints("S", 1, 3)], [known("h", {1: 4, 2: 7, 3: 2}, "S")]
    given = model([whole("y", 0, 9), binary("b")], ["b == 1 or h[y] >= 5"], "y - 3 * b", "max", sets, table)
    result = solve(given)
    assert (result.objective, brute_force(given).objective) == (6, 6)
    assert result.values_json() == {"y": 9, "b": 1}


# ----------------------------------------------------------------------------------------------------------- options


def hard():
    """A partition of numbers into two halves that no search finishes at once."""
    rng = np.random.default_rng(3)
    weights = {k: int(v) for k, v in enumerate(rng.integers(10**8, 10**9, 60), 1)}
    return model(
        [whole("x", 0, 1, "S"), whole("off", 0, 10**9)],
        ["sum(2 * w[i] * x[i] for i in S) - all <= off", "all - sum(2 * w[i] * x[i] for i in S) <= off"],
        "off + abs(x[1] - x[2]) + 1000000",
        sets=[ints("S", 1, 60)],
        parameters=[known("w", weights, "S"), known("all", sum(weights.values()))],
    )


def test_a_time_limit_keeps_the_incumbent_and_its_bound() -> None:
    result = solve(hard(), time_limit_s=0.5)
    assert result.termination is Termination.TIME_LIMIT
    assert result.has_point
    assert result.objective_bound <= result.objective
    assert result.seconds < 10


def test_a_gap_stops_early() -> None:
    result = solve(hard(), gap_rel=0.9, time_limit_s=60)
    assert result.termination is Termination.OPTIMAL
    assert result.objective_bound < result.objective


def test_seed_threads_presolve_and_log(tmp_path) -> None:
    log = tmp_path / "log.txt"
    result = solve(job_shop(), seed=7, threads=2, presolve=False, log_path=log)
    assert (result.seed, result.objective) == (7, 11.0)
    text = log.read_text("utf-8")
    assert "CpSolverResponse" in text
    assert "random_seed: 7" in text


def test_the_same_answer_twice() -> None:
    assert solve(job_shop()).values.tolist() == solve(job_shop()).values.tolist()


def test_a_fault_of_cp_sat_is_a_solver_error(monkeypatch) -> None:
    monkeypatch.setattr(cp_model.CpSolver, "solve", lambda *_: 1 / 0)
    with pytest.raises(SolverError, match="CP-SAT failed"):
        solve(job_shop())


def test_very_deep_trees_end_in_an_error_of_ours() -> None:
    tree = var("x")
    for _ in range(3000):
        tree = t.Apply("abs", (t.add((tree, num(1))),))
    with pytest.raises(SolverError):
        CpSat().solve(make_instance([t.relation("<=", tree, num(5))]), Options())


def test_members_of_a_choice_and_text_sets() -> None:
    given = model(
        [{"name": "pack", "index": ["KIND"], "domain": {"form": "choice", "members": [0, 4, 9]}}, real("spare", 0, 1)],
        ["sum(pack[k] for k in KIND) >= 10"],
        "sum(pack[k] for k in KIND)",
        sets=[members("KIND", "small", "large")],
    )
    given = given.model_copy(update={"variables": given.variables[:1]})
    result = solve(given)
    assert result.objective == 13
    assert sorted(v for _, v in result.values_json()["pack"]["entries"]) == [4, 9]
