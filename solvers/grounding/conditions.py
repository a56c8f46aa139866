"""Conditions on data over a frame, and frames narrowed by them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from modelwright.config import LIMITS
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
)
from modelwright.model.expressions.nodes import Call, Tuple
from modelwright.solvers.grounding import forms, indices
from modelwright.solvers.grounding.fallback import by_combination, cell_binding
from modelwright.solvers.grounding.frames import (
    Domain,
    Frame,
    Quantified,
    Shape,
    cross,
    place_array,
    too_many,
)
from modelwright.solvers.grounding.tables import to_float
from modelwright.solvers.instance import Along

if TYPE_CHECKING:
    from modelwright.solvers.grounding.context import Context
    from modelwright.solvers.grounding.frames import Mask
    from modelwright.solvers.instance import Floats, Positions

__all__ = ["expand", "holds"]

_NEAR = 1e-9
"""Relative distance below which floats do not decide a comparison and exact arithmetic does."""


def expand(context: Context, frame: Frame, generators: tuple[Generator, ...]) -> tuple[Frame, Positions | None]:
    """`frame` with the quantifiers of `generators`, where their conditions hold.

    Returns:
        The frame; and for each place of its first axis the row of `frame` that it belongs to, or ``None`` where its
        first axes are those of `frame`.

    Raises:
        LimitError: Too many combinations.
        ModelError: A condition or set is wrong.
    """
    outer = frame.shape
    parent: Positions | None = None
    for generator in generators:
        if context.evaluator.is_set_valued(generator.set):
            frame, cells = _chosen(context, frame, generator)
            parent = _parents(parent, cells, outer)
        else:
            axes, count = len(frame.shape), context.evaluator.size(generator.set)
            frame = cross(frame, context.bound(generator, generator.set, Along(axes, count), axes + 1), count)
        if generator.condition is None or frame.size == 0:
            continue
        mask = holds(context, generator.condition, frame)
        if isinstance(mask, bool) or mask.size == 1:
            if not np.all(mask):
                frame = frame.narrow(np.zeros(0, np.intp))
        elif mask.shape[-1] == mask.size:
            frame = frame.narrow(np.flatnonzero(mask))
        else:
            cells = np.nonzero(np.broadcast_to(mask, frame.shape))
            frame, parent = frame.take(cells), _parents(parent, cells, outer)
    return frame, parent


def _parents(parent: Positions | None, cells: tuple[Positions, ...], outer: Shape) -> Positions | None:
    """For each of some cells of an inner frame the row of the outer one."""
    if not outer:
        return None
    return np.ravel_multi_index(cells[: len(outer)], outer) if parent is None else parent[cells[0]]


def _chosen(context: Context, frame: Frame, generator: Generator) -> tuple[Frame, tuple[Positions, ...]]:
    """The flat frame of the members of a set-valued parameter, and the cells of `frame` that they belong to."""
    evaluator = context.evaluator
    parameter = evaluator.model.by_name[generator.set]
    assert isinstance(parameter, Parameter)
    assert parameter.members_of is not None
    places = indices.positions(context, parameter.name, parameter.index, generator.args, frame)
    starts, members = context.chosen(parameter)
    key: Any = np.zeros((1,) * len(frame.shape), np.intp)
    for place, name in zip(places, parameter.index, strict=True):
        key = key * evaluator.size(name) + (place if isinstance(place, int) else place_array(place, len(frame.shape)))
    key = np.broadcast_to(key, frame.shape).ravel()
    counts = starts[key + 1] - starts[key]
    size = int(counts.sum())
    if size > LIMITS.nonzeros:
        raise too_many(size)
    rows = np.repeat(np.arange(len(key)), counts)
    cells = np.unravel_index(rows, frame.shape) if frame.shape else ()
    within = np.arange(size) - np.repeat(np.cumsum(counts) - counts, counts)
    inner = frame.take(cells) if frame.shape else Frame((size,), frame.quantifiers)
    bound = context.bound(generator, parameter.members_of, members[starts[key][rows] + within], 1)
    return Frame((size,), inner.quantifiers | bound), cells


def holds(context: Context, node: Node, frame: Frame) -> bool | Mask:
    """Where the condition `node` holds: one answer for all rows, or an array over `frame`.

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
            return _by_combination(context, node, frame)


def _by_combination(context: Context, node: Node, frame: Frame) -> bool | Mask:
    evaluator = context.evaluator
    if frame.scalar:
        return evaluator.holds(node, context.binding(frame, 0))
    values, which = by_combination(context, node, frame, lambda binding: evaluator.holds(node, binding))
    return values[0] if len(values) == 1 else np.array(values, np.bool_)[which]


