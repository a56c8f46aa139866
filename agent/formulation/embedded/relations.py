"""Shares of a total, multiples and comparisons between variables."""

from __future__ import annotations

import itertools
from dataclasses import replace

from modelwright.agent.formulation.embedded.comparisons import (
    apart,
    around,
    comparison,
    difference,
    distinct,
    for_every,
    odds,
    ratio_of,
    real_mentions,
    sums,
    together,
)
from modelwright.agent.formulation.embedded.context import Governor, View, words_of
from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.facts import Relation
from modelwright.agent.formulation.embedded.lexicon import units
from modelwright.agent.formulation.embedded.mentions import Mention
from modelwright.agent.formulation.embedded.numbers import Num
from modelwright.agent.formulation.embedded.subjects import group_before

_AS_MANY = ("many", "much")
_MODALS = frozenset("must should can cannot may might shall needs need has have will".split())
_PLACED_WORDS = frozenset(
    (
        "must be has to have should can may invested placed put allocated in into on the his her their its "
        "your our at of from"
    ).split()
)
_SHARE_AFTER = frozenset("total all overall entire whole combined sum".split())


def find_relations(view: View, govs: dict[int, Governor], count: int) -> list[Relation]:
    """Returns the relations that a piece states between `count` variables."""
    out: list[Relation] = []
    ratio = odds(view, govs) or ratio_of(view, govs)
    if ratio is not None:
        out.append(ratio)
    taken = {x for r in out for x in (r.number, r.per) if x is not None}
    for n in view.numbers:
        if n.id in taken:
            continue
        if n.name or n.counter or n.year or n.currency:
            continue
        found = _multiple(view, n, govs.get(n.id), count) or _share(view, n, govs.get(n.id), count)
        found = found or difference(view, n, govs.get(n.id), count) or for_every(view, n, govs.get(n.id))
        if found is not None:
            out.append(found)
    out = _merged(out)
    used = {r.number for r in out if r.number is not None} | {r.offset for r in out if r.offset is not None}
    compared = comparison(view, used, count)
    if compared is not None and (not out or apart(view, used, compared)):
        out.append(compared)
    return out


def _merged(found: list[Relation]) -> list[Relation]:
    """ "V1 at least 3 more than twice V2": the multiple and the difference are one relation."""
    for a in found:
        for b in found:
            same = (a.sense, a.left, a.right) == (b.sense, b.left, b.right)
            if same and a.kind == "compare" and b.kind == "multiple" and (a.offset or 0) < (b.number or 0):
                return [replace(b, offset=a.offset), *(r for r in found if r is not a and r is not b)]
    return found


def _multiple(view: View, n: Num, gov: Governor | None, count: int) -> Relation | None:
    doc = view.doc
    low1, low2 = doc.low(n.last), doc.low(n.last + 1)
    as_many = (low1 == "as" and low2 in _AS_MANY) or (low1 in ("more", "the") and n.multiple)
    of_other = low1 in ("of", "the", "that", "as") and _number_of(doc, n.last, view.piece.last)
    before, after = around(view, n)
    # "V1 may be at most half the V2"
    of_other = of_other or bool(
        n.fraction and low1 == "the" and after and after[0].first == n.last + 1 and _own_subject(view, n, before)
    )
    if n.percent and not (as_many or of_other or (low1 == "of" and _of_variable(view, n, after))):
        return None
    if not (n.multiple or n.fraction or n.percent):
        return None
    if n.fraction and not n.multiple and not (as_many or of_other or (low1 == "of" and _of_variable(view, n, after))):
        return None
    if n.multiple and not n.words and doc.low(n.last - 1) != "times" and doc.low(n.last - 1) not in ("x", "×", "fold"):
        return None
    if not as_many and after and _modal_between(doc, n.last, after[0].first) and (n.percent or n.fraction):
        return None
    summed = sums(view, after, "as", n.last + 2) if low1 == "as" and as_many else None
    left, right = summed or _sides(before, after, as_many or (of_other and _than(view, n, after)), count)
    if before and left == (before[-1].var,):
        left = together(view, before[-1]) or left
    if not left or not right or set(left) & set(right):
        return None
    if n.fraction and of_other and not as_many and not right:
        return None
    sense = gov.sense if gov else "=="
    if False:
        sense = ">="
    return Relation("multiple", sense, n.id, left, right, view.piece.first, view.piece.last, gov is not None)


