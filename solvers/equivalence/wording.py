"""Points that tell Models apart, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.model.exact import show_key
from modelwright.model.numbers import format_number
from modelwright.solvers.proofs.points import check_point

if TYPE_CHECKING:
    from modelwright.solvers.equivalence.sides import Side

__all__ = ["counts_sentence", "points_sentence", "ranking_sentence"]

_MOST_SHOWN = 6


def counts_sentence(left: Side, right: Side) -> str:
    """That the numbers of decisions differ."""
    ours, theirs = left.instance.num_columns, right.instance.num_columns
    names = (", ".join(v.shown for v in side.model.variables[:_MOST_SHOWN]) for side in (left, right))
    return f"The first decides {ours} values ({next(names)}), the second {theirs} ({next(names)})"


def points_sentence(
    having: Side, lacking: Side, which: str, point: Sequence[Fraction], other: Sequence[Fraction]
) -> str:
    """That one Model allows a point and the other does not.

    Args:
        having: The Model that allows it.
        lacking: The other one.
        which: ``first`` or ``second``: which of them allows it.
        point: By column of `having`.
        other: By column of `lacking`.
    """
    unlike = "second" if which == "first" else "first"
    return f"The {which} allows {_shown(having, point)}; the {unlike} does not: {_broken(lacking, other)}"


def ranking_sentence(
    left: Side, right: Side, points: Sequence[Sequence[Fraction]], others: Sequence[Sequence[Fraction]]
) -> str:
    """That the objectives rank points differently, or measure their distances differently.

    Args:
        left: First Model.
        right: Second Model.
        points: By column of the first.
        others: The same by column of the second.
    """
    shown = "; ".join(_shown(left, point) for point in points)
    verb = "are ranked differently" if len(points) == 2 else "have objectives that are not in proportion"
    first, second = _goal(left, points), _goal(right, others)
    return f"Both allow these plans, which {verb}: {shown}. The first {first}, the second {second}"


def _goal(side: Side, points: Sequence[Sequence[Fraction]]) -> str:
    if side.instance.sense == "satisfy":
        return "optimises nothing"
    values = [side.objective_at(point) for point in points]
    shown = ", ".join("nothing" if value is None else format_number(side.program.sign * value) for value in values)
    return f"{'maximises' if side.instance.sense == 'max' else 'minimises'} ({shown})"


def _shown(side: Side, point: Sequence[Fraction]) -> str:
    kept = [(column, value) for column, value in enumerate(point) if value]
    parts = [f"{_label(side, column)} = {format_number(value)}" for column, value in kept[:_MOST_SHOWN]]
    if len(kept) > _MOST_SHOWN:
        parts.append(f"{len(kept) - _MOST_SHOWN} more")
    if len(kept) < len(point):
        parts.append("all else 0" if kept else "everything 0")
    return ", ".join(parts)


def _label(side: Side, column: int) -> str:
    name, key = side.instance.column_key(column)
    element = side.model.by_name.get(name)
    return show_key(element.shown if element is not None else name, key)


def _broken(side: Side, point: Sequence[Fraction]) -> str:
    for column, flag in enumerate(side.program.integer):
        if flag and point[column].denominator != 1:
            return f"{_label(side, column)} has to be a whole number there"
    found = check_point(side.program, side.instance, point)
    if not found.absolute:
        return "a condition that is not linear does not hold there"
    name, bracket, key = found.where.partition("[")
    element = side.model.by_name.get(name)
    shown = found.where if element is None else f"{element.shown}{bracket}{key}"
    return f"`{shown}` is missed by {format_number(found.absolute)}"
