"""Which language engine reads the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelwright.cli.output import say
from modelwright.errors import UsageError

if TYPE_CHECKING:
    from modelwright.config import Settings

__all__ = ["language_engine"]


def language_engine(llm: str | None, settings: Settings) -> str:
    """The engine that `--llm` names, else that of the settings; without the option it is said.

    Raises:
        UsageError: This version does not have it.
    """
    spec = (settings.llm if llm is None else llm).strip()
    if spec.lower() != "none":
        raise UsageError(
            f"The language engine `{spec}` is not available: this version has the embedded engine only",
            code="llm-not-available",
            where=None if llm is not None else "the settings",
            hint="use --llm none, or leave the option away" if llm is not None else "use --llm none",
        )
    if llm is None:
        say("Language engine: embedded (choose another with --llm)")
    return "none"
