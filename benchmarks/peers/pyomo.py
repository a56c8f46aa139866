"""Pyomo: indexed components with rules, and its persistent interface to highspy (APPSI)."""

from __future__ import annotations

from collections.abc import Callable

import pyomo.environ as pyo
from pyomo.contrib.appsi.solvers import Highs
from workloads import Facility, Inventory, Knapsack, Tiny

from peers.base import Answered, Dictionaries, Held, InHighs, Peers, transports

PACKAGES = ("pyomo", "highspy")


def _held(model: pyo.ConcreteModel) -> InHighs:
    solver = Highs()
    solver.config.stream_solver = False
    solver.set_instance(model)
    return InHighs(solver._solver_model, (solver, model))


def transport(given: Dictionaries) -> Held:
    plants, markets, cost, supply, demand = given
    model = pyo.ConcreteModel()
    model.ship = ship = pyo.Var(plants, markets, domain=pyo.NonNegativeReals)
    model.total = pyo.Objective(expr=pyo.quicksum(value * ship[key] for key, value in cost.items()))
    model.supplied = pyo.Constraint(plants, rule=lambda _, i: pyo.quicksum(ship[i, j] for j in markets) <= supply[i])
    model.demanded = pyo.Constraint(markets, rule=lambda _, j: pyo.quicksum(ship[i, j] for i in plants) >= demand[j])
    return _held(model)


def facility(numbers: Facility) -> Callable[[], Held]:
    cost, fixed, members = numbers.cost_of, numbers.fixed.tolist(), range(numbers.n)

    def run() -> Held:
        model = pyo.ConcreteModel()
        model.serve = serve = pyo.Var(members, members, domain=pyo.NonNegativeReals)
        model.open = opened = pyo.Var(members, domain=pyo.Binary)
        served = pyo.quicksum(value * serve[key] for key, value in cost.items())
        model.total = pyo.Objective(expr=served + pyo.quicksum(fixed[j] * opened[j] for j in members))
        model.served = pyo.Constraint(members, rule=lambda _, i: pyo.quicksum(serve[i, j] for j in members) == 1)
        model.linked = pyo.Constraint(members, members, rule=lambda _, i, j: serve[i, j] <= opened[j])
        return _held(model)

    return run


def knapsack(numbers: Knapsack) -> Callable[[], Held]:
    values, weights, members = numbers.values.tolist(), numbers.weights.tolist(), range(numbers.n)

    def run() -> Held:
        model = pyo.ConcreteModel()
        model.take = take = pyo.Var(members, domain=pyo.Binary)
        model.total = pyo.Objective(expr=pyo.quicksum(values[k] * take[k] for k in members), sense=pyo.maximize)
        model.room = pyo.Constraint(expr=pyo.quicksum(weights[k] * take[k] for k in members) <= numbers.capacity)
        return _held(model)

    return run


def inventory(numbers: Inventory) -> Callable[[], Held]:
    items, days = map(range, numbers.demand.shape)
    demand, limited = numbers.demand.tolist(), numbers.limited.tolist()
    cost, hold, hours = numbers.cost.tolist(), numbers.hold.tolist(), numbers.hours.tolist()
    opening, capacity = numbers.opening.tolist(), numbers.capacity.tolist()

    def run() -> Held:
        model = pyo.ConcreteModel()
        model.make = make = pyo.Var(items, days, domain=pyo.NonNegativeReals)
        model.stock = stock = pyo.Var(items, days, domain=pyo.NonNegativeReals)
        terms = (cost[i] * make[i, t] + hold[i] * stock[i, t] for i in items for t in days)
        model.total = pyo.Objective(expr=pyo.quicksum(terms))
        model.balance = pyo.Constraint(
            items,
            days,
            rule=lambda _, i, t: stock[i, t] == (stock[i, t - 1] if t else opening[i]) + make[i, t] - demand[i][t],
        )
        model.day = pyo.Constraint(
            days, rule=lambda _, t: pyo.quicksum(hours[i] * make[i, t] for i in items) <= capacity[t]
        )
        pairs = [(i, t) for i in items for t in days if limited[i][t]]
        model.kept = pyo.Constraint(pairs, rule=lambda _, i, t: stock[i, t] <= numbers.cover * demand[i][t])
        return _held(model)

    return run


def tiny(numbers: Tiny) -> Callable[[], Held]:
    domain = pyo.NonNegativeIntegers if numbers.integer else pyo.NonNegativeReals

    def run() -> Answered:
        model = pyo.ConcreteModel()
        model.x, model.y = pyo.Var(domain=domain), pyo.Var(domain=domain)
        model.total = pyo.Objective(expr=5 * model.x + 4 * model.y, sense=pyo.maximize)
        model.first = pyo.Constraint(expr=6 * model.x + 4 * model.y <= 24)
        model.second = pyo.Constraint(expr=model.x + 2 * model.y <= 6)
        model.third = pyo.Constraint(expr=model.y - model.x <= 1)
        found = Highs().solve(model)
        return Answered(float(found.best_feasible_objective), (model.x.value, model.y.value))

    return run


PEERS: Peers = {
    "pyomo": {
        **transports(transport),
        "facility": facility,
        "knapsack": knapsack,
        "inventory": inventory,
        "tiny-lp": tiny,
        "tiny-integer": tiny,
    }
}
