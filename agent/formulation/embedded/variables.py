"""Candidate sets of decision variables, best first.

Four generators look for names: coordinations and lists, what follows "each" or "per", parallel subjects of clauses with
numbers, and optional outside proposals. A cheap score orders them; the choice is made later, by whole models.
"""

from __future__ import annotations

from dataclasses import dataclass

from modelwright.agent.formulation.embedded.doc import Doc, is_verb
from modelwright.agent.formulation.embedded.generators import (
    before_verbs,
    labelled,
    parallel_subjects,
    records,
    shared_head_pairs,
)
from modelwright.agent.formulation.embedded.lexicon import units, word_class
from modelwright.agent.formulation.embedded.mentions import Name, distinguishing, find_mentions
from modelwright.agent.formulation.embedded.phrases import (
    named_after_each,
    run_left,
    run_right,
    skip_leads,
    stems_at,
    trim_left,
    trim_right,
    unit_before,
)

_POOR = frozenset(
    ("contain", "contains", "yields", "yield", "requires", "lower", "higher", "decision", "consists", "woman", "man")
)
_FINITE = frozenset(("requires", "contains", "costs", "takes", "needs", "uses", "yields", "earns", "must", "sells"))
_AGENT_VERBS = frozenset(
    (
        "ha",
        "has",
        "want",
        "must",
        "would",
        "decid",
        "plan",
        "own",
        "sell",
        "mak",
        "is",
        "wish",
        "should",
        "mix",
        "can",
        "need",
        "will",
        "grow",
        "produc",
        "look",
    )
)
_EACH = ("each", "every", "per", "a", "an", "one")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A set of variables with its cheap score and the generator it came from."""

    names: tuple[Name, ...]
    score: float
    origin: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A distributive phrase: "each V", "per bag of V"."""

    stems: tuple[str, ...]
    first: int
    last: int
    unit: str | None
    weight: float
    verb: str


def candidates(doc: Doc, most: int, outside: tuple[tuple[Name, ...], ...] = ()) -> tuple[Candidate, ...]:
    """Returns at most `most` candidate sets, best first."""
    slots = find_slots(doc)
    sets: list[tuple[tuple[Name, ...], str]] = [(names, "outside") for names in outside]
    sets += _coordinations(doc)
    sets += [(names, "each") for names in _from_slots(slots)]
    sets += [(names, "each") for names in _from_slots(_prep_slots(doc))]
    sets += [(names, "subject") for names in parallel_subjects(doc)]
    sets += [(names, "verb") for names in before_verbs(doc)]
    sets += [(names, "label") for names in labelled(doc)]
    sets += [(names, "record") for names in records(doc)]
    sets += [(names, "the") for names in shared_head_pairs(doc)]
    seen: dict[tuple[frozenset[str], ...], Candidate] = {}
    best: dict[tuple[frozenset[str], ...], float] = {}
    for names, origin in sets:
        names = _clean(names)
        if not 2 <= len(names) <= 12:
            continue
        key = tuple(sorted(distinguishing(names), key=sorted))
        score = _score(doc, names, slots, origin)
        if any(len(s) == 1 for mark in key for s in mark):
            key = (*key, frozenset(s for n in names for s in n.stems))
        preference = score + (0.1 if _one_head(names) else 0.0)
        if key not in best or best[key] < preference:
            best[key] = preference
            seen[key] = Candidate(names, score, origin)
    ranked = sorted(seen.values(), key=lambda c: (-c.score, c.names[0].first, len(c.names)))
    return tuple(ranked[:most])


def _one_head(names: tuple[Name, ...]) -> bool:
    return len({n.stems[-1] for n in names}) == 1 and all(len(n.stems) > 1 for n in names)


def _clean(names: tuple[Name, ...]) -> tuple[Name, ...]:
    out: list[Name] = []
    seen: set[tuple[str, ...]] = set()
    for name in names:
        if name.stems and name.stems not in seen:
            seen.add(name.stems)
            out.append(name)
    return tuple(out)


def _measured(doc: Doc, s: int) -> bool:
    """The name at s stands in "3 units of X": a resource."""
    return (
        doc.low(s - 1) == "of"
        and doc.low(s - 2) in units()
        and s - 3 in doc.number_tokens
        and doc.low(s - 4) != "least"
    )