def _number_of(doc: Doc, i: int, last: int) -> bool:
    """ "the number of", "that of", "the amount of", "as many", within four words."""
    words = doc.words(i, min(i + 5, last))
    return any(w in ("number", "amount", "quantity", "many", "much") for w in words) or words[:2] == ["that", "of"]


def _of_variable(view: View, n: Num, after: list[Mention]) -> bool:
    """ "half of V", where V is one variable and no word of totality stands between."""
    if not after:
        return False
    m = after[0]
    between = view.doc.words(n.last + 1, m.first)
    if _modal_between(view.doc, n.last + 1, m.first):
        return False
    if any(w in _SHARE_AFTER for w in between) or len(between) > 5:
        return False
    if any(b.first <= m.last + 2 and b.var != m.var for b in after[1:]):
        return False
    before = [b for b in real_mentions(view) if b.last <= n.first]
    return bool(before) and before[-1].var != m.var


def _modal_between(doc: Doc, first: int, last: int) -> bool:
    return any(
        w in ("must", "should", "be", "can", "are", "is", "occur", "need", "needs", "have", "has")
        for w in doc.words(first, last)
    )


def _than(view: View, n: Num, after: list[Mention]) -> bool:
    """ "k times the number of V1 as V2": both sides follow the number."""
    if len({m.var for m in after}) < 2:
        return False
    a = after[0]
    b = next((m for m in after if m.var != a.var), None)
    if b is None:
        return False
    between = view.doc.words(a.last, b.first)
    return any(w in ("as", "than", "compared", "to") for w in between)


