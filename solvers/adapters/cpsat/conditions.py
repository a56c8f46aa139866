"""Global conditions for CP-SAT: its own constraints where they hold for certain, simpler conditions elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from modelwright.errors import UnsupportedModel
from modelwright.model.exact import trees as t
from modelwright.model.exact.trees import Global, GroundInterval, Tree
from modelwright.solvers.adapters.cpsat.numbers import aligned
from modelwright.solvers.meanings import is_present, meaning

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
    found = meaning(tree)
    if found is None:
        raise UnsupportedModel(
            f"`{tree.name}` can stand only as a row of its own for CP-SAT",
            code="unsupported-condition",
            hint=f"write `{tree.name}(…)` as a constraint that always holds, not under `not`, `or`, `if` or in a sum",
        )
    return found


def _lexicographic(on: Translator, tree: Global, under: Literals) -> None:
    """From the back: the lists are in order from position k on."""
    left, right = tree.lists
    shorter = len(left) < len(right) or (len(left) == len(right) and tree.name == "lex_lesseq")
    later = on.truth(shorter)
    for a, b in list(zip(left, right, strict=False))[::-1]:
        here = on.boolean()
        on.post(t.relation("<=", a, b), (here,))
        on.clause((on.implying(t.relation("<", a, b)), later), (here,))
        later = here
    on.clause((later,), under)


# ---------------------------------------------------------------------------------------------------------- native


def _native_different(on: Translator, tree: Global) -> bool:
    numbers, _ = aligned([on.number(value) for value in tree.lists[0]])
    on.model.add_all_different([on.affine(number) for number in numbers])
    return True


def _native_circuit(on: Translator, tree: Global) -> bool:
    (successors,), (places,) = tree.lists, tree.places
    if len(successors) == 1:
        on.post(t.relation("==", successors[0], t.constant(Fraction(places[0]))))
        return True
    arcs = []
    for k, successor in enumerate(successors):
        on.post(t.Among((successor,), tuple((Fraction(place),) for place in places)))
        for j, place in enumerate(places):
            literal = on.holds(t.relation("==", successor, t.constant(Fraction(place))))
            if j == k:
                on.clause((~literal,), ())
            else:
                arcs.append((k, j, on.literal(literal)))
    on.model.add_circuit(arcs)
    return True


def _interval(on: Translator, interval: GroundInterval) -> Any:
    start, size, end = (on.affine(on.number(part)) for part in (interval.start, interval.size, interval.end))
    present = on.literal(on.holds(is_present(interval)))
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
