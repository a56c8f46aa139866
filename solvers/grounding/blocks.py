"""Linear expressions over a frame as arrays, and arithmetic with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from modelwright.model.exact.forms import ONE, ZERO
from modelwright.solvers.grounding.frames import Frame, Shape, at_rows
from modelwright.solvers.grounding.tables import to_float

if TYPE_CHECKING:
    from modelwright.solvers.grounding.frames import Mask
    from modelwright.solvers.instance import Floats, Positions

__all__ = [
    "Block",
    "Form",
    "Value",
    "add_values",
    "as_floats",
    "divided",
    "lifted",
    "scaled",
    "scattered",
    "times",
    "total",
]

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


# ------------------------------------------------------------------------------------------------------- arithmetic


def as_floats(value: Value) -> Floats | float:
    """`value` in floating point."""
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
    return np.asarray(as_floats(left) + as_floats(right))


def times(left: Value, right: Value) -> Value:
    """The product of two data values; exact when both are."""
    if left is ONE or right is ZERO:
        return right
    if right is ONE or left is ZERO:
        return left
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left * right
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Fraction) and one in (0, 1):
            return other if one else ZERO
    return np.asarray(as_floats(left) * as_floats(right))


def _over(left: Value, right: Value) -> Value:
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left / right
    return np.asarray(as_floats(left) / as_floats(right))


def _factor(value: Value, block: Block, frame: Frame) -> Value:
    """Data over the frame as data over the cells of a block."""
    if isinstance(value, Fraction):
        return value
    if block.rows is None:
        return value.reshape(value.shape + (1,) * (len(block.shape) - value.ndim))
    cells = np.unravel_index(block.rows, frame.shape)
    return np.asarray(at_rows(value, cells, frame.shape)).reshape((-1,) + (1,) * (len(block.shape) - 1))


def scaled(found: Form, factor: Value, frame: Frame) -> Form:
    """A form times data."""
    constant = times(found.constant, factor)
    if found.blocks is None:
        return Form(constant)
    return Form(constant, tuple(_weighted(b, times(b.coefficients, _factor(factor, b, frame))) for b in found.blocks))


def divided(found: Form, divisor: Value, frame: Frame) -> Form:
    """A form over data that are nowhere zero."""
    constant = _over(found.constant, divisor)
    if found.blocks is None:
        return Form(constant)
    return Form(constant, tuple(_weighted(b, _over(b.coefficients, _factor(divisor, b, frame))) for b in found.blocks))


def _weighted(block: Block, coefficients: Value) -> Block:
    return replace(block, coefficients=coefficients)


def total(found: list[Form]) -> Form:
    """The sum of forms."""
    constant: Value = ZERO
    blocks: list[Block] = []
    decides = False
    for part in found:
        constant = add_values(constant, part.constant)
        if part.blocks is not None:
            decides = True
            blocks.extend(part.blocks)
    return Form(constant, tuple(blocks) if decides else None)


# ---------------------------------------------------------------------------------------------- from frame to frame


def scattered(found: Form, cells: tuple[Positions, ...], frame: Frame) -> Form:
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
    return Form(constant, tuple(lifted(block, inner, frame.shape, rows) for block in found.blocks))


def lifted(block: Block, inner: Shape, outer: Shape, parent: Positions | None) -> Block:
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
    return replace(block, rows=rows)
