"""The floor: rows written by hand as compressed arrays, and one call of HiGHS; for CP-SAT its own Python interface."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import highspy
import numpy as np
from workloads import Facility, Inventory, JobShop, Knapsack, Tiny, Transport

from peers.base import Answered, Held, InHighs, Peers

PACKAGES = ("highspy", "ortools", "numpy")


def silent() -> Any:
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    return highs


def hand_over(
    highs: Any, maximise: bool, cost: Any, bounds: tuple[Any, Any], limits: tuple[Any, Any], rows: Any, integer: Any
) -> InHighs:
    start, index, value = rows
    highs.passModel(
        len(cost), len(limits[0]), len(value), int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMaximize if maximise else highspy.ObjSense.kMinimize), 0.0, cost, *bounds, *limits,
        start, index, value, integer,
    )  # fmt: skip
    return InHighs(highs)


def transport(numbers: Transport) -> Callable[[], InHighs]:
    costs, supplies, demands, n = numbers.costs, numbers.supplies, numbers.demands, numbers.n

    def run() -> InHighs:
        columns = np.arange(n * n, dtype=np.int32)
        index = np.concatenate([columns, columns.reshape(n, n).T.ravel()])
        start = np.arange(2 * n + 1, dtype=np.int32) * n
        infinite = np.full(n, np.inf)
        limits = np.concatenate([-infinite, demands]), np.concatenate([supplies, infinite])
        bounds = np.zeros(n * n), np.full(n * n, np.inf)
        rows = start, index, np.ones(2 * n * n)
        return hand_over(silent(), False, costs.ravel(), bounds, limits, rows, np.zeros(n * n, np.int32))

    return run


def facility(numbers: Facility) -> Callable[[], InHighs]:
    costs, fixed, n = numbers.costs, numbers.fixed, numbers.n

    def run() -> InHighs:
        pairs = n * n
        served = np.arange(pairs, dtype=np.int32)
        linked = np.empty((pairs, 2), np.int32)
        linked[:, 0] = served
        linked[:, 1] = pairs + served % n
        start = np.concatenate([np.arange(n) * n, pairs + 2 * np.arange(pairs + 1)]).astype(np.int32)
        value = np.ones(3 * pairs)
        value[pairs + 1 :: 2] = -1.0
        lower, upper = np.full(n + pairs, -np.inf), np.zeros(n + pairs)
        lower[:n] = upper[:n] = 1.0
        top = np.full(pairs + n, np.inf)
        top[pairs:] = 1.0
        integer = np.zeros(pairs + n, np.int32)
        integer[pairs:] = 1
        rows = start, np.concatenate([served, linked.ravel()]), value
        cost = np.concatenate([costs.ravel(), fixed])
        return hand_over(silent(), False, cost, (np.zeros(pairs + n), top), (lower, upper), rows, integer)

    return run


def knapsack(numbers: Knapsack) -> Callable[[], InHighs]:
    values, weights, n = numbers.values, numbers.weights, numbers.n

    def run() -> InHighs:
        rows = np.array([0, n], np.int32), np.arange(n, dtype=np.int32), weights
        limits = np.array([-np.inf]), np.array([numbers.capacity])
        return hand_over(silent(), True, values, (np.zeros(n), np.ones(n)), limits, rows, np.ones(n, np.int32))

    return run


def inventory(numbers: Inventory) -> Callable[[], InHighs]:
    demand = numbers.demand
    items, days = demand.shape

    def run() -> InHighs:
        pairs = items * days
        make = np.arange(pairs, dtype=np.int32).reshape(items, days)
        stock = make + np.int32(pairs)
        limited = (numbers.fresh[:, None] == 1) & (demand > 0)
        few = stock[limited]
        # stock[i, t] - stock[i, t - 1] - make[i, t] == -demand[i, t]; the first day of an item has no day before it
        index = np.empty((items, 3 * days - 1), np.int32)
        value = np.empty((items, 3 * days - 1))
        index[:, 0], index[:, 1] = make[:, 0], stock[:, 0]
        value[:, 0], value[:, 1] = -1.0, 1.0
        index[:, 2::3], index[:, 3::3], index[:, 4::3] = make[:, 1:], stock[:, :-1], stock[:, 1:]
        value[:, 2::3], value[:, 3::3], value[:, 4::3] = -1.0, -1.0, 1.0
        width = np.full((items, days), 3, np.int32)
        width[:, 0] = 2
        widths = np.concatenate([width.ravel(), np.full(days, items, np.int32), np.ones(len(few), np.int32)])
        start = np.zeros(len(widths) + 1, np.int32)
        np.cumsum(widths, out=start[1:])
        needed = -demand
        needed[:, 0] += numbers.opening
        most = numbers.cover * demand[limited]
        lower = np.concatenate([needed.ravel(), np.full(days + len(few), -np.inf)])
        upper = np.concatenate([needed.ravel(), numbers.capacity, most])
        rows = (
            start,
            np.concatenate([index.ravel(), make.T.ravel(), few]),
            np.concatenate([value.ravel(), np.tile(numbers.hours, days), np.ones(len(few))]),
        )
        cost = np.concatenate([np.repeat(numbers.cost, days), np.repeat(numbers.hold, days)])
        bounds = np.zeros(2 * pairs), np.full(2 * pairs, np.inf)
        return hand_over(silent(), False, cost, bounds, (lower, upper), rows, np.zeros(2 * pairs, np.int32))

    return run


def _tiny(numbers: Tiny, fresh: Callable[[], Any]) -> Callable[[], Answered]:
    def run() -> Answered:
        highs = fresh()
        if numbers.integer:
            highs.setOptionValue("mip_heuristic_run_feasibility_jump", False)
        rows = np.array([0, 2, 4, 6], np.int32), np.array([0, 1, 0, 1, 0, 1], np.int32)
        value, upper = np.array([6.0, 4.0, 1.0, 2.0, -1.0, 1.0]), np.array([24.0, 6.0, 1.0])
        bounds, limits = (np.zeros(2), np.full(2, np.inf)), (np.full(3, -np.inf), upper)
        integer = np.full(2, int(numbers.integer), np.int32)
        hand_over(highs, True, np.array([5.0, 4.0]), bounds, limits, (*rows, value), integer)
        highs.run()
        found = np.array(highs.getSolution().col_value)
        return Answered(highs.getInfo().objective_function_value, (float(found[0]), float(found[1])))

    return run


def tiny(numbers: Tiny) -> Callable[[], Answered]:
    return _tiny(numbers, silent)


def tiny_reused(numbers: Tiny) -> Callable[[], Answered]:
    highs = silent()

    def cleared() -> Any:
        highs.clearModel()
        return highs

    return _tiny(numbers, cleared)


class InCpSat:
    """A model of CP-SAT."""

    def __init__(self, model: Any) -> None:
        self.model = model

    def shape(self) -> None:
        return None

    def optimum(self) -> float:
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.solve(self.model)
        return float(solver.objective_value)


def job_shop(numbers: JobShop) -> Callable[[], Held]:
    from ortools.sat.python import cp_model

    machines, hours = numbers.machine.tolist(), numbers.hours.tolist()

    def run() -> InCpSat:
        model = cp_model.CpModel()
        horizon = numbers.horizon
        on: list[list[Any]] = [[] for _ in machines[0]]
        makespan = model.new_int_var(0, horizon, "")
        for machine, lasting in zip(machines, hours, strict=True):
            before = None
            for m, size in zip(machine, lasting, strict=True):
                begin = model.new_int_var(0, horizon - size, "")
                on[m].append(model.new_fixed_size_interval_var(begin, size, ""))
                if before is not None:
                    model.add(begin >= before)
                before = begin + size
            model.add(makespan >= before)
        for tasks in on:
            model.add_no_overlap(tasks)
        model.minimize(makespan)
        return InCpSat(model)

    return run


PEERS: Peers = {
    "floor": {
        "transport": transport,
        "frames-polars": transport,
        "frames-pandas": transport,
        "frames-shuffled": transport,
        "facility": facility,
        "knapsack": knapsack,
        "inventory": inventory,
        "tiny-lp": tiny,
        "tiny-integer": tiny,
        "job-shop": job_shop,
    },
    "floor-reused": {"tiny-lp": tiny_reused, "tiny-integer": tiny_reused},
}
