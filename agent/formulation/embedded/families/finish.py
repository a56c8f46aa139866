"""Turns what a family read into a priced `Reading`, by the same weights as every other hypothesis."""

from __future__ import annotations

from dataclasses import dataclass

from modelwright.agent.formulation.embedded.build import Maker
from modelwright.agent.formulation.embedded.context import Governor, governors, make_views
from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.goal import Goal
from modelwright.agent.formulation.embedded.ledger import make_uses
from modelwright.agent.formulation.embedded.lexicon import units, word_class
from modelwright.agent.formulation.embedded.limits import Limits
from modelwright.agent.formulation.embedded.numbers import Num
from modelwright.agent.formulation.embedded.probe import probe
from modelwright.agent.formulation.embedded.quantities import dimension
from modelwright.agent.formulation.embedded.reading import (
    Number,
    ObjectiveReading,
    Reading,
    RowReading,
    Sense,
    Span,
    Term,
    VariableReading,
    row_terms,
)
from modelwright.agent.formulation.embedded.score import HAND_WEIGHTS


@dataclass(frozen=True, slots=True)
class Frame:
    """What every family reader has in hand."""

    doc: Doc
    numbers: tuple[Number, ...]
    goal: Goal | None
    limits: Limits
    maker: Maker
    govs: dict[int, Governor]


@dataclass(frozen=True, slots=True)
class Draft:
    """A family's model before pricing; `doubts` are extra features, `sense` holds where no goal was found."""

    variables: tuple[VariableReading, ...]
    terms: tuple[Term, ...]
    rows: tuple[RowReading, ...]
    aside: tuple[tuple[int, str], ...]
    origin: str
    label: str = ""
    doubts: tuple[tuple[str, float], ...] = ()
    sense: str | None = None


def make_frame(doc: Doc, numbers: tuple[Number, ...], goals: tuple[Goal, ...], limits: Limits) -> Frame:
    """Returns the frame of a text."""
    govs: dict[int, Governor] = {}
    for view in make_views(doc, ()):
        govs.update(governors(view, frozenset()))
    return Frame(doc, numbers, goals[0] if goals else None, limits, Maker(doc, 0, limits.conventions), govs)


def finish(frame: Frame, draft: Draft) -> Reading:
    """Returns the priced reading of a draft."""
    goal = frame.goal
    sense = {"max": "max", "min": "min"}.get(goal.sense) if goal else draft.sense
    span = frame.maker.span(goal.first, goal.last) if goal else None
    label = frame.doc.quote(goal.first + 1, goal.last).strip() if goal else ""
    objective = ObjectiveReading(sense, label or draft.label, None, draft.terms, span)  # type: ignore[arg-type]
    uses = make_uses(frame.numbers, objective, draft.rows, draft.aside)
    left = sum(1 for use in uses if use.element is None and use.aside is None)
    free = set(range(len(draft.variables))) - {v for row in draft.rows for v in row_terms(row)[0]}
    features = (
        ("open_number", float(left)),
        ("sense_missing", 1.0 if sense is None else 0.0),
        ("variable_free", float(len(free))),
        ("no_rows", 0.0 if draft.rows else 1.0),
        *draft.doubts,
        *_probed(len(draft.variables), objective, draft.rows),
    )
    table = HAND_WEIGHTS
    costs = tuple((n, round(table.get(n, 0.0) * x, 6)) for n, x in features if x and table.get(n, 0.0))
    score = -round(sum(c for _, c in costs), 6)
    return Reading(draft.variables, objective, draft.rows, uses, score, costs, draft.origin)


def _probed(count: int, objective: ObjectiveReading, rows: tuple[RowReading, ...]) -> tuple[tuple[str, float], ...]:
    body = []
    for row in rows:
        terms, limit = row_terms(row)
        body.append((tuple((v, float(c)) for v, c in terms.items()), row.sense, float(limit)))
    goal = tuple((t.variable, float(t.coefficient.value)) for t in objective.terms)
    status, value = probe(count, goal, objective.sense or "min", tuple(body))
    if status != "optimal":
        return ((status, 1.0),)
    return (("zero_optimum", 1.0 if abs(value) < 1e-9 else 0.0),)


def open_numbers(frame: Frame, draft: Draft) -> int:
    """Returns how many numbers of the text a draft neither uses nor sets aside."""
    used = {i for t in draft.terms for i in t.coefficient.numbers} | {i for i, _ in draft.aside}
    used |= {i for row in draft.rows for t in row.terms for i in t.coefficient.numbers}
    used |= {i for row in draft.rows for i in (row.limit.numbers if row.limit else ())}
    return sum(n.id not in used for n in frame.doc.numbers)


def sense_of(frame: Frame, n: Num, default: Sense) -> Sense:
    """Returns the sense of a limit: its own comparator, else `default`."""
    gov = frame.govs.get(n.id)
    if gov is None or gov.sense not in ("<=", ">=", "=="):
        return default
    return gov.sense  # type: ignore[return-value]


def spans(doc: Doc, places: list[tuple[int, int]]) -> tuple[Span, ...]:
    """Returns the character spans of token ranges."""
    return tuple(Span(doc.tokens[a].start, doc.tokens[b - 1].end) for a, b in places)


def plain_numbers(frame: Frame, taken: frozenset[int]) -> tuple[list[Num], list[tuple[int, str]]]:
    """Returns the numbers that may be amounts, and the others with a reason; `taken` are tokens inside names."""
    amounts: list[Num] = []
    aside: list[tuple[int, str]] = []
    for n in frame.doc.numbers:
        if n.first in taken or n.name:
            aside.append((n.id, "in-name"))
        elif n.year:
            aside.append((n.id, "year"))
        elif n.counter:
            aside.append((n.id, "counter"))
        elif n.denominator and n.value == 1 and not n.percent and n.currency is None and n.id not in frame.govs:
            aside.append((n.id, "denominator"))
        else:
            amounts.append(n)
    return amounts, aside


def domain_of(frame: Frame, nouns: list[str]) -> tuple[str, str, str | None]:
    """Returns (domain, reason, unit) by the noun most numbers count: measures are continuous, things are whole."""
    ranked = sorted(set(nouns), key=lambda w: (-nouns.count(w), nouns.index(w)))
    unit = ranked[0] if ranked else None
    if unit is not None and dimension(unit) is not None:
        return "continuous", f"measured in {unit}", unit
    return "integer", "counts whole things", unit


def noun_after(doc: Doc, n: Num) -> str | None:
    """Returns the noun right after a number: the name of a unit, or the word itself."""
    word = doc.low(n.last)
    if word in units():
        return units()[word].name
    token = doc.tokens[n.last] if n.last < len(doc.tokens) else None
    if token is None or token.kind != "w" or word in word_class("prepositions") or word in word_class("conjunctions"):
        return None
    if word in word_class("auxiliaries") or word in word_class("determiners") or word in word_class("adverbs"):
        return None
    return word
