"""The Instance: a grounded model as arrays and trees, with blocks that lead back to the Model."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from modelwright.model.exact import Key, show_key
from modelwright.solvers.classes import ProblemClass, problem_class
from modelwright.solvers.parts import INTERVAL_PARTS

if TYPE_CHECKING:
    from modelwright.model.elements import Member
    from modelwright.model.exact.trees import Tree
    from modelwright.solvers.quadratic import Quadratic

__all__ = [
    "INTERVAL_PARTS",
    "Along",
    "Instance",
    "LazyMembers",
    "Place",
    "ProblemClass",
    "RowBlock",
    "TreeBlock",
    "VariableBlock",
    "position_at",
    "problem_class",
]

Floats: TypeAlias = npt.NDArray[np.float64]
Positions: TypeAlias = npt.NDArray[np.intp]


class LazyMembers(Sequence["Member"]):
    """Members of a set, made when one is asked for."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], Sequence[Member]]) -> None:
        self._make = make
        self._made: Sequence[Member] | None = None

    def _all(self) -> Sequence[Member]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __len__(self) -> int:
        return len(self._all())

    def __getitem__(self, place: Any) -> Any:
        return self._all()[place]

    def __iter__(self) -> Iterator[Member]:
        return iter(self._all())


@dataclass(frozen=True, slots=True)
class Along:
    """All `count` members of a set in order, along one axis of a grid."""

    axis: int
    count: int


Place: TypeAlias = "int | Along | Positions"
"""Positions: one for a whole grid, all in order along an axis, or an array that broadcasts to the grid."""


@dataclass(frozen=True, slots=True)
class VariableBlock:
    """The columns of one variable: the full product of its index sets, the last index running fastest.

    Attributes:
        name: Name of the variable.
        sets: Names of its index sets.
        members: Members of each index set.
        start: First column.
        shape: Number of members of each index set; empty for a scalar.
    """

    name: str
    sets: tuple[str, ...]
    members: tuple[Sequence[Member], ...]
    start: int
    shape: tuple[int, ...]

    @property
    def count(self) -> int:
        """Number of columns."""
        count = 1
        for size in self.shape:
            count *= size
        return count

    def key(self, offset: int) -> Key:
        """The key of the column `offset` places after `start`."""
        key: list[Member] = []
        for members, size in zip(reversed(self.members), reversed(self.shape), strict=True):
            offset, position = divmod(offset, size)
            key.append(members[position])
        return tuple(reversed(key))

    def keys(self) -> Iterator[Key]:
        """The keys of all columns in order."""
        return product(*self.members)


@dataclass(frozen=True, slots=True)
class RowBlock:
    """The rows of one constraint, or of one part of a chain of comparisons.

    Attributes:
        name: Name of the constraint.
        part: Number of the part, 0 when there is one.
        start: First row.
        count: Number of rows.
        quantifiers: Names of the quantifiers.
        members: Members of the set of each quantifier.
        places: For each quantifier, positions of its members over the grid.
        shape: Of the grid whose cells are the rows, in row-major order; ``()`` for one axis of `count` rows.
    """

    name: str
    part: int
    start: int
    count: int
    quantifiers: tuple[str, ...] = ()
    members: tuple[Sequence[Member], ...] = ()
    places: tuple[Place, ...] = ()
    shape: tuple[int, ...] = ()

    def key(self, offset: int) -> Key:
        """The members that the quantifiers stand for in the row `offset` places after `start`."""
        cell: list[int] = []
        for size in reversed(self.shape or (self.count,)):
            offset, place = divmod(offset, size)
            cell.append(place)
        cell.reverse()
        return tuple(m[position_at(p, cell)] for m, p in zip(self.members, self.places, strict=True))


def position_at(place: Place, cell: Sequence[int]) -> int:
    """The position at one cell of a grid."""
    if isinstance(place, int):
        return place
    if isinstance(place, Along):
        return cell[place.axis]
    return int(place[tuple(k if size != 1 else 0 for k, size in zip(cell, place.shape, strict=True))])


@dataclass(frozen=True, slots=True)
class TreeBlock:
    """The rows of one constraint (or of the domain of one variable) that are not linear.

    Attributes:
        name: Name of the constraint or variable.
        quantifiers: Names of the quantifiers.
        keys: For each row, the members that the quantifiers stand for.
        trees: For each row, the condition that must hold; its columns are those of `Instance.column`.
    """

    name: str
    quantifiers: tuple[str, ...]
    keys: tuple[Key, ...]
    trees: tuple[Tree, ...]

    @property
    def outline(self) -> tuple[Tree, ...]:
        """Trees, few where that is enough, that show what is in `trees` beside linear comparisons."""
        return self.trees


