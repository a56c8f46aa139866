"""Time from a Model with Data to a model of CP-SAT, against calls of CP-SAT written by hand.

``python benchmarks/job_shop.py [CASE …]`` prints for each case the median times of raw calls and of ours, of ours the
share of grounding, the median ratio of 15 alternated pairs, and the variables and constraints of both. It is for those
who work on the adapter; the published figures come from the harness beside it.
"""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable, Iterable
from statistics import median
from time import perf_counter
from typing import Any

from ortools.sat.python import cp_model

from modelwright.model.data import Data, Table
from modelwright.model.document import Model
from modelwright.solvers.adapters.cpsat.program import translated
from modelwright.solvers.adapters.cpsat.ranges import WIDEST
from modelwright.solvers.grounding import ground

PAIRS = 15


def _range(name: str, count: int) -> dict[str, Any]:
    return {"name": name, "content": {"form": "range", "first": 0, "last": count - 1}}


def _bound(name: str, index: list[str], keys: list[str]) -> dict[str, Any]:
    return {"name": name, "index": index, "value": {"form": "bound", "table": "t", "keys": keys, "value": name}}


def _rows(*rows: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"kind": "algebraic", "name": f"row{k}", "expression": expression, "for_each": each}
        for k, (expression, each) in enumerate(rows)
    ]


def _minimized(expression: str) -> list[dict[str, Any]]:
    return [{"name": "cost", "sense": "min", "expression": expression}]


def _table(**columns: Iterable[object]) -> Data:
    return Data({"t": Table("t", {name: [str(cell) for cell in cells] for name, cells in columns.items()})})


def job_shop(jobs: int = 50, machines: int = 15) -> tuple[Model, Data, Callable[[], Any]]:
    """Jobs that visit every machine once, each in an order of its own."""
    rng = random.Random(0)
    order = [rng.sample(range(machines), machines) for _ in range(jobs)]
    time = [[rng.randint(1, 99) for _ in range(machines)] for _ in range(jobs)]
    horizon = sum(map(sum, time))
    pairs = [(j, k) for j in range(jobs) for k in range(machines)]
    data = _table(
        job=(j for j, _ in pairs),
        step=(k for _, k in pairs),
        machine=(order[j][k] for j, k in pairs),
        time=(time[j][k] for j, k in pairs),
    )
    steps = {"form": "columns", "table": "t", "columns": ["job", "step", "machine"]}
    model = Model(
        sets=[
            _range("J", jobs),
            _range("K", machines),
            _range("M", machines),
            {"name": "STEPS", "content": steps, "of": ["J", "K", "M"]},
        ],
        parameters=[_bound("time", ["J", "K"], ["job", "step"])],
        variables=[
            {
                "name": "task",
                "index": ["J", "K"],
                "domain": {"form": "interval", "size": "time[j,k]"},
                "over": "j in J, k in K",
                "upper": str(horizon),
            },
            {"name": "makespan", "domain": "integer", "lower": "0", "upper": str(horizon)},
        ],
        objectives=_minimized("makespan"),
        constraints=_rows(
            ("end(task[j,k]) <= start(task[j,k+1])", f"j in J, k in K if k < {machines - 1}"),
            (f"end(task[j,{machines - 1}]) <= makespan", "j in J"),
            ("no_overlap(task[j,k] for (j,k,i) in STEPS if i == m)", "m in M"),
        ),
    )

    def raw() -> Any:
        made = cp_model.CpModel()
        makespan = made.new_int_var(0, horizon, "")
        on: list[list[Any]] = [[] for _ in range(machines)]
        for j in range(jobs):
            before = None
            for k in range(machines):
                start = made.new_int_var(0, horizon - time[j][k], "")
                on[order[j][k]].append(made.new_fixed_size_interval_var(start, time[j][k], ""))
                if before is not None:
                    made.add(start >= before)
                before = start + time[j][k]
            made.add(makespan >= before)
        for tasks in on:
            made.add_no_overlap(tasks)
        made.minimize(makespan)
        return made

    return model, data, raw


