"""The columns of an Instance: one block for a variable, four for an interval variable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from modelwright.config import LIMITS
from modelwright.errors import LimitError, ModelError
from modelwright.model.elements import Choice, Interval, Missing, Variable
from modelwright.model.exact import located
from modelwright.model.expressions import parse_expression
from modelwright.solvers.grounding.forms import number
from modelwright.solvers.grounding.frames import SCALAR, Frame, Quantified
from modelwright.solvers.grounding.tables import to_float
from modelwright.solvers.instance import TreeBlock, VariableBlock
from modelwright.solvers.parts import INTERVAL_PARTS

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.solvers.grounding.context import Context
    from modelwright.solvers.grounding.forms import Value
    from modelwright.solvers.instance import Floats

__all__ = ["Columns", "make_columns", "structure_blocks", "to_floats"]


@dataclass(slots=True)
class Columns:
    """Bounds and kinds of all columns.

    Attributes:
        count: Number of columns.
        lower: Shape (count,).
        upper: Shape (count,).
        integrality: 1 where a column is integer. Shape (count,).
        blocks: In order.
    """

    count: int
    lower: Floats
    upper: Floats
    integrality: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
    blocks: tuple[VariableBlock, ...]


def to_floats(value: Value) -> Floats | float:
    """`value` in floating point."""
    return to_float(value) if isinstance(value, Fraction) else value


def make_columns(context: Context, model: Model) -> Columns:
    """The columns of every variable, and their blocks put into `context`.

    Raises:
        ModelError: An open slot, or a bound that is no data.
        DataError: A table does not fit.
        LimitError: Too many decisions.
    """
    count = 0
    for k, variable in enumerate(model.variables):
        with located(f"/variables/{k}"):
            for block in _blocks(context, variable, count):
                context.blocks[block.name] = block
                count += block.count
        if count > LIMITS.columns:
            raise LimitError(f"The Model has {count} decisions; at most {LIMITS.columns} are allowed", code="size")
    columns = Columns(
        count,
        np.full(count, -np.inf),
        np.full(count, np.inf),
        np.zeros(count, np.uint8),
        tuple(context.blocks.values()),
    )
    for k, variable in enumerate(model.variables):
        with located(f"/variables/{k}"):
            _fill(context, variable, columns)
    return columns


def _blocks(context: Context, variable: Variable, start: int) -> Iterator[VariableBlock]:
    evaluator = context.evaluator
    shape = tuple(evaluator.size(name) for name in variable.index)
    members = tuple(evaluator.members(name) for name in variable.index)
    names = [variable.name]
    if isinstance(variable.domain, Interval):
        names = [f"{variable.name}.{part}" for part in INTERVAL_PARTS]
    for name in names:
        if name in context.blocks:
            raise ModelError(f"Two variables are named `{variable.name}`", code="duplicate-name")
        block = VariableBlock(name, variable.index, members, start, shape)
        yield block
        start += block.count


def _fill(context: Context, variable: Variable, columns: Columns) -> None:
    if isinstance(variable.domain, Missing):
        raise ModelError(f"The domain of `{variable.name}` has not been said yet", code="missing-slot")
    if isinstance(variable.domain, Choice | Interval) or not _is_quick(context, variable):
        _fill_by_key(context, variable, columns)
        return
    block = context.blocks[variable.name]
    places = slice(block.start, block.start + block.count)
    columns.integrality[places] = variable.domain != "continuous"
    if not block.shape:
        lower, upper = context.evaluator.bounds(variable)
        columns.lower[block.start] = -np.inf if lower is None else to_float(lower)
        columns.upper[block.start] = np.inf if upper is None else to_float(upper)
        return
    if variable.lower is not None:
        columns.lower[places] = _bound(context, variable, block, variable.lower)
    if variable.upper is not None:
        columns.upper[places] = _bound(context, variable, block, variable.upper)
    if variable.domain == "binary":
        np.maximum(columns.lower[places], 0.0, out=columns.lower[places])
        np.minimum(columns.upper[places], 1.0, out=columns.upper[places])


def _is_quick(context: Context, variable: Variable) -> bool:
    """Whether the bounds are worked out for a whole index set at a time."""
    evaluator = context.evaluator
    if not variable.index:
        return True
    texts = [text for text in (variable.lower, variable.upper) if text is not None]
    return not texts or (
        all(evaluator.width(name) == 1 for name in variable.index)
        and all(evaluator.linear(parse_expression(text)) for text in texts)
    )


def _fill_by_key(context: Context, variable: Variable, columns: Columns) -> None:
    evaluator = context.evaluator
    names = [variable.name]
    if isinstance(variable.domain, Interval):
        names = [f"{variable.name}.{part}" for part in INTERVAL_PARTS]
    blocks = [context.blocks[name] for name in names]
    for block in blocks:
        columns.integrality[block.start : block.start + block.count] = variable.domain != "continuous"
    for offset, key in enumerate(evaluator.columns(variable)):
        bounds = evaluator.parts(variable, key)
        for name, block in zip(names, blocks, strict=True):
            lower, upper = bounds[name, key]
            columns.lower[block.start + offset] = -np.inf if lower is None else to_float(lower)
            columns.upper[block.start + offset] = np.inf if upper is None else to_float(upper)


def _bound(context: Context, variable: Variable, block: VariableBlock, text: str) -> Floats | float:
    if block.count == 0:
        return 0.0
    quantifiers = context.evaluator.plain_quantifiers(variable.name, variable.index, variable.over)
    frame = SCALAR
    if quantifiers:
        grid = np.unravel_index(np.arange(block.count), block.shape)
        frame = Frame(
            block.count, {q: Quantified(s, p) for q, s, p in zip(quantifiers, variable.index, grid, strict=True)}
        )
    return to_floats(number(context, parse_expression(text), frame))


def structure_blocks(context: Context, model: Model) -> Iterator[TreeBlock]:
    """What the domains of Choice and Interval variables demand beside bounds."""
    for k, variable in enumerate(model.variables):
        if not isinstance(variable.domain, Choice | Interval):
            continue
        with located(f"/variables/{k}"):
            found = [
                (key, tree)
                for key in context.evaluator.columns(variable)
                for tree in context.evaluator.structure(variable, key)
            ]
        if found:
            yield TreeBlock(
                variable.name, variable.index, tuple(key for key, _ in found), tuple(tree for _, tree in found)
            )
