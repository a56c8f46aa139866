"""linopy: labelled arrays (xarray) and its export to highspy."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import linopy
import pandas as pd
import xarray as xr
from workloads import Facility, Inventory, Knapsack, Tiny, Transport

from peers.base import Answered, Builder, Held, InHighs, Peers

PACKAGES = ("linopy", "xarray", "highspy")
warnings.simplefilter("ignore")


def _held(model: linopy.Model) -> InHighs:
    return InHighs(model.to_highspy(), model)


def _transport(cost: xr.DataArray, supply: xr.DataArray, demand: xr.DataArray) -> Held:
    model = linopy.Model()
    ship = model.add_variables(lower=0, coords=cost.coords, name="ship")
    model.add_constraints(ship.sum("market") <= supply, name="supplied")
    model.add_constraints(ship.sum("plant") >= demand, name="demanded")
    model.add_objective((cost * ship).sum())
    return _held(model)


def transport(numbers: Transport) -> Callable[[], Held]:
    members = range(numbers.n)
    cost = xr.DataArray(numbers.costs, {"plant": members, "market": members}, ("plant", "market"))
    supply = xr.DataArray(numbers.supplies, {"plant": members}, ("plant",))
    demand = xr.DataArray(numbers.demands, {"market": members}, ("market",))
    return lambda: _transport(cost, supply, demand)


def _frames(library: str) -> Builder:
    def of_frames(numbers: Transport) -> Callable[[], Held]:
        tables: dict[str, Any] = getattr(numbers, library)

        def run() -> Held:
            costs, plants, markets = (
                table if isinstance(table, pd.DataFrame) else table.to_pandas() for table in tables.values()
            )
            cost = costs.set_index(["plant", "market"])["cost"].to_xarray()
            supply = plants.set_index("plant")["supply"].to_xarray()
            return _transport(cost, supply, markets.set_index("market")["demand"].to_xarray())

        return run

    return of_frames


def facility(numbers: Facility) -> Callable[[], Held]:
    members = range(numbers.n)
    cost = xr.DataArray(numbers.costs, {"customer": members, "site": members}, ("customer", "site"))
    fixed = xr.DataArray(numbers.fixed, {"site": members}, ("site",))

    def run() -> Held:
        model = linopy.Model()
        serve = model.add_variables(lower=0, coords=cost.coords, name="serve")
        opened = model.add_variables(binary=True, coords=fixed.coords, name="open")
        model.add_constraints(serve.sum("site") == 1, name="served")
        model.add_constraints(serve - opened <= 0, name="linked")
        model.add_objective((cost * serve).sum() + (fixed * opened).sum())
        return _held(model)

    return run


def knapsack(numbers: Knapsack) -> Callable[[], Held]:
    values, weights = xr.DataArray(numbers.values, dims="item"), xr.DataArray(numbers.weights, dims="item")
    items = pd.RangeIndex(numbers.n, name="item")

    def run() -> Held:
        model = linopy.Model()
        take = model.add_variables(binary=True, coords=[items], name="take")
        model.add_constraints((weights * take).sum() <= numbers.capacity, name="room")
        model.add_objective((values * take).sum(), sense="max")
        return _held(model)

    return run


def inventory(numbers: Inventory) -> Callable[[], Held]:
    items, days = map(range, numbers.demand.shape)
    demand = xr.DataArray(numbers.demand, {"item": items, "day": days}, ("item", "day"))
    cost, hold, hours, opening = (
        xr.DataArray(values, {"item": items}, ("item",))
        for values in (numbers.cost, numbers.hold, numbers.hours, numbers.opening)
    )
    fresh = xr.DataArray(numbers.fresh, {"item": items}, ("item",))
    capacity = xr.DataArray(numbers.capacity, {"day": days}, ("day",))

    def run() -> Held:
        model = linopy.Model()
        make = model.add_variables(lower=0, coords=demand.coords, name="make")
        stock = model.add_variables(lower=0, coords=demand.coords, name="stock")
        needed = -demand + opening.where(demand["day"] == 0, 0)
        model.add_constraints(stock - stock.shift(day=1) - make == needed, name="balance")
        model.add_constraints((hours * make).sum("item") <= capacity, name="day")
        model.add_constraints(stock <= numbers.cover * demand, name="kept", mask=(fresh == 1) & (demand > 0))
        model.add_objective((cost * make).sum() + (hold * stock).sum())
        return _held(model)

    return run


def tiny(numbers: Tiny) -> Callable[[], Held]:
    def run() -> Answered:
        model = linopy.Model()
        x, y = (model.add_variables(lower=0, integer=numbers.integer, name=name) for name in "xy")
        model.add_constraints(6 * x + 4 * y <= 24)
        model.add_constraints(x + 2 * y <= 6)
        model.add_constraints(y - x <= 1)
        model.add_objective(5 * x + 4 * y, sense="max")
        model.solve("highs", io_api="direct", output_flag=False, progress=False)
        return Answered(float(model.objective.value), (float(x.solution), float(y.solution)))

    return run


PEERS: Peers = {
    "linopy": {
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
