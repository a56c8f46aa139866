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
of the declaration's fields, so that ``export_declaration(import_declaration(x))`` is `x` to the letter. A row without
such sources is written in plain digits and our own direction words, and ``import_declaration(export_declaration(row))``
is that row. A `ratio` whose limit is above 1 and has no percent sign means a percentage, as in the published data. A
`linear` declaration without terms (a fault of one published item) is read as it stands: ``0 >= limit``, `algebraic`.
Rows that NL4Opt cannot say (equations, families of rows, other kinds) are refused.
"""

from __future__ import annotations

from modelwright.model.interchange.nl4opt_export import export_declaration, export_problem
from modelwright.model.interchange.nl4opt_import import TYPES, import_declaration, import_problem

__all__ = ["TYPES", "export_declaration", "export_problem", "import_declaration", "import_problem"]
