"""Trees at a point: exact values, whether conditions hold, and by how much they fail.

An operation that has no value at the point (a division by zero, a key that an Element lacks, the logarithm of a
negative number) makes the smallest comparison, table or global condition around it false, and likewise its negation:
neither ``1 / x > 2`` nor ``not (1 / x > 2)`` holds at x = 0.

An interval of size 0 that lies strictly inside another one overlaps it; at its ends it does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from modelwright.model.exact.fold import Undefined, fold
from modelwright.model.exact.forms import ONE, ZERO, Column
from modelwright.model.exact.trees import (
    Among,
    Apply,
    Choose,
    Element,
    Global,
    GroundInterval,
    Junction,
    Linear,
    Negation,
    Relation,
    Same,
    Tree,
    Truth,
    is_kept,
)

__all__ = ["evaluate", "holds", "shortfall"]

Point: TypeAlias = Mapping[Column, Fraction]


def evaluate(tree: Tree, point: Point) -> Fraction:
    """The exact value of `tree`; 1 or 0 for a condition.

    Args:
        tree: Any tree.
        point: The value of every decision in it.

    Raises:
        Undefined: An operation outside a condition has no value; codes ``zero-division``, ``function-domain``,
            ``index-range``, ``overflow``.
    """
    match tree:
        case Linear(terms=terms, constant=constant):
            total = constant
            for column, coefficient in terms:
                total += coefficient * point[column]
            return total
        case Apply(operation=operation, args=args):
            return fold(operation, [evaluate(arg, point) for arg in args])
        case Choose(condition=condition, body=body, orelse=orelse):
            return evaluate(body if holds(condition, point) else orelse, point)
        case Element():
            return _element(tree, point)
        case _:
            return ONE if holds(tree, point) else ZERO


def _element(tree: Element, point: Point) -> Fraction:
    key = tuple(evaluate(index, point) for index in tree.indices)
    try:
        if any(part.denominator != 1 for part in key):
            raise ValueError
        place = tree.keys.index(tuple(part.numerator for part in key))
    except ValueError:
        shown = ", ".join(map(str, key))
        raise Undefined(f"No value has the key ({shown})", code="index-range") from None
    return evaluate(tree.values[place], point)


def holds(tree: Tree, point: Point) -> bool:
    """Whether the condition `tree` holds.

    Args:
        tree: A condition.
        point: The value of every decision in it.
    """
    try:
        return _decided(tree, point)
    except Undefined:
        return False


def _decided(tree: Tree, point: Point) -> bool:
    match tree:
        case Truth(holds=found):
            return found
        case Relation(op=op, body=body):
            value = evaluate(body, point)
            return is_kept(op, value)
        case Junction(op="and", args=args):
            return all(holds(arg, point) for arg in args)
        case Junction(args=args):
            return any(holds(arg, point) for arg in args)
        case Negation(operand=operand):
            return not _decided(operand, point)
        case Same(left=left, right=right):
            return holds(left, point) == holds(right, point)
        case Among(items=items, rows=rows):
            return tuple(evaluate(item, point) for item in items) in rows
        case Global():
            return _GLOBALS[tree.name](tree, point)
        case _:
            raise TypeError(f"no condition: {type(tree).__name__}")


def shortfall(tree: Tree, point: Point) -> Fraction:
    """By how much the condition `tree` fails: 0 when it holds, the distance for a broken comparison, else 1.

    The distance of ``a <= b`` is a - b, that of ``a == b`` is \\|a - b\\|.
    """
    if holds(tree, point):
        return ZERO
    if isinstance(tree, Relation) and tree.op in ("<=", "==", "<"):
        try:
            return abs(evaluate(tree.body, point)) or ONE
        except Undefined:
            return ONE
    return ONE


# ------------------------------------------------------------------------------------------------ global conditions


def _values(trees: Sequence[Tree], point: Point) -> list[Fraction]:
    return [evaluate(tree, point) for tree in trees]


def _all_different(tree: Global, point: Point) -> bool:
    values = _values(tree.lists[0], point)
    return len(set(values)) == len(values)


def _all_equal(tree: Global, point: Point) -> bool:
    return len(set(_values(tree.lists[0], point))) <= 1


def _increasing(tree: Global, point: Point) -> bool:
    values = _values(tree.lists[0], point)
    return all(a <= b for a, b in pairwise(values))


def _strictly_increasing(tree: Global, point: Point) -> bool:
    values = _values(tree.lists[0], point)
    return all(a < b for a, b in pairwise(values))


def _lex_less(tree: Global, point: Point) -> bool:
    return _values(tree.lists[0], point) < _values(tree.lists[1], point)


def _lex_lesseq(tree: Global, point: Point) -> bool:
    return _values(tree.lists[0], point) <= _values(tree.lists[1], point)


def _global_cardinality(tree: Global, point: Point) -> bool:
    values, wanted, counts = (_values(trees, point) for trees in tree.lists)
    return all(values.count(value) == count for value, count in zip(wanted, counts, strict=True))


def _circuit(tree: Global, point: Point) -> bool:
    places = tree.places[0]
    if not places:
        return True
    successor: dict[Fraction | int, Fraction] = dict(zip(places, _values(tree.lists[0], point), strict=True))
    here: Fraction | int = places[0]
    for _ in places:
        found = successor.pop(here, None)
        if found is None:
            return False
        here = found
    return here == places[0]


def _inverse(tree: Global, point: Point) -> bool:
    first, second = (
        dict[Fraction | int, Fraction](zip(places, _values(trees, point), strict=True))
        for places, trees in zip(tree.places, tree.lists, strict=True)
    )
    return all(second.get(value) == place for place, value in first.items()) and all(
        first.get(value) == place for place, value in second.items()
    )


class _Placed:
    """An interval at a point."""

    __slots__ = ("end", "present", "size", "start")

    def __init__(self, interval: GroundInterval, point: Point) -> None:
        self.start = evaluate(interval.start, point)
        self.size = evaluate(interval.size, point)
        self.end = evaluate(interval.end, point)
        self.present = evaluate(interval.present, point) == 1


def _placed(tree: Global, point: Point) -> list[_Placed]:
    return [_Placed(interval, point) for interval in tree.intervals]


def _no_overlap(tree: Global, point: Point) -> bool:
    present = [(k, interval) for k, interval in enumerate(_placed(tree, point)) if interval.present]

    def before(i: int, one: _Placed, j: int, other: _Placed) -> bool:
        return one.end + (tree.transitions[i][j] if tree.transitions else 0) <= other.start

    return all(
        before(i, one, j, other) or before(j, other, i, one)
        for place, (i, one) in enumerate(present)
        for j, other in present[place + 1 :]
    )


def _cumulative(tree: Global, point: Point) -> bool:
    demands, (capacity,) = _values(tree.lists[0], point), _values(tree.lists[1], point)
    present = [(i, d) for i, d in zip(_placed(tree, point), demands, strict=True) if i.present]
    times = {time for interval, _ in present for time in (interval.start, interval.end)}
    return capacity >= 0 and all(
        sum((d for i, d in present if i.start <= time < i.end), ZERO) <= capacity for time in times
    )


def _alternative(tree: Global, point: Point) -> bool:
    main, *others = _placed(tree, point)
    chosen = [other for other in others if other.present]
    if not main.present:
        return not chosen
    return len(chosen) == 1 and (chosen[0].start, chosen[0].end) == (main.start, main.end)


def _span(tree: Global, point: Point) -> bool:
    main, *others = _placed(tree, point)
    present = [other for other in others if other.present]
    if not present:
        return not main.present
    return (
        main.present
        and main.start == min(other.start for other in present)
        and main.end == max(other.end for other in present)
    )


_GLOBALS: dict[str, Callable[[Global, Point], bool]] = {
    "all_different": _all_different,
    "all_equal": _all_equal,
    "increasing": _increasing,
    "strictly_increasing": _strictly_increasing,
    "lex_less": _lex_less,
    "lex_lesseq": _lex_lesseq,
    "global_cardinality": _global_cardinality,
    "circuit": _circuit,
    "inverse": _inverse,
    "no_overlap": _no_overlap,
    "cumulative": _cumulative,
    "alternative": _alternative,
    "span": _span,
}
