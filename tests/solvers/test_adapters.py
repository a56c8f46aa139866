"""The HiGHS adapter and the registry."""

from __future__ import annotations

import _thread
import subprocess
import sys
import threading
from dataclasses import replace

import highspy
import numpy as np
import pytest
from solver_models import linear

from modelwright.errors import SolverError, SolverNotInstalled, UnsupportedModel
from modelwright.model.outcome import PrimalStatus, Termination
from modelwright.solvers import Options, adapters, choose, ground, known_solvers
from modelwright.solvers.adapters.base import Adapter, Capability
from modelwright.solvers.adapters.highs import STATUS, Highs
from modelwright.solvers.instance import Instance, RowBlock, VariableBlock
from modelwright.solvers.result import relative_gap


def solve(model, **options):
    return Highs().solve(ground(model), Options(**options))


def test_every_status_of_highs_is_mapped() -> None:
    assert set(STATUS) == set(highspy.HighsModelStatus.__members__)


def test_an_optimum_with_duals_in_moi_sign() -> None:
    for sense, rows, dual, cost in (
        ("max", ["x + y <= 4"], -3.0, [0.0, 1.0]),
        ("min", ["x + y >= 4"], 2.0, [1.0, 0.0]),
    ):
        result = solve(linear(rows, "3 * x + 2 * y", sense))
        assert result.termination is Termination.OPTIMAL
        assert result.primal is result.dual is PrimalStatus.FEASIBLE_POINT
        assert result.duals.tolist() == [dual]
        assert result.reduced_costs.tolist() == cost
        assert result.objective == result.objective_bound
        assert result.gap == 0.0
        assert result.activity.tolist() == [4.0]
        assert (result.solver, result.seed) == ("highs", 0)
        assert result.solver_version.startswith("1.1")


def test_a_milp_has_a_bound_and_no_duals() -> None:
    result = solve(linear(["3 * x + y <= 10", "x + 7 * y <= 20"], "2 * x + y", integer="xy"))
    assert result.termination is Termination.OPTIMAL
    assert (result.objective, result.objective_bound) == (7.0, 7.0)
    assert result.dual is PrimalStatus.NO_SOLUTION
    assert result.duals is None
    assert result.values_json() == {"x": 3, "y": 1}
    assert isinstance(result.values_json()["x"], int)


@pytest.mark.parametrize("integer", ["", "x"])
def test_infeasible(integer) -> None:
    result = solve(linear(["x - y <= 1", "x - y >= 2"], "x", integer=integer))
    assert result.termination is Termination.INFEASIBLE
    assert not result.has_point
    assert result.values_json() == {}


def test_unbounded_keeps_a_point_and_no_objective() -> None:
    result = solve(linear(["x - y <= 1"], "x"))
    assert result.termination is Termination.DUAL_INFEASIBLE
    assert result.objective is None


def test_a_milp_without_bounds_is_infeasible_or_unbounded() -> None:
    result = solve(linear(["x - y <= 1"], "x", integer="x"))
    assert result.termination is Termination.INFEASIBLE_OR_UNBOUNDED


def test_crossed_bounds_and_empty_models() -> None:
    assert solve(linear(["x >= 3"], "x", upper=2)).termination is Termination.INFEASIBLE
    assert solve(linear(names="x")).termination is Termination.OPTIMAL
    assert solve(linear(["1 <= 2"], names="")).termination is Termination.OPTIMAL
    assert solve(linear(["1 >= 2"], names="")).termination is Termination.INFEASIBLE
    assert solve(linear(["0 * x >= 1"], "x", names="x", upper=1)).termination is Termination.INFEASIBLE


def market_split(rows=5, columns=40, seed=1) -> Instance:
    """A small problem that branch and bound cannot finish quickly (Cornuéjols and Dawande, 1998), with slacks."""
    rng = np.random.default_rng(seed)
    weights = rng.integers(0, 100, (rows, columns)).astype(float)
    matrix = np.hstack([weights, np.eye(rows), -np.eye(rows)])
    num_columns = columns + 2 * rows
    value = matrix[matrix != 0]
    index = np.nonzero(matrix)[1].astype(np.int32)
    half = np.floor(weights.sum(1) / 2)
    return Instance(
        start=np.concatenate([[0], np.cumsum((matrix != 0).sum(1))]).astype(np.int32),
        index=index,
        value=value,
        row_lower=half,
        row_upper=half.copy(),
        column_lower=np.zeros(num_columns),
        column_upper=np.concatenate([np.ones(columns), np.full(2 * rows, np.inf)]),
        cost=np.concatenate([np.zeros(columns), np.ones(2 * rows)]),
        integrality=np.concatenate([np.ones(columns), np.zeros(2 * rows)]).astype(np.uint8),
        offset=0.0,
        sense="min",
        variables=(VariableBlock("x", ("S",), (tuple(range(num_columns)),), 0, (num_columns,)),),
        rows=(RowBlock("r", 0, 0, rows, ("k",), (tuple(range(rows)),), (np.arange(rows),)),),
    )


