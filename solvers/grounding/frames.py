"""Frames: all bindings of some quantifiers at once, as arrays of member positions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from modelwright.config import LIMITS
from modelwright.errors import LimitError

if TYPE_CHECKING:
    from modelwright.model.elements import Member
    from modelwright.model.exact import Evaluator
    from modelwright.solvers.instance import Positions

__all__ = ["SCALAR", "Frame", "Quantified", "cross"]


@dataclass(frozen=True, slots=True)
class Quantified:
    """What a quantifier stands for: positions in the index set `set`, one for all rows of the frame or one for each."""

    set: str
    positions: int | Positions


@dataclass(frozen=True, slots=True)
class Frame:
    """Bindings of quantifiers, one for each row.

    Attributes:
        size: Number of rows.
        quantifiers: What each quantifier stands for.
        scalar: Whether the frame is a single binding without arrays; its values are exact fractions.
    """

    size: int
    quantifiers: dict[str, Quantified]
    scalar: bool = False

    def take(self, rows: Positions) -> Frame:
        """The frame of `rows` alone."""
        kept = {name: Quantified(q.set, _taken(q.positions, rows)) for name, q in self.quantifiers.items()}
        return Frame(len(rows), kept)

    def binding(self, evaluator: Evaluator, row: int) -> dict[str, Member]:
        """The members that the quantifiers stand for in `row`."""
        found = {}
        for name, quantified in self.quantifiers.items():
            position = quantified.positions if isinstance(quantified.positions, int) else quantified.positions[row]
            found[name] = evaluator.members(quantified.set)[int(position)]
        return found


SCALAR = Frame(1, {}, scalar=True)
"""The frame without quantifiers."""


def _taken(positions: int | Positions, rows: Positions) -> int | Positions:
    return positions if isinstance(positions, int) else positions[rows]


def _repeated(positions: int | Positions, count: int) -> int | Positions:
    return positions if isinstance(positions, int) else np.repeat(positions, count)


def cross(frame: Frame, name: str, set_name: str, count: int) -> tuple[Frame, Positions]:
    """`frame` with one more quantifier that runs over all `count` members of `set_name`, fastest.

    Returns:
        The larger frame, and for each of its rows the row of `frame` it comes from.

    Raises:
        LimitError: It would have more rows than coefficients are allowed; nothing has been allocated.
    """
    size = frame.size * count
    if size > LIMITS.nonzeros:
        raise LimitError(
            f"The quantifiers run through {size} combinations; at most {LIMITS.nonzeros} are allowed",
            code="size",
            hint="use smaller sets, or a set of the pairs that matter",
        )
    quantifiers = {key: Quantified(q.set, _repeated(q.positions, count)) for key, q in frame.quantifiers.items()}
    members = np.arange(count, dtype=np.intp)
    if frame.size == 1:
        quantifiers[name] = Quantified(set_name, members)
        return Frame(size, quantifiers), np.zeros(size, np.intp)
    quantifiers[name] = Quantified(set_name, np.tile(members, frame.size))
    return Frame(size, quantifiers), np.repeat(np.arange(frame.size, dtype=np.intp), count)
