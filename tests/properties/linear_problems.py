"""Random linear problems around a known point, in exact numbers, and as Models."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from fractions import Fraction

from modelwright.model.document import Model

__all__ = ["ZERO", "Problem", "Row", "contradict", "draw", "equalities_of", "halves", "some_row"]

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
        problem.rows.append(some_row(rng, problem, density, degenerate))
    if rng.random() < 0.3 and count > 4:
        kinds.add("equalities")
        for _ in range(rng.randint(1, min(5, count // 3))):
            terms = some_terms(rng, rng.sample(range(count), min(count, rng.randint(3, 8))))
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
        contradict(rng, problem)
    return problem


def some_terms(rng: random.Random, columns: list[int]) -> dict[int, Fraction]:
    return {j: Fraction(rng.choice([-3, -2, -1, 1, 1, 2, 3, 4, 5, 7, 11, 13])) for j in columns}


def some_row(rng: random.Random, problem: Problem, density: float, degenerate: bool) -> Row:
    columns = [j for j in range(problem.count) if rng.random() < density] or [rng.randrange(problem.count)]
    if len(columns) == 1:
        columns = sorted({*columns, rng.randrange(problem.count)})
    terms = some_terms(rng, columns)
    value = Row(terms, None, None).value(problem.center)
    slack = 0 if degenerate and rng.random() < 0.7 else rng.randint(1, 12)
    shape = rng.random()
    if shape < 0.6:
        return Row(terms, None, value + slack)
    if shape < 0.85:
        return Row(terms, value - slack, None)
    problem.kinds.add("ranges")
    return Row(terms, value - slack, value + rng.randint(1, 12))


def contradict(rng: random.Random, problem: Problem) -> None:
    """Rows that no point satisfies."""
    problem.kinds.add("infeasible")
    problem.empty = True
    whole = [j for j in range(problem.count) if problem.integer[j]]
    terms = some_terms(rng, rng.sample(range(problem.count), min(problem.count, 3)))
    if len(whole) > 1 and rng.random() < 0.5:
        terms = {j: Fraction(2) for j in rng.sample(whole, 2)}
        problem.rows.append(Row(terms, Fraction(1), Fraction(1)))
        return
    value = Row(terms, None, None).value(problem.center)
    problem.rows += [Row(terms, value + 1, None), Row(dict(terms), None, value + Fraction(rng.choice([0, "1/2"])))]


def halves(problem: Problem) -> list[tuple[dict[int, Fraction], Fraction]]:
    """Every row and bound as Σ terms ≤ limit."""
    found = []
    bounds = [Row({j: Fraction(1)}, problem.lower[j], problem.upper[j]) for j in range(problem.count)]
    for row in [*problem.rows, *bounds]:
        if row.upper is not None:
            found.append((row.terms, row.upper))
        if row.lower is not None:
            found.append(({j: -v for j, v in row.terms.items()}, -row.lower))
    return found


def equalities_of(problem: Problem) -> list[Row]:
    return [row for row in problem.rows if row.lower is not None and row.lower == row.upper]
