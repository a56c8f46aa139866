"""Schedules and layouts."""

from __future__ import annotations

from datetime import date
from typing import Any

from dcp_data import series, table, tell

from modelwright import Model
from modelwright.model.builder import Builder
from modelwright.model.builder import functions as f

__all__ = [
    "csplib_008_vessel_loading",
    "csplib_013_progressive_party_problem",
    "csplib_039_rehearsal",
    "resource_constrained_project_scheduling",
    "room_assignment",
    "session2_movie_scheduling",
]

Instance = dict[str, Any]


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
        f.max(left[b] - right[a], left[a] - right[b], bottom[b] - top[a], bottom[a] - top[b]) >= gap[kind[a], kind[b]]
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
    m.add(f.start(project) == 0)
    m.minimize(f.size(project))
    return tell(m, start_time=(f.start(job[j]) for j in jobs))


def room_assignment(instance: Instance) -> Builder:
    days = [[date.fromisoformat(day).toordinal() for day in instance[name]] for name in ("start_data", "end_data")]
    m = Model.build("room_assignment")
    requests = m.set("REQUESTS", first=0, last=len(days[0]) - 1)
    rooms = m.set("ROOMS", first=0, last=instance["max_rooms"] - 1)
    arrives, leaves = (
        m.parameter(name, series(found), index=requests)
        for name, found in zip(("arrives", "leaves"), days, strict=True)
    )
    nights = m.parameter("nights", (leaves[r] - arrives[r] for r in requests), index=requests)
    wanted = m.parameter("wanted", series(instance["preassigned_room_data"]), index=requests)
    stay = m.interval(
        "stay", index=requests, earliest=(arrives[r] for r in requests), latest=(leaves[r] for r in requests)
    )
    use = m.interval(
        "use",
        index=(requests, rooms),
        size=(nights[r] for r in requests for k in rooms),
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
