"""Shipments between places: variables are pairs "from S to D", limits belong to the places.

The pairs are read from "from S to D" and from lists under one source ("from S it costs 4 to D and 6 to E").
"""

from __future__ import annotations

from dataclasses import dataclass

from modelwright.agent.formulation.embedded.context import governors, make_views, words_of
from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.facts import Facts, Limit, Rate
from modelwright.agent.formulation.embedded.lexicon import word_class
from modelwright.agent.formulation.embedded.mentions import Name
from modelwright.agent.formulation.embedded.phrases import name_word, run_right


@dataclass(frozen=True, slots=True)
class Pair:
    """A source and a destination with the number tied to them."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    number: int
    first: int
    last: int
    label: str = ""


def route_names(doc: Doc) -> list[tuple[Name, ...]]:
    """Returns one name a pair of places, when at least two sources and two pairs are priced; else nothing."""
    pairs = find_pairs(doc)
    keys: dict[tuple[tuple[str, ...], tuple[str, ...]], Pair] = {}
    for pair in pairs:
        keys.setdefault((pair.source, pair.target), pair)
    sources = {p.source for p in keys.values()}
    targets = {p.target for p in keys.values()}
    if not 3 <= len(keys) <= 12 or (len(sources) < 2 and len(targets) < 2) or sources & targets:
        return []
    return [tuple(Name((*p.source, "to", *p.target), p.first, p.last, None, p.label) for p in keys.values())]


def find_pairs(doc: Doc) -> list[Pair]:
    """Returns the priced pairs of places in order."""
    out: list[Pair] = []
    for sentence in doc.sentences:
        source: tuple[str, ...] | None = None
        words = ""
        start = sentence.first
        waiting: list[tuple[tuple[str, ...], int, int, int]] = []
        last_number: int | None = None
        i = sentence.first
        while i < sentence.last:
            low = doc.low(i)
            if i in doc.number_at and not doc.numbers[doc.number_at[i]].name:
                number = doc.number_at[i]
                if waiting and last_number is None and source is not None:
                    target, first, end, at = waiting.pop()
                    out.append(Pair(source, target, number, first, end, f"{words} to {doc.quote(at + 1, end)}"))
                else:
                    last_number = number
                i = doc.numbers[number].last
                continue
            if low in ("from", "to", "and", "between"):
                place, end = _place(doc, i + 1)
                if place is not None and low == "from":
                    source, start = place, i + 1
                    words = doc.quote(i + 1, end)
                    i = end
                    continue
                if place is not None and low == "to" and source is not None:
                    if last_number is not None:
                        out.append(Pair(source, place, last_number, start, end, f"{words} to {doc.quote(i + 1, end)}"))
                        last_number = None
                    else:
                        waiting = [(place, start, end, i)]
                    start = i + 1 if out and out[-1].source != source else start
                    i = end
                    continue
            i += 1
    return out


def _place(doc: Doc, i: int) -> tuple[tuple[str, ...] | None, int]:
    """A place: an optional article and head, then a capitalised word or letter."""
    while doc.low(i) in ("the", "a", "an") and not doc.tokens[i].text.isupper():
        i += 1
    last = run_right(doc, i)
    if last == i and i < len(doc.tokens) and doc.tokens[i].text.isupper() and doc.tokens[i].kind == "w":
        last = i + 1
    if last == i or last - i > 3:
        return None, i
    stems = [t.stem for t in doc.tokens[i:last] if t.text[:1].isupper() or (t.kind == "n")]
    if not stems:
        return None, i
    return tuple(stems), last


def route_facts(doc: Doc, names: tuple[Name, ...]) -> Facts:
    """Returns the facts of a shipment text: a rate for each priced pair, and limits of places over their pairs."""
    index = {name.stems: k for k, name in enumerate(names)}
    everyone = tuple(range(len(names)))
    rates: list[Rate] = []
    limits: list[Limit] = []
    aside: list[tuple[int, str]] = []
    used: set[int] = set()
    views = make_views(doc, ())
    for pair in find_pairs(doc):
        k = index.get((*pair.source, "to", *pair.target))
        if k is not None:
            view = next(v for v in views if v.piece.first <= doc.numbers[pair.number].first < v.piece.last)
            rates.append(Rate(pair.number, (k,), words_of(view, doc.numbers[pair.number])))
            used.add(pair.number)
    ends: dict[str, tuple[tuple[int, ...], bool]] = {}
    for k, name in enumerate(names):
        at = name.stems.index("to")
        for stem, source in ((name.stems[at - 1], True), (name.stems[-1], False)):
            members = ends.get(stem, ((), source))[0]
            if k not in members:
                ends[stem] = ((*members, k), source)
    for view in views:
        govs = governors(view, frozenset())
        for n in view.numbers:
            if n.id in used:
                continue
            if n.name or n.counter or n.year or (n.words and n.value <= 4 and n.id not in govs):
                aside.append((n.id, "in-name" if n.name else "counter"))
                continue
            place = _nearest_place(doc, view.piece.first, view.piece.last, n.first, n.last, ends, view.numbers)
            variables, source = ends[place] if place is not None else (everyone, True)
            gov = govs.get(n.id)
            sense = gov.sense if gov else "<=" if source else ">="
            if gov is None and place is not None:
                around = doc.words(view.piece.first, view.piece.last)
                if any(w in word_class("demand") for w in around) and not source:
                    sense = ">="
            limits.append(
                Limit(
                    n.id,
                    sense,
                    gov is not None,
                    variables,
                    (),
                    1.0 if place is None else 0.0,
                    words_of(view, n),
                    view.piece.first,
                    view.piece.last,
                    group_total=True,
                )
            )
    return Facts(tuple(rates), tuple(limits), (), tuple(aside))


def _nearest_place(
    doc: Doc,
    first: int,
    last: int,
    start: int,
    end: int,
    ends: dict[str, tuple[tuple[int, ...], bool]],
    numbers: tuple[object, ...],
) -> str | None:
    """The place a limit belongs to: the last one named before the number, else the first after it."""
    stops = [i for i in range(first, start) if i in doc.number_at and doc.tokens[i].stem not in ends]
    for i in range(start - 1, (stops[-1] if stops else first) - 1, -1):
        token = doc.tokens[i]
        if token.stem in ends and (token.text[:1].isupper() or token.kind == "n"):
            return token.stem
    following = [i for i in range(end, last) if i in doc.number_at]
    for i in range(end, following[0] if following else last):
        token = doc.tokens[i]
        if token.stem in ends and (token.text[:1].isupper() or token.kind == "n"):
            return token.stem
    return None


__all__ = ["find_pairs", "name_word", "route_facts", "route_names"]
