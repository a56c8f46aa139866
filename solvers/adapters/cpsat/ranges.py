"""Whole-number bounds of columns: those given, and those that linear rows imply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, gcd, isfinite, lcm
from typing import TYPE_CHECKING

from modelwright.errors import UnsupportedModel
from modelwright.model.exact import trees as t
from modelwright.solvers.adapters.cpsat.numbers import LARGEST, rational, too_large

if TYPE_CHECKING:
    from modelwright.model.exact.trees import Tree
    from modelwright.solvers.instance import Instance

__all__ = ["WIDEST", "WholeRow", "column_bounds", "linear_rows"]

WIDEST = 10**9
"""How far from zero a decision without bounds may go."""

_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class WholeRow:
    """``low`` ≤ Σ terms[j] · x[j] ≤ ``high`` in whole numbers; ``None`` for no limit."""

    terms: dict[int, int]
    low: int | None
    high: int | None


def linear_rows(instance: Instance) -> list[WholeRow]:
    """The linear rows in whole numbers: scaled by common denominators, limits rounded inwards.

    Raises:
        UnsupportedModel: A number becomes too large.
    """
    rows = []
    for row in range(instance.num_rows):
        columns, values = instance.row(row)
        terms = {int(c): rational(v) for c, v in zip(columns.tolist(), values.tolist(), strict=True)}
        limits = [float(instance.row_lower[row]), float(instance.row_upper[row])]
        found = _whole_row(terms, *(rational(limit) if isfinite(limit) else None for limit in limits))
        if any(abs(number) > LARGEST for number in (*found.terms.values(), found.low or 0, found.high or 0)):
            raise too_large(f"Row `{instance.row_name(row)}`")
        rows.append(found)
    return rows


def _whole_row(terms: dict[int, Fraction], low: Fraction | None, high: Fraction | None) -> WholeRow:
    scale = Fraction(lcm(1, *(v.denominator for v in terms.values())))
    whole = {column: (value * scale).numerator for column, value in terms.items()}
    shared = gcd(*whole.values()) or 1
    scale /= shared
    return WholeRow(
        {column: value // shared for column, value in whole.items()},
        None if low is None else ceil(low * scale),
        None if high is None else floor(high * scale),
    )


def column_bounds(
    instance: Instance, rows: Sequence[WholeRow], widest: int = WIDEST
) -> tuple[list[int], list[int], list[int]]:
    """Least and largest value of each column, and the columns that were given one here because they have none.

    Raises:
        UnsupportedModel: A column is not integer.
    """
    continuous = next((c for c, flag in enumerate(instance.integrality.tolist()) if not flag), None)
    if continuous is not None:
        raise UnsupportedModel(
            f"CP-SAT takes whole-number decisions only; `{instance.column_name(continuous)}` is continuous",
            code="continuous-decision",
            hint="make it integer in smaller units (cents, minutes), or leave the choice of the solver to `auto`",
        )
    lower = [ceil(rational(v)) if isfinite(v) else None for v in instance.column_lower.tolist()]
    upper = [floor(rational(v)) if isfinite(v) else None for v in instance.column_upper.tolist()]
    if None in lower or None in upper:
        _tighten(lower, upper, [*rows, *_rows_of_trees(instance)])
    free = [c for c in range(instance.num_columns) if lower[c] is None or upper[c] is None]
    for column in free:
        low, high = lower[column], upper[column]
        lower[column] = min(0, high or 0) - widest if low is None else low
        upper[column] = max(0, low or 0) + widest if high is None else high
    return [v for v in lower if v is not None], [v for v in upper if v is not None], free


def _rows_of_trees(instance: Instance) -> list[WholeRow]:
    """Linear comparisons among the trees, and domains of single decisions."""
    found: list[WholeRow] = []
    stack: list[Tree] = [tree for block in instance.trees for tree in block.trees]
    while stack:
        match stack.pop():
            case t.Junction(op="and", args=args):
                stack.extend(args)
            case t.Relation(op=op, body=t.Linear() as body) if op != "!=":
                terms = {instance.column(*column): value for column, value in body.terms}
                limit = -body.constant
                found.append(_whole_row(terms, limit if op == "==" else None, limit))
            case t.Among(items=(t.Linear() as item,), rows=rows) if rows:
                terms = {instance.column(*column): value for column, value in item.terms}
                values = [row[0] - item.constant for row in rows]
                found.append(_whole_row(terms, min(values), max(values)))
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
