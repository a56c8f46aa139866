"""Rows keep their meaning and find their kind, however they are written."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from modelwright.model.canonical import model_from_object
from modelwright.model.canonicalise import canonicalise, normal_node
from modelwright.model.document import Model
from modelwright.model.exact.evaluator import Evaluator
from modelwright.model.exact.points import holds, shortfall
from modelwright.model.expressions import format_expression, parse_expression
from modelwright.model.templates import CATALOGUE
from modelwright.model.words import Words

KINDS = {kind.model_fields["kind"].default: kind for kind in CATALOGUE}

OVERLAPS = {"batch": {"comparison"}}
"""Kinds whose rows another kind says first, as ``docs/templates.md`` lists them."""

FIELD: dict[str, Any] = {
    "format": "modelwright/model",
    "version": 1,
    "sets": [
        {"name": "I", "content": {"form": "range", "first": 1, "last": 3}},
        {"name": "J", "content": {"form": "members", "members": ["a", "b"]}},
    ],
    "parameters": [
        {"name": "n", "value": {"form": "known", "number": "3"}},
        {"name": "m", "value": {"form": "known", "number": "-2"}},
        {"name": "r", "index": ["I"], "value": {"form": "known", "entries": [[[k], str(k)] for k in (1, 2, 3)]}},
    ],
    "variables": [
        *({"name": v, "domain": "integer", "lower": "-5", "upper": "9"} for v in "xyzw"),
        {"name": "u", "index": ["I"], "domain": "integer", "lower": "0", "upper": "5"},
        {"name": "v", "index": ["I", "J"], "domain": "integer", "lower": "0", "upper": "5"},
        *({"name": v, "domain": "binary"} for v in ("a", "b", "c")),
        {"name": "open", "index": ["I"], "domain": "binary"},
    ],
}


def field(expression: str, **fields: Any) -> Model:
    row = {"name": "row", "kind": "algebraic", "expression": expression, **fields}
    return model_from_object(FIELD | {"constraints": [row]})


def points(model: Model, rng: random.Random, count: int) -> list[dict[Any, Fraction]]:
    evaluator = Evaluator(model)
    bounds = {c: b for v in model.variables for k in evaluator.columns(v) for c, b in evaluator.parts(v, k).items()}
    ends = {column: (int(low or 0), 9 if high is None else int(high)) for column, (low, high) in bounds.items()}
    return [{column: Fraction(rng.randint(low, high)) for column, (low, high) in ends.items()} for _ in range(count)]


def said_at(model: Model, point: dict[Any, Fraction]) -> list[tuple[bool, Fraction]]:
    (row,) = model.constraints
    return [(holds(tree, point), shortfall(tree, point)) for _, tree in Evaluator(model).rows_of(row)]


def as_algebraic(document: dict[str, Any], expression: str) -> Model:
    (row,) = document["constraints"]
    kept = {name: row[name] for name in ("name", "for_each", "enforce") if name in row}
    return model_from_object(document | {"constraints": [{**kept, "kind": "algebraic", "expression": expression}]})


@pytest.mark.parametrize("kind", KINDS)
def test_two_hundred_samples_come_back_from_algebraic(kind: str) -> None:
    found: Counter[str] = Counter()
    for seed in range(200):
        document = KINDS[kind].sample(random.Random(1000 + seed))
        model = model_from_object(document)
        (row,) = model.constraints
        again = canonicalise(as_algebraic(document, row.to_expression()))
        (other,) = again.constraints
        assert canonicalise(again) == again, row.to_expression()
        if other.kind == kind:
            found["same" if other.model_copy(update={"negotiable": row.negotiable}) == row else "other slots"] += 1
        else:
            found["overlap" if other.kind in OVERLAPS.get(kind, ()) else other.kind] += 1
    assert found["same"] + found["overlap"] >= 198, found
    assert found["same"] >= 80, found
    assert bool(found["overlap"]) == (kind in OVERLAPS)


@pytest.mark.parametrize("kind", KINDS)
def test_canonical_rows_mean_the_same(kind: str) -> None:
    rng = random.Random(7)
    seen = set()
    for seed in range(12):
        model = model_from_object(KINDS[kind].sample(random.Random(seed)))
        canonical = canonicalise(model)
        for point in points(model, rng, 12):
            said = said_at(model, point)
            assert said == said_at(canonical, point), canonical.constraints[0].to_expression()
            seen |= {truth for truth, _ in said}
    assert False in seen, "no sampled row was ever broken"


SAME: list[tuple[str, tuple[str, ...], str]] = [
    ("bound", ("x <= 5", "5 >= x", "x - 5 <= 0", "-x >= -5", "0 <= 5 - x", "x + y - y <= 5"), "x <= 5"),
    ("comparison", ("x >= 2 * y + 5", "2 * y + 5 <= x", "x - 2 * y >= 5", "x - 5 >= 2 * y"), "x >= 2 * y + 5"),
    ("comparison", ("x >= y - n", "x - y + n >= 0", "-n <= x - y - 0 * z"), "x >= y - n"),
    ("total", ("x + y <= 5", "5 - x >= y", "-x - y >= -5", "x <= 5 - y", "2 * x - x + y <= 5"), "x + y <= 5"),
    ("resource", ("5 * x + 20 * y <= 400", "400 >= x * 5 + y * 20", "5 * (x + 4 * y) <= 400"), "5 * x + 20 * y <= 400"),
    ("requirement", ("2 * x - 3 * y >= n + 5", "2 * x >= n + 5 + 3 * y"), "2 * x - 3 * y >= n + 5"),
    ("requirement", ("x / 2 + y / 4 >= 3", "0.5 * x + 1 / 4 * y >= 3"), "0.5 * x + 0.25 * y >= 3"),
    ("equation", ("2 * x + n * y == 8", "8 == 2 * x + y * n", "2 * x == 8 - n * y"), "2 * x + n * y == 8"),
    ("share", ("x >= 0.3 * (x + y)", "0.3 * (x + y) <= x"), "x >= 0.3 * (x + y)"),
    ("capacity", ("x + y <= 2 * z", "2 * z >= x + y"), "x + y <= 2 * z"),
    (
        "resource",
        (
            "sum(r[i] * u[i] for i in I) <= 9",
            "9 - sum(r[i] * u[i] for i in I) >= 0",
            "sum(u[i] * r[i] for i in I) <= 9",
        ),
        "sum(r[i] * u[i] for i in I) <= 9",
    ),
    (
        "total",
        ("sum(sum(v[i, j] for j in J) for i in I) >= 2", "sum(v[i, j] for i in I for j in J) >= 2"),
        "sum(v[i, j] for i in I for j in J) >= 2",
    ),
    (
        "total",
        ("sum(v[i, j] for i in I if i > 1 for j in J) >= 2", "sum(v[i, j] for i in I for j in J if i > 1) >= 2"),
        "sum(v[i, j] for i in I for j in J if i > 1) >= 2",
    ),
    (
        "resource",
        ("n * sum(u[i] for i in I) + 2 * x <= 9", "sum(n * u[i] for i in I) + 2 * x <= 9"),
        "sum(n * u[i] for i in I) + 2 * x <= 9",
    ),
    ("implication", ("implies(a, b)", "not not implies(a, b)"), "implies(a, b)"),
    ("equivalence", ("iff(a, x >= 2)",), "iff(a, x >= 2)"),
    (
        "exclusion",
        ("count([a, b]) <= 1", "not (a and b)", "count(a, b) <= 1", "1 >= count(a, b)"),
        "count([a, b]) <= 1",
    ),
    ("exclusion", ("count([a, b, c]) <= 1", "count(a, b, c) < 2"), "count([a, b, c]) <= 1"),
    (
        "either_or",
        ("a or b or x >= 2", "exists(a, b, x >= 2)", "count([a, b, x >= 2]) >= 1", "a or (b or x >= 2)"),
        "a or b or x >= 2",
    ),
    ("either_or", ("exists(open[i] for i in I)", "count(open[i] for i in I) > 0"), "exists(open[i] for i in I)"),
    ("at_most_k", ("count(a, b, c) <= 2", "not (a and b and c)", "count(a, b, c) < 3"), "count([a, b, c]) <= 2"),
    (
        "at_least_k",
        ("count(open[i] for i in I) >= 2", "2 <= count(open[i] for i in I)"),
        "count(open[i] for i in I) >= 2",
    ),
    (
        "exactly_k",
        ("count(open[i] for i in I) == 2", "2 == count(open[i] for i in I)"),
        "count(open[i] for i in I) == 2",
    ),
    ("conditional", ("x <= (3 if a else 5)", "(3 if a else 5) >= x"), "x <= (3 if a else 5)"),
    ("algebraic", ("x * y <= 5", "5 >= x * y"), "x * y <= 5"),
    ("algebraic", ("not a and b", "not a and b"), "not a and b"),
]


@pytest.mark.parametrize(("kind", "writings", "expression"), SAME, ids=lambda v: v if isinstance(v, str) else "")
def test_one_row_in_several_writings_is_one_row(kind: str, writings: tuple[str, ...], expression: str) -> None:
    rng = random.Random(3)
    for writing in writings:
        model = field(writing)
        canonical = canonicalise(model)
        (row,) = canonical.constraints
        assert (row.kind, row.to_expression()) == (kind, expression), writing
        assert canonicalise(canonical) is canonical
        for point in points(model, rng, 25):
            assert said_at(model, point) == said_at(canonical, point), writing


def test_a_resource_written_as_algebraic_is_the_resource() -> None:
    terms = [{"coefficient": "5", "variable": "x"}, {"coefficient": "20", "variable": "y"}]
    common = {"name": "wood", "label": "wood", "unit": "kg", "price": "2", "negotiable": "yes"}
    made = model_from_object(FIELD | {"constraints": [{**common, "kind": "resource", "terms": terms, "limit": "400"}]})
    written = {**common, "kind": "algebraic", "expression": "0 >= 20 * y - (400 - 5 * x)"}
    other = canonicalise(model_from_object(FIELD | {"constraints": [written]}))
    assert canonicalise(made) is made
    assert {t.variable: t.coefficient for t in other.constraints[0].terms} == {"x": "5", "y": "20"}
    reordered = other.constraints[0].model_copy(update={"terms": made.constraints[0].terms})
    assert reordered == made.constraints[0]


@pytest.mark.parametrize("seed", range(150))
def test_random_linear_rows_keep_their_meaning(seed: int) -> None:
    rng = random.Random(seed)

    def side(depth: int = 0) -> str:
        leaf = ["x", "y", "z", "3", "n", "m", "0.5", "u[2]", "sum(r[i] * u[i] for i in I if i != 2)"]
        if depth > 2 or rng.random() < 0.3:
            return rng.choice(leaf)
        a, b = side(depth + 1), side(depth + 1)
        return rng.choice(
            [
                f"({a} + {b})",
                f"({a} - {b})",
                f"{rng.choice(['2', 'n', '-1', '1 / 3', '-n', '(n - m)', '2 * n * 3'])} * ({a})",
                f"-({b})",
                f"({a}) / 4",
            ]
        )

    text = f"{side()} {rng.choice(['<=', '>=', '=='])} {side()}"
    model = field(text)
    canonical = canonicalise(model)
    assert canonicalise(canonical) == canonical, (text, canonical.constraints[0].to_expression())
    node = normal_node(parse_expression(text), model)
    assert normal_node(node, model) == node, (text, format_expression(node))
    assert parse_expression(format_expression(node)) == node, (text, format_expression(node))
    for point in points(model, rng, 10):
        assert said_at(model, point) == said_at(canonical, point), (text, canonical.constraints[0].to_expression())


def test_what_canonicalise_leaves_alone() -> None:
    missing = {"name": "row", "kind": "total", "of": [{"variable": "x"}], "sense": "<="}
    missing |= {"limit": {"form": "missing", "slot": "limit"}}
    for row in (
        missing,
        {"name": "row", "kind": "algebraic", "expression": "x <="},
        {"name": "row", "kind": "algebraic", "for_each": "x in I", "expression": "x <= 5 - y"},
        {"name": "row", "kind": "algebraic", "expression": "x + y"},
    ):
        model = model_from_object(FIELD | {"constraints": [row]})
        assert canonicalise(model) is model


def test_a_name_captured_by_a_sum_stays_outside() -> None:
    model = field("r[i] * sum(u[i] for i in I) <= 9", for_each="i in I")
    assert canonicalise(model).constraints[0].kind == "algebraic"


def test_a_parameter_is_no_term() -> None:
    assert canonicalise(field("n + x <= 5")).constraints[0].to_expression() == "x <= 5 - n"
    assert canonicalise(field("n <= 5")).constraints[0].kind == "algebraic"


READ_BACK = {
    "implies(a, x >= 2)": ("if a is chosen, then x is at least 2", "a is chosen, and yet x is less than 2"),
    "iff(a, not b)": (
        "a is chosen exactly when b is not chosen",
        "only one of these holds: a is chosen; b is not chosen",
    ),
    "not (a and b)": ("at most one of these is chosen: a and b", None),
    "a or x in {1, 3}": ("at least one of these holds: a is chosen; x is 1 or 3", None),
    "count(open[i] for i in I if i != 2) >= n - 1": (
        "at least 3 − 1 of these are chosen: open (i) for every i in I where i is not 2",
        None,
    ),
    "x + y <= (n if a and b else 9)": (
        "x + y: at most 3 if a is chosen and b is chosen, else at most 9",
        "x + y is more than 3 if a is chosen and b is chosen, else more than 9",
    ),
}


@pytest.mark.parametrize("expression", READ_BACK)
def test_logic_read_back(expression: str) -> None:
    model = canonicalise(field(expression))
    (row,) = model.constraints
    sentence, clause = READ_BACK[expression]
    assert row.kind != "algebraic"
    assert row.sentence(Words(model)) == sentence
    if clause is not None:
        assert row.negation(Words(model)) == clause
