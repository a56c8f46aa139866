"""Global conditions: what each means in simpler conditions, and tighter rows for those that must hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from modelwright.model.exact.forms import ONE, ZERO
from modelwright.model.exact.trees import (
    Among,
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
from modelwright.solvers.reductions.affine import Affine, total
from modelwright.solvers.reductions.refusals import too_large

if TYPE_CHECKING:
    from modelwright.solvers.reductions.linearizer import Linearizer
    from modelwright.solvers.reductions.program import Literals

__all__ = ["meaning", "require"]

_PAIRS = 20_000


def require(lin: Linearizer, tree: Global, when: Literals) -> None:
    """Rows that make `tree` hold wherever all of `when` are 1."""
    if tree.name == "circuit":
        _circuit(lin, tree, when)
        return
    if tree.name == "all_different" and _differ_by_value(lin, tree.lists[0], when):
        return
    pairs = max(len(tree.intervals), max((len(items) for items in tree.lists), default=0)) ** 2 // 2
    if tree.name in ("all_different", "no_overlap", "cumulative", "inverse") and pairs > _PAIRS:
        raise too_large(f"`{tree.name}`", pairs, _PAIRS, lin.program.where)
    simpler = meaning(tree)
    assert simpler is not None, f"`{tree.name}` has a meaning"
    lin.require(simpler, when)


def _differ_by_value(lin: Linearizer, items: Sequence[Tree], when: Literals) -> bool:
    """Each value at most once, where all items are whole and have few values; whether that was done."""
    program = lin.program
    forms = [lin.number(item, 0, when) for item in items]
    boxes = [program.bounds(form) for form in forms]
    if len(forms) < 3 or any(program.step(form) is None for form in forms):
        return False
    lows = [low for low, _ in boxes if low is not None]
    highs = [high for _, high in boxes if high is not None]
    if len(lows) + len(highs) < 2 * len(forms) or max(highs) - min(lows) > 10 * len(forms) + 64:
        return False
    by_value: dict[Fraction, list[Affine]] = {}
    for form in forms:
        for value, literal in program.one_hot(form).items():
            by_value.setdefault(value, []).append(literal)
    for literals in by_value.values():
        if len(literals) > 1:
            program.at_most_zero(total(literals).shifted(-1), when)
    return True


def _circuit(lin: Linearizer, tree: Global, when: Literals) -> None:
    """One successor and one predecessor for each place, and an order that grows along the way until the first."""
    program = lin.program
    places = [Fraction(place) for place in tree.places[0]]
    arcs: dict[tuple[int, int], Affine] = {}
    for i, item in enumerate(tree.lists[0]):
        literals = program.one_hot(lin.number(item, 0, when))
        allowed = [(j, literals[place]) for j, place in enumerate(places) if place in literals]
        arcs |= {(i, j): literal for j, literal in allowed if i != j or len(places) == 1}
        program.clause([literal for (a, _), literal in arcs.items() if a == i], when)
    for j in range(len(places)):
        program.clause([literal for (_, b), literal in arcs.items() if b == j], when)
    count = len(places)
    order = [program.new(Fraction(1), Fraction(count - 1), False) if k else Affine.of(0) for k in range(count)]
    for (i, j), literal in arcs.items():
        if j and i != j:
            program.at_most_zero(order[i].plus(order[j], -1).shifted(1), (*when, literal))


# -------------------------------------------------------------------------------------------------------- meaning


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


def _is_present(interval: GroundInterval) -> Tree:
    return relation(">=", interval.present, constant(ONE))


def _apart(tree: Global) -> Iterator[Tree]:
    times = tree.transitions
    for (i, one), (j, other) in combinations(enumerate(tree.intervals), 2):
        there, back = (times[i][j], times[j][i]) if times else (ZERO, ZERO)
        yield disjunction(
            (
                relation("<=", add((one.end, constant(there))), other.start),
                relation("<=", add((other.end, constant(back))), one.start),
                negation(_is_present(one)),
                negation(_is_present(other)),
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
                yield disjunction((negation(_is_present(event)), relation("<=", add(load), capacity)))


def _load(interval: GroundInterval, demand: Tree, moment: Tree, is_own: bool) -> Tree:
    begun: Tree = Truth(True) if is_own else relation("<=", interval.start, moment)
    runs = conjunction((_is_present(interval), begun, relation("<", moment, interval.end)))
    number = value_of(demand)
    if number is not None:
        return scaled(runs, number)
    return choose(runs, demand, constant(ZERO))


def _alternative(main: GroundInterval, options: Sequence[GroundInterval]) -> Iterator[Tree]:
    yield relation("==", add(option.present for option in options), main.present)
    for option in options:
        same = (relation("==", option.start, main.start), relation("==", option.end, main.end))
        yield disjunction((negation(_is_present(option)), conjunction(same)))


def _span(main: GroundInterval, covered: Sequence[GroundInterval]) -> Iterator[Tree]:
    yield equivalent(_is_present(main), disjunction(_is_present(part) for part in covered))
    for part in covered:
        inside = (relation("<=", main.start, part.start), relation("<=", part.end, main.end))
        yield disjunction((negation(_is_present(part)), conjunction(inside)))
    absent = negation(_is_present(main))
    for get in ("start", "end"):
        yield disjunction(
            (
                absent,
                *(
                    conjunction((_is_present(part), relation("==", getattr(part, get), getattr(main, get))))
                    for part in covered
                ),
            )
        )