def _sides(
    before: list[Mention], after: list[Mention], both_after: bool, count: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    variables_after = distinct(after)
    if both_after and len(variables_after) >= 2:
        return (variables_after[0],), (variables_after[1],)
    if before and after:
        x = before[-1].var
        y = next((m.var for m in after if m.var != x), None)
        if y is not None:
            return (x,), (y,)
    if len(variables_after) >= 2:
        return (variables_after[0],), (variables_after[1],)
    if count == 2:
        if len(variables_after) == 1:
            other = 1 - variables_after[0]
            return ((variables_after[0],), (other,)) if both_after else ((other,), (variables_after[0],))
        if before and not after:
            if len(distinct(before)) == 2:
                pair = distinct(before)
                return (pair[0],), (pair[1],)
            return (before[-1].var,), (1 - before[-1].var,)
    if not after and len(distinct(before)) >= 2:
        pair = distinct(before)
        return (pair[-2],), (pair[-1],)
    return (), ()


def _share(view: View, n: Num, gov: Governor | None, count: int) -> Relation | None:
    """ "at least 30% of the total must be V", "V must make up at most half of all H"."""
    doc = view.doc
    if not (n.percent or n.fraction) or n.value > 100:
        return None
    if n.fraction and n.value >= 1:
        return None
    before, after = around(view, n)
    words = doc.words(n.last, min(n.last + 7, view.piece.last))
    if words[:1] == ["of"] and (words[1:2] in (["a"], ["an"]) or (words[1:2] and words[1] in units())):
        return None
    of_total = bool(words) and (
        words[0] in ("of", "in") or any(w in _SHARE_AFTER for w in words[:4]) or words[:3] == ["the", "number", "of"]
    )
    if not of_total and not (gov is not None and words and (before or after)):
        return None
    if any(m.each for m in before[-1:]) and gov is None and not any(w in _SHARE_AFTER for w in words[:4]):
        return None
    part = _share_part(view, n, before, after, count)
    if not part or len(part) == count:
        return None
    if not of_total:
        # "at least 20% V", "V at most 40%": a share only when the percent stands beside the name.
        if gov is None and not any(w in ("must", "should") for w in doc.words(view.piece.first, view.piece.last)):
            return None
        placed = (
            bool(after)
            and after[0].first - n.last <= 7
            and _be_between(doc, n.last, after[0].first)
            and all(w in _PLACED_WORDS for w in doc.words(n.last, after[0].first))
        )
        near = placed or (after and after[0].first - n.last <= 3 and doc.low(after[0].first - 1) not in ("per", "each"))
        modal = any(
            w in ("must", "should", "be", "make", "can", "cannot", "to") for w in doc.words(n.first - 8, n.first)
        )
        if not near and not (before and modal):
            return None
    sense = gov.sense if gov else _verb_sense(view, n)
    return Relation(
        "share", sense, n.id, part, (), view.piece.first, view.piece.last, gov is not None, words=words_of(view, n)
    )


def _verb_sense(view: View, n: Num) -> str:
    back = view.doc.words(max(view.piece.first, n.first - 8), n.first)
    if any(w in ("minimum", "least") for w in back):
        return ">="
    if any(w in ("maximum", "most", "only") for w in back):
        return "<="
    return "=="


def _share_part(view: View, n: Num, before: list[Mention], after: list[Mention], count: int) -> tuple[int, ...]:
    doc = view.doc
    own = _own_subject(view, n, before)
    if own:
        return own
    modal_after = [m for m in after if _be_between(doc, n.last, m.first)]
    if modal_after:
        return _joined(doc, modal_after)
    if (
        after
        and before
        and doc.low(before[-1].last)
        in ("must", "should", "can", "cannot", "may", "needs", "need", "to", "has", "have", "will", "is", "are")
    ):
        return (before[-1].var,)
    if before and not after:
        return (before[-1].var,)
    if after:
        last = after[-1]
        if not before:
            return (last.var,)
        return (before[-1].var,)
    return ()


def _own_subject(view: View, n: Num, before: list[Mention]) -> tuple[int, ...]:
    """ "V may be at most half of all H", "V1 and V2 together must provide at least 30%": the clause's own subject."""
    if not before:
        return ()
    words = view.doc.words(before[-1].last, n.first)
    while words and words[0] in ("together", "combined", "jointly", "both", "units", "ones"):
        words = words[1:]
    if words[:1] in (["is"], ["are"]) and words[1:2] in (["limited"], ["capped"], ["restricted"], ["confined"]):
        words = ["can", *words[1:]]
    light = all(not w[:1].isdigit() and w not in (",", "and", "or", "but", ";", "of") for w in words)
    if light and len(words) <= 8 and words and (words[0] in _MODALS or words[0].endswith("n't")):
        group = group_before(view, before[-1])
        opener = next(m for m in reversed(before) if m.var == group[0])
        taken = view.doc.low(opener.lead - 1) in ("as", "than", "to", "of", "over")
        return (before[-1].var,) if taken else group
    return ()


def _be_between(doc: Doc, first: int, last: int) -> bool:
    words = doc.words(first, last)
    return (
        any(
            w in ("be", "is", "are", "must", "should", "to", "into", "in", "have", "on", "made", "use", "for", "can")
            for w in words
        )
        and len(words) >= 1
    )


def _joined(doc: Doc, mentions: list[Mention]) -> tuple[int, ...]:
    out = [mentions[0].var]
    for a, b in itertools.pairwise(mentions):
        if all(w in ("and", "or", ",", "the", "either") for w in doc.words(a.last, b.lead)):
            if b.var not in out:
                out.append(b.var)
        else:
            break
    return tuple(out)
