"""What every function and node means: trees of expressions, and their values at points."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest

from modelwright.errors import ModelError
from modelwright.model.document import Model
from modelwright.model.exact import Evaluator, Scope, evaluate, holds, shortfall
from modelwright.model.exact.trees import (
    Among,
    Apply,
    Choose,
    Condition,
    Element,
    Global,
    Junction,
    Linear,
    Relation,
    Same,
    Tree,
    Truth,
    columns_of,
)
from modelwright.model.expressions import parse_expression


def known(name: str, *index: str, **value: Any) -> dict[str, Any]:
    return {"name": name, "index": index, "value": {"form": "known", **value}}


def over(name: str, index: str, expression: str, quantifiers: str) -> dict[str, Any]:
    value = {"form": "derived", "expression": expression, "over": quantifiers}
    return {"name": name, "index": index.split(), "value": value}


def members(name: str, *items: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "content": {"form": "members", "members": items}, **more}


MODEL = Model.model_validate(
    {
        "sets": [
            {"name": "T", "content": {"form": "range", "first": 1, "last": 4}},
            {"name": "C", "content": {"form": "range", "first": 1, "last": 4}, "cyclic": True},
            {"name": "EMPTY", "content": {"form": "range", "first": 1, "last": 0}},
            members("N", "a", "b", "c"),
            members("ARCS", ["a", "b"], ["b", "c"], ["a", "c"], of=["N", "N"]),
            members("CELLS", [1, 2], [1, 3], [2, 4], of=["T", "T"]),
        ],
        "parameters": [
            known("p", number="5"),
            over("sq", "T", "t * t", "t in T"),
            known("cost", "ARCS", entries=[[[["a", "b"]], "3"], [[["b", "c"]], "4"]], default="9"),
            {
                "name": "covers",
                "index": ["N"],
                "members_of": "T",
                "value": {"form": "known_sets", "entries": [[["a"], [1, 3]], [["b"], [4]]]},
            },
        ],
        "variables": [
            {"name": "x", "index": ["T"], "domain": "integer", "lower": "0", "upper": "9"},
            {"name": "y", "domain": "integer", "lower": "0", "upper": "5"},
            {"name": "k", "domain": "integer", "lower": "0", "upper": "5"},
            {"name": "b", "domain": "binary"},
            {"name": "d", "domain": "binary"},
            {"name": "on", "index": ["T"], "domain": "binary"},
            {"name": "flow", "index": ["ARCS"]},
            {"name": "grid", "index": ["CELLS"], "domain": "integer"},
            {"name": "z"},
            {"name": "w"},
            {
                "name": "task",
                "index": ["T"],
                "domain": {"form": "interval", "size": "t", "optional": True},
                "over": "t in T",
            },
            {"name": "job", "domain": {"form": "interval", "size": "3"}},
        ],
        "definitions": [
            {"name": "late", "index": ["T"], "over": "t in T", "expression": "x[t] >= 3"},
            {"name": "double", "index": ["T"], "over": "t in T", "expression": "2 * x[t]"},
        ],
    }
)
EVALUATOR = Evaluator(MODEL)


def tree(text: str, **binding: Any) -> Tree:
    return EVALUATOR.tree(parse_expression(text), binding)


def at(text: str, **values: Any) -> Fraction | bool:
    """The value of `text`; `x=[…]` gives all of an indexed decision, `task=[(start, size, present), …]` intervals."""
    point: dict[Any, Fraction] = {}
    for name, value in values.items():
        variable = MODEL.by_name[name]
        keys = list(EVALUATOR.columns(variable))  # type: ignore[arg-type]
        for key, each in zip(keys, value if isinstance(value, list) else [value], strict=True):
            if isinstance(each, tuple):
                start, size, present = each
                parts = {"start": start, "size": size, "end": start + size, "present": present}
                point |= {(f"{name}.{part}", key): Fraction(number) for part, number in parts.items()}
            else:
                point[name, key] = Fraction(each)
    found = tree(text)
    return holds(found, point) if isinstance(found, Condition) else evaluate(found, point)


def refused(text: str, **binding: Any) -> str:
    with pytest.raises(ModelError) as caught:
        EVALUATOR.tree(parse_expression(text), binding)
    return caught.value.code


# -------------------------------------------------------------------------------------------------------------- data


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7 // 2", 3),
        ("-7 // 2", -4),
        ("7 % 3", 1),
        ("-7 % 3", 2),
        ("7 % -3", -2),
        ("7.5 % 2", Fraction(3, 2)),
        ("2 ** 10", 1024),
        ("2 ** -2", Fraction(1, 4)),
        ("(-2) ** 3", -8),
        ("-2 ** 2", -4),
        ("0 ** 0", 1),
        ("(-1) ** 1000001", -1),
        ("(2 / 3) ** 3", Fraction(8, 27)),
        ("4 ** 0.5", 2),
        ("abs(-3.5)", Fraction(7, 2)),
        ("sqrt(9 / 4)", Fraction(3, 2)),
        ("sqrt(2)", Fraction(math.sqrt(2))),
        ("exp(0)", 1),
        ("log(1)", 0),
        ("exp(1)", Fraction(math.e)),
        ("cos(0)", 1),
        ("sin(0)", 0),
        ("floor(-1.5)", -2),
        ("ceil(-1.5)", -1),
        ("round(2.5)", 3),
        ("round(-2.5)", -2),
        ("round(2.4)", 2),
        ("min(3, 1, 2)", 1),
        ("max(sq[t] for t in T)", 16),
        ("min([3, sq[2], (sq[t] for t in T if t > 1)])", 3),
        ("count(t % 2 == 0 for t in T)", 2),
        ("count(1 < 2, 2 < 1, 3 < 4)", 2),
        ("sum(t for t in EMPTY)", 0),
        ("count(t > 1 for t in EMPTY)", 0),
        ("1 < 2", True),
        ("(1 < 2) + (2 < 1) + 3", 4),
        ("1 if p > 4 else 2", 1),
        ("1 / (p - 5) if p != 5 else 0", 0),
        ("'a' in N", True),
        ("'z' in N", False),
        ("('a', 'b') in ARCS", True),
        ("('b', 'a') not in ARCS", True),
        ("3 in covers['a']", True),
        ("3 in covers['c']", False),
        ("2 in {1, 2, p}", True),
        ("2 not in {1, 3}", True),
        ("1.5 in T", False),
        ("len(covers['a']) + len(N) + len(EMPTY)", 5),
        ("first(T) + last(T)", 5),
        ("sum(cost[i, j] for (i, j) in ARCS)", 16),
        ("sum(cost[a] for a in ARCS)", 16),
        ("cost['a', 'b'] + cost[('b', 'c')]", 7),
        ("count(i == 'a' for (i, j) in ARCS)", 2),
        ("count(a == ('a', 'b') for a in ARCS)", 1),
        ("sum(j for j in covers['a'])", 4),
        ("sum(len(covers[i]) for i in N)", 3),
        ("sum(sq[t] - sq[prev(t)] for t in T if t != first(T))", 15),
        ("sum(sq[prev(t, initial=100)] for t in T)", 100 + 1 + 4 + 9),
        ("sum(sq[next(t, initial=2 * t)] for t in T)", 4 + 9 + 16 + 8),
        ("sum(ord(t) * (next(t) == 1) for t in C)", 4),
        ("sum(ord(i) for i in N)", 6),
        ("sum(prev(prev(t)) for t in T if ord(t) > 2)", 3),
        ("forall(t >= 1 for t in T)", True),
        ("exists(t > 4 for t in T)", False),
        ("forall(1 / 0 > 1 for t in EMPTY)", True),
        ("implies(2 < 1, 1 / 0 > 1)", True),
        ("iff(1 < 2, 2 < 1)", False),
        ("2 < 1 and 1 / 0 > 1", False),
        ("1 < 2 or 1 / 0 > 1", True),
        ("not (1 < 2)", False),
        ("all_different(t // 2 for t in T)", False),
        ("all_different(1, 2, 3)", True),
        ("increasing([1, 1, 2])", True),
        ("strictly_increasing([1, 1, 2])", False),
    ],
)
def test_data_is_folded(text, value) -> None:
    found = tree(text)
    if isinstance(value, bool):
        assert found == Truth(value)
        assert EVALUATOR.number(parse_expression(text), {}) == value
        assert EVALUATOR.holds(parse_expression(text), {}) is value
    else:
        assert found == Linear((), Fraction(value))
        assert EVALUATOR.number(parse_expression(text), {}) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 // 0", "zero-division"),
        ("1 % (p - 5)", "zero-division"),
        ("y // 0", "zero-division"),
        ("y / (p - 5)", "zero-division"),
        ("0 ** -1", "zero-division"),
        ("(-1) ** 0.5", "function-domain"),
        ("log(0)", "function-domain"),
        ("log(-1)", "function-domain"),
        ("sqrt(-1)", "function-domain"),
        ("min(t for t in EMPTY)", "function-domain"),
        ("10 ** 100000", "overflow"),
        ("2 ** (2 ** 40)", "overflow"),
        ("exp(100000)", "overflow"),
        ("1.5 ** 1e9", "overflow"),
        ("y ** 100000", "overflow"),
        ("sum(prev(t) for t in T)", "edge"),
        ("sum(x[next(t)] for t in T)", "edge"),
        ("sum(prev(t, initial=0) for t in T)", "edge"),
        ("first(EMPTY)", "edge"),
        ("prev(3)", "call-arity"),
        ("ord(p)", "call-arity"),
        ("len(p)", "call-arity"),
        ("len(3)", "call-arity"),
        ("first(N) + 1", "boolean-number"),
        ("1 + ('a', 'b')", "boolean-number"),
        ("1 + [1, 2]", "list-place"),
        ("y + 'a'", "boolean-number"),
        ("y == 'a'", "boolean-number"),
        ("y and b", "boolean-number"),
        ("not y", "boolean-number"),
        ("forall(x[t] for t in T)", "boolean-number"),
        ("1 if p else 2", "boolean-number"),
        ("count(1 for a in ARCS if a < ('a', 'b'))", "boolean-number"),
        ("sum(1 for (i, j, h) in ARCS)", "index-arity"),
        ("sum(1 for (i, j) in T)", "index-arity"),
        ("cost['a']", "index-arity"),
        ("cost['a', 'b', 'c']", "index-arity"),
        ("cost['b', 'a']", "index-range"),
        ("flow['b', 'a']", "index-range"),
        ("x[7]", "index-range"),
        ("x[z]", "not-whole"),
        ("x[y / 2]", "not-whole"),
        ("cost[y, 'b']", "index-range"),
        ("y in N", "index-range"),
        ("(y, k) in T", "index-arity"),
        ("sum(1 for j in p[1])", "unknown-set"),
        ("sum(1 for j in NONE)", "unknown-set"),
        ("covers['a'] + 1", "boolean-number"),
        ("task[1] + 1", "interval-number"),
        ("job", "interval-number"),
        ("start(y)", "interval-number"),
        ("start(task[9])", "index-range"),
        ("no_overlap(x[t] for t in T)", "interval-number"),
        ("no_overlap(job)", "list-place"),
        ("circuit(y)", "list-place"),
        ("cumulative((task[t] for t in T), [1, 2], 3)", "call-arity"),
        ("global_cardinality([y, k], [1, 2], [1])", "call-arity"),
        ("inverse((x[t] for t in T), [y, k])", "call-arity"),
        ("no_overlap((task[t] for t in T), y)", "call-arity"),
        ("z < 3", "strict-comparison"),
        ("z != 3", "strict-comparison"),
        ("z / 2 > y", "strict-comparison"),
        ("not (z <= 3)", "strict-comparison"),
        ("not (z == 3)", "strict-comparison"),
        ("sqrt(y) < 3", "strict-comparison"),
        ("sum(x[t] for t in T if x[t] > 1)", "decision-in-data"),
    ],
)
def test_errors_have_the_codes_of_validation(text, code) -> None:
    assert refused(text) == code


def test_an_error_at_the_edge_names_the_way_out() -> None:
    with pytest.raises(ModelError, match="no member of `T` comes before `1`") as caught:
        tree("sum(x[prev(t)] for t in T)")
    assert caught.value.hint is not None
    assert "if t != first(T)" in caught.value.hint
    assert "initial=" in caught.value.hint


def test_quantifiers_of_a_plain_binding_have_no_set() -> None:
    assert refused("x[prev(t)]", t=2) == "call-arity"
    scope = Scope({"t": 2}, {"t": "T"})
    assert EVALUATOR.tree(parse_expression("x[prev(t)]"), scope) == Linear(((("x", (1,)), Fraction(1)),))


# ---------------------------------------------------------------------------------------------------- numbers of trees


@pytest.mark.parametrize(
    ("text", "values", "value"),
    [
        ("y * k", {"y": 3, "k": 4}, 12),
        ("2 * y * 3 * k * y", {"y": 3, "k": 4}, 216),
        ("y / k", {"y": 3, "k": 4}, Fraction(3, 4)),
        ("y // k", {"y": 5, "k": 2}, 2),
        ("-y // 2", {"y": 5}, -3),
        ("y % k", {"y": 5, "k": 3}, 2),
        ("y ** 2", {"y": 5}, 25),
        ("y ** k", {"y": 2, "k": 3}, 8),
        ("2 ** y", {"y": 5}, 32),
        ("y ** 0 + k ** 1", {"y": 5, "k": 3}, 4),
        ("abs(y - 5)", {"y": 2}, 3),
        ("sqrt(y + 4)", {"y": 5}, 3),
        ("exp(y)", {"y": 1}, Fraction(math.e)),
        ("log(y)", {"y": 1}, 0),
        ("floor(y / 2) + ceil(y / 2)", {"y": 5}, 5),
        ("round(y / 2)", {"y": 5}, 3),
        ("min(y, k, 3)", {"y": 5, "k": 4}, 3),
        ("max(x[t] for t in T)", {"x": [1, 7, 3, 0]}, 7),
        ("min([y, (x[t] for t in T if t > 2)])", {"y": 5, "x": [1, 7, 3, 4]}, 3),
        ("y if b else k", {"y": 5, "k": 4, "b": 1}, 5),
        ("y if b else k", {"y": 5, "k": 4, "b": 0}, 4),
        ("y if y >= 3 else -y", {"y": 2}, -2),
        ("count(x[t] >= 3 for t in T)", {"x": [1, 7, 3, 0]}, 2),
        ("count(on[t] for t in T)", {"on": [1, 0, 1, 1]}, 3),
        ("sum((x[t] == t) * 2 for t in T)", {"x": [1, 2, 0, 4]}, 6),
        ("(y >= 3) + (k >= 3) - 1", {"y": 3, "k": 1}, 0),
        ("-(y >= 3)", {"y": 3}, -1),
        ("(y >= 3) * (k >= 3) * 5", {"y": 3, "k": 4}, 5),
        ("sum(late[t] for t in T)", {"x": [1, 7, 3, 0]}, 2),
        ("x[y]", {"y": 3, "x": [1, 7, 3, 0]}, 3),
        ("sq[y] + sq[y - 1]", {"y": 3}, 13),
        ("double[y]", {"y": 2, "x": [1, 7, 3, 0]}, 14),
        ("x[x[x[1]]]", {"x": [2, 4, 1, 3]}, 3),
        ("late[y] + 1", {"y": 2, "x": [1, 7, 3, 0]}, 2),
        ("grid[1, y]", {"y": 3, "grid": [10, 20, 30]}, 20),
        ("grid[y, k]", {"y": 2, "k": 4, "grid": [10, 20, 30]}, 30),
        ("grid[(y, 2)]", {"y": 1, "grid": [10, 20, 30]}, 10),
        ("x[y - y + 2]", {"x": [1, 7, 3, 0]}, 7),
        ("sum(x[prev(t, initial=100)] for t in T)", {"x": [1, 7, 3, 50]}, 111),
        ("sum(t * x[prev(t)] for t in C)", {"x": [1, 7, 3, 50]}, 50 + 2 + 21 + 12),
        ("sum(x[prev(t, initial=y)] for t in T)", {"x": [1, 7, 3, 50], "y": 5}, 16),
        ("sum(flow[a] for a in ARCS) + flow['a', 'c']", {"flow": [1, 2, 4]}, 11),
        ("sum(flow[i, j] for (i, j) in ARCS if i == 'a')", {"flow": [1, 2, 4]}, 5),
        ("sum(x[j] for j in covers['a'])", {"x": [1, 7, 3, 50]}, 4),
        ("start(job) + end(job) + size(job) + present(job)", {"job": (4, 3, 1)}, 4 + 7 + 3 + 1),
        ("size(task[2]) + present(task[2])", {"task": [(0, 0, 0), (5, 2, 1), (0, 0, 0), (0, 0, 0)]}, 3),
        ("size(task[3]) + present(task[3])", {"task": [(0, 0, 0), (5, 2, 1), (0, 0, 0), (0, 0, 0)]}, 0),
        ("end(task[y])", {"y": 2, "task": [(0, 0, 0), (5, 2, 1), (0, 0, 0), (0, 0, 0)]}, 7),
        ("overlap(job, task[4])", {"job": (2, 3, 1), "task": [(0, 0, 0)] * 3 + [(3, 4, 1)]}, 2),
        ("overlap(job, task[4])", {"job": (2, 3, 1), "task": [(0, 0, 0)] * 3 + [(5, 4, 1)]}, 0),
        ("overlap(job, task[4])", {"job": (0, 3, 1), "task": [(0, 0, 0)] * 4}, 0),
        ("overlap(job, job)", {"job": (2, 3, 1)}, 3),
    ],
)
def test_numbers_over_decisions(text, values, value) -> None:
    assert at(text, **values) == value


@pytest.mark.parametrize(
    ("text", "holding", "failing"),
    [
        ("y < 3", {"y": 2}, {"y": 3}),
        ("y > 3", {"y": 4}, {"y": 3}),
        ("y != 3", {"y": 4}, {"y": 3}),
        ("1 < y < k", {"y": 2, "k": 3}, {"y": 2, "k": 2}),
        ("y < k != 4 <= 5", {"y": 2, "k": 3}, {"y": 2, "k": 4}),
        ("y / 2 < 1", {"y": 1}, {"y": 2}),
        ("0.5 * y + 0.25 * k > 1", {"y": 1, "k": 3}, {"y": 1, "k": 2}),
        ("abs(y - 3) < 2", {"y": 4}, {"y": 5}),
        ("x[y] != k", {"y": 1, "k": 1, "x": [0, 1, 1, 1]}, {"y": 2, "k": 1, "x": [0, 1, 1, 1]}),
        ("not (y <= 3)", {"y": 4}, {"y": 3}),
        ("not (z < 3)", {"z": 3}, {"z": Fraction(5, 2)}),
        ("not (y == 3)", {"y": 4}, {"y": 3}),
        ("b", {"b": 1}, {"b": 0}),
        ("not b", {"b": 0}, {"b": 1}),
        ("b and y >= 2", {"b": 1, "y": 2}, {"b": 1, "y": 1}),
        ("b or y >= 2", {"b": 0, "y": 2}, {"b": 0, "y": 1}),
        ("not (b and y >= 2)", {"b": 0, "y": 2}, {"b": 1, "y": 2}),
        ("not (1 <= z <= 3)", {"z": 4}, {"z": 3}),
        ("not (b and z > 3)", {"b": 1, "z": 3}, {"b": 1, "z": 4}),
        ("not (b or y >= 2)", {"b": 0, "y": 1}, {"b": 0, "y": 2}),
        ("implies(b, y >= 2)", {"b": 0, "y": 1}, {"b": 1, "y": 1}),
        ("implies(z > 3, b)", {"z": 3, "b": 0}, {"z": 4, "b": 0}),
        ("implies(z <= 3, b)", {"z": 4, "b": 0}, {"z": 3, "b": 0}),
        ("implies(not (z <= 3), b)", {"z": 3, "b": 0}, {"z": 4, "b": 0}),
        ("iff(b, y >= 2)", {"b": 0, "y": 1}, {"b": 0, "y": 2}),
        ("b == (y >= 2)", {"b": 1, "y": 2}, {"b": 1, "y": 1}),
        ("(y >= 2) != b", {"b": 0, "y": 2}, {"b": 1, "y": 2}),
        ("(y >= 2) == 0", {"y": 1}, {"y": 2}),
        ("(y >= 2) == (1 < 2)", {"y": 2}, {"y": 1}),
        ("not iff(b, d)", {"b": 0, "d": 1}, {"b": 1, "d": 1}),
        ("b if y >= 2 else d", {"b": 1, "d": 0, "y": 2}, {"b": 1, "d": 0, "y": 1}),
        ("(k >= 1 if b else k <= 1)", {"b": 1, "k": 2}, {"b": 0, "k": 2}),
        ("k >= 1 if p > 4 else 1 / 0 > 1", {"k": 2}, {"k": 0}),
        ("on[y]", {"y": 2, "on": [0, 1, 0, 0]}, {"y": 3, "on": [0, 1, 0, 0]}),
        ("late[y]", {"y": 2, "x": [0, 3, 0, 0]}, {"y": 3, "x": [0, 3, 0, 0]}),
        ("forall(x[t] >= t for t in T)", {"x": [1, 2, 3, 4]}, {"x": [1, 2, 3, 3]}),
        ("exists(x[t] >= 3 for t in T)", {"x": [1, 2, 3, 1]}, {"x": [1, 2, 2, 2]}),
        ("exists(on[t] for t in T)", {"on": [0, 0, 0, 1]}, {"on": [0, 0, 0, 0]}),
        ("y in {1, 3, 5}", {"y": 3}, {"y": 2}),
        ("y not in {1, 3, 5}", {"y": 2}, {"y": 3}),
        ("y in {k, 4}", {"y": 3, "k": 3}, {"y": 3, "k": 2}),
        ("2 in {y, k}", {"y": 3, "k": 2}, {"y": 3, "k": 3}),
        ("y in covers['a']", {"y": 3}, {"y": 2}),
        ("y + k in T", {"y": 3, "k": 1}, {"y": 3, "k": 2}),
        ("(y, k) in CELLS", {"y": 2, "k": 4}, {"y": 2, "k": 3}),
        ("(1, k) in CELLS", {"k": 3}, {"k": 4}),
        ("(y, k) in {(1, 2), (3, p)}", {"y": 3, "k": 5}, {"y": 1, "k": 5}),
        ("present(task[1])", {"task": [(0, 1, 1)] * 4}, {"task": [(0, 0, 0)] * 4}),
        ("not present(task[1])", {"task": [(0, 0, 0)] * 4}, {"task": [(0, 1, 1)] * 4}),
        (
            "end(task[1]) <= start(job)",
            {"task": [(0, 1, 1)] * 4, "job": (1, 3, 1)},
            {"task": [(1, 1, 1)] * 4, "job": (1, 3, 1)},
        ),
        ("forall(x[prev(t)] <= x[t] for t in T if t > 1)", {"x": [1, 2, 2, 4]}, {"x": [1, 2, 1, 4]}),
        ("forall(x[t] != x[next(t)] for t in C)", {"x": [1, 2, 1, 2]}, {"x": [1, 2, 3, 1]}),
    ],
)
def test_conditions_over_decisions(text, holding, failing) -> None:
    condition = EVALUATOR.condition(parse_expression(text), {})
    assert isinstance(condition, Condition)
    for values, expected in ((holding, True), (failing, False)):
        reified = at(f"({text}) + 0", **values) if "if" not in text.split() else expected
        assert reified == expected
        assert at(f"({text}) or 1 > 2", **values) is expected


# ------------------------------------------------------------------------------------------------------ shapes of trees


def test_strict_comparisons_of_whole_numbers_are_shifted() -> None:
    assert tree("y < 3") == Relation("<=", Linear(((("y", ()), Fraction(1)),), Fraction(-2)))
    assert tree("y / 2 < 1") == Relation("<=", Linear(((("y", ()), Fraction(1, 2)),), Fraction(-1, 2)))
    assert tree("not (y <= 3)") == Relation("<=", Linear(((("y", ()), Fraction(-1)),), Fraction(4)))
    assert tree("iff(y <= 3, p < 5)") == tree("not (y <= 3)")
    assert tree("not b") == Relation("==", Linear(((("b", ()), Fraction(1)),)))
    assert tree("b != 0") == Relation("==", Linear(((("b", ()), Fraction(1)),), Fraction(-1)))


def test_trees_have_the_classes_that_solvers_read() -> None:
    assert isinstance(tree("x[y]"), Element)
    assert isinstance(tree("y in {1, 3}"), Among)
    assert tree("y in {3}") == tree("y == 3")
    assert isinstance(tree("iff(b, y >= 2)"), Same)
    assert isinstance(tree("b == (y >= 2)"), Same)
    assert isinstance(tree("y if b else k"), Choose)
    assert isinstance(tree("b and d"), Junction)
    assert isinstance(tree("y * k"), Apply)
    assert isinstance(tree("all_different(x[t] for t in T)"), Global)
    assert isinstance(tree("sum(x[t] for t in T) / 2 - y"), Linear)
    assert tree("y - y") == Linear(())
    assert tree("0 * y * k") == Linear(())
    assert tree("min(y, 2, 3)") == tree("min(y, 2)")
    assert tree("max(y, y)") == tree("y")
    assert tree("present(job)") == Truth(True)
    assert tree("size(job)") == Linear((), Fraction(3))
    assert tree("size(task[2])") == Linear(((("task.present", (2,)), Fraction(2)),))


def test_an_element_has_a_key_and_a_value_for_every_member() -> None:
    found = tree("grid[1, y]")
    assert isinstance(found, Element)
    assert found.keys == ((2,), (3,))
    assert [list(columns_of(value)) for value in found.values] == [[("grid", ((1, 2),))], [("grid", ((1, 3),))]]
    assert found.indices == (tree("y"),)
    assert tree("sq[y]").values is tree("sq[y + 1]").values  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("y", True),
        ("2 * y - k + 1", True),
        ("y / 2", False),
        ("z", False),
        ("floor(z)", True),
        ("z // 2", True),
        ("y % 2", True),
        ("y % 0.5", False),
        ("y ** 2", True),
        ("y ** k", False),
        ("y ** -1", False),
        ("abs(y) * k", True),
        ("min(y, z)", False),
        ("max(y, 2)", True),
        ("y if b else k", True),
        ("y if b else 0.5", False),
        ("x[y]", True),
        ("sq[y] / 2 + x[1]", False),
        ("count(z >= t for t in T)", True),
        ("start(job) + size(task[1])", True),
        ("sqrt(y)", False),
        ("b", True),
    ],
)
def test_whole_numbers_are_known(text, whole) -> None:
    assert EVALUATOR.is_whole(tree(text)) is whole


@pytest.mark.parametrize(
    ("text", "linear"),
    [
        ("sum(sq[t] * x[t] for t in T if t > 1) <= p", True),
        ("1 <= y <= k", True),
        ("y + double[2] / 2", True),
        ("y / p - sum(z for i in N if i != 'a')", True),
        ("p < 6", False),
        ("p <= 6", True),
        ("y < 3", False),
        ("y * k <= 3", False),
        ("y / k <= 3", False),
        ("abs(y) <= 3", False),
        ("sum(late[t] for t in T) <= 2", False),
        ("(y >= 1) + k <= 2", False),
        ("flow['a', 'b'] <= 2", True),
        ("sum(z for a in ARCS) <= 2", True),
        ("sum(z for j in covers['a']) <= 2", True),
        ("x[y] <= 2", False),
        ("x[prev(t, initial=y)] <= 2", True),
        ("x[prev(t, initial=y * y)] <= 2", False),
        ("end(task[2]) - start(job) <= 3", True),
        ("end(task[y]) <= 3", False),
        ("size(job) <= 3", False),
        ("sum(x[prev(t)] for t in C) <= 2", True),
        ("sum(x[t] for t in T if t % 2 == 0) <= 2", True),
        ("b or d", False),
        ("b", True),
        ("start(job) <= 3", True),
        ("y ** 2 <= 3", False),
    ],
)
def test_the_linear_path_is_told_apart(text, linear) -> None:
    node = parse_expression(text)
    assert EVALUATOR.linear(node) is linear


def test_a_sum_of_many_terms_is_one_linear_tree() -> None:
    model = Model.model_validate(
        {
            "sets": [{"name": "T", "content": {"form": "range", "first": 1, "last": 10_000}}],
            "variables": [{"name": "x", "index": ["T"], "domain": "integer"}],
        }
    )
    found = Evaluator(model).tree(parse_expression("sum(t * x[t] for t in T) - 3 * x[2]"), {})
    assert isinstance(found, Linear)
    assert len(found.terms) == 10_000
    assert dict(found.terms)["x", (2,)] == -1


def test_definitions_too_deep_in_each_other_are_refused() -> None:
    definitions = [{"name": "d0", "expression": "x"}]
    definitions += [{"name": f"d{k}", "expression": f"d{k - 1} * x + 1"} for k in range(1, 2000)]
    model = Model.model_validate({"variables": [{"name": "x"}], "definitions": definitions})
    with pytest.raises(ModelError) as caught:
        Evaluator(model).tree(parse_expression("d1999"), {})
    assert caught.value.code == "expression-depth"


# ----------------------------------------------------------------------------------------------------------- rows


def rows(expression: str, for_each: str = "", **more: Any) -> list[tuple[dict[str, Any], Tree]]:
    row = {"kind": "algebraic", "name": "c0", "expression": expression, "for_each": for_each, **more}
    model = Model.model_validate({**MODEL.model_dump(mode="json"), "constraints": [row]})
    return list(Evaluator(model).rows_of(model.constraints[0]))


def test_a_constraint_has_one_condition_for_each_binding() -> None:
    found = rows("x[t] <= x[next(t)]", "t in T if t != last(T)")
    assert [binding for binding, _ in found] == [{"t": 1}, {"t": 2}, {"t": 3}]
    found = rows("flow[i, j] <= 1", "(i, j) in ARCS if i == 'a'")
    assert [binding for binding, _ in found] == [{"i": "a", "j": "b"}, {"i": "a", "j": "c"}]
    found = rows("x[j] >= 1", "i in N, j in covers[i]")
    assert [binding for binding, _ in found] == [{"i": "a", "j": 1}, {"i": "a", "j": 3}, {"i": "b", "j": 4}]
    ((_, tree_of_b),) = rows("b")
    assert tree_of_b == tree("b == 1")


def test_a_constraint_that_is_a_number_is_refused() -> None:
    with pytest.raises(ModelError) as caught:
        rows("y + 1")
    assert caught.value.code == "not-a-comparison"


def test_a_broken_comparison_of_data_keeps_its_distance_under_a_penalty() -> None:
    penalty = {"form": "penalty", "weight": "2"}
    ((_, hard),) = rows("p <= 3")
    ((_, soft),) = rows("p <= 3", enforce=penalty)
    ((_, other),) = rows("3 >= p", enforce=penalty)
    ((_, kept),) = rows("p <= 8", enforce=penalty)
    assert hard == Truth(False)
    assert shortfall(hard, {}) == 1
    assert shortfall(soft, {}) == shortfall(other, {}) == 2
    assert kept == Truth(True)
