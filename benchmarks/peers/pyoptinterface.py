"""PyOptInterface: expression builders in Python, straight into HiGHS."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pyoptinterface as poi
from pyoptinterface import highs
from workloads import Facility, Inventory, Knapsack, Tiny

from peers.base import Answered, Dictionaries, Held, Peers, transports

PACKAGES = ("pyoptinterface",)


@dataclass(frozen=True)
class InPoi:
    """A model in PyOptInterface's HiGHS."""

    model: Any

    def shape(self) -> tuple[int, int, int]:
        return self.model.getnumcol(), self.model.getnumrow(), coefficients(self.model)

    def optimum(self) -> float:
        self.model.set_raw_option_bool("output_flag", False)
        self.model.set_raw_option_double("mip_rel_gap", 0.0)
        self.model.optimize()
        return float(self.model.get_obj_value())


def coefficients(model: Any) -> int:
    """Coefficients of the rows, counted in the MPS file that HiGHS writes: the interface does not tell them."""
    import tempfile
    from pathlib import Path

    import highspy

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.mps"
        model.set_raw_option_bool("output_flag", False)
        model.write(str(path))
        read = highspy.Highs()
        read.setOptionValue("output_flag", False)
        read.readModel(str(path))
        return int(read.getNumNz())


def _sum(terms: Iterable[tuple[Any, float]]) -> Any:
    made = poi.ExprBuilder()
    for variable, coefficient in terms:
        made.add_affine_term(variable, coefficient)
    return made


def transport(given: Dictionaries) -> Held:
    plants, markets, cost, supply, demand = given
    model = highs.Model()
    ship = {(i, j): model.add_variable(lb=0.0) for i in plants for j in markets}
    for i in plants:
        model.add_linear_constraint(_sum((ship[i, j], 1.0) for j in markets), poi.Leq, supply[i])
    for j in markets:
        model.add_linear_constraint(_sum((ship[i, j], 1.0) for i in plants), poi.Geq, demand[j])
    model.set_objective(_sum((ship[key], value) for key, value in cost.items()))
    return InPoi(model)


def facility(numbers: Facility) -> Callable[[], Held]:
    cost, fixed, members = numbers.cost_of, numbers.fixed.tolist(), range(numbers.n)

    def run() -> Held:
        model = highs.Model()
        serve = {(i, j): model.add_variable(lb=0.0) for i in members for j in members}
        opened = [model.add_variable(domain=poi.VariableDomain.Binary) for _ in members]
        for i in members:
            model.add_linear_constraint(_sum((serve[i, j], 1.0) for j in members), poi.Eq, 1.0)
        for i in members:
            for j in members:
                model.add_linear_constraint(serve[i, j] - opened[j], poi.Leq, 0.0)
        terms = [(serve[key], value) for key, value in cost.items()]
        model.set_objective(_sum([*terms, *zip(opened, fixed, strict=True)]))
        return InPoi(model)

    return run


def knapsack(numbers: Knapsack) -> Callable[[], Held]:
    values, weights = numbers.values.tolist(), numbers.weights.tolist()

    def run() -> Held:
        model = highs.Model()
        take = [model.add_variable(domain=poi.VariableDomain.Binary) for _ in values]
        model.add_linear_constraint(_sum(zip(take, weights, strict=True)), poi.Leq, numbers.capacity)
        model.set_objective(_sum(zip(take, values, strict=True)), poi.ObjectiveSense.Maximize)
        return InPoi(model)

    return run


def inventory(numbers: Inventory) -> Callable[[], Held]:
    items, days = map(range, numbers.demand.shape)
    demand, limited = numbers.demand.tolist(), numbers.limited.tolist()
    cost, hold, hours = numbers.cost.tolist(), numbers.hold.tolist(), numbers.hours.tolist()
    opening, capacity = numbers.opening.tolist(), numbers.capacity.tolist()

    def run() -> Held:
        model = highs.Model()
        make = [[model.add_variable(lb=0.0) for _ in days] for _ in items]
        stock = [[model.add_variable(lb=0.0) for _ in days] for _ in items]
        for i in items:
            for t in days:
                row, right = stock[i][t] - make[i][t], -demand[i][t]
                if t:
                    row -= stock[i][t - 1]
                else:
                    right += opening[i]
                model.add_linear_constraint(row, poi.Eq, right)
        for t in days:
            model.add_linear_constraint(_sum((make[i][t], hours[i]) for i in items), poi.Leq, capacity[t])
        for i in items:
            for t in days:
                if limited[i][t]:
                    model.add_linear_constraint(1.0 * stock[i][t], poi.Leq, numbers.cover * demand[i][t])
        made = [(make[i][t], cost[i]) for i in items for t in days]
        model.set_objective(_sum([*made, *((stock[i][t], hold[i]) for i in items for t in days)]))
        return InPoi(model)

    return run


def tiny(numbers: Tiny) -> Callable[[], Held]:
    domain = poi.VariableDomain.Integer if numbers.integer else poi.VariableDomain.Continuous

    def run() -> Answered:
        model = highs.Model()
        model.set_raw_option_bool("output_flag", False)
        x, y = (model.add_variable(lb=0.0, domain=domain) for _ in range(2))
        model.add_linear_constraint(6 * x + 4 * y, poi.Leq, 24.0)
        model.add_linear_constraint(x + 2 * y, poi.Leq, 6.0)
        model.add_linear_constraint(y - x, poi.Leq, 1.0)
        model.set_objective(5 * x + 4 * y, poi.ObjectiveSense.Maximize)
        model.optimize()
        return Answered(float(model.get_obj_value()), (model.get_value(x), model.get_value(y)))

    return run


PEERS: Peers = {
    "pyoptinterface": {
        **transports(transport),
        "facility": facility,
        "knapsack": knapsack,
        "inventory": inventory,
        "tiny-lp": tiny,
        "tiny-integer": tiny,
    }
}
