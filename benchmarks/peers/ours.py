"""Modelwright: the Model is parsed; the clock runs for grounding and the hand-over.

Arrays are there as tables (`Table.grid`), frames as frames: to wrap those is in the clock. Every run gets a Model and
tables that no run has used, so that nothing is remembered from one to the next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workloads import Facility, Inventory, JobShop, Knapsack, Tiny, Transport

from modelwright.model import Data, Model, Table
from modelwright.model.text import parse_model
from modelwright.solvers import Options, ground, solve_model
from modelwright.solvers.adapters.highs import Highs, _pass_model
from peers.base import Answered, Held, InHighs, Peers
from peers.floor import InCpSat, silent

PACKAGES = ("modelwright", "highspy", "numpy")

RANGES = """modelwright model 1
set PLANTS = 0..{last}
set MARKETS = 0..{last}
"""

COLUMNS = """modelwright model 1
set PLANTS = column "plants" "plant"
set MARKETS = column "markets" "market"
"""

TRANSPORT = """\
parameter cost[PLANTS, MARKETS] = table {"table": "costs", "keys": ["plant", "market"], "value": "cost"}
parameter supply[PLANTS] = table {"table": "plants", "keys": ["plant"], "value": "supply"}
parameter demand[MARKETS] = table {"table": "markets", "keys": ["market"], "value": "demand"}
variable ship[PLANTS, MARKETS]: continuous >= 0
minimize total = sum(cost[i, j] * ship[i, j] for i in PLANTS for j in MARKETS)
constraint supplied: algebraic: sum(ship[i, j] for j in MARKETS) <= supply[i]; for i in PLANTS
constraint demanded: algebraic: sum(ship[i, j] for i in PLANTS) >= demand[j]; for j in MARKETS
"""

FACILITY = """modelwright model 1
set CUSTOMERS = 0..{last}
set SITES = 0..{last}
parameter cost[CUSTOMERS, SITES] = table {{"table": "costs", "keys": ["customer", "site"], "value": "cost"}}
parameter fixed[SITES] = table {{"table": "sites", "keys": ["site"], "value": "fixed"}}
variable serve[CUSTOMERS, SITES]: continuous >= 0
variable open[SITES]: binary
minimize total = sum(cost[i, j] * serve[i, j] for i in CUSTOMERS for j in SITES) \
+ sum(fixed[j] * open[j] for j in SITES)
constraint served: algebraic: sum(serve[i, j] for j in SITES) == 1; for i in CUSTOMERS
constraint linked: algebraic: serve[i, j] <= open[j]; for i in CUSTOMERS, j in SITES
"""

KNAPSACK = """modelwright model 1
set ITEMS = column "items" "item"
parameter capacity = {capacity}
parameter worth[ITEMS] = table {{"table": "items", "keys": ["item"], "value": "worth"}}
parameter weight[ITEMS] = table {{"table": "items", "keys": ["item"], "value": "weight"}}
variable take[ITEMS]: binary
maximize total = sum(worth[i] * take[i] for i in ITEMS)
constraint room: algebraic: sum(weight[i] * take[i] for i in ITEMS) <= capacity
"""

INVENTORY = """modelwright model 1
set ITEMS = 0..{items}
set DAYS = 1..{days}
parameter cover = {cover}
parameter demand[ITEMS, DAYS] = table {{"table": "demands", "keys": ["item", "day"], "value": "demand"}}
parameter cost[ITEMS] = table {{"table": "items", "keys": ["item"], "value": "cost"}}
parameter hold[ITEMS] = table {{"table": "items", "keys": ["item"], "value": "hold"}}
parameter hours[ITEMS] = table {{"table": "items", "keys": ["item"], "value": "hours"}}
parameter opening[ITEMS] = table {{"table": "items", "keys": ["item"], "value": "opening"}}
parameter fresh[ITEMS] = table {{"table": "items", "keys": ["item"], "value": "fresh"}}
parameter capacity[DAYS] = table {{"table": "days", "keys": ["day"], "value": "capacity"}}
variable make[ITEMS, DAYS]: continuous >= 0
variable stock[ITEMS, DAYS]: continuous >= 0
minimize total = sum(cost[i] * make[i, t] + hold[i] * stock[i, t] for i in ITEMS for t in DAYS)
constraint balance: algebraic: stock[i, t] == stock[i, prev(t, initial=opening[i])] + make[i, t] - demand[i, t]; \
for i in ITEMS, t in DAYS
constraint day: algebraic: sum(hours[i] * make[i, t] for i in ITEMS) <= capacity[t]; for t in DAYS
constraint kept: algebraic: stock[i, t] <= cover * demand[i, t]; \
for i in ITEMS, t in DAYS if fresh[i] == 1 and demand[i, t] > 0
"""

TINY = """modelwright model 1
variable x: {domain} >= 0
variable y: {domain} >= 0
maximize total = 5 * x + 4 * y
constraint first: algebraic: 6 * x + 4 * y <= 24
constraint second: algebraic: x + 2 * y <= 6
constraint third: algebraic: y - x <= 1
"""

JOB_SHOP = """modelwright model 1
set JOBS = 0..{jobs}
set STAGES = 1..{stages}
set MACHINES = 0..{machines}
parameter machine[JOBS, STAGES] = table {{"table": "tasks", "keys": ["job", "stage"], "value": "machine"}}
parameter hours[JOBS, STAGES] = table {{"table": "tasks", "keys": ["job", "stage"], "value": "hours"}}
variable task[JOBS, STAGES]: interval size hours[j, s] <= {horizon} for j in JOBS, s in STAGES
variable makespan: integer >= 0 <= {horizon}
minimize total = makespan
constraint after: algebraic: start(task[j, s]) >= end(task[j, prev(s)]); for j in JOBS, s in STAGES if s > 1
constraint done: algebraic: makespan >= end(task[j, s]); for j in JOBS, s in STAGES if s == last(STAGES)
constraint alone: algebraic: no_overlap(task[j, s] for j in JOBS for s in STAGES if machine[j, s] == m); \
for m in MACHINES
"""


def _held(model: Model, data: Data) -> InHighs:
    instance = ground(model, data)
    highs = silent()
    _pass_model(highs, instance)
    return InHighs(highs, instance)


def _of_grids(model: Model, *tables: Table) -> Callable[[], InHighs]:
    data = Data({table.name: table for table in tables})
    return lambda: _held(model, data)


def _of_frames(text: str, frames: dict[str, Any]) -> Callable[[], InHighs]:
    model = parse_model(text)
    return lambda: _held(model, Data({name: Table.of_frame(name, frame) for name, frame in frames.items()}))


def transport(numbers: Transport) -> Callable[[], Held]:
    members = range(numbers.n)
    return _of_grids(
        parse_model(RANGES.format(last=numbers.n - 1) + TRANSPORT),
        Table.grid("costs", {"plant": members, "market": members}, {"cost": numbers.costs}),
        Table.grid("plants", {"plant": members}, {"supply": numbers.supplies}),
        Table.grid("markets", {"market": members}, {"demand": numbers.demands}),
    )


def facility(numbers: Facility) -> Callable[[], Held]:
    members = range(numbers.n)
    return _of_grids(
        parse_model(FACILITY.format(last=numbers.n - 1)),
        Table.grid("costs", {"customer": members, "site": members}, {"cost": numbers.costs}),
        Table.grid("sites", {"site": members}, {"fixed": numbers.fixed}),
    )


def knapsack(numbers: Knapsack) -> Callable[[], Held]:
    return _of_frames(KNAPSACK.format(capacity=int(numbers.capacity)), {"items": numbers.polars})


def inventory(numbers: Inventory) -> Callable[[], Held]:
    items, days = numbers.demand.shape
    of_items = {name: getattr(numbers, name) for name in ("cost", "hold", "hours", "opening", "fresh")}
    return _of_grids(
        parse_model(INVENTORY.format(items=items - 1, days=days, cover=int(numbers.cover))),
        Table.grid("demands", {"item": range(items), "day": range(1, days + 1)}, {"demand": numbers.demand}),
        Table.grid("items", {"item": range(items)}, of_items),
        Table.grid("days", {"day": range(1, days + 1)}, {"capacity": numbers.capacity}),
    )


def _tiny_model(numbers: Tiny) -> Model:
    return parse_model(TINY.format(domain="integer" if numbers.integer else "continuous"))


def tiny(numbers: Tiny) -> Callable[[], Held]:
    model = _tiny_model(numbers)

    def run() -> Answered:
        result = Highs().solve(ground(model), Options())
        assert result.objective is not None
        return Answered(result.objective, (result.value("x"), result.value("y")))

    return run


def tiny_verified(numbers: Tiny) -> Callable[[], Held]:
    model = _tiny_model(numbers)

    def run() -> Answered:
        solved = solve_model(model)
        assert solved.objective is not None
        return Answered(solved.objective, (solved.value("x"), solved.value("y")))

    return run


def job_shop(numbers: JobShop) -> Callable[[], Held]:
    from modelwright.solvers.adapters.cpsat.program import translated
    from modelwright.solvers.adapters.cpsat.ranges import WIDEST

    jobs, stages = numbers.hours.shape
    model = parse_model(
        JOB_SHOP.format(jobs=jobs - 1, stages=stages, machines=int(numbers.machine.max()), horizon=numbers.horizon)
    )
    axes = {"job": range(jobs), "stage": range(1, stages + 1)}
    data = Data({"tasks": Table.grid("tasks", axes, {"machine": numbers.machine, "hours": numbers.hours})})

    def run() -> InCpSat:
        return InCpSat(translated(ground(model, data), WIDEST).on.model)

    return run


PEERS: Peers = {
    "ours": {
        "transport": transport,
        "frames-polars": lambda numbers: _of_frames(COLUMNS + TRANSPORT, numbers.polars),
        "frames-pandas": lambda numbers: _of_frames(COLUMNS + TRANSPORT, numbers.pandas),
        "frames-shuffled": lambda numbers: _of_frames(COLUMNS + TRANSPORT, numbers.polars),
        "facility": facility,
        "knapsack": knapsack,
        "inventory": inventory,
        "tiny-lp": tiny,
        "tiny-integer": tiny,
        "job-shop": job_shop,
    },
    "ours-verified": {"tiny-lp": tiny_verified, "tiny-integer": tiny_verified},
}
