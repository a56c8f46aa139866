"""A comparison with a quotient of decisions, multiplied by the denominator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelwright.model.exact.forms import ONE
from modelwright.model.exact.trees import Apply, Linear, Relation, Tree, add, apply, conjunction, scaled, value_of
from modelwright.solvers.meanings import quotient_parts

if TYPE_CHECKING:
    from modelwright.solvers.reductions.linearizer import Linearizer

__all__ = ["multiplied_out"]


def multiplied_out(lin: Linearizer, tree: Relation) -> Tree | None:
    """What `tree` means when it holds one quotient whose denominator keeps its sign, else ``None``."""
    parts = tree.body.args if isinstance(tree.body, Apply) and tree.body.operation == "+" else (tree.body,)
    quotients = [quotient for part in parts if (quotient := quotient_parts(part)) is not None]
    if len(quotients) != 1:
        return None
    rest = add(part for part in parts if quotient_parts(part) is None)
    factor, top, bottom = quotients[0]
    form = lin.number(bottom)
    low, high = lin.program.bounds(form)
    if low is None or low < 0:
        if high is None or high > 0:
            return None
        top, bottom, low = scaled(top, -ONE), scaled(bottom, -ONE), -high
    number = value_of(rest)
    if number is not None:
        moved = scaled(bottom, number)
    elif not lin.program.step(form) or (isinstance(rest, Linear) and _is_bounded(lin, rest)):
        moved = apply("*", (rest, bottom))
    else:
        return None
    without: Tree = Relation(tree.op, add((scaled(top, factor), moved)))
    return conjunction((without, Relation("<", scaled(bottom, -ONE)))) if low == 0 else without


def _is_bounded(lin: Linearizer, tree: Linear) -> bool:
    """Whether `tree` can be multiplied; what a soft row misses has no upper bound."""
    return None not in lin.program.bounds(lin.number(tree))
