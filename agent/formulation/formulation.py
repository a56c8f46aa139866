"""What a language engine returns: a Model with its ledger, questions, assumptions and confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from modelwright.model.data import Data
from modelwright.model.document import Model
from modelwright.model.findings import Finding
from modelwright.model.patches import Patch
from modelwright.model.places import Place
from modelwright.model.sources import Statement, TextSpan

__all__ = ["Assumption", "Candidate", "Formulation", "Formulator", "LedgerEntry", "Question", "Revision"]

State = Literal["used", "aside", "open"]
"""What became of a number or sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One number or requirement sentence of the text, and what became of it.

    Attributes:
        span: Where it stands.
        text: Its words.
        kind: ``number`` or ``sentence``.
        state: ``used``, ``aside`` or ``open``.
        elements: Names of the elements that use it.
        reason: Why it was set aside, or ``None``.
    """

    span: TextSpan
    text: str
    kind: Literal["number", "sentence"]
    state: State
    elements: tuple[str, ...] = ()
    reason: str | None = None

    def to_json(self) -> dict[str, Any]:
        """A plain object."""
        place = {"statement": self.span.statement, "start": self.span.start, "end": self.span.end}
        found: dict[str, Any] = {"span": place, "text": self.text, "kind": self.kind, "state": self.state}
        return found | {"elements": list(self.elements), "reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something to ask the user.

    Attributes:
        topic: Stable word for what is asked, e.g. ``missing-coefficient``.
        wording: The question in the user's terms.
        why: Why the answer matters.
        place: Where in the Model.
        spans: The words it is about.
        readings: Possible answers of a closed question; empty for an open one.
        default: What is assumed when the user does not know, or ``None``.
    """

    topic: str
    wording: str
    why: str = ""
    place: Place = field(default_factory=Place)
    spans: tuple[TextSpan, ...] = ()
    readings: tuple[str, ...] = ()
    default: str | None = None

    def to_json(self) -> dict[str, Any]:
        """A plain object."""
        return {
            "topic": self.topic,
            "wording": self.wording,
            "why": self.why,
            "place": str(self.place),
            "readings": list(self.readings),
            "default": self.default,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """Something taken as true that nobody said.

    Attributes:
        text: The assumption as a sentence.
        elements: Names of the elements it shaped.
        rule: Name of the rule that made it.
    """

    text: str
    elements: tuple[str, ...] = ()
    rule: str = ""

    def to_json(self) -> dict[str, Any]:
        """A plain object."""
        return {"text": self.text, "elements": list(self.elements), "rule": self.rule}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An alternative Model with its score; higher is better."""

    model: Model
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Formulation:
    """What was understood.

    Attributes:
        model: The best Model; slots may be Missing.
        ledger: Every number and requirement sentence and what became of it.
        questions: What to ask, the most important first.
        assumptions: What was assumed.
        confidence: Probability in [0, 1] that the Model is right, calibrated.
        alternatives: The next best Models, best first.
        engine: Name of the engine.
        trace: Notes for developers.
    """

    model: Model
    ledger: tuple[LedgerEntry, ...] = ()
    questions: tuple[Question, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    confidence: float = 1.0
    alternatives: tuple[Candidate, ...] = ()
    engine: str = ""
    trace: tuple[str, ...] = ()

    @property
    def open_slots(self) -> bool:
        """Whether something has to be asked before the answer can be relied on."""
        unsettled = any(question.default is None for question in self.questions)
        return unsettled or any(entry.state == "open" for entry in self.ledger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """The typed difference that new statements make.

    Attributes:
        patch: Edits of the current Model.
        formulation: The Formulation after the patch: its ledger, questions, assumptions and confidence.
        discarded: Names of elements whose re-reading was set aside, because the new words do not touch them.
    """

    patch: Patch
    formulation: Formulation
    discarded: tuple[str, ...] = ()


class Formulator(Protocol):
    """A language engine."""

    name: str

    def formulate(self, statements: Sequence[Statement], data: Data | None = None) -> Formulation:
        """The Model that `statements` describe.

        Raises:
            FormulationFailed: They describe no decision problem.
        """

    def revise(self, current: Formulation, new: Sequence[Statement | Finding], data: Data | None = None) -> Revision:
        """The change that `new` makes to `current`; what it does not touch stays as it is."""
