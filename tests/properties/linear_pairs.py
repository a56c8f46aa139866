"""Pairs of linear Models that are the same by construction, or differ by one planted change that is really one.

All of it is exact and independent of the code that is tested. A change counts when points show it: a walk from a known
feasible point finds one that only one of the two allows, or points whose objectives are not in proportion. Where names
do not help, it also has to be no renaming of the original: either the costs are distinct numbers below a million, so
that no other match keeps the objective (with equalities, up to a chance that is nil for these sizes), or there are at
most five decisions and points exclude every match, one by one.
"""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from linear_changes import CHANGES, REWRITES
from linear_points import walk
from linear_problems import ZERO, Problem, draw, equalities_of

from modelwright.model.document import Model

__all__ = ["Pair", "pair"]


def _known_points(rng: random.Random, problem: Problem, steps: int) -> list[list[Fraction]]:
    if problem.empty:
        return []
    start = problem.center
    if not problem.allows(start):
        return []
    return [start, *walk(rng, problem, start, steps)]


def _in_proportion(values: list[tuple[Fraction, Fraction]]) -> bool:
    """Whether the first of each pair is a positive multiple of the second plus a constant."""
    (ours, theirs), *rest = values
    steps = {(a - ours, b - theirs) for a, b in rest if a != ours or b != theirs}
    if not steps:
        return True
    a, b = next(iter(steps))
    return a * b > 0 and all(a * d == b * c for c, d in steps)


def apart(
    first: Problem,
    second: Problem,
    ours: list[list[Fraction]],
    theirs: list[list[Fraction]],
    match: tuple[int, ...] | None = None,
) -> bool:
    """Whether feasible points tell two problems apart, column j of the second being ``match[j]`` of the first.

    Args:
        first: One problem.
        second: The other.
        ours: Points of the first.
        theirs: Points of the second, by its own columns.
        match: The same numbers when absent.
    """
    match = match or tuple(range(first.count))
    pairs = []
    for point in ours:
        partner = [point[j] for j in match]
        if not second.allows(partner):
            return True
        pairs.append((point, partner))
    for partner in theirs:
        point = [partner[match.index(j)] for j in range(first.count)]
        if not first.allows(point):
            return True
        pairs.append((point, partner))
    values = [(first.value(point), second.value(partner)) for point, partner in pairs]
    return bool(values) and not _in_proportion(values)


def really_changed(rng: random.Random, first: Problem, second: Problem, *, renamed: bool, distinct: bool) -> bool:
    """Whether points prove that the problems differ, under every match if `renamed`."""
    if first.empty and second.empty:
        return False
    ours, theirs = _known_points(rng, first, 100), _known_points(rng, second, 100)
    if not apart(first, second, ours, theirs):
        return False
    if not renamed or first.empty != second.empty:
        return True
    if first.count <= 5:
        return all(apart(first, second, ours, theirs, match) for match in permutations(range(first.count)))
    return distinct and _spans(first, ours) and _spans(second, theirs) and _costs_tell(first, second)


def _spans(problem: Problem, points: list[list[Fraction]]) -> bool:
    """Whether some points differ from others in one column only, for every column (without equalities)."""
    if equalities_of(problem):
        return True
    for j in range(problem.count):
        steps = [Fraction(1), Fraction(-1)] if problem.integer[j] else [Fraction(1, 8), Fraction(-1, 8)]
        if not any(
            problem.allows([*p[:j], p[j] + s, *p[j + 1 :]]) for p in [*points[:1], *points[-40:]] for s in steps
        ):
            return False
    return True


def _costs_tell(first: Problem, second: Problem) -> bool:
    """Whether the matches that keep the objective are the identity alone, or none, as its numbers say."""
    if "equalities" in first.kinds:
        return first.cost == second.cost and first.sense == second.sense
    ours, theirs = _profile(first), _profile(second)
    return len(set(ours)) == first.count and (sorted(ours) != sorted(theirs) or ours == theirs)


def _profile(problem: Problem) -> list[Fraction]:
    sign = -1 if problem.sense == "max" else 1
    most = max((abs(v) for v in problem.cost.values()), default=Fraction(1))
    return [sign * problem.cost.get(j, ZERO) / most for j in range(problem.count)]


@dataclass
class Pair:
    """Two problems over the same numbered columns, as Models under their own names.

    Attributes:
        change: What was planted; ``""`` for none.
        renamed: Whether names say nothing.
        rewrites: What was rewritten in the second.
    """

    first: Problem
    second: Problem
    models: tuple[Model, Model]
    names: tuple[list[str], list[str]]
    change: str
    renamed: bool
    rewrites: tuple[str, ...]


def pair(label: str) -> Pair:
    """The pair that follows from `label`."""
    rng = random.Random(label)
    changed, renamed = rng.random() < 0.5, rng.random() < 0.5
    change = rng.choice(sorted(CHANGES)) if changed else ""
    while True:
        distinct, small = rng.random() < 0.7, rng.random() < 0.25
        first = draw(rng, distinct=distinct, small=small)
        second = copy.deepcopy(first)
        if not changed:
            break
        CHANGES[change](rng, second)
        if really_changed(rng, first, second, renamed=renamed, distinct=distinct and first.sense != "satisfy"):
            break
    rewrites = tuple(name for name in REWRITES if rng.random() < 0.5)
    for name in rewrites:
        REWRITES[name](rng, second)
    if changed and rng.random() < 0.5:
        first, second = second, first
    ours = [f"x{j}" for j in range(first.count)]
    theirs = [f"w{k}" for k in rng.sample(range(first.count), first.count)] if renamed else ours
    models = first.model(ours, rng), second.model(theirs, rng)
    return Pair(first, second, models, (ours, theirs), change, renamed, rewrites)
