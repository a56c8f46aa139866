"""Reductions of the conditions of an Instance to linear rows with whole columns.

The only place for literals, big coefficients and linear forms of what is not linear. `reduced` is the entry;
`linearizer` asks the reduction that fits: `logic` and `conditions` (conditions), `globals_` (global conditions),
`products`, `shapes` (sizes, extremes, choices) and `functions` (rounding, elements, tables of values).
"""

from modelwright.solvers.reductions.reduced import Reduced, reduce_to_milp

__all__ = ["Reduced", "reduce_to_milp"]
