"""Forty infeasible models: a minimal conflict in each, repairs that work, and their cost."""

from contextlib import suppress
from functools import cache

import pytest
from independent import can_hold, elastic_cost, is_linear
from infeasible_models import HELPLESS, INFEASIBLE, sample_target

from modelwright.model.patches import apply_patch
from modelwright.model.templates import KINDS
from modelwright.model.validation import check
from modelwright.solvers import diagnose, solve_model
from modelwright.solvers.classes import is_algebraic
from modelwright.solvers.grounding import ground

EVERY = {**INFEASIBLE, **HELPLESS}


@cache
def case(name):
    """The Model of that name and its diagnosis."""
    model = EVERY[name]()
    check(model)
    return model, diagnose(model)


def nonlinear(model):
    """Whether there are products or functions of continuous decisions, which points on a grid seldom meet."""
    return (
        not is_linear(model) and is_algebraic(ground(model)) and any(v.domain == "continuous" for v in model.variables)
    )


def test_there_are_forty_of_all_classes():
    assert len(INFEASIBLE) >= 40
    models = [case(name)[0] for name in EVERY]
    assert sum(map(is_linear, models)) >= 20
    assert sum(map(nonlinear, models)) >= 5
    assert sum(not is_linear(model) and not nonlinear(model) for model in models) >= 14


@pytest.mark.parametrize("name", EVERY)
def test_the_conflict_is_minimal(name):
    model, found = case(name)
    assert found.status == "infeasible"
    assert found.conflict is not None
    assert found.conflict.minimal
    members = found.conflict.members
    assert not can_hold(model, members)
    for left_out in members:
        assert can_hold(model, [member for member in members if member is not left_out]), left_out


@pytest.mark.parametrize("name", EVERY)
def test_linear_conflicts_are_proven(name):
    model, found = case(name)
    if all(variable.domain == "continuous" for variable in model.variables) and is_linear(model):
        assert found.conflict.proof == "proven"
    else:
        assert found.conflict.proof in ("proven", "agreed", "claimed")


@pytest.mark.parametrize("name", INFEASIBLE)
def test_repairs_work_and_the_cheapest_costs_least(name):
    model, found = case(name)
    assert not found.helpless
    assert found.repairs[0].kind == "cheapest"
    for repair in found.repairs:
        patched, undo = apply_patch(model, repair.patch)
        check(patched)
        solved = solve_model(patched)
        assert solved.status == repair.status
        assert repair.status == "optimal" or (repair.kind == "drop" and repair.status == "unbounded")
        assert solved.objective == pytest.approx(repair.objective)
        assert solved.certificate.feasible in ("exact", "within_tolerance")
        assert apply_patch(patched, undo)[0] == model
        permissions = {model.by_name[change.name].negotiable for change in repair.changes}
        assert permissions == {change.permission for change in repair.changes}
        assert "no" not in permissions
    cheapest = found.repairs[0]
    level = {change.permission for change in cheapest.changes} | {"yes"}
    assert all(repair.cost >= cheapest.cost for repair in found.repairs if repair.kind == "single")
    if "unstated" in level:
        assert independent_cost(model, ("yes",)) is None
    assert independent_cost(model, level) == pytest.approx(float(cheapest.cost), rel=1e-6)


KNOWN_COSTS = {
    "box": 9.0,  # x * y reaches 24 at 10, the sum of its sides
    "disc": 4 - 2 * 2**0.5,  # from the disc to the line, which costs less than to widen the disc
    "root": 5.0,  # x to 9
    "product": 2 * (18 - 8),  # x = 4, y = 2
    "power": 40 - 4 * 9,
    "schedule": 3 / 4,  # the jobs take 9 hours one after the other, which is 3 more than is wished
}


def independent_cost(model, level):
    name = next((name for name in KNOWN_COSTS if case(name)[0] is model), None)
    return elastic_cost(model, level) if name is None else KNOWN_COSTS[name] if "yes" in level else None


@pytest.mark.parametrize("name", HELPLESS)
def test_where_everything_is_fixed_that_is_said(name):
    model, found = case(name)
    assert found.helpless
    assert found.repairs == ()
    assert elastic_cost_or_none(model) is None
    assert "Nothing that may be changed helps" in str(found)


def elastic_cost_or_none(model):
    return None if nonlinear(model) else elastic_cost(model, ("yes", "unstated"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind(kind):
    models = [sample_target(kind, seed, moves=seed % 2 == 0) for seed in range(3)]
    for model in filter(None, models):
        if solve_model(model).status == "infeasible":  # a wish is no contradiction where the objective has penalties
            check_sample(model)


def check_sample(model):
    """The diagnosis of a model that may have too many points to try: then its own word is taken."""
    found = diagnose(model)
    assert found.status == "infeasible"
    assert found.complete
    assert found.conflict.minimal
    assert found.helpless == (found.repairs == ())
    members = found.conflict.members
    with suppress(ValueError):
        assert not can_hold(model, members, points=20_000)
        for left_out in members:
            rest = [member for member in members if member is not left_out]
            assert can_hold(model, rest, points=20_000) or can_hold(model, rest, points=200_000, wide=60), left_out
    with suppress(ValueError):
        cost = elastic_cost(model, ("yes",), points=20_000)
        cost = elastic_cost(model, ("yes", "unstated"), points=20_000) if cost is None else cost
        assert found.helpless == (cost is None)
        assert cost is None or float(found.repairs[0].cost) == pytest.approx(cost)
