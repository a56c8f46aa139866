"""What an expression is measured in: sets of readings, their products, and whether two of them agree.

People write a rate "5 minutes" and mean "per chair", or "€0.46" and mean "per kilogram": a factor without "per" times
something else is measured in the product or in the factor's own unit. A measure keeps both readings.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from modelwright.model.units.table import Exponent, atom, number_atom
from modelwright.model.units.unit import ONE, Parts, Unit, unit_of_parts

__all__ = [
    "MAX_READINGS",
    "OPAQUE",
    "PERIODS",
    "Level",
    "Measure",
    "Readings",
    "closest",
    "is_scale",
    "judge",
    "meet",
    "product",
    "without_period",
]

Readings = tuple[Unit, ...]
"""What something may be measured in, the likeliest first; never empty."""

MAX_READINGS = 8
_MAX_PARTS = 12
_MAX_EXPONENT = 12
_MAX_BITS = 256

_SCALES = frozenset((1, 7, 12, 16, 24, 52, 60, 100, 168, 365, 1000, 1440, 2000, 3600, 10_080, 1_000_000))
"""Numbers by which scales usually differ."""

PERIODS = frozenset("day week fortnight month month30 month4 year year365 year52".split())
"""Units of time that plans repeat in: "400 hours" a week may be compared with "400 hours per week"."""


class Level(IntEnum):
    """How far two units agree."""

    SAME = 0
    """One unit."""
    TOLERATED = 1
    """One of them is a plain count, or says a period that the other leaves out."""
    LABEL = 2
    """An item word beside something measured: "chairs" and kg. Words are not trusted enough to forbid it."""
    SCALE = 3
    """One dimension in two scales: minutes and hours."""
    CLASH = 4
    """Two dimensions."""


class Measure(NamedTuple):
    """A product of factors, each known, unknown or a decision of unknown unit.

    Attributes:
        rate: Readings of the data in it, ``None`` without any that has a unit.
        decided: Readings of the decisions in it, ``None`` without any.
        literal: Product of the numbers written out: one, a change of scale (60, 1/100), or else a rate of unknown unit.
        unknown: Names of data without a unit, with exponents.
        free: Names of decisions without a unit, with exponents.
        opaque: Nothing can be said of it, and it agrees with everything.
    """

    rate: Readings | None = None
    decided: Readings | None = None
    literal: Fraction = Fraction(1)
    unknown: tuple[tuple[str, int], ...] = ()
    free: tuple[tuple[str, int], ...] = ()
    opaque: bool = False

    @property
    def readings(self) -> Readings | None:
        """What it may be measured in; ``None`` when that is unknown."""
        if self.opaque or self.unknown or (self.rate is None and self.decided is None):
            return None
        return _resolved(_parts(self.rate), _parts(self.decided), self.literal, bool(self.free))

    @property
    def has_decision(self) -> bool:
        """Whether a decision stands in it."""
        return self.decided is not None or bool(self.free)


OPAQUE = Measure(opaque=True)


def product(left: Measure, right: Measure, power: int = 1) -> Measure:
    """``left * right ** power``, where `power` is 1 or -1."""
    if left.opaque or right.opaque:
        return OPAQUE
    literal = left.literal
    if right.literal != 1:
        if not right.literal and power < 0:
            return OPAQUE
        literal = literal * right.literal**power
        if not literal or max(literal.numerator.bit_length(), literal.denominator.bit_length()) > _MAX_BITS:
            return OPAQUE
    rate = _both(left.rate, right.rate, power, own=True)
    decided = _both(left.decided, right.decided, power, own=False)
    if rate == () or decided == ():
        return OPAQUE
    unknown = (*left.unknown, *((name, e * power) for name, e in right.unknown))
    free = (*left.free, *((name, e * power) for name, e in right.free))
    if len(unknown) + len(free) > _MAX_PARTS:
        return OPAQUE
    return Measure(rate, decided, literal, unknown, free)


def _both(left: Readings | None, right: Readings | None, power: int, *, own: bool) -> Readings | None:
    """Readings of a product, ``()`` when there are too many; with `own`, also those of one factor "per" the other."""
    if right is None:
        return left
    if left is None:
        return right if power > 0 else _distinct(ONE / r for r in right)
    found: list[Unit] = []
    for a in left:
        for b in right:
            found.append(a * b if power > 0 else a / b)
    if own and power > 0:
        found += [a for a in left if _abbreviated(a)]
        found += [b for b in right if _abbreviated(b)]
    return _distinct(found)


def _distinct(units: Iterable[Unit]) -> Readings:
    found = tuple(dict.fromkeys(units))
    if len(found) > MAX_READINGS or any(_large(u.parts) for u in found):
        return ()
    return found


@lru_cache(maxsize=16384)
def _large(parts: Parts) -> bool:
    return len(parts) > _MAX_PARTS or any(not -_MAX_EXPONENT <= e <= _MAX_EXPONENT for _, e in parts)


def _physical_below(unit: Unit) -> bool:
    return any(power < 0 and atom(name).dimension and name not in PERIODS for name, power in unit.parts)


def _abbreviated(unit: Unit) -> bool:
    """Whether "per …" may be left unsaid: it has a dimension or an item word, and no physical "per" of its own."""
    return bool(unit.dimension or unit.labels) and not _physical_below(unit)


def _parts(readings: Readings | None) -> tuple[Parts, ...] | None:
    """Equal units may be written differently; what is cached must not depend on which came first."""
    return None if readings is None else tuple(unit.parts for unit in readings)


@lru_cache(maxsize=4096)
def _resolved(
    rates: tuple[Parts, ...] | None, decisions: tuple[Parts, ...] | None, literal: Fraction, free: bool
) -> Readings | None:
    rate = None if rates is None else tuple(map(unit_of_parts, rates))
    decided = None if decisions is None else tuple(map(unit_of_parts, decisions))
    found: list[Unit] = []
    if not is_scale(literal):
        return None  # "5 * x" may be 5 kg of each: a number that is no usual change of scale may be a rate
    if rate is None and decided is not None:
        if free or (abs(literal) != 1 and not any(d.dimension for d in decided)):
            return None
        found += decided
    elif rate is not None and decided is not None:
        if free:
            return None
        products = [(r, r * d) for r in rate for d in decided]
        found += [whole for r, whole in products if r.below.parts]
        found += [r for r in rate if _abbreviated(r) or _plain(r)]
        found += [whole for _, whole in products]
        if not any(d.dimension for d in decided):
            found += [r.only(_above_or_period) for r in rate if _physical_below(r)]
    elif rate is not None and free:
        if not any(r.dimension or r.labels for r in rate):
            return None  # a share of anything
        for r in rate:
            found.append(r.only(_above_or_period))
            if _physical_below(r):
                found += [r.above, r]
    else:
        found += rate or ()
    if abs(literal) != 1:
        scale = unit_of_parts(((number_atom(abs(literal)), -1),))
        scaled = [_tidy(u * scale) for u in found]
        found = [*(u for u in scaled if scale.parts[0] not in u.parts), *found, *scaled]
    return _distinct(found) or None


def is_scale(literal: Fraction) -> bool:
    """Whether a number is one by which scales usually differ: 60, 1/100, 1000; one is."""
    return max(abs(literal), 1 / abs(literal)) in _SCALES


def _tidy(unit: Unit) -> Unit:
    """Without numbers and scales whose product is one: "% kg" of which a hundredth is taken is kg."""
    scales = unit.only(lambda name, _: not atom(name).dimension and not atom(name).label)
    return unit / scales if scales.factor == 1 else unit


def _above_or_period(name: str, power: Exponent) -> bool:
    return power > 0 or name in PERIODS


# ------------------------------------------------------------------------------------------------------ agreement


@lru_cache(maxsize=16384)
def _judged(left: Parts, right: Parts) -> Level:
    a, b = unit_of_parts(left), unit_of_parts(right)
    if a.dimension == b.dimension:
        if a.factor == b.factor:
            return Level.SAME
        if not a.dimension:
            return _judged_counts(a, b)
        return Level.SCALE
    if _plain(a) or _plain(b):
        return Level.TOLERATED
    for one, other in ((a, b), (b, a)):
        spare = without_period(one)
        if spare is not None and not _timed(other):
            level = _judged(spare.parts, other.parts)
            if level < Level.CLASH:
                return max(level, Level.TOLERATED)
    return Level.LABEL if _label(a) or _label(b) else Level.CLASH


def _judged_counts(a: Unit, b: Unit) -> Level:
    """Counts and scales of two factors: "hours per day", "%", "dozen", "box"."""
    for one, other in ((a, b), (b, a)):
        spare = without_period(one)
        if spare is not None and spare.dimension and not other.above.dimension:
            return _judged(spare.parts, other.parts)
        if one.factor < 1 and other.labels and not one.labels and other.factor == 1:
            return Level.LABEL
    return Level.SCALE


def _timed(unit: Unit) -> bool:
    """Whether it is "per" some time."""
    return any(power < 0 and ("s", 1) in atom(name).dimension for name, power in unit.parts)


def _plain(unit: Unit) -> bool:
    """A number without any unit; "fraction" is one."""
    return not unit.parts


def _label(unit: Unit) -> bool:
    return bool(unit.labels) and not unit.dimension


def without_period(unit: Unit) -> Unit | None:
    """`unit` without "per day", "per week"; ``None`` when it has no such part."""
    if not any(power < 0 and name in PERIODS for name, power in unit.parts):
        return None
    return unit.only(lambda name, power: power > 0 or name not in PERIODS)


def judge(left: Unit, right: Unit) -> Level:
    """How far two units agree; item words do not matter between counts."""
    return Level.SAME if left is right else _judged(left.parts, right.parts)


def meet(left: Readings, right: Readings) -> Readings | None:
    """The readings that both can have, ``None`` when there are none; differing item words make a plain count."""
    for level in (Level.SAME, Level.TOLERATED):
        found: list[Unit] = []
        for a in left:
            for b in right:
                if judge(a, b) == level:
                    found.append(_common(a, b))
        if found:
            return tuple(dict.fromkeys(found))[:MAX_READINGS]
    return None


def _common(a: Unit, b: Unit) -> Unit:
    if a.dimension != b.dimension:
        return b if _plain(a) or without_period(a) is None else a
    return a if a.labels == b.labels else a.without_labels


def closest(left: Readings, right: Readings) -> tuple[Level, Unit, Unit]:
    """The pair of readings that agree most, by the simplest factor where they differ in scale."""

    def rank(pair: tuple[Unit, Unit]) -> tuple[int, int]:
        level = judge(*pair)
        if level != Level.SCALE or not pair[0].compatible(pair[1]):
            return level, 0
        ratio = pair[0].factor / pair[1].factor
        return level, max(ratio.numerator, ratio.denominator) if 1 in (ratio.numerator, ratio.denominator) else 10**9

    a, b = min(((a, b) for a in left for b in right), key=rank)
    return judge(a, b), a, b
