"""Operations on decisions that are not linear, as variables of CP-SAT."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import TYPE_CHECKING

from modelwright.model.exact.trees import Tree, conjunction, constant, relation
from modelwright.solvers.adapters.cpsat.numbers import (
    LARGEST,
    Number,
    added,
    aligned,
    constant_number,
    times,
    too_large,
    unsupported,
)
from modelwright.solvers.reductions.definedness import is_partial

if TYPE_CHECKING:
    from modelwright.solvers.adapters.cpsat.builder import Literals
    from modelwright.solvers.adapters.cpsat.translation import Translator

__all__ = ["applied", "chosen", "element"]

MAX_TABLE = 10_000
"""Values of a divisor or exponent up to which a table stands for the operation."""

MAX_POWER = 64


def applied(on: Translator, operation: str, args: tuple[Tree, ...], under: Literals) -> Number:
    """The value of an operation.

    Raises:
        UnsupportedModel: CP-SAT has none such, or the numbers become too large.
    """
    if operation in ("exp", "log", "sqrt", "sin", "cos"):
        raise unsupported(operation)
    numbers = [on.number(arg, under) for arg in args]
    match operation:
        case "+":
            return added(numbers)
        case "*":
            return _product(on, numbers)
        case "/":
            return _quotient(on, numbers[0], numbers[1], under)
        case "//":
            return _floored(on, numbers[0], numbers[1], under)[0]
        case "%":
            return _floored(on, numbers[0], numbers[1], under)[1]
        case "**":
            return _power(on, numbers[0], numbers[1], under)
        case "abs":
            return _absolute(on, numbers[0])
        case "min" | "max":
            return _extreme(on, operation, numbers)
        case _:
            return _rounded(on, operation, numbers[0])


# ------------------------------------------------------------------------------------------------------ choices


def chosen(on: Translator, condition: Tree, body: Tree, orelse: Tree, under: Literals) -> Number:
    """`body` where `condition` holds, else `orelse`; the other one need not have a value."""
    literal = on.holds(condition, under)
    numbers = [on.number(body, (*under, literal)), on.number(orelse, (*under, ~literal))]
    (one, other), common = aligned(numbers)
    constants = on.value_of(one), on.value_of(other)
    if constants[0] is not None and constants[1] is not None:
        return added([constant_number(constants[1]), times(on.of_literal(literal), constants[0] - constants[1])])
    ranges = on.bounds(one), on.bounds(other)
    target = on.variable(min(r[0] for r in ranges), max(r[1] for r in ranges))
    for number, where in ((one, literal), (other, ~literal)):
        on.row(_minus(number, target), "==", (where,))
    return Number({target: 1}, 0, common)


def element(
    on: Translator,
    indices: tuple[Tree, ...],
    keys: tuple[tuple[int, ...], ...],
    values: tuple[Tree, ...],
    under: Literals,
) -> Number:
    """The value at the key that `indices` make; a key that is not in `keys` is excluded."""
    if not keys:
        on.clause((), under)
        return Number({})
    numbers, common = aligned(
        [_value_at(on, indices, key, value, under) for key, value in zip(keys, values, strict=True)]
    )
    position, order = _position(on, [on.number(index, under) for index in indices], keys, under)
    numbers = [numbers[k] for k in order]
    if not position.terms:
        return numbers[position.constant]
    ranges = [on.bounds(number) for number in numbers]
    target = on.variable(min(r[0] for r in ranges), max(r[1] for r in ranges))
    on.model.add_element(on.affine(position), [on.affine(n) for n in numbers], on.affine(Number({target: 1})))
    return Number({target: 1}, 0, common)


def _value_at(on: Translator, indices: tuple[Tree, ...], key: tuple[int, ...], value: Tree, under: Literals) -> Number:
    """`value`, which need have one only where the key is `key`."""
    if not is_partial(value):
        return on.number(value)
    here = conjunction(relation("==", i, constant(Fraction(k))) for i, k in zip(indices, key, strict=True))
    return on.number(value, (*under, on.holds(here)))


def _position(
    on: Translator, indices: list[Number], keys: tuple[tuple[int, ...], ...], under: Literals
) -> tuple[Number, list[int]]:
    """A number from 0 on that says which key is meant, and the keys in the order of that number."""
    sides = [sorted({key[k] for key in keys}) for k in range(len(indices))]
    inside = [
        on.kept_within(_integral(on, index, under), side[0], side[-1], under)
        for index, side in zip(indices, sides, strict=True)
    ]
    place = {key: k for k, key in enumerate(keys)}
    dense = all(b - a == 1 for side in sides for a, b in pairwise(side))
    if dense and len(place) == math.prod(map(len, sides)):
        flat = Number({})
        for number, side in zip(inside, sides, strict=True):
            flat = added([times(flat, Fraction(len(side))), number, Number({}, -side[0])])
        return flat, [place[key] for key in product(*sides)]
    position = Number({on.variable(0, len(keys) - 1): 1})
    copies = [_copy(on, n, side[0], side[-1], under) if under else n for n, side in zip(inside, sides, strict=True)]
    rows = [(*key, k) for k, key in enumerate(keys)]
    on.model.add_allowed_assignments([on.affine(n) for n in (*copies, position)], rows)
    return position, list(range(len(keys)))


def _copy(on: Translator, number: Number, low: int, high: int, under: Literals) -> Number:
    target = on.variable(low, high)
    on.row(_minus(number, target), "==", under)
    return Number({target: 1})


def _integral(on: Translator, number: Number, under: Literals) -> Number:
    """`number` over the denominator 1; where `under` hold it is a whole number."""
    if number.denominator == 1:
        return number
    low, high = on.bounds(number)
    whole = on.variable(-(-low // number.denominator), high // number.denominator)
    on.row(added([Number(number.terms, number.constant), Number({whole: -number.denominator})]), "==", under)
    return Number({whole: 1})


def _minus(number: Number, variable: int) -> Number:
    return added([Number(number.terms, number.constant), Number({variable: -1})])


# -------------------------------------------------------------------------------------------- products and powers


def _product(on: Translator, numbers: Sequence[Number]) -> Number:
    found = numbers[0]
    for number in numbers[1:]:
        found = _times(on, found, number)
    return found


def _times(on: Translator, left: Number, right: Number) -> Number:
    for one, other in ((left, right), (right, left)):
        value = on.value_of(one)
        if value is not None:
            return times(other, value)
    literal = on.as_literal(left)
    if literal is not None and literal == on.as_literal(right):
        return left
    corners = [a * b for a in on.bounds(left) for b in on.bounds(right)]
    same = left == right
    target = on.variable(max(0, min(corners)) if same else min(corners), max(corners))
    on.model.add_multiplication_equality(
        on.affine(Number({target: 1})), [on.affine(left), on.affine(left if same else right)]
    )
    return Number({target: 1}, 0, left.denominator * right.denominator)


def _power(on: Translator, base: Number, exponent: Number, under: Literals) -> Number:
    number, power = on.value_of(base), on.value_of(exponent)
    if power is not None and power.denominator == 1 and abs(power) <= MAX_POWER:
        raised = _product(on, [base] * abs(power.numerator)) if power else Number({}, 1)
        return raised if power >= 0 else _quotient(on, Number({}, 1), raised, under)
    low, high = on.bounds(exponent)
    if number is None or exponent.denominator != 1 or high - low > MAX_TABLE or (number == 0 and low < 0):
        raise unsupported("**")
    if max(abs(low), abs(high)) > MAX_POWER:
        raise too_large("A power")
    exponents = range(low, high + 1)
    values = tuple(constant_number(number**k) for k in exponents)
    return _looked_up(on, added([exponent, Number({}, -low)]), values)


def _looked_up(on: Translator, position: Number, values: Sequence[Number]) -> Number:
    numbers, common = aligned(values)
    constants = [number.constant for number in numbers]
    if max(map(abs, constants)) > LARGEST:
        raise too_large("A table of values")
    target = on.variable(min(constants), max(constants))
    on.model.add_element(on.affine(position), constants, on.affine(Number({target: 1})))
    return Number({target: 1}, 0, common)


# ------------------------------------------------------------------------------------------------------- quotients


def _quotient(on: Translator, left: Number, right: Number, under: Literals) -> Number:
    """Exactly ``left / right`` over the least common multiple of what the divisor may be."""
    value = on.value_of(right)
    if value is not None:
        if not value:
            on.clause((), under)
            return Number({})
        return times(left, 1 / value)
    right_range = on.bounds(right)
    if right_range[1] - right_range[0] > MAX_TABLE:
        raise too_large("A quotient of decisions")
    common = 1
    for k in range(right_range[0], right_range[1] + 1):
        common = math.lcm(common, k or 1)
        if common > 2**40:
            raise too_large("A quotient of decisions")
    divisor = _nonzero(on, right, under)
    low, high = on.bounds(divisor)
    values = [Number({}, common // k if k else 0) for k in range(low, high + 1)]
    inverse = _looked_up(on, added([Number(divisor.terms, divisor.constant), Number({}, -low)]), values)
    # (a / p) / (b / q) = a · (common / b) · q / (p · common)
    scaled = _times(on, Number(left.terms, left.constant), inverse)
    return times(scaled, Fraction(right.denominator, left.denominator * common))


def _nonzero(on: Translator, divisor: Number, under: Literals) -> Number:
    """The numerator of `divisor` where `under` hold, as a number that is never zero."""
    low, high = on.bounds(divisor)
    plain = Number(divisor.terms, divisor.constant)
    if low > 0 or high < 0:
        return plain
    if not under:
        on.row(plain, "!=", ())
        if low == 0:
            return on.kept_within(plain, 1, max(1, high), under)
        if high == 0:
            return on.kept_within(plain, min(-1, low), -1, under)
        return plain
    target = on.variable(low or 1, high or -1) if low < high else on.variable(1, 1)
    on.row(Number({target: 1}), "!=", ())
    on.row(_minus(plain, target), "==", under)
    return Number({target: 1})


def _floored(on: Translator, left: Number, right: Number, under: Literals) -> tuple[Number, Number]:
    """``left // right`` and ``left % right``."""
    value = on.value_of(right)
    if value == 0:
        on.clause((), under)
        return Number({}), Number({})
    (top, bottom), common = aligned([left, right])
    top = Number(top.terms, top.constant)
    divisor = _nonzero(on, Number(bottom.terms, bottom.constant), under)
    if not top.terms and not divisor.terms:
        return Number({}, top.constant // divisor.constant), Number({}, top.constant % divisor.constant, common)
    ends = on.bounds(divisor)
    corners = {*ends, *(k for k in (-1, 1) if ends[0] <= k <= ends[1])} - {0}
    quotients = [a // b for a in on.bounds(top) for b in corners]
    target = on.variable(min(quotients), max(quotients))
    whole = Number({target: 1})
    rest = added([top, times(_times(on, divisor, whole), Fraction(-1))])
    mixed = on.positive(divisor) if ends[0] < 0 < ends[1] else None
    if ends[1] > 0:
        _between(on, rest, divisor, () if mixed is None else (mixed,))
    if ends[0] < 0:
        turned = times(rest, Fraction(-1)), times(divisor, Fraction(-1))
        _between(on, *turned, () if mixed is None else (~mixed,))
    low, high = on.bounds(divisor)
    remainder = on.kept_within(rest, min(0, low + 1), max(0, high - 1), ())
    return whole, Number(remainder.terms, remainder.constant, common)


def _between(on: Translator, rest: Number, divisor: Number, under: Literals) -> None:
    on.row(times(rest, Fraction(-1)), "<=", under)
    on.row(added([rest, times(divisor, Fraction(-1))]), "<", under)


def _rounded(on: Translator, operation: str, number: Number) -> Number:
    """``floor``, ``ceil`` and ``round``, whose halves go up."""
    if number.denominator == 1:
        return number
    one = Number({}, 1)
    if operation == "ceil":
        return times(_floored(on, times(number, Fraction(-1)), one, ())[0], Fraction(-1))
    if operation == "round":
        number = added([number, Number({}, 1, 2)])
    return _floored(on, number, one, ())[0]


# -------------------------------------------------------------------------------------------- absolute and extreme


def _absolute(on: Translator, number: Number) -> Number:
    low, high = on.bounds(number)
    if low >= 0 or high <= 0:
        return number if low >= 0 else times(number, Fraction(-1))
    target = on.variable(0, max(-low, high))
    on.model.add_abs_equality(on.affine(Number({target: 1})), on.affine(number))
    return Number({target: 1}, 0, number.denominator)


def _extreme(on: Translator, operation: str, numbers: list[Number]) -> Number:
    listed, common = aligned(numbers)
    ranges = [on.bounds(number) for number in listed]
    pick = min if operation == "min" else max
    target = on.variable(pick(r[0] for r in ranges), pick(r[1] for r in ranges))
    add = on.model.add_min_equality if operation == "min" else on.model.add_max_equality
    add(on.affine(Number({target: 1})), [on.affine(number) for number in listed])
    return Number({target: 1}, 0, common)
