"""The same Model with other domains: its LP relaxation and its integer version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from modelwright.errors import ModelwrightError
from modelwright.model.outcome import Termination

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model
    from modelwright.model.elements import Variable
    from modelwright.solvers import Options

__all__ = ["Variant", "optimum", "with_domains"]

Variant = Literal["own", "integer", "lp"]
"""Domains as the engine chose them, every variable integer, or every variable continuous."""


def with_domains(model: Model, variant: Variant) -> Model:
    """`model` with the domains of `variant`; a binary variable keeps its bounds 0 and 1 when relaxed."""
    if variant == "own":
        return model
    change = _relaxed if variant == "lp" else _integer
    return model.model_copy(update={"variables": tuple(change(variable) for variable in model.variables)})


def _integer(variable: Variable) -> Variable:
    return variable if variable.domain == "binary" else variable.model_copy(update={"domain": "integer"})


def _relaxed(variable: Variable) -> Variable:
    if variable.domain != "binary":
        return variable.model_copy(update={"domain": "continuous"})
    lower, upper = variable.lower or "0", variable.upper or "1"
    return variable.model_copy(update={"domain": "continuous", "lower": lower, "upper": upper})


def optimum(
    model: Model, variant: Variant, data: Data | None, *, solver: str = "auto", options: Options | None = None
) -> float | str | None:
    """The optimal value of a variant, ``infeasible``, ``unbounded`` or ``satisfiable``; ``None`` when unknown."""
    from modelwright.solvers import Options, solve_model

    try:
        solved = solve_model(with_domains(model, variant), data, solver=solver, options=options or Options())
    except ModelwrightError:
        return None
    if solved.status in ("infeasible", "unbounded"):
        return str(solved.status)
    if solved.result.termination is not Termination.OPTIMAL:
        return None
    objective: float | None = solved.objective
    return "satisfiable" if objective is None else objective
