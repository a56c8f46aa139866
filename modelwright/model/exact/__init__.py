"""Exact evaluation of a Model with `fractions.Fraction`: sets, parameters, conditions, linear forms and bounds.

It is the meaning of the expression language: grounding is tested against it and verification judges points with it.
Names resolve to a quantifier first, then to a parameter, variable or definition.
"""

from modelwright.model.exact.evaluator import Evaluator
from modelwright.model.exact.forms import COMPARE, Column, mixed_comparison, nonlinear, unknown_name, zero_division
from modelwright.model.exact.members import Binding, Key, located, member_from_cell, show_key
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
    "Values",
    "exact_row",
    "exact_rows",
    "linear_row",
    "located",
    "member_from_cell",
    "mixed_comparison",
    "no_value",
    "nonlinear",
    "row_parts",
    "show_key",
    "unknown_name",
    "zero_division",
]
