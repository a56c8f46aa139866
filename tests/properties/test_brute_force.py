"""Every solver path finds the optimum that trying every point finds, exactly: on random Models of all kinds.

A mismatch names its label, ``seed/number``; ``run(number + 1, seed)`` of `comparing` makes it again.
"""

from __future__ import annotations

import random

import pytest
from comparing import SOLVERS, Tally, compare, run
from instances import KINDS, SmallModel, small_model
from support.brute import brute_force
from support.rich import RICH

from modelwright.model.canonical import dump_model, model_from_object


def holds_up(tally: Tally, count: int) -> None:
    """No mismatch, and the Models were as varied as they should be."""
    assert not tally.mismatches, "\n\n".join(tally.mismatches[:3])
    assert tally.count == count
    assert set(tally.instances) == set(KINDS)
    assert min(tally.instances.values()) >= 10
    assert 0.1 <= tally.infeasible / count <= 0.5
    assert len(tally.twists) == 11
    assert min(tally.twists.values()) >= count / 50, tally.twists
    assert {solver for solver, _ in tally.refused} <= {"cpsat"}, tally.refused
    assert tally.refused.total() <= count / 50, tally.refused
    assert tally.solved["auto"] == tally.solved["highs"] == count
    assert tally.solved["cpsat"] + tally.refused.total() == count - tally.twists["continuous"]


def test_five_hundred_models_by_every_solver() -> None:
    tally = run(500)
    assert set(tally.solved) == set(SOLVERS)
    holds_up(tally, 500)


@pytest.mark.parametrize("name", ["queens", "tour", "covering"])
def test_models_of_the_whole_language(name: str) -> None:
    model = model_from_object(RICH[name])
    tally = Tally()
    compare(SmallModel(model, model, ("algebraic",)), tally, name)
    assert not tally.mismatches, "\n\n".join(tally.mismatches)
    assert tally.solved.total() == 3


@pytest.mark.slow
def test_two_thousand_models_by_every_solver() -> None:
    holds_up(run(2_000, seed=3), 2_000)


def test_the_same_numbers_make_the_same_models() -> None:
    for kind in list(KINDS)[::6]:
        first, second = (small_model(random.Random("again"), kind) for _ in range(2))
        assert dump_model(first.model) == dump_model(second.model)
        assert first.twists == second.twists


def test_a_wrong_row_is_a_mismatch() -> None:
    """The comparison can fail: a Model solved with one row less than the one tried out."""
    tally = Tally()
    wrong = 0
    for k, kind in enumerate(KINDS):
        made = small_model(random.Random(f"wrong/{k}"), kind)
        fewer = made.model.model_copy(update={"constraints": made.model.constraints[1:]})
        before = len(tally.mismatches)
        differing = "continuous" in made.twists or brute_force(made.reference) != brute_force(fewer, made.data)
        made.model = fewer
        compare(made, tally, str(k))
        if not differing:
            assert len(tally.mismatches) == before
        wrong += len(tally.mismatches) > before
    assert wrong >= 20
