"""Frames: all bindings of some quantifiers at once, as a grid of positions that is never written out while it is whole.

Arrays over a frame have its number of axes and broadcast to its shape: what depends on one quantifier alone has the
extent 1 along all other axes.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from modelwright.config import LIMITS
from modelwright.errors import LimitError
from modelwright.solvers.instance import Along, Place

if TYPE_CHECKING:
    import numpy.typing as npt

    from modelwright.solvers.instance import Positions

    Mask: TypeAlias = npt.NDArray[np.bool_]

__all__ = [
    "SCALAR",
    "Domain",
    "Frame",
    "Mask",
    "Quantified",
    "Shape",
    "at_rows",
    "cross",
    "place_array",
    "place_at",
    "too_many",
]

Shape: TypeAlias = "tuple[int, ...]"
Domain: TypeAlias = "str | tuple[str, int]"
"""An index set, or the set of what stands at one place of its tuples."""


@dataclass(frozen=True, slots=True)
class Quantified:
    """What a quantifier stands for: positions in `domain`, over the grid of the frame."""

    domain: Domain
    place: Place


@dataclass(frozen=True, slots=True)
class Frame:
    """Bindings of quantifiers, one for each cell of the grid; rows are its cells in row-major order.

    Attributes:
        shape: Extent of each axis; ``()`` for the single binding without axes, whose values are exact fractions.
        quantifiers: What each quantifier stands for.
    """

    shape: Shape
    quantifiers: dict[str, Quantified]

    @property
    def size(self) -> int:
        """Number of rows."""
        return prod(self.shape)

    @property
    def scalar(self) -> bool:
        """Whether it has no axes."""
        return not self.shape

    def take(self, cells: tuple[Positions, ...]) -> Frame:
        """The flat frame of some cells, given axis by axis, as `numpy.nonzero` does."""
        count = len(cells[0])
        kept = {
            name: Quantified(q.domain, place_at(q.place, cells, self.shape)) for name, q in self.quantifiers.items()
        }
        return Frame((count,), kept)

    def narrow(self, kept: Positions) -> Frame:
        """The frame with the `kept` places of its last axis alone."""
        last = len(self.shape) - 1
        quantifiers = dict(self.quantifiers)
        for name, q in quantifiers.items():
            if isinstance(q.place, Along):
                if q.place.axis == last:
                    quantifiers[name] = Quantified(q.domain, kept.reshape((1,) * last + (-1,)))
            elif not isinstance(q.place, int) and q.place.shape[last] > 1:
                quantifiers[name] = Quantified(q.domain, q.place[..., kept])
        return Frame((*self.shape[:-1], len(kept)), quantifiers)


SCALAR = Frame((), {})
"""The frame without quantifiers."""


def place_array(place: Along | Positions, axes: int) -> Positions:
    """Positions as an array of `axes` axes."""
    if isinstance(place, Along):
        shape = [1] * axes
        shape[place.axis] = place.count
        return np.arange(place.count, dtype=np.intp).reshape(shape)
    return place


def place_at(place: Place, cells: tuple[Positions, ...], shape: Shape) -> int | Positions:
    """Positions at some cells of a frame of `shape`: an array over the flat frame of them."""
    if isinstance(place, int):
        return place
    if isinstance(place, Along):
        return cells[place.axis]
    found = at_rows(place, cells, shape)
    return found if np.ndim(found) else int(found)


def at_rows(array: Any, cells: tuple[Positions, ...], shape: Shape) -> Any:
    """The entries of an array over a frame of `shape` at some of its cells; one for all where all are the same."""
    return array[tuple(c if n != 1 else 0 for c, n in zip(cells, array.shape, strict=True))] if shape else array


def cross(frame: Frame, quantifiers: dict[str, Quantified], count: int) -> Frame:
    """`frame` with one more axis of extent `count`, and what more `quantifiers` stand for along it.

    Raises:
        LimitError: It would have more rows than coefficients are allowed; nothing has been allocated.
    """
    size = frame.size * count
    if size > LIMITS.nonzeros:
        raise too_many(size)
    kept = {name: Quantified(q.domain, _with_axis(q.place)) for name, q in frame.quantifiers.items()}
    return Frame((*frame.shape, count), kept | quantifiers)


def too_many(size: int) -> LimitError:
    """The error for more combinations than coefficients are allowed."""
    return LimitError(
        f"The quantifiers run through {size} combinations; at most {LIMITS.nonzeros} are allowed",
        code="size",
        hint="use smaller sets, or a set of the pairs that matter",
    )


def _with_axis(place: Place) -> Place:
    return place if isinstance(place, int | Along) else place[..., None]