def test_a_time_limit_keeps_the_incumbent_and_its_bound() -> None:
    result = Highs().solve(market_split(), Options(time_limit_s=0.5))
    assert result.termination is Termination.TIME_LIMIT
    assert result.has_point
    assert result.objective_bound <= result.objective
    assert 0 < result.gap <= 2
    assert result.seconds < 5


def test_a_time_limit_without_incumbent() -> None:
    # Without the slacks no point is known at the start.
    hard = market_split()
    hard = replace(hard, column_upper=np.where(hard.integrality == 1, 1.0, 0.0))
    result = Highs().solve(hard, Options(time_limit_s=0.3))
    assert result.termination is Termination.TIME_LIMIT
    assert not result.has_point
    assert result.objective is None


def test_the_time_limit_starts_anew_for_every_model() -> None:
    Highs().solve(market_split(), Options(time_limit_s=0.3))
    result = solve(linear(["x + y <= 4"], "x", integer="xy"), time_limit_s=0.2)
    assert result.termination is Termination.OPTIMAL


def test_no_option_leaks_into_the_next_model() -> None:
    coarse = Highs().solve(market_split(), Options(gap_rel=1.9, time_limit_s=5))
    assert coarse.termination is Termination.OPTIMAL
    again = Highs().solve(market_split(), Options(time_limit_s=0.3))
    assert again.termination is Termination.TIME_LIMIT


def test_the_same_seed_gives_the_same_answer() -> None:
    model = linear(["3 * x + y <= 10", "x + 7 * y <= 20"], "2 * x + y", integer="xy")
    first, second = solve(model, seed=3), solve(model, seed=3)
    assert first.values.tolist() == second.values.tolist()
    assert first.seed == 3


def test_a_log_is_written_to_a_file_alone(tmp_path, capfd) -> None:
    solve(linear(["x + y <= 4"], "x"), log_path=tmp_path / "highs.log")
    assert "HiGHS" in (tmp_path / "highs.log").read_text()
    solve(linear(["x + y <= 4"], "x"))
    assert capfd.readouterr() == ("", "")


def test_numbers_that_highs_refuses_are_our_error() -> None:
    with pytest.raises(SolverError) as caught:
        solve(linear(["1e300 * x + y <= 4"], "x"))
    assert caught.value.code == "solver-numbers"


def test_an_option_that_highs_refuses_is_our_error() -> None:
    with pytest.raises(SolverError):
        solve(linear(["x + y <= 4"], "x"), seed=-5)


def test_foreign_exceptions_do_not_leave(monkeypatch) -> None:
    from modelwright.solvers.adapters import highs as module

    def broken(*_):
        raise ValueError("no")

    monkeypatch.setattr(module, "_pass_model", broken)
    with pytest.raises(SolverError, match="ValueError: no"):
        solve(linear(["x + y <= 4"], "x"))


def test_ctrl_c_keeps_the_incumbent() -> None:
    big = market_split(rows=12, columns=240)
    threading.Timer(1.0, _thread.interrupt_main).start()
    result = Highs().solve(big, Options(time_limit_s=30))
    assert result.termination is Termination.INTERRUPTED
    assert result.has_point
    assert result.seconds < 20


