"""Solvers in processes of their own: the same answers, and clear errors where a process hangs, dies or is hungry."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from modelwright.errors import SolverError, UnsupportedModel
from modelwright.model.document import Model
from modelwright.solvers import Options, ground, solve_model
from modelwright.solvers.adapters import get_adapter
from modelwright.solvers.isolation import Isolated
from modelwright.solvers.isolation.messages import framed, instance_message, read_instance, received
from tests.support.rows import samples

sys.path.insert(0, str(Path(__file__).parent))
import troubled


def knapsack(integer=True):
    return Model(
        sets=[{"name": "I", "content": {"form": "members", "members": ["a", "b", "c"]}}],
        variables=[
            {"name": "x", "index": ["I"], "lower": "0", "upper": "3", "domain": "integer" if integer else "continuous"}
        ],
        objectives=[{"name": "goal", "sense": "max", "expression": "3 * x['a'] + 5 * x['b'] + 4 * x['c']"}],
        constraints=[
            {"kind": "algebraic", "name": "room", "expression": "2 * x['a'] + 4 * x['b'] + 3 * x['c'] <= 10.5"}
        ],
    )


INSTANCE = ground(knapsack())


def alone(adapter, **options):
    return Isolated(adapter, grace_s=1.0).solve(INSTANCE, Options(**options))


@pytest.mark.parametrize("integer", [True, False])
def test_the_same_answer(integer) -> None:
    instance, options = ground(knapsack(integer)), Options(seed=7)
    here, there = get_adapter("highs").solve(instance, options), Isolated(get_adapter("highs")).solve(instance, options)
    for name in ("values", "activity", "duals", "reduced_costs"):
        assert np.array_equal(getattr(here, name), getattr(there, name))
    assert (here.basis is None) is (there.basis is None) is integer
    assert replace(here, seconds=0, basis=None, **NO_ARRAYS) == replace(there, seconds=0, basis=None, **NO_ARRAYS)


NO_ARRAYS = dict.fromkeys(("values", "activity", "duals", "reduced_costs"))


@pytest.mark.parametrize("solver", ["highs", "cpsat"])
def test_from_a_model(solver) -> None:
    ways = [solve_model(knapsack(), solver=solver, options=Options(isolate=alone)) for alone in (False, True)]
    assert [(w.status, w.objective, w.certificate.feasible) for w in ways] == [("optimal", 14.0, "exact")] * 2


KINDS = ("implication", "no_overlap", "element", "cumulative", "circuit", "all_different", "either_or")


@pytest.mark.parametrize("name", KINDS)
def test_trees_arrive_as_they_are(name) -> None:
    from modelwright.model.templates import kinds

    for model in samples(kinds.KINDS[name], 4):
        instance = ground(model)
        sent = framed(instance_message(instance))
        places = iter([0])
        place = next(places)

        def read(count: int, sent=sent) -> bytes:
            nonlocal place
            place += count
            return sent[place - count : place]

        found = read_instance(received(read))
        assert place == len(sent)
        assert [b.trees for b in found.trees] == [b.trees for b in instance.trees]
        assert [b.keys for b in found.trees] == [b.keys for b in instance.trees]
        assert found.objective_tree == instance.objective_tree
        for column in range(instance.num_columns):
            assert found.column_key(column) == instance.column_key(column)
        for vector in ("start", "index", "value", "row_lower", "column_upper", "cost", "integrality"):
            assert np.array_equal(getattr(found, vector), getattr(instance, vector))


def test_a_hang_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(SolverError, match="no answer after its time limit") as caught:
        alone(troubled.Hanging(), time_limit_s=0.5)
    assert caught.value.code == "timeout"
    assert time.monotonic() - began < 10.5


def test_a_crash_is_told() -> None:
    with pytest.raises(SolverError, match=r"died: killed by signal 11 \(SIGSEGV\)") as caught:
        alone(troubled.Dying())
    assert caught.value.code == "solver-died"


def test_last_words_are_told() -> None:
    with pytest.raises(SolverError, match="died: exit status 3") as caught:
        alone(troubled.Leaving())
    assert caught.value.hint == "its last words: no licence"


def test_hunger_is_told() -> None:
    with pytest.raises(SolverError, match="memory") as caught:
        alone(troubled.Hungry(), memory_mb=300)
    assert caught.value.code == "memory"


def test_errors_keep_their_kind() -> None:
    with pytest.raises(SolverError, match="out of luck") as caught:
        alone(troubled.Failing())
    assert (caught.value.code, caught.value.where, caught.value.hint) == ("luck", "here", "try again")
    with pytest.raises(SolverError, match="RuntimeError: a bug"):
        alone(troubled.Broken())
    with pytest.raises(UnsupportedModel, match="`x"):
        Isolated(get_adapter("cpsat")).solve(ground(knapsack(integer=False)), Options())


def test_nothing_is_left_behind() -> None:
    pid = int(alone(troubled.Parent()).solver_version)
    for _ in range(50):
        if not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().split()[2]:
            return
        time.sleep(0.1)
    raise AssertionError("a program that the solver started is still there")


def test_progress_is_handed_on() -> None:
    from test_adapters import market_split

    heard = []
    Isolated(get_adapter("highs")).solve(market_split(), Options(time_limit_s=1.5, progress=heard.append))
    assert heard
    assert all(news.solver == "highs" for news in heard)


INTERRUPTED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path[:0] = [{root!r}, {here!r}]
from modelwright.errors import SolverError
from modelwright.solvers import Options
from modelwright.solvers.isolation import Isolated
import test_isolation, troubled
print("go", flush=True)
try:
    test_isolation.alone(troubled.Hanging())
except SolverError as error:
    print(error.code, flush=True)
"""


def test_ctrl_c_ends_a_hang() -> None:
    here = Path(__file__).parent
    script = INTERRUPTED.format(root=str(here.parents[2]), here=str(here))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "go\n"
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "timeout\n"
    assert process.returncode == 0


def test_the_command(tmp_path) -> None:
    from modelwright.model.canonical import dump_model

    path = tmp_path / "knapsack.json"
    path.write_text(dump_model(knapsack()), "utf-8")
    command = [sys.executable, "-m", "modelwright", "run", str(path), "--isolate", "--memory", "4000", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, '"objective": 14' in done.stdout) == (0, True)
