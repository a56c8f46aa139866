"""Rows for global conditions that must hold."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.model.exact.trees import (
    Global,
    Tree,
)
from modelwright.solvers.meanings import meaning
from modelwright.solvers.reductions.affine import Affine, total
from modelwright.solvers.reductions.refusals import too_large

if TYPE_CHECKING:
    from modelwright.solvers.reductions.linearizer import Linearizer
    from modelwright.solvers.reductions.program import Literals

__all__ = ["require"]

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
