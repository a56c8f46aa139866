from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from modelwright.errors import ModelError
from modelwright.model.builder import Builder
from modelwright.model.builder import functions as f
from modelwright.model.canonical import dump_model, load_model
from modelwright.model.document import Model
from modelwright.model.elements import Choice, Known, Selected


def test_the_shortest_model() -> None:
    m = Model.build()
    x, y = m.variable("x", upper=3), m.variable("y")
    m.add(x + y <= 4)
    m.maximize(2 * x + y)
    model = m.model()
    assert model.objective is not None
    assert (model.objective.sense, model.objective.expression) == ("max", "2 * x + y")
    assert [(row.name, row.kind, row.to_expression()) for row in model.constraints] == [
        ("row_1", "total", "x + y <= 4")
    ]
    assert load_model(dump_model(model)) == model


def _shop() -> tuple[Builder, Any, Any, Any, Any]:
    m = Model.build("shop")
    plants = m.set("PLANTS", ["north", "south"])
    weeks = m.set("WEEKS", first=1, last=4)
    cap = m.parameter("cap", {"north": 3, "south": Decimal("4.5")}, index=plants)
    make = m.variable("make", index=(plants, weeks))
    return m, plants, weeks, cap, make


CASES: list[tuple[Callable[[Any, Any, Any, Any], Any], str, str]] = [
    (
        lambda p, w, cap, make: (make[i, t] <= cap[i] for i in p for t in w),
        "make[p, w] <= cap[p]",
        "p in PLANTS, w in WEEKS",
    ),
    (
        lambda p, w, cap, make: (f.total(make[i, t] for t in w) <= 2 * cap[i] for i in p),
        "sum(make[p, w] for w in WEEKS) <= 2 * cap[p]",
        "p in PLANTS",
    ),
    (
        lambda p, w, cap, make: (
            make[i, t] + f.total(make[j, t] for j in p.where(lambda j: j != i)) >= 1 for i in p for t in w
        ),
        "make[p, w] + sum(make[p2, w] for p2 in PLANTS if p2 != p) >= 1",
        "p in PLANTS, w in WEEKS",
    ),
    (
        lambda p, w, cap, make: (make[i, t] == make[i, f.prev(t)] for i in p for t in w.where(lambda t: t > 1)),
        "make[p, w] == make[p, prev(w)]",
        "p in PLANTS, w in WEEKS if w > 1",
    ),
    (
        lambda p, w, cap, make: f.total(make["north", t] for t in w) == 0.1,
        'sum(make["north", w] for w in WEEKS) == 0.1',
        "",
    ),
    (
        lambda p, w, cap, make: 1 - make["north", 1] / 3 >= -make["south", 2],
        '1 - make["north", 1] / 3 >= -make["south", 2]',
        "",
    ),
    (
        lambda p, w, cap, make: (
            (make["north", 1] <= 2) | ~(make["north", 2] > 1) & (make["north", 3] == Fraction(1, 3))
        ),
        'make["north", 1] <= 2 or not make["north", 2] > 1 and make["north", 3] == 1/3',
        "",
    ),
    (
        lambda p, w, cap, make: f.max(make["north", t] for t in w) <= f.min(3, abs(make["south", 1])),
        'max(make["north", w] for w in WEEKS) <= min(3, abs(make["south", 1]))',
        "",
    ),
    (
        lambda p, w, cap, make: f.either(make["north", 1] >= 1, make["south", 1], 0) <= 5,
        '(make["south", 1] if make["north", 1] >= 1 else 0) <= 5',
        "",
    ),
    (
        lambda p, w, cap, make: f.total(make[i, 1] for i in ("north", "south")) <= 7,
        'make["north", 1] + make["south", 1] <= 7',
        "",
    ),
]


@pytest.mark.parametrize(("rule", "expression", "for_each"), CASES)
def test_operators_and_comprehensions(rule: Callable[..., Any], expression: str, for_each: str) -> None:
    m, plants, weeks, cap, make = _shop()
    m.add(rule(plants, weeks, cap, make), name="row")
    m.maximize(f.total(make[p, w] for p in plants for w in weeks))
    (row,) = m.model().constraints
    assert row.for_each == for_each
    assert m._elements["constraints"][0]["expression"] == expression


def test_every_element_has_a_way_to_be_written() -> None:
    m = Model.build("all", "everything")
    nodes = m.set("NODES", first=1, last=3, label="places")
    arcs = m.set("ARCS", ((i, j) for i in nodes for j in nodes.where(lambda j: j != i)), of=(nodes, nodes))
    covers = m.parameter("covers", {1: [2, 3], 2: [1]}, index=nodes, members_of=nodes)
    cost = m.parameter("cost", (i + 2 * j for i, j in arcs), index=arcs)
    m.parameter("late", label="days late")
    flow = m.variable("flow", index=arcs, upper=(cost[i, j] for i, j in arcs))
    size = m.variable("size", domain=(1, 3, 5))
    task = m.interval("task", index=nodes, size=(2 * n for n in nodes), latest=20, optional=True)
    out = m.define("out", (f.total(flow[n, k] for k in nodes.where(lambda k: k != n)) for n in nodes))
    m.add(f.no_overlap(task[n] for n in nodes), label="one at a time", penalty=3)
    m.add((f.total(flow[n, k] for k in covers[n]) <= size for n in nodes), label="cover")
    m.constraint("bound", name="least", variable=flow[1, 2], sense=">=", limit=1)
    m.minimize(f.total(flow[i, j] for i, j in arcs), label="flow")
    m.maximize(size + 0, priority=1, weight=2)
    m.output("flows", (flow[i, j] for i, j in arcs))
    m.test("none", {"size": 1}, expect="optimal", holds=out[1] >= 1)
    m._elements["parameters"].pop()  # the number still to be said
    model = m.model()
    assert isinstance(model.sets[1].content, Selected)
    assert model.sets[1].content.over == "n in NODES, n2 in NODES if n2 != n"
    assert model.variables[0].upper == "cost[a, a2]"
    assert model.variables[0].over == "(a, a2) in ARCS"
    assert isinstance(model.variables[1].domain, Choice)
    assert model.constraints[0].enforce.form == "penalty"
    assert [o.priority for o in model.objectives] == [0, 1]
    assert model.tests[0].holds == "out[1] >= 1"
    assert load_model(dump_model(model)) == model


