"""Single rows over scalars: exact coefficients by column, without an array or a form for each term."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from modelwright.model.elements import Parameter
from modelwright.model.exact.forms import ONE, ZERO
from modelwright.model.expressions import Add, Mul, Name, Neg, Node, Number

if TYPE_CHECKING:
    from modelwright.solvers.grounding.context import Context

__all__ = ["Single", "single_row"]

Single: TypeAlias = tuple[dict[int, Fraction], Fraction]
"""Coefficients by column, ascending and none zero, and a constant."""


def single_row(context: Context, node: Node) -> Single | None:
    """The linear form of `node` outside all quantifiers.

    Returns:
        ``None`` for anything but sums of numbers, scalar parameters and scalar decisions, with such data in front.

    Raises:
        DataError: A parameter has no value.
        ModelError: Its value is a missing slot, or cannot be worked out.
    """
    terms: dict[int, Fraction] = {}
    constant = _gather(context, node, ONE, terms)
    if constant is None:
        return None
    return {column: terms[column] for column in sorted(terms) if terms[column]}, constant


def _gather(context: Context, node: Node, scale: Fraction, terms: dict[int, Fraction]) -> Fraction | None:
    """Adds the coefficients of `node` times `scale` to `terms`; its constant, ``None`` where it is of another kind."""
    kind = type(node)
    if kind is Name:
        block = context.blocks.get(node.id)  # type: ignore[union-attr]
        if block is not None and not block.shape:
            known = terms.get(block.start)
            terms[block.start] = scale if known is None else known + scale
            return ZERO
    if kind is Mul:
        rest: Node | None = None
        for factor in node.factors:  # type: ignore[union-attr]
            value = _value(context, factor)
            if value is not None:
                scale = value if scale is ONE else scale * value
            elif rest is None:
                rest = factor
            else:
                return None
        return scale if rest is None else _gather(context, rest, scale, terms)
    if kind is Add:
        constant = ZERO
        for part in node.terms:  # type: ignore[union-attr]
            found = _gather(context, part, scale, terms)
            if found is None:
                return None
            if found is not ZERO:
                constant += found
        return constant
    if kind is Neg:
        return _gather(context, node.operand, -scale, terms)  # type: ignore[union-attr]
    value = _value(context, node)
    return value if value is None or scale is ONE else scale * value


def _value(context: Context, node: Node) -> Fraction | None:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name):
        element = context.evaluator.model.by_name.get(node.id)
        if isinstance(element, Parameter) and not element.index and element.members_of is None:
            return context.evaluator.parameter(node.id)
    return None
