"""Kinds on activation and selection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.choices import (
    CHECKS,
    TOWN,
    binary,
    first_kind,
    kept_where,
    town,
    whole,
)
from support.rows import samples

from modelwright.model.canonical import model_from_object
from modelwright.model.elements import Missing
from modelwright.model.expressions import parse_expression
from modelwright.model.templates import (
    Activation,
    Assignment,
    Batch,
    ConstraintBase,
    Covering,
    FixedCharge,
    MinimumLot,
    Packing,
    Partition,
)
from modelwright.model.words import Words

KINDS = (Activation, FixedCharge, MinimumLot, Batch, Covering, Packing, Partition, Assignment)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("kind", KINDS)
def test_kind(kind: type[ConstraintBase], check: Callable[[type[ConstraintBase]], None]) -> None:
    check(kind)


@pytest.mark.parametrize("kind", [k for k in KINDS if k is not Batch])
def test_the_catalogue_reads_samples_as_their_kind(kind: type[ConstraintBase]) -> None:
    name = kind.model_fields["kind"].default
    found = [first_kind(model.constraints[0].to_expression(), model) for model in samples(kind, 50, seed=5)]
    assert found == [name] * 50


def test_batches_with_counted_packs_are_comparisons_too() -> None:
    found = {
        first_kind(model.constraints[0].to_expression(), model)
        for model in samples(Batch, 50)
        if model.constraints[0].packs is None
    }
    assert found == {"batch"}
    assert first_kind("bottles == 12 * crates", town(Batch)) == "comparison"


# ------------------------------------------------------------------------------------------------------- what they mean

X, Y, A, B, C = whole("x", 0, 6), whole("y", 0, 20), binary("a"), binary("b"), binary("c")
MEANINGS: list[tuple[dict[str, Any], list[dict[str, Any]], Callable[..., bool], int]] = [
    ({"kind": "activation", "quantity": "x", "switch": "a"}, [X, A], lambda x, a: x == 0 or a == 1, 8),
    ({"kind": "activation", "quantity": "x", "switch": "y >= 18"}, [X, Y], lambda x, y: x == 0 or y >= 18, 39),
    (
        {"kind": "fixed_charge", "cost": "y", "charge": "5", "switch": "a", "quantity": "x", "rate": "2"},
        [X, Y, A],
        lambda x, y, a: y == 5 * a + 2 * x and (a == 1 or x == 0),
        8,
    ),
    (
        {"kind": "fixed_charge", "cost": "y", "charge": "5", "switch": "a", "quantity": "x"},
        [X, Y, A],
        lambda x, y, a: y == 5 * a and (a == 1 or x == 0),
        8,
    ),
    ({"kind": "minimum_lot", "quantity": "x", "least": "4"}, [X], lambda x: x == 0 or x >= 4, 4),
    ({"kind": "minimum_lot", "quantity": "x", "least": "2", "most": "3"}, [X], lambda x: x in (0, 2, 3), 3),
    ({"kind": "batch", "quantity": "y", "size": "6"}, [Y], lambda y: y in (0, 6, 12, 18), 4),
    ({"kind": "batch", "quantity": "y", "size": "3", "packs": "x"}, [X, Y], lambda x, y: y == 3 * x, 7),
]
MEANINGS += [
    ({"kind": kind, "of": [{"expression": n} for n in "abc"], "number": str(number)}, [A, B, C], when, count)
    for kind, number, when, count in (
        ("covering", 2, lambda a, b, c: a + b + c >= 2, 4),
        ("packing", 1, lambda a, b, c: a + b + c <= 1, 4),
        ("partition", 2, lambda a, b, c: a + b + c == 2, 3),
    )
]


@pytest.mark.parametrize(("row", "variables", "when", "count"), MEANINGS)
def test_meaning(row: dict[str, Any], variables: list[dict[str, Any]], when: Callable[..., bool], count: int) -> None:
    assert kept_where({"name": "row"} | row, *variables, when=when) == count


def test_conditions_are_choices_too() -> None:
    of = [{"expression": "x >= 4"}, {"expression": "a"}]
    row = {"name": "row", "kind": "covering", "of": of}
    assert kept_where(row, X, A, when=lambda x, a: x >= 4 or a == 1) == 10


# --------------------------------------------------------------------------------------------------- which kind it is


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("sum(open[s] for s in STATIONS) >= 2", "covering"),
        ("sum(open[s] for s in STATIONS) <= 2", "packing"),
        ("sum(open[s] for s in STATIONS) == 2", "partition"),
        ("sum(flour[m] for m in MILLS) >= 2", "total"),
        ("sum(assign[j, m] for m in MACHINES) == 1", "assignment"),
        ("sum(assign[j, m] for j in JOBS for m in MACHINES) == 1", "partition"),
        ("sum(assign[j, m] for j in JOBS) <= 1", "packing"),
        ("press_rented <= 1", "bound"),
        ("bottles % 12 == 0", "batch"),
        ("implies(not press_rented, brochures <= 0)", "activation"),
        ("implies(not press_rented, brochures <= 1)", "implication"),
        ("flour[m] == 0 or flour[m] >= 200", "minimum_lot"),
    ],
)
def test_first_kind(expression: str, kind: str) -> None:
    assert first_kind(expression, model_from_object(TOWN)) == kind


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "expression",
    [
        "bottles + crates <= 4",
        "2 * bottles >= crates",
        "bottles == 0 or crates >= 2",
        "press_rented",
        "bottles // 2 == 3",
    ],
)
def test_other_rows_do_not_match(kind: type[ConstraintBase], expression: str) -> None:
    assert kind.match(parse_expression(expression), model_from_object(TOWN)) is None


def test_structure_is_not_negotiable() -> None:
    structural = {kind for kind in KINDS if town(kind).constraints[0].negotiable == "no"}
    assert structural == {Activation, FixedCharge, Assignment}


def test_what_is_still_to_be_said() -> None:
    row = MinimumLot(name="row", quantity="flour[m]", least=Missing(slot="smallest order"))
    assert row.sentence(Words(model_from_object(TOWN))) == "flour (m): none, or at least (still to be said)"
