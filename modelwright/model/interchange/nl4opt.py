"""NL4Opt's declarations, imported as rows and exported again.

An NL4Opt problem is an object with `document`, `vars`, `order_mapping` (the number of the variable that each mention
names), `obj_declaration` and `const_declarations`; see the competition's repository ``nl4opt/nl4opt-competition``. Its
seven types of constraints are these kinds of ours (x, y variables; Σ over all variables; `operator` gives the sense):

=============  ======================================  ==========================================================
type           meaning                                 kind
=============  ======================================  ==========================================================
`sum`          Σ ≤ limit                               `total` of all variables
`upperbound`   x ≤ limit                               `bound`
`lowerbound`   x ≥ limit                               `bound`
`linear`       Σ coefficient · x ≤ limit               `resource` (≤), `requirement` (≥)
`ratio`        x ≤ limit · Σ                           `share` of all variables
`xby`          x ≤ param · y                           `comparison` with a factor
`xy`           x ≤ y                                   `comparison`
=============  ======================================  ==========================================================

A declaration keeps the words of its document (``"a third"``, ``"up to"``). They become sources of the row, in the order
of the declaration's fields, so that ``export_declaration(import_declaration(x)) == x`` to the letter; a row without such
sources is written in plain digits and our own direction words, and ``import_declaration(export_declaration(row))`` is
that row. A `ratio` whose limit is a whole number above 1 without a sign means a percentage, as in the published data.
Rows that NL4Opt cannot say (equations, families of rows, other kinds) are refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal

from modelwright.errors import InputError, UsageError
from modelwright.model.canonical import model_from_object
from modelwright.model.document import MODEL_FORMAT, MODEL_VERSION, Model
from modelwright.model.elements import Objective, Variable
from modelwright.model.expressions import Add, Mul, Name, format_expression, parse_expression
from modelwright.model.interchange.common import (
    constant,
    constant_node,
    identifiers,
    refuse,
    scalar_row,
    variable_of,
    variables_of,
)
from modelwright.model.interchange.spans import STATEMENT, Places
from modelwright.model.interchange.wording import number_of, percent_text, plain_text
from modelwright.model.sources import TextSpan
from modelwright.model.templates import (
    Bound,
    Comparison,
    Constraint,
    Requirement,
    Resource,
    Share,
    Term,
    Total,
)

__all__ = ["TYPES", "export_declaration", "export_problem", "import_declaration", "import_problem"]

TYPES = ("sum", "upperbound", "lowerbound", "linear", "ratio", "xby", "xy")
"""NL4Opt's seven types of constraints."""

_FORM = "an NL4Opt declaration"
_SENSES = {"LESS_OR_EQUAL": "<=", "GREATER_OR_EQUAL": ">="}
_OPERATORS = {sense: operator for operator, sense in _SENSES.items()}
_DIRECTIONS = {"<=": "at most", ">=": "at least"}
_ROLES = {
    "sum": ("direction", "limit"),
    "upperbound": ("direction", "limit", "var"),
    "lowerbound": ("direction", "limit", "var"),
    "ratio": ("direction", "limit", "var"),
    "linear": ("direction", "limit"),
    "xby": ("direction", "x_var", "param", "y_var"),
    "xy": ("direction", "x_var", "y_var"),
}
"""The fields whose words are the sources of a row, in order; a `linear` row adds variable and coefficient of each term."""
_SMALLEST = ("min", "low", "least", "few", "reduc", "decreas", "smallest", "cheap")
