"""Reads what is to be made small or large."""

from __future__ import annotations

from dataclasses import dataclass

from modelwright.agent.formulation.embedded.context import content_stems
from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.lexicon import stem_class, word_class

_VERBS_MAX = frozenset("maximize maximise maximizes maximises maximizing maximising maximized maximised".split())
_VERBS_MIN = frozenset("minimize minimise minimizes minimises minimizing minimising minimized minimised".split())
_SUPERLATIVE_MAX = frozenset("maximum most largest highest greatest best biggest maximal max optimal".split())
_SUPERLATIVE_MIN = frozenset("minimum least lowest smallest cheapest fewest minimal min shortest".split())
_AS_WORDS = frozenset("large great high much many small low little few cheap cheaply".split())
_ASKS = frozenset(
    (
        "what how find determine which wants want goal aim aims get make earn achieve possible would should to at "
        "with for"
    ).split()
)
_WEAK_MIN = frozenset("reduce reducing decrease cut cheaply economically lower".split())
_WEAK_MAX = frozenset("increase boost".split())


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal found: sense, the stems of what is optimised in order, its token range, and how sure its words are."""

    sense: str
    stems: tuple[str, ...]
    first: int
    last: int
    sure: float


def find_goals(doc: Doc) -> tuple[Goal, ...]:
    """Returns the goals found, surest first (later ones win ties)."""
    found: list[Goal] = []
    for sentence in doc.sentences:
        for i in range(sentence.first, sentence.last):
            low = doc.low(i)
            hit = _sense_at(doc, i, sentence.first, sentence.last)
            if hit is None:
                continue
            sense, sure = hit
            last = _end(doc, i + 1, sentence.last)
            if low in ("cheapest", "cheaply", "economically"):
                stems: tuple[str, ...] = ("cost",)
            else:
                stems = content_stems(doc, i + 1, last, frozenset())
            if low in _AS_WORDS and doc.low(i - 1) == "as" and not [s for s in stems if s not in ("possibl", "can")]:
                stems = content_stems(doc, max(sentence.first, i - 6), i - 1, frozenset())[-3:]
            if doc.low(i + 1) in word_class("auxiliaries") or last == i + 1:
                stems = stems or content_stems(doc, max(sentence.first, i - 6), i, frozenset())
            if sentence.question:
                sure += 0.3
            found.append(Goal(sense, stems, i, last, sure + 0.001 * i))
        if sentence.question and not any(sentence.first <= g.first < sentence.last for g in found):
            for c in doc.compares:
                if sentence.first <= c.first < sentence.last <= c.last + 1 and doc.low(c.first) == "at":
                    stems = content_stems(doc, sentence.first, c.first, frozenset())
                    found.append(Goal("max" if c.sense == "<=" else "min", stems, sentence.first, c.last, 1.5))
    found.sort(key=lambda g: -g.sure)
    return tuple(found)


def _sense_at(doc: Doc, i: int, first: int, last: int) -> tuple[str, float] | None:
    low = doc.low(i)
    if low in _VERBS_MAX:
        return "max", 3.0
    if low in _VERBS_MIN:
        return "min", 3.0
    if low in _AS_WORDS and doc.low(i - 1) == "as" and _possible(doc, i, last):
        return ("max" if low in ("large", "great", "high", "much", "many") else "min"), 2.5
    if i in doc.compare_at and doc.compare_at[i].last - doc.compare_at[i].first > 1:
        if low in ("minimum", "maximum") and doc.low(i - 1) == "at" and _goal_noun(doc, i + 1):
            return ("min" if low == "minimum" else "max"), 2.0
        return None
    nearby_number = any(n.first - 4 <= i <= n.last + 2 for n in doc.numbers if not n.counter)
    asks = any(w in _ASKS for w in doc.words(max(first, i - 12), i + 1)) or "possible" in doc.words(i, last)
    if low in ("large", "great", "high", "much", "many") and doc.low(i - 1) == "as" and _possible(doc, i, last):
        return "max", 2.5
    if (
        low in ("small", "low", "little", "few", "cheap", "cheaply")
        and doc.low(i - 1) == "as"
        and _possible(doc, i, last)
    ):
        return "min", 2.5
    if low in _SUPERLATIVE_MAX and asks and not nearby_number:
        if doc.low(i - 1) == "at" or (low == "best" and doc.low(i + 1) in ("to", "selling")):
            return None
        return "max", 1.6 + (0.4 if _goal_noun(doc, i + 1) else 0.0)
    if low in _SUPERLATIVE_MIN and asks and not nearby_number:
        return "min", 1.6 + (0.4 if _goal_noun(doc, i + 1) else 0.0)
    if low in _WEAK_MIN and asks and _goal_noun(doc, i + 1):
        return "min", 1.0
    if low in _WEAK_MAX and asks and _goal_noun(doc, i + 1):
        return "max", 1.0
    return None


def _possible(doc: Doc, i: int, last: int) -> bool:
    return "possible" in doc.words(i, min(i + 8, last)) or "can" in doc.words(i, min(i + 8, last))


def _goal_noun(doc: Doc, i: int) -> bool:
    for w in doc.words(i, i + 4):
        if w in word_class("gain_nouns") or w in word_class("cost_nouns") or w in ("number", "time", "amount"):
            return True
    return False


def _end(doc: Doc, i: int, last: int) -> int:
    """The end of the goal's name: the clause's end."""
    j = i
    while j < last:
        low = doc.low(j)
        if (
            low
            in (
                ",",
                ";",
                ".",
                "?",
                "!",
                "while",
                "if",
                "subject",
                "given",
                "without",
                "so",
                "how",
                "but",
                "when",
                "that",
                "by",
            )
            and j > i
        ):
            break
        if low in word_class("negators"):
            break
        j += 1
    return j


def goal_side(goal: Goal) -> str:
    """Returns "gain" or "cost" by the goal's words, or ""."""
    for s in goal.stems:
        if s in stem_class("gain_nouns"):
            return "gain"
        if s in stem_class("cost_nouns"):
            return "cost"
    return ""
