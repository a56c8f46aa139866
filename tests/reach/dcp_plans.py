"""Plans: choosing, covering, locating, scheduling; all but two have an objective."""

from __future__ import annotations

from datetime import date
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
    "csplib_008_vessel_loading",
    "csplib_013_progressive_party_problem",
    "csplib_022_bus_driver_scheduling",
    "csplib_034_warehouse_location",
    "csplib_039_rehearsal",
    "csplib_074_maximum_clique",
    "cutting_stock",
    "facility_location",
    "knapsack",
    "media_selection",
    "prod",
    "resource_constrained_project_scheduling",
    "room_assignment",
    "session2_movie_scheduling",
    "session3_kidney_exchange",
    "twelve_pack",
]

Instance = dict[str, Any]


def archery_puzzle(instance: Instance) -> Builder:
    m = Model.build("archery_puzzle")
    rings = m.set("RINGS", first=0, last=len(instance["targets"]) - 1)
    points = m.parameter("points", series(instance["targets"]), index=rings)
    hits = m.variable("hits", index=rings, domain="integer", upper=instance["target_score"])
    m.minimize(abs(instance["target_score"] - f.total(points[r] * hits[r] for r in rings)))
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
        candy[c] < candy[f.next(c)]
        for c in row.where(lambda c: (c != f.last(row)) & (rating[c] < rating[f.next(c)]))
    )
    m.add(
        candy[c] > candy[f.next(c)]
        for c in row.where(lambda c: (c != f.last(row)) & (rating[c] > rating[f.next(c)]))
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


def csplib_008_vessel_loading(instance: Instance) -> Builder:
    deck = (instance["deck_width"], instance["deck_length"])
    m = Model.build("vessel_loading")
    boxes = m.set("BOXES", first=0, last=instance["n_containers"] - 1)
    kinds = m.set("KINDS", first=1, last=len(instance["separation"]))
    width, length, kind = (
        m.parameter(name, series(instance[source]), index=boxes)
        for name, source in (("width", "width"), ("length", "length"), ("class_of", "classes"))
    )
    gaps = {(a + 1, b + 1): gap for (a, b), gap in table(instance["separation"]).items()}
    gap = m.parameter("gap", gaps, index=(kinds, kinds))
    turned = m.variable("turned", index=boxes, domain="binary")
    left = m.variable("left", index=boxes, domain="integer", upper=deck[0])
    bottom = m.variable("bottom", index=boxes, domain="integer", upper=deck[1])
    right = m.define("right", (left[b] + f.either(turned[b] == 1, length[b], width[b]) for b in boxes))
    top = m.define("top", (bottom[b] + f.either(turned[b] == 1, width[b], length[b]) for b in boxes))
    m.add((right[b] <= deck[0]) & (top[b] <= deck[1]) for b in boxes)
    m.add(
        f.max(left[b] - right[a], left[a] - right[b], bottom[b] - top[a], bottom[a] - top[b])
        >= gap[kind[a], kind[b]]
        for a in boxes
        for b in boxes.where(lambda b: b > a)
    )
    return tell(
        m,
        left=(left[b] for b in boxes),
        right=(right[b] for b in boxes),
        top=(top[b] for b in boxes),
        bottom=(bottom[b] for b in boxes),
    )


def csplib_013_progressive_party_problem(instance: Instance) -> Builder:
    m = Model.build("progressive_party")
    boats = m.set("BOATS", first=0, last=instance["n_boats"] - 1)
    periods = m.set("PERIODS", first=1, last=instance["n_periods"])
    room = m.parameter("room", series(instance["capacity"]), index=boats)
    crew = m.parameter("crew", series(instance["crew_size"]), index=boats)
    host = m.variable("host", index=boats, domain="binary")
    visit = m.variable("visit", index=(periods, boats), domain="integer", upper=instance["n_boats"] - 1)
    m.add(host[visit[t, b]] == 1 for t in periods for b in boats)
    m.add(f.implies(host[b], visit[t, b] == b) for t in periods for b in boats)
    m.add(f.total(crew[b] * (visit[t, b] == h) for b in boats) <= room[h] for t in periods for h in boats)
    m.add(f.implies(~host[b], f.all_different(visit[t, b] for t in periods)) for b in boats)
    m.add(
        host[a] | host[b] | (f.count(visit[t, a] == visit[t, b] for t in periods) <= 1)
        for a in boats
        for b in boats.where(lambda b: b > a)
    )
    m.minimize(f.total(host[b] for b in boats))
    return tell(m, visits=(visit[t, b] for t in periods for b in boats), is_host=(host[b] for b in boats))


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


def csplib_039_rehearsal(instance: Instance) -> Builder:
    last = instance["num_pieces"] - 1
    m = Model.build("rehearsal")
    pieces = m.set("PIECES", first=0, last=last)
    players = m.set("PLAYERS", first=0, last=instance["num_players"] - 1)
    duration = m.parameter("duration", series(instance["duration"]), index=pieces)
    parts = {p: [k for k, plays in enumerate(row) if plays] for p, row in enumerate(instance["rehearsal"])}
    plays = m.parameter("plays", parts, index=players, members_of=pieces)
    slot = m.variable("slot", index=pieces, domain="integer", upper=last)
    piece = m.variable("piece", index=pieces, domain="integer", upper=last)
    m.add(f.inverse((slot[k] for k in pieces), (piece[k] for k in pieces)))
    comes = m.define("comes", (f.min(slot[k] for k in plays[p]) for p in players))
    goes = m.define("goes", (f.max(slot[k] for k in plays[p]) for p in players))
    m.minimize(
        f.total(
            duration[k] * ((slot[k] > comes[p]) & (slot[k] < goes[p]))
            for p in players
            for k in pieces.where(lambda k: ~k.among(plays[p]))
        )
    )
    return tell(m, rehearsal_order=(piece[k] for k in pieces))


def csplib_074_maximum_clique(instance: Instance) -> Builder:
    m = Model.build("maximum_clique")
    nodes = m.set("NODES", first=0, last=instance["n"] - 1)
    edges = m.set("EDGES", [key for key, joined in table(instance["adj"]).items() if joined], of=(nodes, nodes))
    chosen = m.variable("chosen", index=nodes, domain="binary")
    m.add(
        chosen[i] + chosen[j] <= 1
        for i in nodes
        for j in nodes.where(lambda j: (j > i) & ~edges.contains(i, j))
    )
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
    rates = {(city, r): rate for city, row in zip(cities, instance["shipping_costs"], strict=True) for r, rate in enumerate(row)}
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
        f.total(fixed[c] * is_open[c] for c in cities) + f.total(rate[c, r] * ship[c, r] for c in cities for r in regions),
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


def resource_constrained_project_scheduling(instance: Instance) -> Builder:
    durations, capacities = instance["durations_data"], instance["resource_capacities_data"]
    m = Model.build("project_scheduling")
    jobs = m.set("JOBS", first=0, last=len(durations) - 1)
    resources = m.set("RESOURCES", first=0, last=len(capacities) - 1)
    links = m.set("LINKS", [tuple(link) for link in instance["successors_link_data"]], of=(jobs, jobs))
    duration = m.parameter("duration", series(durations), index=jobs)
    need = m.parameter("need", table(instance["resource_needs_data"]), index=(jobs, resources))
    capacity = m.parameter("capacity", series(capacities), index=resources)
    job = m.interval("job", index=jobs, size=(duration[j] for j in jobs), latest=sum(durations))
    project = m.interval("project", latest=sum(durations))
    m.add(f.end(job[i]) <= f.start(job[j]) for i, j in links)
    m.add(f.cumulative((job[j] for j in jobs), (need[j, r] for j in jobs), capacity[r]) for r in resources)
    m.add(f.span(project, (job[j] for j in jobs)))
    m.minimize(f.end(project))
    return tell(m, start_time=(f.start(job[j]) for j in jobs))


def room_assignment(instance: Instance) -> Builder:
    days = [[date.fromisoformat(day).toordinal() for day in instance[name]] for name in ("start_data", "end_data")]
    m = Model.build("room_assignment")
    requests = m.set("REQUESTS", first=0, last=len(days[0]) - 1)
    rooms = m.set("ROOMS", first=0, last=instance["max_rooms"] - 1)
    arrives, leaves = (
        m.parameter(name, series(found), index=requests) for name, found in zip(("arrives", "leaves"), days, strict=True)
    )
    wanted = m.parameter("wanted", series(instance["preassigned_room_data"]), index=requests)
    stay = m.interval("stay", index=requests, earliest=(arrives[r] for r in requests), latest=(leaves[r] for r in requests))
    use = m.interval(
        "use",
        index=(requests, rooms),
        size=(leaves[r] - arrives[r] for r in requests for k in rooms),
        earliest=(arrives[r] for r in requests for k in rooms),
        latest=(leaves[r] for r in requests for k in rooms),
        optional=True,
    )
    m.add(f.alternative(stay[r], (use[r, k] for k in rooms)) for r in requests)
    m.add(f.no_overlap(use[r, k] for r in requests) for k in rooms)
    m.add(f.present(use[r, wanted[r]]) for r in requests.where(lambda r: wanted[r] >= 0))
    return tell(m, room_assignments=(f.total(k * f.present(use[r, k]) for k in rooms) for r in requests))


def session2_movie_scheduling(instance: Instance) -> Builder:
    movies = instance["movies"]
    m = Model.build("movie_scheduling")
    films = m.set("FILMS", [title for title, _, _ in movies])
    first = m.parameter("first_day", {title: day for title, day, _ in movies}, index=films)
    last = m.parameter("last_day", {title: day for title, _, day in movies}, index=films)
    shoot = m.interval(
        "shoot",
        index=films,
        size=(last[x] - first[x] + 1 for x in films),
        earliest=(first[x] for x in films),
        latest=(last[x] + 1 for x in films),
        optional=True,
    )
    m.add(f.overlap(shoot[x], shoot[y]) == 0 for x in films for y in films.where(lambda y: f.ord(y) > f.ord(x)))
    m.maximize(f.count(f.present(shoot[x]) for x in films))
    return tell(m, selected_movies=(f.present(shoot[x]) for x in films))


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
    count = m.variable("number", index=kinds, domain="integer", upper=instance["target"])
    total = m.define("total", f.total(pack[k] * count[k] for k in kinds))
    m.add(total >= instance["target"])
    m.minimize(total)
    return tell(m, counts=(count[k] for k in kinds))
