"""CPU time of a problem from its words to a verified answer, over NL4Opt train and dev or over our own corpus.

Run with ``python benchmarks/engine.py [RUNS]``; the best of RUNS (3) counts for each problem. Writes
``benchmarks/results/engine.json``. The NL4Opt texts are found by ``MODELWRIGHT_BENCHMARKS``.
"""

from __future__ import annotations

import contextlib
import json
import platform
import statistics
import sys
from pathlib import Path
from time import process_time

from modelwright.api import solve
from modelwright.datasets.catalog import benchmark_names, corpus_files
from modelwright.errors import ModelwrightError

TARGET = Path(__file__).resolve().parent / "results" / "engine.json"


def _texts(paths: list[Path]) -> list[str]:
    return [json.loads(line)["question"] for path in paths for line in path.read_text("utf-8").splitlines()]


def _seconds(text: str) -> float:
    began = process_time()
    with contextlib.suppress(ModelwrightError):
        solve(text, assume=True)
    return process_time() - began


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    known = benchmark_names()
    named = {"our corpus": list(corpus_files())}
    nl4opt = [known[name] for name in ("nl4opt-train", "nl4opt-dev") if name in known]
    if nl4opt:
        named["NL4Opt train and dev"] = nl4opt
    report: dict[str, object] = {"python": platform.python_version(), "machine": platform.machine(), "runs": runs}
    for name, paths in named.items():
        texts = _texts(paths)
        _seconds(texts[0])  # imports
        best = sorted(min(_seconds(text) for _ in range(runs)) * 1e3 for text in texts)
        p99 = best[min(len(best) - 1, round(0.99 * len(best)))]
        figures = {"problems": len(best), "median_ms": round(statistics.median(best), 1), "p99_ms": round(p99, 1)}
        report[name] = figures | {"largest_ms": round(best[-1], 1)}
        print(f"{name}: {report[name]}")
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(report, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
