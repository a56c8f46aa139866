"""The rows of constraints: a whole index set at a time where they are linear for sure, else tree by tree."""

from __future__ import annotations

import math
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
from modelwright.solvers.families import FamilyBlock
from modelwright.solvers.grounding.assembly import Piece, Singles
from modelwright.solvers.grounding.blocks import add_values, as_floats
from modelwright.solvers.grounding.conditions import expand
from modelwright.solvers.grounding.forms import form, number
from modelwright.solvers.grounding.frames import SCALAR, Frame
from modelwright.solvers.grounding.globals_ import global_family
from modelwright.solvers.grounding.singles import single_rows
from modelwright.solvers.grounding.tables import to_float
from modelwright.solvers.instance import RowBlock, TreeBlock

if TYPE_CHECKING:
    from modelwright.model.exact import Column, Evaluator, Key
    from modelwright.model.exact.trees import Tree
    from modelwright.model.templates import ConstraintBase
    from modelwright.solvers.families import GlobalFamily
    from modelwright.solvers.grounding.context import Context
    from modelwright.solvers.instance import Floats

__all__ = ["LinearRow", "Rows", "add_constraint", "is_quick", "split_rows"]


@dataclass(slots=True)
class Rows:
    """Rows so far, piece by piece.

    Attributes:
        count: How many there are.
        pieces: Their coefficients and limits, to be assembled when all are known.
        blocks: What they belong to, one for each piece.
        trees: Conditions that are not linear rows.
    """

    count: int = 0
    pieces: list[Piece | Singles] = field(default_factory=list)
    blocks: list[RowBlock] = field(default_factory=list)
    trees: list[TreeBlock] = field(default_factory=list)

    def add(self, block: RowBlock, piece: Piece | Singles) -> None:
        """Appends the rows of `block`.

        Raises:
            LimitError: There are too many.
        """
        self.count += block.count
        if self.count > LIMITS.rows:
            raise LimitError(
                f"The Model has at least {self.count} rows; at most {LIMITS.rows} are allowed", code="size"
            )
        self.blocks.append(block)
        self.pieces.append(piece)

    def add_single(self, block: RowBlock, columns: list[int], values: list[float], lower: float, upper: float) -> None:
        """Appends one row; rows one after the other share a piece."""
        if not self.pieces or not isinstance(self.pieces[-1], Singles):
            self.pieces.append(Singles())
        piece = self.pieces[-1]
        assert isinstance(piece, Singles)
        piece.counts.append(len(columns))
        piece.columns += columns
        piece.values += values
        piece.lower.append(lower)
        piece.upper.append(upper)
        self.blocks.append(block)
        self.count += 1


def add_constraint(context: Context, constraint: ConstraintBase, rows: Rows) -> None:
    """The rows of `constraint`, appended to `rows`.

    Raises:
        ModelError: An unknown name or key, or a strict row over fractions.
        DataError: A parameter has no value.
        LimitError: Too many rows.
    """
    if not constraint.for_each and _add_singles(context, constraint, rows):
        return
    if is_quick(context.evaluator, constraint):
        _add_family(context, constraint, rows)
    elif (family := global_family(context, constraint)) is not None:
        _add_globals(context, constraint, family, rows)
    else:
        _add_trees(context, constraint, rows)


def is_quick(evaluator: Evaluator, constraint: ConstraintBase) -> bool:
    """Whether every row of `constraint` is linear, and made of nothing that the vectorised way lacks."""
    node = evaluator.node(constraint)
    if not isinstance(node, Compare) or not evaluator.linear(node):
        return False
    generators = parse_quantifiers(constraint.for_each)
    return not generators or evaluator.linear(Sum(Number(ZERO), generators))


# ------------------------------------------------------------------------------------------------------ single rows


