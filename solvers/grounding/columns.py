"""The columns of an Instance: one block for a variable, four for an interval variable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from modelwright.config import LIMITS
from modelwright.errors import LimitError, ModelError
from modelwright.model.elements import Choice, Interval, Missing, Variable
from modelwright.model.exact import located
from modelwright.model.expressions import parse_expression
from modelwright.solvers.families import FamilyBlock
from modelwright.solvers.grounding.blocks import as_floats
from modelwright.solvers.grounding.forms import number
from modelwright.solvers.grounding.intervals import interval_bounds, interval_family
from modelwright.solvers.grounding.tables import to_float
from modelwright.solvers.instance import Along, TreeBlock, VariableBlock
from modelwright.solvers.parts import INTERVAL_PARTS

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.exact import Key
    from modelwright.model.exact.trees import Tree
    from modelwright.solvers.families import IntervalFamily
    from modelwright.solvers.grounding.context import Context
    from modelwright.solvers.instance import Floats

__all__ = ["Columns", "make_columns", "structure_blocks"]


@dataclass(slots=True)
class Columns:
    """Bounds and kinds of all columns.

    Attributes:
        count: Number of columns.
        lower: Shape (count,).
        upper: Shape (count,).
        integrality: 1 where a column is integer. Shape (count,).
        blocks: In order.
        families: Interval variables whose data are arrays, by name.
    """

    count: int
    lower: Floats
    upper: Floats
    integrality: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
    blocks: tuple[VariableBlock, ...]
    families: dict[str, IntervalFamily] = field(default_factory=dict)


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
    members = tuple(context.listed(name) for name in variable.index)
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
    if isinstance(variable.domain, Interval) and _fill_family(context, variable, columns):
        return
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


def _fill_family(context: Context, variable: Variable, columns: Columns) -> bool:
    """The columns of an interval variable whose data are arrays; false for another one."""
    family = interval_family(context, variable)
    if family is None:
        return False
    columns.families[variable.name] = family
    places = slice(family.start, family.start + 4 * family.count)
    columns.integrality[places] = 1
    columns.lower[places], columns.upper[places] = interval_bounds(family)
    return True


def _is_quick(context: Context, variable: Variable) -> bool:
    """Whether the bounds are worked out for a whole index set at a time."""
    evaluator = context.evaluator
    if not variable.index:
        return True
    texts = [text for text in (variable.lower, variable.upper) if text is not None]
    return all(evaluator.linear(parse_expression(text)) for text in texts)


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
    along = [Along(axis, size) for axis, size in enumerate(block.shape)]
    frame = context.element_frame(variable.name, variable.index, variable.over, along, block.shape)
    found = as_floats(number(context, parse_expression(text), frame))
    return found if isinstance(found, float) else np.broadcast_to(found, frame.shape).ravel()


def structure_blocks(context: Context, model: Model, columns: Columns) -> Iterator[TreeBlock]:
    """What the domains of Choice and Interval variables demand beside bounds."""
    for k, variable in enumerate(model.variables):
        if not isinstance(variable.domain, Choice | Interval):
            continue
        make = partial(_structure, context, variable)
        family = columns.families.get(variable.name)
        if family is not None:
            yield FamilyBlock(variable.name, variable.index, family, make)
            continue
        with located(f"/variables/{k}"):
            keys, trees = make()
        if keys:
            yield TreeBlock(variable.name, variable.index, keys, trees)


def _structure(context: Context, variable: Variable) -> tuple[tuple[Key, ...], tuple[Tree, ...]]:
    evaluator = context.evaluator
    found = [(key, tree) for key in evaluator.columns(variable) for tree in evaluator.structure(variable, key)]
    return tuple(key for key, _ in found), tuple(tree for _, tree in found)
