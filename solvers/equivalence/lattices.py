"""Whole-numbered solutions of equalities: one of them, and steps that lead to all others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor, gcd

from modelwright.solvers.equivalence.systems import Terms

__all__ = ["Lattice", "lattice_of"]


@dataclass(frozen=True)
class Lattice:
    """The points `base` + whole multiples of `steps`.

    Attributes:
        base: By column; absent columns are zero.
        steps: Independent steps, by column.
    """

    base: dict[int, int]
    steps: list[dict[int, int]]

    def rounded(self, terms: Terms, limit: Fraction) -> Fraction:
        """The largest value of Σ terms that the lattice has below `limit`; `limit` itself where they are constant."""
        start = _dot(terms, self.base)
        unit = gcd(*(_dot(terms, step) for step in self.steps))
        return start + unit * Fraction(floor((limit - start) / unit)) if unit else limit


def lattice_of(columns: Iterable[int], equalities: Iterable[tuple[Terms, Fraction]]) -> Lattice | None:
    """The whole-numbered solutions of `equalities` over `columns`; ``None`` when there are none."""
    base: dict[int, int] = {}
    steps = [{column: 1} for column in columns]
    for terms, value in equalities:
        rest = value - _dot(terms, base)
        still = [step for step in steps if not _dot(terms, step)]
        moving = [step for step in steps if _dot(terms, step)]
        while len(moving) > 1:
            moving.sort(key=lambda step: (abs(_dot(terms, step)), len(step)))
            least = _dot(terms, moving[0])
            changed = [_plus(step, moving[0], -round(Fraction(_dot(terms, step), least))) for step in moving[1:]]
            still += [step for step in changed if not _dot(terms, step)]
            moving = [moving[0], *(step for step in changed if _dot(terms, step))]
        times = rest / _dot(terms, moving[0]) if moving else rest
        if times.denominator != 1 or (times and not moving):
            return None
        if moving:
            base = _plus(base, moving[0], int(times))
        steps = still
    return Lattice(base, steps)


def _dot(terms: Terms, step: dict[int, int]) -> int:
    return sum(value * step[column] for column, value in terms if column in step)


def _plus(step: dict[int, int], other: dict[int, int], times: int) -> dict[int, int]:
    found = dict(step)
    for column, value in other.items():
        found[column] = found.get(column, 0) + times * value
    return {column: value for column, value in found.items() if value}
