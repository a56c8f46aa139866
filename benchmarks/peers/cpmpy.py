"""CPMpy: global constraints, translated for CP-SAT."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cpmpy as cp
from cpmpy.solvers.ortools import CPM_ortools
from workloads import JobShop

from peers.base import Held, Peers
from peers.floor import InCpSat

PACKAGES = ("cpmpy", "ortools")


def job_shop(numbers: JobShop) -> Callable[[], Held]:
    machines, hours = numbers.machine, numbers.hours

    def run() -> InCpSat:
        start = cp.intvar(0, numbers.horizon, shape=hours.shape)
        makespan = cp.intvar(0, numbers.horizon)
        end = start + hours
        model: Any = cp.Model()
        model += start[:, 1:] >= end[:, :-1]
        model += makespan >= end[:, -1]
        for m in range(hours.shape[1]):
            on = machines == m
            model += cp.NoOverlap(start[on], hours[on].tolist(), end[on])
        model.minimize(makespan)
        return InCpSat(CPM_ortools(model).ort_model)

    return run


PEERS: Peers = {"cpmpy": {"job-shop": job_shop}}
