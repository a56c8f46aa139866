"""Where in a Model: a JSON pointer and, inside an expression, a span."""

from __future__ import annotations

from modelwright.model.base import Frozen

__all__ = ["Place"]


class Place(Frozen):
    """A place in a Model.

    Attributes:
        pointer: JSON pointer (RFC 6901) into the Model document, ``""`` for the whole.
        start: First character inside the expression at `pointer`, or ``None``.
        end: One past the last character, or ``None``.
    """

    pointer: str = ""
    start: int | None = None
    end: int | None = None

    def __str__(self) -> str:
        span = "" if self.start is None else f" characters {self.start} to {self.end}"
        return f"{self.pointer or '/'}{span}"
