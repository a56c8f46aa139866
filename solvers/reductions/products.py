"""Products of decisions: a literal times a bounded number exactly, whole numbers through their binary digits."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from modelwright.model.exact.trees import Tree, value_of
from modelwright.solvers.reductions.affine import Affine, total

if TYPE_CHECKING:
    from modelwright.solvers.reductions.linearizer import Linearizer, Side
    from modelwright.solvers.reductions.program import Literals

__all__ = ["literal_times", "power", "product"]

_FEW = 128
"""Powers of a decision with more values than this are multiplied out."""


def product(lin: Linearizer, args: tuple[Tree, ...], side: Side, guard: Literals) -> Affine:
    """The product of `args`."""
    factor = Fraction(1)
    open_args: list[Tree] = []
    for arg in args:
        number = value_of(arg)
        if number is None:
            open_args.append(arg)
        else:
            factor *= number
    if not factor:
        return Affine.of(0)
    side = side if factor > 0 else -side
    if len(open_args) == 1:
        return lin.number(open_args[0], side, guard).times(factor)
    forms = [lin.number(arg, 0, guard) for arg in open_args]
    factor *= prod(form.constant for form in forms if form.is_constant)
    pending = [form for form in forms if not form.is_constant]
    pending, powers = _gathered(lin, pending)
    # A product with literals first stays small.
    pending.sort(key=lambda form: not lin.program.is_literal(form))
    pending += powers
    found = pending[0] if pending else Affine.of(1)
    for k, form in enumerate(pending[1:], start=2):
        found = _pair(lin, found, form, side if k == len(pending) and factor else 0)
    return found.times(factor)


def _gathered(lin: Linearizer, forms: list[Affine]) -> tuple[list[Affine], list[Affine]]:
    """Forms that occur once, and the powers of those that occur more often."""
    counts: dict[object, tuple[Affine, int]] = {}
    for form in forms:
        counts[form.key] = (form, counts.get(form.key, (form, 0))[1] + 1)
    single = [form for form, count in counts.values() if count == 1]
    return single, [power(lin, form, count) for form, count in counts.values() if count > 1]


def power(lin: Linearizer, form: Affine, exponent: int) -> Affine:
    """``form ** exponent`` for a positive `exponent`; exact."""
    program = lin.program
    if exponent == 1 or program.is_literal(form):
        return form
    if form.is_constant:
        return Affine.of(form.constant**exponent)
    step = program.step(form)
    if step is None:
        raise lin.refuse(
            "A power of a continuous decision",
            "make the decision whole and give it bounds, or replace the power by straight pieces",
        )
    low, high = program.finite(form, upper=False), program.finite(form, upper=True)
    if program.has_one_hot(form) or high - low <= _FEW * step:
        return total(literal.times(value**exponent) for value, literal in program.one_hot(form).items())
    found = form
    for _ in range(exponent - 1):
        found = _pair(lin, form, found, 0)
    return found


def _pair(lin: Linearizer, one: Affine, other: Affine, side: Side) -> Affine:
    program = lin.program
    for first, second in ((one, other), (other, one)):
        if first.is_constant:
            return second.times(first.constant)
        if program.is_literal(first):
            return literal_times(lin, first, second, side)
    whole = [form for form in (one, other) if program.step(form) is not None]
    if not whole:
        raise lin.refuse(
            "A product of two continuous decisions",
            "fix one of them, make one whole or binary, or bound a ratio by a number instead",
        )
    digits, rest = (one, other) if whole[0] is one else (other, one)
    if len(whole) == 2 and _range(lin, other) < _range(lin, one):
        digits, rest = other, one
    low = program.finite(digits, upper=False)
    parts = [literal_times(lin, bit, rest, side).times(weight) for weight, bit in program.bits(digits)]
    return total([rest.times(low), *parts])


def _range(lin: Linearizer, form: Affine) -> float:
    low, high = lin.program.bounds(form)
    step = lin.program.step(form)
    return float("inf") if low is None or high is None or not step else float((high - low) / step)


def literal_times(lin: Linearizer, literal: Affine, form: Affine, side: Side) -> Affine:
    """``literal * form``."""
    program = lin.program
    if literal.is_constant or form.is_constant:
        return form.times(literal.constant) if literal.is_constant else literal.times(form.constant)
    low, high = program.finite(form, upper=False), program.finite(form, upper=True)
    made = program.value(min(low, low * 0), max(high, high * 0), (form,))
    if side >= 0:
        program.at_most_zero(literal.times(low).plus(made, -1))
        program.at_most_zero(form.plus(made, -1).plus(literal.complement(), -high))
    if side <= 0:
        program.at_most_zero(made.plus(literal, -high))
        program.at_most_zero(made.plus(form, -1).plus(literal.complement(), low))
    return made
