"""Kinds on flows and times."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.kind_checks import CHECKS
from support.rows import samples, workshop

from modelwright.model.elements import Missing
from modelwright.model.expressions import parse_expression
from modelwright.model.templates.alternative import Alternative
from modelwright.model.templates.base import ConstraintBase
from modelwright.model.templates.calendar import Calendar
from modelwright.model.templates.capacity import Capacity
from modelwright.model.templates.cumulative import Cumulative
from modelwright.model.templates.flow_balance import FlowBalance
from modelwright.model.templates.inventory_balance import InventoryBalance
from modelwright.model.templates.no_overlap import NoOverlap
from modelwright.model.templates.precedence import Precedence
from modelwright.model.templates.span import Span
from modelwright.model.templates.time_window import TimeWindow
from modelwright.model.validation import validate
from modelwright.model.words import Words

KINDS = (
    FlowBalance,
    InventoryBalance,
    Capacity,
    Precedence,
    TimeWindow,
    Calendar,
    NoOverlap,
    Cumulative,
    Alternative,
    Span,
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("check", CHECKS)
def test_kind(check: Callable[[type[ConstraintBase]], None], kind: type[ConstraintBase]) -> None:
    check(kind)


def test_an_order_of_optional_tasks_counts_when_both_take_place() -> None:
    row = Precedence(name="row", before="a", after="b", lag="gap", optional=True)
    assert row.to_expression() == "implies(present(a) and present(b), end(a) + gap <= start(b))"
    assert [slot.type for slot in row.slots()] == ["interval", "interval", "number"]


@pytest.mark.parametrize(
    ("lag", "expression"),
    [
        ("0", "end(a) <= start(b)"),
        ("-2", "end(a) - 2 <= start(b)"),
        ("-gap", "end(a) - gap <= start(b)"),
        ("x + y", "end(a) + (x + y) <= start(b)"),
        (Missing(slot="pause"), "end(a) + missing:pause <= start(b)"),
    ],
)
def test_lags(lag: str | Missing, expression: str) -> None:
    row = Precedence(name="row", before="a", after="b", lag=lag)
    assert row.to_expression() == expression
    slots = Precedence.match(row.to_node(), workshop(Precedence))
    if isinstance(lag, str):
        assert slots == {"before": "a", "after": "b", "lag": lag, "duration": None, "optional": False}


def test_an_order_of_plain_times() -> None:
    model = workshop(Precedence)
    row = Precedence(name="row", before="stock[1]", after="stock[2]", duration="3", lag="opening")
    assert row.to_expression() == "stock[1] + 3 + opening <= stock[2]"
    assert [slot.type for slot in row.slots()] == ["decision", "decision", "number", "number"]
    assert row.sentence(Words(model)) == "stock (2) is at least 3 hours + 2 hours after stock (1)"
    assert Precedence.match(row.to_node(), model) is not None
    unlike = parse_expression("stock[1] + 3 <= make[2]")
    assert Precedence.match(unlike, model) is None
    assert Precedence.match(parse_expression("fee + 3 <= choice"), model) is None
    timed = tuple(v.model_copy(update={"unit": "hour"}) for v in model.variables)
    assert Precedence.match(unlike, model.model_copy(update={"variables": timed})) is not None


@pytest.mark.parametrize(
    ("slots", "expression"),
    [
        ({"earliest": "2"}, "2 <= start(a)"),
        ({"latest": "9"}, "end(a) <= 9"),
        ({"earliest": "2", "latest": "9"}, "2 <= start(a) and end(a) <= 9"),
        ({"latest": "9", "optional": True}, "implies(present(a), end(a) <= 9)"),
        ({"earliest": "2", "latest": "9", "instant": True}, "2 <= a <= 9"),
        ({"latest": "9", "instant": True}, "a <= 9"),
    ],
)
def test_windows(slots: dict[str, object], expression: str) -> None:
    row = TimeWindow(name="row", task="a", **slots)  # type: ignore[arg-type]
    assert row.to_expression() == expression
    assert row.slots()[0].type == ("decision" if row.instant else "interval")


def test_a_window_without_limits_is_still_to_be_said() -> None:
    row = TimeWindow(name="row", task='visit["ann"]')
    assert [isinstance(slot.value, Missing) for slot in row.slots()] == [False, True]
    assert "still to be said" in row.sentence(Words(workshop(TimeWindow)))


def test_a_plain_chain_is_no_window_of_time() -> None:
    model = workshop(TimeWindow)
    assert TimeWindow.match(parse_expression("2 <= fee <= 5"), model) is None
    assert TimeWindow.match(parse_expression('2 <= start(rental) and end(task["cut"]) <= 5'), model) is None
    assert TimeWindow.match(parse_expression("2 <= start(rental) or end(rental) <= 5"), model) is None


def test_one_closed_period() -> None:
    row = Calendar(name="row", task="a", closed_from="12", closed_to="13", optional=True)
    assert row.to_expression() == "implies(present(a), end(a) <= 12 or start(a) >= 13)"
    assert [slot.over for slot in workshop(Calendar).constraints[0].slots()] == ["", "k in BREAKS", "k in BREAKS"]


def test_capacity_with_something_there_in_any_case() -> None:
    model = workshop(Capacity)
    node = parse_expression("2 * fee + choice <= opening + 5 * engine + 3 * gearbox")
    slots = Capacity.match(node, model)
    assert slots is not None
    assert slots["base"] == "opening"
    assert [(t.coefficient, t.variable) for t in slots["capacity"]] == [("5", "engine"), ("3", "gearbox")]
    for text in ("fee <= opening", "fee >= 2 * engine", "opening <= 2 * engine", "fee <= engine * choice"):
        assert Capacity.match(parse_expression(text), model) is None


def test_a_stock_may_gain_and_lose_data() -> None:
    model = workshop(InventoryBalance)
    node = parse_expression("stock[t] == stock[t - 1] + sum(2 * make[k] for k in WEEKS if k == t) - opening - 3")
    slots = InventoryBalance.match(node, model)
    assert slots is not None
    assert [t.over for t in slots["inflow"]] == ["k in WEEKS if k == t"]
    assert [t.variable for t in slots["outflow"]] == ["opening", "3"]
    for text in (
        "stock[2] == make[1] + 3",
        "stock[2] == stock[1]",
        "stock[2] >= stock[1] + 3",
        "stock[1] == stock[1] + 3",
    ):
        assert InventoryBalance.match(parse_expression(text), model) is None


@pytest.mark.parametrize("kind", [FlowBalance, InventoryBalance])
def test_balances_are_structure(kind: type[ConstraintBase]) -> None:
    row = workshop(kind).constraints[0]
    assert row.negotiable == "no"
    slots = row.model_dump()
    assert kind.model_validate(slots | {"negotiable": "unstated"}).negotiable == "no"
    assert kind.model_validate(slots | {"negotiable": "yes"}).negotiable == "yes"


def test_flows_in_another_order_are_another_row() -> None:
    model = workshop(FlowBalance)
    for text in ("flow[a] - flow[b] + flow[c] == 1", "flow[a] + flow[b] == 1", "flow[a] - flow[b] == fee"):
        assert FlowBalance.match(parse_expression(text), model) is None


@pytest.mark.parametrize("kind", KINDS)
def test_some_samples_are_indexed_and_some_optional(kind: type[ConstraintBase]) -> None:
    drawn = samples(kind, 40, seed=5)
    rows = [model.constraints[0].to_expression() for model in drawn]
    assert any("[" in row for row in rows)
    if kind in (Precedence, TimeWindow, Calendar):
        guarded = [row.startswith("implies(present(") for row in rows]
        assert 0 < sum(guarded) < len(guarded)


@pytest.mark.parametrize(
    ("kind", "change", "code", "pointer"),
    [
        (NoOverlap, {"transitions": "setups"}, "call-arity", ""),
        (NoOverlap, {"transitions": "crew"}, "index-arity", ""),
        (Precedence, {"before": "fee"}, "interval-number", "/before"),
        (TimeWindow, {"instant": True}, "interval-number", "/task"),
        (TimeWindow, {"earliest": None, "latest": None}, "missing-slot", "/latest"),
        (Calendar, {"over": "k in BREAK"}, "unknown-set", "/over"),
        (FlowBalance, {"demand": "fee"}, "decision-in-data", "/demand"),
        (Cumulative, {"capacity": "workers"}, "unknown-name", "/capacity"),
    ],
)
def test_wrong_slots_are_found(kind: type[ConstraintBase], change: dict[str, object], code: str, pointer: str) -> None:
    model = workshop(kind)
    row = model.constraints[0].model_copy(update=change)
    findings = validate(model.model_copy(update={"constraints": (row,)}))
    assert [(f.code, f.place.pointer) for f in findings] == [(code, f"/constraints/0{pointer}")]
