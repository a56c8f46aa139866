"""Gives each number of a piece its role and, for rates, its variables.

Schemes: "local" reads the words around each number; "forward" gives numbers the last variable before them, "backward"
the
next one after them. The local scheme is best on its own; the others are alternatives for the beam.
"""

from __future__ import annotations

from modelwright.agent.formulation.embedded.context import Governor, View
from modelwright.agent.formulation.embedded.exact import whole_of
from modelwright.agent.formulation.embedded.lexicon import word_class
from modelwright.agent.formulation.embedded.mentions import ALL, Mention
from modelwright.agent.formulation.embedded.numbers import Num
from modelwright.agent.formulation.embedded.subjects import (
    crosses,
    everyone,
    forward_link,
    group_after,
    group_before,
    is_capacity,
    per_link,
    subject_of,
)
from modelwright.agent.formulation.embedded.zipping import Attached, number_runs, zip_run

_LINKS = frozenset(("per", "for", "on", "from", "of", "by", "with", "each", "every", "via", "at", "in", "using"))
_AVAIL = frozenset(
    (
        "using available budget has have there owns own stock hand left limit capacity inventory spare open "
        "remaining access most only"
    ).split()
)


def attach(
    view: View,
    numbers: tuple[Num, ...],
    govs: dict[int, Governor],
    before: tuple[int, ...],
    count: int,
    heads: frozenset[str],
    scheme: str,
) -> dict[int, Attached]:
    """Returns the role of each of `numbers`; `before` is the last subject of earlier pieces."""
    out: dict[int, Attached] = {}
    links = {n.id: forward_link(view, n) for n in numbers}
    subjects = {n.id: subject_of(view, n, heads) for n in numbers}
    for k in range(len(numbers) - 2, -1, -1):
        n, following = numbers[k], numbers[k + 1]
        # Numbers listed before one name share it: "3 hours of X and 2 of Y to make a V".
        if links[n.id] is None and subjects[n.id] is None and links[following.id] is not None:
            link = links[following.id]
            if (
                link is not None
                and following.id not in govs
                and not any(n.last <= m.first < following.first for m in view.mentions if m.var != ALL)
            ):
                links[n.id] = link
    runs = number_runs(view, numbers)
    for n in numbers:
        out[n.id] = _role(view, n, govs, links, subjects, before, count, heads, scheme)
    for k in range(1, len(numbers)):
        a, b = numbers[k - 1], numbers[k]
        if out[b.id].role == "limit" and out[a.id].role == "rate" and b.id not in govs and _listed(view, a, b):
            out[b.id] = Attached("rate", out[a.id].variables)
    for run in runs:
        rated = [out[n.id] for n in run if out[n.id].role == "rate"]
        if rated and len(rated) < len(run) and not any(n.id in govs or _then_available(view, n) for n in run):
            wide = max((r.variables for r in rated), key=len)
            for n in run:
                if out[n.id].role != "rate":
                    out[n.id] = Attached("rate", wide)
        zip_run(view, run, out, count)
    return out


def _then_available(view: View, n: Num) -> bool:
    """ "180 kg available", "40 in stock": said to be at hand right behind the number."""
    doc = view.doc
    for i in range(n.last, min(n.last + 5, view.piece.last)):
        if i in doc.number_tokens or doc.tokens[i].kind == "p":
            return False
        if doc.low(i) in ("available", "earmarked", "budgeted"):
            return True
        if doc.words(i, i + 2) in (["set", "aside"], ["at", "hand"], ["in", "hand"]):
            return True
        if (doc.low(i) == "in" and doc.low(i + 1) == "stock") or (doc.low(i) == "on" and doc.low(i + 1) == "hand"):
            return True
    return False


def _listed(view: View, a: Num, b: Num) -> bool:
    """Only nouns, "and" and commas stand between two numbers: they belong to one subject."""
    doc = view.doc
    words = doc.words(a.last, b.first)
    if not words or len(words) > 6 or not any(w in ("and", ",") for w in words) or "respectively" in words:
        return False
    if any(m.first >= a.last and m.last <= b.first for m in view.mentions):
        return False
    tail = doc.words(b.last, view.piece.last)
    if any(w in _AVAIL for w in tail[:6]):
        return False
    return not any(
        w in word_class("auxiliaries")
        or w in _AVAIL
        or w in word_class("pronouns")
        or w in ("per", "each", "give", "offer")
        for w in words
    )


def _role(
    view: View,
    n: Num,
    govs: dict[int, Governor],
    links: dict[int, Mention | None],
    subjects: dict[int, Mention | None],
    before: tuple[int, ...],
    count: int,
    heads: frozenset[str],
    scheme: str,
) -> Attached:
    gov = govs.get(n.id)
    subject, link = subjects[n.id], links[n.id]
    if _then_available(view, n) or whole_of(view, n):
        return Attached("limit")
    if gov is not None:
        if gov.sense == "<=" and subject is not None and is_capacity(view, subject, gov, n):
            return Attached("rate", group_before(view, subject))
        if not (link is not None and link.each and per_link(view, n, link) and subject is None and n.currency):
            return Attached("limit")
    crossing_ok = subject is None
    if before and not view.mentions and _goes_on(view, n):
        return Attached("rate", before, inherited=True)
    if scheme == "forward" and subject is not None:
        link = None
    if scheme == "backward" and link is not None:
        crossing_ok = True
    if link is not None and subject is None and (crosses(view, n, link) or not link.each) and _owned(view, n):
        return Attached("limit")
    if link is not None and (crossing_ok or not crosses(view, n, link)):
        tied = link.each or crossing_ok or per_link(view, n, link)
        if tied and (link.each or not _available(view, n)):
            return Attached("rate", group_after(view, link))
    if subject is not None:
        return Attached("rate", group_before(view, subject))
    if everyone(view, n, heads):
        return Attached("rate", tuple(range(count)))
    if _available(view, n) or _demanded(view, n):
        return Attached("limit")
    if (
        before
        and view.doc.low(view.piece.first) in ("it", "they", "this", "while", "but", "and", "whereas", "each")
        and not view.mentions
    ):
        return Attached("rate", before, inherited=True)
    if link is not None:
        return Attached("rate", group_after(view, link))
    return Attached("limit")


def _available(view: View, n: Num) -> bool:
    words = view.doc.words(view.piece.first, view.piece.last)
    return bool(any(w in _AVAIL for w in words))


def _goes_on(view: View, n: Num) -> bool:
    """ "but (only) attracts 5": a second verb of the last subject."""
    doc = view.doc
    i = view.piece.first
    if doc.low(i) not in ("but", "and", "while"):
        return False
    return (
        any(
            doc.low(k) in word_class("yield_verbs") or doc.low(k) in word_class("consumption_verbs")
            for k in (i + 1, i + 2)
            if doc.low(k) not in ("has", "have", "make", "need")
        )
        and n.first - i <= 4
    )


def _owned(view: View, n: Num) -> bool:
    """ "has a budget of N and each V costs M": what one has, before any variable is named."""
    doc = view.doc
    start = max(
        [m.last for m in view.mentions if m.last <= n.first]
        + [o.last for o in view.numbers if o.last <= n.first]
        + [view.piece.first]
    )
    return any(
        w
        in (
            "has",
            "have",
            "budget",
            "available",
            "there",
            "spend",
            "limit",
            "capacity",
            "owns",
            "own",
            "total",
            "invest",
        )
        for w in doc.words(start, n.first)
    )


def _demanded(view: View, n: Num) -> bool:
    words = view.doc.words(view.piece.first, view.piece.last)
    return any(w in word_class("demand") for w in words)
