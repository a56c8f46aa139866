"""Where numbers lie: interval arithmetic on trees, and a few rounds of propagation over rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from modelwright.model.exact.forms import Column
from modelwright.model.exact.trees import (
    Among,
    Apply,
    Choose,
    Condition,
    Element,
    Global,
    Junction,
    Linear,
    Relation,
    Tree,
    value_of,
)
from modelwright.solvers.instance import Floats, Instance

__all__ = ["Range", "propagated", "range_of"]

Range: TypeAlias = tuple[float, float]

_ALL: Range = (-math.inf, math.inf)
_ROUNDS = 10
_WORK = 200_000
"""Rows with more coefficients together than this are left out of propagation."""


def _times(one: Range, other: Range) -> Range:
    ends = [_product(a, b) for a in one for b in other]
    return min(ends), max(ends)


def _product(a: float, b: float) -> float:
    return 0.0 if a == 0 or b == 0 else a * b


def _hull(ranges: Sequence[Range]) -> Range:
    return min(low for low, _ in ranges), max(high for _, high in ranges)


def range_of(tree: Tree, box: Callable[[Column], Range]) -> Range:
    """An interval that the value of `tree` lies in, when each decision lies in its `box`."""
    match tree:
        case Linear(terms=terms, constant=number):
            low = high = float(number)
            for column, value in terms:
                one, other = _times((float(value),) * 2, box(column))
                low, high = low + one, high + other
            return low, high
        case Choose(body=body, orelse=orelse):
            return _hull([range_of(body, box), range_of(orelse, box)])
        case Element(values=values):
            return _hull([range_of(value, box) for value in values]) if values else _ALL
        case Apply():
            return _apply(tree, box)
        case _:
            return 0.0, 1.0


def _apply(tree: Apply, box: Callable[[Column], Range]) -> Range:
    ranges = [range_of(arg, box) for arg in tree.args]
    first = ranges[0]
    match tree.operation:
        case "+":
            return sum(low for low, _ in ranges), sum(high for _, high in ranges)
        case "*":
            return _factors(tree.args, ranges)
        case "min" | "max":
            chosen = min if tree.operation == "min" else max
            return chosen(low for low, _ in ranges), chosen(high for _, high in ranges)
        case "abs":
            return _absolute(first)
        case "floor" | "ceil" | "round":
            return first[0] - 1, first[1] + 1
        case "sin" | "cos":
            return -1.0, 1.0
        case "exp":
            return _exponential(first[0]), _exponential(first[1])
        case "sqrt":
            return 0.0, math.sqrt(max(first[1], 0.0)) + 1e-9 if math.isfinite(first[1]) else math.inf
        case "%":
            low, high = ranges[1]
            return min(low, 0.0), max(high, 0.0)
        case "//" | "/":
            return _quotient(first, ranges[1])
        case "**":
            return _power(first, tree.args[1])
        case _:
            return _ALL


def _factors(args: tuple[Tree, ...], ranges: list[Range]) -> Range:
    found = ranges[0]
    for k in range(1, len(args)):
        if k == 1 and args[1] == args[0]:
            low, high = _absolute(found)
            found = _product(low, low), _product(high, high)
        else:
            found = _times(found, ranges[k])
    return found


def _absolute(found: Range) -> Range:
    low, high = found
    return (0.0 if low <= 0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))


def _exponential(number: float) -> float:
    return math.exp(number) if number < 700 else math.inf


def _quotient(top: Range, bottom: Range) -> Range:
    low, high = bottom
    if low <= 0 <= high:
        return _ALL
    inverse = (1 / high, 1 / low)
    found = _times(top, (min(inverse), max(inverse)))
    return found[0] - 1, found[1] + 1


def _power(base: Range, exponent: Tree) -> Range:
    found = value_of(exponent)
    if found is None or found.denominator != 1 or found < 0 or found > 64:
        return _ALL
    ends = [_raised(end, int(found)) for end in base]
    even_through_zero = found % 2 == 0 and base[0] <= 0 <= base[1]
    return (0.0 if even_through_zero else min(ends)), max(ends)


def _raised(number: float, exponent: int) -> float:
    try:
        return float(number**exponent)
    except OverflowError:
        return math.inf if number > 0 or exponent % 2 == 0 else -math.inf


# ---------------------------------------------------------------------------------------------------- propagation


@dataclass(frozen=True, slots=True)
class _Sum:
    """``low <= Σ value · column + Σ others <= high``."""

    terms: tuple[tuple[int, float], ...]
    low: float
    high: float
    others: tuple[Tree, ...] = ()


def propagated(instance: Instance, index: Callable[[Column], int]) -> tuple[Floats, Floats]:
    """Bounds of each column that every point of the rows and trees of `instance` keeps. Shape (num_columns,) each."""
    lower, upper = instance.column_lower.copy(), instance.column_upper.copy()
    whole = instance.integrality.astype(bool)
    lower[whole], upper[whole] = np.ceil(lower[whole] - 1e-6), np.floor(upper[whole] + 1e-6)

    def box(column: Column) -> Range:
        k = index(column)
        return float(lower[k]), float(upper[k])

    sums = _sums(instance, index)
    for _ in range(_ROUNDS):
        changed = False
        for found in sums:
            changed |= _tighten(found, lower, upper, whole, box)
        if not changed:
            break
    return lower, upper


def _sums(instance: Instance, index: Callable[[Column], int]) -> list[_Sum]:
    found: list[_Sum] = []
    for block in instance.trees:
        for tree in block.trees:
            found.extend(_of_condition(tree, index))
    if instance.num_nonzeros <= _WORK:
        for row in range(instance.num_rows):
            columns, values = instance.row(row)
            terms = tuple(zip(columns.tolist(), values.tolist(), strict=True))
            found.append(_Sum(terms, float(instance.row_lower[row]), float(instance.row_upper[row])))
    return found


def _of_condition(tree: Tree, index: Callable[[Column], int]) -> list[_Sum]:
    match tree:
        case Junction(op="and", args=args):
            return [found for arg in args for found in _of_condition(arg, index)]
        case Relation(op=op, body=body) if op != "!=":
            return [_sum(body, 0.0 if op == "==" else -math.inf, 0.0, index)]
        case Among(items=items, rows=rows) if rows:
            columns = list(zip(*rows, strict=True))
            return [_sum(item, float(min(c)), float(max(c)), index) for item, c in zip(items, columns, strict=True)]
        case Global(name="circuit" | "inverse", lists=lists, places=places):
            # The successors of one list are places of the other.
            allowed = [place for numbers in places for place in numbers]
            if not allowed:
                return []
            return [_sum(item, min(allowed), max(allowed), index) for items in lists for item in items]
        case _:
            return []


def _sum(body: Tree, low: float, high: float, index: Callable[[Column], int]) -> _Sum:
    parts = body.args if isinstance(body, Apply) and body.operation == "+" else (body,)
    terms: tuple[tuple[int, float], ...] = ()
    others: list[Tree] = []
    for part in parts:
        if isinstance(part, Linear):
            terms += tuple((index(column), float(value)) for column, value in part.terms)
            low, high = low - float(part.constant), high - float(part.constant)
        else:
            others.append(part)
    return _Sum(terms, low, high, tuple(others))


def _tighten(found: _Sum, lower: Floats, upper: Floats, whole: np.ndarray, box: Callable[[Column], Range]) -> bool:
    """Tighten the bounds of the columns of `found`; whether one moved by much."""
    low, high = found.low, found.high
    for other in found.others:
        below, above = (0.0, 1.0) if isinstance(other, Condition) else range_of(other, box)
        low, high = low - above, high - below
    ranges = [_times((value, value), (float(lower[k]), float(upper[k]))) for k, value in found.terms]
    least, most = _Total([a for a, _ in ranges]), _Total([b for _, b in ranges])
    changed = False
    for (k, value), (a, b) in zip(found.terms, ranges, strict=True):
        ends = (low - most.without(b)) / value, (high - least.without(a)) / value
        changed |= _move(k, min(ends), max(ends), lower, upper, bool(whole[k]))
    return changed


class _Total:
    """A sum that tells what it is without one of its parts, infinities included."""

    def __init__(self, parts: list[float]) -> None:
        self.finite = sum(part for part in parts if math.isfinite(part))
        self.infinite = [part for part in parts if not math.isfinite(part)]

    def without(self, part: float) -> float:
        if not math.isfinite(part):
            return self.infinite[0] if len(self.infinite) > 1 else self.finite
        return self.infinite[0] if self.infinite else self.finite - part


def _move(k: int, low: float, high: float, lower: Floats, upper: Floats, whole: bool) -> bool:
    if whole:
        low, high = _rounded(low, math.ceil, -1e-6), _rounded(high, math.floor, 1e-6)
    else:
        low, high = low - 1e-9 * (1 + abs(low)), high + 1e-9 * (1 + abs(high))
    changed = False
    if low > lower[k]:
        changed |= _much(float(lower[k]), low)
        lower[k] = low
    if high < upper[k]:
        changed |= _much(float(upper[k]), high)
        upper[k] = high
    return changed


def _rounded(number: float, to: Callable[[float], int], slack: float) -> float:
    return float(to(number + slack)) if math.isfinite(number) and abs(number) < 1e15 else number


def _much(old: float, new: float) -> bool:
    return not math.isfinite(old) or abs(new - old) > 1e-3 * (1 + abs(old))
