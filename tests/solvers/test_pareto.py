"""Lists of trade-offs against all plans of small Models."""

from __future__ import annotations

import random
from itertools import product

import pytest

from modelwright.errors import UnsupportedModel
from modelwright.model.document import Model
from modelwright.solvers import pareto


def model(rows, *goals, domain="integer", names="xy", upper=5):
    return Model(
        variables=[{"name": n, "lower": "0", "upper": str(upper), "domain": domain} for n in names],
        objectives=[{"name": n, "sense": sense, "expression": e} for n, sense, e in goals],
        constraints=[{"kind": "algebraic", "name": f"row{k}", "expression": row} for k, row in enumerate(rows)],
    )


def beaten(points, senses):
    """The points, as they would be minimised, that no other is at least as good as in both."""
    signed = {tuple(v if s == "min" else -v for v, s in zip(p, senses, strict=True)) for p in points}
    return {p for p in signed if not any(q != p and q[0] <= p[0] and q[1] <= p[1] for q in signed)}


@pytest.mark.parametrize("seed", range(12))
def test_all_trade_offs_of_small_models(seed) -> None:
    rng = random.Random(seed)
    a, b = ([rng.randint(-4, 6) for _ in "xyz"] for _ in range(2))
    row = [rng.randint(1, 4) for _ in "xyz"]
    limit, senses = rng.randint(4, 16), (rng.choice(["min", "max"]), rng.choice(["min", "max"]))

    def form(numbers):
        return " + ".join(f"{c} * {n}" for c, n in zip(numbers, "xyz", strict=True))

    given = model(
        [f"{form(row)} <= {limit}"], ("a", senses[0], form(a)), ("b", senses[1], form(b)), names="xyz", upper=3
    )
    front = pareto(given, points=100)
    worth = [
        tuple(sum(c * v for c, v in zip(numbers, plan, strict=True)) for numbers in (a, b))
        for plan in product(range(4), repeat=3)
        if sum(c * v for c, v in zip(row, plan, strict=True)) <= limit
    ]
    found = [(p.objectives["a"], p.objectives["b"]) for p in front.points]
    assert (front.complete, front.status, front.objectives) == (True, "optimal", ("a", "b"))
    assert beaten(found, senses) == beaten(worth, senses)
    assert len(found) == len(set(found)) == len(beaten(worth, senses))
    assert found == sorted(found, reverse=senses[0] == "max")


def test_fractions_are_spread_evenly() -> None:
    given = model(["x + y >= 4"], ("cost", "min", "3 * x + y"), ("harm", "min", "x + 2 * y"), domain="continuous")
    front = pareto(given, points=5)
    assert [p.objectives["harm"] for p in front.points] == pytest.approx([8, 7, 6, 5, 4])
    assert [p.objectives["cost"] for p in front.points] == pytest.approx([4, 6, 8, 10, 12])
    assert (front.complete, front.status) == (False, "optimal")
    assert [list(p) for p in front.to_json()["points"]] == [["objectives", "values"]] * 5


def test_many_values_give_a_spread() -> None:
    given = model(["x + y == 5000"], ("a", "min", "x"), ("b", "min", "y"), upper=5000)
    front = pareto(given, points=4)
    assert [p.objectives["b"] for p in front.points] == [5000, 3333, 1666, 0]
    assert not front.complete


def test_objectives_that_agree_have_one_point() -> None:
    front = pareto(model(["x + y <= 4"], ("a", "max", "x + y"), ("b", "max", "2 * x + 2 * y")))
    assert (len(front.points), front.complete) == (1, True)


def test_no_points() -> None:
    front = pareto(model(["x >= 9"], ("a", "min", "x"), ("b", "max", "y")))
    assert (front.points, front.status, front.complete) == ((), "infeasible", True)
    with pytest.raises(UnsupportedModel, match="there are 1"):
        pareto(model(["x >= 2"], ("a", "min", "x")))
