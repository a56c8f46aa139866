"""Whole-number bounds of columns: those given, and those that linear rows imply."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor, isfinite
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from modelwright.errors import UnsupportedModel
from modelwright.model.exact import trees as t
from modelwright.solvers.adapters.cpsat.numbers import ROOM, rational, too_large
from modelwright.solvers.adapters.cpsat.rows import WholeRow, whole_row
from modelwright.solvers.families import FamilyBlock

if TYPE_CHECKING:
    from modelwright.model.exact.trees import Tree
    from modelwright.solvers.families import LinearRows
    from modelwright.solvers.instance import Floats, Instance

__all__ = ["WIDEST", "Whole", "column_bounds"]

Whole: TypeAlias = npt.NDArray[np.int64]

WIDEST = 10**9
"""How far from zero a decision without bounds may go."""

_ROUNDS = 20


def column_bounds(
    instance: Instance, structure: Sequence[LinearRows], widest: int = WIDEST
) -> tuple[Whole, Whole, list[int]]:
    """Least and largest value of each column, and the columns that were given one here because they have none.

    Args:
        instance: The columns, rows and trees.
        structure: The rows of its interval variables.
        widest: How far from zero a column without bounds may go.

    Raises:
        UnsupportedModel: A column is not integer, or a number too large.
    """
    continuous = np.flatnonzero(instance.integrality == 0)
    if len(continuous):
        raise UnsupportedModel(
            f"CP-SAT takes whole-number decisions only; `{instance.column_name(int(continuous[0]))}` is continuous",
            code="continuous-decision",
            hint="make it integer in smaller units (cents, minutes), or leave the choice of the solver to `auto`",
        )
    lower, upper = _inwards(instance.column_lower, ceil), _inwards(instance.column_upper, floor)
    lacking = ~(np.isfinite(lower) & np.isfinite(upper))
    if not lacking.any():
        return _checked(lower), _checked(upper), []
    least, most = _known(lower), _known(upper)
    _tighten(least, most, [*_rows_at(instance, structure, lacking), *_rows_of_trees(instance)])
    free = [c for c in np.flatnonzero(lacking).tolist() if least[c] is None or most[c] is None]
    for column in free:
        low, high = least[column], most[column]
        least[column] = min(0, high or 0) - widest if low is None else low
        most[column] = max(0, low or 0) + widest if high is None else high
    return _checked(least), _checked(most), free


def _inwards(bounds: Floats, rounded: Callable[[Fraction], int]) -> Floats:
    """`bounds` as whole numbers; those that are fractions by the fraction that they stand for."""
    broken = np.flatnonzero(np.isfinite(bounds) & (np.rint(bounds) != bounds))
    if not len(broken):
        return bounds
    found = bounds.copy()
    found[broken] = [rounded(rational(value)) for value in bounds[broken].tolist()]
    return found


def _known(bounds: Floats) -> list[int | None]:
    return [int(value) if isfinite(value) else None for value in bounds.tolist()]


def _checked(bounds: Floats | list[int | None]) -> Whole:
    if np.abs(np.array(bounds, np.float64)).max(initial=0.0) > ROOM:
        raise too_large("An expression")
    return np.array(bounds, np.int64)


def _rows_at(instance: Instance, structure: Sequence[LinearRows], chosen: npt.NDArray[np.bool_]) -> Iterator[WholeRow]:
    """The linear rows of `instance` and the rows of `structure` in which one of the `chosen` columns occurs."""
    owner = np.repeat(np.arange(instance.num_rows), np.diff(instance.start))
    for row in np.unique(owner[chosen[instance.index]]).tolist():
        yield whole_row(instance, row)
    for rows in structure:
        for row in np.unique(rows.owner[chosen[rows.index]]).tolist():
            part = slice(rows.start[row], rows.start[row + 1])
            pairs = zip(rows.index[part].tolist(), rows.value[part].tolist(), strict=True)
            low, high = (float(limit[row]) for limit in (rows.lower, rows.upper))
            yield WholeRow(
                {column: int(value) for column, value in pairs if value},
                int(low) if isfinite(low) else None,
                int(high) if isfinite(high) else None,
            )


def _rows_of_trees(instance: Instance) -> list[WholeRow]:
    """Linear comparisons among the trees of blocks without arrays, and domains of single decisions."""
    found: list[WholeRow] = []
    stack: list[Tree] = [tree for block in instance.trees if not isinstance(block, FamilyBlock) for tree in block.trees]
    while stack:
        match stack.pop():
            case t.Junction(op="and", args=args):
                stack.extend(args)
            case t.Relation(op=op, body=t.Linear() as body) if op != "!=":
                terms = {instance.column(*column): value for column, value in body.terms}
                limit = -body.constant
                found.append(WholeRow.of(terms, limit if op == "==" else None, limit))
            case t.Among(items=(t.Linear() as item,), rows=rows) if rows:
                terms = {instance.column(*column): value for column, value in item.terms}
                values = [row[0] - item.constant for row in rows]
                found.append(WholeRow.of(terms, min(values), max(values)))
            case _:
                pass
    return found


def _tighten(lower: list[int | None], upper: list[int | None], rows: Sequence[WholeRow]) -> None:
    """Bounds for columns without, from rows whose other columns have some."""
    for _ in range(_ROUNDS):
        changed = False
        for row in rows:
            if row.high is not None:
                changed |= _imply(lower, upper, row.terms, row.high)
            if row.low is not None:
                changed |= _imply(lower, upper, {c: -v for c, v in row.terms.items()}, -row.low)
        if not changed:
            return


def _imply(lower: list[int | None], upper: list[int | None], terms: dict[int, int], limit: int) -> bool:
    """What Σ terms · x ≤ limit says of the columns that lack the bound in question."""
    least, unknown = 0, []
    for column, value in terms.items():
        bound = lower[column] if value > 0 else upper[column]
        if bound is None:
            unknown.append(column)
            if len(unknown) > 1:
                return False
        else:
            least += value * bound
    changed = False
    for column, value in terms.items():
        if unknown and column != unknown[0]:
            continue
        own = None if unknown else (lower[column] if value > 0 else upper[column])
        room = limit - least + (value * own if own is not None else 0)
        if value > 0 and upper[column] is None:
            upper[column], changed = room // value, True
        elif value < 0 and lower[column] is None:
            lower[column], changed = -(room // -value), True
    return changed
