"""Exact numbers: decimals or fractions as written, `fractions.Fraction` in memory, never through float."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from modelwright.config import LIMITS

__all__ = ["Exact", "format_number", "parse_decimal", "parse_number"]

_PATTERN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?\Z|[+-]?\d+/\d+\Z", re.ASCII)


def parse_number(text: object) -> Fraction:
    """The exact value of `text`.

    Args:
        text: A string such as ``"0.1"``, ``"1e3"`` or ``"1/3"``, or an int, `Decimal` or `Fraction`.

    Raises:
        ValueError: Not such a number, not finite, a float (write it as a string), or longer than the limit.
    """
    if isinstance(text, bool):
        raise ValueError("a truth value is not a number")
    if isinstance(text, Fraction):
        return text
    if isinstance(text, int):
        if text.bit_length() > 4 * LIMITS.number_digits:
            raise ValueError(f"a number may have at most {LIMITS.number_digits} characters")
        return Fraction(text)
    if isinstance(text, float):
        raise ValueError(f'a float is not exact: write it as a string, "{text!r}"')
    if isinstance(text, Decimal):
        text = str(text)
    if not isinstance(text, str):
        raise ValueError(f"not a number: {type(text).__name__}")
    if len(text) > LIMITS.number_digits:
        raise ValueError(f"a number may have at most {LIMITS.number_digits} characters")
    if not _PATTERN.match(text):
        raise ValueError(f'not a finite decimal or fraction: "{text[:40]}"')
    _, _, exponent = text.lower().partition("e")
    if exponent and abs(int(exponent)) > LIMITS.number_digits:
        raise ValueError(f"the exponent of a number may be at most {LIMITS.number_digits}")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(f'a fraction with denominator zero: "{text}"') from None


def parse_decimal(text: str) -> Decimal:
    """A number with a point or an exponent, as JSON writes it.

    Raises:
        ValueError: It is longer than the limit, or its exponent larger.
    """
    _, _, exponent = text.lower().partition("e")
    if len(text) > LIMITS.number_digits or (exponent and abs(int(exponent)) > LIMITS.number_digits):
        raise ValueError(f"`{text[:40]}` has more than {LIMITS.number_digits} digits")
    return Decimal(text)


def format_number(value: Fraction) -> str:
    """The canonical writing of `value`: a decimal where it ends, else a fraction in lowest terms.

    What would be longer than 60 digits has an exponent: ``"1e-93"``.
    """
    numerator, denominator = value.numerator, value.denominator
    if denominator == 1:
        return str(numerator) if abs(numerator) < 10**_LONG else _with_exponent(numerator, 0)
    twos = fives = 0
    rest = denominator
    while rest % 2 == 0:
        rest //= 2
        twos += 1
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    if rest != 1:
        return f"{numerator}/{denominator}"
    places = max(twos, fives)
    scaled = numerator * 10**places // denominator
    if places > _LONG:
        return _with_exponent(scaled, -places)
    digits = str(abs(scaled)).rjust(places + 1, "0")
    return f"{'-' if numerator < 0 else ''}{digits[:-places]}.{digits[-places:]}"


_LONG = 60


def _with_exponent(scaled: int, exponent: int) -> str:
    """``scaled * 10**exponent``, as short as the limit on exponents allows."""
    digits = str(abs(scaled))
    stripped = digits.rstrip("0")
    exponent += len(digits) - len(stripped)
    digits = stripped
    most = LIMITS.number_digits
    if exponent > most:
        digits, exponent = digits + "0" * (exponent - most), most
    elif exponent < -most:
        places, exponent = -most - exponent, -most
        digits = digits.rjust(places, "0")
        digits = f"{digits[:-places]}.{digits[-places:]}"
    return f"{'-' if scaled < 0 else ''}{digits}{f'e{exponent}' if exponent else ''}"


def _validate(value: Any) -> Fraction:
    return parse_number(value)


Exact = Annotated[
    Fraction,
    BeforeValidator(_validate),
    PlainSerializer(format_number, return_type=str),
    WithJsonSchema({"type": "string", "description": 'A decimal or a fraction: "0.1", "1/3".'}),
]
"""A pydantic field type: exact number, written as a string in JSON."""
