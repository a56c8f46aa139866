"""Kinds on shapes: pieces, extremes, distances, goals."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from pydantic import ValidationError
from support.choices import (
    CHECKS,
    TOWN,
    first_kind,
    kept_where,
    whole,
)
from support.rows import samples

from modelwright.model.canonical import model_from_object
from modelwright.model.expressions import parse_expression
from modelwright.model.templates import AbsoluteDeviation, ConstraintBase, Goal, MaxOf, MinOf, PiecewiseLinear

KINDS = (PiecewiseLinear, MinOf, MaxOf, AbsoluteDeviation, Goal)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("kind", KINDS)
def test_kind(kind: type[ConstraintBase], check: Callable[[type[ConstraintBase]], None]) -> None:
    check(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_catalogue_reads_samples_as_their_kind(kind: type[ConstraintBase]) -> None:
    name = kind.model_fields["kind"].default
    found = [first_kind(model.constraints[0].to_expression(), model) for model in samples(kind, 50, seed=5)]
    assert found == [name] * 50


# ------------------------------------------------------------------------------------------------------- what they mean

X, Y, Z = whole("x", -1, 8), whole("y", 0, 9), whole("z", -4, 12)


def curve(points: list[tuple[int, int]], x: Fraction) -> Fraction:
    """The value of straight lines through `points`, the outer ones going on."""
    pieces = list(pairwise(points))
    (a, u), (b, v) = next((piece for piece in pieces if x <= piece[1][0]), pieces[-1])
    return u + Fraction(v - u, b - a) * (x - a)


@pytest.mark.parametrize(
    "points",
    [
        [(0, 0), (3, 6), (5, 8)],
        [(1, 2), (2, 5), (4, 1), (6, 9)],
        [(-1, 3), (0, 0), (7, 7)],
        [(2, 0), (3, 0), (4, 4)],
    ],
)
@pytest.mark.parametrize("sense", ["==", "<=", ">="])
def test_pieces_go_through_their_points_and_beyond(points: list[tuple[int, int]], sense: str) -> None:
    row = {
        "name": "row",
        "kind": "piecewise_linear",
        "output": "z",
        "input": "x",
        "sense": sense,
        "at": [str(a) for a, _ in points],
        "values": [str(v) for _, v in points],
    }

    def when(x: Fraction, z: Fraction) -> bool:
        there = curve(points, x)
        return {"==": z == there, "<=": z <= there, ">=": z >= there}[sense]

    assert kept_where(row, X, Z, when=when) >= 4


MEANINGS: list[tuple[dict[str, Any], Callable[..., bool]]] = [
    ({"kind": "min_of", "output": "z", "of": ["x", "y + 1"]}, lambda x, y, z: z == min(x, y + 1)),
    ({"kind": "min_of", "output": "z", "sense": "<=", "of": ["x", "y"]}, lambda x, y, z: z <= x and z <= y),
    ({"kind": "max_of", "output": "z", "of": ["x", "y", "3"]}, lambda x, y, z: z == max(x, y, 3)),
    ({"kind": "max_of", "output": "z", "sense": ">=", "of": ["x", "y"]}, lambda x, y, z: z >= x and z >= y),
    (
        {"kind": "absolute_deviation", "quantity": "x + y", "target": "z", "limit": "2"},
        lambda x, y, z: -2 <= x + y - z <= 2,
    ),
    ({"kind": "absolute_deviation", "quantity": "z", "sense": ">=", "limit": "3"}, lambda x, y, z: z >= 3 or z <= -3),
    ({"kind": "goal", "quantity": "z", "target": "4", "under": "x", "over": "y"}, lambda x, y, z: z + x - y == 4),
]


@pytest.mark.parametrize(("row", "when"), MEANINGS)
def test_meaning(row: dict[str, Any], when: Callable[..., bool]) -> None:
    slots = row | ({"of": [{"expression": item} for item in row["of"]]} if "of" in row else {})
    assert kept_where({"name": "row"} | slots, X, Y, Z, when=when) > 0


# --------------------------------------------------------------------------------------------------- which kind it is


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("bicycles <= min(frames, wheels)", "min_of"),
        ("finish >= max(done[t] for t in TEAMS)", "max_of"),
        ("abs(early_hours) <= 3", "absolute_deviation"),
        ("output + short - surplus == 90", "goal"),
        ("output + short - wheels == 90", "equation"),
        ("output + short - surplus <= 90", "resource"),
        ("output <= max(2, 3)", "bound"),
    ],
)
def test_first_kind(expression: str, kind: str) -> None:
    model = model_from_object(TOWN)
    assert first_kind(expression, model) == kind


def test_deviations_that_other_rows_read_are_no_goal() -> None:
    row = {"name": "row", "kind": "goal", **Goal.documentation.example}
    other = {"name": "stock", "kind": "bound", "variable": "surplus", "sense": "<=", "limit": "5"}
    node = parse_expression("output + short - surplus == 90")
    assert Goal.match(node, model_from_object(TOWN | {"constraints": [row]})) is not None
    assert Goal.match(node, model_from_object(TOWN | {"constraints": [row, other]})) is None
    assert Goal.match(node, model_from_object(TOWN | {"objectives": []})) is None


def test_deviations_are_weighed_through_definitions() -> None:
    definition = {"name": "missed", "expression": "short + surplus"}
    objective = {"name": "goal", "sense": "min", "expression": "missed"}
    model = model_from_object(TOWN | {"definitions": [definition], "objectives": [objective]})
    assert Goal.match(parse_expression("output + short - surplus == 90"), model) is not None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "expression", ["bottles + crates <= 4", "bottles == 3 * crates", "max(2, 3) >= boxes", "boxes"]
)
def test_other_rows_do_not_match(kind: type[ConstraintBase], expression: str) -> None:
    assert kind.match(parse_expression(expression), model_from_object(TOWN)) is None


@pytest.mark.parametrize(
    ("at", "values", "said"),
    [
        (["0", "1", "2"], ["0", "1"], "at least 3 items"),
        (["0", "1", "2"], ["0", "1", "2", "3"], "as many of each"),
        (["0", "2", "2"], ["0", "1", "2"], "must grow: `2` follows `2`"),
        (["0", "3", "1/2"], ["0", "1", "2"], "must grow: `1/2` follows `3`"),
    ],
)
def test_points_that_make_no_curve(at: list[str], values: list[str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        PiecewiseLinear.model_validate({"name": "row", "output": "z", "input": "x", "at": at, "values": values})
