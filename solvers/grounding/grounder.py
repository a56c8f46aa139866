"""The order of grounding: columns, rows, objective."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import numpy as np

from modelwright.config import LIMITS
from modelwright.errors import LimitError, ModelError
from modelwright.model.elements import Missing, Objective, Variable
from modelwright.model.exact import Evaluator, RowPart, located, row_parts
from modelwright.model.expressions import Node, parse_expression, parse_quantifiers
from modelwright.solvers.grounding.assembly import compress, scalar_terms
from modelwright.solvers.grounding.conditions import expand
from modelwright.solvers.grounding.context import Context
from modelwright.solvers.grounding.forms import Form, add_values, form, number
from modelwright.solvers.grounding.frames import SCALAR, Frame, Quantified
from modelwright.solvers.grounding.tables import to_float
from modelwright.solvers.instance import Instance, RowBlock, VariableBlock

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model
    from modelwright.model.templates import ConstraintBase
    from modelwright.solvers.grounding.forms import Value
    from modelwright.solvers.instance import Floats, Positions

__all__ = ["ground"]


def ground(model: Model, data: Data | None = None, *, evaluator: Evaluator | None = None) -> Instance:
    """The Instance of `model` with `data`.

    Args:
        model: A linear Model without open slots.
        data: Tables that its sets and parameters are bound to.
        evaluator: Exact values of the same Model and Data, to share what it has worked out.

    Raises:
        ModelError: An open slot, an unknown name or key, a nonlinear or strict row.
        DataError: A table, column, cell or key is not as the Model needs it.
        LimitError: More rows, columns or coefficients than allowed; nothing of that size has been allocated.
    """
    context = Context(evaluator or Evaluator(model, data))
    with np.errstate(all="ignore"):  # infinities are found at the end
        columns = _columns(context, model)
        rows = _Rows(columns.count)
        for k, constraint in enumerate(model.constraints):
            with located(f"/constraints/{k}"):
                _constraint(context, constraint, rows)
        sense, cost, offset = _objective(context, model.objective, columns.count)
    return _instance(columns, rows, sense, cost, offset)


# ---------------------------------------------------------------------------------------------------------- columns


@dataclass(slots=True)
class _Columns:
    count: int
    lower: Floats
    upper: Floats
    integrality: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
    blocks: tuple[VariableBlock, ...]


def _columns(context: Context, model: Model) -> _Columns:
    count = 0
    for k, variable in enumerate(model.variables):
        with located(f"/variables/{k}"):
            block = _variable_block(context, variable, count)
        context.blocks[variable.name] = block
        count += block.count
        if count > LIMITS.columns:
            raise LimitError(f"The Model has {count} decisions; at most {LIMITS.columns} are allowed", code="size")
    columns = _Columns(
        count,
        np.full(count, -np.inf),
        np.full(count, np.inf),
        np.zeros(count, np.uint8),
        tuple(context.blocks[variable.name] for variable in model.variables),
    )
    for k, variable in enumerate(model.variables):
        with located(f"/variables/{k}"):
            _fill_columns(context, variable, columns)
    return columns


def _variable_block(context: Context, variable: Variable, start: int) -> VariableBlock:
    if variable.name in context.blocks:
        raise ModelError(f"Two variables are named `{variable.name}`", code="duplicate-name")
    evaluator = context.evaluator
    shape = tuple(evaluator.size(name) for name in variable.index)
    members = tuple(evaluator.members(name) for name in variable.index)
    return VariableBlock(variable.name, variable.index, members, start, shape)


def _fill_columns(context: Context, variable: Variable, columns: _Columns) -> None:
    block = context.blocks[variable.name]
    places = slice(block.start, block.start + block.count)
    if isinstance(variable.domain, Missing):
        raise ModelError(f"The domain of `{variable.name}` has not been said yet", code="missing-slot")
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
    return _floats(number(context, parse_expression(text), frame))


def _floats(value: Value) -> Floats | float:
    return to_float(value) if isinstance(value, Fraction) else value


# ------------------------------------------------------------------------------------------------------------- rows


@dataclass(slots=True)
class _Rows:
    """Rows so far, piece by piece."""

    num_columns: int
    count: int = 0
    nonzeros: int = 0
    counts: list[Positions] = field(default_factory=list)
    indices: list[Positions] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)
    lower: list[Floats] = field(default_factory=list)
    upper: list[Floats] = field(default_factory=list)
    blocks: list[RowBlock] = field(default_factory=list)

    def reserve(self, count: int) -> None:
        """Refuses `count` more rows when that is too many."""
        if self.count + count > LIMITS.rows:
            raise LimitError(
                f"The Model has at least {self.count + count} rows; at most {LIMITS.rows} are allowed", code="size"
            )

    def add(
        self, block: RowBlock, counts: Positions, indices: Positions, values: Floats, lower: Floats, upper: Floats
    ) -> None:
        """Appends the rows of `block`."""
        self.nonzeros += len(values)
        if self.nonzeros > LIMITS.nonzeros:
            raise LimitError(
                f"The Model has at least {self.nonzeros} coefficients; at most {LIMITS.nonzeros} are allowed",
                code="size",
            )
        self.count += block.count
        self.blocks.append(block)
        self.counts.append(counts)
        self.indices.append(indices)
        self.values.append(values)
        self.lower.append(lower)
        self.upper.append(upper)


def _constraint(context: Context, constraint: ConstraintBase, rows: _Rows) -> None:
    parts = row_parts(context.evaluator, constraint)
    generators = parse_quantifiers(constraint.for_each)
    frame = expand(context, SCALAR, generators)[0] if generators else SCALAR
    for k, part in enumerate(parts):
        rows.reserve(frame.size)
        block = _row_block(context, constraint.name, k, rows.count, frame)
        if frame.scalar:
            _scalar_row(context, part, block, rows)
        elif frame.size:
            _family(context, part, block, frame, rows)
        else:
            rows.blocks.append(block)


def _row_block(context: Context, name: str, part: int, start: int, frame: Frame) -> RowBlock:
    members = tuple(context.evaluator.members(q.set) for q in frame.quantifiers.values())
    positions = tuple(np.asarray(q.positions, np.intp) for q in frame.quantifiers.values())
    return RowBlock(name, part, start, frame.size, tuple(frame.quantifiers), members, positions)


def _limits(context: Context, part: RowPart, frame: Frame, constant: Value) -> tuple[Value | None, Value | None]:
    moved = -constant

    def limit(node: Node | None) -> Value | None:
        return None if node is None else add_values(number(context, node, frame), moved)

    return limit(part.lower), limit(part.upper)


def _scalar_row(context: Context, part: RowPart, block: RowBlock, rows: _Rows) -> None:
    found = form(context, part.body, SCALAR)
    lower, upper = _limits(context, part, SCALAR, found.constant)
    terms = scalar_terms(found.blocks or ())
    if terms is None:
        counts, indices, values = compress(found.blocks or (), 1, rows.num_columns)
    else:
        counts, indices = np.array([len(terms)]), np.array(list(terms), np.intp)
        values = np.array([to_float(v) for v in terms.values()])
    rows.add(block, counts, indices, values, _spread(lower, 1, -np.inf), _spread(upper, 1, np.inf))


def _family(context: Context, part: RowPart, block: RowBlock, frame: Frame, rows: _Rows) -> None:
    found = form(context, part.body, frame)
    lower, upper = _limits(context, part, frame, found.constant)
    counts, indices, values = compress(found.blocks or (), frame.size, rows.num_columns)
    size = frame.size
    rows.add(block, counts, indices, values, _spread(lower, size, -np.inf), _spread(upper, size, np.inf))


def _spread(value: Value | None, size: int, absent: float) -> Floats:
    if value is None:
        return np.full(size, absent)
    found = _floats(value)
    return np.full(size, found) if isinstance(found, float) else found


# -------------------------------------------------------------------------------------------------------- objective


def _objective(
    context: Context, objective: Objective | None, count: int
) -> tuple[Literal["min", "max", "satisfy"], Floats, float]:
    if objective is None or objective.sense == "satisfy":
        return "satisfy", np.zeros(count), 0.0
    with located("/objectives"):
        if isinstance(objective.sense, Missing) or isinstance(objective.expression, Missing):
            raise ModelError(f"Objective `{objective.name}` is not complete", code="missing-slot")
        if objective.expression is None:
            raise ModelError(f"Objective `{objective.name}` has nothing to optimise", code="empty-expression")
        found = form(context, parse_expression(objective.expression), SCALAR)
        assert isinstance(found.constant, Fraction)
        return objective.sense, _cost(found, count), to_float(found.constant)


def _cost(found: Form, count: int) -> Floats:
    cost = np.zeros(count)
    terms = scalar_terms(found.blocks or ())
    if terms is None:
        _, indices, values = compress(found.blocks or (), 1, count)
        cost[indices] = values
        return cost
    for column, value in terms.items():
        cost[column] = to_float(value)
    return cost


def _instance(
    columns: _Columns, rows: _Rows, sense: Literal["min", "max", "satisfy"], cost: Floats, offset: float
) -> Instance:
    start = np.zeros(rows.count + 1, np.int32)
    if rows.counts:
        np.cumsum(np.concatenate(rows.counts), out=start[1:])
    value = _chain(rows.values)
    lower, upper = _chain(rows.lower), _chain(rows.upper)
    limits = (lower, upper, columns.lower, columns.upper)
    if not (np.isfinite(value).all() and np.isfinite(cost).all() and not any(np.isnan(a).any() for a in limits)):
        raise ModelError("A number is too large for a solver", code="overflow", hint="use larger units")
    index = np.concatenate(rows.indices).astype(np.int32) if rows.indices else np.zeros(0, np.int32)
    return Instance(
        start=start,
        index=index,
        value=value,
        row_lower=lower,
        row_upper=upper,
        column_lower=columns.lower,
        column_upper=columns.upper,
        cost=cost,
        integrality=columns.integrality,
        offset=offset,
        sense=sense,
        variables=columns.blocks,
        rows=tuple(rows.blocks),
    )


def _chain(parts: list[Floats]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(0)
