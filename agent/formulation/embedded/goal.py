"""Reads what is to be made small or large."""

from __future__ import annotations

from dataclasses import dataclass

from modelwright.agent.formulation.embedded.context import content_stems
from modelwright.agent.formulation.embedded.doc import Doc, is_content, is_verb
from modelwright.agent.formulation.embedded.lexicon import stem_class, word_class

_VERBS_MAX = frozenset("maximize maximise maximizes maximises maximizing maximising maximized maximised".split())
_VERBS_MIN = frozenset("minimize minimise minimizes minimises minimizing minimising minimized minimised".split())
_SUPERLATIVE_MAX = frozenset("maximum most largest highest greatest best biggest maximal max optimal".split())
_SUPERLATIVE_MIN = frozenset("minimum least lowest smallest cheapest fewest minimal min shortest".split())
_AS_MAX = frozenset("large great high much many big".split())
_AS_WORDS = _AS_MAX | frozenset("small low little few cheap cheaply short".split())
_ASKS = frozenset(
    (
        "what how find determine which wants want goal aim aims get make earn achieve possible would should to at "
        "with for after so we i if plan like"
    ).split()
)
_MONEY = frozenset(("money", "cash", "clear"))
_EARN = frozenset("bring make take gain earn net clear get".split())
_CHEAP = frozenset("cheap cheaply cheapest economically".split())
_CHEAP_OF = frozenset(("cheapest",))
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
    label: tuple[int, int] = (0, 0)


def find_goals(doc: Doc) -> tuple[Goal, ...]:
    """Returns the goals found, surest first (later ones win ties)."""
    found: list[Goal] = []
    for sentence in doc.sentences:
        for i in range(sentence.first, sentence.last):
            hit = _sense_at(doc, i, sentence.first, sentence.last)
            if hit is None:
                continue
            sense, sure = hit
            last = _end(doc, i + 1, sentence.last)
            stems, label = _what(doc, i, sentence.first, last)
            if sentence.question:
                sure += 0.3
            found.append(Goal(sense, stems, i, last, sure + 0.001 * i, label))
        if sentence.question and not any(sentence.first <= g.first < sentence.last for g in found):
            for c in doc.compares:
                if sentence.first <= c.first < sentence.last <= c.last + 1 and doc.low(c.first) == "at":
                    stems = content_stems(doc, sentence.first, c.first, frozenset())
                    found.append(Goal("max" if c.sense == "<=" else "min", stems, sentence.first, c.last, 1.5))
    found.sort(key=lambda g: -g.sure)
    return tuple(found)


def _what(doc: Doc, i: int, first: int, last: int) -> tuple[tuple[str, ...], tuple[int, int]]:
    """What the goal word at i is about: its stems, and the tokens that name it."""
    low = doc.low(i)
    start, end = i + 1, last
    closing = _closing(doc, i, last)
    if closing is not None:
        end = closing
        stems = content_stems(doc, start, last, frozenset()) if closing > start else ()
    else:
        stems = content_stems(doc, start, last, frozenset())
    if not stems and (closing is not None or low not in _VERBS_MAX | _VERBS_MIN):
        start, end = max(first, i - 6), i - 1 if doc.low(i - 1) == "as" else i
        if "how" in doc.words(start, end):
            return (), (end, end)
        stems = content_stems(doc, start, end, frozenset())[-3:]
        while start < end - 1 and not (
            is_content(doc.tokens[start]) and doc.tokens[start].stem in stems and not is_verb(doc.tokens[start])
        ):
            start += 1
        if _earning(doc, start, end):
            stems = (*stems, "earn")
    if low in _CHEAP:
        stems = ("cost", *(stems if low in _CHEAP_OF else ()))
        start, end = i, i
    return stems, (start, end)


def _earning(doc: Doc, first: int, last: int) -> bool:
    """ "bring in as much as it can" in a text about money: what is brought in is money."""
    return any(w in _EARN for w in doc.words(first, last)) and any(n.currency for n in doc.numbers)


def _closing(doc: Doc, i: int, last: int) -> int | None:
    """The second "as" of "as little fuel as possible", or None."""
    if doc.low(i) not in _AS_WORDS or doc.low(i - 1) != "as":
        return None
    return next((j for j in range(i + 1, last) if doc.low(j) == "as"), None)


def _sense_at(doc: Doc, i: int, first: int, last: int) -> tuple[str, float] | None:
    low = doc.low(i)
    if low in _VERBS_MAX:
        return "max", 3.0
    if low in _VERBS_MIN:
        return "min", 3.0
    if low in _AS_WORDS and doc.low(i - 1) == "as" and _possible(doc, i, last):
        return ("max" if low in _AS_MAX else "min"), 2.5
    if i in doc.compare_at and doc.compare_at[i].last - doc.compare_at[i].first > 1:
        if low in ("minimum", "maximum") and doc.low(i - 1) == "at" and _goal_noun(doc, i + 1):
            return ("min" if low == "minimum" else "max"), 2.0
        return None
    nearby_number = any(n.first - 4 <= i <= n.last + 2 for n in doc.numbers if not n.counter)
    asks = any(w in _ASKS for w in doc.words(max(first, i - 12), i + 1)) or "possible" in doc.words(i, last)
    asks = asks or not any(first <= n.first < last for n in doc.numbers)
    if low in _SUPERLATIVE_MAX and asks and not nearby_number:
        if (
            doc.low(i - 1) == "at"
            or (low == "most" and doc.low(i + 1) == "of")
            or (low == "best" and doc.low(i + 1) in ("to", "selling"))
        ):
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
    """Returns "gain" or "cost" by the goal's words, or ""; bare money is a cost where it shall be small."""
    for s in goal.stems:
        if s in stem_class("gain_nouns"):
            return "gain"
        if s in stem_class("cost_nouns"):
            return "cost"
    if any(s in _MONEY for s in goal.stems):
        return "gain" if goal.sense == "max" else "cost"
    return ""
