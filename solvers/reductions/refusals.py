"""What cannot be written as linear rows, told in the user's terms."""

from __future__ import annotations

from modelwright.errors import UnsupportedModel
from modelwright.model.exact import show_key
from modelwright.model.exact.forms import Column
from modelwright.model.exact.trees import Apply, Tree, parts
from modelwright.solvers.classes import is_algebraic
from modelwright.solvers.instance import Instance

__all__ = ["no_bound", "not_linear", "show", "too_large", "with_other_solver"]

_PARTS = {"start": "start", "size": "length", "end": "end", "present": "presence"}


def show(column: Column) -> str:
    """``x[a]``; the column of an interval is shown as ``start(task[a])``."""
    name, key = column
    base, _, part = name.partition(".")
    return f"{part}({show_key(base, key)})" if part in _PARTS else show_key(name, key)


def no_bound(column: Column, side: str, where: str) -> UnsupportedModel:
    """`column` has no finite bound on `side` (``lower`` or ``upper``)."""
    base, _, part = column[0].partition(".")
    hint = f"give `{show_key(base, ())}` {'an upper' if side == 'upper' else 'a lower'} bound"
    if part in _PARTS:
        hint = f"give `{base}` an upper bound, its latest end, or say the most that a decision in its length may be"
    return UnsupportedModel(
        f"`{show(column)}` has no {side} bound, and {where} cannot be written as linear rows without one",
        code="no-bound",
        where=where,
        hint=hint,
    )


def not_linear(what: str, where: str, hint: str) -> UnsupportedModel:
    """`what` has no exact linear form."""
    return UnsupportedModel(
        f"{what} in {where} cannot be written as linear rows", code="nonlinear", where=where, hint=hint
    )


def too_large(what: str, count: int, limit: int, where: str) -> UnsupportedModel:
    """The linear form of `what` would be larger than `limit`."""
    return UnsupportedModel(
        f"{what} in {where} takes {count} cases as linear rows, and {limit} are allowed",
        code="reduction-size",
        where=where,
        hint="give the decisions in it tighter bounds",
    )


def with_other_solver(refusal: UnsupportedModel, instance: Instance) -> UnsupportedModel:
    """`refusal`, whose hint now names the solver that takes `instance` as it is, where there is one."""
    if refusal.code not in ("reduction-size", "nonlinear"):
        return refusal
    other = _taker(instance)
    if other is not None:
        refusal.hint = f"{refusal.hint}, or solve with `{other}`"
    elif any(map(_is_smooth, _trees(instance))):
        refusal.hint = f"{refusal.hint}, or write rows of plain comparisons, which `scip` takes"
    return refusal


_SMOOTH = ("exp", "log", "sqrt", "sin", "cos")
"""Functions that CP-SAT lacks."""


def _taker(instance: Instance) -> str | None:
    if instance.integrality.all() and not any(map(_is_smooth, _trees(instance))):
        return "cpsat"
    return "scip" if is_algebraic(instance) else None


def _trees(instance: Instance) -> list[Tree]:
    goal = [] if instance.objective_tree is None else [instance.objective_tree]
    return [*goal, *(tree for block in instance.trees for tree in block.trees)]


def _is_smooth(tree: Tree) -> bool:
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Apply) and part.operation in _SMOOTH:
            return True
        waiting.extend(parts(part))
    return False
