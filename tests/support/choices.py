"""A Model with everything that the documented examples of kinds on choices and shapes name, and judging small rows."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from support.kind_checks import (
    points,
    samples_are_valid,
    samples_can_be_kept_and_broken,
    samples_read_back,
    samples_survive_json,
)
from support.rows import plain, samples, slots_of

from modelwright.model.canonical import model_from_object
from modelwright.model.document import Model
from modelwright.model.exact.evaluator import Evaluator
from modelwright.model.exact.points import holds
from modelwright.model.expressions import parse_expression
from modelwright.model.templates import CATALOGUE
from modelwright.model.templates.base import ConstraintBase
from modelwright.model.validation import validate


def _set(name: str, *members: str) -> dict[str, Any]:
    return {"name": name, "content": {"form": "members", "members": list(members)}}


def _whole(name: str, *index: str, most: int = 9) -> dict[str, Any]:
    return {"name": name, "index": list(index), "domain": "integer", "lower": "0", "upper": str(most)}


def _binary(name: str, *index: str) -> dict[str, Any]:
    return {"name": name, "index": list(index), "domain": "binary"}


def _some(name: str, index: str, of: str) -> dict[str, Any]:
    return {"name": name, "index": [index], "members_of": of, "value": {"form": "known_sets", "entries": []}}


TOWN: dict[str, Any] = {
    "format": "modelwright/model",
    "version": 1,
    "sets": [
        _set("WAREHOUSES", "east", "west"),
        _set("CUSTOMERS", "ann", "ben"),
        _set("MILLS", "hill", "town"),
        _set("STATIONS", "s1", "s2"),
        _set("DISTRICTS", "d1", "d2"),
        _set("MEETINGS", "m1", "m2"),
        _set("ROOMS", "hall", "attic"),
        _set("ROSTERS", "r1", "r2"),
        _set("FLIGHTS", "f1", "f2"),
        _set("JOBS", "cut", "bend"),
        _set("MACHINES", "old", "new"),
        _set("TEAMS", "red", "blue"),
    ],
    "parameters": [
        _some("reach", "DISTRICTS", "STATIONS"),
        _some("asks", "ROOMS", "MEETINGS"),
        _some("rosters", "FLIGHTS", "ROSTERS"),
    ],
    "variables": [
        _whole("ship", "WAREHOUSES", "CUSTOMERS"),
        _binary("opened", "WAREHOUSES"),
        _whole("flour", "MILLS", most=900),
        _binary("open", "STATIONS"),
        _binary("held", "MEETINGS"),
        _binary("chosen", "ROSTERS"),
        _binary("assign", "JOBS", "MACHINES"),
        _binary("press_rented"),
        _whole("done", "TEAMS"),
        *(_whole(name) for name in ("press_cost", "brochures", "bottles", "crates", "bicycles", "frames", "wheels")),
        *(_whole(name) for name in ("saddles", "finish", "early_hours", "late_hours", "output", "short", "surplus")),
        _whole("paper_cost", most=900),
        _whole("boxes", most=200),
    ],
    "objectives": [{"name": "goal", "sense": "min", "expression": "40 * short + 10 * surplus"}],
}


def town(kind: type[ConstraintBase]) -> Model:
    """The town with the documented example of `kind` as its only row."""
    document = copy.deepcopy(TOWN)
    row = {"name": "row", "kind": kind.model_fields["kind"].default, **kind.documentation.example}
    return model_from_object(document | {"constraints": [row]})


def documented_example(kind: type[ConstraintBase]) -> None:
    """The example is valid, its slots are the explained ones, and the catalogue reads its row as this kind."""
    model = town(kind)
    (row,) = model.constraints
    assert [str(f) for f in validate(model) if f.severity != "warning"] == []
    assert set(kind.documentation.slots) == set(slots_of(row))
    slots = kind.match(parse_expression(row.to_expression()), model)
    assert slots is not None
    assert plain(slots) == slots_of(row)


def samples_find_their_slots(kind: type[ConstraintBase]) -> None:
    """Fifty samples: the text parses back, and the slots found in it are those of the row."""
    texts = set()
    for model in samples(kind, 50):
        (row,) = model.constraints
        text = row.to_expression()
        node = parse_expression(text)
        assert node == row.to_node()
        slots = kind.match(node, model)
        assert slots is not None, text
        assert plain(slots) == slots_of(row)
        texts.add(text)
    assert len(texts) >= 4


def first_kind(expression: str, model: Model) -> str:
    """The first kind of the catalogue that says `expression`."""
    node = parse_expression(expression)
    name: str = next(k.model_fields["kind"].default for k in CATALOGUE if k.match(node, model) is not None)
    return name


def kept_where(row: dict[str, Any], *variables: dict[str, Any], when: Callable[..., bool]) -> int:
    """Compare `row` with `when` (called with the decisions by name) at every point; returns how many points keep it."""
    model = model_from_object(
        {"format": "modelwright/model", "version": 1, "variables": list(variables), "constraints": [row]}
    )
    evaluator = Evaluator(model)
    conditions = [tree for _, tree in evaluator.rows_of(model.constraints[0])]
    kept = 0
    for point in points(evaluator):
        named = {name: value for (name, _), value in point.items()}
        found = all(holds(condition, point) for condition in conditions)
        assert found is when(**named), named
        kept += found
    return kept


def whole(name: str, low: int, high: int) -> dict[str, Any]:
    """An integer decision."""
    return {"name": name, "domain": "integer", "lower": str(low), "upper": str(high)}


def binary(name: str) -> dict[str, Any]:
    """A binary decision."""
    return {"name": name, "domain": "binary"}


CHECKS = (
    documented_example,
    samples_find_their_slots,
    samples_survive_json,
    samples_are_valid,
    samples_read_back,
    samples_can_be_kept_and_broken,
)

__all__ = [
    "CHECKS",
    "TOWN",
    "binary",
    "documented_example",
    "first_kind",
    "kept_where",
    "samples_find_their_slots",
    "town",
    "whole",
]
