"""CP-SAT against the meaning of trees: what holds at every point of small boxes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from tree_models import BOXES, conditions, make_instance, numbers, points

from modelwright.errors import ModelError, UnsupportedModel
from modelwright.model.exact.points import evaluate, holds
from modelwright.model.outcome import Termination
from modelwright.solvers import Options
from modelwright.solvers.adapters.cpsat import CpSat


def answer(instance):
    return CpSat().solve(instance, Options())


def point_of(result) -> dict:
    return {(name, ()): value for name, value in zip(BOXES, map(round, result.values), strict=True)}


@given(conditions(2))
@settings(max_examples=150, deadline=None)
def test_a_condition_has_a_point_exactly_where_one_is_found(tree) -> None:
    try:
        result = answer(make_instance([tree]))
    except UnsupportedModel:
        return
    right = [point for point in points() if holds(tree, point)]
    assert (result.termination is Termination.OPTIMAL) == bool(right)
    assert not right or point_of(result) in right


@given(conditions(1), numbers(1))
@settings(max_examples=100, deadline=None)
def test_the_best_point_is_found(tree, goal) -> None:
    def value(point):
        try:
            return evaluate(goal, point)
        except ModelError:
            return None

    right = [v for p in points() if holds(tree, p) and (v := value(p)) is not None]
    for sense, best in (("min", min), ("max", max)):
        try:
            result = answer(make_instance([tree], objective=goal, sense=sense))
        except UnsupportedModel:
            return
        assert (result.termination is Termination.OPTIMAL) == bool(right)
        if right:
            assert result.objective == pytest.approx(float(best(right)), abs=1e-12)
            assert result.objective == result.objective_bound
