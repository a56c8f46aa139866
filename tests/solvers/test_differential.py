"""Every solver against the others, and against trying every point; OR-Tools against SCIP on three classics."""

from __future__ import annotations

import random

import pytest
from differing import FAMILIES, compare

from modelwright.model.document import Model
from modelwright.solvers import solve_model


def test_every_solver_says_the_same() -> None:
    told = compare(range(200))
    assert told.mismatches == []
    assert told.failed == []
    assert set(told.programs.values()) == {200 // len(FAMILIES)}
    assert {"optimal", "infeasible", "unbounded"} == set(told.statuses)


@pytest.mark.slow
def test_every_solver_says_the_same_of_thousands() -> None:
    told = compare(range(200, 1_600))
    assert told.mismatches == []
    assert told.failed == []


def whole(name, upper=1) -> dict:
    return {"name": name, "domain": "integer", "lower": "0", "upper": str(upper)}


def model(variables, objective, rows) -> Model:
    return Model(
        variables=variables,
        objectives=[{"name": "cost", "sense": "min", "expression": objective}],
        constraints=[{"kind": "algebraic", "name": f"r{k}", "expression": row} for k, row in enumerate(rows)],
    )


def set_cover(rng) -> Model:
    """Sets of random members; the last takes in what no other has."""
    sets = [{member for member in range(8) if rng.random() < 0.35} for _ in range(9)]
    sets.append(set(range(8)) - set().union(*sets) | {0})
    rows = [" + ".join(f"s{k}" for k, members in enumerate(sets) if member in members) + " >= 1" for member in range(8)]
    return model(
        [whole(f"s{k}") for k in range(10)], " + ".join(f"{rng.randint(1, 9)} * s{k}" for k in range(10)), rows
    )


def lot_sizing(rng) -> Model:
    """Five periods: making has a fixed cost, keeping has one for each piece."""
    need = [rng.randint(0, 12) for _ in range(5)]
    variables, rows, costs = [], [], []
    for t, wanted in enumerate(need):
        variables += [whole(f"make{t}", 40), whole(f"keep{t}", 60), whole(f"open{t}")]
        before = f"keep{t - 1} + " if t else ""
        rows += [f"{before}make{t} == {wanted} + keep{t}", f"make{t} <= 40 * open{t}"]
        costs.append(f"{rng.randint(10, 30)} * open{t} + {rng.randint(1, 4)} * make{t} + {rng.randint(1, 3)} * keep{t}")
    return model(variables, " + ".join(costs), rows)


def assignment(rng) -> Model:
    """Five people, five tasks."""
    names = [[f"x{p}{t}" for t in range(5)] for p in range(5)]
    rows = [" + ".join(line) + " == 1" for line in (*names, *zip(*names, strict=True))]
    costs = " + ".join(f"{rng.randint(1, 20)} * {name}" for line in names for name in line)
    return model([whole(name) for line in names for name in line], costs, rows)


def agree(count) -> None:
    for seed in range(count):
        rng = random.Random(seed)
        given = (set_cover, lot_sizing, assignment)[seed % 3](rng)
        found = {name: solve_model(given, solver=name) for name in ("cpsat", "scip")}
        assert {name: answer.status for name, answer in found.items()} == {"cpsat": "optimal", "scip": "optimal"}
        assert found["cpsat"].objective == pytest.approx(found["scip"].objective, abs=1e-6)


def test_or_tools_and_scip_agree() -> None:
    agree(12)


@pytest.mark.slow
def test_or_tools_and_scip_agree_on_a_hundred() -> None:
    agree(100)
