"""What leaves a linear problem the same, and what may change it."""

from __future__ import annotations

import copy
import random
from fractions import Fraction

from linear_problems import ZERO, Problem, Row, contradict, equalities_of, halves, some_row

__all__ = ["CHANGES", "REWRITES"]


def _scaled(rng: random.Random, problem: Problem) -> None:
    for k, row in enumerate(problem.rows):
        factor = Fraction(rng.choice([1, 2, 3, 10, Fraction(1, 4), Fraction(2, 3), -1, -2, Fraction(-1, 5)]))
        ends = [None if end is None else factor * end for end in (row.lower, row.upper)]
        problem.rows[k] = Row({j: factor * v for j, v in row.terms.items()}, *(ends if factor > 0 else ends[::-1]))


def _split(rng: random.Random, problem: Problem) -> None:
    rows = []
    for row in problem.rows:
        if row.lower is not None and row.upper is not None and rng.random() < 0.7:
            rows += [Row(dict(row.terms), row.lower, None), Row(dict(row.terms), None, row.upper)]
        else:
            rows.append(row)
    problem.rows = rows


def _redundant(rng: random.Random, problem: Problem) -> None:
    """Sums of conditions with positive weights, with and without room."""
    known = halves(problem)
    for _ in range(rng.randint(1, 4)):
        terms: dict[int, Fraction] = {}
        limit = Fraction(rng.choice([0, 0, 1, 5, "1/3"]))
        for more, most in rng.sample(known, min(len(known), rng.randint(1, 3))):
            weight = Fraction(rng.choice([1, 1, 2, "1/2", "5/3"]))
            limit += weight * most
            for j, v in more.items():
                terms[j] = terms.get(j, ZERO) + weight * v
        problem.rows.append(Row({j: v for j, v in terms.items() if v}, None, limit))


def _by_bounds(rng: random.Random, problem: Problem) -> None:
    """A row that bounds alone keep."""
    ends = [
        (j, end) for j in range(problem.count) for end in ("lower", "upper") if getattr(problem, end)[j] is not None
    ]
    chosen = dict(rng.sample(ends, min(len(ends), rng.randint(1, 4))))
    terms = {j: Fraction(rng.randint(1, 6) * (1 if end == "upper" else -1)) for j, end in chosen.items()}
    limit = sum((v * getattr(problem, chosen[j])[j] for j, v in terms.items()), Fraction(rng.randint(0, 3)))
    problem.rows.append(Row(terms, None, limit))


def _bounds_as_rows(rng: random.Random, problem: Problem) -> None:
    for j in range(problem.count):
        for end in ("lower", "upper"):
            bound = getattr(problem, end)[j]
            if bound is not None and rng.random() < 0.3:
                problem.rows.append(
                    Row({j: Fraction(1)}, bound if end == "lower" else None, bound if end == "upper" else None)
                )
                getattr(problem, end)[j] = None


def _added(row: Row, other: Row, weight: Fraction) -> Row:
    assert other.upper is not None
    terms = dict(row.terms)
    for j, v in other.terms.items():
        terms[j] = terms.get(j, ZERO) + weight * v
    shift = weight * other.upper
    ends = [None if end is None else end + shift for end in (row.lower, row.upper)]
    return Row({j: v for j, v in terms.items() if v}, *ends)


def _mixed(rng: random.Random, problem: Problem) -> None:
    """Equalities added to other rows."""
    for number in [k for k, row in enumerate(problem.rows) if row.lower is not None and row.lower == row.upper]:
        others = [k for k in range(len(problem.rows)) if k != number]
        for k in rng.sample(others, min(len(others), 2)):
            weight = Fraction(rng.choice([1, -1, 2, "1/2"]))
            problem.rows[k] = _added(problem.rows[k], problem.rows[number], weight)


def _other_goal(rng: random.Random, problem: Problem) -> None:
    """The objective times a number, plus a number, plus equalities, and turned from a minimum to a maximum."""
    if problem.sense == "satisfy":
        return
    factor = Fraction(rng.choice([1, 2, 100, "1/3"]))
    if rng.random() < 0.5:
        problem.sense = "max" if problem.sense == "min" else "min"
        factor = -factor
    goal = Row({j: factor * v for j, v in problem.cost.items()}, ZERO, None)
    for equality in equalities_of(problem):
        if rng.random() < 0.5:
            goal = _added(goal, equality, Fraction(rng.choice([1, -1, 3])))
    assert goal.lower is not None
    problem.cost, problem.offset = goal.terms, factor * problem.offset - goal.lower + rng.choice([0, 5])


