"""Plans with an objective: choosing, covering, locating."""

from __future__ import annotations

from typing import Any

from dcp_data import series, table, tell

from modelwright import Model
from modelwright.model.builder import Builder
from modelwright.model.builder import functions as f

__all__ = [
    "archery_puzzle",
    "bus_scheduling",
    "candies",
    "capital_budget",
    "car_selection",
    "cell_tower",
    "covering_opl",
    "csplib_005_autocorrelation",
    "csplib_022_bus_driver_scheduling",
    "csplib_034_warehouse_location",
    "csplib_074_maximum_clique",
    "cutting_stock",
    "facility_location",
    "knapsack",
    "media_selection",
    "prod",
    "session3_kidney_exchange",
    "twelve_pack",
]

Instance = dict[str, Any]


def archery_puzzle(instance: Instance) -> Builder:
    m = Model.build("archery_puzzle")
    rings = m.set("RINGS", first=0, last=len(instance["targets"]) - 1)
    points = m.parameter("points", series(instance["targets"]), index=rings)
    hits = m.variable("hits", index=rings, domain="integer", upper=instance["target_score"])
    m.add(f.total(points[r] * hits[r] for r in rings) == instance["target_score"], penalty=1)
    return tell(m, hits=(hits[r] for r in rings))


def bus_scheduling(instance: Instance) -> Builder:
    demands = instance["demands"]
    m = Model.build("bus_scheduling")
    shifts = m.set("SHIFTS", first=0, last=len(demands) - 1, cyclic=True)
    demand = m.parameter("demand", series(demands), index=shifts)
    starts = m.variable("starts", index=shifts, domain="integer", upper=sum(demands))
    m.add(starts[s] + starts[f.prev(s)] >= demand[s] for s in shifts)
    m.minimize(f.total(starts[s] for s in shifts))
    return tell(m, x=(starts[s] for s in shifts))


def candies(instance: Instance) -> Builder:
    ratings = instance["ratings"]
    m = Model.build("candies")
    row = m.set("ROW", first=0, last=len(ratings) - 1)
    rating = m.parameter("rating", series(ratings), index=row)
    candy = m.variable("candy", index=row, domain="integer", lower=1, upper=len(ratings))
    m.add(
        candy[c] < candy[f.next(c)] for c in row.where(lambda c: (c != f.last(row)) & (rating[c] < rating[f.next(c)]))
    )
    m.add(
        candy[c] > candy[f.next(c)] for c in row.where(lambda c: (c != f.last(row)) & (rating[c] > rating[f.next(c)]))
    )
    m.minimize(f.total(candy[c] for c in row))
    return tell(m, x=(candy[c] for c in row), z=f.total(candy[c] for c in row))


def capital_budget(instance: Instance) -> Builder:
    m = Model.build("capital_budget")
    projects = m.set("PROJECTS", first=0, last=len(instance["npv"]) - 1)
    value = m.parameter("value", series(instance["npv"]), index=projects, unit="$")
    outlay = m.parameter("outlay", series(instance["cash_flow"]), index=projects, unit="$")
    pick = m.variable("pick", index=projects, domain="binary")
    m.add(f.total(outlay[p] * pick[p] for p in projects) <= instance["budget"], unit="$")
    gain = m.define("gain", f.total(value[p] * pick[p] for p in projects), unit="$")
    m.maximize(gain, unit="$")
    return tell(m, x=(pick[p] for p in projects), z=gain)


def car_selection(instance: Instance) -> Builder:
    possible = instance["possible_assignments"]
    m = Model.build("car_selection")
    people, cars = m.set("PEOPLE", first=0, last=len(possible) - 1), m.set("CARS", first=0, last=len(possible[0]) - 1)
    likes = m.parameter("likes", table(possible), index=(people, cars))
    gets = m.variable("gets", index=(people, cars), domain="binary")
    m.add(gets[p, c] <= likes[p, c] for p in people for c in cars)
    m.add(f.total(gets[p, c] for c in cars) <= 1 for p in people)
    m.add(f.total(gets[p, c] for p in people) <= 1 for c in cars)
    m.maximize(f.total(gets[p, c] for p in people for c in cars))
    return tell(m, assignments=(gets[p, c] for p in people for c in cars))


def cell_tower(instance: Instance) -> Builder:
    reach, people = instance["delta"], instance["population"]
    m = Model.build("cell_tower")
    towers, regions = m.set("TOWERS", first=0, last=len(reach) - 1), m.set("REGIONS", first=0, last=len(people) - 1)
    near = {r: [t for t, row in enumerate(reach) if row[r]] for r in range(len(people))}
    reached_by = m.parameter("reached_by", near, index=regions, members_of=towers)
    population = m.parameter("population", series(people), index=regions)
    cost = m.parameter("cost", series(instance["cost"]), index=towers)
    build = m.variable("build", index=towers, domain="binary")
    covered = m.variable("covered", index=regions, domain="binary")
    m.add(f.iff(covered[r], f.exists(build[t] for t in reached_by[r])) for r in regions)
    m.add(f.total(cost[t] * build[t] for t in towers) <= instance["budget"])
    total = m.define("total", f.total(population[r] * covered[r] for r in regions))
    m.maximize(total)
    return tell(m, build_tower=(build[t] for t in towers), total_population_covered=total)


