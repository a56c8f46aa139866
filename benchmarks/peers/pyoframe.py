"""Pyoframe: polars frames, and its calls of HiGHS through PyOptInterface."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl
import pyoframe as pf
from workloads import Facility, Inventory, Knapsack, Tiny, Transport

from peers.base import Answered, Builder, Held, Peers

PACKAGES = ("pyoframe", "polars", "pyoptinterface")
warnings.simplefilter("ignore")


@dataclass(frozen=True)
class InPyoframe:
    """A model whose HiGHS is reached through PyOptInterface."""

    model: Any

    def shape(self) -> tuple[int, int, int]:
        from peers.pyoptinterface import coefficients

        poi = self.model.poi
        return poi.getnumcol(), poi.getnumrow(), coefficients(poi)

    def optimum(self) -> float:
        self.model.poi.set_raw_option_bool("output_flag", False)
        self.model.poi.set_raw_option_double("mip_rel_gap", 0.0)
        self.model.optimize()
        return float(self.model.objective.value)


def _transport(costs: pl.DataFrame, plants: pl.DataFrame, markets: pl.DataFrame) -> Held:
    model = pf.Model("highs")
    model.ship = pf.Variable(plants["plant"], markets["market"], lb=0)
    model.supplied = model.ship.sum("market") <= plants
    model.demanded = model.ship.sum("plant") >= markets
    model.minimize = (pf.Param(costs) * model.ship).sum()
    return InPyoframe(model)


def transport(numbers: Transport) -> Callable[[], Held]:
    n = numbers.n
    costs = pl.DataFrame(
        {
            "plant": [i for i in range(n) for _ in range(n)],
            "market": list(range(n)) * n,
            "cost": numbers.costs.ravel(),
        }
    )
    plants = pl.DataFrame({"plant": range(n), "supply": numbers.supplies})
    markets = pl.DataFrame({"market": range(n), "demand": numbers.demands})
    return lambda: _transport(costs, plants, markets)


def _frames(library: str) -> Builder:
    def of_frames(numbers: Transport) -> Callable[[], Held]:
        tables: dict[str, Any] = getattr(numbers, library)
        if library == "polars":
            return lambda: _transport(*tables.values())
        return lambda: _transport(*map(pl.from_pandas, tables.values()))

    return of_frames


def facility(numbers: Facility) -> Callable[[], Held]:
    n = numbers.n
    costs = pl.DataFrame(
        {
            "customer": [i for i in range(n) for _ in range(n)],
            "site": list(range(n)) * n,
            "cost": numbers.costs.ravel(),
        }
    )
    sites = pl.DataFrame({"site": range(n), "fixed": numbers.fixed})

    def run() -> Held:
        model = pf.Model("highs")
        model.serve = pf.Variable(costs[["customer", "site"]], lb=0)
        model.open = pf.Variable(sites["site"], vtype="binary")
        model.served = model.serve.sum("site") == 1
        model.linked = model.serve <= model.open.over("customer")
        model.minimize = (pf.Param(costs) * model.serve).sum() + (pf.Param(sites) * model.open).sum()
        return InPyoframe(model)

    return run


def knapsack(numbers: Knapsack) -> Callable[[], Held]:
    items = numbers.polars

    def run() -> Held:
        model = pf.Model("highs")
        model.take = pf.Variable(items["item"], vtype="binary")
        model.room = (pf.Param(items[["item", "weight"]]) * model.take).sum() <= numbers.capacity
        model.maximize = (pf.Param(items[["item", "worth"]]) * model.take).sum()
        return InPyoframe(model)

    return run


def inventory(numbers: Inventory) -> Callable[[], Held]:
    items, days = map(range, numbers.demand.shape)
    pairs = {"item": [i for i in items for _ in days], "day": list(days) * len(items)}
    demand = pl.DataFrame({**pairs, "demand": numbers.demand.ravel()})
    table = pl.DataFrame(
        {
            "item": items,
            **{name: getattr(numbers, name) for name in ("cost", "hold", "hours", "opening", "fresh")},
        }
    )
    capacity = pl.DataFrame({"day": days, "capacity": numbers.capacity})

    def run() -> Held:
        model = pf.Model("highs")
        index = demand[["item", "day"]]
        model.make = pf.Variable(index, lb=0)
        model.stock = pf.Variable(index, lb=0)
        opening = pf.Param(table.select("item", pl.lit(0, pl.Int64).alias("day"), "opening"))
        before = model.stock.with_columns(day=pl.col("day") + 1).filter(pl.col("day") < len(days))
        arriving = (model.make.keep_extras() + opening).keep_extras() + before
        model.balance = model.stock == arriving - pf.Param(demand)
        model.day = (pf.Param(table[["item", "hours"]]) * model.make).sum("item") <= capacity
        fresh = table.filter(pl.col("fresh") == 1)["item"]
        limits = demand.filter(pl.col("demand") > 0, pl.col("item").is_in(fresh.implode()))
        limits = limits.with_columns(pl.col("demand") * numbers.cover)
        model.kept = model.stock.drop_extras() <= pf.Param(limits)
        paid = (pf.Param(table[["item", "cost"]]) * model.make).sum()
        model.minimize = paid + (pf.Param(table[["item", "hold"]]) * model.stock).sum()
        return InPyoframe(model)

    return run


def tiny(numbers: Tiny) -> Callable[[], Held]:
    kind = "integer" if numbers.integer else "continuous"

    def run() -> Answered:
        model = pf.Model("highs")
        model.x, model.y = pf.Variable(lb=0, vtype=kind), pf.Variable(lb=0, vtype=kind)
        model.first = 6 * model.x + 4 * model.y <= 24
        model.second = model.x + 2 * model.y <= 6
        model.third = model.y - model.x <= 1
        model.maximize = 5 * model.x + 4 * model.y
        model.poi.set_raw_option_bool("output_flag", False)
        model.optimize()
        return Answered(float(model.objective.value), (float(model.x.solution), float(model.y.solution)))

    return run


PEERS: Peers = {
    "pyoframe": {
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
