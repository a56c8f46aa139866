"""Index expressions: from ``i``, ``"steel"`` or ``t - 1`` to positions in an index set."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from modelwright.errors import ModelError
from modelwright.model import elements as el
from modelwright.model.expressions import Name, Node, Text, format_expression
from modelwright.solvers.grounding import forms

if TYPE_CHECKING:
    from modelwright.model.elements import Member
    from modelwright.solvers.grounding.context import Context
    from modelwright.solvers.grounding.frames import Frame
    from modelwright.solvers.instance import Floats, Positions

__all__ = ["positions", "ravel"]


def positions(
    context: Context, name: str, index: tuple[str, ...], args: tuple[Node, ...], frame: Frame
) -> list[int | Positions]:
    """For each index set of `name` the positions that `args` stand for: one for all rows, or one for each.

    Raises:
        ModelError: Wrong number of indices, or a member that its set lacks.
    """
    if len(args) != len(index):
        shown = f"{name}[{', '.join(map(format_expression, args))}]" if args else name
        raise ModelError(f"`{shown}` has {len(args)} indices; `{name}` has {len(index)}", code="index-arity")
    return [_position(context, name, set_name, arg, frame) for set_name, arg in zip(index, args, strict=True)]


def ravel(found: list[int | Positions], sizes: list[int]) -> int | Positions:
    """Row-major position in the product of sets of `sizes` members."""
    flat: int | Positions = 0
    for position, size in zip(found, sizes, strict=True):
        flat = position if isinstance(flat, int) and flat == 0 else flat * size + position
    return flat


def _position(context: Context, name: str, set_name: str, arg: Node, frame: Frame) -> int | Positions:
    if isinstance(arg, Text):
        return _of_member(context, name, set_name, arg.value)
    quantified = frame.quantifiers.get(arg.id) if isinstance(arg, Name) else None
    if quantified is None:
        value = forms.number(context, arg, frame)
        return _of_number(context, name, set_name, arg, value)
    if quantified.set == set_name:
        return quantified.positions
    if isinstance(quantified.positions, int):
        member = context.evaluator.members(quantified.set)[quantified.positions]
        return _of_member(context, name, set_name, member)
    found = context.set_map(quantified.set, set_name)[quantified.positions]
    if (found < 0).any():
        lost = int(quantified.positions[int(np.argmin(found))])
        raise context.evaluator.out_of_range(name, context.evaluator.members(quantified.set)[lost], set_name)
    return found


def _of_member(context: Context, name: str, set_name: str, member: Member) -> int:
    found = context.evaluator.positions(set_name).get(member)
    if found is None:
        raise context.evaluator.out_of_range(name, member, set_name)
    return found


def _of_number(context: Context, name: str, set_name: str, arg: Node, value: Fraction | Floats) -> int | Positions:
    if isinstance(value, Fraction):
        if value.denominator != 1:
            raise _not_integer(arg, value)
        return _of_member(context, name, set_name, value.numerator)
    rounded = np.rint(value)
    if not np.array_equal(rounded, value):
        raise _not_integer(arg, value[np.flatnonzero(rounded != value)[0]])
    return _of_integers(context, name, set_name, rounded.astype(np.int64))


def _of_integers(context: Context, name: str, set_name: str, members: Positions) -> Positions:
    content = context.evaluator.index_set(set_name).content
    if isinstance(content, el.Range):
        first, last = context.evaluator.range_ends(set_name)
        found = members - first
        lost = (found < 0) | (members > last)
    else:
        if not context.evaluator.is_integer_set(set_name):
            raise context.evaluator.out_of_range(name, members[0] if len(members) else "", set_name)
        own = context.integers(set_name)
        order = np.argsort(own)
        place = np.minimum(np.searchsorted(own, members, sorter=order), len(own) - 1)
        found = order[place]
        lost = own[found] != members
    if lost.any():
        raise context.evaluator.out_of_range(name, int(members[int(np.argmax(lost))]), set_name)
    return found


def _not_integer(arg: Node, value: object) -> ModelError:
    return ModelError(f"The index `{format_expression(arg)}` is {value}, not an integer", code="index-range")
