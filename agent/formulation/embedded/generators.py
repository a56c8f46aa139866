"""More generators of candidate names: clause subjects, names before a verb and a number, records, shared heads."""

from __future__ import annotations

from modelwright.agent.formulation.embedded.doc import Doc, is_verb
from modelwright.agent.formulation.embedded.lexicon import word_class
from modelwright.agent.formulation.embedded.mentions import Name
from modelwright.agent.formulation.embedded.phrases import (
    name_word,
    run_left,
    run_right,
    skip_leads,
    stems_at,
    trim_left,
)


def parallel_subjects(doc: Doc) -> list[tuple[Name, ...]]:
    """Names that open clauses and are followed by a verb and a number, grouped by that verb."""
    found: list[tuple[str, Name]] = []
    starts = {p.first for p in doc.pieces}
    for token in doc.tokens:
        if token.low in (";", ",", "and", "while", "whereas", "but", ":", "•", "-", "*", "."):
            starts.add(token.i + 1)
    for start in sorted(starts):
        i, unit = skip_leads(doc, start)
        if doc.low(i) in ("while", "whereas", "and"):
            i, unit = skip_leads(doc, i + 1)
        last = run_right(doc, i)
        if last == i:
            continue
        verb = last
        for j in range(i + 1, last):
            if is_verb(doc.tokens[j]):
                verb = j
                break
        if verb >= len(doc.tokens) or verb == i:
            continue
        if not any(
            j in doc.number_at
            for j in range(verb, min(verb + (12 if doc.low(verb) in ("work", "works") else 5), len(doc.tokens)))
        ):
            continue
        key = doc.tokens[verb].stem
        found.append((key, Name(stems_at(doc, i, verb), i, verb, unit)))
    out: list[tuple[Name, ...]] = []
    for key in sorted({k for k, _ in found}):
        group = [n for k, n in found if k == key]
        if len(group) >= 2:
            out.append(tuple(group))
    return out


def labelled(doc: Doc) -> list[tuple[Name, ...]]:
    """Returns heads with a letter or number behind them: "plant A, plant B", "farm 1, farm 2"."""
    found: dict[str, dict[tuple[str, ...], Name]] = {}
    for i in range(len(doc.tokens) - 1):
        head, label = doc.tokens[i], doc.tokens[i + 1]
        if head.kind != "w" or not name_word(doc, i) or (is_verb(head) and head.low not in word_class("name_heads")):
            continue
        number = doc.number_at.get(i + 1)
        letter = label.kind == "w" and len(label.text) == 1 and label.text.isupper() and not head.low.endswith("s")
        if letter or (number is not None and doc.numbers[number].name):
            first = i
            while (
                first > 0 and i - first < 2 and name_word(doc, first - 1) and doc.tokens[first - 1].text[:1].isupper()
            ):
                first -= 1
            stems = (head.stem, label.stem)
            found.setdefault(head.stem, {}).setdefault(stems, Name(stems, i, i + 2))
    out = [tuple(group.values()) for group in found.values() if 2 <= len(group) <= 8]
    return [tuple(sorted(group, key=lambda n: n.first)) for group in out]


def before_verbs(doc: Doc) -> list[tuple[Name, ...]]:
    """Returns names that stand right before a verb or participle and a number: "V yielding 2%", "V worth 3 points"."""
    found: list[tuple[str, Name]] = []
    for n in doc.numbers:
        if n.name or n.counter:
            continue
        verb = -1
        for j in range(n.first - 1, max(n.first - 5, -1), -1):
            token = doc.tokens[j]
            if token.kind == "p" or j in doc.compare_at:
                break
            if is_verb(token) or token.low in ("worth", "at", "is", "has"):
                verb = j
                break
        if verb < 1:
            continue
        end = verb
        while end > 0 and doc.low(end - 1) in ("which", "that", "can", "will", "also", "each", "are", "is"):
            end -= 1
        first = run_left(doc, end)
        if first == end:
            continue
        first = trim_left(doc, first, end)[0]
        found.append((doc.tokens[verb].stem, Name(stems_at(doc, first, end), first, end)))
    out: list[tuple[Name, ...]] = []
    for key in sorted({k for k, _ in found}):
        group = [name for k, name in found if k == key]
        if len({name.stems for name in group}) >= 2:
            out.append(tuple(group))
    return out


def records(doc: Doc) -> list[tuple[Name, ...]]:
    """Returns the names of list records "A, 6%; B, 8%" or "A: 3 hours; B: 2 hours"."""
    out: list[tuple[Name, ...]] = []
    for sentence in doc.sentences:
        names: list[Name] = []
        start = sentence.first
        for i in range(sentence.first, sentence.last):
            low = doc.low(i)
            following = i + 1
            if low in (",", ":", "-", "–", "(", "at") and (
                following in doc.number_at
                or doc.low(following) == "$"
                or (low == ":" and following + 1 in doc.number_at)
            ):
                first = start
                while doc.low(first) in word_class("determiners") or doc.low(first) == "and":
                    first += 1
                if 0 < i - first <= 5 and all(name_word(doc, k) or doc.low(k) == "and" for k in range(first, i)):
                    names.append(Name(stems_at(doc, first, i, ("and",)), first, i))
            if low in (";", ":", ",", "•", "-", "*") or (low == "and" and doc.low(i - 1) in (",", ";")):
                start = i + 1
        if len(names) >= 2:
            out.append(tuple(names))
    return out


def shared_head_pairs(doc: Doc) -> list[tuple[Name, ...]]:
    """Returns names "the M1 H", "the M2 H" that share a head, differ in one modifier, and recur."""
    places: dict[str, dict[tuple[str, ...], Name]] = {}
    counts: dict[tuple[str, ...], int] = {}
    for token in doc.tokens:
        i = token.i
        if not (name_word(doc, i) and name_word(doc, i + 1)) or is_verb(doc.tokens[i]):
            continue
        stems = stems_at(doc, i, i + 2)
        if len(stems) != 2:
            continue
        counts[stems] = counts.get(stems, 0) + 1
        places.setdefault(stems[1], {}).setdefault(stems, Name(stems, i, i + 2))
    out: list[tuple[Name, ...]] = []
    for head in places:
        group = [name for stems, name in places[head].items() if counts[stems] >= 2]
        if 2 <= len(group) <= 6 and head not in word_class("generic_nouns"):
            out.append(tuple(sorted(group, key=lambda n: n.first)))
    return out
