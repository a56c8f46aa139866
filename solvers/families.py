"""Families of conditions: rows that are not linear, held as arrays, whose trees are made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from modelwright.model.exact.trees import Global
from modelwright.solvers.instance import TreeBlock

if TYPE_CHECKING:
    import numpy.typing as npt

    from modelwright.model.exact import Key
    from modelwright.model.exact.trees import Tree
    from modelwright.solvers.instance import Floats, Positions

__all__ = ["Family", "FamilyBlock", "GlobalFamily", "GlobalKind", "IntervalFamily", "LinearRows"]

GlobalKind: TypeAlias = Literal["all_different", "circuit", "no_overlap", "cumulative"]
Made: TypeAlias = "tuple[tuple[Key, ...], tuple[Tree, ...]]"


@dataclass(frozen=True, slots=True, eq=False)
class LinearRows:
    """``lower`` ≤ A x ≤ ``upper``, CSR; an absent limit is an infinity.

    Attributes:
        start: First coefficient of each row. Shape (count + 1,).
        index: Column of each coefficient. Shape (coefficients,).
        value: Coefficients. Shape (coefficients,).
        lower: Shape (count,).
        upper: Shape (count,).
    """

    start: Positions
    index: Positions
    value: Floats
    lower: Floats
    upper: Floats

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self.lower)

    @property
    def owner(self) -> Positions:
        """Row of each coefficient. Shape (coefficients,)."""
        return np.repeat(np.arange(self.count), np.diff(self.start))

    def taken(self, chosen: npt.NDArray[np.bool_]) -> LinearRows:
        """The rows where `chosen`, shape (count,)."""
        kept = chosen[self.owner]
        start = np.concatenate(([0], np.cumsum(np.diff(self.start)[chosen])))
        return LinearRows(start, self.index[kept], self.value[kept], self.lower[chosen], self.upper[chosen])

    @staticmethod
    def joined(parts: list[LinearRows]) -> LinearRows:
        """The rows of all `parts`, of which there is one at least."""
        if len(parts) == 1:
            return parts[0]
        counts = np.concatenate([np.diff(part.start) for part in parts])
        return LinearRows(
            np.concatenate(([0], np.cumsum(counts))),
            np.concatenate([part.index for part in parts]),
            np.concatenate([part.value for part in parts]),
            np.concatenate([part.lower for part in parts]),
            np.concatenate([part.upper for part in parts]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class IntervalFamily:
    """What the domain of an interval variable demands of its columns beside bounds; all numbers are whole.

    Attributes:
        start: Column of the first start; sizes, ends and presences follow, `count` of each.
        count: Number of intervals.
        optional: Whether they may be absent.
        size: Length of a present one, ``None`` where it is a decision. Shape (count,).
        least: Shortest length of a present one. Shape (count,).
        earliest: Earliest start, which is start and end of an absent one. Shape (count,).
        latest: Latest end, infinite without one; finite where `optional`. Shape (count,).
    """

    start: int
    count: int
    optional: bool
    size: Floats | None
    least: Floats
    earliest: Floats
    latest: Floats

    def rows(self, *, tight: bool = False) -> LinearRows:
        """The conditions as linear rows: end is start plus size; an absent one starts at the earliest, and lasts 0.

        Args:
            tight: Whether the last of these keeps present ones of given size from ending late, too.
        """
        n = self.count
        start = np.arange(self.start, self.start + n)
        size, end, present = start + n, start + 2 * n, start + 3 * n
        zero, one = np.zeros(n), np.ones(n)
        parts = [_rows((start, size, end), (one, one, -one), zero, zero)]
        if not self.optional:
            return parts[0]
        none, room = np.full(n, -np.inf), np.maximum(0.0, self.latest - self.earliest)
        if self.size is not None:
            parts.append(_rows((size, present), (one, -self.size), zero, zero))
            room = room - self.size if tight else room
        else:
            parts.append(_rows((size, present), (-one, self.least), none, zero))
            parts.append(_rows((size, present), (one, -room), none, zero))
        parts.append(_rows((start, present), (one, -room), none, self.earliest))
        return LinearRows.joined(parts)


def _rows(columns: tuple[Positions, ...], values: tuple[Floats, ...], lower: Floats, upper: Floats) -> LinearRows:
    width = len(columns)
    start = np.arange(len(lower) + 1) * width
    return LinearRows(start, np.stack(columns, 1).ravel(), np.stack(values, 1).ravel(), lower, upper)


@dataclass(frozen=True, slots=True, eq=False)
class GlobalFamily:
    """Global conditions of one kind, one for each row; all numbers are whole.

    Attributes:
        kind: Its name in the expression language.
        start: First item of each row. Shape (rows + 1,).
        columns: Of each item: the column of the decision (``all_different``, ``circuit``), or of the start of the
            interval, whose size, end and presence are as far behind it as its variable has intervals. Shape (items,).
        factors: ``all_different``: what the decision of each item is multiplied by; ``cumulative``: the demands.
            Shape (items,); of the others empty.
        constants: ``all_different``: what is added to each item, ``circuit``: the number of its place, shape (items,);
            ``cumulative``: the capacities, shape (rows,); ``no_overlap``: empty.
    """

    kind: GlobalKind
    start: Positions
    columns: Positions
    factors: Floats
    constants: Floats


Family: TypeAlias = IntervalFamily | GlobalFamily


class FamilyBlock(TreeBlock):
    """A `TreeBlock` whose keys and trees are made when they are asked for.

    Attributes:
        family: The same conditions as arrays.
    """

    family: Family
    _make: Callable[[], Made]

    def __init__(self, name: str, quantifiers: tuple[str, ...], family: Family, make: Callable[[], Made]) -> None:
        """Args:
        name: Name of the constraint or variable.
        quantifiers: Names of the quantifiers.
        family: The conditions as arrays.
        make: Gives keys and trees.
        """
        for attribute, value in (("name", name), ("quantifiers", quantifiers), ("family", family), ("_make", make)):
            object.__setattr__(self, attribute, value)  # as a frozen dataclass does

    @cached_property
    def _made(self) -> Made:
        return self._make()

    @property
    def keys(self) -> tuple[Key, ...]:
        """For each row, the members that the quantifiers stand for."""
        return self._made[0]

    @property
    def trees(self) -> tuple[Tree, ...]:
        """For each row, the condition that must hold."""
        return self._made[1]

    @property
    def outline(self) -> tuple[Tree, ...]:
        """A global condition of the kind, if it is one; all else is linear."""
        return (Global(self.family.kind),) if isinstance(self.family, GlobalFamily) else ()
