"""Integer programs of ten families and growing size, for measuring options of a solver."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

__all__ = ["FAMILIES", "Program"]

INFINITE = float("inf")


@dataclass
class Program:
    """min cost x over rows and bounds, built row by row."""

    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    integer: list[int] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    start: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)

    def column(self, cost: float, upper: float, *, integer: bool = True) -> int:
        """A new decision from 0 to `upper`; its number."""
        for values, new in ((self.cost, cost), (self.lower, 0.0), (self.upper, upper)):
            values.append(float(new))
        self.integer.append(int(integer))
        return len(self.cost) - 1

    def columns(self, costs: Iterable[float], upper: float = 1.0, *, integer: bool = True) -> list[int]:
        """New decisions, one for each cost."""
        return [self.column(cost, upper, integer=integer) for cost in costs]

    def row(self, terms: Iterable[tuple[int, float]], low: float, high: float) -> None:
        """A new row: `low` <= sum of the terms <= `high`."""
        for column, value in terms:
            self.index.append(column)
            self.value.append(float(value))
        self.start.append(len(self.index))
        self.row_lower.append(float(low))
        self.row_upper.append(float(high))


def knapsack(items: int, rows: int) -> Program:
    """Multi-dimensional knapsack."""
    rng, made = np.random.default_rng(items), Program()
    weights = rng.integers(5, 60, (rows, items))
    take = made.columns(-(weights.mean(axis=0) + rng.integers(1, 30, items)))
    for row in weights:
        made.row(zip(take, row, strict=True), -INFINITE, row.sum() // 2)
    return made


def facility(customers: int, sites: int) -> Program:
    """Capacitated facility location."""
    rng, made = np.random.default_rng(customers), Program()
    demand = rng.integers(5, 36, customers)
    room = rng.integers(10, 160, sites) + demand.sum() * 2 // sites
    places, homes = rng.random((sites, 2)), rng.random((customers, 2))
    distance = np.hypot(*(homes[:, None] - places[None]).transpose(2, 0, 1))
    opened = made.columns(rng.integers(100, 200, sites) / 2)
    serve = [made.columns(10 * demand[i] * distance[i], integer=False) for i in range(customers)]
    for i in range(customers):
        made.row(((x, 1) for x in serve[i]), 1, 1)
        for j in range(sites):
            made.row(((serve[i][j], 1), (opened[j], -1)), -INFINITE, 0)
    for j in range(sites):
        made.row([*((serve[i][j], demand[i]) for i in range(customers)), (opened[j], -room[j])], -INFINITE, 0)
    return made


def bin_packing(items: int, bins: int) -> Program:
    """Items into bins of 100."""
    rng, made = np.random.default_rng(items), Program()
    sizes = rng.integers(20, 60, items)
    used = made.columns([1.0] * bins)
    put = [made.columns([0.0] * bins) for _ in range(items)]
    for row in put:
        made.row(((x, 1) for x in row), 1, 1)
    for b in range(bins):
        made.row([*((put[i][b], sizes[i]) for i in range(items)), (used[b], -100)], -INFINITE, 0)
    return made


def lot_sizing(items: int, days: int) -> Program:
    """Capacitated lot sizing with set-ups."""
    rng, made = np.random.default_rng(items * days), Program()
    demand = rng.integers(0, 60, (items, days)) * (rng.random((items, days)) < 0.7)
    most = 1.3 * demand.cumsum(axis=1).sum(axis=0).max() / days + 60
    make = [made.columns(rng.integers(1, 4, days), INFINITE, integer=False) for _ in range(items)]
    stock = [made.columns([2.0] * days, INFINITE, integer=False) for _ in range(items)]
    begun = [made.columns(rng.integers(50, 150, days)) for _ in range(items)]
    for i in range(items):
        for t in range(days):
            before = [(stock[i][t - 1], 1)] if t else []
            made.row([*before, (make[i][t], 1), (stock[i][t], -1)], demand[i, t], demand[i, t])
            made.row([(make[i][t], 1), (begun[i][t], -min(most, demand[i, t:].sum()))], -INFINITE, 0)
    for t in range(days):
        terms = [term for i in range(items) for term in ((make[i][t], 1), (begun[i][t], 10))]
        made.row(terms, -INFINITE, most)
    return made


def set_covering(rows: int, sets: int) -> Program:
    """Cover each row by the cheapest sets."""
    rng, made = np.random.default_rng(sets), Program()
    holds = rng.random((rows, sets)) < max(0.02, 4 / sets)
    holds[np.arange(rows), rng.integers(0, sets, rows)] = True
    chosen = made.columns(rng.integers(1, 100, sets))
    for row in holds:
        made.row(((chosen[k], 1) for k in np.flatnonzero(row)), 1, INFINITE)
    return made


def job_shop(jobs: int, machines: int) -> Program:
    """Makespan of a job shop, with big coefficients."""
    rng, made = np.random.default_rng(jobs), Program()
    order = np.array([rng.permutation(machines) for _ in range(jobs)])
    hours = rng.integers(1, 20, (jobs, machines))
    horizon = int(hours.sum())
    makespan = made.column(1.0, horizon, integer=False)
    begin = [made.columns([0.0] * machines, horizon, integer=False) for _ in range(jobs)]
    for j in range(jobs):
        for s in range(1, machines):
            made.row([(begin[j][order[j, s]], 1), (begin[j][order[j, s - 1]], -1)], hours[j, order[j, s - 1]], INFINITE)
        last = order[j, -1]
        made.row([(makespan, 1), (begin[j][last], -1)], hours[j, last], INFINITE)
    for m in range(machines):
        for a, b in combinations(range(jobs), 2):
            first = made.column(0.0, 1)
            made.row([(begin[b][m], 1), (begin[a][m], -1), (first, -horizon)], hours[a, m] - horizon, INFINITE)
            made.row([(begin[a][m], 1), (begin[b][m], -1), (first, horizon)], hours[b, m], INFINITE)
    return made


def assignment(agents: int, tasks: int) -> Program:
    """Generalised assignment, costs against needs."""
    rng, made = np.random.default_rng(tasks), Program()
    need = rng.integers(5, 25, (agents, tasks))
    give = [made.columns(111 - 4 * need[a] + rng.integers(-10, 10, tasks)) for a in range(agents)]
    for t in range(tasks):
        made.row(((give[a][t], 1) for a in range(agents)), 1, 1)
    for a in range(agents):
        made.row(zip(give[a], need[a], strict=True), -INFINITE, 0.9 * need[a].sum() / agents)
    return made


def market_split(rows: int, customers: int) -> Program:
    """Split customers so that every product is shared out exactly; one way is planted."""
    rng, made = np.random.default_rng(customers), Program()
    amounts = rng.integers(0, 100, (rows, customers))
    planted = rng.integers(0, 2, customers)
    side = made.columns([0.0] * customers)
    for row in amounts:
        made.row(zip(side, row, strict=True), row @ planted, row @ planted)
    return made


def equations(columns: int, rows: int) -> Program:
    """Sparse equations over small integers; a solution is planted, and there is nothing to minimise."""
    rng, made = np.random.default_rng(columns), Program()
    number = made.columns([0.0] * columns, 10)
    planted = rng.integers(0, 11, columns)
    for _ in range(rows):
        chosen = rng.choice(columns, min(columns, 6), replace=False)
        values = rng.integers(-9, 10, len(chosen))
        total = int(values @ planted[chosen])
        made.row(((number[c], v) for c, v in zip(chosen, values, strict=True) if v), total, total)
    return made


def clauses(columns: int, rows: int) -> Program:
    """Clauses of three literals that one assignment, which is planted, fulfils; there is nothing to minimise."""
    rng, made = np.random.default_rng(columns), Program()
    made.columns([0.0] * columns)
    planted = rng.integers(0, 2, columns)
    while len(made.row_lower) < rows:
        chosen = rng.choice(columns, 3, replace=False)
        signs = rng.choice((-1, 1), 3)
        if ((planted[chosen] == 1) == (signs == 1)).any():
            made.row(zip(chosen, signs, strict=True), 1 - int((signs == -1).sum()), INFINITE)
    return made


FAMILIES: dict[str, tuple[Callable[[int, int], Program], tuple[tuple[int, int], ...]]] = {
    "multi-dimensional knapsack": (knapsack, ((5, 2), (20, 4), (40, 5), (120, 5))),
    "capacitated facility": (facility, ((5, 3), (15, 8), (30, 15), (60, 30))),
    "bin packing": (bin_packing, ((4, 3), (10, 6), (16, 9), (40, 20))),
    "lot sizing": (lot_sizing, ((1, 6), (3, 10), (6, 20), (20, 30))),
    "set covering": (set_covering, ((10, 15), (60, 150), (150, 600), (200, 2000))),
    "job shop": (job_shop, ((3, 2), (4, 4), (6, 5), (10, 8))),
    "generalised assignment": (assignment, ((3, 6), (5, 20), (6, 28), (20, 100))),
    "market split": (market_split, ((2, 10), (2, 20), (3, 22), (3, 26))),
    "equations": (equations, ((8, 3), (40, 12), (200, 60), (500, 140))),
    "clauses": (clauses, ((12, 48), (30, 120), (60, 240), (150, 600), (1500, 5500))),
}
"""A maker of programs for each family, and the sizes that it is called with."""
