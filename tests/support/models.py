"""Models that tests share."""

from __future__ import annotations

import copy
from typing import Any

from modelwright.model.canonical import model_from_object
from modelwright.model.document import Model

SHOP: dict[str, Any] = {
    "format": "modelwright/model",
    "version": 1,
    "name": "shop",
    "label": "a joiner's week",
    "statements": [{"id": "s1", "speaker": "user", "text": "Chairs bring $45 each; there are 400 kg of wood."}],
    "sets": [
        {"name": "SITES", "content": {"form": "members", "members": ["north", "south"]}},
        {"name": "WEEKS", "content": {"form": "range", "first": 1, "last": 4}, "cyclic": True},
        {"name": "LATE", "content": {"form": "range", "first": 3, "last": 4}, "subset_of": "WEEKS"},
    ],
    "parameters": [
        {
            "name": "price",
            "label": "price of a chair",
            "unit": "$",
            "sources": [{"type": "text", "statement": "s1", "start": 13, "end": 16}],
            "value": {"form": "known", "number": "45"},
        },
        {"name": "wood", "unit": "kg", "value": {"form": "known", "number": "400"}},
        {
            "name": "rate",
            "index": ["SITES"],
            "value": {"form": "known", "entries": [[["north"], "5"], [["south"], "0.1"]]},
        },
        {
            "name": "twice",
            "index": ["SITES"],
            "value": {"form": "derived", "expression": "2 * rate[s]", "over": "s in SITES"},
        },
        {"name": "third", "value": {"form": "known", "number": "1/3"}},
    ],
    "variables": [
        {"name": "chairs", "label": "chairs", "domain": "integer", "lower": "0"},
        {"name": "tables", "domain": "continuous", "lower": "0", "upper": "wood / 4"},
        {"name": "make", "index": ["SITES", "WEEKS"], "domain": "continuous", "lower": "0"},
    ],
    "definitions": [
        {
            "name": "made",
            "index": ["SITES"],
            "over": "s in SITES",
            "expression": "sum(make[s, t] for t in WEEKS)",
        }
    ],
    "objectives": [{"name": "profit", "sense": "max", "unit": "$", "expression": "price * chairs + 30 * tables"}],
    "constraints": [
        {
            "name": "wood_use",
            "label": "wood",
            "kind": "resource",
            "unit": "kg",
            "terms": [
                {"coefficient": "5", "variable": "chairs"},
                {"coefficient": "rate[s]", "variable": "make[s, t]", "over": "s in SITES, t in WEEKS if t != 2"},
            ],
            "limit": "wood",
        },
        {"name": "least", "kind": "bound", "variable": "chairs", "sense": ">=", "limit": "2"},
        {
            "name": "both",
            "kind": "total",
            "of": [{"coefficient": "1", "variable": "chairs"}, {"coefficient": "1", "variable": "tables"}],
            "sense": "<=",
            "limit": "60",
        },
        {
            "name": "mix",
            "kind": "share",
            "part": [{"coefficient": "1", "variable": "chairs"}],
            "sense": ">=",
            "fraction": "third",
            "whole": [{"coefficient": "1", "variable": "chairs"}, {"coefficient": "1", "variable": "tables"}],
        },
        {
            "name": "pair",
            "kind": "comparison",
            "left": "tables",
            "sense": "<=",
            "factor": "2",
            "right": "chairs",
            "offset": "5",
        },
        {
            "name": "need",
            "kind": "requirement",
            "for_each": "s in SITES",
            "terms": [{"coefficient": "1", "variable": "made[s]"}],
            "limit": "4",
        },
        {"name": "exact", "kind": "equation", "terms": [{"coefficient": "2", "variable": "tables"}], "limit": "8"},
        {
            "name": "free",
            "kind": "algebraic",
            "for_each": "t in LATE",
            "expression": "1 <= make['north', t] + tables <= 90",
        },
    ],
}
"""One of everything, valid."""


def shop(*changes: tuple[str, Any]) -> Model:
    """The shop, with values put at paths such as ``"constraints/0/limit"``."""
    return model_from_object(changed(*changes))


def changed(*changes: tuple[str, Any]) -> dict[str, Any]:
    document = copy.deepcopy(SHOP)
    for path, value in changes:
        *parts, last = path.split("/")
        here: Any = document
        for part in parts:
            here = here[int(part) if part.isdigit() else part]
        here[int(last) if last.isdigit() else last] = value
    return document
