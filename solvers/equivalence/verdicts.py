"""What a comparison by meaning can find."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from modelwright.model.exact import Column

__all__ = ["Different", "Equivalent", "NotDecided", "Point", "Verdict"]

Point: TypeAlias = "dict[Column, Fraction]"
"""Exact values by variable and key."""


@dataclass(frozen=True, slots=True)
class Equivalent:
    """Both Models have the same feasible points, and rank them alike.

    The first objective, as a minimum, is `factor` · second + `offset` wherever points are feasible; the objective of a
    maximum counts negatively.

    Attributes:
        mapping: Column of the second Model by column of the first.
        scale: What a value of the first is multiplied by to be one of the second; columns counted alike are absent.
        factor: Positive.
        offset: Constant.
        infeasible: Whether it is proven that neither has a feasible point; the rest means nothing then.
    """

    mapping: dict[Column, Column]
    scale: dict[Column, Fraction]
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)
    infeasible: bool = False


@dataclass(frozen=True, slots=True)
class Different:
    """No mapping of the decisions makes the Models equal (if names pair all decisions, that mapping is the only one).

    Attributes:
        sentence: What differs, with the labels of the Models.
        feasible_in: Which Model allows `points`; ``both`` when the objectives rank or space them differently, ``none``
            when there are no points: the numbers of decisions differ.
        points: One, or two that the objectives order differently, or three whose objectives are not in proportion. By
            column of the first Model, in its units, under the mapping that fits best.
        partners: The same points by column of the second Model, in its units.
    """

    sentence: str
    feasible_in: Literal["first", "second", "both", "none"] = "none"
    points: tuple[Point, ...] = ()
    partners: tuple[Point, ...] = ()

    @property
    def point(self) -> Point | None:
        """The first of `points`."""
        return self.points[0] if self.points else None


@dataclass(frozen=True, slots=True)
class NotDecided:
    """Neither was proven.

    Attributes:
        reason: Which step found no proof.
    """

    reason: str


Verdict: TypeAlias = Equivalent | Different | NotDecided