def _add_singles(context: Context, constraint: ConstraintBase, rows: Rows) -> bool:
    """The rows of a comparison of scalars; whether it was one."""
    found = single_rows(context.evaluator, context.blocks, constraint)
    for k, (terms, low, high) in enumerate(found or ()):
        lower, upper = -math.inf if low is None else to_float(low), math.inf if high is None else to_float(high)
        values = [to_float(value) for value in terms.values()]
        rows.add_single(RowBlock(constraint.name, k, rows.count, 1), list(terms), values, lower, upper)
    return found is not None


# ---------------------------------------------------------------------------------------------- a set at a time


def _add_family(context: Context, constraint: ConstraintBase, rows: Rows) -> None:
    parts = row_parts(context.evaluator, constraint)
    generators = parse_quantifiers(constraint.for_each)
    frame = expand(context, SCALAR, generators)[0] if generators else SCALAR
    for k, part in enumerate(parts):
        rows.add(_row_block(context, constraint.name, k, rows.count, frame), _piece(context, part, frame))


def _row_block(context: Context, name: str, part: int, start: int, frame: Frame) -> RowBlock:
    if frame.scalar:
        return RowBlock(name, part, start, 1)
    members = tuple(context.listed(q.domain) for q in frame.quantifiers.values())
    places = tuple(q.place for q in frame.quantifiers.values())
    return RowBlock(name, part, start, frame.size, tuple(frame.quantifiers), members, places, frame.shape)


def _piece(context: Context, part: RowPart, frame: Frame) -> Piece:
    if frame.size == 0:
        return Piece((0,), 0.0, 0.0, ())
    found = form(context, part.body, frame)
    moved = ZERO if found.constant is ZERO else -found.constant

    def limit(node: Node | None, absent: float) -> Floats | float:
        return absent if node is None else as_floats(add_values(number(context, node, frame), moved))

    lower, upper = limit(part.lower, -np.inf), limit(part.upper, np.inf)
    return Piece(frame.shape, lower, upper, found.blocks or ())


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


def _add_globals(context: Context, constraint: ConstraintBase, family: GlobalFamily, rows: Rows) -> None:
    """A family of global conditions, whose trees are made when they are asked for."""

    def make() -> tuple[tuple[Key, ...], tuple[Tree, ...]]:
        keys, trees = zip(*split_rows(context.evaluator, constraint)[2], strict=True)
        return keys, trees

    names = tuple(name for g in parse_quantifiers(constraint.for_each) for name in g.ids)
    rows.trees.append(FamilyBlock(constraint.name, names, family, make))


def _add_trees(context: Context, constraint: ConstraintBase, rows: Rows) -> None:
    names, linear, others = split_rows(context.evaluator, constraint)
    for part in dict.fromkeys(row.part for row in linear):
        _add_linear(context, constraint.name, names, [row for row in linear if row.part == part], rows)
    if others:
        keys, trees = zip(*others, strict=True)
        rows.trees.append(TreeBlock(constraint.name, names, keys, trees))


def _add_linear(context: Context, name: str, names: tuple[str, ...], found: list[LinearRow], rows: Rows) -> None:
    piece = Singles()
    for row in found:
        terms = sorted((context.column(column), to_float(value)) for column, value in row.terms)
        piece.counts.append(len(terms))
        piece.columns.extend(column for column, _ in terms)
        piece.values.extend(value for _, value in terms)
        piece.lower.append(-math.inf if row.lower is None else to_float(row.lower))
        piece.upper.append(math.inf if row.upper is None else to_float(row.upper))
    rows.add(_keyed_block(name, names, found, rows.count), piece)


def _keyed_block(name: str, names: tuple[str, ...], found: list[LinearRow], start: int) -> RowBlock:
    places: list[dict[object, int]] = [{} for _ in names]
    positions: list[list[int]] = [[] for _ in names]
    for row in found:
        for k, member in enumerate(row.key):
            positions[k].append(places[k].setdefault(member, len(places[k])))
    members = tuple(tuple(place) for place in places)
    arrays = tuple(np.array(p, np.intp) for p in positions)
    return RowBlock(name, found[0].part, start, len(found), names, members, arrays)  # type: ignore[arg-type]
