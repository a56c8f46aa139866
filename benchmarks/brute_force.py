"""Compares the solvers with trying every point, on random small Models of every kind of row.

``python benchmarks/brute_force.py --count 10000`` prints Models, mismatches and seconds by kind, and writes
``benchmarks/results/brute_force.json``. Model k follows from ``--seed`` and k. Exit status 1 with a mismatch.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).parent / "results" / "brute_force.json"
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "properties")]

from comparing import Tally, run  # noqa: E402


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = perf_counter()
    tally = run(options.count, options.seed)
    seconds = perf_counter() - began
    report(tally, seconds)
    return 1 if tally.mismatches else 0


def report(tally: Tally, seconds: float) -> None:
    """Print the figures and write them down."""
    print(f"{'kind':<20} {'asked':>6} {'rows':>6} {'wrong':>6} {'seconds':>8}")
    for kind, count in tally.instances.items():
        print(f"{kind:<20} {count:>6} {tally.rows[kind]:>6} {tally.wrong[kind]:>6} {tally.seconds_by_kind[kind]:>8.1f}")
    share = tally.infeasible / max(1, tally.count)
    print(f"{tally.count} Models, {share:.0%} infeasible, {len(tally.mismatches)} mismatches, {seconds:.0f} s")
    print("twists:", ", ".join(f"{name} {count}" for name, count in sorted(tally.twists.items())))
    print("answers:", ", ".join(f"{name} {count}" for name, count in tally.solved.items()))
    for (solver, what), count in sorted(tally.refused.items()):
        print(f"refused by {solver}, {count} times: {what}")
    for mismatch in tally.mismatches[:20]:
        print(f"\n{mismatch}")
    figures = {
        "models": tally.count,
        "infeasible": tally.infeasible,
        "mismatches": len(tally.mismatches),
        "answers": dict(tally.solved),
        "refused": tally.refused.total(),
        "kinds": dict(tally.rows),
        "twists": dict(tally.twists),
    }
    RESULTS.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
