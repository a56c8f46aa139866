"""The Draft: what a language engine fills, flat, with its evidence; `lower` judges it and makes the Model.

An engine names decisions, a goal and rows; every amount is a small expression over *numbers of the text* by their ids:
``"n7"``, ``"n7 / 100"``, ``"1 / n3"``, ``"n1 * n2"``. Bare literals come from a closed list only.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from modelwright.model.base import Frozen
from modelwright.model.numbers import Exact
from modelwright.model.sources import TextSpan

__all__ = ["LITERALS", "Amount", "Draft", "DraftDecision", "DraftGoal", "DraftNumber", "DraftRow", "DraftTerm"]

LITERALS = frozenset(
    map(Fraction, (0, 1, 2, 3, 7, 10, 12, 16, 24, 36, 52, 60, 100, 168, 365, 1000, 1440, 2000, 3600, 10_080, 1_000_000))
)
"""Numbers that an amount may use without pointing to the text: unit factors, 1 and 100."""

Amount = str
"""Expression over number ids and `LITERALS`."""


class DraftNumber(Frozen):
    """A number of the text.

    Attributes:
        id: ``"n0"``, ``"n1"`` and so on, in the order of the text.
        span: Where it stands.
        text: As written.
        value: Its exact value as written: 30 for "30%", 1/3 for "a third".
        unit: Unit beside it, ``None`` when there is none.
    """

    id: str
    span: TextSpan
    text: str
    value: Exact
    unit: str | None = None


class DraftDecision(Frozen):
    """Something to decide.

    Attributes:
        label: The user's words.
        spans: Where it is mentioned.
        domain: ``integer``, ``continuous``, or ``None`` when the text leaves it open.
        reason: Why that domain.
        unit: Unit of one of it.
    """

    label: str
    spans: tuple[TextSpan, ...] = ()
    domain: Literal["integer", "continuous", "binary"] | None = None
    reason: str = ""
    unit: str | None = None


class DraftTerm(Frozen):
    """An amount times a decision, the decision by its place in `Draft.decisions`."""

    decision: int
    amount: Amount = "1"


class DraftGoal(Frozen):
    """What to make small or large; `sense` is ``None`` when the text does not say."""

    label: str = ""
    sense: Literal["min", "max"] | None = None
    terms: tuple[DraftTerm, ...] = ()
    unit: str | None = None
    span: TextSpan | None = None


class DraftRow(Frozen):
    """A requirement, by template.

    Attributes:
        kind: Name of the template.
        label: What it is about, in the user's words.
        span: The words that require it.
        sense: Direction.
        terms: Products on the left: the variable of a ``bound``, the items of a ``total``, the rates of a row.
        limit: Right-hand side, or the fraction of a ``share``; ``None`` when it was not said.
        part: Decisions of the part of a ``share``.
        whole: Decisions of its whole.
        left: Decision on the left of a ``comparison``.
        right: Decision on its right.
        factor: Factor of the right.
        offset: Added to the right; ``None`` for nothing.
        unit: Unit of both sides.
        reason: Why it was read so.
    """

    kind: Literal["bound", "total", "resource", "requirement", "equation", "share", "comparison", "algebraic"]
    label: str = ""
    span: TextSpan | None = None
    sense: Literal["<=", ">=", "=="] = "<="
    terms: tuple[DraftTerm, ...] = ()
    limit: Amount | None = None
    part: tuple[int, ...] = ()
    whole: tuple[int, ...] = ()
    left: int | None = None
    right: int | None = None
    factor: Amount = "1"
    offset: Amount | None = None
    unit: str | None = None
    reason: str = ""


class Draft(Frozen):
    """Everything an engine says about a text."""

    title: str = ""
    numbers: tuple[DraftNumber, ...] = ()
    decisions: tuple[DraftDecision, ...] = ()
    goal: DraftGoal = DraftGoal()
    rows: tuple[DraftRow, ...] = ()
