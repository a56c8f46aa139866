"""Models of the full language compared."""

from __future__ import annotations

import pytest
from full_models import binary, interval, ints, job_shop, known, model, tour, whole

from modelwright.solvers import same_model

XY = [whole("x", 0, 9), whole("y", 0, 9), binary("b")]
OTHER = [whole("p", 0, 9, label="x"), whole("q", 0, 9, label="y"), {**binary("c"), "label": "b"}]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("x * y <= 12", "12 >= q * p"),
        ("x <= 3 or y >= 4", "q >= 4 or 2 * p <= 6"),
        ("implies(b == 1, x >= 2)", "not c == 1 or p >= 2"),
        ("all_different(x, y, b)", "all_different(c, p, q)"),
        ("x != y", "q != p"),
        ("iff(b == 1, x >= y)", "iff(p - q >= 0, c == 1)"),
        ("x in {1, 2, 4}", "p in {4, 2, 1}"),
        ("max(x, y) * 2 <= 8", "2 * max(q, p) <= 8"),
    ],
)
def test_the_same_under_other_names_and_in_another_order(ours, theirs) -> None:
    assert same_model(model(XY, [ours], "x + y"), model(OTHER, [theirs], "p + q")) is None


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("x * y <= 12", "x * y <= 13"),
        ("x <= 3 or y >= 4", "x <= 3 or y >= 5"),
        ("x <= 3 or y >= 4", "x + b <= 3 and y + b >= 4"),
        ("lex_less([x, y], [y, b])", "lex_less([y, x], [y, b])"),
        ("x // y >= 1", "y // x >= 1"),
        ("x in {1, 2}", "x in {1, 3}"),
        ("x * y <= 12", "x + y <= 12"),
    ],
)
def test_what_differs_is_told(ours, theirs) -> None:
    found = same_model(model(XY, [ours], "x + y"), model(XY, [theirs], "x + y"))
    assert found.kind == "rows"
    assert found.sentence


def test_objectives() -> None:
    def difference(one, other, sense="min"):
        return same_model(model(XY, [], one), model(XY, [], other, sense))

    assert difference("x * y + b", "b + y * x") is None
    assert difference("x * y", "x * b").kind == "objective"
    assert difference("x * y", "x + y").kind == "objective"
    assert difference("x * y", "x * y", "max").kind == "objective"


def test_later_objectives_count() -> None:
    def two(second, **rest):
        given = model(XY, [], "x")
        later = {"name": "later", "sense": "min", "expression": second, "priority": 1, **rest}
        document = given.model_dump(mode="json")
        return type(given).model_validate(document | {"objectives": [*document["objectives"], later]})

    assert same_model(two("y"), two("y")) is None
    assert same_model(two("y"), two("b")).kind == "objective"
    assert same_model(two("y"), two("y", tolerance="0.1")).kind == "objective"
    assert same_model(two("y"), model(XY, [], "x")).kind == "objective"


def test_intervals_globals_and_elements() -> None:
    assert same_model(job_shop(), job_shop()) is None
    assert same_model(tour(), tour()) is None
    spans = [
        model(
            [interval("t", "long[i]", 12, "T", over="i in T")],
            [f"cumulative((t[i] for i in T), [2, 1], {capacity})"],
            "max(end(t[i]) for i in T)",
            sets=[ints("T", 1, 2)],
            parameters=[known("long", {1: 3, 2: longest}, "T")],
        )
        for capacity, longest in ((2, 2), (3, 2), (2, 4))
    ]
    assert same_model(spans[0], spans[0]) is None
    assert same_model(spans[0], spans[1]).kind == "rows"
    assert same_model(spans[0], spans[2]).kind == "bounds"
    assert (
        same_model(model([interval("t", "3", 9)], [], "end(t)"), model([whole("t", 0, 9)], [], "t")).kind == "variables"
    )
