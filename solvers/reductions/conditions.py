"""Values from a set or a table: one literal for each row, or the literals of the values."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.model.exact.trees import Among, Linear, Tree
from modelwright.solvers.reductions.affine import Affine, total
from modelwright.solvers.reductions.program import ONE_HOT_LIMIT, Literals
from modelwright.solvers.reductions.refusals import too_large

if TYPE_CHECKING:
    from modelwright.solvers.reductions.linearizer import Linearizer

__all__ = ["among", "among_literal"]

_FEW = 512


def among(lin: Linearizer, tree: Among, when: Literals) -> None:
    """Rows that make the items one of the rows wherever all of `when` are 1."""
    program = lin.program
    forms = [lin.number(item, 0, when) for item in tree.items]
    boxes = [program.bounds(form) for form in forms]
    rows = [
        row
        for row in dict.fromkeys(tree.rows)
        if all(
            (low is None or value >= low) and (high is None or value <= high)
            for value, (low, high) in zip(row, boxes, strict=True)
        )
    ]
    if not rows:
        program.clause((), when)
        return
    if len(rows) > ONE_HOT_LIMIT:
        raise too_large("A table", len(rows), ONE_HOT_LIMIT, program.where)
    if len(forms) == 1:
        found = among_literal(lin, tree.items[0], tuple(rows)) if program.has_one_hot(forms[0]) else None
        if found is not None:
            program.clause((found,), when)
            return
    chosen = [program.binary() for _ in rows]
    program.zero(total(chosen).shifted(-1))
    for k, form in enumerate(forms):
        mean = total(literal.times(row[k]) for literal, row in zip(chosen, rows, strict=True))
        program.zero(mean.plus(form, -1), when)


def among_literal(lin: Linearizer, item: Tree, rows: tuple[tuple[Fraction, ...], ...]) -> Affine | None:
    """The literal of whether a whole `item` of few values is in a set, or ``None``."""
    program = lin.program
    if not isinstance(item, Linear):
        return None
    form = lin.affine(item)
    step = program.step(form)
    low, high = program.bounds(form)
    if step is None or low is None or high is None:
        return None
    if not program.has_one_hot(form) and high - low > _FEW * step:
        return None
    literals = program.one_hot(form)
    return total(literals[row[0]] for row in dict.fromkeys(rows) if row[0] in literals)
