"""MathOpt of OR-Tools: its model, exported to the HiGHS inside of OR-Tools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ortools.math_opt.python import mathopt
from workloads import Facility, Inventory, Knapsack, Tiny

from peers.base import Answered, Dictionaries, Held, Peers, transports

PACKAGES = ("ortools",)
HIGHS = mathopt.SolverType.HIGHS


@dataclass(frozen=True)
class InMathOpt:
    """A model, and the solver that took it."""

    model: Any
    solver: Any

    def shape(self) -> tuple[int, int, int]:
        entries = sum(1 for _ in self.model.linear_constraint_matrix_entries())
        return self.model.get_num_variables(), self.model.get_num_linear_constraints(), entries

    def optimum(self) -> float:
        gap = mathopt.SolveParameters(relative_gap_tolerance=0.0)
        return float(self.solver.solve(params=gap).objective_value())


def _held(model: Any) -> InMathOpt:
    return InMathOpt(model, mathopt.IncrementalSolver(model, HIGHS, remove_names=True))


def transport(given: Dictionaries) -> Held:
    plants, markets, cost, supply, demand = given
    model = mathopt.Model()
    ship = {(i, j): model.add_variable(lb=0.0) for i in plants for j in markets}
    for i in plants:
        model.add_linear_constraint(mathopt.fast_sum(ship[i, j] for j in markets) <= supply[i])
    for j in markets:
        model.add_linear_constraint(mathopt.fast_sum(ship[i, j] for i in plants) >= demand[j])
    model.minimize(mathopt.fast_sum(value * ship[key] for key, value in cost.items()))
    return _held(model)


def facility(numbers: Facility) -> Callable[[], Held]:
    cost, fixed, members = numbers.cost_of, numbers.fixed.tolist(), range(numbers.n)

    def run() -> Held:
        model = mathopt.Model()
        serve = {(i, j): model.add_variable(lb=0.0) for i in members for j in members}
        opened = [model.add_binary_variable() for _ in members]
        for i in members:
            model.add_linear_constraint(mathopt.fast_sum(serve[i, j] for j in members) == 1.0)
        for i in members:
            for j in members:
                model.add_linear_constraint(serve[i, j] <= opened[j])
        served = [value * serve[key] for key, value in cost.items()]
        model.minimize(mathopt.fast_sum([*served, *(fixed[j] * opened[j] for j in members)]))
        return _held(model)

    return run


def knapsack(numbers: Knapsack) -> Callable[[], Held]:
    values, weights, members = numbers.values.tolist(), numbers.weights.tolist(), range(numbers.n)

    def run() -> Held:
        model = mathopt.Model()
        take = [model.add_binary_variable() for _ in members]
        room = mathopt.fast_sum(weights[k] * take[k] for k in members)
        model.add_linear_constraint(room <= numbers.capacity)
        model.maximize(mathopt.fast_sum(values[k] * take[k] for k in members))
        return _held(model)

    return run


def inventory(numbers: Inventory) -> Callable[[], Held]:
    items, days = map(range, numbers.demand.shape)
    demand, limited = numbers.demand.tolist(), numbers.limited.tolist()
    cost, hold, hours = numbers.cost.tolist(), numbers.hold.tolist(), numbers.hours.tolist()
    opening, capacity = numbers.opening.tolist(), numbers.capacity.tolist()

    def run() -> Held:
        model = mathopt.Model()
        make = [[model.add_variable(lb=0.0) for _ in days] for _ in items]
        stock = [[model.add_variable(lb=0.0) for _ in days] for _ in items]
        for i in items:
            for t in days:
                before = stock[i][t - 1] if t else opening[i]
                model.add_linear_constraint(stock[i][t] == before + make[i][t] - demand[i][t])
        for t in days:
            used = mathopt.fast_sum(hours[i] * make[i][t] for i in items)
            model.add_linear_constraint(used <= capacity[t])
        for i in items:
            for t in days:
                if limited[i][t]:
                    model.add_linear_constraint(stock[i][t] <= numbers.cover * demand[i][t])
        terms = (cost[i] * make[i][t] + hold[i] * stock[i][t] for i in items for t in days)
        model.minimize(mathopt.fast_sum(terms))
        return _held(model)

    return run


def tiny(numbers: Tiny) -> Callable[[], Held]:
    def run() -> Answered:
        model = mathopt.Model()
        x, y = (model.add_variable(lb=0.0, is_integer=numbers.integer) for _ in range(2))
        model.add_linear_constraint(6 * x + 4 * y <= 24.0)
        model.add_linear_constraint(x + 2 * y <= 6.0)
        model.add_linear_constraint(y - x <= 1.0)
        model.maximize(5 * x + 4 * y)
        found = mathopt.solve(model, HIGHS)
        values = found.variable_values([x, y])
        return Answered(found.objective_value(), (values[0], values[1]))

    return run


PEERS: Peers = {
    "mathopt": {
        **transports(transport),
        "facility": facility,
        "knapsack": knapsack,
        "inventory": inventory,
        "tiny-lp": tiny,
        "tiny-integer": tiny,
    }
}
