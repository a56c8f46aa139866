"""Whether each variable counts whole things or measures something, and in what unit.

Explicit words decide first ("part scoops are no problem", "whole runs only"), then what the text counts: the variable's
own measure, the unit of its bounds and totals, what the question asks for, and the measure of the other variables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.lexicon import units
from modelwright.agent.formulation.embedded.mentions import Mention, Name
from modelwright.agent.formulation.embedded.quantities import dimension
from modelwright.agent.formulation.embedded.reading import RowReading
from modelwright.agent.formulation.embedded.tokens import stem_of

_PARTS = r"(?:part(?:s|ial)?|fraction(?:s|al)?|half|halves|decimals?|non-?integers?)"
_PARTS_OK = re.compile(
    rf"\b{_PARTS}\b[^.;?!]{{0,30}}\b"
    r"(?:no problem|all right|fine|ok|okay|allowed|permitted|possible|welcome|acceptable)\b"
    rf"|\bany (?:weight|amount|quantity|fraction|real number)\b"
    rf"|\b(?:need not|don't have to|do not have to|needn't) be (?:whole|integers?)\b"
    rf"|\b(?:can|may) be (?:fractional|split|divided|fractions)\b|\bfractional\b[^.;?!]{{0,20}}\ballowed\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:whole|integer|integral) (?:numbers?|units?|ones?|values?|amounts?|quantit(?:y|ies))\b"
    r"|\bmust be (?:whole|integers?|integral)\b"
    rf"|\b(?:no|not|cannot|can't|without)\b[^.;?!,]{{0,20}}\b{_PARTS}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A variable's domain with the reason, and its measure."""

    domain: Literal["integer", "continuous"]
    reason: str
    measure: str | None


def kinds(
    doc: Doc,
    names: tuple[Name, ...],
    measures: tuple[str | None, ...],
    rows: tuple[RowReading, ...],
    mentions: tuple[Mention, ...],
) -> tuple[Kind, ...]:
    """Returns the kind of each variable."""
    count = len(measures)
    said = _said(doc)
    if said is not None:
        return tuple(Kind(said[0], said[1], m) for m in measures)
    own = frozenset(s for n in names for s in n.stems)
    shared = _asked(doc, own)
    found = [m if _measures(m, own) else None for m in measures]
    for row in rows:
        if row.kind == "bound" and _measures(row.unit, own):
            v = row.terms[0].variable
            found[v] = found[v] or row.unit
        elif row.kind == "total" and len(row.terms) == count and _measures(row.unit, own):
            shared = shared or row.unit
    found = [f or shared for f in found] if shared else _shared(doc, found, measures, mentions)
    return tuple(
        Kind("continuous", f"measured in {f}", f) if f else Kind("integer", "counts whole things", m)
        for f, m in zip(found, measures, strict=True)
    )


def _shared(
    doc: Doc, found: list[str | None], measures: tuple[str | None, ...], mentions: tuple[Mention, ...]
) -> list[str | None]:
    """Gives the measure of one variable to those that the text neither measures otherwise nor counts."""
    measure = next((f for f in found if f is not None), None)
    if measure is None:
        return found
    counted: set[int] = set()
    if not measure.startswith(("dollar", "euro")):
        counted = {m.var for m in mentions if _counts(doc, m)}
    return [f or (measure if measures[v] is None and v not in counted else None) for v, f in enumerate(found)]


def _counts(doc: Doc, m: Mention) -> bool:
    """ "a V", "each V", "3 V" count; "one of V" repeats the measure before it."""
    if doc.words(m.lead, m.lead + 2) == ["one", "of"]:
        return False
    return (m.each and m.measure is None) or m.lead - 1 in doc.number_tokens


def allows_parts(doc: Doc, i: int) -> bool:
    """Returns whether token i stands in words that allow parts: "half scoops are fine" holds no amount."""
    start = doc.tokens[i].start
    return any(m.start() <= start < m.end() for m in _PARTS_OK.finditer(doc.text))


def _said(doc: Doc) -> tuple[Literal["integer", "continuous"], str] | None:
    """What the text says outright about parts of things."""
    if _WHOLE.search(doc.text):
        return "integer", "the text asks for whole numbers"
    if _PARTS_OK.search(doc.text):
        return "continuous", "the text allows parts"
    return None


def _asked(doc: Doc, own: frozenset[str]) -> str | None:
    """The unit that the question counts: "how many MWh should come from each", "the litres of each soap"."""
    for sentence in doc.sentences:
        for i in range(sentence.first, sentence.last):
            if not _measures(doc.low(i), own) or i - 1 in doc.number_tokens:
                continue
            many = doc.low(i - 2) == "how" and doc.low(i - 1) in ("many", "much")
            if many or (doc.low(i + 1) == "of" and doc.low(i + 2) == "each"):
                return doc.low(i)
    return None


def _measures(word: str | None, own: frozenset[str]) -> bool:
    """Returns whether a word is a unit of what can be divided: mass, volume, area, time, money; `own` words name the
    variables and measure nothing.
    """
    if word is None or stem_of(word) in own:
        return False
    name = units()[word].name if word in units() else word
    return dimension(name) is not None or word.startswith(("dollar", "euro"))
