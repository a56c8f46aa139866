"""Linear expressions over a frame: a constant for each row, and blocks of coefficients."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, TypeAlias

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
from modelwright.model.expressions.nodes import Call
from modelwright.solvers.grounding import conditions, indices, lookup
from modelwright.solvers.grounding.fallback import by_combination
from modelwright.solvers.grounding.frames import Frame, Shape, at_rows, place_array, place_at
from modelwright.solvers.grounding.tables import to_float

if TYPE_CHECKING:
    from modelwright.solvers.grounding.context import Context
    from modelwright.solvers.grounding.frames import Mask
    from modelwright.solvers.grounding.indices import Edge, Located
    from modelwright.solvers.instance import Floats, Place, Positions, VariableBlock

__all__ = ["Block", "Form", "Value", "add_values", "form", "number"]

Value: TypeAlias = "Fraction | Floats"
"""Data over a frame: one exact number for all rows, or an array of floats over the frame."""


@dataclass(frozen=True, slots=True)
class Block:
    """Coefficients of decisions, one for each cell of `shape`; arrays have its number of axes and broadcast to it.

    Attributes:
        shape: Extent of each axis. The first axes are those of the frame where `rows` is ``None``.
        base: What all columns have in common.
        offsets: The column of a cell is `base` and the sum of these at the cell.
        coefficients: Coefficients, or one for all.
        rows: Row of the frame for each place of the first axis, or ``None``.
        present: Cells that have a coefficient, or ``None`` for all.
    """

    shape: Shape
    base: int
    offsets: tuple[Positions, ...] = ()
    coefficients: Value = ONE
    rows: Positions | None = None
    present: Mask | None = None

    @property
    def size(self) -> int:
        """Number of cells."""
        return prod(self.shape)


@dataclass(frozen=True, slots=True)
class Form:
    """A linear expression over a frame.

    Attributes:
        constant: The part without decisions.
        blocks: The part with decisions; ``None`` when no decision occurs.
    """

    constant: Value
    blocks: tuple[Block, ...] | None = None


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
            return _scaled(form(context, operand, frame), -ONE, frame)
        case Add(terms=parts):
            return _total([form(context, part, frame) for part in parts])
        case Mul(factors=factors):
            return _product(context, node, factors, frame)
        case Div(left=left, right=right):
            return _quotient(context, node, left, right, frame)
        case Sum(body=body, generators=generators):
            return _sum(context, body, generators, frame)
        case Text(value=text):
            raise ModelError(f'"{text}" is a member of a set, not a number', code="boolean-number")
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
        return _total([Form(ZERO, (_narrowed(block, inside),)), *parts])
    cells = np.nonzero(np.broadcast_to(inside, frame.shape))
    places: list[Place] = [place_at(place, cells, frame.shape) for place in located.places]
    found = _at(context, element, places, frame.take(cells), part)
    return _total([_scattered(found, cells, frame), *parts])


def _narrowed(block: Block, inside: Mask) -> Block:
    return Block(block.shape, block.base, block.offsets, block.coefficients, None, inside)


def _over_cells(context: Context, edge: Edge, cells: tuple[Positions, ...], frame: Frame) -> Form:
    if frame.scalar:
        return form(context, edge.initial, frame)
    return _scattered(form(context, edge.initial, frame.take(cells)), cells, frame)


def _scattered(found: Form, cells: tuple[Positions, ...], frame: Frame) -> Form:
    """A form over some cells of `frame` as one over all of it, nothing elsewhere."""
    constant = found.constant
    if not (isinstance(constant, Fraction) and not constant):
        spread = np.zeros(frame.shape)
        spread[cells] = to_float(constant) if isinstance(constant, Fraction) else constant
        constant = spread
    if found.blocks is None:
        return Form(constant)
    rows = np.ravel_multi_index(cells, frame.shape)
    inner = (len(rows),)
    return Form(constant, tuple(_lifted(block, inner, frame.shape, rows) for block in found.blocks))


# ------------------------------------------------------------------------------------------------------- arithmetic


def _as_array(value: Value) -> Floats | float:
    return to_float(value) if isinstance(value, Fraction) else value


def add_values(left: Value, right: Value) -> Value:
    """The sum of two data values; exact when both are."""
    if left is ZERO:  # most constants are; arithmetic with Fractions is slow
        return right
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left + right
    if isinstance(left, Fraction) and not left:
        return right
    if isinstance(right, Fraction) and not right:
        return left
    return np.asarray(_as_array(left) + _as_array(right))


def _times(left: Value, right: Value) -> Value:
    if left is ONE or right is ZERO:
        return right
    if right is ONE or left is ZERO:
        return left
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left * right
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Fraction) and one in (0, 1):
            return other if one else ZERO
    return np.asarray(_as_array(left) * _as_array(right))


def _over(left: Value, right: Value) -> Value:
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left / right
    return np.asarray(_as_array(left) / _as_array(right))


def _factor(value: Value, block: Block, frame: Frame) -> Value:
    """Data over the frame as data over the cells of a block."""
    if isinstance(value, Fraction):
        return value
    if block.rows is None:
        return value.reshape(value.shape + (1,) * (len(block.shape) - value.ndim))
    cells = np.unravel_index(block.rows, frame.shape)
    return np.asarray(at_rows(value, cells, frame.shape)).reshape((-1,) + (1,) * (len(block.shape) - 1))


def _scaled(found: Form, factor: Value, frame: Frame) -> Form:
    constant = _times(found.constant, factor)
    if found.blocks is None:
        return Form(constant)
    return Form(constant, tuple(_weighted(b, _times(b.coefficients, _factor(factor, b, frame))) for b in found.blocks))


def _weighted(block: Block, coefficients: Value) -> Block:
    return Block(block.shape, block.base, block.offsets, coefficients, block.rows, block.present)


def _total(found: list[Form]) -> Form:
    constant: Value = ZERO
    blocks: list[Block] = []
    decides = False
    for part in found:
        constant = add_values(constant, part.constant)
        if part.blocks is not None:
            decides = True
            blocks.extend(part.blocks)
    return Form(constant, tuple(blocks) if decides else None)


def _product(context: Context, node: Node, factors: tuple[Node, ...], frame: Frame) -> Form:
    scale: Value = ONE
    decision: Form | None = None
    for factor in factors:
        found = form(context, factor, frame)
        if found.blocks is None:
            scale = _times(scale, found.constant)
        elif decision is None:
            decision = found
        else:
            raise nonlinear(node)
    return Form(scale) if decision is None else _scaled(decision, scale, frame)


def _quotient(context: Context, node: Node, left: Node, right: Node, frame: Frame) -> Form:
    dividend, divisor = form(context, left, frame), form(context, right, frame)
    if divisor.blocks is not None:
        raise nonlinear(node)
    value = divisor.constant
    if frame.size and not np.all(value != 0):
        row = 0 if isinstance(value, Fraction) else int(np.argmax(np.broadcast_to(value == 0, frame.shape)))
        raise zero_division(node, context.binding(frame, row))
    blocks = dividend.blocks
    if blocks is not None:
        blocks = tuple(_weighted(b, _over(b.coefficients, _factor(value, b, frame))) for b in blocks)
    return Form(_over(dividend.constant, value), blocks)


# ------------------------------------------------------------------------------------------------------------- sums


def _sum(context: Context, body: Node, generators: tuple[Generator, ...], frame: Frame) -> Form:
    inner, parent = conditions.expand(context, frame, generators)
    if inner.size == 0:
        return Form(ZERO)
    found = form(context, body, inner)
    constant = _constant_sum(found.constant, parent, inner.shape, frame)
    if found.blocks is None:
        return Form(constant)
    return Form(constant, tuple(_lifted(block, inner.shape, frame.shape, parent) for block in found.blocks))


def _lifted(block: Block, inner: Shape, outer: Shape, parent: Positions | None) -> Block:
    """A block over an inner frame as one over the frame around it.

    Args:
        block: It.
        inner: Shape of the inner frame.
        outer: Shape of the frame around it.
        parent: For each place of the first inner axis its row in the frame around; ``None`` where the first axes are
            those of that frame.
    """
    if parent is None and block.rows is None:
        return block
    if block.rows is None:
        rows = parent
    elif parent is None:
        rows = block.rows // prod(inner[len(outer) :])
    else:
        rows = parent[block.rows // prod(inner[1:])]
    return Block(block.shape, block.base, block.offsets, block.coefficients, rows, block.present)


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
    each = np.broadcast_to(_as_array(value), inner).reshape(inner[0], -1).sum(axis=1)
    return np.bincount(parent, each, frame.size).astype(np.float64, copy=False).reshape(frame.shape)


def _exact_sum(values: Floats) -> Fraction:
    try:
        return Fraction(math.fsum(values.ravel().tolist()))
    except (OverflowError, ValueError):
        raise ModelError("A sum is too large for a solver", code="overflow", hint="use larger units") from None
