"""The optimum of a small Model by trying every point, with exact arithmetic and no solver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import Any

from modelwright.model import elements as el
from modelwright.model.data import Data
from modelwright.model.document import Model
from modelwright.model.elements import Objective, Variable
from modelwright.model.exact import Column, Evaluator
from modelwright.model.exact.fold import Undefined
from modelwright.model.exact.members import Binding
from modelwright.model.exact.points import evaluate, holds, shortfall
from modelwright.model.exact.trees import Relation, Tree, columns_of
from modelwright.model.expressions import Compare, parse_expression
from modelwright.model.templates.base import ConstraintBase, Penalty

Point = dict[Column, Fraction]


@dataclass(frozen=True)
class BruteResult:
    """What trying every point found.

    Attributes:
        status: ``optimal`` (some point is feasible) or ``infeasible``.
        objective: Value of the objectives of the first priority (their weighted sum in the sense of the first, with
            penalties) at `points`; the best one where a tolerance lets them differ; ``None`` where there is none.
        values: The same for each priority in order.
        points: Every optimal point.
        feasible: Number of feasible points.
    """

    status: str
    objective: Fraction | None = None
    values: tuple[Fraction, ...] = ()
    points: list[Point] = field(default_factory=list)
    feasible: int = 0


def brute_force(model: Model, data: Data | None = None, limit: int = 200_000) -> BruteResult:
    """The optimum of `model`.

    Args:
        model: Integer, binary and choice decisions with bounds, and intervals with a latest end.
        data: Its tables.
        limit: Most partial points to visit.

    Raises:
        ValueError: A continuous decision, one without bounds, or too many points.
    """
    evaluator = Evaluator(model, data)
    steps = [step for variable in model.variables for step in _steps(evaluator, variable)]
    rows, soft = _rows(evaluator)
    for variable in model.variables:
        for key in evaluator.columns(variable):
            rows.extend(evaluator.structure(variable, key))
    goals = [_Goal(evaluator, group, [] if k else soft) for k, group in enumerate(_groups(model))]
    best = [point for point in _feasible(steps, rows, limit) if all(goal.has_value(point) for goal in goals)]
    if not best:
        return BruteResult("infeasible")
    found = len(best)
    for goal in goals:
        scored = [(goal.value(point), point) for point in best]
        target = goal.best(value for value, _ in scored)
        best = [point for value, point in scored if abs(value - target) <= goal.tolerance * abs(target)]
    scores = tuple(goal.best(goal.value(point) for point in best) for goal in goals)
    return BruteResult("optimal", scores[0] if scores else None, scores, best, found)


# ------------------------------------------------------------------------------------------------------- candidates


def _steps(evaluator: Evaluator, variable: Variable) -> Iterator[list[Point]]:
    """For each decision, every assignment to its columns within its domain."""
    for key in evaluator.columns(variable):
        parts = evaluator.parts(variable, key)
        if variable.domain == "continuous":
            raise ValueError(f"{variable.name} is continuous")
        if any(bound is None for bounds in parts.values() for bound in bounds):
            raise ValueError(f"{variable.name} has no bounds")
        whole = {column: _between(*bounds) for column, bounds in parts.items()}
        if isinstance(variable.domain, el.Interval):
            yield list(_placements(variable, key, whole))
        elif isinstance(variable.domain, el.Choice):
            yield [{(variable.name, key): v} for v in whole[variable.name, key] if v in variable.domain.members]
        else:
            yield [{(variable.name, key): value} for value in whole[variable.name, key]]


def _between(lower: Fraction | None, upper: Fraction | None) -> list[Fraction]:
    assert lower is not None
    assert upper is not None
    return [
        Fraction(v) for v in range(-(-lower.numerator // lower.denominator), upper.numerator // upper.denominator + 1)
    ]


def _placements(variable: Variable, key: Any, whole: Mapping[Column, list[Fraction]]) -> Iterator[Point]:
    start, size, end, present = ((f"{variable.name}.{part}", key) for part in ("start", "size", "end", "present"))
    if 0 in whole[present]:
        earliest = whole[start][0]
        yield {start: earliest, size: Fraction(0), end: earliest, present: Fraction(0)}
    for first in whole[start]:
        for length in whole[size]:
            if first + length in whole[end]:
                yield {start: first, size: length, end: first + length, present: Fraction(1)}


# ------------------------------------------------------------------------------------------------------------ search


@dataclass(frozen=True)
class _Soft:
    """A condition that may be broken: at `weight` for each unit of the distance, or (`measured` false) at once.

    Where a distance has no value (``x[y]`` outside the keys), nobody can say what it costs: the plan is none.
    """

    weight: Fraction
    tree: Tree
    measured: bool

    def paid(self, point: Point) -> Fraction:
        if self.measured and isinstance(self.tree, Relation):
            evaluate(self.tree.body, point)
        if self.measured:
            return self.weight * shortfall(self.tree, point)
        return Fraction(0) if holds(self.tree, point) else self.weight


def _rows(evaluator: Evaluator) -> tuple[list[Tree], list[_Soft]]:
    hard: list[Tree] = []
    soft: list[_Soft] = []
    for constraint in evaluator.model.constraints:
        for binding, tree in evaluator.rows_of(constraint):
            if isinstance(constraint.enforce, Penalty):
                weight = evaluator.number(parse_expression(constraint.enforce.weight), binding)
                soft.extend(_missed_apart(evaluator, constraint, binding, tree, weight))
            else:
                hard.append(tree)
    return hard, soft


def _missed_apart(
    evaluator: Evaluator, constraint: ConstraintBase, binding: Binding, tree: Tree, weight: Fraction
) -> Iterator[_Soft]:
    """What is paid for: each comparison of a chain by itself, or the row."""
    node = constraint.to_node()
    if not isinstance(node, Compare):
        yield _Soft(weight, tree, measured=False)
    elif len(node.ops) == 1:
        yield _Soft(weight, tree, measured=node.ops[0] in ("<=", ">=", "=="))
    else:
        for left, op, right in zip(node.operands, node.ops, node.operands[1:], strict=False):
            part = evaluator.condition(Compare((left, right), (op,)), binding)
            yield _Soft(weight, part, measured=op in ("<=", ">=", "=="))


def _feasible(steps: list[list[Point]], rows: list[Tree], limit: int) -> Iterator[Point]:
    """Every point that keeps all rows; a row is looked at as soon as its last decision is set."""
    place = {column: k for k, step in enumerate(steps) for option in step[:1] for column in option}
    if any(not step for step in steps):
        return
    due: list[list[Tree]] = [[] for _ in steps]
    for row in rows:
        columns = columns_of(row)
        if columns:
            due[max(place[column] for column in columns)].append(row)
        elif not holds(row, {}):
            return
    visited = 0
    point: Point = {}

    def search(depth: int) -> Iterator[Point]:
        nonlocal visited
        if depth == len(steps):
            yield dict(point)
            return
        for option in steps[depth]:
            visited += 1
            if visited > limit:
                raise ValueError(f"more than {limit} points")
            point.update(option)
            if all(holds(row, point) for row in due[depth]):
                yield from search(depth + 1)

    yield from search(0)


# -------------------------------------------------------------------------------------------------------- objectives


def _groups(model: Model) -> list[list[Objective]]:
    """Objectives of one priority together, in order; one empty group for penalties without an objective."""
    wanted = sorted((o for o in model.objectives if o.sense != "satisfy"), key=lambda o: o.priority)
    groups = [list(group) for _, group in groupby(wanted, key=lambda o: o.priority)]
    return groups or ([[]] if any(isinstance(c.enforce, Penalty) for c in model.constraints) else [])


class _Goal:
    """The objectives of one priority and what is paid beside them (with the first one, so scaled by its weight)."""

    def __init__(self, evaluator: Evaluator, objectives: list[Objective], soft: list[_Soft]) -> None:
        self.best = max if objectives and objectives[0].sense == "max" else min
        self.tolerance = min((o.tolerance for o in objectives), default=Fraction(0))
        self.soft = soft
        self.weight = objectives[0].weight if objectives else Fraction(1)
        self.terms = []
        for objective in objectives:
            assert isinstance(objective.expression, str)
            sign = 1 if objective.sense == objectives[0].sense else -1
            tree = evaluator.tree(parse_expression(objective.expression), {})
            self.terms.append((sign * objective.weight, tree))

    def value(self, point: Point) -> Fraction:
        found = sum((weight * evaluate(tree, point) for weight, tree in self.terms), Fraction(0))
        paid = self.weight * sum((row.paid(point) for row in self.soft), Fraction(0))
        return found - paid if self.best is max else found + paid

    def has_value(self, point: Point) -> bool:
        """Whether nothing in it is undefined at `point`; a plan without a value is none."""
        try:
            self.value(point)
        except Undefined:
            return False
        return True
