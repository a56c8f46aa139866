"""Whole numbers for CP-SAT: linear forms over a denominator, and rational numbers behind floats."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from modelwright.errors import UnsupportedModel

__all__ = [
    "LARGEST",
    "LEAST",
    "MOST",
    "ROOM",
    "Number",
    "added",
    "aligned",
    "constant_number",
    "rational",
    "times",
    "too_large",
    "unsupported",
]

LARGEST = 2**53
"""Largest coefficient after scaling to whole numbers."""

LEAST, MOST = -(2**63), 2**63 - 1
"""The limits of a row without limits."""

ROOM = 2**62
"""How far from zero a variable or expression may be."""

_DENOMINATORS = (1, 1_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Number:
    """``(Σ terms[v] · v + constant) / denominator``; the keys are variables of CP-SAT by position."""

    terms: dict[int, int]
    constant: int = 0
    denominator: int = 1


def too_large(what: str) -> UnsupportedModel:
    """The error for numbers beyond 64 bits."""
    return UnsupportedModel(
        f"{what} needs whole numbers too large for CP-SAT",
        code="number-size",
        hint="round the numbers of the Model, use larger units, or give the decisions tighter bounds",
    )


def unsupported(operation: str) -> UnsupportedModel:
    """The error for an operation that CP-SAT lacks."""
    return UnsupportedModel(
        f"CP-SAT has no `{operation}` of decisions",
        code="unsupported-operation",
        hint="ask for another solver, or replace it by a table over the values that may occur",
    )


def rational(value: float) -> Fraction:
    """The simplest fraction that a finite float stands for: 0.1 is 1/10, 0.333… is 1/3.

    Floats made by a few roundings are read as the fraction beside them; verification judges the answer with the
    exact numbers of the Model anyway.
    """
    exact = Fraction(value)
    if exact.denominator == 1:
        return exact
    for largest in _DENOMINATORS:
        found = exact.limit_denominator(largest)
        if abs(found - exact) <= abs(exact) * Fraction(4, 2**53):
            return found
    return Fraction(repr(value))


def constant_number(value: Fraction) -> Number:
    """A number without decisions."""
    return Number({}, value.numerator, value.denominator)


def times(number: Number, factor: Fraction) -> Number:
    """``factor * number``."""
    if not factor:
        return Number({})
    top, bottom = factor.numerator, number.denominator * factor.denominator
    shared = math.gcd(top, bottom)
    top, bottom = top // shared, bottom // shared
    return Number({v: c * top for v, c in number.terms.items()}, number.constant * top, bottom)


def aligned(numbers: Sequence[Number]) -> tuple[list[Number], int]:
    """The same numbers over one denominator, and the denominator.

    Raises:
        UnsupportedModel: It is too large.
    """
    common = math.lcm(1, *(n.denominator for n in numbers))
    if common > LARGEST:
        raise too_large("A sum of fractions")
    found = []
    for number in numbers:
        scale = common // number.denominator
        found.append(Number({v: c * scale for v, c in number.terms.items()}, number.constant * scale, common))
    return found, common


def added(numbers: Iterable[Number]) -> Number:
    """The sum, without terms that cancel."""
    listed, common = aligned(list(numbers))
    terms: dict[int, int] = {}
    constant = 0
    for number in listed:
        constant += number.constant
        for variable, coefficient in number.terms.items():
            terms[variable] = terms.get(variable, 0) + coefficient
    terms = {variable: coefficient for variable, coefficient in terms.items() if coefficient}
    shared = math.gcd(common, constant, *terms.values())
    return Number({v: c // shared for v, c in terms.items()}, constant // shared, common // shared)
