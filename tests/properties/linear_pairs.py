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
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import permutations
from math import floor

from modelwright.model.document import Model

__all__ = ["CHANGES", "REWRITES", "Pair", "Problem", "pair", "walk"]

ZERO = Fraction(0)


@dataclass
class Row:
    """`lower` ≤ Σ terms ≤ `upper`."""

    terms: dict[int, Fraction]
    lower: Fraction | None
    upper: Fraction | None

    def value(self, point: list[Fraction]) -> Fraction:
        return sum((v * point[j] for j, v in self.terms.items() if point[j]), ZERO)

    def holds(self, point: list[Fraction]) -> bool:
        value = self.value(point)
        return (self.lower is None or self.lower <= value) and (self.upper is None or value <= self.upper)


@dataclass
class Problem:
    """Decisions by number, rows, bounds and an objective; `center` is a point, feasible unless `empty`."""

    integer: list[bool]
    lower: list[Fraction | None]
    upper: list[Fraction | None]
    rows: list[Row]
    sense: str
    cost: dict[int, Fraction]
    offset: Fraction
    center: list[Fraction]
    empty: bool = False
    kinds: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        return len(self.integer)

    def allows(self, point: list[Fraction]) -> bool:
        return (
            all(not flag or value.denominator == 1 for flag, value in zip(self.integer, point, strict=True))
            and all(low is None or low <= v for low, v in zip(self.lower, point, strict=True))
            and all(high is None or v <= high for high, v in zip(self.upper, point, strict=True))
            and all(row.holds(point) for row in self.rows)
        )

    def value(self, point: list[Fraction]) -> Fraction:
        """The objective as a minimum."""
        total = sum((v * point[j] for j, v in self.cost.items()), self.offset)
        return -total if self.sense == "max" else total if self.sense == "min" else ZERO

    def model(self, names: list[str], rng: random.Random) -> Model:
        """The Model, its variables and rows in any order."""
        order = rng.sample(range(self.count), self.count)
        goal = _sum(self.cost, names, rng)
        if self.offset:
            goal += f" + {_number(self.offset)}"
        objective = {"name": "goal", "sense": self.sense, "expression": goal if self.sense != "satisfy" else None}
        return Model(
            variables=[
                {
                    "name": names[j],
                    "domain": "integer" if self.integer[j] else "continuous",
                    "lower": None if self.lower[j] is None else _number(self.lower[j]),
                    "upper": None if self.upper[j] is None else _number(self.upper[j]),
                }
                for j in order
            ],
            objectives=[objective] if self.sense != "satisfy" else [],
            constraints=[
                {"kind": "algebraic", "name": f"row{k}", "expression": _comparison(row, names, rng)}
                for k, row in enumerate(rng.sample(self.rows, len(self.rows)))
            ],
        )


def _number(value: Fraction) -> str:
    return f"({value.numerator}/{value.denominator})" if value.denominator != 1 else f"({value.numerator})"


def _sum(terms: dict[int, Fraction], names: list[str], rng: random.Random) -> str:
    order = rng.sample(sorted(terms), len(terms))
    return " + ".join(f"{_number(terms[j])} * {names[j]}" for j in order) or "0"


def _comparison(row: Row, names: list[str], rng: random.Random) -> str:
    left = _sum(row.terms, names, rng)
    if not row.terms:
        left = f"0 * {names[0]}"
    if row.lower is not None and row.lower == row.upper:
        return f"{left} == {_number(row.upper)}"
    if row.lower is None:
        return f"{left} <= {_number(row.upper)}"
    if row.upper is None:
        return f"{_number(row.lower)} <= {left}" if rng.random() < 0.5 else f"{left} >= {_number(row.lower)}"
    return f"{_number(row.lower)} <= {left} <= {_number(row.upper)}"


# ------------------------------------------------------------------------------------------------------------ draws