def test_floats_are_the_decimals_they_print() -> None:
    m = Model.build()
    m.variable("x")
    m.parameter("p", 0.1)
    value = m.model().parameters[0].value
    assert isinstance(value, Known)
    assert value.number == Fraction(1, 10)


def test_lists_give_numbers_in_the_order_of_the_members() -> None:
    m, plants, weeks, _, _ = _shop()
    m.parameter("load", [[1, 2, 3, 4], [5, 6, 7, 0.5]], index=(plants, weeks))
    m.parameter("rent", [3, 1], index=plants)
    load, rent = m.model().parameters[1:]
    assert isinstance(load.value, Known)
    assert isinstance(rent.value, Known)
    assert load.value.entries is not None
    assert load.value.entries[-1] == (("south", 4), Fraction(1, 2))
    assert rent.value.entries == ((("north",), Fraction(3)), (("south",), Fraction(1)))
    for wrong in ([1], [[1, 2, 3, 4]], [[1, 2], [3, 4]], 7):
        with pytest.raises(ModelError) as caught:
            m.parameter("bad", wrong if isinstance(wrong, list) else [wrong], index=(plants, weeks))
        assert caught.value.code == "missing-value"


def test_members_can_be_walked_in_a_plain_loop() -> None:
    m = Model.build()
    assert list(m.set("I", ["a", "b"])) == ["a", "b"]
    assert list(m.set("T", first=2, last=4)) == [2, 3, 4]
    with pytest.raises(ModelError):
        list(m.set("D", table="t", column="c"))


REFUSED: list[Callable[[Any, Any], Any]] = [
    lambda m, x: bool(x <= 3),
    lambda m, x: 1 <= x <= 3,
    lambda m, x: x + float("nan"),
    lambda m, x: x + None,
    lambda m, x: x + True,
    lambda m, x: m.add(x <= k for k in [1, 2]),
    lambda m, x: f.abs(x, x),
    lambda m, x: f.prev(x, last=3),
    lambda m, x: m.set("S"),
    lambda m, x: list(x),
]


@pytest.mark.parametrize("rule", REFUSED)
def test_what_has_no_meaning_is_refused(rule: Callable[[Any, Any], Any]) -> None:
    m = Model.build()
    x = m.variable("x")
    with pytest.raises(ModelError) as caught:
        rule(m, x)
    assert caught.value.code
    with pytest.raises(AttributeError):
        f.nothing_like_this  # noqa: B018


@pytest.mark.parametrize("foreign", [sum, max, list, sorted])
def test_pythons_own_functions_are_refused_in_a_comprehension(foreign: Callable[..., Any]) -> None:
    m, plants, weeks, _, make = _shop()
    with pytest.raises(ModelError) as caught:
        m.add(foreign(make[p, w] for w in weeks) <= 2 for p in plants)
    assert "total" in (caught.value.hint or "")


def test_kinds_are_written_by_their_slots() -> None:
    m, plants, weeks, cap, make = _shop()
    m.constraint("total", name="t", of=[make["north", 1], (make["south", w] for w in weeks)], sense="<=", limit=9)
    m.constraint("resource", name="r", terms=[2 * make["north", 1], (cap[p] * make[p, 1] for p in plants)], limit=40)
    m.constraint("at_most_k", name="k", items=[make["north", 1] >= 1, (make[p, 2] >= 1 for p in plants)], k=2)
    m.maximize(f.total(make[p, w] for p in plants for w in weeks))
    m.add(make[p, w] <= 5 for p in plants for w in weeks)
    assert [row.to_expression() for row in m.model().constraints[:3]] == [
        'make["north", 1] + sum(make["south", w] for w in WEEKS) <= 9',
        '2 * make["north", 1] + sum(cap[p] * make[p, 1] for p in PLANTS) <= 40',
        'count([make["north", 1] >= 1, (make[p, 2] >= 1 for p in PLANTS)]) <= 2',
    ]


def test_a_wrong_model_is_told_when_it_is_made() -> None:
    m = Model.build()
    x = m.variable("x")
    m.add(x[1] <= 3)
    with pytest.raises(ModelError) as caught:
        m.model()
    assert caught.value.code == "index-arity"


def test_an_output_may_have_the_name_of_a_decision() -> None:
    m = Model.build()
    rooms = m.set("ROOMS", ["hall", "attic"])
    x, total = m.variable("x", index=rooms, upper=3), m.variable("total_output", upper=9)
    m.output("x", (x[r] for r in rooms))
    m.output("total", total)
    m.output("total_output", 2 * total)
    m.output("x_again", 2 * total, report_as="doubled")
    m.maximize(total)
    found = [(o.name, o.report_as) for o in m.model().outputs]
    assert found == [
        ("x_output", "x"),
        ("total", None),
        ("total_output_output", "total_output"),
        ("x_again", "doubled"),
    ]


def test_cases_are_tried_in_order() -> None:
    m = Model.build()
    t = m.variable("t", upper=30)
    assert str(f.cases((t <= 10, 5), (t <= 20, 7 * t), orelse=9)) == "5 if t <= 10 else 7 * t if t <= 20 else 9"
    assert str(f.cases(orelse=2)) == "2"
