"""Sizes, extremes and choices: without literals on the convex side, with one literal for each piece on the other."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.model.exact.trees import Apply, Choose, Linear, Relation, Tree, add, scaled, value_of
from modelwright.solvers.reductions.affine import Affine, total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from modelwright.solvers.reductions.linearizer import Linearizer, Side
    from modelwright.solvers.reductions.program import Literals, Program

__all__ = ["choice", "largest", "selected", "smallest"]

_MINUS = Fraction(-1)


def absolute(lin: Linearizer, arg: Tree, side: Side, guard: Literals) -> Affine:
    """``abs(arg)``."""
    form = lin.number(arg, 0, guard)
    return _largest(lin.program, [form, form.times(-1)], side)


def largest(lin: Linearizer, args: tuple[Tree, ...], side: Side, guard: Literals) -> Affine:
    """``max(args)``."""
    return _largest(lin.program, [lin.number(arg, side, guard) for arg in args], side)


def smallest(lin: Linearizer, args: tuple[Tree, ...], side: Side, guard: Literals) -> Affine:
    """``min(args)``."""
    opposite: Side = -side
    return _largest(lin.program, [lin.number(arg, side, guard).times(-1) for arg in args], opposite).times(-1)


def _largest(program: Program, forms: Sequence[Affine], side: Side) -> Affine:
    boxes = [program.bounds(form) for form in forms]
    least = max((low for low, _ in boxes if low is not None), default=None)
    leader = next((k for k, (low, _) in enumerate(boxes) if low == least and low is not None), None)
    distinct: dict[object, Affine] = {}
    for k, (form, (_, high)) in enumerate(zip(forms, boxes, strict=True)):
        if k == leader or least is None or high is None or high > least:
            distinct.setdefault(form.key, form)
    kept = list(distinct.values())
    if len(kept) == 1:
        return kept[0]
    highs = [program.bounds(form)[1] for form in kept]
    known = [high for high in highs if high is not None]
    made = program.value(least, max(known) if len(known) == len(highs) else None, kept)
    if side >= 0:
        for form in kept:
            program.at_most_zero(form.plus(made, -1))
    if side <= 0:
        for form, literal in zip(kept, selected(program, len(kept)), strict=True):
            program.at_most_zero(made.plus(form, -1), (literal,))
    return made


def selected(program: Program, count: int) -> list[Affine]:
    """As many literals, exactly one of which is 1."""
    if count <= 2:
        first = program.binary() if count == 2 else Affine.of(1)
        return [first, first.complement()][:count]
    literals = [program.binary() for _ in range(count)]
    program.zero(total(literals).shifted(-1))
    return literals


# -------------------------------------------------------------------------------------------------------- choices


def choice(lin: Linearizer, tree: Choose, side: Side, guard: Literals) -> Affine:
    """``body if condition else orelse``; joined straight pieces that bend one way are a maximum or minimum."""
    pieces = _pieces(tree)
    if pieces is not None:
        bends = _bends(pieces)
        if bends is not None and all(bend >= 0 for bend in bends):
            return lin.number(Apply("max", tuple(piece for _, piece in pieces)), side, guard)
        if bends is not None and all(bend <= 0 for bend in bends):
            return lin.number(Apply("min", tuple(piece for _, piece in pieces)), side, guard)
    one, other = value_of(tree.body), value_of(tree.orelse)
    if one is not None and other is not None:
        needed: Side = side if one > other else -side
        return lin.literal(tree.condition, needed).times(one - other).shifted(other)
    literal = _closed_literal(lin, tree)
    if literal is None:
        literal = lin.literal(tree.condition)
    program = lin.program
    body = lin.number(tree.body, side, (*guard, literal))
    orelse = lin.number(tree.orelse, side, (*guard, literal.complement()))
    if literal.is_constant:
        return body if literal.constant else orelse
    low, high = (
        _outer(ends, least)
        for ends, least in zip(
            zip(program.bounds(body), program.bounds(orelse), strict=True), (True, False), strict=True
        )
    )
    made = program.value(low, high, (body, orelse))
    for form, taken in ((body, literal), (orelse, literal.complement())):
        if side >= 0:
            program.at_most_zero(form.plus(made, -1), (taken,))
        if side <= 0:
            program.at_most_zero(made.plus(form, -1), (taken,))
    return made


def _outer(ends: tuple[Fraction | None, Fraction | None], least: bool) -> Fraction | None:
    one, other = ends
    if one is None or other is None:
        return None
    return min(one, other) if least else max(one, other)


def _closed_literal(lin: Linearizer, tree: Choose) -> Affine | None:
    """A literal for a continuous comparison at whose boundary both branches have one value, so that either may be
    taken there; ``None`` when that is not so."""
    condition = tree.condition
    if not isinstance(condition, Relation) or condition.op not in ("<=", "<"):
        return None
    edge = condition.body
    if not isinstance(edge, Linear):
        return None
    form = lin.affine(edge)
    low, high = lin.program.bounds(form)
    if lin.program.step(form) is not None or (high is not None and high <= 0) or (low is not None and low > 0):
        return None
    body, orelse = _at_edge(tree.body, edge), _at_edge(tree.orelse, edge)
    if body is None or orelse is None or _multiple(add((body, scaled(orelse, _MINUS))), edge) is None:
        return None
    literal = lin.program.binary()
    lin.program.at_most_zero(form, (literal,))
    lin.program.at_most_zero(form.times(-1), (literal.complement(),))
    return literal


def _at_edge(tree: Tree, edge: Linear) -> Linear | None:
    """The linear branch that `tree` takes where `edge` is zero, when that is plain."""
    while isinstance(tree, Choose):
        condition = tree.condition
        if not isinstance(condition, Relation) or not isinstance(condition.body, Linear):
            return None
        factor = condition.body.terms[0][1] / edge.terms[0][1]
        rest = value_of(add((condition.body, scaled(edge, -factor))))
        if rest is None or condition.op in ("==", "!="):
            return None
        tree = tree.body if rest < 0 or (rest == 0 and condition.op == "<=") else tree.orelse
    return tree if isinstance(tree, Linear) else None


def _multiple(tree: Tree, edge: Linear) -> Fraction | None:
    """The factor by which `tree` is a multiple of `edge`, or ``None``."""
    if not isinstance(tree, Linear):
        return None
    factor = tree.terms[0][1] / edge.terms[0][1] if tree.terms else Fraction(0)
    return factor if value_of(add((tree, scaled(edge, -factor)))) == 0 else None


_Pieces = list[tuple[Linear | None, Linear]]
"""Straight pieces in ascending order, each with the form that is at most zero on it and those before it."""


def _pieces(tree: Tree) -> _Pieces | None:
    """The pieces of nested choices by ascending limits on one form, or ``None``."""
    if isinstance(tree, Linear):
        return [(None, tree)]
    if not isinstance(tree, Choose) or not isinstance(tree.condition, Relation):
        return None
    edge = tree.condition.body
    if tree.condition.op not in ("<=", "<") or not isinstance(edge, Linear):
        return None
    first, rest = tree.body, tree.orelse
    rising = edge.terms[0][1] > 0
    # A limit from below takes its body above the limit.
    head, tail = (_pieces(first), _pieces(rest)) if rising else (_pieces(rest), _pieces(first))
    if head is None or tail is None:
        return None
    edge = edge if rising else scaled(edge, _MINUS)
    assert isinstance(edge, Linear)
    found: _Pieces = [*head[:-1], (edge, head[-1][1]), *tail]
    return found if _ascend([limit for limit, _ in found if limit is not None]) else None


def _ascend(limits: list[Linear]) -> bool:
    for one, other in itertools.pairwise(limits):
        factor = other.terms[0][1] / one.terms[0][1]
        rest = value_of(add((other, scaled(one, -factor))))
        # The same form, reaching zero later.
        if factor <= 0 or rest is None or rest >= 0:
            return False
    return True


def _bends(pieces: _Pieces) -> list[Fraction] | None:
    """By how much the slope grows from each piece to the next, or ``None`` where they do not join."""
    found: list[Fraction] = []
    for (limit, piece), (_, following) in itertools.pairwise(pieces):
        assert limit is not None, "only the last piece has no limit"
        bend = _multiple(add((following, scaled(piece, _MINUS))), limit)
        if bend is None:
            return None
        found.append(bend)
    return found
