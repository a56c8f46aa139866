"""Where a number or an element came from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from modelwright.model.base import Frozen

__all__ = ["Cell", "Default", "Source", "Statement", "TextSpan", "UserEdit"]


class Statement(Frozen):
    """Something said: by the user, in a file, or by the assistant.

    Attributes:
        id: Unique among the statements.
        speaker: Who said it.
        text: The words.
        answers: Topic of the closed question that it answers, ``None`` when it stands for itself.
    """

    id: str
    speaker: str = "user"
    text: str
    answers: str | None = None


class TextSpan(Frozen):
    """Characters `start` to `end` (0-based, half open) of a statement."""

    type: Literal["text"] = "text"
    statement: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Cell(Frozen):
    """A cell of a data table."""

    type: Literal["cell"] = "cell"
    table: str
    key: tuple[str | int, ...] = ()
    column: str


class UserEdit(Frozen):
    """Set by the user in turn `turn` of a conversation."""

    type: Literal["edit"] = "edit"
    turn: int = Field(ge=0)


class Default(Frozen):
    """Assumed by a named rule, e.g. ``"counts are whole numbers"``."""

    type: Literal["default"] = "default"
    rule: str


Source = Annotated[TextSpan | Cell | UserEdit | Default, Field(discriminator="type")]
