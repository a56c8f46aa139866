"""PuLP: expressions from lists of (decision, coefficient), and its interface to highspy."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from typing import Any

import pulp
from workloads import Facility, Inventory, Knapsack, Tiny

from peers.base import Answered, Dictionaries, Held, InHighs, Peers, transports

PACKAGES = ("PuLP", "highspy")
warnings.simplefilter("ignore")


def _sum(terms: Iterable[tuple[Any, float]]) -> Any:
    return pulp.LpAffineExpression(list(terms))


def _held(model: Any) -> InHighs:
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(model)
    solver.buildSolverModel(model)
    return InHighs(model.solverModel, model, -1.0 if model.sense == pulp.LpMaximize else 1.0)


def transport(given: Dictionaries) -> Held:
    plants, markets, cost, supply, demand = given
    model = pulp.LpProblem("transport", pulp.LpMinimize)
    ship = {(i, j): pulp.LpVariable(f"ship_{i}_{j}", 0) for i in plants for j in markets}
    model += _sum((ship[key], value) for key, value in cost.items())
    for i in plants:
        model += _sum((ship[i, j], 1.0) for j in markets) <= supply[i]
    for j in markets:
        model += _sum((ship[i, j], 1.0) for i in plants) >= demand[j]
    return _held(model)


def facility(numbers: Facility) -> Callable[[], Held]:
    cost, fixed, members = numbers.cost_of, numbers.fixed.tolist(), range(numbers.n)

    def run() -> Held:
        model = pulp.LpProblem("facility", pulp.LpMinimize)
        serve = {(i, j): pulp.LpVariable(f"serve_{i}_{j}", 0) for i in members for j in members}
        opened = [pulp.LpVariable(f"open_{j}", cat="Binary") for j in members]
        terms = [(serve[key], value) for key, value in cost.items()]
        model += _sum([*terms, *zip(opened, fixed, strict=True)])
        for i in members:
            model += _sum((serve[i, j], 1.0) for j in members) == 1
        for i in members:
            for j in members:
                model += _sum(((serve[i, j], 1.0), (opened[j], -1.0))) <= 0
        return _held(model)

    return run


def knapsack(numbers: Knapsack) -> Callable[[], Held]:
    values, weights = numbers.values.tolist(), numbers.weights.tolist()

    def run() -> Held:
        model = pulp.LpProblem("knapsack", pulp.LpMaximize)
        take = [pulp.LpVariable(f"take_{k}", cat="Binary") for k in range(numbers.n)]
        model += _sum(zip(take, values, strict=True))
        model += _sum(zip(take, weights, strict=True)) <= numbers.capacity
        return _held(model)

    return run


def inventory(numbers: Inventory) -> Callable[[], Held]:
    items, days = map(range, numbers.demand.shape)
    demand, limited = numbers.demand.tolist(), numbers.limited.tolist()
    cost, hold, hours = numbers.cost.tolist(), numbers.hold.tolist(), numbers.hours.tolist()
    opening, capacity = numbers.opening.tolist(), numbers.capacity.tolist()

    def run() -> Held:
        model = pulp.LpProblem("inventory", pulp.LpMinimize)
        make = [[pulp.LpVariable(f"make_{i}_{t}", 0) for t in days] for i in items]
        stock = [[pulp.LpVariable(f"stock_{i}_{t}", 0) for t in days] for i in items]
        made = [(make[i][t], cost[i]) for i in items for t in days]
        model += _sum([*made, *((stock[i][t], hold[i]) for i in items for t in days)])
        for i in items:
            for t in days:
                terms = [(stock[i][t], 1.0), (make[i][t], -1.0)]
                if t:
                    model += _sum([*terms, (stock[i][t - 1], -1.0)]) == -demand[i][t]
                else:
                    model += _sum(terms) == opening[i] - demand[i][t]
        for t in days:
            model += _sum((make[i][t], hours[i]) for i in items) <= capacity[t]
        for i in items:
            for t in days:
                if limited[i][t]:
                    model += _sum([(stock[i][t], 1.0)]) <= numbers.cover * demand[i][t]
        return _held(model)

    return run


def tiny(numbers: Tiny) -> Callable[[], Held]:
    kind = "Integer" if numbers.integer else "Continuous"

    def run() -> Answered:
        model = pulp.LpProblem("tiny", pulp.LpMaximize)
        x, y = pulp.LpVariable("x", 0, cat=kind), pulp.LpVariable("y", 0, cat=kind)
        model += 5 * x + 4 * y
        model += 6 * x + 4 * y <= 24
        model += x + 2 * y <= 6
        model += y - x <= 1
        model.solve(pulp.HiGHS(msg=False))
        return Answered(pulp.value(model.objective), (x.value(), y.value()))

    return run


PEERS: Peers = {
    "pulp": {
        **transports(transport),
        "facility": facility,
        "knapsack": knapsack,
        "inventory": inventory,
        "tiny-lp": tiny,
        "tiny-integer": tiny,
    }
}
