"""Conditions on data over a frame, and frames narrowed by them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from modelwright.errors import ModelError
from modelwright.model.elements import Derived, Parameter
from modelwright.model.exact import COMPARE, mixed_comparison
from modelwright.model.expressions import (
    Add,
    Compare,
    Generator,
    Index,
    Logic,
    Mul,
    Name,
    Neg,
    Node,
    Not,
    Number,
    Text,
    format_expression,
)
from modelwright.solvers.grounding import forms
from modelwright.solvers.grounding.frames import Frame, cross
from modelwright.solvers.grounding.tables import to_float

if TYPE_CHECKING:
    import numpy.typing as npt

    from modelwright.solvers.grounding.context import Context
    from modelwright.solvers.instance import Floats, Positions

    Mask: TypeAlias = npt.NDArray[np.bool_]

__all__ = ["expand", "holds"]

_NEAR = 1e-9
"""Relative distance below which floats do not decide a comparison and exact arithmetic does."""


def expand(context: Context, frame: Frame, generators: tuple[Generator, ...]) -> tuple[Frame, Positions | None]:
    """`frame` with the quantifiers of `generators`, where their conditions hold.

    Returns:
        The frame, and for each of its rows the row of `frame`; ``None`` without generators.

    Raises:
        LimitError: Too many combinations.
        ModelError: A condition or set is wrong.
    """
    parent: Positions | None = None
    for generator in generators:
        count = context.evaluator.size(generator.set)
        frame, rows = cross(frame, generator.id, generator.set, count)
        parent = rows if parent is None else parent[rows]
        if generator.condition is None or frame.size == 0:
            continue
        mask = holds(context, generator.condition, frame)
        if mask is True:
            continue
        kept = np.flatnonzero(mask) if not isinstance(mask, bool) else np.zeros(0, np.intp)
        frame, parent = frame.take(kept), parent[kept]
    return frame, parent


def holds(context: Context, node: Node, frame: Frame) -> bool | Mask:
    """Where the condition `node` holds: one answer for all rows, or one for each.

    Raises:
        ModelError: It is a number, or compares a text with a number.
    """
    match node:
        case Logic(op=op, operands=operands):
            return _joined(context, operands, frame, stop=op == "or")
        case Not(operand=operand):
            found = holds(context, operand, frame)
            return not found if isinstance(found, bool) else ~found
        case Compare():
            return _compared(context, node, frame)
        case _:
            raise ModelError(f"`{format_expression(node)}` is not a condition", code="boolean-number")


def _joined(context: Context, operands: tuple[Node, ...], frame: Frame, stop: bool) -> bool | Mask:
    """``and`` (`stop` False) or ``or``: an operand is looked at only where the ones before it left things open."""
    if not operands:
        return not stop
    first = holds(context, operands[0], frame)
    if isinstance(first, bool):
        return first if first is stop else _joined(context, operands[1:], frame, stop)
    still_open = np.flatnonzero(first != stop)
    if len(still_open) == 0:
        return first
    found = first.copy()
    found[still_open] = _joined(context, operands[1:], frame.take(still_open), stop)
    return found


def _compared(context: Context, node: Compare, frame: Frame) -> bool | Mask:
    operands = [_operand(context, operand, frame) for operand in node.operands]
    texts = [isinstance(o, str) or (isinstance(o, np.ndarray) and o.dtype.kind == "U") for o in operands]
    if len(set(texts)) > 1:
        raise mixed_comparison(node)
    found: bool | Mask = True
    for k, op in enumerate(node.ops):
        pair = Compare(node.operands[k : k + 2], (op,), node.start, node.end)
        compare = _compare_texts if texts[0] else _compare_numbers
        found = _both(found, compare(context, pair, operands[k], operands[k + 1], frame))
    return found


def _both(left: bool | Mask, right: bool | Mask) -> bool | Mask:
    if isinstance(left, bool):
        return right if left else False
    return left & right


def _operand(context: Context, node: Node, frame: Frame) -> Any:
    """A text, an array of texts, a Fraction or an array of floats."""
    if isinstance(node, Text):
        return node.value
    quantified = frame.quantifiers.get(node.id) if isinstance(node, Name) else None
    if quantified is None or context.evaluator.is_integer_set(quantified.set):
        return forms.number(context, node, frame)
    if isinstance(quantified.positions, int):
        return context.evaluator.members(quantified.set)[quantified.positions]
    return context.texts(quantified.set)[quantified.positions]


def _compare_texts(context: Context, pair: Compare, left: Any, right: Any, frame: Frame) -> bool | Mask:
    found = COMPARE[pair.ops[0]](left, right)
    return bool(found) if isinstance(left, str) and isinstance(right, str) else np.asarray(found)


def _compare_numbers(
    context: Context, pair: Compare, left: Fraction | Floats, right: Fraction | Floats, frame: Frame
) -> bool | Mask:
    compare = COMPARE[pair.ops[0]]
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return bool(compare(left, right))
    a = np.asarray(to_float(left) if isinstance(left, Fraction) else left)
    b = np.asarray(to_float(right) if isinstance(right, Fraction) else right)
    found: Mask = np.asarray(compare(a, b))
    if all(_is_integral(context, operand, frame) for operand in pair.operands):
        return found
    near = np.abs(a - b) <= _NEAR * np.maximum(np.abs(a), np.abs(b))
    for row in np.flatnonzero(near):
        found[row] = context.evaluator.holds(pair, frame.binding(context.evaluator, int(row)))
    return found


def _is_integral(context: Context, node: Node, frame: Frame) -> bool:
    """Whether floats hold every value of `node` exactly, being integers of moderate size."""
    match node:
        case Number(value=value):
            return value.denominator == 1 and abs(value) < 2**31
        case Add(terms=parts):
            return len(parts) < 1000 and all(_is_integral(context, part, frame) for part in parts)
        case Mul(factors=parts):
            return len(parts) == 1 and _is_integral(context, parts[0], frame)
        case Neg(operand=operand):
            return _is_integral(context, operand, frame)
        case Name(id=name) if name in frame.quantifiers:
            return True
        case Index(id=name) | Name(id=name):
            element = context.evaluator.model.by_name.get(name)
            indexed = isinstance(element, Parameter) and element.index and not isinstance(element.value, Derived)
            return bool(indexed) and context.table(element).integral  # type: ignore[arg-type]
        case _:
            return False