def _with_head(doc: Doc, left: Name, right: Name) -> Name:
    """Completes "long" in "long and short ropes" where "long rope" occurs."""
    head = right.stems[-1]
    if len(right.stems) < 2 or head in left.stems or len(head) < 2:
        return left
    wanted = (*left.stems, head)
    n = len(wanted)
    for token in doc.tokens:
        if token.stem == wanted[0] and tuple(t.stem for t in doc.tokens[token.i : token.i + n]) == wanted:
            return Name(wanted, token.i, token.i + n, left.unit)
    return left


def _coordinations(doc: Doc) -> list[tuple[tuple[Name, ...], str]]:
    out: list[tuple[tuple[Name, ...], str]] = []
    for token in doc.tokens:
        if token.low not in ("and", "or", "&", "versus"):
            continue
        prep = doc.low(token.i + 1) == "by"
        start, unit = skip_leads(doc, token.i + (2 if prep else 1))
        right_last = run_right(doc, start)
        left_end = token.i - 1 if doc.low(token.i - 1) == "," else token.i
        left_end = _before_measure(doc, left_end)
        left_first = run_left(doc, left_end)
        if right_last == start or left_first == left_end:
            continue
        for e in trim_right(doc, start, right_last):
            right = Name(stems_at(doc, start, e), start, e, unit)
            for s in trim_left(doc, left_first, left_end):
                if _measured(doc, s):
                    continue
                left = Name(stems_at(doc, s, left_end), s, left_end, unit_before(doc, s))
                left = _with_head(doc, left, right)
                more = _list_before(doc, s)
                out.append(((left, right), "tail" if len(more) > 0 and doc.low(token.i - 1) == "," else "list"))
                if more:
                    out.append(((*(_with_head(doc, m, right) for m in more), left, right), "list"))
    return out


def _before_measure(doc: Doc, end: int) -> int:
    """Where a name before "by the tonne" ends: "hay by the tonne and straw by the tonne"."""
    for words in (("by", "the"), ("by",)):
        first = end - 1 - len(words)
        if tuple(doc.words(first, end - 1)) == words and (
            doc.low(end - 1) in units() or doc.low(end - 1) in word_class("measure_words")
        ):
            return first
    return end


def _list_before(doc: Doc, s: int) -> tuple[Name, ...]:
    """The earlier items of a list with commas, whose last known item starts at s."""
    out: list[Name] = []
    while True:
        while doc.low(s - 1) in word_class("determiners"):
            s -= 1
        if doc.low(s - 1) not in (",", ";") or len(out) > 10:
            break
        end = s - 1
        first = run_left(doc, end)
        if first == end:
            break
        first = trim_left(doc, first, end)[0]
        out.append(Name(stems_at(doc, first, end), first, end, unit_before(doc, first)))
        s = first
    return tuple(reversed(out))


def find_slots(doc: Doc) -> tuple[Slot, ...]:
    """Returns the distributive phrases that stand near a number in their sentence."""
    out: list[Slot] = []
    for sentence in doc.sentences:
        places = [n.first for n in doc.numbers if sentence.first <= n.first < sentence.last and not n.name]
        for i in range(sentence.first, sentence.last):
            low = doc.low(i)
            if low not in _EACH and not (low == "1" and i in doc.number_at):
                continue
            start, unit = skip_leads(doc, i + 1)
            last = run_right(doc, start)
            if last == start:
                continue
            last = trim_right(doc, start, last)[0]
            if last == start or not any(abs(p - i) <= 14 for p in places if p != i):
                continue
            words = doc.words(start, last)
            if all(
                w in units()
                or w in word_class("generic_nouns")
                or w in word_class("gain_nouns")
                or w in word_class("cost_nouns")
                or w in ("budget", "mixture", "customer", "lower", "higher", "contract", "limit", "minimum", "maximum")
                for w in words
            ) and not (False):
                continue
            weight = 2.0 if low in ("each", "every", "per") else 1.0
            verb = doc.tokens[last].stem if last < sentence.last else ""
            if weight == 1.0 and verb in _AGENT_VERBS and i == sentence.first:
                weight = 0.2
            out.append(Slot(stems_at(doc, start, last), start, last, unit, weight, verb))
    return tuple(out)


def _prep_slots(doc: Doc) -> tuple[Slot, ...]:
    """ "each dollar invested in V", "each hour at V": the name follows a preposition."""
    out: list[Slot] = []
    for token in doc.tokens:
        if token.low not in _EACH:
            continue
        j = token.i + 1
        hops = 0
        while (
            hops < 4
            and j < len(doc.tokens)
            and doc.tokens[j].kind == "w"
            and doc.low(j) not in ("in", "on", "at", "by", "with", "from", "of")
        ):
            if (
                j in doc.number_at
                or doc.low(j) in word_class("auxiliaries")
                or doc.low(j) in word_class("conjunctions")
            ):
                hops = 9
            j += 1
            hops += 1
        if hops == 0 or hops >= 4 or doc.low(j) not in ("in", "on", "at", "by", "with", "from"):
            continue
        start, _ = skip_leads(doc, j + 1)
        last = run_right(doc, start)
        if last == start:
            continue
        last = trim_right(doc, start, last)[0]
        out.append(Slot(stems_at(doc, start, last), start, last, doc.low(token.i + 1), 2.0, ""))
    return tuple(out)


