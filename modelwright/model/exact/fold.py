"""Operations on exact numbers, with a limit on what they may grow to."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

from modelwright.errors import ModelError
from modelwright.model.exact.forms import ONE, ZERO

__all__ = ["Undefined", "checked", "fold"]

_HALF = Fraction(1, 2)
_LONGEST_BITS = 65_536
_LONGEST_DIGITS = 19_728
_LARGEST_EXPONENT = 10_000


class Undefined(ModelError):
    """An operation without a value where it stands: a division by zero, a logarithm of a negative number."""

    default_code = "function-domain"


def checked(value: Fraction) -> Fraction:
    """`value`, unless it is too long to compute on with.

    Raises:
        Undefined: Code ``overflow``.
    """
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > _LONGEST_BITS:
        raise Undefined(f"A number of more than {_LONGEST_DIGITS} digits", code="overflow", hint="use larger units")
    return value


def fold(operation: str, values: Sequence[Fraction]) -> Fraction:
    """The value of `operation` (one of those of `trees.Apply`) at `values`.

    Raises:
        Undefined: Codes ``zero-division``, ``function-domain``, ``overflow``.
    """
    if operation == "+":
        return sum(values, ZERO)
    if operation == "*":
        product = ONE
        for value in values:
            product *= value
        return checked(product)
    if operation in ("min", "max"):
        if not values:
            raise Undefined(f"`{operation}` of nothing", code="function-domain")
        return min(values) if operation == "min" else max(values)
    if operation in _TWO:
        return _TWO[operation](values[0], values[1])
    return _ONE[operation](values[0])


def _divisor(value: Fraction) -> Fraction:
    if value == 0:
        raise Undefined("A division by zero", code="zero-division")
    return value


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1:
        if base < 0:
            raise Undefined(f"A root of the negative number {base}", code="function-domain")
        if base == 0 and exponent < 0:
            raise Undefined("A division by zero", code="zero-division")
        if exponent == _HALF:
            return _sqrt(base)
        return _floating(lambda: float(base) ** float(exponent))
    if base == 0 and exponent < 0:
        raise Undefined("A division by zero", code="zero-division")
    if base in (0, 1, -1):
        return Fraction(int(base) ** int(exponent % 2 + (2 if exponent else 0)))
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if abs(exponent) > _LARGEST_EXPONENT or (bits - 1) * abs(exponent) > _LONGEST_BITS:
        raise Undefined(f"A power of more than {_LONGEST_DIGITS} digits", code="overflow")
    return Fraction(base**exponent.numerator)


def _floating(compute: Callable[[], float]) -> Fraction:
    try:
        return Fraction(compute())
    except (OverflowError, ValueError):
        raise Undefined("A number too large to compute with", code="overflow", hint="use larger units") from None


def _log(value: Fraction) -> Fraction:
    if value <= 0:
        raise Undefined(f"The logarithm of {value}, which is not positive", code="function-domain")
    try:
        close = float(value)
    except OverflowError:
        close = 0.0
    if close == 0.0 or math.isinf(close):
        return Fraction(math.log(value.numerator) - math.log(value.denominator))
    return Fraction(math.log(close))


def _sqrt(value: Fraction) -> Fraction:
    if value < 0:
        raise Undefined(f"The square root of the negative number {value}", code="function-domain")
    top, bottom = math.isqrt(value.numerator), math.isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return Fraction(top, bottom)
    return _floating(lambda: math.sqrt(value))


_ONE: dict[str, Callable[[Fraction], Fraction]] = {
    "abs": abs,
    "exp": lambda a: _floating(lambda: math.exp(a)),
    "log": _log,
    "sqrt": _sqrt,
    "sin": lambda a: _floating(lambda: math.sin(a)),
    "cos": lambda a: _floating(lambda: math.cos(a)),
    "floor": lambda a: Fraction(math.floor(a)),
    "ceil": lambda a: Fraction(math.ceil(a)),
    "round": lambda a: Fraction(math.floor(a + _HALF)),
}
_TWO: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "/": lambda a, b: a / _divisor(b),
    "//": lambda a, b: Fraction(math.floor(a / _divisor(b))),
    "%": lambda a, b: a - b * math.floor(a / _divisor(b)),
    "**": _power,
}
