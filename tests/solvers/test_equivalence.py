"""Models that say the same, and what sets others apart."""

from __future__ import annotations

import pytest
from solver_models import linear

from modelwright.model.document import Model
from modelwright.solvers import same_model

BASE = linear(["2 * x + 4 * y <= 40", "x >= 3"], "5 * x + 4 * y", integer="x")


@pytest.mark.parametrize(
    "other",
    [
        linear(["x >= 3", "x + 2 * y <= 20"], "4 * y + 5 * x", integer="x"),
        linear(["20 - x >= 2 * y", "-2 * x <= -6"], "5 * x + 4 * y", integer="x"),
        linear(["2 * x + 4 * y <= 40", "x >= 2.5", "x + y >= 0", "y >= 0"], "5 * x + 4 * y", integer="x"),
        linear(["2 * x + 4 * y <= 40", "x + 2 * y <= 30", "x >= 3"], "5 * x + 4 * y", integer="x"),
        linear(["2 * b + 4 * a <= 40", "b >= 3"], "5 * b + 4 * a", integer="b", names="ab"),
        linear(["2 * y + 4 * z <= 40", "y >= 3"], "5 * y + 4 * z", integer="y", names="zy"),
    ],
)
def test_the_same_model_written_otherwise(other) -> None:
    assert same_model(BASE, other) is None
    assert same_model(other, BASE) is None


@pytest.mark.parametrize(
    ("other", "kind", "words"),
    [
        (linear(["2 * x + 4 * y <= 40", "x >= 3"], "10 * x + 8 * y", integer="x"), "objective", "counts 5"),
        (linear(["2 * x + 4 * y <= 40", "x >= 3"], "5 * x + 4 * y", "min", integer="x"), "objective", "`max`"),
        (linear(["2 * x + 4 * y <= 40", "x >= 3"], "5 * x + 4 * y + 1", integer="x"), "objective", "constant"),
        (linear(["2 * x + 4 * y <= 40", "x >= 3"], "5 * x + 4 * y"), "domain", "`x` is integer"),
        (linear(["2 * x + 4 * y <= 40", "x >= 4"], "5 * x + 4 * y", integer="x"), "bounds", "at least 3 in one, 4"),
        (linear(["2 * x + 4 * y <= 40"], "5 * x + 4 * y", integer="x"), "bounds", "at least 3 in one, 0"),
        (linear(["2 * x + 4 * y <= 41", "x >= 3"], "5 * x + 4 * y", integer="x"), "rows", "20 in one, 20.5"),
        (linear(["2 * x + 5 * y <= 40", "x >= 3"], "5 * x + 4 * y", integer="x"), "rows", "Only the first"),
        (linear(["2 * x + 4 * y == 40", "x >= 3"], "5 * x + 4 * y", integer="x"), "rows", "Only the second"),
        (linear(["x >= 3"], "5 * x", integer="x", names="x"), "variables", "2 (x, y) against 1 (x)"),
    ],
)
def test_what_differs_is_said(other, kind, words) -> None:
    found = same_model(BASE, other)
    assert found is not None
    assert found.kind == kind
    assert words in found.sentence


def test_an_indexed_model_equals_its_reordered_self() -> None:
    def made(members, name, label):
        costs = {"a": "1", "b": "2"}
        return Model(
            sets=[{"name": "I", "content": {"form": "members", "members": members}}],
            parameters=[
                {"name": "c", "index": ["I"], "value": {"form": "known", "entries": [[[m], costs[m]] for m in members]}}
            ],
            variables=[{"name": name, "label": label, "index": ["I"], "lower": "0"}],
            objectives=[{"name": "goal", "sense": "min", "expression": f"sum(c[i] * {name}[i] for i in I)"}],
            constraints=[{"kind": "algebraic", "name": "r", "expression": f"sum({name}[i] for i in I) >= 3"}],
        )

    assert same_model(made(["a", "b"], "x", "plan"), made(["b", "a"], "plan_of", "Plan")) is None


def test_an_impossible_row_is_seen() -> None:
    found = same_model(linear(["0 * x >= 1"], names="x"), linear(names="x"))
    assert found is not None
    assert found.kind == "rows"
