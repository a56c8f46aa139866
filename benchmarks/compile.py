"""Measures the compiler against its peers: from a parsed model and loaded data to a model that the solver holds.

``make bench`` measures everything, in an environment of its own. While working on the compiler, in the ordinary one::

    python benchmarks/compile.py --only transport --peers ours --pairs 5

prints the table; ``--write`` writes ``benchmarks/results/compile.json`` and ``report.md`` too, where what was measured
replaces the same rows; the others stay.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from peers import HOMES
from report import machine, table, versions, written
from workloads import PROBLEMS

HERE = Path(__file__).parent
LIMIT_S = 900
"""Seconds that one peer may take on one problem."""
SINGLE = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}


def main() -> int:
    """The command."""
    options = _options()
    rows: list[dict[str, Any]] = []
    for name in options.only:
        problem = PROBLEMS[name]
        sizes = options.sizes if options.sizes and problem.repeats == 1 else problem.sizes
        for size in sizes:
            began = len(rows)
            for peer in options.peers:
                print(f"{name} {size} {peer} …", end="\r", file=sys.stderr, flush=True)
                found = _measured(name, size, peer, options.pairs)
                if found.get("absent") != "":
                    rows.append({"problem": name, "size": size, "peer": peer} | found)
            print(table(name, size, rows[began:]), flush=True)
    if options.write:
        written(HERE / "results", {"machine": machine(), "versions": versions(options.peers), "rows": rows})
    return 1 if any("failed" in row for row in rows) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", type=_names(PROBLEMS), default=list(PROBLEMS), help="problems, with commas between")
    parser.add_argument("--peers", type=_names(HOMES), default=list(HOMES), help="peers; the floor is always there")
    parser.add_argument("--sizes", type=lambda text: [int(size) for size in text.split(",")], default=[])
    parser.add_argument("--pairs", type=int, default=7, help="pairs of floor and peer; short runs get more")
    parser.add_argument("--write", action="store_true", help="bring benchmarks/results/ up to date")
    options = parser.parse_args()
    options.peers = ["floor", *(peer for peer in options.peers if peer != "floor")]
    return options


def _names(known: dict[str, Any]) -> Any:
    def read(text: str) -> list[str]:
        names = text.split(",")
        unknown = [name for name in names if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not among {', '.join(known)}")
        return names

    return read


def _measured(problem: str, size: int, peer: str, pairs: int) -> dict[str, Any]:
    command = [sys.executable, str(HERE / "harness.py"), problem, str(size), peer, str(pairs)]
    environment = os.environ | SINGLE
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    except subprocess.TimeoutExpired:
        return {"failed": f"took longer than {LIMIT_S} s"}
    if done.returncode:
        told = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
        return {"failed": told.replace(f"{HERE.parent}/", "")}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    sys.exit(main())
