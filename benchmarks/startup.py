"""Start-up of the commands as multiples of `python -c pass`: medians of alternated runs.

Run with ``python benchmarks/startup.py [RUNS]``; writes ``benchmarks/results/startup.json``.
"""

from __future__ import annotations

import json
import platform
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "modelwright --help": [str(Path(sys.executable).with_name("modelwright")), "--help"],
    "modelwright solve FILE": [str(Path(sys.executable).with_name("modelwright")), "solve", "examples/pottery.txt"],
}


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(runs + 1):
        for name, command in COMMANDS.items():
            began = perf_counter()
            subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
            if turn:  # the first is a warm-up
                seconds[name].append(perf_counter() - began)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    floor = medians["python -c pass"]
    for name, median in medians.items():
        print(f"{name:<26}{median * 1e3:8.1f} ms{median / floor:8.1f} x")
    report = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "runs": runs,
        "median_ms": {name: round(median * 1e3, 1) for name, median in medians.items()},
        "multiple": {name: round(median / floor, 2) for name, median in medians.items()},
    }
    target = ROOT / "benchmarks" / "results" / "startup.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(report, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
