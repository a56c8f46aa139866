"""Sources and destinations: pairs of label sets that a text may ship between."""

from __future__ import annotations

from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.families.labels import Label, hits, list_at, lists, merge, phrase
from modelwright.agent.formulation.embedded.lexicon import verb_forms, word_class

MOST_LABELS = 6
MOST_SETS = 12
_SUPPLY = frozenset("has have hold holds can ship ships supply supplies stock stocks store stores produces".split())
_SUPPLY |= frozenset("send sends offer offers capacity available makes make".split())
_DEMAND = frozenset("need needs require requires receive want wants order orders ordered demand demands must".split())
_DEMAND |= frozenset("needed required asks expects".split())

Sets = tuple[tuple[Label, ...], tuple[Label, ...]]


def place_sets(doc: Doc) -> list[Sets]:
    """Returns candidate (sources, destinations), likeliest first, at most `MOST_SETS`."""
    sources, targets = merge(_after(doc, "from")), merge(_after(doc, "to") + _dashed(doc, False))
    sources = merge([*sources, *_before_to(doc), *_dashed(doc, True)]) if len(sources) < 2 else sources
    listed = _listed(doc)
    pool: list[Sets] = [(sources, targets)]
    for group in listed:
        pool += [(sources, group), (group, targets)]
    senders, takers = merge(_subjects(doc, _SUPPLY)), merge(_subjects(doc, _DEMAND))
    pool += [(sources, takers), (senders, targets), (senders, takers), (sources, merge(_after(doc, "in")))]
    proper = _proper(doc)
    pool += [(known, _without(proper, known)) for known in (sources, senders)]
    pool += [(_without(proper, targets), targets)]
    for k, group in enumerate(listed):
        pool += [_turned(doc, group, other) for other in listed[k + 1 :]]
    out: list[Sets] = []
    seen: set[tuple[frozenset[tuple[str, ...]], ...]] = set()
    for a, b in pool:
        key = (frozenset(x.stems for x in a), frozenset(x.stems for x in b))
        if _sound(a, b) and key not in seen:
            seen.add(key)
            out.append((a, b))
    return out[:MOST_SETS]


def _sound(a: tuple[Label, ...], b: tuple[Label, ...]) -> bool:
    if not (2 <= len(a) <= MOST_LABELS and 2 <= len(b) <= MOST_LABELS):
        return False
    return not {x.stems for x in a} & {x.stems for x in b}


def _listed(doc: Doc) -> list[tuple[Label, ...]]:
    out: list[tuple[Label, ...]] = []
    for group in lists(doc):
        merged = merge(list(group))
        if len(merged) == len(group) and all({x.stems for x in group} != {x.stems for x in o} for o in out):
            out.append(merged)
    return out[:5]


def _after(doc: Doc, word: str) -> list[Label]:
    """Names after "from" or "to", with the names coordinated to them."""
    out: list[Label] = []
    for sentence in doc.sentences:
        for i in range(sentence.first, sentence.last):
            if doc.low(i) != word:
                continue
            found, _ = list_at(doc, i + 1, sentence.last, word == "from")
            if found and not (word == "to" and _infinitive(doc, i + 1, found[0])):
                out += found
    return out


def _infinitive(doc: Doc, i: int, label: Label) -> bool:
    if label.first > i or len(label.stems[-1]) <= 2:
        return False
    return doc.low(i) in verb_forms() and not doc.tokens[i].text[:1].isupper()


def _before_to(doc: Doc) -> list[Label]:
    """Names right before "to NAME": "Northfell to the bridge: 4"."""
    out: list[Label] = []
    for sentence in doc.sentences:
        for i in range(sentence.first + 1, sentence.last):
            if doc.low(i) != "to" or phrase(doc, i + 1, sentence.last) is None:
                continue
            for start in range(max(sentence.first, i - 4), i):
                name = phrase(doc, start, i, True)
                if name is not None and name.last == i:
                    out.append(name)
                    break
    return out


def _dashed(doc: Doc, left: bool) -> list[Label]:
    """Names on one side of a dash or arrow: "Northfell - Bridge: 4"."""
    out: list[Label] = []
    for sentence in doc.sentences:
        for i in range(sentence.first + 1, sentence.last - 1):
            if doc.low(i) not in ("-", "–", "—", "→"):
                continue
            right = phrase(doc, i + 1, sentence.last, True)
            start = next((s for s in range(max(sentence.first, i - 3), i) if _reaches(doc, s, i)), None)
            if right is None or start is None:
                continue
            before = phrase(doc, start, i, True)
            if before is not None:
                out.append(before if left else right)
    return out


def _reaches(doc: Doc, start: int, end: int) -> bool:
    name = phrase(doc, start, end, True)
    return name is not None and name.last == end


def _subjects(doc: Doc, verbs: frozenset[str]) -> list[Label]:
    """Names right before one of some verbs: "Mill One can supply"."""
    out: list[Label] = []
    for sentence in doc.sentences:
        for i in range(sentence.first + 1, sentence.last):
            if doc.low(i) not in verbs or doc.low(i - 1) in ("to", "and", "or", "can", "must"):
                continue
            start = next((s for s in range(max(sentence.first, i - 4), i) if _reaches(doc, s, i)), None)
            name = phrase(doc, start, i, True) if start is not None else None
            if name is not None:
                out.append(name)
    return out


def _proper(doc: Doc) -> tuple[Label, ...]:
    """Capitalised names inside sentences that come up twice or more."""
    out: list[Label] = []
    starts = {s.first for s in doc.sentences}
    for token in doc.tokens:
        if token.kind != "w" or not token.text[:1].isupper() or token.i in starts or len(token.text) < 2:
            continue
        name = phrase(doc, token.i, len(doc.tokens))
        if name is not None and sum(t.low == token.low for t in doc.tokens) > 1:
            out.append(name)
    return merge(out)


def _without(labels: tuple[Label, ...], known: tuple[Label, ...]) -> tuple[Label, ...]:
    stems = {s for label in known for s in label.stems}
    return tuple(x for x in labels if not stems & set(x.stems))


def _turned(doc: Doc, a: tuple[Label, ...], b: tuple[Label, ...]) -> Sets:
    """Two lists, the one that sends first."""
    return (a, b) if _sends(doc, a) >= _sends(doc, b) else (b, a)


def _sends(doc: Doc, labels: tuple[Label, ...]) -> int:
    score = 0
    for hit in hits(doc, labels):
        before = doc.low(hit.first - 1)
        before = doc.low(hit.first - 2) if before in word_class("determiners") else before
        score += {"from": 2, "to": -2, "at": 0}.get(before, 0)
        ahead = doc.words(hit.last, hit.last + 3)
        score += any(w in _SUPPLY for w in ahead) - 2 * any(w in _DEMAND for w in ahead)
    return score
