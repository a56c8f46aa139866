"""Linear conditions in exact arithmetic: half-spaces with coprime coefficients, and equalities solved for columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from modelwright.solvers.proofs.program import Program

__all__ = [
    "Affine",
    "Halves",
    "System",
    "Terms",
    "Undecided",
    "combination",
    "halves_of",
    "negative",
    "primitive",
    "renamed",
    "value_at",
]

ZERO, ONE = Fraction(0), Fraction(1)

Terms: TypeAlias = tuple[tuple[int, int], ...]
"""Coprime coefficients by ascending column."""
Halves: TypeAlias = dict[Terms, Fraction]
"""Half-spaces Σ terms[j] x[j] ≤ limit."""


class Undecided(Exception):
    """A step has found no proof within its limits; the text says which."""


def primitive(terms: Mapping[int, Fraction]) -> tuple[Terms, Fraction]:
    """`terms` divided by a positive factor so that they are coprime whole numbers, and that factor."""
    kept = sorted((column, value) for column, value in terms.items() if value)
    if not kept:
        return (), ONE
    scale = lcm(*(value.denominator for _, value in kept))
    whole = [(column, value.numerator * (scale // value.denominator)) for column, value in kept]
    divisor = gcd(*(value for _, value in whole))
    return tuple((column, value // divisor) for column, value in whole), Fraction(divisor, scale)


def value_at(terms: Iterable[tuple[int, int | Fraction]], point: Sequence[Fraction]) -> Fraction:
    """Σ terms[j] point[j]."""
    return sum((value * point[column] for column, value in terms if point[column]), ZERO)


def negative(terms: Terms) -> Terms:
    """`terms` with every sign turned."""
    return tuple((column, -value) for column, value in terms)


def renamed(terms: Terms, target: Sequence[int]) -> Terms:
    """`terms` with column j called ``target[j]``."""
    return tuple(sorted((target[column], value) for column, value in terms))


@dataclass(frozen=True)
class System:
    """Half-spaces and equalities over numbered columns, some of them integer.

    Attributes:
        count: Number of columns.
        halves: Least limit by terms.
        equalities: Terms and the value that they have.
        integer: Whether each column is integer. Shape (count,).
        empty: Whether a row without columns is broken.
    """

    count: int
    halves: Halves
    equalities: tuple[tuple[Terms, Fraction], ...]
    integer: tuple[bool, ...]
    empty: bool = False

    def with_halves(self, more: Iterable[tuple[Terms, Fraction]]) -> System:
        """This system with half-spaces added."""
        halves = dict(self.halves)
        for terms, limit in more:
            halves[terms] = min(limit, halves.get(terms, limit))
        return replace(self, halves=halves)

    def with_equalities(self, more: Iterable[tuple[Terms, Fraction]]) -> System:
        """This system with equalities added."""
        return replace(self, equalities=(*self.equalities, *more))

    def relaxed(self) -> System:
        """This system without integrality."""
        return replace(self, integer=(False,) * self.count)

    def renumbered(self, target: Sequence[int]) -> System:
        """This system with column j called ``target[j]``."""
        integer = [False] * self.count
        for column, flag in enumerate(self.integer):
            integer[target[column]] = flag
        return replace(
            self,
            halves={renamed(terms, target): limit for terms, limit in self.halves.items()},
            equalities=tuple((renamed(terms, target), value) for terms, value in self.equalities),
            integer=tuple(integer),
        )

    def holds(self, point: Sequence[Fraction]) -> bool:
        """Whether `point` satisfies everything, integrality included."""
        return (
            not self.empty
            and all(not flag or value.denominator == 1 for flag, value in zip(self.integer, point, strict=True))
            and all(value_at(terms, point) == value for terms, value in self.equalities)
            and all(value_at(terms, point) <= limit for terms, limit in self.halves.items())
        )


def halves_of(program: Program, scales: Mapping[int, Fraction] | None = None) -> System:
    """The rows and bounds of `program`, column j counted in units of ``scales[j]`` (absent: 1).

    Equalities are taken from rows with equal limits; bounds that meet and opposite rows stay half-spaces.
    """
    scales = scales or {}
    halves: Halves = {}
    equalities: list[tuple[Terms, Fraction]] = []
    empty = False
    bounds = [({j: ONE}, low, high) for j, (low, high) in enumerate(zip(program.lower, program.upper, strict=True))]
    for terms, lower, upper in [*((row.terms, row.lower, row.upper) for row in program.rows), *bounds]:
        ours = {j: value / scales[j] if j in scales else value for j, value in terms.items()}
        whole, factor = primitive(ours)
        if not whole:
            empty |= (lower is not None and lower > 0) or (upper is not None and upper < 0)
        elif lower is not None and lower == upper:
            equalities.append((whole, lower / factor))
        else:
            for side, limit in ((whole, upper), (negative(whole), None if lower is None else -lower)):
                if limit is not None:
                    halves[side] = min(limit / factor, halves.get(side, limit / factor))
    return System(len(program.lower), halves, tuple(equalities), tuple(program.integer), empty)


@dataclass(slots=True)
class Affine:
    """Equalities in reduced echelon form: each pivot column as a constant and multiples of columns without pivot.

    The form depends on the solution set and on `rank` alone, not on how the equalities were written.

    Attributes:
        solved: Constant and multiples by pivot column.
        rank: Place of each column in the order in which pivots are chosen; absent columns go by their number.
    """

    solved: dict[int, tuple[Fraction, dict[int, Fraction]]] = field(default_factory=dict)
    rank: Mapping[int, int] = field(default_factory=dict)

    def copy(self) -> Affine:
        """The same equalities, to be added to."""
        return Affine({pivot: (base, dict(multiples)) for pivot, (base, multiples) in self.solved.items()}, self.rank)

    def reduced(self, terms: Iterable[tuple[int, int | Fraction]]) -> tuple[Fraction, dict[int, Fraction]]:
        """`terms` as a constant and multiples of columns without pivot."""
        constant = ZERO
        found: dict[int, Fraction] = {}
        for column, value in terms:
            if column not in self.solved:
                _add(found, column, Fraction(value))
                continue
            base, multiples = self.solved[column]
            constant += value * base
            for other, multiple in multiples.items():
                _add(found, other, value * multiple)
        return constant, found

    def add(self, terms: Iterable[tuple[int, int | Fraction]], value: Fraction) -> bool:
        """Adds Σ terms = `value`; whether the equalities still have a solution."""
        constant, found = self.reduced(terms)
        if not found:
            return constant == value
        pivot = min(found, key=lambda column: (self.rank.get(column, column), column))
        size = found.pop(pivot)
        new = (value - constant) / size, {column: -number / size for column, number in found.items()}
        self.solved[pivot] = new
        for column, (base, multiples) in self.solved.items():
            multiple = multiples.pop(pivot, None)
            if multiple is not None:
                for other, number in new[1].items():
                    _add(multiples, other, multiple * number)
                self.solved[column] = base + multiple * new[0], multiples
        return True

    def point(self, free: Mapping[int, Fraction], count: int) -> list[Fraction]:
        """The point whose columns without pivot are `free`."""
        found = [free.get(column, ZERO) for column in range(count)]
        for pivot, (base, multiples) in self.solved.items():
            found[pivot] = base + sum((v * free.get(column, ZERO) for column, v in multiples.items()), ZERO)
        return found

    def equalities(self) -> list[tuple[Terms, Fraction]]:
        """Each pivot's equality with coprime coefficients."""
        found = []
        for pivot, (base, multiples) in sorted(self.solved.items()):
            terms, factor = primitive({pivot: ONE} | {column: -value for column, value in multiples.items()})
            found.append((terms, base / factor))
        return found


def _add(found: dict[int, Fraction], column: int, value: Fraction) -> None:
    total = found.get(column, ZERO) + value
    if total:
        found[column] = total
    else:
        found.pop(column, None)


def combination(
    rows: Sequence[Terms], target: Mapping[int, Fraction | int], *, norm: bool = False
) -> list[Fraction] | None:
    """Multipliers y with Σ y[k] rows[k] = `target`, ``None`` when there are none; those left open are zero.

    Args:
        rows: Any rows; few.
        target: By column.
        norm: Also ask for Σ y = 1.
    """
    by_column: dict[int, list[tuple[int, int]]] = {column: [] for column in target}
    for k, terms in enumerate(rows):
        for column, value in terms:
            by_column.setdefault(column, []).append((k, value))
    multipliers = Affine()
    if norm and not multipliers.add([(k, 1) for k in range(len(rows))], ONE):
        return None
    for column in sorted(by_column, key=lambda c: len(by_column[c])):
        if not multipliers.add(by_column[column], Fraction(target.get(column, 0))):
            return None
    return multipliers.point({}, len(rows))
