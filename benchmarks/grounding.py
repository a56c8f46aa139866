"""Time from an indexed Model with data to a model held by HiGHS, against hand-written arrays.

``python benchmarks/grounding.py`` prints a table of medians and writes ``benchmarks/results/grounding.json``. Runs of
ours and of the floor alternate, one of each discarded first: the first large process after idle is slower.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import highspy
import numpy as np

from modelwright.config import LIMITS
from modelwright.model.data import Data, Table
from modelwright.model.document import Model
from modelwright.solvers.adapters.highs import _pass_model
from modelwright.solvers.grounding import ground

RESULTS = Path(__file__).parent / "results" / "grounding.json"
SIZES = {30: 60, 100: 40, 300: 15}
"""Rounds by number of plants and of markets."""


def numbers(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Costs (n, n), supplies (n,), demands (n,)."""
    rng = np.random.default_rng(n)
    return rng.integers(10, 100, (n, n)) / 10, np.full(n, 3.0 * n), rng.integers(1, n, n).astype(float)


def model(n: int, form: str) -> tuple[Model, Data]:
    """The transport problem with its numbers inside (``known``) or in tables (``bound``)."""
    costs, supplies, demands = numbers(n)
    plants, markets = [f"p{k}" for k in range(n)], [f"m{k}" for k in range(n)]
    tables = {
        "costs": {
            "plant": [p for p in plants for _ in markets],
            "market": markets * n,
            "cost": [str(c) for c in costs.ravel().tolist()],
        },
        "plants": {"plant": plants, "supply": [str(int(s)) for s in supplies]},
        "markets": {"market": markets, "demand": [str(int(d)) for d in demands]},
    }
    keys = {"cost": ("costs", ["plant", "market"]), "supply": ("plants", ["plant"]), "demand": ("markets", ["market"])}
    index = {"cost": ["P", "M"], "supply": ["P"], "demand": ["M"]}
    parameters = []
    for name, (table, columns) in keys.items():
        value = {"form": "bound", "table": table, "keys": columns, "value": name}
        if form == "known":
            records = zip(*(tables[table][c] for c in columns), tables[table][name], strict=True)
            value = {"form": "known", "entries": [(record[:-1], record[-1]) for record in records]}
        parameters.append({"name": name, "index": index[name], "value": value})
    made = Model(
        sets=[
            {"name": "P", "content": {"form": "members", "members": plants}},
            {"name": "M", "content": {"form": "members", "members": markets}},
        ],
        parameters=parameters,
        variables=[{"name": "x", "index": ["P", "M"], "lower": "0"}],
        objectives=[{"name": "o", "sense": "min", "expression": "sum(cost[p, m] * x[p, m] for p in P for m in M)"}],
        constraints=[
            {
                "kind": "algebraic",
                "name": "supply_of",
                "for_each": "p in P",
                "expression": "sum(x[p, m] for m in M) <= supply[p]",
            },
            {
                "kind": "algebraic",
                "name": "demand_of",
                "for_each": "m in M",
                "expression": "sum(x[p, m] for p in P) >= demand[m]",
            },
        ],
    )
    data = {name: Table(name, columns) for name, columns in tables.items()}
    return made, Data(data if form == "bound" else {})


def floor(n: int) -> Callable[[], float]:
    """Hand-written compressed rows and one call of HiGHS."""
    costs, supplies, demands = numbers(n)

    def run() -> float:
        began = perf_counter()
        columns = np.arange(n * n, dtype=np.int32)
        index = np.concatenate([columns, columns.reshape(n, n).T.ravel()])
        start = np.arange(2 * n + 1, dtype=np.int32) * n
        infinite = np.full(n, np.inf)
        zero, top = np.zeros(n * n), np.full(n * n, np.inf)
        value, lower = np.ones(2 * n * n), np.concatenate([-infinite, demands])
        upper = np.concatenate([supplies, infinite])
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.passModel(
            n * n, 2 * n, 2 * n * n, 2, 1, 0.0, costs.ravel(), zero, top, lower, upper, start, index, value,
            np.zeros(n * n, np.int32),
        )  # fmt: skip
        return perf_counter() - began

    return run


def ours(n: int, form: str) -> Callable[[], tuple[float, float]]:
    """Grounding, then the adapter's hand-off; seconds for both and for grounding alone."""
    made, data = model(n, form)

    def run() -> tuple[float, float]:
        began = perf_counter()
        instance = ground(made, data)
        grounded = perf_counter() - began
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        _pass_model(highs, instance)
        return perf_counter() - began, grounded

    return run


def compare(n: int, form: str, rounds: int) -> dict[str, float | int | str]:
    """Medians and the median ratio of `rounds` alternated pairs."""
    base, run = floor(n), ours(n, form)
    base(), run()
    pairs = [(base(), *run()) for _ in range(rounds)]
    ratios = [total / least for least, total, _ in pairs]
    return {
        "n": n,
        "data": form,
        "rounds": rounds,
        "floor_ms": 1e3 * statistics.median(p[0] for p in pairs),
        "ours_ms": 1e3 * statistics.median(p[1] for p in pairs),
        "ground_ms": 1e3 * statistics.median(p[2] for p in pairs),
        "ratio": statistics.median(ratios),
        "ratio_min": min(ratios),
        "ratio_max": max(ratios),
    }


def tiny(rounds: int = 300) -> float:
    """Median microseconds to ground a model of two scalars and three rows."""
    small = Model(
        variables=[{"name": "x", "lower": "0"}, {"name": "y", "lower": "0", "domain": "integer"}],
        objectives=[{"name": "o", "sense": "max", "expression": "3 * x + 5 * y"}],
        constraints=[
            {"kind": "algebraic", "name": f"r{k}", "expression": text}
            for k, text in enumerate(["x <= 4", "2 * y <= 12", "3 * x + 2 * y <= 18"])
        ],
    )
    found = []
    for _ in range(rounds):
        began = perf_counter()
        ground(small)
        found.append(perf_counter() - began)
    return 1e6 * statistics.median(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    arguments = parser.parse_args()
    forms = [(n, form) for n in arguments.sizes for form in ("known", "bound")]
    # A Model may hold 10,000 numbers; more live in tables.
    rows = [compare(n, form, SIZES.get(n, 7)) for n, form in forms if form == "bound" or n * n <= LIMITS.inline_numbers]
    print("| n | data | floor ms | ours ms | of it grounding | ratio | min..max |\n|---|---|---|---|---|---|---|")
    for row in rows:
        print(
            "| {n} | {data} | {floor_ms:.2f} | {ours_ms:.2f} | {ground_ms:.2f} | {ratio:.1f} |"
            " {ratio_min:.1f}..{ratio_max:.1f} |".format(**row)
        )
    microseconds = tiny()
    print(f"\ntwo scalars, three rows: {microseconds:.0f} us")
    document = {
        "format": "modelwright/benchmark",
        "version": 1,
        "what": "transport, Model to HiGHS",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "highspy": highspy.Highs().version(),
        "rows": rows,
        "tiny_us": microseconds,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(document, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
