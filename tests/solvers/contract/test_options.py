"""Limits, gaps, seeds, logs, Ctrl-C and news while it runs."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import FrozenInstanceError, fields, replace

import numpy as np
import pytest
from programs import INF, answer, need, program

from modelwright.model.outcome import Termination
from modelwright.solvers import Capability, Options, Progress
from modelwright.solvers.adapters import unused_options

HARD_LIMITS = {Termination.TIME_LIMIT, Termination.NODE_LIMIT, Termination.ITERATION_LIMIT, Termination.SOLUTION_LIMIT}


def market_split(rows=6, columns=50, seed=1):
    """Branch and bound does not finish it quickly (Cornuéjols and Dawande, 1998); slacks give it points."""
    rng = np.random.default_rng(seed)
    weights = rng.integers(0, 100, (rows, columns))
    matrix = np.hstack([weights, np.eye(rows), -np.eye(rows)])
    half = np.floor(weights.sum(1) / 2)
    limits = list(zip(half, half, strict=True))
    cost = [0] * columns + [1] * (2 * rows)
    bounds = [(0, 1)] * columns + [(0, 5000)] * (2 * rows)
    return program(matrix, limits, bounds, cost, "min", integer=True)


def small():
    return program([[3, 1], [1, 7]], [(-INF, 10), (-INF, 20)], [(0, 9)] * 2, [2, 1], integer=True)


def suited(adapter, given):
    """`given`, or its relaxation for a solver of LPs alone."""
    return given if adapter.capabilities & {Capability.MILP, Capability.WHOLE} else relaxed(given)


def relaxed(given):
    return replace(given, integrality=np.zeros_like(given.integrality))


def hard(adapter, **size):
    need(adapter, Capability.MILP if Capability.LP in adapter.capabilities else Capability.TREES)
    return market_split(**size)


def test_a_time_limit_keeps_the_incumbent_and_its_bound(adapter) -> None:
    need(adapter, Capability.TIME)
    result = answer(adapter, hard(adapter), time_limit_s=1.0)
    assert result.termination is Termination.TIME_LIMIT
    assert result.has_point
    assert result.seconds < 20
    if adapter.name != "pulp-cbc":  # PuLP reads no bound
        assert result.objective_bound < result.objective
        assert 0 < result.gap <= 2


def test_a_gap_ends_the_search(adapter) -> None:
    need(adapter, Capability.GAP)
    if Capability.MILP not in adapter.capabilities and Capability.TREES not in adapter.capabilities:
        assert answer(adapter, relaxed(small()), gap_rel=0.5).objective == pytest.approx(7.5, rel=1e-4)
        return
    given = market_split()
    lower, cost = given.column_lower.copy(), given.cost.copy()
    lower[0], cost[0] = 1.0, 1e5  # a cost that nothing avoids: the gap is small as soon as there is a point
    given = replace(given, column_lower=lower, cost=cost)
    result = answer(adapter, given, gap_rel=0.5, time_limit_s=20)
    assert result.termination is Termination.OPTIMAL
    assert result.seconds < 10
    if adapter.name != "pulp-cbc":  # PuLP reads no bound
        assert 0 < result.gap <= 0.5


def test_a_node_limit(adapter) -> None:
    need(adapter, Capability.NODES)
    result = answer(adapter, hard(adapter), node_limit=3, time_limit_s=20)
    assert result.termination in HARD_LIMITS
    assert result.seconds < 20


def test_the_same_seed_gives_the_same_answer(adapter) -> None:
    need(adapter, Capability.SEED)
    given = suited(adapter, market_split(rows=2, columns=12))
    first, second = (answer(adapter, given, seed=3) for _ in range(2))
    assert first.values.tolist() == second.values.tolist()
    assert first.seed == 3


def test_threads_do_not_change_the_optimum(adapter) -> None:
    need(adapter, Capability.THREADS)
    given = suited(adapter, small())
    worth = 7 if given.integrality.any() else 7.5
    for threads in (1, 2, 1):
        assert answer(adapter, given, threads=threads).objective == pytest.approx(worth, rel=1e-4)


def test_without_presolve(adapter) -> None:
    need(adapter, Capability.PRESOLVE)
    given = suited(adapter, small())
    assert answer(adapter, given, presolve=False).objective == pytest.approx(7 if given.integrality.any() else 7.5)


def test_a_memory_limit_that_is_large_enough(adapter) -> None:
    need(adapter, Capability.MEMORY)
    assert answer(adapter, suited(adapter, small()), memory_mb=2000).objective == pytest.approx(7)


def test_a_log_goes_to_its_file_alone(adapter, tmp_path, capfd) -> None:
    need(adapter, Capability.LOG)
    given = suited(adapter, small())
    answer(adapter, given, log_path=tmp_path / "solver.log")
    assert len((tmp_path / "solver.log").read_text()) > 100
    answer(adapter, given)
    assert capfd.readouterr() == ("", "")


def test_ctrl_c_keeps_the_incumbent(adapter) -> None:
    need(adapter, Capability.INTERRUPT)
    answer(adapter, small())  # one solve leaves the handler for the next
    timer = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    result = answer(adapter, hard(adapter, rows=12, columns=240), time_limit_s=30)
    timer.join()
    assert result.termination is Termination.INTERRUPTED
    assert result.has_point
    assert result.seconds < 20
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_news_while_it_runs(adapter) -> None:
    need(adapter, Capability.PROGRESS)
    given = hard(adapter)
    heard: list[Progress] = []
    result = answer(adapter, given, time_limit_s=1.0, progress=heard.append)
    assert heard
    best = [news.objective for news in heard if news.objective is not None]
    assert best == sorted(best, reverse=True)
    assert best[-1] == pytest.approx(result.objective)
    for news in heard:
        assert news.seconds >= 0
        assert news.solver == adapter.name
        assert news.bound is None or news.bound <= result.objective + 1e-6
        with pytest.raises(FrozenInstanceError):
            news.bound = 0.0


def test_news_of_a_maximum_with_an_offset(adapter) -> None:
    need(adapter, Capability.PROGRESS)
    given = hard(adapter)
    heard: list[Progress] = []
    turned = replace(given, cost=-given.cost, sense="max", offset=1e4)
    result = answer(adapter, turned, time_limit_s=1.0, progress=heard.append)
    best = [news.objective for news in heard if news.objective is not None]
    assert best == sorted(best)
    assert best[-1] == pytest.approx(result.objective)


def test_an_exception_of_the_listener_comes_out_after_the_solve(adapter) -> None:
    need(adapter, Capability.PROGRESS)

    def broken(_: Progress) -> None:
        raise ZeroDivisionError("listener")

    with pytest.raises(Exception, match="listener"):
        answer(adapter, hard(adapter), time_limit_s=0.5, progress=broken)


def test_every_option_is_taken_or_told(adapter) -> None:
    given = {
        "time_limit_s": 1.0,
        "gap_rel": 0.1,
        "threads": 2,
        "seed": 1,
        "memory_mb": 99,
        "log_path": "x",
        "presolve": False,
        "node_limit": 3,
    }
    assert set(given) == {field.name for field in fields(Options)} - {"progress", "isolate"}  # these change no answer
    notes = unused_options(adapter, Options(**given))
    named = {name for name in given if any(f"`{name}`" in note for note in notes)}
    words = ("TIME", "GAP", "THREADS", "SEED", "MEMORY", "LOG", "PRESOLVE", "NODES")
    assert named == {n for n, w in zip(given, words, strict=True) if Capability[w] not in adapter.capabilities}
    assert unused_options(adapter, Options()) == ()