def _joined(context: Context, operands: tuple[Node, ...], frame: Frame, stop: bool) -> bool | Mask:
    """``and`` (`stop` False) or ``or``: an operand is looked at only where the ones before it left things open."""
    if not operands:
        return not stop
    first = holds(context, operands[0], frame)
    if isinstance(first, bool):
        return first if first is stop else _joined(context, operands[1:], frame, stop)
    still_open = first != stop
    if len(operands) == 1 or not still_open.any():
        return first
    if still_open.all():
        return _joined(context, operands[1:], frame, stop)
    found = np.broadcast_to(first, frame.shape).copy()
    cells = np.nonzero(np.broadcast_to(still_open, frame.shape))
    found[cells] = _joined(context, operands[1:], frame.take(cells), stop)
    return found


# ----------------------------------------------------------------------------------------------------- comparisons


def _compared(context: Context, node: Compare, frame: Frame) -> bool | Mask:
    if any(_is_member(context, operand, frame) for operand in node.operands):
        return _by_combination(context, node, frame)
    operands = [_operand(context, operand, frame) for operand in node.operands]
    texts = {isinstance(operand, str | Quantified) for operand in operands}
    if len(texts) > 1:
        raise mixed_comparison(node)
    found: bool | Mask = True
    for k, op in enumerate(node.ops):
        pair = Compare(node.operands[k : k + 2], (op,), node.start, node.end)
        compare = _compare_texts if True in texts else _compare_numbers
        found = _both(found, compare(context, pair, operands[k], operands[k + 1], frame))
    return found


def _both(left: bool | Mask, right: bool | Mask) -> bool | Mask:
    if isinstance(left, bool):
        return right if left else False
    return left & right


def _is_member(context: Context, node: Node, frame: Frame) -> bool:
    """Whether `node` is a tuple, or names a member by its place in a set."""
    if isinstance(node, Name) and node.id in frame.quantifiers:
        return context.width(frame.quantifiers[node.id].domain) > 1
    return isinstance(node, Tuple) or (isinstance(node, Call) and node.function in ("prev", "next", "first", "last"))


def _operand(context: Context, node: Node, frame: Frame) -> Any:
    """A text, a quantifier over texts, a Fraction or an array of floats."""
    if isinstance(node, Text):
        return node.value
    quantified = frame.quantifiers.get(node.id) if isinstance(node, Name) else None
    if quantified is None or context.is_integer(quantified.domain):
        return forms.number(context, node, frame)
    return quantified


def _compare_texts(context: Context, pair: Compare, left: Any, right: Any, frame: Frame) -> bool | Mask:
    compare = COMPARE[pair.ops[0]]
    if isinstance(left, str) and isinstance(right, str):
        return bool(compare(left, right))
    if pair.ops[0] in ("==", "!="):
        domain = left.domain if isinstance(left, Quantified) else right.domain
        found = compare(_place_of(context, left, domain, frame), _place_of(context, right, domain, frame))
    else:
        found = compare(_texts_of(context, left, frame), _texts_of(context, right, frame))
    return bool(found) if np.ndim(found) == 0 else np.asarray(found)


def _place_of(context: Context, operand: str | Quantified, domain: Domain, frame: Frame) -> int | Positions:
    """The position of a text in `domain`; -1 for none."""
    if isinstance(operand, str):
        return context.positions(domain).get(operand, -1)
    place = operand.place if isinstance(operand.place, int) else place_array(operand.place, len(frame.shape))
    if operand.domain == domain:
        return place
    return context.domain_map(operand.domain, domain)[place]


def _texts_of(context: Context, operand: str | Quantified, frame: Frame) -> Any:
    if isinstance(operand, str):
        return operand
    place = operand.place if isinstance(operand.place, int) else place_array(operand.place, len(frame.shape))
    return context.texts(operand.domain)[place]


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
    if all(_is_plain(context, operand, frame) for operand in pair.operands):
        near &= (a != 0) | (b != 0)  # a zero that was read is a zero
    for cell in np.flatnonzero(near):
        binding = cell_binding(context, frame, near.shape, int(cell))
        found[np.unravel_index(cell, near.shape)] = context.evaluator.holds(pair, binding)
    return found


def _is_plain(context: Context, node: Node, frame: Frame) -> bool:
    """Whether `node` is a number as it was written."""
    match node:
        case Number():
            return True
        case Index(id=name) | Name(id=name):
            element = context.evaluator.model.by_name.get(name)
            return name in frame.quantifiers or (
                isinstance(element, Parameter) and not isinstance(element.value, Derived)
            )
        case _:
            return False


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
