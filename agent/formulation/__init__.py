"""Words to Model: the Draft that engines fill, its lowering, and the engines."""

from __future__ import annotations

from modelwright.agent.formulation.formulation import (
    Assumption,
    Candidate,
    Formulation,
    Formulator,
    LedgerEntry,
    Question,
    Revision,
)
from modelwright.errors import UsageError

__all__ = [
    "Assumption",
    "Candidate",
    "Formulation",
    "Formulator",
    "LedgerEntry",
    "Question",
    "Revision",
    "formulator",
]


def formulator(llm: str = "none") -> Formulator:
    """The language engine of that name; ``none`` is the embedded engine.

    Raises:
        UsageError: There is no such engine.
    """
    if llm == "none":
        from modelwright.agent.formulation.embedded.formulator import EmbeddedFormulator

        return EmbeddedFormulator()
    raise UsageError(
        f"The language engine `{llm}` is not available",
        code="llm-not-available",
        hint="this version has the embedded engine alone: leave --llm out, or write --llm none",
    )
