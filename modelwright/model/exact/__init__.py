"""Exact evaluation of a Model with `fractions.Fraction`: sets, parameters, conditions, trees, points.

It is the meaning of the expression language: grounding is tested against it and verification judges points with it.
Names resolve to a quantifier first, then to a parameter, variable or definition.
"""

from modelwright.model.exact.evaluator import Evaluator
from modelwright.model.exact.forms import COMPARE, Column, mixed_comparison, nonlinear, unknown_name, zero_division
from modelwright.model.exact.members import (
    Binding,
    Key,
    Scope,
    atoms,
    located,
    member_from_cell,
    show_key,
    show_member,
)
from modelwright.model.exact.points import evaluate, holds, shortfall
from modelwright.model.exact.rows import ExactRow, RowPart, exact_row, exact_rows, linear_row, row_parts
from modelwright.model.exact.values import Values, no_value

__all__ = [
    "COMPARE",
    "Binding",
    "Column",
    "Evaluator",
    "ExactRow",
    "Key",
    "RowPart",
    "Scope",
    "Values",
    "atoms",
    "evaluate",
    "exact_row",
    "exact_rows",
    "holds",
    "linear_row",
    "located",
    "member_from_cell",
    "mixed_comparison",
    "no_value",
    "nonlinear",
    "row_parts",
    "shortfall",
    "show_key",
    "show_member",
    "unknown_name",
    "zero_division",
]
