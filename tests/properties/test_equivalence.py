"""A thousand pairs of linear Models, rewritten or really changed: verdicts are right, and checked point by point."""

from __future__ import annotations

import copy
import random
from collections import Counter
from fractions import Fraction
from itertools import permutations, product

import pytest
from instances import KINDS, reordered, small_model
from linear_changes import CHANGES, REWRITES
from linear_pairs import Pair, pair
from linear_points import walk
from linear_problems import Problem, Row

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


def tiny(rng: random.Random) -> Problem:
    """Up to four whole decisions in 0..2 with small numbers: many symmetries, ties and redundant rows."""
    count = rng.randint(1, 4)
    rows = []
    for _ in range(rng.randint(0, 3)):
        terms = {j: Fraction(rng.choice([-1, 1, 1, 2, 3])) for j in range(count) if rng.random() < 0.7}
        if terms:
            limit = Fraction(rng.randint(-1, 6))
            rows.append(Row(terms, limit if rng.random() < 0.2 else None, limit))
    sense = rng.choice(["min", "max", "satisfy"])
    cost = {j: Fraction(rng.randint(-1, 2)) for j in range(count) if sense != "satisfy"}
    upper = [Fraction(rng.randint(1, 2)) for _ in range(count)]
    lower = [Fraction(0)] * count
    return Problem([True] * count, lower, upper, rows, sense, cost, Fraction(0), lower)


def points(problem: Problem) -> dict[tuple[Fraction, ...], Fraction]:
    """The objective by feasible point, scaled to 0..1: only ranking and proportion count."""
    spans = product(*(range(int(upper) + 1) for upper in problem.upper))
    allowed = (p for p in (list(map(Fraction, span)) for span in spans) if problem.allows(p))
    found = {tuple(p): problem.value(p) for p in allowed}
    low, high = min(found.values(), default=Fraction(0)), max(found.values(), default=Fraction(0))
    return {p: (v - low) / (high - low) if high > low else Fraction(0) for p, v in found.items()}


def tiny_pairs(labels: range) -> Counter[str]:
    """Verdicts compared with all points, under all matches or the one that names tell."""
    tally: Counter[str] = Counter()
    for number in labels:
        rng = random.Random(f"tiny/{number}")
        first = tiny(rng)
        second = copy.deepcopy(first)
        for change in rng.sample(["bound", "coefficient", "cost", "dropped", "limit", "turned"], rng.randint(0, 2)):
            if any(row.terms for row in second.rows):
                CHANGES[change](rng, second)
        if any(low is None or low < 0 or high is None for low, high in zip(second.lower, second.upper, strict=True)):
            continue
        named = rng.random() < 0.3
        names = [f"x{j}" for j in range(first.count)], [f"{'x' if named else 'w'}{j}" for j in range(first.count)]
        ours, theirs = points(first), points(second)
        matches = [range(first.count)] if named else permutations(range(first.count))
        alike = any({tuple(p[j] for j in match): v for p, v in ours.items()} == theirs for match in matches)
        verdict = equivalent(first.model(names[0], rng), second.model(names[1], rng))
        tally[type(verdict).__name__] += 1
        if not isinstance(verdict, NotDecided):
            assert isinstance(verdict, Equivalent if alike else Different), number
    return tally


@pytest.mark.parametrize("kind", KINDS)
def test_models_of_every_kind_equal_their_reordered_selves(kind: str) -> None:
    small = small_model(random.Random(f"meaning/{kind}"), kind)
    other = reordered(small.model, random.Random(kind))
    assert isinstance(equivalent(small.model, other, small.data, small.data), Equivalent)


def test_tiny_pairs_against_all_points() -> None:
    tally = tiny_pairs(range(200))
    assert tally["NotDecided"] <= 4, tally
    assert min(tally["Equivalent"], tally["Different"]) >= 40


@pytest.mark.slow
def test_many_tiny_pairs_against_all_points() -> None:
    tally = tiny_pairs(range(3000))
    assert tally["NotDecided"] <= 60, tally


def test_a_hundred_and_twenty_pairs() -> None:
    judged(run(range(120)), 120)


@pytest.mark.slow
def test_a_thousand_pairs() -> None:
    judged(run(range(1000)), 1000)
