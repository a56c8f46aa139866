"""Conditions at points: shortfalls, undefined values, global conditions, intervals; and trying every point."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from modelwright.errors import ModelError
from modelwright.model.document import Model
from modelwright.model.exact import Evaluator, evaluate, holds, shortfall
from modelwright.model.exact.fold import Undefined
from modelwright.model.exact.trees import Among, Global, Relation
from modelwright.model.expressions import parse_expression
from tests.support.brute import brute_force


def model(*variables: dict[str, Any], **groups: Any) -> Model:
    return Model.model_validate({"variables": variables, **groups})


def whole(name: str, lower: int = 0, upper: int = 9, **more: Any) -> dict[str, Any]:
    return {"name": name, "domain": "integer", "lower": str(lower), "upper": str(upper), **more}


def row(name: str, expression: str, **more: Any) -> dict[str, Any]:
    return {"kind": "algebraic", "name": name, "expression": expression, **more}


THREE = [{"name": "T", "content": {"form": "range", "first": 1, "last": 3}}]
XYZ = model(whole("x"), whole("y"), whole("z"), {"name": "r"}, {"name": "b", "domain": "binary"})


def condition(text: str) -> Any:
    return Evaluator(XYZ).condition(parse_expression(text), {})


def point(**values: Any) -> dict[Any, Fraction]:
    return {(name, ()): Fraction(value) for name, value in values.items()}


@pytest.mark.parametrize(
    ("text", "values", "missed"),
    [
        ("x <= 3", {"x": 3}, 0),
        ("x <= 3", {"x": 5}, 2),
        ("x >= 3", {"x": 1}, 2),
        ("x < 3", {"x": 3}, 1),
        ("x == 3", {"x": 1}, 2),
        ("x == 3", {"x": 7}, 4),
        ("x != 3", {"x": 3}, 1),
        ("r / 2 <= 1", {"r": 5}, Fraction(3, 2)),
        ("x * y <= 3", {"x": 2, "y": 4}, 5),
        ("1 <= x <= 3", {"x": 7}, 1),
        ("x <= 3 or b", {"x": 7, "b": 0}, 1),
        ("x <= 3 or b", {"x": 7, "b": 1}, 0),
        ("x in {1, 2}", {"x": 7}, 1),
        ("all_different([x, y])", {"x": 7, "y": 7}, 1),
        ("1 / x <= 3", {"x": 0}, 1),
    ],
)
def test_shortfall_is_the_distance_of_a_comparison_and_else_one(text, values, missed) -> None:
    found = condition(text)
    assert shortfall(found, point(**values)) == missed
    assert holds(found, point(**values)) is (missed == 0)


@pytest.mark.parametrize(
    "text",
    [
        "1 / x <= 3",
        "1 / x >= -3",
        "not (1 / x < 3)",
        "y // x == 0",
        "y % x == 0",
        "log(x) <= 9",
        "sqrt(x - 1) >= 0",
        "x ** -1 <= 1",
        "(x - 1) ** 0.5 >= 0",
        "1 / x in {1, 2}",
        "not (1 / x in {1, 2})",
        "all_different([1 / x, y])",
        "not all_different([1 / x, y])",
        "all_equal([y // x])",
    ],
)
def test_an_undefined_value_makes_its_condition_false(text) -> None:
    assert not holds(condition(text), point(x=0, y=0))


def test_an_undefined_value_breaks_the_smallest_condition_alone() -> None:
    here = point(x=0, y=3, b=1)
    assert holds(condition("1 / x <= 3 or y >= 2"), here)
    assert holds(condition("b == (y >= 2)"), here)
    assert not holds(condition("iff(b, 1 / x <= 3)"), here)
    assert evaluate(Evaluator(XYZ).tree(parse_expression("y + (1 / x <= 3)"), {}), here) == 3
    with pytest.raises(Undefined) as caught:
        evaluate(Evaluator(XYZ).tree(parse_expression("y + 1 / x"), {}), here)
    assert caught.value.code == "zero-division"


def test_a_key_that_an_element_lacks_is_undefined() -> None:
    made = model(
        whole("x"),
        whole("y"),
        sets=THREE,
        parameters=[
            {"name": "c", "index": ["T"], "value": {"form": "derived", "expression": "t * t", "over": "t in T"}}
        ],
    )
    tree = Evaluator(made).tree(parse_expression("c[x] >= 0"), {})
    assert [holds(tree, point(x=k)) for k in range(5)] == [False, True, True, True, False]
    with pytest.raises(Undefined, match=r"the key \(7\)"):
        evaluate(Evaluator(made).tree(parse_expression("c[x]"), {}), point(x=7))


# -------------------------------------------------------------------------------------------------- global conditions

LISTED = model(whole("v", index=["T"]), whole("w", index=["T"]), sets=THREE)
PLACES = model(
    whole("f", index=["S"]),
    sets=[{"name": "S", "content": {"form": "members", "members": [2, 5, 7]}}],
)


def listed(text: str, v: Any = (0, 0, 0), w: Any = (0, 0, 0)) -> bool:
    found = Evaluator(LISTED).condition(parse_expression(text), {})
    here = {("v", (k + 1,)): Fraction(value) for k, value in enumerate(v)}
    here |= {("w", (k + 1,)): Fraction(value) for k, value in enumerate(w)}
    return holds(found, here)


V, W = "v[t] for t in T", "w[t] for t in T"


@pytest.mark.parametrize(
    ("text", "v", "w", "expected"),
    [
        (f"all_different({V})", (1, 2, 3), (), True),
        (f"all_different({V})", (1, 2, 1), (), False),
        ("all_different(v[t] + t for t in T)", (3, 2, 1), (), False),
        ("all_different(v[1], v[2])", (1, 2, 1), (), True),
        ("all_different([v[1], (w[t] for t in T)])", (9, 0, 0), (1, 2, 3), True),
        (f"all_equal({V})", (2, 2, 2), (), True),
        (f"all_equal({V})", (2, 2, 1), (), False),
        (f"increasing({V})", (1, 1, 2), (), True),
        (f"increasing({V})", (1, 2, 1), (), False),
        (f"strictly_increasing({V})", (1, 2, 5), (), True),
        (f"strictly_increasing({V})", (1, 1, 2), (), False),
        (f"lex_less(({V}), ({W}))", (1, 2, 9), (1, 3, 0), True),
        (f"lex_less(({V}), ({W}))", (1, 2, 3), (1, 2, 3), False),
        (f"lex_less(({V}), ({W}))", (2, 0, 0), (1, 9, 9), False),
        (f"lex_lesseq(({V}), ({W}))", (1, 2, 3), (1, 2, 3), True),
        (f"lex_lesseq(({V}), ({W}))", (1, 2, 4), (1, 2, 3), False),
        (f"lex_less([v[1]], ({W}))", (1, 0, 0), (1, 0, 0), True),
        (f"global_cardinality(({V}), [1, 2], [2, 0])", (1, 1, 7), (), True),
        (f"global_cardinality(({V}), [1, 2], [2, 0])", (1, 1, 2), (), False),
        (f"global_cardinality(({V}), [1, 2], [w[1], w[2]])", (1, 2, 2), (1, 2, 0), True),
        (f"global_cardinality(({V}), [1, 2], [w[1], w[2]])", (1, 2, 2), (1, 1, 0), False),
        (f"circuit({V})", (2, 3, 1), (), True),
        (f"circuit({V})", (2, 1, 3), (), False),
        (f"circuit({V})", (1, 2, 3), (), False),
        (f"circuit({V})", (2, 3, 4), (), False),
        (f"circuit({V})", (2, 2, 1), (), False),
        (f"inverse(({V}), ({W}))", (2, 3, 1), (3, 1, 2), True),
        (f"inverse(({V}), ({W}))", (2, 3, 1), (2, 3, 1), False),
        (f"inverse(({V}), ({W}))", (2, 3, 4), (3, 1, 2), False),
        ("inverse([v[1], v[2]], [w[1], w[2]])", (2, 1, 0), (2, 1, 0), True),
        (f"not circuit({V})", (2, 1, 3), (), True),
        ("circuit(v[t] for t in T if t > 3)", (0, 0, 0), (), True),
        ("circuit(v[t] for t in T if t > 1)", (0, 3, 2), (), True),
        ("circuit(v[t] for t in T if t > 1)", (0, 2, 3), (), False),
    ],
)
def test_global_conditions_over_numbers(text, v, w, expected) -> None:
    assert listed(text, v or (0, 0, 0), w or (0, 0, 0)) is expected


def test_places_of_a_circuit_are_the_members() -> None:
    found = Evaluator(PLACES).condition(parse_expression("circuit(f[s] for s in S)"), {})
    assert isinstance(found, Global)
    assert found.places == ((2, 5, 7),)
    tours = [
        values
        for values in product((1, 2, 3, 5, 7), repeat=3)
        if holds(found, {("f", (s,)): Fraction(v) for s, v in zip((2, 5, 7), values, strict=True)})
    ]
    assert tours == [(5, 7, 2), (7, 2, 5)]
    listed_ones = Evaluator(PLACES).condition(parse_expression("circuit([f[2], f[5], f[7]])"), {})
    assert listed_ones.places == ((1, 2, 3),)  # type: ignore[union-attr]


# ---------------------------------------------------------------------------------------------------------- intervals

SHOP = Model.model_validate(
    {
        "sets": [{"name": "J", "content": {"form": "members", "members": ["a", "b", "c"]}}],
        "parameters": [
            {
                "name": "long",
                "index": ["J"],
                "value": {"form": "known", "entries": [[["a"], "2"], [["b"], "3"]], "default": "0"},
            },
            {
                "name": "change",
                "index": ["J", "J"],
                "value": {"form": "known", "entries": [[["a", "b"], "2"]], "default": "0"},
            },
        ],
        "variables": [
            {
                "name": "job",
                "index": ["J"],
                "domain": {"form": "interval", "size": "long[j]", "optional": True},
                "lower": "1",
                "upper": "12",
                "over": "j in J",
            },
            {
                "name": "main",
                "domain": {"form": "interval", "least": "1", "optional": True},
                "lower": "1",
                "upper": "12",
            },
            {"name": "fixed", "domain": {"form": "interval", "size": "4"}, "upper": "9"},
            {"name": "free", "domain": {"form": "interval", "least": "2"}},
            {"name": "n", "domain": "integer", "lower": "0", "upper": "5"},
            {"name": "varied", "domain": {"form": "interval", "size": "n + 1", "optional": True}},
        ],
    }
)
SHOP_EVALUATOR = Evaluator(SHOP)
AWAY = (1, 0, 0)


def placed(**intervals: Any) -> dict[Any, Fraction]:
    """A point from ``a=(start, size, present)`` and so on; `main`, `fixed` … by their names, n by a number."""
    here: dict[Any, Fraction] = {}
    for name, value in intervals.items():
        if isinstance(value, int):
            here[name, ()] = Fraction(value)
            continue
        variable, key = ("job", (name,)) if name in "abc" else (name, ())
        start, size, present = value
        for part, number in (("start", start), ("size", size), ("end", start + size), ("present", present)):
            here[f"{variable}.{part}", key] = Fraction(number)
    return here


@pytest.mark.parametrize(
    ("text", "intervals", "expected"),
    [
        ("no_overlap(job[j] for j in J)", {"a": (1, 2, 1), "b": (3, 3, 1), "c": (6, 0, 1)}, True),
        ("no_overlap(job[j] for j in J)", {"a": (1, 2, 1), "b": (2, 3, 1), "c": AWAY}, False),
        ("no_overlap(job[j] for j in J)", {"a": (1, 2, 1), "b": (1, 0, 0), "c": AWAY}, True),
        # of size 0: strictly inside clashes, at an end does not
        ("no_overlap(job[j] for j in J)", {"a": (1, 2, 1), "b": AWAY, "c": (2, 0, 1)}, False),
        ("no_overlap(job[j] for j in J)", {"a": (1, 2, 1), "b": AWAY, "c": (1, 0, 1)}, True),
        ("no_overlap(job[j] for j in J)", {"a": (1, 2, 1), "b": AWAY, "c": (3, 0, 1)}, True),
        ("no_overlap((job[j] for j in J), change)", {"a": (1, 2, 1), "b": (4, 3, 1), "c": AWAY}, False),
        ("no_overlap((job[j] for j in J), change)", {"a": (1, 2, 1), "b": (5, 3, 1), "c": AWAY}, True),
        ("no_overlap((job[j] for j in J), change)", {"a": (4, 2, 1), "b": (1, 3, 1), "c": AWAY}, True),
        ("cumulative((job[j] for j in J), (2 for j in J), 3)", {"a": (1, 2, 1), "b": (3, 3, 1), "c": AWAY}, True),
        ("cumulative((job[j] for j in J), (2 for j in J), 3)", {"a": (1, 2, 1), "b": (2, 3, 1), "c": AWAY}, False),
        (
            "cumulative((job[j] for j in J), (2 for j in J), n)",
            {"a": (1, 2, 1), "b": (2, 3, 1), "c": AWAY, "n": 4},
            True,
        ),
        ("cumulative((job[j] for j in J), (2 for j in J), 3)", {"a": (1, 2, 1), "b": AWAY, "c": (2, 0, 1)}, True),
        ("cumulative((job[j] for j in J), (2 for j in J), n - 1)", {"a": AWAY, "b": AWAY, "c": AWAY, "n": 0}, False),
        ("alternative(main, (job[j] for j in J))", {"main": (4, 2, 1), "a": (4, 2, 1), "b": AWAY, "c": AWAY}, True),
        ("alternative(main, (job[j] for j in J))", {"main": (4, 2, 1), "a": (5, 2, 1), "b": AWAY, "c": AWAY}, False),
        (
            "alternative(main, (job[j] for j in J))",
            {"main": (4, 2, 1), "a": (4, 2, 1), "b": (4, 3, 1), "c": AWAY},
            False,
        ),
        ("alternative(main, (job[j] for j in J))", {"main": (4, 2, 1), "a": AWAY, "b": AWAY, "c": AWAY}, False),
        ("alternative(main, (job[j] for j in J))", {"main": AWAY, "a": AWAY, "b": AWAY, "c": AWAY}, True),
        ("alternative(main, (job[j] for j in J))", {"main": AWAY, "a": (1, 2, 1), "b": AWAY, "c": AWAY}, False),
        ("span(main, (job[j] for j in J))", {"main": (2, 6, 1), "a": (2, 2, 1), "b": (5, 3, 1), "c": AWAY}, True),
        ("span(main, (job[j] for j in J))", {"main": (1, 7, 1), "a": (2, 2, 1), "b": (5, 3, 1), "c": AWAY}, False),
        ("span(main, (job[j] for j in J))", {"main": AWAY, "a": (2, 2, 1), "b": AWAY, "c": AWAY}, False),
        ("span(main, (job[j] for j in J))", {"main": AWAY, "a": AWAY, "b": AWAY, "c": AWAY}, True),
        ("span(main, (job[j] for j in J))", {"main": (1, 1, 1), "a": AWAY, "b": AWAY, "c": AWAY}, False),
    ],
)
def test_global_conditions_over_intervals(text, intervals, expected) -> None:
    found = SHOP_EVALUATOR.condition(parse_expression(text), {})
    assert holds(found, placed(**intervals)) is expected


def variable(name: str) -> Any:
    return SHOP.by_name[name]


@pytest.mark.parametrize(
    ("name", "key", "bounds"),
    [
        ("job", ("a",), [(1, 12), (0, 2), (1, 12), (0, 1)]),
        ("main", (), [(1, 12), (0, 11), (1, 12), (0, 1)]),
        ("fixed", (), [(0, 5), (4, 4), (4, 9), (1, 1)]),
        ("free", (), [(0, None), (2, None), (2, None), (1, 1)]),
    ],
)
def test_an_interval_has_four_columns_with_bounds(name, key, bounds) -> None:
    parts = SHOP_EVALUATOR.parts(variable(name), key)
    assert list(parts) == [(f"{name}.{part}", key) for part in ("start", "size", "end", "present")]
    assert list(parts.values()) == bounds


@pytest.mark.parametrize(
    ("name", "key", "kept", "broken"),
    [
        ("job", ("a",), [(4, 2, 1), AWAY], [(4, 1, 1), (4, 0, 0), (1, 2, 0)]),
        ("main", (), [(4, 2, 1), AWAY], [(4, 0, 1), (4, 0, 0), (1, 1, 0)]),
        ("fixed", (), [(4, 4, 1)], []),
        ("free", (), [(4, 7, 1)], []),
        ("varied", (), [(4, 3, 1), (0, 0, 0)], [(4, 2, 1), (4, 0, 0), (0, 3, 0)]),
    ],
)
def test_the_columns_of_an_interval_are_tied_together(name, key, kept, broken) -> None:
    trees = SHOP_EVALUATOR.structure(variable(name), key)
    shown = key[0] if key else name
    for value in kept:
        assert all(holds(tree, placed(**{shown: value}, n=2)) for tree in trees), value
    for value in broken:
        assert not all(holds(tree, placed(**{shown: value}, n=2)) for tree in trees), value
    end_off = placed(**{shown: kept[0]}, n=2)
    end_off[f"{name}.end", key] += 1
    assert not all(holds(tree, end_off) for tree in trees)


@pytest.mark.parametrize("size", ["1.5", "-1"])
def test_a_size_that_is_no_whole_time_is_refused(size) -> None:
    made = model({"name": "t", "domain": {"form": "interval", "size": size}})
    with pytest.raises(ModelError) as caught:
        Evaluator(made).parts(made.variables[0])
    assert caught.value.code == "invalid-bounds"


def test_a_choice_is_among_its_members() -> None:
    made = model(
        {"name": "c", "domain": {"form": "choice", "members": [5, 1, 3]}},
        {"name": "whole", "domain": {"form": "choice", "members": [2, 3, 4]}},
        {"name": "cut", "domain": {"form": "choice", "members": [1, 2, 9]}, "upper": "5"},
    )
    evaluator = Evaluator(made)
    assert evaluator.parts(made.variables[0]) == {("c", ()): (1, 5)}
    (tree,) = evaluator.structure(made.variables[0])
    assert isinstance(tree, Among)
    assert [holds(tree, point(c=k)) for k in range(1, 6)] == [True, False, True, False, True]
    assert evaluator.structure(made.variables[1]) == ()
    (tree,) = evaluator.structure(made.variables[2])
    assert [holds(tree, point(cut=k)) for k in range(1, 6)] == [True, True, False, False, False]


# ------------------------------------------------------------------------------------------------- trying every point


def test_every_point_is_tried() -> None:
    made = model(
        whole("x", 0, 3),
        {"name": "c", "domain": {"form": "choice", "members": [1, 4]}},
        objectives=[{"name": "o", "sense": "max", "expression": "x * c - x * x"}],
        constraints=[row("r", "x + c <= 6")],
    )
    found = brute_force(made)
    assert (found.status, found.objective, found.feasible) == ("optimal", 4, 7)
    assert found.points == [point(x=2, c=4)]


def test_infeasible_undefined_and_undecided() -> None:
    assert brute_force(model(whole("x", 0, 3), constraints=[row("r", "x * x == 2")])).status == "infeasible"
    assert brute_force(model(whole("x", 0, 3), constraints=[row("r", "1 == 2")])).status == "infeasible"
    assert brute_force(model(whole("x", 3, 0))).status == "infeasible"
    assert brute_force(model(whole("x", 0, 3))).feasible == 4
    divided = model(whole("x", 0, 3), objectives=[{"name": "o", "sense": "min", "expression": "6 / x"}])
    assert brute_force(divided).objective == 2
    with pytest.raises(ValueError, match="continuous"):
        brute_force(model({"name": "x"}))
    with pytest.raises(ValueError, match="no bounds"):
        brute_force(model({"name": "x", "domain": "integer"}))
    with pytest.raises(ValueError, match="more than 10 points"):
        brute_force(model(whole("x"), whole("y")), limit=10)


def test_penalties_are_paid_for_every_row() -> None:
    penalty = {"form": "penalty", "weight": "3 - t"}
    made = model(
        whole("x", 0, 9),
        sets=THREE,
        objectives=[{"name": "o", "sense": "min", "expression": "x"}],
        constraints=[row("want", "x >= 2 * t", for_each="t in T", enforce=penalty)],
    )
    found = brute_force(made)  # x + 2 * max(0, 2 - x) + 1 * max(0, 4 - x) + 0
    assert found.objective == 4
    assert [p["x", ()] for p in found.points] == [2, 3, 4]
    alone = model(whole("x", 0, 9), constraints=[row("want", "x == 20", enforce={"form": "penalty", "weight": "2"})])
    assert brute_force(alone).objective == 22


def test_objectives_come_in_order_with_weights_and_tolerance() -> None:
    objectives = [
        {"name": "first", "sense": "max", "expression": "x + y", "priority": 1, "tolerance": "0.25"},
        {"name": "second", "sense": "min", "expression": "x", "priority": 2},
        {"name": "third", "sense": "min", "expression": "2 * y", "priority": 3, "weight": "2"},
        {"name": "fourth", "sense": "max", "expression": "y", "priority": 3},
    ]
    made = model(whole("x", 0, 4), whole("y", 0, 4), objectives=objectives)
    found = brute_force(made)
    assert found.points == [point(x=2, y=4)]
    assert found.values == (6, 2, 4 * 4 - 4)


def test_intervals_are_tried_present_and_absent() -> None:
    made = Model.model_validate(
        {
            "variables": [
                {"name": "a", "domain": {"form": "interval", "size": "2"}, "upper": "4"},
                {"name": "b", "domain": {"form": "interval", "size": "2", "optional": True}, "upper": "4"},
            ],
            "objectives": [{"name": "o", "sense": "max", "expression": "3 * present(b) - end(a) - end(b)"}],
            "constraints": [row("apart", "no_overlap([a, b])")],
        }
    )
    found = brute_force(made)
    assert found.feasible == 3 + 2
    assert found.objective == -2
    assert {(p["b.present", ()], p["a.start", ()]) for p in found.points} == {(0, 0)}


def test_brute_force_and_relations_agree_on_a_product() -> None:
    tree = Evaluator(XYZ).tree(parse_expression("x * y <= 3"), {})
    assert isinstance(tree, Relation)
    assert list(tree_points(tree)) == [(x, y) for x in range(5) for y in range(5) if x * y <= 3]


def tree_points(tree: Any) -> Any:
    for x, y in product(range(5), repeat=2):
        if holds(tree, point(x=x, y=y)):
            yield x, y
