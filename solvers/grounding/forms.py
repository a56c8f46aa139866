"""Linear expressions over a frame: a constant for each row, and blocks of coefficients."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from modelwright.errors import ModelError
from modelwright.model.elements import Definition, Derived, Parameter, Variable
from modelwright.model.exact import no_value, nonlinear, unknown_name, zero_division
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
from modelwright.solvers.grounding import conditions, indices
from modelwright.solvers.grounding.frames import Frame, Quantified
from modelwright.solvers.grounding.tables import to_float

if TYPE_CHECKING:
    from modelwright.model.elements import Member
    from modelwright.model.exact import Key
    from modelwright.solvers.grounding.context import Context
    from modelwright.solvers.instance import Floats, Positions

__all__ = ["Block", "Form", "Value", "add_values", "form", "number"]

Value: TypeAlias = "Fraction | Floats"
"""Data over a frame: one exact number for all rows, or a float for each."""


@dataclass(frozen=True, slots=True)
class Block:
    """Coefficients of decisions; the three parts broadcast against each other.

    Attributes:
        rows: Row of the frame of each coefficient; ``None`` for one coefficient in every row, in order.
        columns: Column of each coefficient, or one for all.
        coefficients: Coefficients, or one for all.
    """

    rows: Positions | None
    columns: int | Positions
    coefficients: Value

    @property
    def is_scalar(self) -> bool:
        """Whether it is one exact coefficient."""
        return self.rows is None and isinstance(self.columns, int) and isinstance(self.coefficients, Fraction)


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
            return _scaled(form(context, operand, frame), -ONE)
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
        case _:
            raise ModelError(
                f"`{format_expression(node)}` is a truth value where a number is needed", code="boolean-number"
            )


# ------------------------------------------------------------------------------------------------------- references


def _quantifier(context: Context, name: str, frame: Frame) -> Form | None:
    quantified = frame.quantifiers.get(name)
    if quantified is None:
        return None
    evaluator = context.evaluator
    if not evaluator.is_integer_set(quantified.set):
        member = next(iter(evaluator.members(quantified.set)), "")
        raise ModelError(f"`{name}` stands for members as `{member}`, not for a number", code="boolean-number")
    if isinstance(quantified.positions, int):
        member = evaluator.members(quantified.set)[quantified.positions]
        assert isinstance(member, int)
        return Form(Fraction(member))
    return Form(context.integers(quantified.set)[quantified.positions].astype(np.float64))


def _reference(context: Context, name: str, args: tuple[Node, ...], frame: Frame) -> Form:
    element = context.evaluator.model.by_name.get(name)
    if not isinstance(element, Parameter | Variable | Definition):
        raise unknown_name(name)
    if not args and not element.index:
        if isinstance(element, Parameter):
            return Form(context.evaluator.parameter(name))
        if isinstance(element, Variable):
            return Form(ZERO, (Block(None, context.blocks[name].start, ONE),))
    places = indices.positions(context, name, element.index, args, frame)
    if isinstance(element, Definition):
        return _definition(context, element, places, frame)
    if isinstance(element, Parameter):
        return Form(_parameter(context, element, places))
    block = context.blocks[name]
    columns = indices.ravel(places, list(block.shape)) + block.start
    return Form(ZERO, (Block(None, columns, ONE),))


def _definition(context: Context, definition: Definition, places: list[int | Positions], frame: Frame) -> Form:
    evaluator = context.evaluator
    quantifiers = evaluator.plain_quantifiers(definition.name, definition.index, definition.over)
    bound = {q: Quantified(s, p) for q, s, p in zip(quantifiers, definition.index, places, strict=False)}
    with evaluator.expanding(definition.name):
        return form(context, parse_expression(definition.expression), Frame(frame.size, bound, frame.scalar))


def _parameter(context: Context, parameter: Parameter, places: list[int | Positions]) -> Value:
    evaluator = context.evaluator
    sizes = [evaluator.size(name) for name in parameter.index]
    flat = indices.ravel(places, sizes)
    if isinstance(flat, int):
        return evaluator.parameter(parameter.name, _key(context, parameter, sizes, flat))
    if isinstance(parameter.value, Derived):
        return _derived(context, parameter, parameter.value, sizes, flat)
    table = context.table(parameter)
    if table.present is not None and not (found := table.present[flat]).all():
        lost = int(flat[int(np.argmin(found))])
        raise no_value(parameter, _key(context, parameter, sizes, lost), evaluator.data)
    return table.values[flat]


def _key(context: Context, parameter: Parameter, sizes: list[int], flat: int) -> Key:
    key: list[Member] = []
    for set_name, size in zip(reversed(parameter.index), reversed(sizes), strict=True):
        flat, position = divmod(flat, size)
        key.append(context.evaluator.members(set_name)[position])
    return tuple(reversed(key))


def _derived(context: Context, parameter: Parameter, value: Derived, sizes: list[int], flat: Positions) -> Value:
    """A derivation, worked out once for each key that is used."""
    evaluator = context.evaluator
    used, back = np.unique(flat, return_inverse=True)
    places: list[Positions] = []
    rest = used
    for size in reversed(sizes):
        rest, position = np.divmod(rest, size)
        places.insert(0, position)
    quantifiers = evaluator.plain_quantifiers(parameter.name, parameter.index, value.over)
    bound = {q: Quantified(s, p) for q, s, p in zip(quantifiers, parameter.index, places, strict=False)}
    with evaluator.expanding(parameter.name):
        found = number(context, parse_expression(value.expression), Frame(len(used), bound))
    return found if isinstance(found, Fraction) else found[back]


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


def _at(value: Value, rows: Positions | None) -> Value:
    return value if rows is None or isinstance(value, Fraction) else value[rows]


def _scaled(found: Form, factor: Value) -> Form:
    constant = _times(found.constant, factor)
    if found.blocks is None:
        return Form(constant)
    return Form(
        constant,
        tuple(Block(b.rows, b.columns, _times(b.coefficients, _at(factor, b.rows))) for b in found.blocks),
    )


def _total(forms: list[Form]) -> Form:
    constant: Value = ZERO
    blocks: list[Block] = []
    decides = False
    for found in forms:
        constant = add_values(constant, found.constant)
        if found.blocks is not None:
            decides = True
            blocks.extend(found.blocks)
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
    return Form(scale) if decision is None else _scaled(decision, scale)


def _quotient(context: Context, node: Node, left: Node, right: Node, frame: Frame) -> Form:
    dividend, divisor = form(context, left, frame), form(context, right, frame)
    if divisor.blocks is not None:
        raise nonlinear(node)
    value = divisor.constant
    if not np.all(value != 0):
        row = 0 if isinstance(value, Fraction) else int(np.argmax(value == 0))
        raise zero_division(node, frame.binding(context.evaluator, row))
    blocks = dividend.blocks
    if blocks is not None:
        blocks = tuple(Block(b.rows, b.columns, _over(b.coefficients, _at(value, b.rows))) for b in blocks)
    return Form(_over(dividend.constant, value), blocks)


# ------------------------------------------------------------------------------------------------------------- sums


def _sum(context: Context, body: Node, generators: tuple[Generator, ...], frame: Frame) -> Form:
    inner, parent = conditions.expand(context, frame, generators)
    assert parent is not None  # the grammar gives every sum a generator
    if inner.size == 0:
        return Form(ZERO)
    found = form(context, body, inner)
    constant = _constant_sum(found.constant, parent, frame)
    if found.blocks is None:
        return Form(constant)
    if frame.scalar:
        return Form(constant, tuple(_collapsed(block, inner) for block in found.blocks))
    return Form(constant, tuple(Block(_parents(b, parent), b.columns, b.coefficients) for b in found.blocks))


def _parents(block: Block, parent: Positions) -> Positions:
    return parent if block.rows is None else parent[block.rows]


def _collapsed(block: Block, inner: Frame) -> Block:
    """A block of a sum without surrounding quantifiers: every coefficient belongs to the one row."""
    if not isinstance(block.columns, int):
        return Block(np.zeros(len(block.columns), np.intp), block.columns, block.coefficients)
    count = inner.size if block.rows is None else len(block.rows)
    if isinstance(block.coefficients, Fraction):
        return Block(None, block.columns, block.coefficients * count)
    return Block(None, block.columns, _exact_sum(block.coefficients))


def _constant_sum(value: Value, parent: Positions, frame: Frame) -> Value:
    if isinstance(value, Fraction):
        if not value or frame.scalar:
            return value * len(parent)
        return _times(value, np.bincount(parent, minlength=frame.size).astype(np.float64))
    if frame.scalar:
        return _exact_sum(value)
    return np.bincount(parent, value, frame.size).astype(np.float64, copy=False)


def _exact_sum(values: Floats) -> Fraction:
    try:
        return Fraction(math.fsum(values.tolist()))
    except (OverflowError, ValueError):
        raise ModelError("A sum is too large for a solver", code="overflow", hint="use larger units") from None
