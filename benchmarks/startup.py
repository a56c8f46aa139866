"""Start-up of the commands as multiples of `python -c pass`: medians of alternated runs.

Run with ``python benchmarks/startup.py [RUNS]``; writes ``benchmarks/results/startup.json``. Measured twice: with byte
code kept between runs, in a folder of its own, as Python does unless it is forbidden; and without, each run compiling
every module of ours anew (in a working tree without ``__pycache__``).
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "modelwright --help": [str(Path(sys.executable).with_name("modelwright")), "--help"],
    "modelwright solve FILE": [str(Path(sys.executable).with_name("modelwright")), "solve", "examples/pottery.txt"],
}


def medians(runs: int, environment: dict[str, str]) -> dict[str, float]:
    """Median seconds of each command, run in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(runs + 1):
        for name, command in COMMANDS.items():
            began = perf_counter()
            subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
            if turn:  # the first is a warm-up
                seconds[name].append(perf_counter() - began)
    return {name: statistics.median(times) for name, times in seconds.items()}


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    report: dict[str, object] = {"python": platform.python_version(), "machine": platform.machine(), "runs": runs}
    with tempfile.TemporaryDirectory() as kept:
        ways = {
            "with byte code": plain | {"PYTHONPYCACHEPREFIX": kept},
            "without byte code": plain | {"PYTHONDONTWRITEBYTECODE": "1"},
        }
        for way, environment in ways.items():
            found = medians(runs, environment)
            floor = found["python -c pass"]
            print(way)
            for name, median in found.items():
                print(f"  {name:<26}{median * 1e3:8.1f} ms{median / floor:8.1f} x")
            report[way] = {
                "median_ms": {name: round(median * 1e3, 1) for name, median in found.items()},
                "multiple": {name: round(median / floor, 2) for name, median in found.items()},
            }
    target = ROOT / "benchmarks" / "results" / "startup.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(report, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
