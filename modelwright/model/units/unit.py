"""One unit of measure: an exact factor, exponents of dimensions and currencies, and item words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from modelwright.errors import InputError
from modelwright.model.units.table import Exponent, atom, table

__all__ = ["ONE", "Parts", "Unit", "dimension_words", "unit_of_parts"]

Parts = tuple[tuple[str, Exponent], ...]
"""Ids of atoms with their exponents, in the order of writing."""

_DIMENSIONS: dict[tuple[tuple[str, Exponent], ...], str] = {
    (("s", 1),): "time",
    (("m", 1),): "length",
    (("kg", 1),): "mass",
    (("m", 2),): "area",
    (("m", 3),): "volume",
    (("kg", 1), ("m", 2), ("s", -2)): "energy",
    (("kg", 1), ("m", 2), ("s", -3)): "power",
    (("m", 1), ("s", -1)): "speed",
    (("kg", 1), ("m", -1), ("s", -2)): "pressure",
    (("kg", 1), ("m", 1), ("s", -2)): "force",
    (("s", -1),): "a rate",
    (("bit", 1),): "data",
    (("K", 1),): "temperature",
    (): "a count",
}


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A unit; two are equal when factor, dimension and item words are, however they are written.

    >>> Unit.parse("minutes per chair") * Unit.parse("chairs") == Unit.parse("min")
    True

    Attributes:
        parts: What it is made of, as written.
        factor: How many base units one of it is.
        dimension: Exponents by base (``m kg s A K bit``, or a currency code), sorted.
        labels: Exponents by item word in the singular, sorted; they belong to the dimension "count".
    """

    parts: Parts
    factor: Fraction = field(init=False)
    dimension: tuple[tuple[str, Exponent], ...] = field(init=False)
    labels: tuple[tuple[str, Exponent], ...] = field(init=False)
    _hash: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        factor = Fraction(1)
        dimension: dict[str, Exponent] = {}
        labels: dict[str, Exponent] = {}
        for name, power in self.parts:
            one = atom(name)
            if one.label:
                labels[one.label] = labels.get(one.label, 0) + power
            factor *= _power(one.factor, power)
            for base, exponent in one.dimension:
                dimension[base] = _whole(dimension.get(base, 0) + exponent * power)
        object.__setattr__(self, "factor", factor)
        object.__setattr__(self, "dimension", tuple(sorted((b, e) for b, e in dimension.items() if e)))
        object.__setattr__(self, "labels", tuple(sorted((w, e) for w, e in labels.items() if e)))
        object.__setattr__(self, "_hash", hash(self._value))

    @staticmethod
    def parse(text: str) -> Unit:
        """The likeliest reading of a unit as people write it: ``"hours per day"``, ``"$/kg"``, ``"worker hours"``.

        Raises:
            InputError: Code ``unknown-unit``: it cannot be read, or is longer than a unit can be.
        """
        from modelwright.model.units.parsing import parse_unit

        return parse_unit(text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Unit):
            return NotImplemented
        return self.parts == other.parts or self._value == other._value

    @property
    def _value(self) -> tuple[object, ...]:
        return (self.factor, self.dimension, self.labels, bool(self.parts))  # a fraction is more than a plain number

    def __hash__(self) -> int:
        return self._hash

    def __mul__(self, other: Unit) -> Unit:
        return _times(self.parts, other.parts)

    def __truediv__(self, other: Unit) -> Unit:
        return _over(self.parts, other.parts)

    def __pow__(self, power: int | Fraction) -> Unit:
        return unit_of_parts(tuple((name, _whole(e * power)) for name, e in self.parts if power))

    def __str__(self) -> str:
        return _shown(self.parts)

    @property
    def dimensionless(self) -> bool:
        """Whether it is a count or a scale (``box``, ``%``), without physical dimension or currency."""
        return not self.dimension

    @property
    def currencies(self) -> frozenset[str]:
        """Codes of the currencies in it."""
        return frozenset(base for base, _ in self.dimension) & table().currencies

    def compatible(self, other: Unit) -> bool:
        """Whether numbers in both can be added once one of them is scaled; item words do not matter."""
        return self.dimension == other.dimension

    def factor_to(self, other: Unit) -> Fraction:
        """How many of `other` one of this unit is.

        >>> Unit.parse("hour").factor_to(Unit.parse("minute"))
        Fraction(60, 1)

        Raises:
            InputError: Code ``unit-clash``: they measure different things.
        """
        if not self.compatible(other):
            raise InputError(
                f"`{self}` is {dimension_words(self)}, `{other}` {dimension_words(other)}", code="unit-clash"
            )
        return self.factor / other.factor

    def only(self, keep: Callable[[str, Exponent], bool]) -> Unit:
        """The product of the parts that `keep` takes by atom id and exponent."""
        return _kept(self, keep)

    @property
    def above(self) -> Unit:
        """What stands before "per"."""
        return _above(self.parts)

    @property
    def below(self) -> Unit:
        """What stands after "per", with positive exponents."""
        return _below(self.parts)

    @property
    def without_labels(self) -> Unit:
        """The same without item words."""
        return _unlabelled(self.parts)


