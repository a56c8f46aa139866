"""What conditions mean in simpler ones, for solvers that lack them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from modelwright.model.exact.forms import ONE, ZERO
from modelwright.model.exact.trees import (
    Among,
    Apply,
    Global,
    GroundInterval,
    Tree,
    Truth,
    add,
    choose,
    conjunction,
    constant,
    disjunction,
    equivalent,
    negation,
    relation,
    scaled,
    value_of,
)

__all__ = ["is_present", "meaning", "quotient_parts"]


def quotient_parts(tree: Tree) -> tuple[Fraction, Tree, Tree] | None:
    """Factor, dividend and divisor of ``factor * (dividend / divisor)`` with an open divisor, else ``None``."""
    factor = ONE
    if isinstance(tree, Apply) and tree.operation == "*" and len(tree.args) == 2:
        number = value_of(tree.args[0])
        if number is not None:
            factor, tree = number, tree.args[1]
    if isinstance(tree, Apply) and tree.operation == "/" and value_of(tree.args[1]) is None:
        return factor, tree.args[0], tree.args[1]
    return None


def meaning(tree: Global) -> Tree | None:
    """The same condition without global ones; ``None`` for ``circuit``, which has none without further decisions."""
    lists = tree.lists
    match tree.name:
        case "all_different":
            return conjunction(relation("!=", a, b) for a, b in combinations(lists[0], 2))
        case "all_equal":
            return _chain("==", lists[0])
        case "increasing":
            return _chain("<=", lists[0])
        case "strictly_increasing":
            return _chain("<", lists[0])
        case "lex_less" | "lex_lesseq":
            return _before(lists[0], lists[1], tree.name == "lex_lesseq")
        case "global_cardinality":
            return conjunction(
                relation("==", add(relation("==", item, value) for item in lists[0]), count)
                for value, count in zip(lists[1], lists[2], strict=True)
            )
        case "inverse":
            return conjunction(_inverse(tree))
        case "no_overlap":
            return conjunction(_apart(tree))
        case "cumulative":
            return conjunction(_within_capacity(tree))
        case "alternative":
            return conjunction(_alternative(tree.intervals[0], tree.intervals[1:]))
        case "span":
            return conjunction(_span(tree.intervals[0], tree.intervals[1:]))
        case _:
            return None


def _chain(op: str, items: Sequence[Tree]) -> Tree:
    return conjunction(relation(op, a, b) for a, b in pairwise(items))


def _before(one: Sequence[Tree], other: Sequence[Tree], or_equal: bool) -> Tree:
    # Where one list is the beginning of the other, the shorter comes first.
    found: Tree = Truth(len(one) < len(other) or (or_equal and len(one) == len(other)))
    for a, b in reversed(list(zip(one, other, strict=False))):
        if isinstance(found, Truth):
            found = relation("<=" if found.holds else "<", a, b)
        else:
            found = disjunction((relation("<", a, b), conjunction((relation("==", a, b), found))))
    return found


def _inverse(tree: Global) -> Iterator[Tree]:
    (forward, back), (places, others) = tree.lists, tree.places
    yield Truth(len(forward) == len(back))
    for items, allowed in ((forward, others), (back, places)):
        rows = tuple((Fraction(place),) for place in allowed)
        for item in items:
            number = value_of(item)
            yield Among((item,), rows) if number is None else Truth((number,) in rows)
    for i, f in zip(places, forward, strict=True):
        for j, g in zip(others, back, strict=True):
            yield equivalent(relation("==", f, constant(Fraction(j))), relation("==", g, constant(Fraction(i))))


def is_present(interval: GroundInterval) -> Tree:
    """That an interval takes place."""
    return relation(">=", interval.present, constant(ONE))


def _apart(tree: Global) -> Iterator[Tree]:
    times = tree.transitions
    for (i, one), (j, other) in combinations(enumerate(tree.intervals), 2):
        there, back = (times[i][j], times[j][i]) if times else (ZERO, ZERO)
        yield disjunction(
            (
                relation("<=", add((one.end, constant(there))), other.start),
                relation("<=", add((other.end, constant(back))), one.start),
                negation(is_present(one)),
                negation(is_present(other)),
            )
        )


def _within_capacity(tree: Global) -> Iterator[Tree]:
    """The demands of what runs, at the start of each interval (and at each end, where a demand may be negative)."""
    demands, (capacity,) = tree.lists
    yield relation("<=", constant(ZERO), capacity)
    negative = any((number := value_of(demand)) is None or number < 0 for demand in demands)
    for k, event in enumerate(tree.intervals):
        for moment in (event.start, event.end) if negative else (event.start,):
            load = [
                _load(interval, demand, moment, is_own=interval is event and moment is event.start)
                for interval, demand in zip(tree.intervals, demands, strict=True)
                if value_of(demand) != 0
            ]
            number = value_of(demands[k])
            if number != 0 or negative:
                yield disjunction((negation(is_present(event)), relation("<=", add(load), capacity)))


def _load(interval: GroundInterval, demand: Tree, moment: Tree, is_own: bool) -> Tree:
    begun: Tree = Truth(True) if is_own else relation("<=", interval.start, moment)
    runs = conjunction((is_present(interval), begun, relation("<", moment, interval.end)))
    number = value_of(demand)
    if number is not None:
        return scaled(runs, number)
    return choose(runs, demand, constant(ZERO))


def _alternative(main: GroundInterval, options: Sequence[GroundInterval]) -> Iterator[Tree]:
    yield relation("==", add(option.present for option in options), main.present)
    for option in options:
        same = (relation("==", option.start, main.start), relation("==", option.end, main.end))
        yield disjunction((negation(is_present(option)), conjunction(same)))


def _span(main: GroundInterval, covered: Sequence[GroundInterval]) -> Iterator[Tree]:
    yield equivalent(is_present(main), disjunction(is_present(part) for part in covered))
    for part in covered:
        inside = (relation("<=", main.start, part.start), relation("<=", part.end, main.end))
        yield disjunction((negation(is_present(part)), conjunction(inside)))
    absent = negation(is_present(main))
    for get in ("start", "end"):
        yield disjunction(
            (
                absent,
                *(
                    conjunction((is_present(part), relation("==", getattr(part, get), getattr(main, get))))
                    for part in covered
                ),
            )
        )
