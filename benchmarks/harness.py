"""Measures one peer on one problem, in a process of its own: ``python harness.py PROBLEM SIZE PEER PAIRS`` prints JSON.

In order: a small instance is built and solved (its optimum and shape are compared with the floor's; imports happen
here); the extra memory of the first run at full size; one run of the floor and one of the peer that are discarded;
then pairs, the floor directly before the peer. What one run holds is dropped, and garbage collected, before the next.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import statistics
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from peers import home
from peers.base import Builder
from workloads import PROBLEMS, Problem

__all__ = ["measure", "quartiles"]

SLOW_S = 5.0
"""A peer that takes longer gets `SLOW_PAIRS`, and none is discarded."""
SLOW_PAIRS = 2
SHORT_S = 0.4
"""Runs that are shorter than a share of this get more pairs, `MOST_PAIRS` at most."""
MOST_PAIRS = 60
TOLERANCE = 1e-6


def measure(problem: str, size: int, peer: str, pairs: int) -> dict[str, Any]:
    """Figures of `peer` on `problem`; ``{"absent": reason}`` where it cannot take part, ``""`` where it should not.

    Returns:
        ``pairs``; ``floor_ms``, ``ms`` and ``ratio``, each ``[lower quartile, median, upper quartile]``; ``cpu_ratio``
        (median); ``memory_mib`` over what the process had with the numbers loaded; ``shape`` and ``expected`` of the
        small instance where they differ.
    """
    asked = PROBLEMS[problem]
    try:
        module = home(peer)
        builder = module.PEERS[peer][problem]
    except ModuleNotFoundError as error:
        if str(error.name).startswith(("modelwright", "peers")):
            raise
        return {"absent": f"`{error.name}` is not installed"}
    except KeyError:
        return {"absent": ""}
    base: Builder = home("floor").PEERS["floor"][problem]
    found = _verified(asked, builder, base)
    numbers, repeats = asked.make(size), asked.repeats
    builder(numbers)
    gc.collect()
    gc.freeze()
    found["memory_mib"], first = _memory(builder, numbers)
    if first > SLOW_S:
        pairs = min(pairs, SLOW_PAIRS)
    else:
        _timed(base, numbers, repeats), _timed(builder, numbers, repeats)
        pairs = max(pairs, min(MOST_PAIRS, int(SHORT_S / (first * repeats))))
    timed = [(_timed(base, numbers, repeats), _timed(builder, numbers, repeats)) for _ in range(pairs)]
    cpu = [ours[1] / least[1] for least, ours in timed if least[1] > 0]
    return found | {
        "pairs": pairs,
        "floor_ms": quartiles([1e3 * least[0] for least, _ in timed]),
        "ms": quartiles([1e3 * ours[0] for _, ours in timed]),
        "ratio": quartiles([ours[0] / least[0] for least, ours in timed]),
        "cpu_ratio": statistics.median(cpu) if cpu else None,
    }


def quartiles(values: list[float]) -> list[float]:
    """Lower quartile, median, upper quartile."""
    if len(values) == 1:
        return values * 3
    return statistics.quantiles(values, n=4, method="inclusive")


def _verified(problem: Problem, builder: Builder, base: Builder) -> dict[str, Any]:
    """Compares optimum and shape at the small size; raises when the optimum is another."""
    numbers = problem.make(problem.small)
    held, least = builder(numbers)(), base(numbers)()
    optimum, expected = held.optimum(), least.optimum()
    if abs(optimum - expected) > TOLERANCE * max(1.0, abs(expected)):
        raise AssertionError(f"its optimum is {optimum}, not {expected}")
    shape = held.shape()
    if shape is None or numbers.shape is None or tuple(shape) == numbers.shape:
        return {}
    return {"shape": list(shape), "expected": list(numbers.shape)}


def _timed(builder: Builder, numbers: Any, repeats: int) -> tuple[float, float]:
    """Wall-clock and processor seconds of one run; medians of `repeats` runs in a row when that is more than one.

    A single run begins with a heap that was given back to the system, as in a process that builds one model: otherwise
    what ran before decides how many pages it has to ask for, which changes the floor by a factor of three.
    """
    runs = [builder(numbers) for _ in range(repeats)]
    gc.collect()
    if repeats == 1:
        ctypes.CDLL(None).malloc_trim(0)
    seconds, used = [], []
    for run in runs:
        began, busy = perf_counter(), process_time()
        held = run()
        seconds.append(perf_counter() - began)
        used.append(process_time() - busy)
        del held
    return statistics.median(seconds), statistics.median(used)


def _memory(builder: Builder, numbers: Any) -> tuple[float, float]:
    """Peak of resident memory of one run over that before it, MiB, and its seconds."""
    run = builder(numbers)
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # VmHWM begins anew
    before = _status("VmRSS")
    began = perf_counter()
    held = run()
    seconds = perf_counter() - began
    peak = _status("VmHWM") - before
    del held
    return peak / 1024, seconds


def _status(field: str) -> int:
    """A field of the process's status, KiB."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:"))


def main() -> None:
    """The command. What libraries print goes to the standard error; the standard output has the figures alone."""
    figures = os.dup(1)
    os.dup2(2, 1)
    problem, size, peer, pairs = sys.argv[1:]
    found = measure(problem, int(size), peer, int(pairs))
    with os.fdopen(figures, "w") as stream:
        json.dump(found, stream)


if __name__ == "__main__":
    main()
