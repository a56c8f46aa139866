"""The problems of the benchmark: their numbers, in the forms that the peers like best.

A form that costs time to make (labels, dictionaries, frames) is a cached property: the harness makes it before the
clock starts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["PROBLEMS", "Facility", "Inventory", "JobShop", "Knapsack", "Problem", "Tiny", "Transport"]

Floats = npt.NDArray[np.float64]
Shape = tuple[int, int, int]
"""Columns, rows, coefficients."""


@dataclass(frozen=True)
class Transport:
    """Ship from n plants to n markets: costs (n, n), supplies (n,), demands (n,)."""

    costs: Floats
    supplies: Floats
    demands: Floats
    shuffled: bool = False

    @property
    def n(self) -> int:
        return len(self.supplies)

    @property
    def shape(self) -> Shape:
        return self.n**2, 2 * self.n, 2 * self.n**2

    @cached_property
    def plants(self) -> list[str]:
        return [f"plant_{k:04}" for k in range(self.n)]

    @cached_property
    def markets(self) -> list[str]:
        return [f"market_{k:04}" for k in range(self.n)]

    @cached_property
    def cost_of(self) -> dict[tuple[int, int], float]:
        rows = self.costs.tolist()
        return {(i, j): cost for i, row in enumerate(rows) for j, cost in enumerate(row)}

    @cached_property
    def columns(self) -> dict[str, dict[str, Any]]:
        """Columns of three labelled tables: costs (one record for each pair), plants, markets."""
        order = np.arange(self.n**2)
        if self.shuffled:
            np.random.default_rng(0).shuffle(order)
        return {
            "costs": {
                "plant": np.array(self.plants, object)[order // self.n],
                "market": np.array(self.markets, object)[order % self.n],
                "cost": self.costs.ravel()[order],
            },
            "plants": {"plant": np.array(self.plants, object), "supply": self.supplies},
            "markets": {"market": np.array(self.markets, object), "demand": self.demands},
        }

    @cached_property
    def polars(self) -> dict[str, Any]:
        import polars

        made = {name: {c: cells.tolist() for c, cells in table.items()} for name, table in self.columns.items()}
        return {name: polars.DataFrame(table) for name, table in made.items()}

    @cached_property
    def pandas(self) -> dict[str, Any]:
        import pandas

        return {name: pandas.DataFrame(columns) for name, columns in self.columns.items()}


def transport(n: int, *, shuffled: bool = False) -> Transport:
    rng = np.random.default_rng(n)
    demands = rng.integers(1, n + 1, n).astype(float)
    return Transport(
        rng.integers(10, 100, (n, n)) / 10, np.full(n, np.ceil(1.2 * demands.sum() / n)), demands, shuffled
    )


@dataclass(frozen=True)
class Facility:
    """Serve n customers from n sites that are opened: costs (customer, site), fixed (site,)."""

    costs: Floats
    fixed: Floats

    @property
    def n(self) -> int:
        return len(self.fixed)

    @property
    def shape(self) -> Shape:
        return self.n**2 + self.n, self.n + self.n**2, 3 * self.n**2

    @cached_property
    def cost_of(self) -> dict[tuple[int, int], float]:
        return {(i, j): cost for i, row in enumerate(self.costs.tolist()) for j, cost in enumerate(row)}


def facility(n: int) -> Facility:
    rng = np.random.default_rng(n)
    return Facility(rng.integers(10, 100, (n, n)) / 10, rng.integers(50, 100, n).astype(float))


@dataclass(frozen=True)
class Knapsack:
    """Choose among n items: values (n,), weights (n,), one capacity."""

    values: Floats
    weights: Floats
    capacity: float

    @property
    def n(self) -> int:
        return len(self.values)

    @property
    def shape(self) -> Shape:
        return self.n, 1, self.n

    @cached_property
    def polars(self) -> Any:
        import polars

        items = [f"item_{k:06}" for k in range(self.n)]
        return polars.DataFrame({"item": items, "worth": self.values, "weight": self.weights})


def knapsack(n: int) -> Knapsack:
    rng = np.random.default_rng(n)
    weights = rng.integers(10, 100, n).astype(float)
    return Knapsack(rng.integers(100, 1000, n) / 10, weights, float(weights.sum() // 2))


@dataclass(frozen=True)
class Inventory:
    """Make and store items over days.

    Stock balances from day to day beginning with `opening`; the hours of a day are limited; a fresh item is stored for
    `cover` times the demand of a day at most, on days that have demand.

    Attributes:
        demand: Shape (items, days).
        cost: Of making one. Shape (items,).
        hold: Cost of storing one for a day. Shape (items,).
        hours: To make one. Shape (items,).
        opening: Stock before the first day. Shape (items,).
        fresh: 1 for fresh items. Shape (items,).
        capacity: Hours. Shape (days,).
    """

    demand: Floats
    cost: Floats
    hold: Floats
    hours: Floats
    opening: Floats
    fresh: Floats
    capacity: Floats
    cover: float = 5.0

    @cached_property
    def limited(self) -> npt.NDArray[np.bool_]:
        """Where the stock is limited. Shape (items, days)."""
        return (self.fresh[:, None] == 1) & (self.demand > 0)

    @property
    def shape(self) -> Shape:
        items, days = self.demand.shape
        few = int(self.limited.sum())
        return 2 * items * days, items * days + days + few, 3 * items * days - items + items * days + few


def inventory(items: int) -> Inventory:
    """`items` items; 365 days from 200 items on, else 6."""
    days = 365 if items >= 200 else 6
    rng = np.random.default_rng(items)
    demand = rng.integers(5, 40, (items, days)) * (rng.random((items, days)) < 0.7)
    hours = rng.integers(1, 20, items) / 10
    load = hours @ demand
    return Inventory(
        demand=demand.astype(float),
        cost=rng.integers(10, 90, items) / 10,
        hold=rng.integers(1, 9, items) / 10,
        hours=hours,
        opening=rng.integers(0, 4, items).astype(float),
        fresh=(np.arange(items) % 3 == 0).astype(float),
        capacity=np.full(days, np.ceil(1.1 * load.max())),
    )


@dataclass(frozen=True)
class Tiny:
    """max 5 x + 4 y, 6 x + 4 y <= 24, x + 2 y <= 6, y - x <= 1: at (3, 1.5), or in integers at (4, 0)."""

    integer: bool

    @property
    def shape(self) -> Shape:
        return 2, 3, 6


@dataclass(frozen=True)
class JobShop:
    """Jobs on machines: `machine` and `hours`, both (jobs, stages)."""

    machine: npt.NDArray[np.int64]
    hours: npt.NDArray[np.int64]

    @property
    def horizon(self) -> int:
        return int(self.hours.sum())

    @property
    def shape(self) -> None:
        """CP-SAT models of one problem differ in their helper variables."""
        return


def job_shop(jobs: int) -> JobShop:
    """`jobs` jobs, each once on every machine: 15 machines, 3 for small problems."""
    machines = 15 if jobs > 5 else 3
    rng = np.random.default_rng(jobs)
    machine = np.array([rng.permutation(machines) for _ in range(jobs)])
    return JobShop(machine, rng.integers(1, 30, (jobs, machines)))


@dataclass(frozen=True)
class Problem:
    """One problem of the benchmark.

    Attributes:
        title: What it is, in the report.
        make: Its numbers at a size.
        sizes: Sizes that are measured.
        small: Size at which every peer is verified.
        targets: The largest ratio to the floor that we want, by size.
        repeats: Runs in a row whose median counts as one, for models that are solved again and again.
    """

    title: str
    make: Callable[[int], Any]
    sizes: tuple[int, ...]
    small: int
    targets: dict[int, float] = field(default_factory=dict)
    repeats: int = 1


_FRAMES = {1000: 3.0}

PROBLEMS: dict[str, Problem] = {
    "transport": Problem(
        "transport, n plants and n markets, numeric arrays",
        transport,
        (30, 100, 300, 1000),
        4,
        {30: 10.0, 100: 4.0, 300: 2.0, 1000: 1.6},
    ),
    "frames-polars": Problem("transport, long labelled tables (polars)", transport, (100, 300, 1000), 4, _FRAMES),
    "frames-pandas": Problem("transport, long labelled tables (pandas)", transport, (100, 300, 1000), 4, _FRAMES),
    "frames-shuffled": Problem(
        "transport, long labelled tables (polars), records in random order",
        lambda n: transport(n, shuffled=True),
        (1000,),
        4,
    ),
    "facility": Problem("facility location, n customers and n sites", facility, (300,), 5, {300: 2.0}),
    "knapsack": Problem("knapsack, n items of a table", knapsack, (100_000,), 12, {100_000: 4.0}),
    "inventory": Problem("inventory, n items over 365 days", inventory, (200,), 4, {200: 3.0}),
    "tiny-lp": Problem(
        "tiny LP, 2 decisions and 3 rows: compile, solve, read",
        lambda _: Tiny(integer=False),
        (2,),
        2,
        {2: 2.0},
        repeats=25,
    ),
    "tiny-integer": Problem(
        "tiny integer model, 2 decisions and 3 rows: compile, solve, read",
        lambda _: Tiny(integer=True),
        (2,),
        2,
        repeats=25,
    ),
    "job-shop": Problem("job shop, n jobs on 15 machines, to CP-SAT", job_shop, (50,), 3, {50: 1.5}),
}
