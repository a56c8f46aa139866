"""The reduced Instance has the points and the optimum of the trees: compared with trying every point."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tree_models import BOXES, conditions, make_instance, num, numbers, points, var

from modelwright.errors import UnsupportedModel
from modelwright.model.exact.fold import Undefined
from modelwright.model.exact.points import evaluate, holds
from modelwright.model.exact.trees import (
    Among,
    Apply,
    Choose,
    Element,
    Global,
    GroundInterval,
    Negation,
    Relation,
    Truth,
    add,
    conjunction,
    disjunction,
    relation,
    scaled,
    value_of,
)
from modelwright.model.outcome import Termination
from modelwright.solvers.adapters.base import Options
from modelwright.solvers.adapters.highs import Highs
from modelwright.solvers.reductions import reduce_to_milp

MANY = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def solve(instance):
    # The presolve of HiGHS 1.14 calls some suboptimal points of MILPs optimal (its issues 3043, 3073, 3094).
    return Highs().solve(instance, Options(presolve=False))


def pinned(instance, point):
    """`instance` with the first columns fixed at `point`."""
    from dataclasses import replace

    lower, upper = instance.column_lower.copy(), instance.column_upper.copy()
    for (name, key), value in point.items():
        column = instance.column(name, key)
        lower[column] = upper[column] = float(value)
    return replace(instance, column_lower=lower, column_upper=upper)


def feasible_at(reduced, point) -> bool:
    termination = solve(pinned(reduced.instance, point)).termination
    assert termination in (Termination.OPTIMAL, Termination.INFEASIBLE)
    return termination is Termination.OPTIMAL


def check_points(trees, sample, boxes=None, rows=()):
    """At each point of `sample`, the reduced Instance is feasible exactly where the trees hold; how often that is."""
    reduced = reduce_to_milp(make_instance(trees, boxes, rows=rows))
    assert reduced.instance.trees == ()
    held = 0
    for point in sample:
        expected = all(holds(tree, point) for tree in trees)
        assert feasible_at(reduced, point) == expected, point
        held += expected
    return held


def value_at(tree, point):
    try:
        return evaluate(tree, point)
    except Undefined:
        return None


def check_optimum(trees, objective, sense, boxes=None):
    """The optimum of the reduced Instance is that of all points."""
    values = [value_at(objective, p) for p in points(boxes) if all(holds(tree, p) for tree in trees)]
    values = [value for value in values if value is not None]
    reduced = reduce_to_milp(make_instance(trees, boxes, objective, sense))
    result = reduced.restore(solve(reduced.instance))
    if not values:
        assert result.termination is Termination.INFEASIBLE
        return
    best = min(values) if sense == "min" else max(values)
    assert result.termination is Termination.OPTIMAL
    assert result.objective == pytest.approx(float(best), abs=1e-5)
    point = dict(zip([(name, ()) for name in boxes or BOXES], map(round, result.values), strict=True))
    exact = {column: Fraction(value) for column, value in point.items()}
    assert all(holds(tree, exact) for tree in trees)
    assert evaluate(objective, exact) == best


SAMPLES = st.lists(st.integers(0, 10**6), min_size=4, max_size=4)
ALL_POINTS = list(points())


def drawn(sample):
    return [ALL_POINTS[k % len(ALL_POINTS)] for k in sample]


@MANY
@given(tree=conditions(2), sample=SAMPLES)
def test_random_conditions(tree, sample):
    assume(not isinstance(tree, Truth))
    check_points([tree], drawn(sample))


@MANY
@given(tree=conditions(1), objective=numbers(2), sense=st.sampled_from(["min", "max"]))
def test_random_objectives(tree, objective, sense):
    check_optimum([tree], objective, sense)