def covering_opl(instance: Instance) -> Builder:
    m = Model.build("covering_opl")
    workers = m.set("WORKERS", first=1, last=instance["nb_workers"])
    tasks = m.set("TASKS", first=1, last=instance["num_tasks"])
    able = m.parameter("able", dict(enumerate(instance["Qualified"], 1)), index=tasks, members_of=workers)
    wage = m.parameter("wage", dict(enumerate(instance["Cost"], 1)), index=workers)
    hire = m.variable("hire", index=workers, domain="binary")
    m.add(f.total(hire[w] for w in able[t]) >= 1 for t in tasks)
    total = m.define("total", f.total(wage[w] * hire[w] for w in workers))
    m.minimize(total)
    return tell(m, workers=(hire[w] for w in workers), total_cost=total)


def csplib_005_autocorrelation(instance: Instance) -> Builder:
    n = instance["n"]
    m = Model.build("autocorrelation")
    places = m.set("PLACES", first=0, last=n - 1)
    sign = m.variable("sign", index=places, domain=(-1, 1))
    shifts = m.set("SHIFTS", first=1, last=n - 1)
    match = m.define("match", (f.total(sign[p] * sign[(p + s) % n] for p in places) for s in shifts))
    m.minimize(f.total(match[s] ** 2 for s in shifts))
    return tell(m, sequence=(sign[p] for p in places))


def csplib_022_bus_driver_scheduling(instance: Instance) -> Builder:
    m = Model.build("bus_driver_scheduling")
    work = m.set("WORK", first=0, last=instance["num_work"] - 1)
    shifts = m.set("SHIFTS", first=0, last=instance["num_shifts"] - 1)
    pieces = m.parameter("pieces", series(instance["shifts"]), index=shifts, members_of=work)
    drive = m.variable("drive", index=shifts, domain="binary")
    m.add(f.total(drive[s] for s in shifts.where(lambda s: w.among(pieces[s]))) == 1 for w in work)
    m.minimize(f.total(drive[s] for s in shifts))
    return tell(m, x=(drive[s] for s in shifts))


def csplib_034_warehouse_location(instance: Instance) -> Builder:
    n = instance["n_suppliers"]
    m = Model.build("warehouse_location")
    depots, stores = m.set("DEPOTS", first=0, last=n - 1), m.set("STORES", first=0, last=instance["n_stores"] - 1)
    cost = m.parameter("cost", table(instance["cost_matrix"]), index=(stores, depots))
    room = m.parameter("room", series(instance["capacity"]), index=depots)
    is_open = m.variable("is_open", index=depots, domain="binary")
    supplier = m.variable("supplier", index=stores, domain="integer", upper=n - 1)
    load = m.variable("load", index=depots, domain="integer", upper=(room[d] for d in depots))
    m.add(is_open[supplier[s]] == 1 for s in stores)
    m.add(f.global_cardinality((supplier[s] for s in stores), (d for d in depots), (load[d] for d in depots)))
    total = m.define(
        "total",
        instance["building_cost"] * f.total(is_open[d] for d in depots) + f.total(cost[s, supplier[s]] for s in stores),
    )
    m.minimize(total)
    return tell(
        m,
        total_cost=total,
        open_warehouses=(is_open[d] for d in depots),
        supplier_assignment=(supplier[s] for s in stores),
    )


def csplib_074_maximum_clique(instance: Instance) -> Builder:
    m = Model.build("maximum_clique")
    nodes = m.set("NODES", first=0, last=instance["n"] - 1)
    edges = m.set("EDGES", [key for key, joined in table(instance["adj"]).items() if joined], of=(nodes, nodes))
    chosen = m.variable("chosen", index=nodes, domain="binary")
    m.add(chosen[i] + chosen[j] <= 1 for i in nodes for j in nodes.where(lambda j: (j > i) & ~edges.contains(i, j)))
    m.maximize(f.total(chosen[i] for i in nodes))
    return tell(m, c=(chosen[i] for i in nodes))


def cutting_stock(instance: Instance) -> Builder:
    m = Model.build("cutting_stock")
    patterns = m.set("PATTERNS", first=0, last=instance["num_patterns"] - 1)
    widths = m.set("WIDTHS", first=0, last=len(instance["widths"]) - 1)
    cut = m.parameter("cut", table(instance["num_rolls_width"]), index=(patterns, widths))
    order = m.parameter("order", series(instance["orders"]), index=widths)
    rolls = m.variable("rolls", index=patterns, domain="integer", upper=sum(instance["orders"]))
    m.add(f.total(cut[p, w] * rolls[p] for p in patterns) >= order[w] for w in widths)
    m.minimize(f.total(rolls[p] for p in patterns))
    return tell(m, patterns_used=(rolls[p] for p in patterns), min_rolls_cut=f.total(rolls[p] for p in patterns))