def dimension_words(unit: Unit) -> str:
    """What a unit measures, in words: ``"time"``, ``"USD"``, ``"mass per time"``."""
    found = _DIMENSIONS.get(unit.dimension)
    if found:
        return found
    above = [_base_words(base, e) for base, e in unit.dimension if e > 0]
    below = [_base_words(base, -e) for base, e in unit.dimension if e < 0]
    return " ".join([" times ".join(above), *(f"per {b}" for b in below)]).strip()


def _base_words(base: str, power: Exponent) -> str:
    named = _DIMENSIONS.get(((base, power),))
    return named or _DIMENSIONS.get(((base, 1),), base) + ("" if power == 1 else f"^{power}")


def _whole(value: Exponent) -> Exponent:
    return value.numerator if value.denominator == 1 else value


def _power(factor: Fraction, power: Exponent) -> Fraction:
    if power == 1 or factor == 1:
        return factor
    raised = factor**power
    # A root that is not rational becomes the nearest double; only comparisons read it.
    return raised if isinstance(raised, Fraction) else Fraction(raised)


@lru_cache(maxsize=16384)
def unit_of_parts(parts: Parts) -> Unit:
    """The unit with these parts."""
    return Unit(parts)


def _merged(parts: Iterable[tuple[str, Exponent]]) -> Unit:
    found: dict[str, Exponent] = {}
    for name, power in parts:
        found[name] = found.get(name, 0) + power
    return unit_of_parts(tuple((name, _whole(power)) for name, power in found.items() if power))


@lru_cache(maxsize=16384)
def _times(left: Parts, right: Parts) -> Unit:
    return _merged((*left, *right))


@lru_cache(maxsize=16384)
def _over(left: Parts, right: Parts) -> Unit:
    return _merged((*left, *((name, -power) for name, power in right)))


def _kept(unit: Unit, keep: Callable[[str, Exponent], bool]) -> Unit:
    return unit_of_parts(tuple((name, power) for name, power in unit.parts if keep(name, power)))


@lru_cache(maxsize=16384)
def _above(parts: Parts) -> Unit:
    return unit_of_parts(tuple((name, power) for name, power in parts if power > 0))


@lru_cache(maxsize=16384)
def _below(parts: Parts) -> Unit:
    return unit_of_parts(tuple((name, -power) for name, power in parts if power < 0))


@lru_cache(maxsize=16384)
def _unlabelled(parts: Parts) -> Unit:
    return unit_of_parts(tuple((name, power) for name, power in parts if not name.startswith("'")))


@lru_cache(maxsize=4096)
def _shown(parts: Parts) -> str:
    above = [(name, power) for name, power in parts if power > 0]
    below = [(name, -power) for name, power in parts if power < 0]
    if not parts:
        return "1"
    if len(parts) == 1 and parts[0][1] == 1:
        return atom(parts[0][0]).shown
    head = _joined(above)
    symbols = all(atom(name).symbol for name, _ in parts)
    if any(_scale(name) for name, _ in below):
        return f"{head} per {_joined(below)}".strip()
    if head and symbols:
        return "/".join([head, *(_one(name, power) for name, power in below)])
    return " ".join([head, *(f"per {_one(name, power)}" for name, power in below)]).strip()


def _joined(parts: list[tuple[str, Exponent]]) -> str:
    """Numbers and scales first: ``"thousand $"``, ``"worker hour"``, ``"kg*m"``."""
    text = ""
    parts = sorted(parts, key=lambda part: not _scale(part[0]))
    for k, (name, power) in enumerate(parts):
        if k:
            before = atom(parts[k - 1][0])
            close = _scale(parts[k - 1][0]) and parts[k - 1][1] == 1 and not name.startswith("#")
            timed = before.label and atom(name).dimension == (("s", 1),)
            text += " " if close or timed else "*"
        text += _one(name, power)
    return text


def _scale(name: str) -> bool:
    """Whether an atom is a number or a scale: ``100``, ``thousand``, ``%``."""
    one = atom(name)
    return not one.dimension and not one.label


def _one(name: str, power: Exponent) -> str:
    one = atom(name)
    if power == 1:
        return f"({one.shown})" if "/" in one.shown else one.shown
    if power in (2, 3) and one.dimension == (("m", 1),) and not one.symbol and " " not in one.shown:
        return f"{'square' if power == 2 else 'cubic'} {one.shown}"
    written = str(power) if isinstance(power, int) else f"({power})"
    return f"({one.shown})^{written}" if set(one.shown) & set(" ^/") else f"{one.shown}^{written}"


ONE = unit_of_parts(())
"""The unit of plain numbers."""
