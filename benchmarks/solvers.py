"""Compares every installed solver with the others, and with trying every point, on random small programs.

``python benchmarks/solvers.py --count 5000`` prints answers and refusals by solver and what differs, and writes
``benchmarks/results/solvers.json``. Program k follows from its number alone. Exit status 1 where something differs.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).parent / "results" / "solvers.json"
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "solvers")]

from differing import Differences, compare  # noqa: E402


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    began = perf_counter()
    told = compare(range(options.first, options.first + options.count))
    report(told, perf_counter() - began, options.out)
    return 1 if told.mismatches or told.failed else 0


def report(told: Differences, seconds: float, out: Path) -> None:
    """Print the figures and write them down."""
    for name, count in told.answers.items():
        print(f"{name:<12} {count:>6} answers, {told.refused[name]:>6} refused")
    print(f"{dict(told.programs)}, {dict(told.statuses)}, {seconds:.0f} s")
    print(f"{len(told.mismatches)} mismatches, {len(told.failed)} failed")
    for line in (*told.mismatches, *told.failed):
        print(line)
    figures = {
        "programs": dict(told.programs),
        "statuses": dict(told.statuses),
        "answers": dict(told.answers),
        "refused": dict(told.refused),
        "mismatches": told.mismatches,
        "failed": told.failed,
    }
    out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
