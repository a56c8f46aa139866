"""The benchmark's problems mean the same to us as to the arrays written by hand; its figures are put down right."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def bench():
    """The modules of the benchmark."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import harness
        import mips
        import peers
        import report
        import workloads

        yield SimpleNamespace(harness=harness, mips=mips, peers=peers, report=report, workloads=workloads)
    finally:
        sys.path.remove(str(BENCHMARKS))


NAMES = (
    "transport frames-polars frames-pandas frames-shuffled facility knapsack inventory tiny-lp tiny-integer job-shop"
)


def test_every_problem_is_tried(bench) -> None:
    assert list(bench.workloads.PROBLEMS) == NAMES.split()
    assert {path.stem for path in (BENCHMARKS / "peers").glob("*.py")} == {
        "__init__",
        "base",
        *bench.peers.HOMES.values(),
    }


NEEDS = {"frames-polars": "polars", "frames-shuffled": "polars", "knapsack": "polars", "frames-pandas": "pandas"}
TRIED = [("ours", name) for name in NAMES.split()]
TRIED += [(peer, name) for peer in ("ours-verified", "floor-reused") for name in ("tiny-lp", "tiny-integer")]


@pytest.mark.parametrize(("peer", "name"), TRIED)
def test_a_small_instance_has_the_optimum_and_shape_of_the_floor(bench, peer: str, name: str) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    problem = bench.workloads.PROBLEMS[name]
    floor = bench.peers.home("floor").PEERS["floor"][name]
    assert bench.harness._verified(problem, bench.peers.home(peer).PEERS[peer][name], floor) == {}


def test_another_optimum_is_no_peer(bench) -> None:
    problem = bench.workloads.PROBLEMS["transport"]
    floor = bench.peers.home("floor").PEERS["floor"]["transport"]

    def dearer(numbers):
        return floor(bench.workloads.Transport(numbers.costs + 1, numbers.supplies, numbers.demands))

    with pytest.raises(AssertionError, match="its optimum is"):
        bench.harness._verified(problem, dearer, floor)


def test_what_a_peer_adds_is_told(bench) -> None:
    problem = bench.workloads.PROBLEMS["transport"]
    floor = bench.peers.home("floor").PEERS["floor"]["transport"]

    def wider(numbers):
        def run():
            held = floor(numbers)()
            held.highs.addCol(0.0, 0.0, 0.0, 0, [], [])
            return held

        return run

    found = bench.harness._verified(problem, wider, floor)
    assert found == {"shape": [17, 8, 32], "expected": [16, 8, 32]}
    row = {"problem": "transport", "peer": "wider", "ratio": [2, 2.5, 3], "ms": [1, 2, 3], "floor_ms": [1, 1, 1]}
    row |= {"cpu_ratio": 2.4, "memory_mib": 3.0, "pairs": 7, **found}
    least = row | {"peer": "floor", "ratio": [1, 1, 1], "memory_mib": 2.0}
    gone = {"problem": "transport", "peer": "gone", "absent": "not installed: no module"}
    text = bench.report.table("transport", 1000, [least, row, gone])
    assert "| wider | 2.0 ms | 1.0 ms | 2.50 | 2.00 to 3.00 | 2.4 | 3.0 | 1.5 | 7 | at n = 4: +1 columns |" in text
    assert "Absent: gone (not installed: no module)." in text
    mine = {"problem": "transport", "size": 1000, "peer": "ours", "ratio": [1.4, 1.5, 1.6]}
    slow = mine | {"peer": "wider", "ratio": [20.1, 20.4, 21.0]}
    summary = bench.report.summary([mine, slow, mine | {"size": 300, "ratio": [2.0, 2.5, 3.0]}])
    assert summary.splitlines()[2:] == ["| transport | 1,000 | **1.50** | 20 |", "| transport | 300 | 2.50 |  |"]


def test_new_rows_replace_old_ones(bench, tmp_path: Path) -> None:
    row = {"problem": "transport", "size": 30, "peer": "ours", "ratio": [3, 4, 5], "ms": [1, 2, 3]}
    row |= {"floor_ms": [1, 1, 1], "cpu_ratio": None, "memory_mib": 1.0, "pairs": 7}
    first = {"machine": bench.report.machine(), "versions": {"numpy": "1"}, "rows": [row | {"peer": "pulp"}, row]}
    bench.report.written(tmp_path, first)
    faster = row | {"ratio": [1, 2, 3]}
    bench.report.written(tmp_path, first | {"versions": {"highspy": "2"}, "rows": [faster]})
    document = json.loads((tmp_path / "compile.json").read_text("utf-8"))
    assert document["rows"] == [faster, row | {"peer": "pulp"}]
    assert document["versions"] == {"highspy": "2", "numpy": "1"}
    assert "| transport | 30 | **2.00** | 4.00 |" in (tmp_path / "report.md").read_text("utf-8")


def test_the_command_measures_in_processes_of_their_own() -> None:
    command = [sys.executable, str(BENCHMARKS / "compile.py"), "--only", "transport,tiny-lp", "--sizes", "30"]
    done = subprocess.run([*command, "--peers", "ours", "--pairs", "3"], capture_output=True, text=True, check=True)
    assert done.stdout.count("### ") == 2
    lines = [line for line in done.stdout.splitlines() if line.startswith(("| floor |", "| ours |"))]
    assert len(lines) == 4
    for line in lines:
        _, peer, time, floor, ratio, quartiles, _, memory, _, pairs, _, _ = (cell.strip() for cell in line.split("|"))
        low, high = map(float, quartiles.split(" to "))
        assert 0 < low <= float(ratio) <= high, line
        assert time.split()[1] in ("µs", "ms"), peer
        assert floor.split()[1] in ("µs", "ms")
        assert float(memory) >= 0
        assert int(pairs) >= 3


def test_unknown_names_are_refused() -> None:
    command = [sys.executable, str(BENCHMARKS / "compile.py"), "--peers", "ours,gurobi"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "gurobi: not among floor, floor-reused, ours" in done.stderr


def test_programs_have_the_same_optimum_with_and_without_the_jump(bench) -> None:
    import feasibility_jump

    for make, sizes in bench.mips.FAMILIES.values():
        program = make(*sizes[0])
        runs = [feasibility_jump.solved(program, jump, 0, 10.0) for jump in (True, False)]
        assert [run["optimal"] for run in runs] == [True, True]
        assert all(0 <= run["first"] <= run["seconds"] for run in runs)
