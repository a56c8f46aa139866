"""What the heuristic "feasibility jump" of HiGHS is worth, by the size of the model.

HiGHS (1.11 and later) runs it before branch and bound; it takes milliseconds however small the model is.
``python benchmarks/feasibility_jump.py`` solves integer programs of ten families (`mips.py`) with and without it, for
three random seeds each, in turn and on one thread, with the options of our adapter, and writes
``benchmarks/results/feasibility_jump.json`` and ``feasibility_jump.md``.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
from pathlib import Path
from typing import Any

import highspy
import numpy as np
from mips import FAMILIES, Program
from report import machine

RESULTS = Path(__file__).parent / "results"
SEEDS = (0, 1, 2)
LIMIT_S = 20.0
SHIFT_S = 0.001
"""Added to times before their geometric mean is taken."""
GROUPS = (30, 50, 100, 300, 1000, 2000)
"""Largest number of columns of each group of the summary."""


def solved(program: Program, jump: bool, seed: int, limit: float) -> dict[str, Any]:
    """One run of HiGHS.

    Returns:
        ``seconds``; ``optimal``; ``gap``, relative, None without a point; ``first``, seconds to the first feasible
        point, None without one; ``nodes``.
    """
    highs = highspy.Highs()
    settings = {
        "output_flag": False, "threads": 1, "random_seed": seed, "time_limit": limit, "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.0, "small_matrix_value": 1e-12, "mip_heuristic_run_feasibility_jump": jump,
    }  # fmt: skip
    for name, value in settings.items():
        highs.setOptionValue(name, value)
    floats = (program.cost, program.lower, program.upper, program.row_lower, program.row_upper)
    highs.passModel(
        len(program.cost), len(program.row_lower), len(program.value), int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize), 0.0, *(np.array(values) for values in floats),
        np.array(program.start, np.int32), np.array(program.index, np.int32), np.array(program.value),
        np.array(program.integer, np.int32),
    )  # fmt: skip
    found: list[float] = []
    highs.cbMipSolution.subscribe(lambda event: found.append(event.data_out.running_time))
    highs.run()
    info, seconds = highs.getInfo(), highs.getRunTime()
    point = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return {
        "seconds": seconds,
        "optimal": highs.getModelStatus() == highspy.HighsModelStatus.kOptimal,
        "gap": info.mip_gap if point and math.isfinite(info.mip_gap) else None,
        "first": min([*found, seconds]) if point else None,
        "nodes": int(info.mip_node_count),
    }


def compare(family: str, size: tuple[int, int], limit: float) -> dict[str, Any]:
    """All runs on one program, with and without the heuristic in turn."""
    program = FAMILIES[family][0](*size)
    runs: dict[str, list[dict[str, Any]]] = {"on": [], "off": []}
    for seed in SEEDS:
        for name in ("on", "off") if seed % 2 == 0 else ("off", "on"):
            runs[name].append(solved(program, name == "on", seed, limit))
    shape = {"columns": len(program.cost), "rows": len(program.row_lower), "nonzeros": len(program.value)}
    return {"family": family, "size": list(size), **shape, **runs}


def _middle(runs: list[dict[str, Any]], field: str) -> float | None:
    """The median over the seeds; None when most have no value."""
    values = sorted(math.inf if run[field] is None else run[field] for run in runs)
    middle = statistics.median(values)
    return middle if math.isfinite(middle) else None


def _count(runs: list[dict[str, Any]], field: str) -> int:
    return sum(1 for run in runs if run[field] is not None and run[field] is not False)


def _mean(values: list[float]) -> float:
    """Shifted geometric mean of seconds."""
    return math.exp(statistics.fmean(math.log(value + SHIFT_S) for value in values)) - SHIFT_S


def report(rows: list[dict[str, Any]], limit: float) -> str:
    """Two tables: each program, and the groups by the number of columns."""
    lines = [
        "# Feasibility jump of HiGHS, on and off",
        "",
        f"HiGHS {highspy.Highs().version()}, one thread, {limit:g} s at most, medians of {len(SEEDS)} seeds, on / off.",
        "",
        "| program | columns | nonzeros | seconds | optima proven | gap, % | points found | first point, s |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in sorted(rows, key=lambda row: row["columns"]):
        both = [row["on"], row["off"]]
        cells = [f"{row['family']} {row['size'][0]} x {row['size'][1]}", str(row["columns"]), str(row["nonzeros"])]
        cells.append(" / ".join(f"{_middle(runs, 'seconds'):.3g}" for runs in both))
        cells.append(" / ".join(str(_count(runs, "optimal")) for runs in both))
        cells.append(" / ".join(_told(_middle(runs, "gap"), 100) for runs in both))
        cells.append(" / ".join(str(_count(runs, "first")) for runs in both))
        cells.append(" / ".join(_told(_middle(runs, "first"), 1) for runs in both))
        lines.append(f"| {' | '.join(cells)} |")
    lines += [
        "",
        "| columns | programs | mean seconds | ratio on/off | mean first point, s | optima | points |",
        "|---|---|---|---|---|---|---|",
        *(_group(rows, low, high) for low, high in zip((0, *GROUPS), GROUPS, strict=False)),
    ]
    return "\n".join(lines) + "\n"


def _group(rows: list[dict[str, Any]], low: int, high: int) -> str:
    among = [row for row in rows if low < row["columns"] <= high]
    if not among:
        return f"| {low + 1} to {high} | 0 | | | | | |"
    both = [[run for row in among for run in row[name]] for name in ("on", "off")]
    means = [_mean([run["seconds"] for run in runs]) for runs in both]
    # A run without a point counts as if it had found one at its end.
    firsts = [_mean([run["seconds"] if run["first"] is None else run["first"] for run in runs]) for runs in both]
    optima = " / ".join(str(_count(runs, "optimal")) for runs in both)
    points = " / ".join(str(_count(runs, "first")) for runs in both)
    return (
        f"| {low + 1} to {high} | {len(among)} | {means[0]:.3g} / {means[1]:.3g} | {means[0] / means[1]:.2f} |"
        f" {firsts[0]:.3g} / {firsts[1]:.3g} | {optima} | {points} |"
    )


def _told(value: float | None, factor: float) -> str:
    return "-" if value is None else f"{factor * value:.3g}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=float, default=LIMIT_S, help="seconds for each run")
    parser.add_argument("--sizes", type=int, default=5, help="sizes of each family, the smallest first")
    options = parser.parse_args()
    rows = []
    for family, (_, sizes) in FAMILIES.items():
        for size in sizes[: options.sizes]:
            rows.append(compare(family, size, options.limit))
            seconds = [f"{_middle(rows[-1][name], 'seconds'):.3g}" for name in ("on", "off")]
            print(family, size, rows[-1]["columns"], "columns:", " / ".join(seconds), "s", file=sys.stderr, flush=True)
    text = report(rows, options.limit)
    document = {"format": "modelwright/benchmark", "version": 1, "machine": machine(), "limit_s": options.limit}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "feasibility_jump.json").write_text(json.dumps(document | {"rows": rows}, indent=1) + "\n", "utf-8")
    (RESULTS / "feasibility_jump.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
