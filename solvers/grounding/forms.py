"""The linear form of an expression over a frame."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from modelwright.errors import ModelError
from modelwright.model.elements import Definition, Parameter, Variable
from modelwright.model.exact import nonlinear, unknown_name, zero_division
from modelwright.model.exact.forms import ONE, ZERO
from modelwright.model.expressions import (
    Add,
    Div,
    Generator,
    Index,
    Mul,
    Name,
    Neg,
    Node,
    Number,
    Sum,
    Text,
    format_expression,
    parse_expression,
)
from modelwright.model.expressions.nodes import Call, IfElse
from modelwright.solvers.grounding import conditions, indices, lookup
from modelwright.solvers.grounding.blocks import (
    Block,
    Form,
    Value,
    as_floats,
    divided,
    lifted,
    scaled,
    scattered,
    times,
    total,
)
from modelwright.solvers.grounding.fallback import by_combination
from modelwright.solvers.grounding.frames import Frame, Shape, place_array, place_at
from modelwright.solvers.grounding.tables import to_float

if TYPE_CHECKING:
    from modelwright.solvers.grounding.context import Context
    from modelwright.solvers.grounding.frames import Mask
    from modelwright.solvers.grounding.indices import Edge, Located
    from modelwright.solvers.instance import Floats, Place, Positions, VariableBlock

__all__ = ["form", "number"]


def number(context: Context, node: Node, frame: Frame) -> Value:
    """The value of a data expression over `frame`.

    Raises:
        ModelError: A decision or truth value occurs in it, a name or key is unknown, a division by zero.
        DataError: A parameter has no value.
    """
    found = form(context, node, frame)
    if found.blocks is not None:
        raise ModelError(
            f"`{format_expression(node)}` contains a decision where only data may stand", code="decision-in-data"
        )
    return found.constant


def form(context: Context, node: Node, frame: Frame) -> Form:
    """The linear form of `node` over `frame`, definitions expanded.

    Raises:
        ModelError: As `number`, and code `nonlinear` for a product or quotient of decisions.
        DataError: A parameter has no value.
    """
    match node:
        case Number(value=value):
            return Form(value)
        case Name(id=name):
            return _quantifier(context, name, frame) or _reference(context, name, (), frame)
        case Index(id=name, args=args):
            return _reference(context, name, args, frame)
        case Neg(operand=operand):
            return scaled(form(context, operand, frame), -ONE, frame)
        case Add(terms=parts):
            return total([form(context, part, frame) for part in parts])
        case Mul(factors=factors):
            return _product(context, node, factors, frame)
        case Div(left=left, right=right):
            return _quotient(context, node, left, right, frame)
        case Sum(body=body, generators=generators):
            return _sum(context, body, generators, frame)
        case Text(value=text):
            raise ModelError(f'"{text}" is a member of a set, not a number', code="boolean-number")
        case IfElse(body=body, condition=condition, orelse=orelse):
            return _chosen(context, condition, body, orelse, frame)
        case Call(function=function, args=(Name(id=name) | Index(id=name) as arg,)) if _interval(context, name):
            return _reference(context, name, arg.args if isinstance(arg, Index) else (), frame, f".{function}")
        case _:
            return Form(_by_combination(context, node, frame))


def _interval(context: Context, name: str) -> bool:
    return f"{name}.start" in context.blocks


def _by_combination(context: Context, node: Node, frame: Frame) -> Value:
    evaluator = context.evaluator
    if frame.scalar:
        return evaluator.number(node, context.binding(frame, 0))
    values, which = by_combination(context, node, frame, lambda binding: evaluator.number(node, binding))
    if len(values) == 1:
        return values[0]
    return np.array([to_float(value) for value in values], np.float64)[which]


# ------------------------------------------------------------------------------------------------------- references


def _quantifier(context: Context, name: str, frame: Frame) -> Form | None:
    quantified = frame.quantifiers.get(name)
    if quantified is None:
        return None
    domain, place = quantified.domain, quantified.place
    if not context.is_integer(domain):
        member = next(iter(context.members(domain)), "")
        raise ModelError(f"`{name}` stands for members as `{member}`, not for a number", code="boolean-number")
    if isinstance(place, int):
        member = context.members(domain)[place]
        assert isinstance(member, int)
        return Form(Fraction(member))
    return Form(context.integers(domain)[place_array(place, len(frame.shape))].astype(np.float64))


def _reference(context: Context, name: str, args: tuple[Node, ...], frame: Frame, part: str = "") -> Form:
    element = context.evaluator.model.by_name.get(name)
    if not isinstance(element, Parameter | Variable | Definition):
        raise unknown_name(name)
    if not args and not element.index:
        if isinstance(element, Parameter):
            return Form(context.evaluator.parameter(name))
        if isinstance(element, Variable):
            return Form(ZERO, (Block(frame.shape, context.blocks[name + part].start),))
    located = indices.locate(context, name, element.index, args, frame)
    if not located.edges:
        return _at(context, element, located.places, frame, part)
    return _with_edges(context, element, located, frame, part)


def _at(
    context: Context, element: Parameter | Variable | Definition, places: list[Place], frame: Frame, part: str
) -> Form:
    if isinstance(element, Definition):
        inner = context.element_frame(element.name, element.index, element.over, places, frame.shape)
        with context.evaluator.expanding(element.name):
            return form(context, parse_expression(element.expression), inner)
    if isinstance(element, Parameter):
        return Form(lookup.parameter(context, element, places, frame))
    return Form(ZERO, (_columns(context.blocks[element.name + part], places, frame.shape),))


def _columns(block: VariableBlock, places: list[Place], shape: Shape) -> Block:
    """The columns at `places`, arrays of one shape added up."""
    base, stride = block.start, 1
    offsets: dict[Shape, Positions] = {}
    for place, extent in zip(reversed(places), reversed(block.shape), strict=True):
        if isinstance(place, int):
            base += place * stride
        else:
            array = place_array(place, len(shape)) * stride
            known = offsets.get(array.shape)
            offsets[array.shape] = array if known is None else known + array
        stride *= extent
    return Block(shape, base, tuple(offsets.values()))


def _with_edges(
    context: Context, element: Parameter | Variable | Definition, located: Located, frame: Frame, part: str
) -> Form:
    """What is referred to inside, and at each edge the expression that stands there."""
    inside: Mask = np.ones((1,) * len(frame.shape), np.bool_)
    parts: list[Form] = []
    for edge in located.edges:
        cells = np.nonzero(np.broadcast_to(edge.mask & inside, frame.shape)) if frame.shape else ()
        inside = inside & ~edge.mask
        parts.append(_over_cells(context, edge, cells, frame))
    if frame.scalar:
        return parts[0]
    if isinstance(element, Variable):
        block = _columns(context.blocks[element.name + part], located.places, frame.shape)
        return total([Form(ZERO, (replace(block, present=inside),)), *parts])
    cells = np.nonzero(np.broadcast_to(inside, frame.shape))
    places: list[Place] = [place_at(place, cells, frame.shape) for place in located.places]
    found = _at(context, element, places, frame.take(cells), part)
    return total([scattered(found, cells, frame), *parts])


def _over_cells(context: Context, edge: Edge, cells: tuple[Positions, ...], frame: Frame) -> Form:
    if frame.scalar:
        return form(context, edge.initial, frame)
    return scattered(form(context, edge.initial, frame.take(cells)), cells, frame)


def _chosen(context: Context, condition: Node, body: Node, orelse: Node, frame: Frame) -> Form:
    """`body` where `condition` holds, `orelse` elsewhere; neither is looked at where the other counts."""
    mask = conditions.holds(context, condition, frame)
    if isinstance(mask, bool) or mask.all() or not mask.any():
        return form(context, body if np.all(mask) else orelse, frame)
    parts = []
    for node, where in ((body, mask), (orelse, ~mask)):
        cells = np.nonzero(np.broadcast_to(where, frame.shape))
        parts.append(scattered(form(context, node, frame.take(cells)), cells, frame))
    return total(parts)


# ------------------------------------------------------------------------------------------------------- arithmetic


def _product(context: Context, node: Node, factors: tuple[Node, ...], frame: Frame) -> Form:
    scale: Value = ONE
    decision: Form | None = None
    for factor in factors:
        found = form(context, factor, frame)
        if found.blocks is None:
            scale = times(scale, found.constant)
        elif decision is None:
            decision = found
        else:
            raise nonlinear(node)
    return Form(scale) if decision is None else scaled(decision, scale, frame)


def _quotient(context: Context, node: Node, left: Node, right: Node, frame: Frame) -> Form:
    dividend, divisor = form(context, left, frame), form(context, right, frame)
    if divisor.blocks is not None:
        raise nonlinear(node)
    value = divisor.constant
    if frame.size and not np.all(value != 0):
        row = 0 if isinstance(value, Fraction) else int(np.argmax(np.broadcast_to(value == 0, frame.shape)))
        raise zero_division(node, context.binding(frame, row))
    return divided(dividend, value, frame)


# ------------------------------------------------------------------------------------------------------------- sums


def _sum(context: Context, body: Node, generators: tuple[Generator, ...], frame: Frame) -> Form:
    inner, parent = conditions.expand(context, frame, generators)
    if inner.size == 0:
        return Form(ZERO)
    found = form(context, body, inner)
    constant = _constant_sum(found.constant, parent, inner.shape, frame)
    if found.blocks is None:
        return Form(constant)
    return Form(constant, tuple(lifted(block, inner.shape, frame.shape, parent) for block in found.blocks))


def _constant_sum(value: Value, parent: Positions | None, inner: Shape, frame: Frame) -> Value:
    if isinstance(value, Fraction) and not value:
        return ZERO
    if frame.scalar:
        if isinstance(value, Fraction):
            return value * prod(inner)
        repeated = prod(n for n, own in zip(inner, value.shape, strict=True) if own == 1)
        return _exact_sum(value) * repeated
    if parent is None:
        kept = len(frame.shape)
        if isinstance(value, Fraction):
            return value * prod(inner[kept:])
        repeated = prod(n for n, own in zip(inner[kept:], value.shape[kept:], strict=True) if own == 1)
        return np.asarray(value.sum(axis=tuple(range(kept, len(inner)))) * repeated)
    each = np.broadcast_to(as_floats(value), inner).reshape(inner[0], -1).sum(axis=1)
    return np.bincount(parent, each, frame.size).astype(np.float64, copy=False).reshape(frame.shape)


def _exact_sum(values: Floats) -> Fraction:
    try:
        return Fraction(math.fsum(values.ravel().tolist()))
    except (OverflowError, ValueError):
        raise ModelError("A sum is too large for a solver", code="overflow", hint="use larger units") from None
