"""Duals and reduced costs in the sign of MathOptInterface."""

from __future__ import annotations

import numpy as np
import pytest
from programs import INF, answer, need, program

from modelwright.model.outcome import PrimalStatus
from modelwright.solvers import Capability


@pytest.fixture(autouse=True)
def with_duals(adapter) -> None:
    need(adapter, Capability.DUALS)


@pytest.mark.parametrize(
    ("sense", "limits", "dual", "reduced"),
    [
        ("max", (-INF, 4), -3, [0, 1]),
        ("min", (4, INF), 2, [1, 0]),
        ("max", (1, 4), -3, [0, 1]),
        ("min", (4, 9), 2, [1, 0]),
        ("max", (4, 4), -3, [0, 1]),
        ("min", (4, 4), 2, [1, 0]),
    ],
)
def test_the_sign(adapter, sense, limits, dual, reduced) -> None:
    result = answer(adapter, program([[1, 1]], [limits], [(0, INF)] * 2, [3, 2], sense))
    assert result.dual is PrimalStatus.FEASIBLE_POINT
    assert result.duals.tolist() == pytest.approx([dual], rel=1e-4)
    assert result.reduced_costs.tolist() == pytest.approx(reduced, rel=1e-4, abs=1e-4)


def test_random_programs_have_no_gap(adapter) -> None:
    """The dual objective, made of limits and duals of the right sign, is the objective."""
    rng = np.random.default_rng(5)
    for number in range(12):
        matrix = rng.integers(-3, 6, (4, 5))
        inside = matrix @ rng.integers(0, 5, 5)
        limits = [(low, high) for low, high in zip(inside - 3, inside + 2, strict=True)]
        cost, sense = rng.integers(-5, 9, 5), ("min", "max")[number % 2]
        given = program(matrix, limits, [(0, 6)] * 5, cost, sense, offset=3.0)
        result = answer(adapter, given)
        sign = -1 if sense == "max" else 1
        worth = sign * given.offset
        for prices, lower, upper in (
            (result.duals, given.row_lower, given.row_upper),
            (result.reduced_costs, given.column_lower, given.column_upper),
        ):
            worth += float(np.maximum(prices, 0) @ lower + np.minimum(prices, 0) @ upper)
        assert sign * worth == pytest.approx(result.objective, rel=1e-4, abs=1e-3)
        dense = np.zeros((4, 5))
        dense[np.repeat(np.arange(4), np.diff(given.start)), given.index] = given.value
        assert (dense.T @ result.duals + result.reduced_costs).tolist() == pytest.approx(sign * given.cost, abs=1e-3)


def test_a_milp_has_none(adapter) -> None:
    need(adapter, Capability.MILP)
    result = answer(adapter, program([[2, 3]], [(-INF, 7)], [(0, 9)] * 2, [3, 2], integer=[True, False]))
    assert result.duals is None
    assert result.dual is PrimalStatus.NO_SOLUTION
