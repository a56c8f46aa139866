"""Measures the embedded engine on NL4Opt train (development) and dev (a check: totals only).

    python -m modelwright.evals.training.measure_embedded --split train [--errors 20] [--conventions nl4opt]

Prints totals; with --errors also a list by cause, for train only. Writes nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import highspy
import numpy as np

from modelwright.agent.formulation.embedded import Limits, read
from modelwright.agent.formulation.embedded.reading import Reading, Readings, row_terms
from modelwright.datasets.catalog import find_benchmark
from modelwright.evals.metrics.optimal_value import matches


def split_file(split: str) -> Path:
    """Returns the file of an NL4Opt split, found as the tests find it (`MODELWRIGHT_BENCHMARKS`)."""
    return find_benchmark(f"nl4opt-{split}")[0]


def solve(reading: Reading, integer: bool) -> float | None:
    """Returns the optimum of a reading, all variables whole or all continuous; None where there is none."""
    count = len(reading.variables)
    solver = highspy.Highs()
    solver.silent()
    inf = highspy.kHighsInf
    cost = np.zeros(count)
    for term in reading.objective.terms:
        cost[term.variable] += float(term.coefficient.value)
    for v in range(count):
        solver.addVar(0.0, inf)
        solver.changeColCost(v, cost[v])
        if integer:
            solver.changeColIntegrality(v, highspy.HighsVarType.kInteger)
    if reading.objective.sense == "max":
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    for row in reading.rows:
        terms, limit = row_terms(row)
        low = -inf if row.sense == "<=" else float(limit)
        high = inf if row.sense == ">=" else float(limit)
        keys = np.array(list(terms), dtype=np.int32)
        solver.addRow(low, high, len(terms), keys, np.array([float(c) for c in terms.values()]))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return float(solver.getObjectiveValue())


def value_match(reading: Reading, item: dict[str, Any]) -> bool:
    """Returns whether the LP or whole-number optimum of a reading is the annotated one."""
    wanted = [item["answer_lp"], item["answer_int"]]
    lp = solve(reading, False)
    if any(matches(lp, w) for w in wanted):
        return True
    whole = solve(reading, True)
    return any(matches(whole, w) for w in wanted)


def gold_rows(item: dict[str, Any]) -> tuple[list[float], list[tuple[float, ...]]] | None:
    """Returns the corrected canonical form: minimise c.x with rows a.x <= b, each scaled."""
    form = item["meta"].get("canonical_corrected")
    if form is None:
        return None
    return form["objective"], [tuple(r) for r in form["constraints"]]


def _scaled(row: tuple[float, ...]) -> tuple[float, ...]:
    top = max((abs(x) for x in row[:-1]), default=0.0) or 1.0
    return tuple(round(x / top, 5) + 0.0 for x in row)


def reading_rows(reading: Reading) -> tuple[list[float], list[tuple[float, ...]]]:
    """Returns a reading in the canonical form of the annotation."""
    count = len(reading.variables)
    sign = -1.0 if reading.objective.sense == "max" else 1.0
    cost = [0.0] * count
    for term in reading.objective.terms:
        cost[term.variable] += sign * float(term.coefficient.value)
    rows = []
    for row in reading.rows:
        terms, limit = row_terms(row)
        dense = [float(terms.get(v, Fraction(0))) for v in range(count)]
        if row.sense in ("<=", "=="):
            rows.append((*dense, float(limit)))
        if row.sense in (">=", "=="):
            rows.append((*(-x for x in dense), -float(limit)))
    return cost, rows


def row_counts(reading: Reading, item: dict[str, Any]) -> tuple[int, int, int, bool, str]:
    """Returns (rows matched, rows read, rows annotated, objective matched, cause of the first difference)."""
    gold = gold_rows(item)
    if gold is None:
        return 0, 0, 0, False, "no annotation"
    goal, rows = gold
    cost, mine = reading_rows(reading)
    if len(cost) != len(goal):
        return 0, len(mine), len(rows), False, "variable count"
    best = (-1, False)
    wanted = Counter(_scaled(r) for r in rows if any(abs(x) > 1e-12 for x in r[:-1]))
    for order in permutations(range(len(cost))) if len(cost) <= 6 else [tuple(range(len(cost)))]:
        have = Counter(_scaled((*(r[v] for v in order), r[-1])) for r in mine)
        hit = sum((have & wanted).values())
        same = [cost[v] for v in order]
        top = max((abs(x) for x in goal), default=1.0) or 1.0
        good = all(abs(a - b) <= 1e-5 * top for a, b in zip(same, goal, strict=True))
        best = max(best, (hit, good))
    hit, good = best
    cause = (
        "fine"
        if good and hit == len(wanted) == len(mine)
        else "objective"
        if not good
        else ("rows missing" if hit < len(wanted) else "rows extra")
    )
    return hit, len(mine), len(wanted), good, cause


def main() -> None:
    """Runs the measure and prints totals."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--split", choices=("train", "dev"), default="train")
    parser.add_argument("--conventions", choices=("honest", "nl4opt"), default="honest")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--every", type=int, default=1)
    args = parser.parse_args()
    items = [json.loads(line) for line in split_file(args.split).read_text("utf-8").splitlines()][:: args.every]
    limits = Limits(conventions=args.conventions)
    read("A baker makes 2 cakes.", limits)
    times: list[float] = []
    totals: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    failures: list[tuple[str, int]] = []
    for place, item in enumerate(items):
        start = time.process_time()
        found: Readings = read(item["question"], limits)
        times.append(time.process_time() - start)
        finite = isinstance(item["answer_lp"], (int, float))
        totals["items"] += 1
        totals["finite"] += finite
        best = found.best
        if best is None:
            causes["nothing read"] += 1
            failures.append(("nothing read", place * args.every))
            continue
        hit, mine, wanted, good, cause = row_counts(best, item) if args.split == "train" else (0, 0, 0, False, "")
        totals["rows hit"] += hit
        totals["rows read"] += mine
        totals["rows wanted"] += wanted
        totals["objective"] += good
        totals["model"] += cause == "fine"
        right = finite and value_match(best, item)
        totals["value"] += right
        if finite:
            totals["oracle"] += right or any(value_match(r, item) for r in found.readings[1:])
        if finite and not right:
            causes[cause] += 1
            failures.append((cause, place * args.every))
    times.sort()
    for key in ("items", "finite", "value", "oracle", "model", "objective", "rows hit", "rows read", "rows wanted"):
        print(f"{key}: {totals[key]}")
    print(f"value match {totals['value']}/{totals['finite']} = {totals['value'] / max(totals['finite'], 1):.3f}")
    print(
        f"cpu ms: median {1000 * statistics.median(times):.1f}, p99 {1000 * times[int(0.99 * (len(times) - 1))]:.1f}, "
        f"max {1000 * times[-1]:.1f}"
    )
    if args.split == "train":
        print("causes:", dict(causes))
        if args.errors:
            for cause, place in sorted(failures)[: args.errors]:
                print(f"  {cause}: {place}")


if __name__ == "__main__":
    main()
