"""CVXPY: array expressions; its canonical form goes to HiGHS by our array call, which is faster than its own way."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import cvxpy as cp
import highspy
import numpy as np
from workloads import Facility, Inventory, Knapsack, Tiny, Transport

from peers.base import Answered, Builder, Held, InHighs, Peers
from peers.floor import silent

PACKAGES = ("cvxpy", "scipy", "highspy")
warnings.simplefilter("ignore")


def _held(problem: cp.Problem) -> InHighs:
    data, _, _ = problem.get_problem_data(cp.HIGHS)
    rows, right, cost = data["A"].tocsc(), data["b"], data["c"]
    lower = np.full(len(right), -np.inf)
    equal = data["dims"].zero
    lower[:equal] = right[:equal]
    count = len(cost)
    least = np.full(count, -np.inf) if data["lower_bounds"] is None else data["lower_bounds"].copy()
    most = np.full(count, np.inf) if data["upper_bounds"] is None else data["upper_bounds"].copy()
    integer = np.zeros(count, np.int32)
    integer[data["int_vars_idx"]] = 1
    binary = data["bool_vars_idx"]
    integer[binary] = 1
    least[binary], most[binary] = np.maximum(least[binary], 0), np.minimum(most[binary], 1)
    highs = silent()
    highs.passModel(
        count, len(right), rows.nnz, int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize), 0.0,
        cost, least, most, lower, right, rows.indptr, rows.indices, rows.data, integer,
    )  # fmt: skip
    return InHighs(highs, problem, -1.0 if isinstance(problem.objective, cp.Maximize) else 1.0)


def _transport(costs: Any, supplies: Any, demands: Any) -> Held:
    ship = cp.Variable(costs.shape, bounds=[0, None])
    rows = [cp.sum(ship, axis=1) <= supplies, cp.sum(ship, axis=0) >= demands]
    return _held(cp.Problem(cp.Minimize(cp.sum(cp.multiply(costs, ship))), rows))


def transport(numbers: Transport) -> Callable[[], Held]:
    return lambda: _transport(numbers.costs, numbers.supplies, numbers.demands)


def _frames(library: str) -> Builder:
    def of_frames(numbers: Transport) -> Callable[[], Held]:
        tables: dict[str, Any] = getattr(numbers, library)

        def run() -> Held:
            costs, plants, markets = (table.to_pandas() if library == "polars" else table for table in tables.values())
            grid = costs.pivot(index="plant", columns="market", values="cost")
            grid = grid.loc[plants["plant"], markets["market"]]
            return _transport(grid.to_numpy(), plants["supply"].to_numpy(), markets["demand"].to_numpy())

        return run

    return of_frames


def facility(numbers: Facility) -> Callable[[], Held]:
    n = numbers.n

    def run() -> Held:
        serve, opened = cp.Variable((n, n), bounds=[0, None]), cp.Variable((1, n), boolean=True)
        rows = [cp.sum(serve, axis=1) == 1, serve <= np.ones((n, 1)) @ opened]
        total = cp.sum(cp.multiply(numbers.costs, serve)) + cp.sum(cp.multiply(numbers.fixed[None, :], opened))
        return _held(cp.Problem(cp.Minimize(total), rows))

    return run


def knapsack(numbers: Knapsack) -> Callable[[], Held]:
    def run() -> Held:
        take = cp.Variable(numbers.n, boolean=True)
        return _held(cp.Problem(cp.Maximize(numbers.values @ take), [numbers.weights @ take <= numbers.capacity]))

    return run


def inventory(numbers: Inventory) -> Callable[[], Held]:
    limited = np.nonzero(numbers.limited)

    def run() -> Held:
        shape = numbers.demand.shape
        make, stock = cp.Variable(shape, bounds=[0, None]), cp.Variable(shape, bounds=[0, None])
        rows = [
            stock[:, 0] == numbers.opening + make[:, 0] - numbers.demand[:, 0],
            stock[:, 1:] == stock[:, :-1] + make[:, 1:] - numbers.demand[:, 1:],
            numbers.hours @ make <= numbers.capacity,
            stock[limited] <= numbers.cover * numbers.demand[limited],
        ]
        paid = cp.sum(numbers.cost @ make) + cp.sum(numbers.hold @ stock)
        return _held(cp.Problem(cp.Minimize(paid), rows))

    return run


def tiny(numbers: Tiny) -> Callable[[], Held]:
    def run() -> Answered:
        x, y = (cp.Variable(nonneg=not numbers.integer, integer=numbers.integer) for _ in range(2))
        rows = [6 * x + 4 * y <= 24, x + 2 * y <= 6, y - x <= 1]
        if numbers.integer:
            rows += [x >= 0, y >= 0]
        problem = cp.Problem(cp.Maximize(5 * x + 4 * y), rows)
        problem.solve(solver=cp.HIGHS)
        return Answered(float(problem.value), (float(x.value), float(y.value)))

    return run


PEERS: Peers = {
    "cvxpy": {
        "transport": transport,
        "frames-polars": _frames("polars"),
        "frames-pandas": _frames("pandas"),
        "frames-shuffled": _frames("polars"),
        "facility": facility,
        "knapsack": knapsack,
        "inventory": inventory,
        "tiny-lp": tiny,
        "tiny-integer": tiny,
    }
}
