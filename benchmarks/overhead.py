"""Our time around the solver: from a Model and its data to the verified answer, without HiGHS's own `run()`.

``python benchmarks/overhead.py`` prints a table and writes ``benchmarks/results/overhead.json``. We want at most 0.05 s
and 2 microseconds for each coefficient.
"""

from __future__ import annotations

import json
import platform
import statistics
from pathlib import Path
from time import perf_counter

import highspy
import numpy as np
import workloads
from peers.ours import FACILITY, RANGES, TRANSPORT

from modelwright.model import Data, Model, Table
from modelwright.model.text import parse_model
from modelwright.solvers import solve_model
from modelwright.solvers.adapters import highs

RESULTS = Path(__file__).parent / "results" / "overhead.json"
RUNS = 3


def transport(n: int) -> tuple[Model, Data]:
    """`n` plants, `n` markets."""
    numbers = workloads.transport(n)
    members = range(n)
    tables = (
        Table.grid("costs", {"plant": members, "market": members}, {"cost": numbers.costs}),
        Table.grid("plants", {"plant": members}, {"supply": numbers.supplies}),
        Table.grid("markets", {"market": members}, {"demand": numbers.demands}),
    )
    return parse_model(RANGES.format(last=n - 1) + TRANSPORT), Data({table.name: table for table in tables})


def facility(n: int) -> tuple[Model, Data]:
    """`n` customers, `n` sites."""
    numbers = workloads.facility(n)
    members = range(n)
    tables = (
        Table.grid("costs", {"customer": members, "site": members}, {"cost": numbers.costs}),
        Table.grid("sites", {"site": members}, {"fixed": numbers.fixed}),
    )
    return parse_model(FACILITY.format(last=n - 1)), Data({table.name: table for table in tables})


def measure(name: str, model: Model, data: Data) -> dict[str, float | int | str]:
    """Medians of `RUNS` runs, in seconds."""
    spent = [0.0]
    run = highs._run

    def timed(*args: object) -> None:
        began = perf_counter()
        run(*args)  # type: ignore[arg-type]
        spent[0] += perf_counter() - began

    highs._run = timed  # type: ignore[assignment]
    try:
        found = []
        for _ in range(RUNS):
            spent[0], began = 0.0, perf_counter()
            solved = solve_model(model, data)
            found.append((perf_counter() - began - spent[0], spent[0]))
    finally:
        highs._run = run
    ours, theirs = (statistics.median(column) for column in zip(*found, strict=True))
    nonzeros = solved.instance.num_nonzeros
    return {
        "model": name,
        "status": solved.status,
        "optimal": solved.certificate.optimal,
        "coefficients": nonzeros,
        "ours_s": ours,
        "solver_s": theirs,
        "wanted_s": 0.05 + 2e-6 * nonzeros,
    }


def main() -> None:
    rows = [measure(f"transport {n}", *transport(n)) for n in (3, 10, 30, 100, 200, 320)]
    rows += [measure(f"facility {n}", *facility(n)) for n in (5, 15, 30)]
    print("| model | coefficients | ours, s | wanted, s | HiGHS, s | optimum |\n|---|---|---|---|---|---|")
    for row in rows:
        print(
            "| {model} | {coefficients:,} | {ours_s:.3f} | {wanted_s:.3f} | {solver_s:.3f} | {optimal} |".format(**row)
        )
    document = {
        "format": "modelwright/benchmark",
        "version": 1,
        "what": "our time around HiGHS",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "highspy": highspy.Highs().version(),
        "rows": rows,
    }
    RESULTS.write_text(json.dumps(document, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
