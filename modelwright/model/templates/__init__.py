"""The template catalogue: every kind of constraint, one file each, most specific first."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from modelwright.model.templates.algebraic import Algebraic
from modelwright.model.templates.base import ConstraintBase, Term, sense_words
from modelwright.model.templates.bound import Bound
from modelwright.model.templates.comparison import Comparison
from modelwright.model.templates.equation import Equation
from modelwright.model.templates.requirement import Requirement
from modelwright.model.templates.resource import Resource
from modelwright.model.templates.share import Share
from modelwright.model.templates.total import Total

__all__ = [
    "CATALOGUE",
    "Algebraic",
    "Bound",
    "Comparison",
    "Constraint",
    "ConstraintBase",
    "Equation",
    "Requirement",
    "Resource",
    "Share",
    "Term",
    "Total",
    "sense_words",
]

CATALOGUE: tuple[type[ConstraintBase], ...] = (
    Bound,
    Comparison,
    Share,
    Total,
    Resource,
    Requirement,
    Equation,
    Algebraic,
)
"""All kinds in canonical order: a row is of the first kind that matches it."""

Constraint = Annotated[
    Bound | Comparison | Share | Total | Resource | Requirement | Equation | Algebraic, Field(discriminator="kind")
]
