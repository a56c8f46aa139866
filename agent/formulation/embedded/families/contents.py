"""What ingredients hold: numbers with the attribute they measure ("4% fat", "a protein content of 11%")."""

from __future__ import annotations

import itertools

from modelwright.agent.formulation.embedded.doc import Doc, is_content
from modelwright.agent.formulation.embedded.families.finish import Frame
from modelwright.agent.formulation.embedded.families.labels import Hit, Label, lists, merge, phrase
from modelwright.agent.formulation.embedded.families.pairing import tie
from modelwright.agent.formulation.embedded.lexicon import units, verb_forms, word_class
from modelwright.agent.formulation.embedded.numbers import Num
from modelwright.agent.formulation.embedded.tokens import noun_stem

_HOLDS = frozenset("with contain contains contained has have is are costs cost consists holds".split())
_SKIP = frozenset(
    "of is are a an the content contents level levels rating ratings at its and by weight with per share as".split()
)
_GLUE = frozenset((",", "and", "or", "to", "$", "£", "€", "%", "percent", "per", "cent"))
MIX_WORDS = frozenset("mix mixes mixture blend blends mixed blended mixing blending batch combined".split())
MOST_SETS = 8


def ingredient_sets(doc: Doc) -> list[tuple[Label, ...]]:
    """Returns candidate sets of ingredients: coordinations, and subjects of "contains", "has", "costs"."""
    pool = [merge(list(group)) for group in lists(doc)]
    subjects: list[Label] = []
    for sentence in doc.sentences:
        for i in range(sentence.first + 1, sentence.last):
            if doc.low(i) not in _HOLDS:
                continue
            end = i - 1 if doc.low(i - 1) in ("that", "which") else i
            end -= (end < i or doc.low(i) == "with") and doc.low(end - 1) == ","
            for start in range(max(sentence.first, end - 4), end):
                name = phrase(doc, start, end + 1, True)
                if name is not None and name.last == end:
                    subjects.append(name)
                    break
    lines = [phrase(doc, s.first + (doc.low(s.first) in ("-", "*", "•")), s.last, True) for s in doc.sentences]
    headed = [x for x in lines if x is not None and doc.low(x.last) in (":", "(", "-", "–")]
    pool += [merge(subjects), merge(headed)]
    shared = {noun_stem(doc.low(n.last)) for n in doc.numbers if n.percent}
    pool += [tuple(x for x in group if shared.isdisjoint(x.stems)) for group in pool]
    out: list[tuple[Label, ...]] = []
    for group in pool:
        known = [{x.stems for x in o} for o in out]
        if 2 <= len(group) <= 6 and {x.stems for x in group} not in known:
            out.append(group)
    return out[:MOST_SETS]


def is_money(doc: Doc, n: Num) -> bool:
    """Returns whether a number is a price: a currency, or a cost word right before it."""
    if n.currency is not None:
        return True
    back = doc.words(n.first - 4, n.first)
    return not n.percent and any(w in ("cost", "costs", "costing", "price", "priced", "sells") for w in back)


def attributes(frame: Frame, numbers: tuple[Num, ...], taken: frozenset[int]) -> dict[int, str]:
    """Returns the stem of what each number measures, by number id; a list shares what its ends say.

    Only attributes that some governed number has count: those the mix as a whole is held to.
    """
    doc = frame.doc
    direct: dict[int, str] = {}
    for n in numbers:
        found = _after(doc, n, taken)
        found = _before(doc, n, taken) if found is None else found
        if found is not None:
            direct[n.id] = found
    _share(doc, numbers, direct, taken)
    held = frozenset(a for i, a in direct.items() if i in frame.govs and a)
    out = {i: a for i, a in direct.items() if a in held or a == ""}
    for n in numbers:
        if n.id not in out and not n.currency:
            headed = _headed(doc, n, held)
            if headed is not None:
                out[n.id] = headed
    return out


def _share(doc: Doc, numbers: tuple[Num, ...], out: dict[int, str], taken: frozenset[int]) -> None:
    for order in (tuple(reversed(numbers)), numbers):
        for a, b in itertools.pairwise(order):
            if a.id in out and b.id not in out and out[a.id] and _listed(doc, a, b, taken):
                out[b.id] = out[a.id]


def _listed(doc: Doc, a: Num, b: Num, taken: frozenset[int]) -> bool:
    first, last = (a, b) if a.first < b.first else (b, a)
    if first.percent != last.percent or bool(first.currency) != bool(last.currency):
        return False
    places = range(first.last, last.first)
    return all(doc.low(i) in _GLUE or i in taken or i in doc.compare_at or doc.low(i) == "the" for i in places)


def _headed(doc: Doc, n: Num, held: frozenset[str]) -> str | None:
    """The attribute named last before a number in its sentence: "the protein content of A and B is 4% and 5%"."""
    first = next(s.first for s in doc.sentences if s.first <= n.first < s.last)
    stems = [noun_stem(t.low) for t in doc.tokens[first : n.first]]
    return next((s for s in reversed(stems) if s in held), None)


def _after(doc: Doc, n: Num, taken: frozenset[int]) -> str | None:
    i = n.last
    while doc.low(i) in units() or noun_stem(doc.low(i)) in units():
        i += 1
    if doc.low(i) == "of":
        i += 1
    while doc.low(i) in word_class("determiners"):
        i += 1
    if doc.low(i) in MIX_WORDS and i > n.last:
        return ""
    return _noun(doc, i, taken)


def _before(doc: Doc, n: Num, taken: frozenset[int]) -> str | None:
    i = n.first - 1
    floor = max((s.first for s in doc.sentences if s.first <= n.first), default=0)
    steps = 0
    while i >= floor and steps < 9 and (doc.low(i) in _SKIP or i in doc.compare_at or _modal(doc, i)):
        i -= 1
        steps += 1
    return _noun(doc, i, taken) if i >= floor and doc.low(i) not in (":", ",", ";") else None


def _modal(doc: Doc, i: int) -> bool:
    return doc.low(i) in word_class("auxiliaries")


def _noun(doc: Doc, i: int, taken: frozenset[int]) -> str | None:
    if not 0 <= i < len(doc.tokens) or i in taken:
        return None
    token = doc.tokens[i]
    if not is_content(token) or i in doc.number_tokens or token.low in verb_forms() or token.low in units():
        return None
    return noun_stem(token.low)


def tied_by_sentence(frame: Frame, numbers: tuple[Num, ...], found: tuple[Hit, ...]) -> dict[int, int]:
    """Returns number id by label; a sentence that names none goes on about the last one named."""
    out: dict[int, int] = {}
    last: Hit | None = None
    for sentence in frame.doc.sentences:
        some = tuple(n for n in numbers if sentence.first <= n.first < sentence.last)
        near = tuple(h for h in found if sentence.first <= h.first < sentence.last)
        size = len({h.label for h in found})
        if some and not near and len(some) == size:
            out.update({k: n.id for k, n in enumerate(some) if k not in out})
        elif some and not near and last is not None and len(some) == 1:
            out.setdefault(last.label, some[0].id)
        for number, label in tie(frame.doc, some, near).items():
            out.setdefault(label, number)
        last = near[-1] if near else last
    return out
