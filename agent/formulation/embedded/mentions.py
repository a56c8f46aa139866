"""Where the text mentions each variable of a hypothesis.

A mention is recognised by the stems that tell its variable from the others; the head that variables share may be left
out.
"""

from __future__ import annotations

from dataclasses import dataclass

from modelwright.agent.formulation.embedded.doc import Doc, is_content
from modelwright.agent.formulation.embedded.lexicon import units, word_class
from modelwright.agent.formulation.embedded.phrases import measure_noun
from modelwright.agent.formulation.embedded.tokens import Token, stem_of

ALL = -1


@dataclass(frozen=True, slots=True)
class Name:
    """A variable as named: its stems in order, and one place in the text that shows it."""

    stems: tuple[str, ...]
    first: int
    last: int
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of variable `var` (ALL: every variable) at tokens first..last.

    `lead` is where its determiner or measure starts; `each` says it is distributive ("each", "per", "a"); `measure`
    is the
    measure word of "bag of V"; `whole` says that the name is complete.
    """

    var: int
    first: int
    last: int
    lead: int
    each: bool
    measure: str | None
    whole: bool


def distinguishing(names: tuple[Name, ...]) -> tuple[frozenset[str], ...]:
    """Returns, for each name, the stems that no other name has; for a name inside another, all its stems."""
    out: list[frozenset[str]] = []
    for k, name in enumerate(names):
        others = {s for j, other in enumerate(names) if j != k for s in other.stems}
        own = frozenset(s for s in name.stems if s not in others)
        if own and not all(s in word_class("generic_nouns") for s in own):
            out.append(own)
        else:
            out.append(own or frozenset(name.stems[-1:]))
    return tuple(out)


def find_mentions(doc: Doc, names: tuple[Name, ...]) -> tuple[Mention, ...]:
    """Returns the mentions of all variables, in order of the text."""
    marks = distinguishing(names)
    stems = [frozenset(n.stems) for n in names]
    contained = [
        tuple(marks[j] for j in range(len(names)) if j != k and stems[k] <= stems[j]) for k in range(len(names))
    ]
    owner: dict[str, list[int]] = {}
    for k, own in enumerate(marks):
        for s in sorted(own):
            owner.setdefault(s, []).append(k)
    out: list[Mention] = []
    i = 0
    tokens = doc.tokens
    while i < len(tokens):
        token = tokens[i]
        best: tuple[float, int, int, bool] | None = None
        if token.low == "can" and doc.low(i - 1) not in ("each", "per", "every", "a", "one"):
            i += 1
            continue
        for k in owner.get(token.stem) or _agents(token, owner) if token.kind != "p" else ():
            if token.stem not in owner:
                best = (1.0, k, i + 1, False)
                continue
            hit = _match(doc, names[k], marks[k], stems[k], i)
            if hit is None:
                continue
            end, got, whole = hit
            if contained[k] and any(_touches(doc, other, i, end) for other in contained[k]):
                continue
            if best is None or got > best[0]:
                best = (got, k, end, whole)
        if best is None:
            i += 1
            continue
        _, k, end, whole = best
        out.append(_mention(doc, names[k], stems[k], k, i, end, whole))
        i = end
    return tuple(sorted([*out, *_by_measure(doc, out, len(names))], key=lambda m: m.first))


def _agents(token: Token, owner: dict[str, list[int]]) -> list[int]:
    """ "part-timers" for "part-time staff": who does what a hyphenated mark says."""
    if "-" not in token.low:
        return []
    stem = token.stem.removesuffix("r").removesuffix("e")
    return owner.get(stem, []) if stem != token.stem else []


def _by_measure(doc: Doc, found: list[Mention], count: int) -> list[Mention]:
    """Mentions by a measure that only one variable has: "a loaf" after "one loaf of bread"."""
    owners: dict[str, set[int]] = {}
    plain: set[str] = set()
    for m in found:
        if m.measure:
            owners.setdefault(stem_of(m.measure), set()).add(m.var)
            if m.measure in units() or m.measure in word_class("measure_words"):
                plain.add(stem_of(m.measure))
    alias = {stem: next(iter(vs)) for stem, vs in owners.items() if len(vs) == 1}
    if not set(alias.values()) >= set(range(count)) or len(owners) != len(alias):
        alias = {stem: var for stem, var in alias.items() if stem not in plain}
    if not alias:
        return []
    taken = {i for m in found for i in range(m.lead, m.last)}
    out: list[Mention] = []
    for token in doc.tokens:
        i = token.i
        if token.stem in alias and i not in taken and doc.low(i + 1) != "of" and token.kind == "w":
            each = doc.low(i - 1) in ("a", "an", "each", "per", "every", "one")
            if token.stem in plain and not each:
                continue
            out.append(Mention(alias[token.stem], i, i + 1, i - 1 if each else i, each, None, False))
    return out


def _number_ends(doc: Doc) -> set[int]:
    return {n.last - 1 for n in doc.numbers}


def _touches(doc: Doc, other: frozenset[str], first: int, last: int) -> bool:
    around = [doc.tokens[j].stem for j in range(max(first - 2, 0), min(last + 2, len(doc.tokens)))]
    return any(s in other for s in around)


def _match(
    doc: Doc, name: Name, marks: frozenset[str], stems: frozenset[str], i: int
) -> tuple[int, float, bool] | None:
    tokens = doc.tokens
    got = {tokens[i].stem}
    end = i + 1
    j = i + 1
    while j < len(tokens):
        stem = tokens[j].stem
        if stem in stems and tokens[j].kind != "p":
            got.add(stem)
            end = j + 1
        elif tokens[j].low not in ("of", "the", "-", "type", "types") or j - end >= 2:
            break
        j += 1
    back = i
    while back - 1 >= 0 and tokens[back - 1].stem in stems and tokens[back - 1].kind != "p":
        back -= 1
        got.add(tokens[back].stem)
    whole = stems <= got
    missing = marks - got
    if missing and len(marks) > 1:
        head = name.stems[-1]
        token = tokens[i]
        letter = any(len(s) == 1 for s in marks)
        if (tokens[i].stem != head and head in marks) or letter:
            follows = tokens[end].low if end < len(tokens) else ""
            if follows not in ("one", "ones") and not (
                token.text[:1].isupper() and i and doc.low(i - 1) not in (".", "?")
            ):
                return None
        before = doc.low(back - 1)
        if before == "of" and back >= 2 and doc.low(back - 2) in ("unit", "units"):
            return None
    if not whole and back - 1 in doc.number_tokens and end == i + 1 and tokens[i].low.endswith("s"):
        own = next((t.low for t in tokens[name.first : name.last] if t.stem == tokens[i].stem), "")
        if own and not own.endswith("s") and tokens[i].stem != name.stems[-1]:
            return None
    if len(got) == 1 and not whole and tokens[i].stem == name.stems[-1] and tokens[i].stem in doc.hypernyms:
        return None
    if not whole and doc.low(back - 1) == "of" and back >= 3 and (back - 3 in _number_ends(doc)):
        measure = doc.low(back - 2)
        if measure not in ("acre", "acres", "hectare", "hectares", "bottle", "bottles", "bag", "bags", "box", "boxes"):
            return None
    if not whole and tokens[i].stem != name.stems[-1] and (back - 1 in doc.number_tokens or doc.low(back - 1) == "of"):
        own = next((t.low for t in tokens[name.first : name.last] if t.stem == tokens[i].stem), "")
        if own and any(t.stem == tokens[i].stem and t.low.endswith("s") and not own.endswith("s") for t in tokens):
            return None
    if len(tokens[i].stem) == 1 and not _letter_is_name(doc, i, name):
        return None
    return end, len(got) + (1 if whole else 0), whole


def _letter_is_name(doc: Doc, i: int, name: Name) -> bool:
    """A single letter counts as a name in upper case, not as the article "a" or the pronoun "I"."""
    token = doc.tokens[i]
    if token.kind == "n":
        return bool(i and doc.tokens[i - 1].stem in name.stems)
    if not token.text.isupper():
        return False
    foreign = i and doc.tokens[i - 1].kind == "w" and doc.tokens[i - 1].stem not in name.stems and len(name.stems) > 1
    if foreign and is_content(doc.tokens[i - 1]) and not doc.tokens[i - 1].low.endswith("s"):
        return False
    if token.text in ("A", "I"):
        if i and doc.tokens[i - 1].stem in name.stems:
            return True
        at_start = i == 0 or doc.low(i - 1) in (".", "?", "!", ":", "\n")
        following = doc.tokens[i + 1] if i + 1 < len(doc.tokens) else None
        if at_start and following is not None and following.kind == "w":
            return following.low in word_class("auxiliaries") or following.low in word_class("consumption_verbs")
    return True


def _mention(doc: Doc, name: Name, stems: frozenset[str], k: int, first: int, last: int, whole: bool) -> Mention:
    tokens = doc.tokens
    lead = first
    while lead - 1 >= 0 and tokens[lead - 1].stem in stems and tokens[lead - 1].kind == "w":
        lead -= 1
    first = lead
    measure = None
    low = doc.low(lead - 1)
    while (
        lead - 1 >= 0
        and tokens[lead - 1].kind == "w"
        and (
            "-" in low
            or low in ("new", "single", "additional", "extra", "such", "finished", "full", "complete", "whole")
        )
    ):
        lead -= 1
        low = doc.low(lead - 1)
    if low == "of":
        word = doc.low(lead - 2)
        if (
            word
            and word not in ("number", "amount")
            and measure_noun(doc, lead - 2)
            and (
                word in word_class("measure_words")
                or word in units()
                or doc.low(lead - 3) in ("each", "per", "a", "an", "one", "every")
            )
        ):
            measure = word
            lead -= 2
            low = doc.low(lead - 1)
            if low in ("square", "cubic"):
                lead -= 1
                low = doc.low(lead - 1)
    elif (
        low in units()
        and low not in ("unit", "units")
        and name.stems[0] != low
        and doc.low(lead - 2) in ("each", "per", "a", "every", "one")
    ):
        measure = low
        lead -= 1
        low = doc.low(lead - 1)
    if low not in ("each", "every", "per", "a", "an", "one", "1"):
        outer = _outer_each(doc, lead)
        if outer is not None:
            return Mention(k, first, last, outer, True, doc.low(outer + 1), whole)
    each = low in ("each", "every", "per", "a", "an", "one", "single") or (
        low == "1" and doc.number_at.get(lead - 1) is not None
    )
    if low == "of" and doc.low(lead - 2) in ("each", "one"):
        each = True
        lead -= 2
    elif each or low == "the":
        lead -= 1
    return Mention(k, first, last, lead, each, measure, whole)


def _outer_each(doc: Doc, lead: int) -> int | None:
    """ "each dollar invested in V", "an hour at V": the place of the determiner, or None."""
    i = lead - 1
    while i >= 0 and doc.low(i) in ("the", "his", "her", "its", "their", "a", "an", "my", "our"):
        i -= 1
    if doc.low(i) not in ("in", "on", "at", "by", "with", "from"):
        return None
    for j in range(i - 1, max(i - 4, -1), -1):
        low = doc.low(j)
        token = doc.tokens[j]
        if low in ("each", "every", "per") or (low in ("a", "an", "one") and i - j == 2):
            head = doc.tokens[j + 1]
            if (
                head.kind != "w"
                or j + 1 in doc.compare_at
                or head.low in ("total", "profit", "minimum", "maximum", "cost")
            ):
                return None
            return j
        if token.kind != "w" or j in doc.number_at or low in word_class("auxiliaries") or j in doc.compare_at:
            return None
    return None