def facility_location(instance: Instance) -> Builder:
    m = Model.build("facility_location")
    cities = m.set("CITIES", instance["warehouse_s"])
    regions = m.set("REGIONS", first=0, last=len(instance["demands"]) - 1)
    fixed = m.parameter("fixed", dict(zip(cities, instance["fixed_costs"], strict=True)), index=cities)
    demand = m.parameter("demand", series(instance["demands"]), index=regions)
    rates = {
        (city, r): rate
        for city, row in zip(cities, instance["shipping_costs"], strict=True)
        for r, rate in enumerate(row)
    }
    rate = m.parameter("rate", rates, index=(cities, regions))
    is_open = m.variable("is_open", index=cities, domain="binary")
    ship = m.variable("ship", index=(cities, regions), domain="integer", upper=instance["max_shipping"])
    m.add(f.implies(is_open["New York"], is_open["Los Angeles"]))
    m.add(f.total(is_open[c] for c in cities) <= 3)
    m.add(is_open["Atlanta"] | is_open["Los Angeles"])
    m.add(f.total(ship[c, r] for r in regions) <= instance["max_shipping"] * is_open[c] for c in cities)
    m.add(f.total(ship[c, r] for c in cities) >= demand[r] for r in regions)
    total = m.define(
        "total",
        f.total(fixed[c] * is_open[c] for c in cities)
        + f.total(rate[c, r] * ship[c, r] for c in cities for r in regions),
    )
    m.minimize(total)
    return tell(
        m,
        total_cost=total,
        open_warehouse=(is_open[c] for c in cities),
        ships=(ship[c, r] for c in cities for r in regions),
    )


def knapsack(instance: Instance) -> Builder:
    m = Model.build("knapsack")
    things = m.set("THINGS", first=0, last=len(instance["values"]) - 1)
    value = m.parameter("value", series(instance["values"]), index=things)
    weight = m.parameter("weight", series(instance["weights"]), index=things)
    take = m.variable("take", index=things, domain="binary")
    m.add(f.total(weight[t] * take[t] for t in things) <= instance["capacity"])
    m.maximize(f.total(value[t] * take[t] for t in things))
    return tell(m, x=(take[t] for t in things))


def media_selection(instance: Instance) -> Builder:
    media = instance["advertising_media"]
    m = Model.build("media_selection")
    channels = m.set("CHANNELS", first=0, last=len(media) - 1)
    groups = m.set("GROUPS", first=0, last=len(instance["target_audiences"]) - 1)
    reaches = m.parameter("reaches", table(instance["incidence_matrix"]), index=(groups, channels))
    cost = m.parameter("cost", series(instance["media_costs"]), index=channels)
    use = m.variable("use", index=channels, domain="binary")
    m.add(f.exists(use[c] for c in channels.where(lambda c: reaches[g, c] == 1)) for g in groups)
    total = m.define("total", f.total(cost[c] * use[c] for c in channels))
    m.minimize(total)
    return tell(m, is_selected=(use[c] for c in channels), min_total_cost=total)


def prod(instance: Instance) -> Builder:
    m = Model.build("prod")
    goods = m.set("GOODS", first=0, last=len(instance["a"]) - 1)
    rate, profit, market = (m.parameter(name, series(instance[name]), index=goods) for name in "acu")
    make = m.variable("make", index=goods, domain="integer", upper=(market[g] for g in goods))
    m.add(f.total(make[g] / rate[g] for g in goods) <= instance["b"])
    total = m.define("total", f.total(profit[g] * make[g] for g in goods))
    m.maximize(total)
    return tell(m, x=(make[g] for g in goods), total_profit=total)


def session3_kidney_exchange(instance: Instance) -> Builder:
    m = Model.build("kidney_exchange")
    people = m.set("PEOPLE", first=1, last=instance["num_people"])
    suits = m.parameter("suits", dict(enumerate(instance["compatible"], 1)), index=people, members_of=people)
    pairs = m.set("PAIRS", ((i, j) for i in people for j in suits[i]), of=(people, people))
    gives = m.variable("gives", index=pairs, domain="binary")
    given = m.define("given", (f.total(gives[i, j] for j in suits[i]) for i in people))
    got = m.define("got", (f.total(gives[i, j] for i in people.where(lambda i: j.among(suits[i]))) for j in people))
    m.add(got[i] <= 1 for i in people)
    m.add(given[i] <= got[i] for i in people)
    m.maximize(f.total(gives[i, j] for i, j in pairs))
    return tell(
        m,
        transplants=(f.total(gives[i, j] * (j == k) for j in suits[i]) for i in people for k in people),
    )


def twelve_pack(instance: Instance) -> Builder:
    m = Model.build("twelve_pack")
    kinds = m.set("KINDS", first=0, last=len(instance["packs"]) - 1)
    pack = m.parameter("pack", series(instance["packs"]), index=kinds)
    count = m.variable(
        "number", index=kinds, domain="integer", upper=(f.ceil(instance["target"] / pack[k]) for k in kinds)
    )
    total = m.define("total", f.total(pack[k] * count[k] for k in kinds))
    m.add(total >= instance["target"])
    m.minimize(total)
    m.minimize(f.total(count[k] for k in kinds), priority=1, label="of those, the fewest packs")
    return tell(m, counts=(count[k] for k in kinds))
