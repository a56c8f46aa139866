"""Judges of a diagnosis that share no solver with it: another LP and MILP solver, and trying points."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Any

from ortools.linear_solver import pywraplp
from support.brute import _feasible, _steps, brute_force

from modelwright.model import elements as el
from modelwright.model.document import Model
from modelwright.model.exact import Evaluator
from modelwright.model.exact.trees import columns_of
from modelwright.model.expressions import parse_expression
from modelwright.model.templates.base import Penalty
from modelwright.solvers import ground

__all__ = ["can_hold", "elastic_cost", "is_linear"]

WIDE = 12
"""How far beyond its bound a decision is looked for when the bound is left out."""


def is_linear(model: Model) -> bool:
    return not ground(hard(model)).trees


def hard(model: Model) -> Model:
    """`model` without objectives."""
    return model.model_copy(update={"objectives": (), "outputs": (), "tests": ()})


def _name(member: Any) -> tuple[str, str, Any, str]:
    return member.kind, member.name, member.key, member.side


def can_hold(model: Model, members: Collection[Any], points: int = 3_000_000, wide: int = WIDE) -> bool:
    """Whether the members of a conflict can hold together, with nothing else but what is no bound, row or domain.

    Raises:
        ValueError: There are more than `points` to try.
    """
    names = {_name(member) for member in members}
    if is_linear(model):
        return _linear(model, names)
    return _tried(model, names, points, wide)


# --------------------------------------------------------------------------------------------------- linear rows


def _solver() -> Any:
    return pywraplp.Solver.CreateSolver("SCIP")


def _linear(model: Model, names: set[Any]) -> bool:
    instance, solver = ground(hard(model)), _solver()
    infinity = solver.infinity()
    columns = []
    for column in range(instance.num_columns):
        name, key = instance.column_key(column)
        domain = ("domain", name, key, "") in names
        binary = model.by_name[name].domain == "binary"
        low, high = (("bound", name, key, side) in names or (domain and binary) for side in ("lower", "upper"))
        lower = instance.column_lower[column] if low else -infinity
        upper = instance.column_upper[column] if high else infinity
        made = solver.IntVar if domain else solver.NumVar
        columns.append(made(max(lower, -infinity), min(upper, infinity), ""))
    for number in range(instance.num_rows):
        if ("row", *instance.row_key(number), "") in names:
            _add(solver, instance, columns, number, [])
    return solver.Solve() == pywraplp.Solver.OPTIMAL


def _add(solver: Any, instance: Any, columns: list[Any], number: int, slacks: list[tuple[Any, int]]) -> None:
    infinity = solver.infinity()
    made = solver.Constraint(
        max(float(instance.row_lower[number]), -infinity), min(float(instance.row_upper[number]), infinity)
    )
    for column, value in zip(*instance.row(number), strict=True):
        made.SetCoefficient(columns[column], float(value))
    for slack, sign in slacks:
        made.SetCoefficient(slack, sign)


# ----------------------------------------------------------------------------------------------------- any rows


def _tried(model: Model, names: set[Any], points: int, wide: int) -> bool:
    evaluator = Evaluator(hard(model))
    rows = []
    for constraint in hard(model).constraints:
        for binding, tree in evaluator.rows_of(constraint):
            if ("row", constraint.name, tuple(binding.values()), "") in names:
                rows.append(tree)
    used = {(name.partition(".")[0], key) for tree in rows for name, key in columns_of(tree)}
    steps = []
    algebraic = not any(isinstance(v.domain, el.Interval | el.Choice) for v in model.variables)
    keeps_domains = not (algebraic and any(kind == "domain" for kind, *_ in names)) and _is_joint(model)
    for variable in model.variables:
        for place, key in enumerate(evaluator.columns(variable)):
            if (variable.name, key) not in used:
                continue
            low, high = (("bound", variable.name, key, side) in names for side in ("lower", "upper"))
            domain = ("domain", variable.name, key, "") in names or keeps_domains
            if isinstance(variable.domain, el.Interval):
                late = variable if high or variable.domain.optional else _later(variable, wide)
                steps.append(list(_steps(Evaluator(_with(model, late)), late))[place])
            elif isinstance(variable.domain, el.Choice):
                steps.append(list(_steps(evaluator, variable))[place])
            else:
                steps.append(
                    [{(variable.name, key): v} for v in _values(evaluator, variable, key, low, high, domain, wide)]
                )
            rows += evaluator.structure(variable, key)
    return next(_feasible(steps, rows, points), None) is not None


def _is_joint(model: Model) -> bool:
    """Whether there are conditions that are no comparisons, where domains are taken as given."""
    from modelwright.solvers.classes import is_algebraic

    return not is_algebraic(ground(hard(model)))


def _with(model: Model, variable: Any) -> Model:
    variables = tuple(variable if v.name == variable.name else v for v in model.variables)
    return hard(model).model_copy(update={"variables": variables})


def _later(variable: Any, wide: int) -> Any:
    return variable.model_copy(update={"upper": f"({variable.upper}) + {wide}"})


def _values(
    evaluator: Evaluator, variable: Any, key: Any, low: bool, high: bool, domain: bool, wide: int
) -> list[Fraction]:
    least, most = evaluator.bounds(variable, key)
    assert least is not None
    assert most is not None
    binary = variable.domain == "binary"
    first = least if low or (binary and domain) else least - wide
    last = most if high or (binary and domain) else most + wide
    step = Fraction(1) if variable.domain != "continuous" and domain else Fraction(1, 2)
    count = int((last - first) / step)
    return [first + k * step for k in range(count + 1)]


# -------------------------------------------------------------------------------------------------------- elastic


def elastic_cost(model: Model, level: Collection[str], points: int = 3_000_000) -> float | None:
    """The least total price of moving rows that are in `level`; ``None`` where that does not help."""
    if is_linear(model):
        return _linear_elastic(model, level)
    soft = tuple(
        c.model_copy(update={"enforce": Penalty(weight=c.price or "1")}) if c.negotiable in level else c
        for c in model.constraints
    )
    found = brute_force(hard(model).model_copy(update={"constraints": soft}), limit=points)
    return None if found.objective is None else float(found.objective)


def _linear_elastic(model: Model, level: Collection[str]) -> float | None:
    evaluator = Evaluator(hard(model))
    instance, solver = ground(hard(model), evaluator=evaluator), _solver()
    infinity = solver.infinity()
    bounds = zip(instance.column_lower.tolist(), instance.column_upper.tolist(), strict=True)
    columns = [
        (solver.IntVar if flag else solver.NumVar)(max(lower, -infinity), min(upper, infinity), "")
        for (lower, upper), flag in zip(bounds, instance.integrality.tolist(), strict=True)
    ]
    goal = solver.Objective()
    for number in range(instance.num_rows):
        name, key = instance.row_key(number)
        constraint: Any = model.by_name[name]
        slacks: list[tuple[Any, int]] = []
        if constraint.negotiable in level:
            names = dict(zip(instance.row_block(number).quantifiers, key, strict=True))
            price = 1 if constraint.price is None else evaluator.number(parse_expression(constraint.price), names)
            for sign in (1, -1):
                slack = solver.NumVar(0, infinity, "")
                goal.SetCoefficient(slack, float(price))
                slacks.append((slack, sign))
        _add(solver, instance, columns, number, slacks)
    goal.SetMinimization()
    return goal.Value() if solver.Solve() == pywraplp.Solver.OPTIMAL else None
