"""Samples and examples of constraint kinds, for tests of templates."""

from __future__ import annotations

import copy
import random
from typing import Any

from modelwright.model.canonical import model_from_object
from modelwright.model.document import Model
from modelwright.model.expressions import parse_expression
from modelwright.model.expressions.nodes import names_in
from modelwright.model.templates.base import ConstraintBase


def samples(kind: type[ConstraintBase], count: int, seed: int = 0) -> list[Model]:
    """`count` sample Models of `kind`; drawing one twice from the same seed gives the same document."""
    found = []
    for k in range(count):
        document = kind.sample(random.Random(1000 * seed + k))
        assert document == kind.sample(random.Random(1000 * seed + k))
        assert [row["name"] for row in document["constraints"]] == ["row"]
        found.append(model_from_object(document))
    return found


def labels_read(model: Model) -> list[str]:
    """The labels of the decisions that the first row reads."""
    names = names_in(parse_expression(model.constraints[0].to_expression()))
    return [v.shown for v in model.variables if v.name in set(names)]


def slots_of(row: ConstraintBase) -> dict[str, Any]:
    """The fields of `row` that are its own, as plain values."""
    common = set(ConstraintBase.model_fields)
    return {key: value for key, value in row.model_dump(mode="json").items() if key not in common}


def plain(slots: dict[str, Any]) -> dict[str, Any]:
    """What `match` gave, as plain values."""
    return {key: _plain(value) for key, value in slots.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value


def _set(name: str, members: list[Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "content": {"form": "members", "members": members}, **more}


def _number(name: str, index: list[str] | None = None) -> dict[str, Any]:
    value = {"form": "known", "number": "2"} if index is None else {"form": "known", "entries": [], "default": "2"}
    return {"name": name, "index": index or [], "value": value}


def _whole(name: str, *index: str) -> dict[str, Any]:
    return {"name": name, "index": list(index), "domain": "integer", "lower": "0", "upper": "9"}


def _task(name: str, *index: str, size: str | None = "2", optional: bool = False) -> dict[str, Any]:
    domain = {"form": "interval", "size": size, "optional": optional}
    return {"name": name, "index": list(index), "domain": domain, "upper": "20"}


WORKSHOP: dict[str, Any] = {
    "format": "modelwright/model",
    "version": 1,
    "name": "workshop",
    "time_unit": "hour",
    "sets": [
        _set("TOWNS", ["a", "b"]),
        _set("ROADS", [["a", "b"], ["b", "a"]], of=["TOWNS", "TOWNS"]),
        {"name": "WEEKS", "content": {"form": "range", "first": 1, "last": 4}},
        {"name": "PLACES", "content": {"form": "range", "first": 1, "last": 3}},
        {"name": "PLANS", "content": {"form": "range", "first": 0, "last": 9}},
        {"name": "SHIFTS", "content": {"form": "range", "first": 1, "last": 3}},
        _set("PRODUCTS", ["salt", "flour"]),
        _set("SITES", ["north", "south"]),
        _set("JOBS", ["cut", "bend", "paint"]),
        _set("CUSTOMERS", ["ann", "ben"]),
        _set("BREAKS", ["lunch", "night"]),
        _set("MACHINES", ["old", "new"]),
        _set("BUILDABLE", [[0, 1], [1, 1], [2, 3]]),
    ],
    "parameters": [
        _number("need", ["TOWNS"]),
        _number("orders", ["WEEKS"]),
        _number("opening"),
        _number("load", ["PRODUCTS"]),
        _number("room", ["SITES"]),
        _number("opens", ["CUSTOMERS"]),
        _number("closes", ["CUSTOMERS"]),
        _number("shuts", ["BREAKS"]),
        _number("reopens", ["BREAKS"]),
        _number("setup", ["JOBS", "JOBS"]),
        _number("crew", ["JOBS"]),
        _number("price", ["PLANS"]),
        _number("nurses", ["SHIFTS"]),
    ],
    "variables": [
        _whole("flow", "ROADS"),
        _whole("stock", "WEEKS"),
        _whole("make", "WEEKS"),
        _whole("ship", "PRODUCTS", "SITES"),
        {"name": "opened", "index": ["SITES"], "domain": "binary"},
        _task("task", "JOBS"),
        _task("visit", "CUSTOMERS"),
        _task("on", "JOBS", "MACHINES", optional=True),
        _task("rental", size=None),
        *(_whole(name, "PLACES") for name in ("queen", "follower", "seat", "guest", "colour", "shift")),
        *(_whole(name, "PLACES") for name in ("crew_one", "crew_two")),
        _whole("tariff", "WEEKS"),
        *(_whole(name) for name in ("fee", "choice", "engine", "gearbox")),
    ],
    "objectives": [{"name": "goal", "sense": "min", "expression": "fee"}],
}
"""Everything that the examples in the documentation of the kinds on flows, times and lists name."""


def workshop(kind: type[ConstraintBase]) -> Model:
    """The workshop with the documented example of `kind` as its only row."""
    document = copy.deepcopy(WORKSHOP)
    document["constraints"] = [{"name": "row", "kind": kind.model_fields["kind"].default, **kind.documentation.example}]
    return model_from_object(document)
