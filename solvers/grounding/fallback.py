"""Data that have no vectorised form: exact evaluation, once for each combination of what they depend on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from modelwright.model.expressions import Node
from modelwright.model.expressions.nodes import names_in
from modelwright.solvers.grounding.frames import Frame, place_array

if TYPE_CHECKING:
    from modelwright.model.elements import Member
    from modelwright.model.exact.members import Scope
    from modelwright.solvers.grounding.context import Context
    from modelwright.solvers.instance import Positions

__all__ = ["by_combination", "cell_binding", "listed_members"]

T = TypeVar("T")


def by_combination(
    context: Context, node: Node, frame: Frame, evaluate: Callable[[Scope], T]
) -> tuple[list[T], Positions]:
    """`evaluate` at every combination of the quantifiers of `frame` that occur in `node`.

    Returns:
        The values, and which of them belongs to each row: an array over the frame.
    """
    names = set(names_in(node)) & frame.quantifiers.keys()
    used = {name: frame.quantifiers[name] for name in frame.quantifiers if name in names}
    axes = len(frame.shape)
    number: Any = np.zeros((1,) * axes, np.intp)
    for quantified in used.values():
        if not isinstance(quantified.place, int):
            place = place_array(quantified.place, axes)
            number = number * context.size(quantified.domain) + place
    if frame.size == 0:
        return [], np.zeros(number.shape, np.intp)
    distinct, first, back = np.unique(number, return_index=True, return_inverse=True)
    values = [evaluate(cell_binding(context, frame, number.shape, int(cell))) for cell in first]
    assert len(values) == len(distinct)
    return values, back.reshape(number.shape)


def cell_binding(context: Context, frame: Frame, shape: tuple[int, ...], cell: int) -> Scope:
    """What the quantifiers stand for at a cell of an array over `frame`, 0 along axes where it has the extent 1."""
    row = 0
    for extent, whole, k in zip(shape, frame.shape, np.unravel_index(cell, shape), strict=True):
        row = row * whole + (int(k) if extent != 1 else 0)
    return context.binding(frame, row)


def listed_members(context: Context, node: Node, frame: Frame) -> tuple[tuple[Member, ...], Positions]:
    """The members that `node` names, and which of them belongs to each row."""
    values, which = by_combination(context, node, frame, lambda binding: context.evaluator.member(node, binding))
    return tuple(values), which
