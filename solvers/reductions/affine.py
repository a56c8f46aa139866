"""Affine forms over the columns of the program that is being built, with exact coefficients."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm
from typing import TypeAlias

__all__ = ["ONE", "ZERO", "Affine", "Key", "common_unit", "total"]

ZERO = Fraction(0)
ONE = Fraction(1)
Key: TypeAlias = tuple[tuple[tuple[int, Fraction], ...], Fraction]


class Affine:
    """``Σ coefficient · column + constant``; no coefficient is zero. Not to be changed."""

    __slots__ = ("constant", "terms")

    def __init__(self, terms: dict[int, Fraction], constant: Fraction = ZERO) -> None:
        self.terms = terms
        self.constant = constant

    @classmethod
    def of(cls, number: Fraction | int) -> Affine:
        """A number."""
        return cls({}, Fraction(number))

    @property
    def is_constant(self) -> bool:
        """Whether no column occurs."""
        return not self.terms

    @property
    def key(self) -> Key:
        """Equal for equal forms."""
        return tuple(sorted(self.terms.items())), self.constant

    def plus(self, other: Affine, factor: Fraction | int = 1) -> Affine:
        """``self + factor * other``."""
        terms = dict(self.terms)
        for column, value in other.terms.items():
            found = terms.get(column, ZERO) + value * factor
            if found:
                terms[column] = found
            else:
                terms.pop(column, None)
        return Affine(terms, self.constant + other.constant * factor)

    def times(self, factor: Fraction | int) -> Affine:
        """``factor * self``."""
        if factor == 1:
            return self
        if factor == 0:
            return Affine({})
        return Affine({column: value * factor for column, value in self.terms.items()}, self.constant * factor)

    def shifted(self, number: Fraction | int) -> Affine:
        """``self + number``."""
        return Affine(self.terms, self.constant + number)

    def complement(self) -> Affine:
        """``1 - self``."""
        return self.times(-1).shifted(1)


def total(forms: Iterable[Affine]) -> Affine:
    """The sum of `forms`."""
    terms: dict[int, Fraction] = {}
    constant = ZERO
    for form in forms:
        constant += form.constant
        for column, value in form.terms.items():
            terms[column] = terms.get(column, ZERO) + value
    return Affine({column: value for column, value in terms.items() if value}, constant)


def common_unit(numbers: Iterable[Fraction]) -> Fraction:
    """The largest number of which all of `numbers` are whole multiples; 0 when all are zero."""
    found = ZERO
    for number in numbers:
        if number:
            found = Fraction(
                gcd(found.numerator * number.denominator, number.numerator * found.denominator),
                found.denominator * number.denominator,
            )
    return found


def denominators(form: Affine) -> int:
    """The least number that makes all coefficients and the constant whole."""
    return lcm(form.constant.denominator, *(value.denominator for value in form.terms.values()))