def test_two_threads_do_not_share_a_solver() -> None:
    found = {}

    def work(limit):
        for _ in range(20):
            found[limit] = solve(linear([f"x + y <= {limit}"], "x + y")).objective

    threads = [threading.Thread(target=work, args=(limit,)) for limit in (3, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {3: 3.0, 5: 5.0}


def test_the_number_of_solver_threads_may_change() -> None:
    model = linear(["3 * x + y <= 10", "x + 7 * y <= 20"], "2 * x + y", integer="xy")
    assert [solve(model, threads=threads).objective for threads in (1, 2, 1, 4, 2)] == [7.0] * 5


def test_a_scheduler_that_someone_else_made_is_no_hindrance() -> None:
    found = []

    def work() -> None:
        theirs = highspy.Highs()
        theirs.silent()
        theirs.setOptionValue("threads", 4)
        theirs.addVar(0.0, 1.0)
        theirs.run()
        found.append(solve(linear(["x + y <= 4"], "x")).objective)

    thread = threading.Thread(target=work)  # schedulers are kept by thread: a new one has none of ours
    thread.start()
    thread.join()
    assert found == [4.0]


def test_a_number_of_threads_that_highs_refuses_changes_nothing() -> None:
    with pytest.raises(SolverError, match="`threads`"):
        solve(linear(["x + y <= 4"], "x"), threads=-1)
    assert solve(linear(["x + y <= 4"], "x")).objective == 4.0


MANY_THREADS = """
import random, threading
from modelwright.model.document import Model
from modelwright.solvers import Options, ground
from modelwright.solvers.adapters.highs import Highs

def instance(limit):
    return ground(Model(
        variables=[{"name": name, "domain": "integer", "lower": "0"} for name in "xy"],
        objectives=[{"name": "goal", "sense": "max", "expression": "2 * x + y"}],
        constraints=[{"kind": "algebraic", "name": "r", "expression": f"3 * x + y <= {limit}"},
                     {"kind": "algebraic", "name": "s", "expression": "x + 7 * y <= 20"}]))

cases = [(instance(10), 7.0), (instance(11), 8.0), (instance(1), 1.0)]
right = []

def work(seed):
    draw = random.Random(seed)
    for _ in range(50):
        case, optimum = draw.choice(cases)
        right.append(Highs().solve(case, Options(threads=draw.choice((1, 2, 4)))).objective == optimum)

threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(right), all(right))
"""


def test_many_python_threads_solve_with_mixed_numbers_of_solver_threads() -> None:
    assert run(MANY_THREADS).strip() == "400 True"


def test_the_gap_formula() -> None:
    assert relative_gap(10.0, 10.0) == 0.0
    assert relative_gap(0.0, 0.0) == 0.0
    assert relative_gap(10.0, 8.0) == pytest.approx(0.2)
    assert relative_gap(0.0, -5.0) == 1.0
    assert relative_gap(1.0, -1.0) == 2.0
    assert relative_gap(None, 1.0) is None
    assert relative_gap(1.0, float("inf")) is None


# ---------------------------------------------------------------------------------------------------------- registry


def test_adapters_keep_the_protocol() -> None:
    for name in known_solvers():
        assert isinstance(adapters.get_adapter(name), Adapter)


def test_the_chooser_says_why() -> None:
    adapter, reason = choose("MILP")
    assert adapter.name == "highs"
    assert "MILP" in reason
    assert choose("LP", "highs")[1] == "asked for by name"


def test_an_unknown_solver_lists_the_known() -> None:
    with pytest.raises(SolverNotInstalled, match="no solver `nope`") as caught:
        choose("LP", "nope")
    assert "auto, highs" in caught.value.hint


def test_entry_points_are_loaded_when_named(monkeypatch) -> None:
    class OnlyLp(Highs):
        name = "only_lp"
        capabilities = frozenset({Capability.LP})

    class Point:
        name = "only_lp"

        def load(self):
            return OnlyLp

    class Broken(Point):
        name = "broken"

        def load(self):
            raise ImportError("no module named x")

    monkeypatch.setattr(adapters, "entry_points", lambda group: [Point(), Broken()])
    assert known_solvers()[:3] == ("highs", "cpsat", "scip")
    assert known_solvers()[-2:] == ("broken", "only_lp")
    assert choose("LP", "only_lp")[0].name == "only_lp"
    with pytest.raises(UnsupportedModel):
        choose("MILP", "only_lp")
    with pytest.raises(SolverNotInstalled, match="cannot be loaded"):
        choose("LP", "broken")


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_importing_the_package_loads_no_solver() -> None:
    code = "import sys, modelwright.solvers; print([m for m in ('numpy', 'highspy') if m in sys.modules])"
    assert run(code).strip() == "[]"


def test_solving_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from modelwright.model.document import Model\n"
        "from modelwright.solvers import solve_model\n"
        "solve_model(Model(variables=[{'name': 'x', 'domain': 'integer', 'upper': '3'}],"
        " objectives=[{'name': 'o', 'sense': 'max', 'expression': 'x'}]))\n"
        "heavy = ('scipy', 'pandas', 'ortools', 'pyomo', 'pulp', 'pint', 'langchain', 'matplotlib')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    assert run(code).strip() == "[]"
