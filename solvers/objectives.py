"""Penalties and several objectives as plain Models: one objective after the other, weighted within a priority."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from modelwright.errors import ModelError
from modelwright.model.document import Model
from modelwright.model.elements import Missing, Objective
from modelwright.model.numbers import format_number
from modelwright.model.templates import Algebraic
from modelwright.model.templates.base import Penalty

__all__ = ["levels", "only", "softened", "with_kept", "with_limit"]


def softened(model: Model) -> Model:
    """`model` with its rows under a penalty expanded; itself when it has none."""
    if not any(isinstance(constraint.enforce, Penalty) for constraint in model.constraints):
        return model
    from modelwright.model.soft import soften

    return soften(model)


def levels(model: Model) -> list[tuple[Objective, ...]]:
    """The objectives by priority, those that ask for nothing left out.

    Raises:
        ModelError: One is not complete.
    """
    for objective in model.objectives:
        if isinstance(objective.sense, Missing) or isinstance(objective.expression, Missing):
            raise ModelError(f"Objective `{objective.name}` is not complete", code="missing-slot", where="/objectives")
    sought = [o for o in model.objectives if o.sense != "satisfy" and o.expression is not None]
    ordered = sorted(sought, key=lambda o: o.priority)
    return [tuple(group) for _, group in groupby(ordered, key=lambda o: o.priority)]


def only(model: Model, level: Sequence[Objective]) -> Model:
    """`model` with the objectives of one priority as its only one, their weighted sum.

    An objective of the other sense than the first counts negatively.
    """
    first = level[0]
    if len(level) == 1:
        return model.model_copy(update={"objectives": (first,)})
    joined = first.model_copy(update={"expression": _weighted(level), "tolerance": min(o.tolerance for o in level)})
    return model.model_copy(update={"objectives": (joined,)})


def _weighted(level: Sequence[Objective]) -> str:
    sense = level[0].sense
    return " + ".join(f"({_number(o.weight if o.sense == sense else -o.weight)}) * ({o.expression})" for o in level)


def _number(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}" if value.denominator != 1 else format_number(value)


def with_kept(model: Model, solved: Model, value: Fraction) -> Model:
    """`model` with a row that keeps the only objective of `solved` at `value`, up to its tolerance."""
    (objective,) = solved.objectives
    slack = objective.tolerance * abs(value)
    limit = value + slack if objective.sense == "min" else value - slack
    return with_limit(model, objective, limit, f"{objective.shown} stays as good as it can be")


def with_limit(model: Model, objective: Objective, limit: Fraction, label: str) -> Model:
    """`model` with a row that keeps `objective` at `limit` or better."""
    op = "<=" if objective.sense == "min" else ">="
    row = Algebraic(
        name=_new_name(model, f"keep_{objective.name}"),
        label=label,
        expression=f"({objective.expression}) {op} {_number(limit)}",
        negotiable="no",
    )
    return model.model_copy(update={"constraints": (*model.constraints, row)})


def _new_name(model: Model, name: str) -> str:
    while name in model.by_name:
        name += "_"
    return name
