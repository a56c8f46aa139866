"""Where in a Model: a JSON pointer and, inside an expression, a span."""

from __future__ import annotations

from modelwright.model.base import Frozen

__all__ = ["Place"]


class Place(Frozen):
    """A place in a Model.

    Attributes:
        pointer: JSON pointer (RFC 6901) into the Model document, ``""`` for the whole.
        start: First character inside the expression at `pointer` (without a pointer, in the line), or ``None``.
        end: One past the last character, or ``None``.
        line: Line of the text form, counted from 1, or ``None``.
    """

    pointer: str = ""
    start: int | None = None
    end: int | None = None
    line: int | None = None

    def __str__(self) -> str:
        span = "" if self.start is None else f" characters {self.start} to {self.end}"
        if self.line is None:
            return f"{self.pointer or '/'}{span}"
        return f"line {self.line}{',' if self.pointer else ''} {self.pointer}".rstrip() + span
