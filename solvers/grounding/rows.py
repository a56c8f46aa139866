"""The rows of constraints: a whole index set at a time where they are linear for sure, else tree by tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from modelwright.config import LIMITS
from modelwright.errors import LimitError
from modelwright.model.exact import RowPart, row_parts
from modelwright.model.exact import trees as t
from modelwright.model.exact.forms import ZERO
from modelwright.model.expressions import Compare, Node, Number, Sum, parse_quantifiers
from modelwright.solvers.grounding.assembly import compress, scalar_terms
from modelwright.solvers.grounding.columns import to_floats
from modelwright.solvers.grounding.conditions import expand
from modelwright.solvers.grounding.forms import add_values, form, number
from modelwright.solvers.grounding.frames import SCALAR, Frame
from modelwright.solvers.grounding.tables import to_float
from modelwright.solvers.instance import RowBlock, TreeBlock

if TYPE_CHECKING:
    from modelwright.model.exact import Column, Evaluator, Key
    from modelwright.model.exact.trees import Tree
    from modelwright.model.templates import ConstraintBase
    from modelwright.solvers.grounding.context import Context
    from modelwright.solvers.grounding.forms import Value
    from modelwright.solvers.instance import Floats, Positions

__all__ = ["LinearRow", "Rows", "add_constraint", "is_quick", "split_rows"]


@dataclass(slots=True)
class Rows:
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
    trees: list[TreeBlock] = field(default_factory=list)

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


def add_constraint(context: Context, constraint: ConstraintBase, rows: Rows) -> None:
    """The rows of `constraint`, appended to `rows`.

    Raises:
        ModelError: An unknown name or key, or a strict row over fractions.
        DataError: A parameter has no value.
        LimitError: Too many rows.
    """
    if is_quick(context.evaluator, constraint):
        _add_family(context, constraint, rows)
    else:
        _add_trees(context, constraint, rows)


def is_quick(evaluator: Evaluator, constraint: ConstraintBase) -> bool:
    """Whether every row of `constraint` is linear, and made of nothing that the vectorised way lacks."""
    node = evaluator.node(constraint)
    if not isinstance(node, Compare) or not evaluator.linear(node):
        return False
    generators = parse_quantifiers(constraint.for_each)
    return not generators or evaluator.linear(Sum(Number(ZERO), generators))


# ---------------------------------------------------------------------------------------------- a set at a time


def _add_family(context: Context, constraint: ConstraintBase, rows: Rows) -> None:
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
    moved = ZERO if constant is ZERO else -constant

    def limit(node: Node | None) -> Value | None:
        return None if node is None else add_values(number(context, node, frame), moved)

    return limit(part.lower), limit(part.upper)


def _scalar_row(context: Context, part: RowPart, block: RowBlock, rows: Rows) -> None:
    found = form(context, part.body, SCALAR)
    lower, upper = _limits(context, part, SCALAR, found.constant)
    terms = scalar_terms(found.blocks or ())
    if terms is None:
        counts, indices, values = compress(found.blocks or (), 1, rows.num_columns)
    else:
        counts, indices = np.array([len(terms)]), np.array(list(terms), np.intp)
        values = np.array([to_float(v) for v in terms.values()])
    rows.add(block, counts, indices, values, _spread(lower, 1, -np.inf), _spread(upper, 1, np.inf))


def _family(context: Context, part: RowPart, block: RowBlock, frame: Frame, rows: Rows) -> None:
    found = form(context, part.body, frame)
    lower, upper = _limits(context, part, frame, found.constant)
    counts, indices, values = compress(found.blocks or (), frame.size, rows.num_columns)
    size = frame.size
    rows.add(block, counts, indices, values, _spread(lower, size, -np.inf), _spread(upper, size, np.inf))


def _spread(value: Value | None, size: int, absent: float) -> Floats:
    if value is None:
        return np.full(size, absent)
    found = to_floats(value)
    return np.full(size, found) if isinstance(found, float) else found


# -------------------------------------------------------------------------------------------------- tree by tree


@dataclass(frozen=True, slots=True)
class LinearRow:
    """A row that a tree turned out to be.

    Attributes:
        part: Number of the row among those of its binding.
        key: What the quantifiers stand for.
        terms: Coefficients; none for a row that nothing or everything satisfies.
        lower: Least value; ``None`` for no limit.
        upper: Largest value.
    """

    part: int
    key: Key
    terms: tuple[tuple[Column, Fraction], ...]
    lower: Fraction | None
    upper: Fraction | None


def split_rows(
    evaluator: Evaluator, constraint: ConstraintBase
) -> tuple[tuple[str, ...], list[LinearRow], list[tuple[Key, Tree]]]:
    """The rows of a constraint that goes the way of trees.

    Returns:
        Names of the quantifiers; the linear rows, by part; the other conditions.

    Raises:
        ModelError: As `Evaluator.rows_of`.
        DataError: A parameter has no value.
    """
    names = tuple(name for g in parse_quantifiers(constraint.for_each) for name in g.ids)
    linear: list[LinearRow] = []
    others: list[tuple[Key, Tree]] = []
    for binding, tree in evaluator.rows_of(constraint):
        key = tuple(binding[name] for name in names)
        for part, condition in enumerate(_conjuncts(tree)):
            found = _linear_row(part, key, condition)
            if found is not None:
                linear.append(found)
            elif not isinstance(condition, t.Truth):
                others.append((key, condition))
    return names, sorted(linear, key=lambda row: row.part), others


def _conjuncts(tree: Tree) -> tuple[Tree, ...]:
    return tree.args if isinstance(tree, t.Junction) and tree.op == "and" else (tree,)


def _linear_row(part: int, key: Key, tree: Tree) -> LinearRow | None:
    """A row where `tree` is a linear comparison or never holds; nothing where it always does."""
    match tree:
        case t.Truth(holds=False):
            return LinearRow(part, key, (), None, Fraction(-1))
        case t.Relation(op="<=", body=t.Linear(terms=terms, constant=constant)):
            return LinearRow(part, key, terms, None, -constant)
        case t.Relation(op="==", body=t.Linear(terms=terms, constant=constant)):
            return LinearRow(part, key, terms, -constant, -constant)
        case _:
            return None


def _add_trees(context: Context, constraint: ConstraintBase, rows: Rows) -> None:
    names, linear, others = split_rows(context.evaluator, constraint)
    rows.reserve(len(linear) + len(others))
    for part in dict.fromkeys(row.part for row in linear):
        _add_linear(context, constraint.name, names, [row for row in linear if row.part == part], rows)
    if others:
        keys, trees = zip(*others, strict=True)
        rows.trees.append(TreeBlock(constraint.name, names, keys, trees))


def _add_linear(context: Context, name: str, names: tuple[str, ...], found: list[LinearRow], rows: Rows) -> None:
    block = _keyed_block(name, names, found, rows.count)
    counts: list[int] = []
    indices: list[int] = []
    values: list[float] = []
    for row in found:
        terms = sorted((context.column(column), to_float(value)) for column, value in row.terms)
        counts.append(len(terms))
        indices.extend(column for column, _ in terms)
        values.extend(value for _, value in terms)
    lower = np.array([-np.inf if row.lower is None else to_float(row.lower) for row in found])
    upper = np.array([np.inf if row.upper is None else to_float(row.upper) for row in found])
    rows.add(block, np.array(counts), np.array(indices, np.intp), np.array(values, np.float64), lower, upper)


def _keyed_block(name: str, names: tuple[str, ...], found: list[LinearRow], start: int) -> RowBlock:
    places: list[dict[object, int]] = [{} for _ in names]
    positions: list[list[int]] = [[] for _ in names]
    for row in found:
        for k, member in enumerate(row.key):
            positions[k].append(places[k].setdefault(member, len(places[k])))
    members = tuple(tuple(place) for place in places)
    arrays = tuple(np.array(p, np.intp) for p in positions)
    return RowBlock(name, found[0].part, start, len(found), names, members, arrays)  # type: ignore[arg-type]