def draw(rng: random.Random, *, distinct: bool, small: bool) -> Problem:
    """A random problem around a known point."""
    count = rng.randint(2, 5) if small else rng.randint(2, 50)
    share = rng.choice([0, 0, 0, 1, 1, rng.random()])
    integer = [rng.random() < share for _ in range(count)]
    center = [Fraction(rng.randint(0, 8)) for _ in range(count)]
    kinds = {"MILP" if any(integer) else "LP"}
    lower: list[Fraction | None] = []
    upper: list[Fraction | None] = []
    open_ended = rng.random() < 0.25
    if open_ended:
        kinds.add("open")
    binary = any(integer) and rng.random() < 0.3
    for j in range(count):
        if binary and integer[j]:
            center[j] = Fraction(rng.randint(0, 1))
            lower.append(ZERO)
            upper.append(Fraction(1))
            continue
        free = rng.random()
        lower.append(None if free < 0.1 and open_ended else ZERO if free < 0.7 else center[j] - rng.randint(0, 5))
        upper.append(None if rng.random() < (0.7 if open_ended else 0.1) else center[j] + rng.randint(1, 9))
    problem = Problem(integer, lower, upper, [], "satisfy", {}, ZERO, center, kinds=kinds)
    degenerate = rng.random() < 0.2
    if degenerate:
        kinds.add("degenerate")
    density = max(0.15, min(1.0, 4 / count)) if rng.random() < 0.6 else rng.uniform(0.2, 0.6)
    for _ in range(rng.randint(1, max(2, count * 2 // 3))):
        problem.rows.append(_row(rng, problem, density, degenerate))
    if rng.random() < 0.3 and count > 4:
        kinds.add("equalities")
        for _ in range(rng.randint(1, min(5, count // 3))):
            terms = _terms(rng, rng.sample(range(count), min(count, rng.randint(3, 8))))
            value = Row(terms, None, None).value(center)
            problem.rows.append(Row(terms, value, value))
    problem.sense = rng.choice(["min", "max"]) if distinct else rng.choice(["min", "max", "min", "max", "satisfy"])
    if problem.sense != "satisfy":
        sizes = rng.sample(range(1, 10**6), count) if distinct else [rng.randint(0, 6) for _ in range(count)]
        problem.cost = {j: Fraction(rng.choice([-1, 1, 1]) * size) for j, size in enumerate(sizes) if size}
        problem.offset = Fraction(rng.choice([0, 0, 7, -3]))
        if not problem.cost:
            problem.sense = "satisfy"
    kinds.add(problem.sense)
    if rng.random() < 0.08:
        _contradict(rng, problem)
    return problem


def _terms(rng: random.Random, columns: list[int]) -> dict[int, Fraction]:
    return {j: Fraction(rng.choice([-3, -2, -1, 1, 1, 2, 3, 4, 5, 7, 11, 13])) for j in columns}


def _row(rng: random.Random, problem: Problem, density: float, degenerate: bool) -> Row:
    columns = [j for j in range(problem.count) if rng.random() < density] or [rng.randrange(problem.count)]
    if len(columns) == 1:
        columns = sorted({*columns, rng.randrange(problem.count)})
    terms = _terms(rng, columns)
    value = Row(terms, None, None).value(problem.center)
    slack = 0 if degenerate and rng.random() < 0.7 else rng.randint(1, 12)
    shape = rng.random()
    if shape < 0.6:
        return Row(terms, None, value + slack)
    if shape < 0.85:
        return Row(terms, value - slack, None)
    problem.kinds.add("ranges")
    return Row(terms, value - slack, value + rng.randint(1, 12))


def _contradict(rng: random.Random, problem: Problem) -> None:
    """Rows that no point satisfies."""
    problem.kinds.add("infeasible")
    problem.empty = True
    whole = [j for j in range(problem.count) if problem.integer[j]]
    terms = _terms(rng, rng.sample(range(problem.count), min(problem.count, 3)))
    if len(whole) > 1 and rng.random() < 0.5:
        terms = {j: Fraction(2) for j in rng.sample(whole, 2)}
        problem.rows.append(Row(terms, Fraction(1), Fraction(1)))
        return
    value = Row(terms, None, None).value(problem.center)
    problem.rows += [Row(terms, value + 1, None), Row(dict(terms), None, value + Fraction(rng.choice([0, "1/2"])))]


# --------------------------------------------------------------------------------------------------------- rewrites


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


def _halves(problem: Problem) -> list[tuple[dict[int, Fraction], Fraction]]:
    """Every row and bound as Σ terms ≤ limit."""
    found = []
    bounds = [Row({j: Fraction(1)}, problem.lower[j], problem.upper[j]) for j in range(problem.count)]
    for row in [*problem.rows, *bounds]:
        if row.upper is not None:
            found.append((row.terms, row.upper))
        if row.lower is not None:
            found.append(({j: -v for j, v in row.terms.items()}, -row.lower))
    return found


def _redundant(rng: random.Random, problem: Problem) -> None:
    """Sums of conditions with positive weights, with and without room."""
    halves = _halves(problem)
    for _ in range(rng.randint(1, 4)):
        terms: dict[int, Fraction] = {}
        limit = Fraction(rng.choice([0, 0, 1, 5, "1/3"]))
        for more, most in rng.sample(halves, min(len(halves), rng.randint(1, 3))):
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


def _equalities(problem: Problem) -> list[Row]:
    return [row for row in problem.rows if row.lower is not None and row.lower == row.upper]


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
    for equality in _equalities(problem):
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


def _some_row(rng: random.Random, problem: Problem) -> Row:
    return rng.choice([row for row in problem.rows if row.terms])


def _coefficient(rng: random.Random, problem: Problem) -> None:
    row = _some_row(rng, problem)
    row.terms[rng.choice(sorted(row.terms))] += rng.choice([-1, 1, Fraction(1, 2)])
    row.terms = {j: v for j, v in row.terms.items() if v}


def _limit(rng: random.Random, problem: Problem) -> None:
    row = _some_row(rng, problem)
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
    row = _some_row(rng, problem)
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
        problem.rows.remove(_some_row(rng, problem))


def _new_row(rng: random.Random, problem: Problem) -> None:
    problem.rows.append(_row(rng, problem, min(1.0, 4 / problem.count), False))


def _no_point(rng: random.Random, problem: Problem) -> None:
    _contradict(rng, problem)


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


# ----------------------------------------------------------------------------------------------------------- points


def walk(rng: random.Random, problem: Problem, start: list[Fraction], steps: int) -> Iterator[list[Fraction]]:
    """Feasible points on a random walk from a feasible point, most of them on the boundary."""
    halves = _halves(problem)
    by_column: list[list[tuple[int, Fraction]]] = [[] for _ in range(problem.count)]
    for k, (terms, _) in enumerate(halves):
        for j, v in terms.items():
            by_column[j].append((k, v))
    point = list(start)
    room = [limit - sum((v * point[j] for j, v in terms.items()), ZERO) for terms, limit in halves]
    for step in range(steps):
        way = _way(rng, problem, step)
        speed: dict[int, Fraction] = {}
        for j, d in way.items():
            for k, v in by_column[j]:
                speed[k] = speed.get(k, ZERO) + d * v
        far = min((room[k] / v for k, v in speed.items() if v > 0), default=Fraction(rng.randint(1, 30)))
        far = min(far, Fraction(1000)) * rng.choice([1, 1, 1, Fraction(1, 2)])
        if any(problem.integer[j] for j in way):
            far = Fraction(floor(far))
        if far <= 0:
            continue
        for j, d in way.items():
            point[j] += far * d
        for k, v in speed.items():
            room[k] -= far * v
        yield list(point)


def _way(rng: random.Random, problem: Problem, step: int) -> dict[int, Fraction]:
    """A direction along equalities, if there are any."""
    equalities = _equalities(problem)
    columns = rng.sample(range(problem.count), min(problem.count, len(equalities) + rng.choice([1, 1, 2, 3])))
    way = {j: Fraction(rng.choice([-1, 1])) for j in columns}
    if not equalities or step % 3 == 0:
        touched = {j for row in equalities for j in row.terms}
        return {j: d for j, d in way.items() if j not in touched}
    solved = _along(equalities, way)
    if any(problem.integer[j] for j in solved):
        solved = {j: d * _common(solved) for j, d in solved.items()}
    return solved


def _common(way: dict[int, Fraction]) -> int:
    product = 1
    for d in way.values():
        product = product * d.denominator // _gcd(product, d.denominator)
    return product


def _gcd(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


def _along(equalities: list[Row], way: dict[int, Fraction]) -> dict[int, Fraction]:
    """A direction within the columns of `way` that keeps all equalities; maybe none."""
    columns = list(way)
    rows = [[row.terms.get(j, ZERO) for j in columns] for row in equalities]
    pivots: list[int] = []
    done = 0
    for c in range(len(columns)):
        pick = next((r for r in range(done, len(rows)) if rows[r][c]), None)
        if pick is None:
            continue
        rows[done], rows[pick] = rows[pick], rows[done]
        head = rows[done][c]
        rows[done] = [v / head for v in rows[done]]
        for r in range(len(rows)):
            if r != done and rows[r][c]:
                factor = rows[r][c]
                rows[r] = [v - factor * w for v, w in zip(rows[r], rows[done], strict=True)]
        pivots.append(c)
        done += 1
    free = {columns[c]: way[columns[c]] for c in range(len(columns)) if c not in pivots}
    for r, c in enumerate(pivots):
        free[columns[c]] = -sum((rows[r][k] * free.get(columns[k], ZERO) for k in range(len(columns)) if k != c), ZERO)
    return {j: d for j, d in free.items() if d}


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
    if _equalities(problem):
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


# ------------------------------------------------------------------------------------------------------------ pairs


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
