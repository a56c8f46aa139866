"""Rounding, elements, and functions of whole decisions by a literal for each value."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.errors import ModelwrightError
from modelwright.model.exact.trees import Apply, Element, Linear, Tree, apply, constant, scaled, value_of
from modelwright.solvers.reductions import products
from modelwright.solvers.reductions.affine import Affine, denominators, total
from modelwright.solvers.reductions.program import ONE_HOT_LIMIT, Literals
from modelwright.solvers.reductions.refusals import too_large

if TYPE_CHECKING:
    from modelwright.solvers.reductions.linearizer import Linearizer, Side

__all__ = ["element", "rounded", "table"]

_HALF = Fraction(1, 2)


def rounded(lin: Linearizer, operation: str, arg: Tree, side: Side, guard: Literals) -> Affine:
    """``floor``, ``ceil`` and ``round`` of `arg`."""
    if operation == "ceil":
        opposite: Side = -side
        return rounded(lin, "floor", scaled(arg, Fraction(-1)), opposite, guard).times(-1)
    form = lin.number(arg, side, guard)
    return _floor(lin, form.shifted(_HALF) if operation == "round" else form, side)


def _floor(lin: Linearizer, form: Affine, side: Side) -> Affine:
    program = lin.program
    whole = program.step(form) is not None
    if not whole and side != -1:
        raise lin.refuse(
            "A continuous number that is rounded",
            "make the decisions in it whole, or use an integer decision with `n <= x` and `x <= n + 1`",
        )
    if whole and denominators(form) == 1:
        return form
    low, high = program.bounds(form)
    made = program.new(
        None if low is None else Fraction(math.floor(low)), None if high is None else Fraction(math.floor(high)), True
    )
    if low is None or high is None:
        program.blame(made, (form,))
    program.at_most_zero(made.plus(form, -1))
    if whole:
        # The largest part that a number of this denominator can have behind the point.
        program.at_most_zero(form.plus(made, -1).shifted(Fraction(1, denominators(form)) - 1))
    return made


# ------------------------------------------------------------------------------------------------------- elements


def element(lin: Linearizer, tree: Element, side: Side, guard: Literals) -> Affine:
    """The value at the key that `indices` have; they are a key wherever all of `guard` are 1."""
    if len(tree.keys) > ONE_HOT_LIMIT:
        raise too_large("An index that is decided", len(tree.keys), ONE_HOT_LIMIT, lin.program.where)
    forms = [lin.number(index, 0, guard) for index in tree.indices]
    chosen = _keys(lin, forms, [tuple(map(Fraction, key)) for key in tree.keys], guard)
    return _mix(lin, [(literal, tree.values[k]) for k, literal in chosen.items()], side, guard)


def _keys(
    lin: Linearizer, forms: Sequence[Affine], keys: Sequence[tuple[Fraction, ...]], guard: Literals
) -> dict[int, Affine]:
    """A literal for each key that `forms` can have, by its number; one of them is 1 where all of `guard` are."""
    program = lin.program
    spread = [_limited(lin, form, {key[k] for key in keys}, guard) for k, form in enumerate(forms)]
    possible = {
        number: [literals[part] for literals, part in zip(spread, key, strict=True)]
        for number, key in enumerate(keys)
        if all(part in literals for literals, part in zip(spread, key, strict=True))
    }
    if len(forms) == 1:
        found = {number: literals[0] for number, literals in possible.items()}
        others = [literal for value, literal in spread[0].items() if (value,) not in set(keys)]
        program.clause((total(others).complement(),), guard)
        return found
    found = {number: program.binary() for number in possible}
    program.at_most_zero(total(found.values()).shifted(-1))
    for number, literals in possible.items():
        for literal in literals:
            program.clause((literal,), (found[number],))
    program.clause(list(found.values()), guard)
    return found


def _limited(lin: Linearizer, form: Affine, allowed: set[Fraction], guard: Literals) -> dict[Fraction, Affine]:
    """The literals of the values of `form`, which is bounded by what is allowed where that is all that bounds it."""
    program = lin.program
    if program.step(form) is None:
        raise lin.refuse("An index or argument that is continuous", "make the decision whole (`integer`) with bounds")
    low, high = program.bounds(form)
    if (low is None or high is None) and not guard and allowed:
        program.at_most_zero(form.shifted(-max(allowed)))
        program.at_most_zero(form.times(-1).shifted(min(allowed)))
        program.narrow(form, min(allowed), max(allowed))
    return program.one_hot(form)


def _mix(lin: Linearizer, cases: Iterable[tuple[Affine, Tree]], side: Side, guard: Literals) -> Affine:
    """The value of the case whose literal is 1."""
    numbers: list[Affine] = []
    others: list[tuple[Affine, Tree]] = []
    for literal, value in cases:
        number = value_of(value)
        if number is not None:
            numbers.append(literal.times(number))
        else:
            others.append((literal, value))
    forms = [(literal, lin.number(value, side, (*guard, literal))) for literal, value in others]
    return total([*numbers, *(products.literal_times(lin, literal, form, side) for literal, form in forms)])


# --------------------------------------------------------------------------------------------------------- tables


def table(lin: Linearizer, tree: Apply, side: Side, guard: Literals) -> Affine:
    """A quotient, a power or another function, by the values of its whole arguments."""
    first, *rest = tree.args
    number = value_of(rest[0]) if rest else None
    if number is not None:
        if tree.operation == "**":
            return _constant_power(lin, tree, number, side, guard)
        if tree.operation == "/" and number:
            return lin.number(scaled(first, 1 / number), side, guard)
        if tree.operation == "//" and number:
            return rounded(lin, "floor", scaled(first, 1 / number), side, guard)
        if tree.operation == "%" and number:
            return _remainder(lin, first, number, guard)
    if tree.operation in ("/", "//", "%") and number is None:
        return _by_divisor(lin, tree, side, guard)
    return _by_values(lin, tree, guard)


def _constant_power(lin: Linearizer, tree: Apply, exponent: Fraction, side: Side, guard: Literals) -> Affine:
    if exponent.denominator == 1 and exponent >= 0:
        if exponent == 0:
            return Affine.of(1)
        return products.power(lin, lin.number(tree.args[0], 0, guard), int(exponent))
    return _by_values(lin, tree, guard)


def _remainder(lin: Linearizer, first: Tree, divisor: Fraction, guard: Literals) -> Affine:
    form = lin.number(first, 0, guard)
    quotient = _floor(lin, form.times(1 / divisor), 0)
    found = form.plus(quotient, -divisor)
    if found.is_constant:
        return found
    # The form bounds itself only through its rows; say the interval once, so that big numbers stay small.
    made = lin.program.value(min(Fraction(0), divisor), max(Fraction(0), divisor), (found,))
    lin.program.zero(made.plus(found, -1))
    return made


def _by_divisor(lin: Linearizer, tree: Apply, side: Side, guard: Literals) -> Affine:
    """One case for each value of a whole divisor but zero."""
    first, divisor = tree.args
    form = lin.number(divisor, 0, guard)
    if lin.program.step(form) is None:
        raise lin.refuse(
            "A quotient whose divisor is continuous",
            "multiply by the divisor: instead of `a / b <= c` with positive b write `a <= c * b`",
        )
    values = [value for value in lin.program.values(form) if value]
    chosen = _keys(lin, [form], [(value,) for value in values], guard)
    cases = [(literal, _divided(tree.operation, first, values[k])) for k, literal in chosen.items()]
    return _mix(lin, cases, side, guard)


def _divided(operation: str, first: Tree, divisor: Fraction) -> Tree:
    if operation == "/":
        return scaled(first, 1 / divisor)
    number = value_of(first)
    if number is not None:
        return constant(Fraction(number // divisor) if operation == "//" else number % divisor)
    return apply("//" if operation == "//" else "%", (first, constant(divisor)))


def _by_values(lin: Linearizer, tree: Apply, guard: Literals) -> Affine:
    """One case for each combination of the values of the arguments at which the function is defined."""
    from itertools import product

    from modelwright.model.exact.points import evaluate

    program = lin.program
    forms = [lin.number(arg, 0, guard) for arg in tree.args]
    if any(program.step(form) is None for form in forms):
        raise lin.refuse(
            f"`{tree.operation}` of a continuous decision",
            "make the decision whole and give it bounds, or replace the function by straight pieces",
        )
    keys: list[tuple[Fraction, ...]] = []
    values: list[Fraction] = []
    for key in product(*(program.values(form) for form in forms)):
        try:
            value = evaluate(Apply(tree.operation, tuple(Linear((), part) for part in key)), {})
        except (ModelwrightError, ArithmeticError, ValueError):
            continue
        keys.append(key)
        values.append(value)
        if len(keys) > ONE_HOT_LIMIT:
            raise too_large(f"`{tree.operation}`", len(keys), ONE_HOT_LIMIT, program.where)
    chosen = _keys(lin, forms, keys, guard)
    return total(literal.times(values[k]) for k, literal in chosen.items())