def _unrounded(rng: random.Random, problem: Problem) -> None:
    """Limits of rows of whole numbers moved by less than it takes to the next whole number."""
    for row in problem.rows:
        if row.lower != row.upper and all(problem.integer[j] and v.denominator == 1 for j, v in row.terms.items()):
            room = Fraction(rng.choice([0, 0, "1/2", "1/3"]))
            if row.upper is not None and row.upper.denominator == 1:
                row.upper += room
            if row.lower is not None and row.lower.denominator == 1:
                row.lower -= room


def _repeated(rng: random.Random, problem: Problem) -> None:
    problem.rows.append(copy.deepcopy(rng.choice(problem.rows)))


REWRITES = {
    "unrounded": _unrounded,
    "mixed": _mixed,
    "other goal": _other_goal,
    "split": _split,
    "redundant": _redundant,
    "by bounds": _by_bounds,
    "bounds as rows": _bounds_as_rows,
    "repeated": _repeated,
    "scaled": _scaled,
}


# ---------------------------------------------------------------------------------------------------------- changes


def _row_with_terms(rng: random.Random, problem: Problem) -> Row:
    return rng.choice([row for row in problem.rows if row.terms])


def _coefficient(rng: random.Random, problem: Problem) -> None:
    row = _row_with_terms(rng, problem)
    row.terms[rng.choice(sorted(row.terms))] += rng.choice([-1, 1, Fraction(1, 2)])
    row.terms = {j: v for j, v in row.terms.items() if v}


def _limit(rng: random.Random, problem: Problem) -> None:
    row = _row_with_terms(rng, problem)
    step = rng.choice([-2, -1, 1, Fraction(1, 2), 3])
    if row.lower is not None and row.lower == row.upper:
        row.lower = row.upper = row.upper + step
    elif row.upper is not None:
        row.upper += step
    elif row.lower is not None:
        row.lower += step


def _bound(rng: random.Random, problem: Problem) -> None:
    ends = [(j, end) for j in range(problem.count) for end in ("lower", "upper")]
    j, end = rng.choice(ends)
    bound = getattr(problem, end)[j]
    getattr(problem, end)[j] = problem.center[j] if bound is None else bound + rng.choice([-1, 1])


def _turned(rng: random.Random, problem: Problem) -> None:
    row = _row_with_terms(rng, problem)
    if row.lower is None or row.upper is None:
        row.lower, row.upper = row.upper, row.lower
    elif row.lower == row.upper:
        row.lower = None
    else:
        row.upper = row.lower


def _cost(rng: random.Random, problem: Problem) -> None:
    if problem.sense == "satisfy":
        problem.sense = "min"
    j = rng.randrange(problem.count)
    problem.cost[j] = problem.cost.get(j, ZERO) + rng.choice([-3, 1, 2, Fraction(1, 2)])


def _goal_turned(rng: random.Random, problem: Problem) -> None:
    problem.sense = {"min": "max", "max": "min", "satisfy": "satisfy"}[problem.sense]


def _integrality(rng: random.Random, problem: Problem) -> None:
    j = rng.randrange(problem.count)
    problem.integer[j] = not problem.integer[j]


def _dropped(rng: random.Random, problem: Problem) -> None:
    if sum(bool(row.terms) for row in problem.rows) > 1:
        problem.rows.remove(_row_with_terms(rng, problem))


def _new_row(rng: random.Random, problem: Problem) -> None:
    problem.rows.append(some_row(rng, problem, min(1.0, 4 / problem.count), False))


def _no_point(rng: random.Random, problem: Problem) -> None:
    contradict(rng, problem)


CHANGES = {
    "coefficient": _coefficient,
    "limit": _limit,
    "bound": _bound,
    "turned": _turned,
    "cost": _cost,
    "goal turned": _goal_turned,
    "integrality": _integrality,
    "dropped": _dropped,
    "new row": _new_row,
    "no point": _no_point,
}