def projects(count: int = 300) -> tuple[Model, Data, Callable[[], Any]]:
    """Optional tasks that share one resource, each worth something when it takes place."""
    rng = random.Random(1)
    long, need, worth = ([rng.randint(1, 9) for _ in range(count)] for _ in range(3))
    data = _table(task=range(count), long=long, need=need, worth=worth)
    interval = {"form": "interval", "size": "long[i]", "optional": True}
    model = Model(
        sets=[_range("T", count)],
        parameters=[_bound(name, ["T"], ["task"]) for name in ("long", "need", "worth")],
        variables=[{"name": "task", "index": ["T"], "domain": interval, "over": "i in T", "upper": "200"}],
        objectives=[{"name": "worth", "sense": "max", "expression": "sum(worth[i] * present(task[i]) for i in T)"}],
        constraints=_rows(("cumulative((task[i] for i in T), [need[i] for i in T], 20)", "")),
    )

    def raw() -> Any:
        made = cp_model.CpModel()
        present = [made.new_bool_var("") for _ in range(count)]
        starts = [made.new_int_var(0, 200 - long[i], "") for i in range(count)]
        tasks = [made.new_optional_fixed_size_interval_var(starts[i], long[i], present[i], "") for i in range(count)]
        made.add_cumulative(tasks, need, 20)
        made.maximize(sum(worth[i] * present[i] for i in range(count)))
        return made

    return model, data, raw


def assignment(count: int = 100) -> tuple[Model, Data, Callable[[], Any]]:
    """Each of the rows takes one column and each column one row, at least cost."""
    rng = random.Random(2)
    cost = [[rng.randint(1, 999) for _ in range(count)] for _ in range(count)]
    pairs = [(i, j) for i in range(count) for j in range(count)]
    data = _table(i=(i for i, _ in pairs), j=(j for _, j in pairs), cost=(cost[i][j] for i, j in pairs))
    model = Model(
        sets=[_range("I", count), _range("J", count)],
        parameters=[_bound("cost", ["I", "J"], ["i", "j"])],
        variables=[{"name": "x", "index": ["I", "J"], "domain": "binary"}],
        objectives=_minimized("sum(cost[i,j] * x[i,j] for i in I for j in J)"),
        constraints=_rows(("sum(x[i,j] for j in J) == 1", "i in I"), ("sum(x[i,j] for i in I) == 1", "j in J")),
    )

    def raw() -> Any:
        made = cp_model.CpModel()
        x = [[made.new_bool_var("") for _ in range(count)] for _ in range(count)]
        for row in x:
            made.add(sum(row) == 1)
        for column in zip(*x, strict=True):
            made.add(sum(column) == 1)
        made.minimize(sum(cost[i][j] * x[i][j] for i, j in pairs))
        return made

    return model, data, raw


def queens(count: int = 400) -> tuple[Model, Data, Callable[[], Any]]:
    """Queens that do not threaten each other."""
    numbers = range(count)
    model = Model(
        sets=[_range("I", count)],
        variables=[{"name": "q", "index": ["I"], "domain": "integer", "lower": "0", "upper": str(count - 1)}],
        constraints=_rows(*((f"all_different(q[i]{move} for i in I)", "") for move in ("", " + i", " - i"))),
    )

    def raw() -> Any:
        made = cp_model.CpModel()
        q = [made.new_int_var(0, count - 1, "") for _ in numbers]
        for sign in (0, 1, -1):
            made.add_all_different(q[i] + sign * i for i in numbers)
        return made

    return model, Data({}), raw


CASES = {"job-shop": job_shop, "projects": projects, "assignment": assignment, "queens": queens}


def main(names: list[str]) -> None:
    """Prints a line for each case."""
    for name in names or list(CASES):
        model, data, raw = CASES[name]()
        times: list[tuple[float, float, float]] = []
        for _ in range(PAIRS + 2):
            gc.collect()
            begin = perf_counter()
            least = raw()
            between = perf_counter()
            instance = ground(model, data)
            grounded = perf_counter()
            ours = translated(instance, WIDEST).on.model
            times.append((between - begin, grounded - between, perf_counter() - between))
        middle = [1e3 * median(column) for column in zip(*times[2:], strict=True)]
        ratio = median(own / other for other, _, own in times[2:])
        shapes = [f"{len(m.proto.variables)} x {len(m.proto.constraints)}" for m in (least, ours)]
        print(f"{name:10}  raw {middle[0]:6.1f} ms  ours {middle[2]:6.1f} ms (grounding {middle[1]:.1f})  ", end="")
        print(f"ratio {ratio:.2f}  raw {shapes[0]}, ours {shapes[1]}")


if __name__ == "__main__":
    main(sys.argv[1:])