@dataclass(frozen=True)
class Instance:
    """Rows, bounds and costs: `row_lower` ≤ A x ≤ `row_upper`, `column_lower` ≤ x ≤ `column_upper`, and `trees` hold.

    All arrays are read-only. An absent bound is an infinity.

    Attributes:
        start: First coefficient of each row, CSR. Shape (num_rows + 1,), int32.
        index: Column of each coefficient, ascending in a row. Shape (num_nonzeros,), int32.
        value: Coefficients, none of them zero. Shape (num_nonzeros,), float64.
        row_lower: Shape (num_rows,), float64.
        row_upper: Shape (num_rows,), float64.
        column_lower: Shape (num_columns,), float64.
        column_upper: Shape (num_columns,), float64.
        cost: Objective coefficients. Shape (num_columns,), float64.
        integrality: 1 where a column is integer. Shape (num_columns,), uint8.
        offset: Constant of the objective.
        sense: ``min``, ``max``, or ``satisfy``, whose cost is zero.
        variables: Blocks of columns, in order.
        rows: Blocks of linear rows, in order.
        trees: Conditions that are not linear, in order.
        objective_tree: The whole objective when it is not linear (`cost` and `offset` are zero then), else ``None``.
    """

    start: npt.NDArray[np.int32]
    index: npt.NDArray[np.int32]
    value: Floats
    row_lower: Floats
    row_upper: Floats
    column_lower: Floats
    column_upper: Floats
    cost: Floats
    integrality: npt.NDArray[np.uint8]
    offset: float
    sense: Literal["min", "max", "satisfy"]
    variables: tuple[VariableBlock, ...]
    rows: tuple[RowBlock, ...]
    trees: tuple[TreeBlock, ...] = ()
    objective_tree: Tree | None = None

    def __post_init__(self) -> None:
        for name in _ARRAYS:
            getattr(self, name).setflags(write=False)

    @property
    def num_rows(self) -> int:
        """Number of rows."""
        return len(self.row_lower)

    @property
    def num_columns(self) -> int:
        """Number of columns."""
        return len(self.cost)

    @property
    def num_nonzeros(self) -> int:
        """Number of coefficients."""
        return len(self.value)

    @cached_property
    def convex_quadratic(self) -> Quadratic | None:
        """The objective of a convex QP: convex for ``min``, concave for ``max``, with linear rows and continuous
        decisions; ``None`` of any other model."""
        if self.objective_tree is None or self.trees or self.integrality.any():
            return None
        from modelwright.solvers.quadratic import is_semidefinite, quadratic

        found = quadratic(self.objective_tree, self)
        if found is None:
            return None
        sign = -1 if self.sense == "max" else 1
        curved = {columns: sign * value for columns, value in found.products.items()}
        return found if is_semidefinite(curved) else None

    @cached_property
    def is_ordinary(self) -> bool:
        """Whether there are columns, every row has coefficients, no limits cross or are infinite on the wrong side, and
        every number is one."""
        lower = np.concatenate((self.column_lower, self.row_lower))
        upper = np.concatenate((self.column_upper, self.row_upper))
        return bool(
            self.num_columns
            and (lower <= upper).all()
            and (lower < np.inf).all()
            and (upper > -np.inf).all()
            and (self.start[1:] > self.start[:-1]).all()
            and np.isfinite(self.value.sum() + self.cost.sum() + self.offset)
        )

    @cached_property
    def _variable_starts(self) -> list[int]:
        return [block.start for block in self.variables]

    @cached_property
    def _row_starts(self) -> list[int]:
        return [block.start for block in self.rows]

    @cached_property
    def blocks(self) -> dict[str, VariableBlock]:
        """Blocks of columns by name."""
        return {block.name: block for block in self.variables}

    @cached_property
    def _positions_by_name(self) -> dict[str, tuple[dict[Member, int], ...]]:
        by_members: dict[int, dict[Member, int]] = {}
        found: dict[str, tuple[dict[Member, int], ...]] = {}
        for block in self.variables:
            for members in block.members:
                by_members.setdefault(id(members), {member: k for k, member in enumerate(members)})
            found[block.name] = tuple(by_members[id(members)] for members in block.members)
        return found

    def variable(self, name: str) -> VariableBlock:
        """The block of the variable `name`; KeyError when there is none."""
        return self.blocks[name]

    def has_block(self, name: str) -> bool:
        """Whether there is a block of that name."""
        return name in self.blocks

    def column(self, name: str, key: Key = ()) -> int:
        """The column of variable `name` at `key`; KeyError when there is none."""
        position = 0
        for member, positions in zip(key, self._positions_by_name[name], strict=True):
            position = position * len(positions) + positions[member]
        return self.blocks[name].start + position

    def column_key(self, column: int) -> tuple[str, Key]:
        """The variable and key of `column`."""
        # An empty block shares its start with the next one, so the last of equal starts is the one that has columns.
        block = self.variables[bisect_right(self._variable_starts, column) - 1]
        return block.name, block.key(column - block.start)

    def column_name(self, column: int) -> str:
        """``"x[a, b]"``."""
        return show_key(*self.column_key(column))

    def row_block(self, row: int) -> RowBlock:
        """The block that `row` belongs to."""
        return self.rows[bisect_right(self._row_starts, row) - 1]

    def row_key(self, row: int) -> tuple[str, Key]:
        """The constraint of `row`, and the members its quantifiers stand for."""
        block = self.row_block(row)
        return block.name, block.key(row - block.start)

    def row_name(self, row: int) -> str:
        """``"capacity[plant_a]"``; the second row of a chain of comparisons gets `` (2)``."""
        part = self.row_block(row).part
        return show_key(*self.row_key(row)) + (f" ({part + 1})" if part else "")

    def row(self, row: int) -> tuple[npt.NDArray[np.int32], Floats]:
        """Columns and coefficients of `row`."""
        begin, end = self.start[row], self.start[row + 1]
        return self.index[begin:end], self.value[begin:end]


_ARRAYS = (
    "start",
    "index",
    "value",
    "row_lower",
    "row_upper",
    "column_lower",
    "column_upper",
    "cost",
    "integrality",
)