def _from_slots(slots: tuple[Slot, ...]) -> list[tuple[Name, ...]]:
    groups: dict[tuple[str, ...], list[Slot]] = {}
    for slot in slots:
        groups.setdefault(slot.stems, []).append(slot)
    rows = [(stems, group[0], sum(s.weight for s in group), {s.verb for s in group}) for stems, group in groups.items()]
    rows.sort(key=lambda r: r[1].first)
    out: list[tuple[Name, ...]] = []

    def add(chosen: list[tuple[tuple[str, ...], Slot, float, set[str]]]) -> None:
        if 2 <= len(chosen) <= 12:
            out.append(tuple(Name(c[0], c[1].first, c[1].last, c[1].unit) for c in chosen))

    add(rows)
    add([r for r in rows if r[2] >= 2])
    add([r for r in rows if r[2] >= 3])
    heads: dict[str, int] = {}
    for r in rows:
        heads[r[0][-1]] = heads.get(r[0][-1], 0) + 1
        heads[r[0][0]] = heads.get(r[0][0], 0) + (len(r[0]) > 1)
    for head in sorted(h for h, n in heads.items() if n > 1):
        add([r for r in rows if head in (r[0][-1], r[0][0])])
    verbs = sorted({v for r in rows for v in r[3]})
    for verb in verbs:
        add([r for r in rows if verb in r[3]])
    top = sorted(rows, key=lambda r: (-r[2], r[1].first))
    for n in (2, 3):
        add(sorted(top[:n], key=lambda r: r[1].first))
    return out


def _score(doc: Doc, names: tuple[Name, ...], slots: tuple[Slot, ...], origin: str) -> float:
    mentions = find_mentions(doc, names)
    near = [0.0] * len(names)
    places = [n.first for n in doc.numbers if not n.name]
    covered = 0.0
    for mention in mentions:
        close = any(0 < p - mention.first <= 10 or 0 < mention.first - p <= 8 for p in places)
        near[mention.var] += (1.0 if mention.each and close else 0.4 if close else 0.1) + 0.2 * mention.whole
    for slot in slots:
        if any(m.first < slot.last and slot.first < m.last for m in mentions):
            covered += slot.weight
    total = sum(s.weight for s in slots) or 1.0
    score = 2.5 * covered / total + min(min(near), 3.0) + 0.2 * min(sum(near) / len(near), 4.0)
    spread = max(near) - min(near)
    score -= 0.15 * spread
    if origin == "tail":
        score -= 1.5
    elif origin == "label":
        score += 1.0
    for name in names:
        if any(set(name.stems) < set(other.stems) for other in names):
            score -= 0.6
        if len(name.stems) == 1 and name.stems[0] in doc.hypernyms:
            score -= 1.0
        lows = doc.words(name.first, name.last)
        if any(w in units() for w in lows) and len(lows) == 1:
            score -= 1.0
        if all(w in word_class("periods") for w in lows):
            score -= 2.0
        if all(w in word_class("measure_words") for w in lows):
            score -= 1.0
        if all(w in word_class("generic_nouns") for w in lows):
            score -= 1.5
        if len(lows) == 1 and (lows[0] in word_class("consumption_verbs") or lows[0] in _POOR):
            score -= 2.0
        elif lows[0] in word_class("consumption_verbs") or lows[-1] in _FINITE:
            score -= 1.0
        if all(w in word_class("money_words") or w in word_class("gain_nouns") for w in lows):
            score -= 1.0
        if len(lows) == 1 and (lows[0] in word_class("gain_nouns") or lows[0] in word_class("cost_nouns")):
            score -= 1.0
        if is_verb(doc.tokens[name.first]) and not named_after_each(doc, name.first):
            score -= 0.4
        score -= 0.3 * max(len(lows) - 4, 0)
    first = names[0].first
    if origin == "list":
        sentence = next((s.index for s in doc.sentences if s.first <= first < s.last), 0)
        score += 0.5 if sentence < 2 else 0.0
    if origin == "outside":
        score += 0.5
    return score
