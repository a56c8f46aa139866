"""Global conditions for CP-SAT: its own constraints where they hold for certain, simpler conditions elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from modelwright.errors import UnsupportedModel
from modelwright.model.exact import trees as t
from modelwright.model.exact.trees import Global, GroundInterval, Tree
from modelwright.solvers.adapters.cpsat.numbers import aligned

if TYPE_CHECKING:
    from modelwright.solvers.adapters.cpsat.builder import Literals
    from modelwright.solvers.adapters.cpsat.translation import Translator

__all__ = ["negated", "post"]

ONE = Fraction(1)


def post(on: Translator, tree: Global, under: Literals) -> None:
    """The global condition holds wherever `under` do.

    Raises:
        UnsupportedModel: It stands under a condition, and CP-SAT has no way to say that.
    """
    if not under:
        native = _NATIVE.get(tree.name)
        if native is not None and native(on, tree):
            return
    if tree.name in ("lex_less", "lex_lesseq"):
        _lexicographic(on, tree, under)
        return
    on.post(_simpler(tree), under)


def negated(tree: Global) -> Tree:
    """A condition that holds where `tree` does not."""
    if tree.name in ("lex_less", "lex_lesseq"):
        turned = {"lex_less": "lex_lesseq", "lex_lesseq": "lex_less"}[tree.name]
        return Global(turned, (tree.lists[1], tree.lists[0]))
    return t.negation(_simpler(tree))


def _simpler(tree: Global) -> Tree:
    """The same condition without the global one."""
    make = _SIMPLER.get(tree.name)
    if make is None:
        raise UnsupportedModel(
            f"`{tree.name}` can stand only as a row of its own for CP-SAT",
            code="unsupported-condition",
            hint=f"write `{tree.name}(…)` as a constraint that always holds, not under `not`, `or`, `if` or in a sum",
        )
    return make(tree)


# ----------------------------------------------------------------------------------------------------- comparisons


def _compared(op: str, left: Tree, right: Tree) -> Tree:
    return t.relation(op, left, right)


def _all_different(tree: Global) -> Tree:
    return t.conjunction(_compared("!=", a, b) for a, b in combinations(tree.lists[0], 2))


def _chain(op: str) -> Callable[[Global], Tree]:
    return lambda tree: t.conjunction(_compared(op, a, b) for a, b in pairwise(tree.lists[0]))


def _cardinality(tree: Global) -> Tree:
    values, counted, counts = tree.lists
    return t.conjunction(
        _compared("==", t.add(_compared("==", value, wanted) for value in values), count)
        for wanted, count in zip(counted, counts, strict=True)
    )


def _inverse(tree: Global) -> Tree:
    (ours, theirs), (own, other) = tree.lists, tree.places

    def among(values: tuple[Tree, ...], places: tuple[int, ...]) -> list[Tree]:
        rows = tuple((Fraction(place),) for place in places)
        return [t.Among((value,), rows) for value in values]

    pairs = [
        t.equivalent(_compared("==", f, t.constant(Fraction(there))), _compared("==", g, t.constant(Fraction(here))))
        for here, f in zip(own, ours, strict=True)
        for there, g in zip(other, theirs, strict=True)
    ]
    return t.conjunction([*among(ours, other), *among(theirs, own), *pairs])


def _lexicographic(on: Translator, tree: Global, under: Literals) -> None:
    """From the back: the lists are in order from position k on."""
    left, right = tree.lists
    shorter = len(left) < len(right) or (len(left) == len(right) and tree.name == "lex_lesseq")
    later = on.truth(shorter)
    for a, b in list(zip(left, right, strict=False))[::-1]:
        here = on.boolean()
        on.post(_compared("<=", a, b), (here,))
        on.clause((on.implying(_compared("<", a, b)), later), (here,))
        later = here
    on.clause((later,), under)


# ------------------------------------------------------------------------------------------------------- intervals


def _present(interval: GroundInterval) -> Tree:
    return _compared("==", interval.present, t.constant(ONE))


def _absent(interval: GroundInterval) -> Tree:
    return t.negation(_present(interval))


def _apart(tree: Global) -> Tree:
    """No two present intervals overlap, pair by pair, with transition times."""
    found = []
    for (i, one), (j, other) in combinations(enumerate(tree.intervals), 2):
        after = tree.transitions[i][j] if tree.transitions else Fraction(0)
        before = tree.transitions[j][i] if tree.transitions else Fraction(0)
        found.append(
            t.disjunction(
                (
                    _absent(one),
                    _absent(other),
                    _compared("<=", t.add((one.end, t.constant(after))), other.start),
                    _compared("<=", t.add((other.end, t.constant(before))), one.start),
                )
            )
        )
    return t.conjunction(found)


def _capacity(tree: Global) -> Tree:
    """At every start, and every end where demands may be negative, what runs then fits the capacity."""
    demands, (capacity,) = tree.lists
    plain = all((value := t.value_of(demand)) is not None and value >= 0 for demand in demands)
    moments = [(one, one.start) for one in tree.intervals]
    moments += [] if plain else [(one, one.end) for one in tree.intervals]
    found = [_compared("<=", t.constant(Fraction(0)), capacity)]
    for one, time in moments:
        running = []
        for other, demand in zip(tree.intervals, demands, strict=True):
            inside = _compared("<=", other.start, time), _compared("<", time, other.end)
            running.append(t.choose(t.conjunction((_present(other), *inside)), demand, t.constant(Fraction(0))))
        found.append(t.disjunction((_absent(one), _compared("<=", t.add(running), capacity))))
    return t.conjunction(found)


def _alternative(tree: Global) -> Tree:
    main, *options = tree.intervals
    found = [_compared("==", t.add(option.present for option in options), main.present)]
    for option in options:
        found += [
            t.disjunction((_absent(option), _compared("==", getattr(option, part), getattr(main, part))))
            for part in ("start", "end")
        ]
    return t.conjunction(found)


def _span(tree: Global) -> Tree:
    main, *inner = tree.intervals
    found = [t.disjunction((_absent(main), *(_present(one) for one in inner)))]
    for one in inner:
        outside = _present(main), _compared("<=", main.start, one.start), _compared("<=", one.end, main.end)
        found.append(t.disjunction((_absent(one), t.conjunction(outside))))
    for part in ("start", "end"):
        touching = (
            t.conjunction((_present(one), _compared("==", getattr(one, part), getattr(main, part)))) for one in inner
        )
        found.append(t.disjunction((_absent(main), *touching)))
    return t.conjunction(found)


_SIMPLER: dict[str, Callable[[Global], Tree]] = {
    "all_different": _all_different,
    "all_equal": _chain("=="),
    "increasing": _chain("<="),
    "strictly_increasing": _chain("<"),
    "global_cardinality": _cardinality,
    "inverse": _inverse,
    "no_overlap": _apart,
    "cumulative": _capacity,
    "alternative": _alternative,
    "span": _span,
}


# ---------------------------------------------------------------------------------------------------------- native


def _native_different(on: Translator, tree: Global) -> bool:
    numbers, _ = aligned([on.number(value) for value in tree.lists[0]])
    on.model.add_all_different([on.affine(number) for number in numbers])
    return True


def _native_circuit(on: Translator, tree: Global) -> bool:
    (successors,), (places,) = tree.lists, tree.places
    if len(successors) == 1:
        on.post(_compared("==", successors[0], t.constant(Fraction(places[0]))))
        return True
    arcs = []
    for k, successor in enumerate(successors):
        on.post(t.Among((successor,), tuple((Fraction(place),) for place in places)))
        for j, place in enumerate(places):
            literal = on.holds(_compared("==", successor, t.constant(Fraction(place))))
            if j == k:
                on.clause((~literal,), ())
            else:
                arcs.append((k, j, on.literal(literal)))
    on.model.add_circuit(arcs)
    return True


def _interval(on: Translator, interval: GroundInterval) -> Any:
    start, size, end = (on.affine(on.number(part)) for part in (interval.start, interval.size, interval.end))
    present = on.literal(on.holds(_present(interval)))
    return on.model.new_optional_interval_var(start, size, end, present, "")


def _native_apart(on: Translator, tree: Global) -> bool:
    if not tree.transitions or all(gap >= 0 for row in tree.transitions for gap in row):
        on.model.add_no_overlap([_interval(on, interval) for interval in tree.intervals])
    return not any(gap for row in tree.transitions for gap in row)


def _native_capacity(on: Translator, tree: Global) -> bool:
    (*demands, capacity), _ = aligned([on.number(value) for value in (*tree.lists[0], *tree.lists[1])])
    if any(on.bounds(demand)[0] < 0 for demand in demands):
        return False
    if on.bounds(capacity)[0] < 0:
        return False
    on.model.add_cumulative(
        [_interval(on, interval) for interval in tree.intervals],
        [on.affine(demand) for demand in demands],
        on.affine(capacity),
    )
    return True


_NATIVE: dict[str, Callable[[Translator, Global], bool]] = {
    "all_different": _native_different,
    "circuit": _native_circuit,
    "no_overlap": _native_apart,
    "cumulative": _native_capacity,
}
