"""A thousand pairs of linear Models, rewritten or really changed: verdicts are right, and checked point by point."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction

import pytest
from linear_pairs import CHANGES, REWRITES, Pair, pair, walk

from modelwright.solvers import Different, Equivalent, NotDecided, equivalent


def columns(names: list[str], point) -> list[Fraction]:
    return [point[name, ()] for name in names]


def check_equal(made: Pair, verdict: Equivalent) -> int:
    """The number of points that were mapped and had the same fate in both."""
    assert verdict.infeasible == made.first.empty
    if verdict.infeasible:
        return 0
    if not made.renamed:
        assert verdict.mapping == {(name, ()): (name, ()) for name in made.names[0]}
    assert not verdict.scale
    source = {theirs: ours for ours, theirs in verdict.mapping.items()}
    back = [made.names[0].index(source[name, ()][0]) for name in made.names[1]]
    rng = random.Random(0)
    points = [made.first.center, *walk(rng, made.first, made.first.center, 25)]
    beyond = [[v + rng.choice([0, 0, 0, -1, 1]) for v in point] for point in points]
    for point in points + beyond:
        partner = [point[j] for j in back]
        assert made.first.allows(point) == made.second.allows(partner)
        if made.first.allows(point):
            assert made.first.value(point) == verdict.factor * made.second.value(partner) + verdict.offset
    assert all(made.first.allows(point) for point in points)
    return len(points + beyond)


def check_different(made: Pair, verdict: Different) -> None:
    assert verdict.points
    ours = [columns(made.names[0], point) for point in verdict.points]
    theirs = [columns(made.names[1], point) for point in verdict.partners]
    here, there = [made.first.allows(p) for p in ours], [made.second.allows(p) for p in theirs]
    expected = {"first": (True, False), "second": (False, True), "both": (True, True)}[verdict.feasible_in]
    assert set(zip(here, there, strict=True)) == {expected}
    if verdict.feasible_in == "both":
        values = [(made.first.value(a), made.second.value(b)) for a, b in zip(ours, theirs, strict=True)]
        (a, b), *rest = values
        steps = [(c - a, d - b) for c, d in rest]
        assert not all(c == d == 0 for c, d in steps)
        assert any((c > 0, c < 0) != (d > 0, d < 0) for c, d in steps) or (
            len(steps) == 2 and steps[0][0] * steps[1][1] != steps[1][0] * steps[0][1]
        )
    assert verdict.sentence
    assert len(verdict.sentence) < 1000


def run(labels: range) -> Counter[str]:
    tally: Counter[str] = Counter()
    for number in labels:
        made = pair(f"pair/{number}")
        verdict = equivalent(*made.models, time_limit_s=None)
        if isinstance(verdict, NotDecided):
            tally["undecided"] += 1
            continue
        assert isinstance(verdict, Different if made.change else Equivalent), (number, made.change, verdict)
        if isinstance(verdict, Equivalent):
            tally["points"] += check_equal(made, verdict)
        else:
            check_different(made, verdict)
        tally.update(["decided", type(verdict).__name__, f"renamed {made.renamed}", *made.first.kinds])
        tally.update([f"change {made.change}"] if made.change else [f"rewrite {name}" for name in made.rewrites])
    return tally


def judged(tally: Counter[str], count: int) -> None:
    """Enough was decided, and the pairs were as varied as they should be."""
    assert tally["undecided"] <= count * 0.02, tally
    assert tally["undecided"] + tally["decided"] == count
    assert min(tally["Equivalent"], tally["Different"], tally["renamed True"], tally["renamed False"]) >= count * 0.35
    assert tally["points"] > 20 * tally["Equivalent"]
    for name in ["LP", "MILP", "min", "max", "satisfy", "equalities", "ranges", "open", "infeasible", "degenerate"]:
        assert tally[name] >= count * 0.02, (name, tally)
    assert all(tally[f"change {name}"] for name in CHANGES), tally
    assert all(tally[f"rewrite {name}"] >= count * 0.1 for name in REWRITES), tally


def test_a_hundred_and_twenty_pairs() -> None:
    judged(run(range(120)), 120)


@pytest.mark.slow
def test_a_thousand_pairs() -> None:
    judged(run(range(1000)), 1000)
