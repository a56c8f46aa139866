"""Models of the full language for the tests of the solving layer, from short descriptions."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from modelwright.model.document import Model


def ints(name: str, first: int, last: int | str, **rest: Any) -> dict[str, Any]:
    """An index set of integers."""
    return {"name": name, "content": {"form": "range", "first": first, "last": last}, **rest}


def members(name: str, *listed: Any, **rest: Any) -> dict[str, Any]:
    """An index set with members listed."""
    return {"name": name, "content": {"form": "members", "members": list(listed)}, **rest}


def known(name: str, value: Any, *index: str) -> dict[str, Any]:
    """A parameter: a number, or numbers by key."""
    if not index:
        return {"name": name, "value": {"form": "known", "number": str(value)}}
    entries = [[list(key) if isinstance(key, tuple) else [key], str(number)] for key, number in value.items()]
    return {"name": name, "index": list(index), "value": {"form": "known", "entries": entries}}


def whole(name: str, lower: Any, upper: Any, *index: str, **rest: Any) -> dict[str, Any]:
    """An integer variable."""
    ends = {key: None if value is None else str(value) for key, value in (("lower", lower), ("upper", upper))}
    return {"name": name, "domain": "integer", "index": list(index), **ends, **rest}


def real(name: str, lower: Any, upper: Any, *index: str) -> dict[str, Any]:
    """A continuous variable."""
    return whole(name, lower, upper, *index) | {"domain": "continuous"}


def binary(name: str, *index: str) -> dict[str, Any]:
    """A binary variable."""
    return {"name": name, "domain": "binary", "index": list(index)}


def interval(name: str, size: Any, upper: Any, *index: str, over: str = "", **rest: Any) -> dict[str, Any]:
    """An interval variable."""
    domain = {"form": "interval", "size": None if size is None else str(size), **rest}
    return {"name": name, "index": list(index), "over": over, "upper": str(upper), "domain": domain}


def model(variables, rows=(), goal=None, sense="min", sets=(), parameters=(), **rest: Any) -> Model:
    """A Model; rows are expressions, or pairs of an expression and its quantifiers; a goal is an expression."""
    pairs = [row if isinstance(row, tuple) else (row, "") for row in rows]
    return Model(
        sets=list(sets),
        parameters=list(parameters),
        variables=list(variables),
        objectives=[{"name": "goal", "sense": sense, "expression": goal}] if goal is not None else [],
        constraints=[
            {"kind": "algebraic", "name": f"row{k}", "expression": expression, "for_each": for_each}
            for k, (expression, for_each) in enumerate(pairs)
        ],
        **rest,
    )


JOBS = {1: [(1, 3), (2, 2), (3, 2)], 2: [(1, 2), (3, 1), (2, 4)], 3: [(2, 4), (3, 3), (1, 0)]}
"""Machine and time of the operations of each job; the least makespan is 11."""


def job_shop() -> Model:
    """Three jobs on three machines; `op[j, m]` is the operation of job j on machine m."""
    times = {(job, machine): time for job, steps in JOBS.items() for machine, time in steps}
    order = [
        f"end(op[{job}, {a}]) <= start(op[{job}, {b}])"
        for job, steps in JOBS.items()
        for (a, _), (b, _) in pairwise(steps)
    ]
    return model(
        [interval("op", "time[j, m]", 40, "JOBS", "MACHINES", over="j in JOBS, m in MACHINES")],
        [("no_overlap(op[j, m] for j in JOBS)", "m in MACHINES"), *order],
        "max(end(op[j, m]) for j in JOBS for m in MACHINES)",
        sets=[ints("JOBS", 1, 3), ints("MACHINES", 1, 3)],
        parameters=[known("time", times, "JOBS", "MACHINES")],
    )


DISTANCES = {
    (a, b): abs(x - p) + abs(y - q)
    for a, (x, y) in enumerate([(0, 0), (4, 0), (4, 3), (1, 5), (0, 3), (2, 1)], 1)
    for b, (p, q) in enumerate([(0, 0), (4, 0), (4, 3), (1, 5), (0, 3), (2, 1)], 1)
}
"""Rectangular distances of six towns."""


def tour() -> Model:
    """A shortest round trip through six towns."""
    return model(
        [whole("after", 1, 6, "TOWNS")],
        ["circuit(after[i] for i in TOWNS)"],
        "sum(distance[i, after[i]] for i in TOWNS)",
        sets=[ints("TOWNS", 1, 6)],
        parameters=[known("distance", DISTANCES, "TOWNS", "TOWNS")],
    )
