"""The class of a model and the reason for it."""

from __future__ import annotations

import pytest

from modelwright.model.document import Model
from modelwright.solvers import ground, problem_class

JOBS = {"name": "J", "content": {"form": "range", "first": 1, "last": 3}}


def classed(*rows, objective="x + n", sense="min", domain="continuous"):
    model = Model(
        sets=[JOBS],
        variables=[
            {"name": "x", "lower": "0", "upper": "9", "domain": domain},
            {"name": "n", "lower": "0", "upper": "9", "domain": domain},
            {"name": "on", "index": ["J"], "domain": "binary" if domain == "integer" else domain},
        ],
        objectives=[{"name": "goal", "sense": sense, "expression": None if sense == "satisfy" else objective}],
        constraints=[
            {"kind": "algebraic", "name": f"row{k}", "expression": text, "for_each": "j in J" if "[j]" in text else ""}
            for k, text in enumerate(rows)
        ],
    )
    return problem_class(ground(model))


@pytest.mark.parametrize(
    ("rows", "more", "expected"),
    [
        (["x <= 3"], {}, ("LP", "rows and objective are linear, and all decisions are continuous")),
        (["x <= 3"], {"domain": "integer"}, ("MILP", "rows and objective are linear, and all decisions are integer")),
        (
            ["x * n >= 4"],
            {},
            ("QP", "two decisions are multiplied in `row0`, and nothing more, and all decisions are continuous"),
        ),
        (
            ["x >= 1"],
            {"objective": "n + x ** 2"},
            ("QP", "two decisions are multiplied in the objective, and nothing more, and all decisions are continuous"),
        ),
        (
            ["x * n <= 5", "x + on[j] * n * x <= 3"],
            {},
            ("NLP", "`*` in `row1` is not linear, and all decisions are continuous"),
        ),
        (["x >= 1", "exp(x) <= 9"], {}, ("NLP", "`exp` in `row1` is not linear, and all decisions are continuous")),
        (
            ["x >= 1", "all_different(on[j] + x, n)"],
            {"domain": "integer"},
            ("CP", "`all_different` in `row1` is a condition beyond linear rows, and all decisions are integer"),
        ),
        (
            ["x <= 3"],
            {"sense": "satisfy"},
            ("feasibility", "nothing is optimised; rows are linear, and all decisions are continuous"),
        ),
    ],
)
def test_a_class_comes_with_its_reason(rows, more, expected) -> None:
    assert classed(*rows, **more) == expected


def test_some_integer_decisions_are_named() -> None:
    variables = [{"name": f"v{k}", "index": ["J"], "domain": "integer" if k else "continuous"} for k in range(6)]
    model = Model(sets=[JOBS], variables=variables)
    assert problem_class(ground(model)) == (
        "feasibility",
        "nothing is optimised; rows are linear, and 15 of 18 decisions are integer (`v1`, `v2`, `v3`, …)",
    )
