"""Single rows over scalars: exact coefficients by column, without an array or a form for each term."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from modelwright.model.elements import Parameter
from modelwright.model.exact import row_parts
from modelwright.model.exact.forms import ONE, ZERO
from modelwright.model.exact.linearity import STRICT
from modelwright.model.expressions import Add, Compare, Mul, Name, Neg, Node, Number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from modelwright.model.exact import Evaluator
    from modelwright.model.templates import ConstraintBase
    from modelwright.solvers.instance import VariableBlock

    Blocks: TypeAlias = Mapping[str, VariableBlock]

__all__ = ["SingleRow", "single_form", "single_rows"]

Form: TypeAlias = tuple[dict[int, Fraction], Fraction]
"""Coefficients by column, ascending and none zero, and a constant."""


class SingleRow(NamedTuple):
    """``lower`` ≤ Σ terms[j] x[j] ≤ ``upper``; ``None`` for no limit."""

    terms: dict[int, Fraction]
    lower: Fraction | None
    upper: Fraction | None


def single_rows(evaluator: Evaluator, blocks: Blocks, constraint: ConstraintBase) -> list[SingleRow] | None:
    """The rows of a constraint outside all quantifiers that compares linear forms as `single_form` knows them.

    Args:
        evaluator: Of the Model.
        blocks: Blocks of columns by name of the variable.
        constraint: One without `for_each`.

    Returns:
        One row for each comparison, or ``None`` for any other constraint.

    Raises:
        DataError: A parameter has no value.
        ModelError: Its value is a missing slot, or cannot be worked out.
    """
    node = evaluator.node(constraint)
    if not isinstance(node, Compare) or not STRICT.isdisjoint(node.ops):
        return None
    found: list[SingleRow] = []
    for part in row_parts(evaluator, constraint):
        body = single_form(evaluator, blocks, part.body)
        if body is None:
            return None
        limits: list[Fraction | None] = []
        for side in (part.lower, part.upper):
            limit = None if side is None else single_form(evaluator, blocks, side)
            if side is not None and limit is None:
                return None
            limits.append(None if limit is None else limit[1] - body[1])
        found.append(SingleRow(body[0], *limits))
    return found


def single_form(evaluator: Evaluator, blocks: Blocks, node: Node) -> Form | None:
    """The linear form of `node` outside all quantifiers.

    Returns:
        ``None`` for anything but sums of numbers, scalar parameters and scalar decisions, with such data in front.

    Raises:
        DataError: A parameter has no value.
        ModelError: Its value is a missing slot, or cannot be worked out.
    """
    terms: dict[int, Fraction] = {}
    constant = _gather(evaluator, blocks, node, ONE, terms)
    if constant is None:
        return None
    return {column: terms[column] for column in sorted(terms) if terms[column]}, constant


def _gather(
    evaluator: Evaluator, blocks: Blocks, node: Node, scale: Fraction, terms: dict[int, Fraction]
) -> Fraction | None:
    """Adds the coefficients of `node` times `scale` to `terms`; its constant, ``None`` where it is of another kind."""
    kind = type(node)
    if kind is Name:
        block = blocks.get(node.id)  # type: ignore[union-attr]
        if block is not None and not block.shape:
            known = terms.get(block.start)
            terms[block.start] = scale if known is None else known + scale
            return ZERO
    if kind is Mul:
        rest: Node | None = None
        for factor in node.factors:  # type: ignore[union-attr]
            value = _value(evaluator, factor)
            if value is not None:
                scale = value if scale is ONE else scale * value
            elif rest is None:
                rest = factor
            else:
                return None
        return scale if rest is None else _gather(evaluator, blocks, rest, scale, terms)
    if kind is Add:
        constant = ZERO
        for part in node.terms:  # type: ignore[union-attr]
            found = _gather(evaluator, blocks, part, scale, terms)
            if found is None:
                return None
            if found is not ZERO:
                constant += found
        return constant
    if kind is Neg:
        return _gather(evaluator, blocks, node.operand, -scale, terms)  # type: ignore[union-attr]
    value = _value(evaluator, node)
    return value if value is None or scale is ONE else scale * value


def _value(evaluator: Evaluator, node: Node) -> Fraction | None:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name):
        element = evaluator.model.by_name.get(node.id)
        if isinstance(element, Parameter) and not element.index and element.members_of is None:
            return evaluator.parameter(node.id)
    return None
