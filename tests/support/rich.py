"""Models that use the whole language; all of them are valid."""

from __future__ import annotations

from typing import Any

__all__ = ["RICH"]


def _model(name: str, **groups: Any) -> dict[str, Any]:
    return {"format": "modelwright/model", "version": 1, "name": name, **groups}


def _set(name: str, members: list[Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "content": {"form": "members", "members": members}, **more}


def _range(name: str, first: int | str, last: int | str, **more: Any) -> dict[str, Any]:
    return {"name": name, "content": {"form": "range", "first": first, "last": last}, **more}


def _number(name: str, number: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "value": {"form": "known", "number": number}, **more}


def _table(name: str, index: list[str], numbers: dict[Any, str], **more: Any) -> dict[str, Any]:
    entries = [[list(key) if isinstance(key, tuple) else [key], value] for key, value in numbers.items()]
    return {"name": name, "index": index, "value": {"form": "known", "entries": entries}, **more}


def _row(name: str, expression: str, each: str = "", **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": "algebraic", "expression": expression, "for_each": each, **more}


def _goal(sense: str, expression: str, **more: Any) -> dict[str, Any]:
    return {"name": "goal", "sense": sense, "expression": expression, **more}


def _whole(name: str, index: list[str] | None = None, **more: Any) -> dict[str, Any]:
    return {"name": name, "index": index or [], "domain": "integer", "lower": "0", **more}


NETWORK = _model(
    "network",
    sets=[
        _set("NODES", ["mill", "depot", "shop"]),
        _set("ARCS", [["mill", "depot"], ["depot", "shop"], ["mill", "shop"]], of=["NODES", "NODES"]),
        {
            "name": "PAIRS",
            "content": {"form": "selected", "item": "(a, b)", "over": "a in NODES, b in NODES if a != b"},
            "of": ["NODES", "NODES"],
        },
    ],
    parameters=[
        _table("need", ["NODES"], {"mill": "-10", "depot": "0", "shop": "10"}),
        {
            "name": "fare",
            "index": ["ARCS"],
            "value": {
                "form": "known",
                "entries": [[[["mill", "depot"]], "2"], [[["depot", "shop"]], "3"], [[["mill", "shop"]], "7"]],
            },
        },
    ],
    variables=[_whole("flow", ["ARCS"], upper="20"), _whole("opened", ["NODES"], domain="binary", lower=None)],
    objectives=[_goal("min", "sum(fare[i, j] * flow[i, j] for (i, j) in ARCS)")],
    constraints=[
        _row(
            "balance",
            "sum(flow[a, b] for (a, b) in ARCS if b == n) - sum(flow[a, b] for (a, b) in ARCS if a == n) == need[n]",
            "n in NODES",
        ),
        _row("link", "flow[i, j] <= 20 * opened[j]", "(i, j) in ARCS"),
        _row("direct", 'flow["mill", "shop"] <= 6'),
        _row("limit", "sum(flow[e] for e in ARCS) <= 30"),
        _row("some", "opened[a] or opened[b]", '(a, b) in PAIRS if a != "shop"'),
    ],
)

SCHEDULE = _model(
    "schedule",
    time_unit="hour",
    sets=[
        _set("JOBS", ["cut", "glue", "paint"]),
        _set("BEFORE", [["cut", "glue"], ["glue", "paint"]], of=["JOBS", "JOBS"]),
    ],
    parameters=[
        _table("hours", ["JOBS"], {"cut": "3", "glue": "2", "paint": "4"}),
        _table("crew", ["JOBS"], {"cut": "2", "glue": "1", "paint": "2"}),
        _number("horizon", "24"),
    ],
    variables=[
        {
            "name": "job",
            "index": ["JOBS"],
            "domain": {"form": "interval", "size": "hours[j]"},
            "lower": "0",
            "upper": "horizon",
            "over": "j in JOBS",
        },
        {"name": "rework", "domain": {"form": "interval", "size": "2", "optional": True}, "lower": "0", "upper": "24"},
        _whole("makespan", upper="horizon"),
    ],
    objectives=[_goal("min", "makespan + 2 * present(rework)")],
    constraints=[
        _row("finish", "end(job[j]) <= makespan", "j in JOBS"),
        _row("order", "end(job[a]) <= start(job[b])", "(a, b) in BEFORE"),
        _row("alone", "no_overlap(job[j] for j in JOBS)"),
        _row("people", "cumulative((job[j] for j in JOBS), (crew[j] for j in JOBS), 3)"),
        _row("again", 'present(rework) or end(job["paint"]) <= 10'),
        _row("apart", 'overlap(rework, job["cut"]) == 0'),
        _row("long", "size(rework) <= 3"),
    ],
    outputs=[{"name": "begin", "expression": "start(job[j])", "over": "j in JOBS", "shape": "list"}],
)

STOCK = _model(
    "stock",
    sets=[_range("WEEKS", 1, 6), _set("SEASONS", ["spring", "summer", "autumn", "winter"], cyclic=True)],
    parameters=[
        _table("orders", ["WEEKS"], {k: str(10 + k) for k in range(1, 7)}),
        _table("pace", ["WEEKS"], {k: str(k) for k in range(1, 7)}),
        _number("opening", "5"),
        _table("want", ["SEASONS"], {"spring": "4", "summer": "9", "autumn": "6", "winter": "2"}),
    ],
    variables=[
        {"name": "stock", "index": ["WEEKS"], "domain": "continuous", "lower": "0"},
        {"name": "make", "index": ["WEEKS"], "domain": "continuous", "lower": "0", "upper": "40"},
        _whole("staff", ["SEASONS"], upper="12"),
        _whole("hired", ["SEASONS"]),
    ],
    definitions=[{"name": "held", "expression": "sum(stock[t] for t in WEEKS)"}],
    objectives=[_goal("min", "held + sum(make[t] / pace[t] for t in WEEKS) + sum(hired[s] for s in SEASONS)")],
    constraints=[
        _row("balance", "stock[t] == stock[prev(t, initial=opening)] + make[t] - orders[t]", "t in WEEKS"),
        _row("smooth", "make[t] <= make[prev(t)] + 8", "t in WEEKS if t != first(WEEKS)"),
        _row("fall", "make[next(t)] >= make[t] / 2", "t in WEEKS if t != last(WEEKS)"),
        _row("two", "stock[t] <= make[t - 1] + make[t]", "t in WEEKS if t > 1"),
        _row("round_year", "staff[s] <= staff[prev(s)] + hired[s]", "s in SEASONS"),
        _row("enough", "staff[s] >= want[s]", "s in SEASONS"),
        _row("early", "sum(make[t] for t in WEEKS if ord(t) <= len(WEEKS) - 2) >= 20"),
    ],
)

COVERING = _model(
    "covering",
    sets=[_range("SITES", 1, 4), _set("TOWNS", ["ash", "elm", "oak"])],
    parameters=[
        {
            "name": "covers",
            "index": ["TOWNS"],
            "members_of": "SITES",
            "value": {"form": "known_sets", "entries": [[["ash"], [1, 2]], [["elm"], [2, 3]], [["oak"], [3, 4]]]},
        },
        _table("fee", ["SITES"], {1: "4", 2: "7", 3: "6", 4: "3"}),
    ],
    variables=[{"name": "built", "index": ["SITES"], "domain": "binary"}, _whole("patrol", ["TOWNS"], upper="5")],
    objectives=[_goal("min", "sum(fee[k] * built[k] for k in SITES)")],
    constraints=[
        _row("reach", "sum(built[k] for k in covers[t]) >= 1", "t in TOWNS"),
        _row("extra", "count(built[k] for k in SITES if k in covers[t]) <= len(covers[t])", "t in TOWNS"),
        _row("any_two", "exists(built[k] and built[k + 1] for k in SITES if k < 4)"),
        _row("guard", "implies(built[1], patrol['ash'] >= 2)"),
        _row("busy", "sum(patrol[t] >= 1 for t in TOWNS) >= 2"),
    ],
    outputs=[
        {"name": "chosen", "expression": "built[k]", "over": "k in SITES", "shape": "members", "base": 1},
        {"name": "nested", "expression": "patrol[t] + k", "over": "t in TOWNS, k in SITES", "shape": "nested"},
    ],
    tests=[
        {"name": "nothing", "given": [{"element": "fee", "key": [1], "value": "0"}], "holds": "built[1] == 1"},
        {"name": "closed", "given": [{"element": "built", "key": [2], "value": "0"}], "expect": "optimal"},
    ],
)

QUEENS = _model(
    "queens",
    sets=[_range("ROWS", 1, "n")],
    parameters=[_number("n", "5"), _number("step", "2")],
    variables=[{"name": "place", "index": ["ROWS"], "domain": "integer", "lower": "1", "upper": "n"}],
    objectives=[_goal("max", "place[1] - place[n]")],
    constraints=[
        _row("columns", "all_different(place[i] for i in ROWS)"),
        _row("up", "all_different(place[i] + i for i in ROWS)"),
        _row("down", "all_different(place[i] - i for i in ROWS)"),
        _row("far", "abs(place[i] - place[next(i)]) >= step", "i in ROWS if i < n"),
        _row("order", "place[1] < place[2]"),
        _row("unlike", "place[1] != place[3]"),
    ],
)

TOUR = _model(
    "tour",
    sets=[_range("STOPS", 1, 4), _set("ALLOWED", [[1, 2], [2, 3], [3, 1]])],
    parameters=[
        _table("miles", ["STOPS", "STOPS"], {(i, j): str(abs(i - j) + 1) for i in range(1, 5) for j in range(1, 5)}),
        _table("gain", ["STOPS"], {k: str(2 * k) for k in range(1, 5)}),
    ],
    variables=[
        {"name": "after", "index": ["STOPS"], "domain": "integer", "lower": "1", "upper": "4"},
        {"name": "pick", "domain": {"form": "choice", "members": [1, 3, 4]}},
        {"name": "gear", "domain": "integer", "lower": "1", "upper": "3"},
        {"name": "engine", "domain": "integer", "lower": "1", "upper": "3"},
    ],
    objectives=[
        _goal("min", "sum(miles[i, after[i]] for i in STOPS)"),
        {"name": "best", "sense": "max", "expression": "gain[pick]", "priority": 1, "weight": "2"},
    ],
    constraints=[
        _row("circle", "circuit(after[i] for i in STOPS)"),
        _row("fits", "(gear, engine) in ALLOWED"),
        _row("odd", "gear in {1, 3}"),
        _row("same", "iff(gear == 1, engine == 2)"),
        _row("most", "max(after[i] for i in STOPS) <= 4"),
        _row("soft", "pick >= 4", enforce={"form": "penalty", "weight": "3"}),
    ],
)

CURVES = _model(
    "curves",
    sets=[_set("CROPS", ["rye", "oats"]), _set("FIELDS", ["hill", "vale"])],
    parameters=[
        _table("area", ["FIELDS"], {"hill": "12", "vale": "20"}),
        _table("rate", ["CROPS"], {"rye": "1.5", "oats": "2.5"}),
        _table("dose", ["CROPS", "FIELDS"], {(c, f): "2" for c in ("rye", "oats") for f in ("hill", "vale")}),
        {
            "name": "share",
            "index": ["CROPS", "FIELDS"],
            "value": {"form": "derived", "expression": "area[f] / rate[c]", "over": "c in CROPS, f in FIELDS"},
        },
    ],
    variables=[
        {"name": "sown", "index": ["CROPS", "FIELDS"], "domain": "continuous", "lower": "0"},
        {"name": "spread", "domain": "continuous", "lower": "1", "upper": "9"},
    ],
    definitions=[
        {"name": "yield_of", "index": ["CROPS"], "over": "c in CROPS", "expression": "sum(sown[c, f] for f in FIELDS)"}
    ],
    objectives=[_goal("max", "sum(rate[c] * yield_of[c] for c in CROPS) - spread ** 2")],
    constraints=[
        _row("space", "sum(sown[c, f] for c in CROPS) <= area[f]", "f in FIELDS"),
        _row("part", "sown[c, f] <= share[c, f]", "c in CROPS, f in FIELDS"),
        _row("feed", "sum(dose[c, f] * sown[c, f] for c in CROPS for f in FIELDS) <= 60"),
        _row("ratio", "yield_of['rye'] / spread <= sqrt(16)"),
        _row("either", "(yield_of['rye'] <= 10 if spread >= 3 else yield_of['oats'] <= 5)"),
        _row("range", "1 <= spread <= 8"),
    ],
)

UNITS = _model(
    "bakery",
    sets=[_set("BREADS", ["rye", "wheat"])],
    parameters=[
        _table("flour", ["BREADS"], {"rye": "0.6", "wheat": "0.5"}, unit="kg/loaf"),
        _table("profit", ["BREADS"], {"rye": "2", "wheat": "1.5"}, unit="$/loaf"),
        _number("bag", "300", unit="kg"),
        _table("bake", ["BREADS"], {"rye": "3", "wheat": "2"}, unit="min/loaf"),
        _number("oven", "900", unit="min"),
    ],
    variables=[_whole("loaves", ["BREADS"], unit="loaf")],
    objectives=[_goal("max", "sum(profit[b] * loaves[b] for b in BREADS)", unit="$")],
    constraints=[
        {
            "name": "flour_use",
            "kind": "resource",
            "terms": [{"coefficient": "flour[b]", "variable": "loaves[b]", "over": "b in BREADS"}],
            "limit": "bag",
            "unit": "kg",
        },
        {
            "name": "oven_use",
            "kind": "resource",
            "terms": [{"coefficient": "bake[b]", "variable": "loaves[b]", "over": "b in BREADS"}],
            "limit": "oven",
            "unit": "min",
        },
        {
            "name": "least",
            "kind": "bound",
            "for_each": "b in BREADS",
            "variable": "loaves[b]",
            "sense": ">=",
            "limit": "20",
        },
        {
            "name": "mostly",
            "kind": "comparison",
            "left": "loaves['rye']",
            "sense": "<=",
            "factor": "2",
            "right": "loaves['wheat']",
        },
    ],
)

RICH: dict[str, dict[str, Any]] = {
    m["name"]: m for m in (NETWORK, SCHEDULE, STOCK, COVERING, QUEENS, TOUR, CURVES, UNITS)
}
"""By name."""
