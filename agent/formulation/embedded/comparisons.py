"""Comparisons between variables: differences, "for every", and comparisons without a number."""

from __future__ import annotations

from itertools import pairwise

from modelwright.agent.formulation.embedded.context import Governor, View
from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.facts import Relation
from modelwright.agent.formulation.embedded.lexicon import units, word_class
from modelwright.agent.formulation.embedded.mentions import ALL, Mention
from modelwright.agent.formulation.embedded.numbers import Num
from modelwright.agent.formulation.embedded.subjects import group_after, group_before
from modelwright.agent.formulation.embedded.tokens import noun_stem

_AS_MANY = ("many", "much")
_TOGETHER = frozenset(("together", "combined", "altogether", "jointly", "taken"))


def apart(view: View, used: set[int], compared: Relation) -> bool:
    """The comparison stands in its own clause, after the numbers of the other relations."""
    last = max((view.doc.numbers[n].last for n in used), default=0)
    return compared.trigger > last + 3 and any(w in ("and", "but", ",") for w in view.doc.words(last, compared.trigger))


def real_mentions(view: View) -> list[Mention]:
    """Returns the mentions of single variables in a piece."""
    return [m for m in view.mentions if m.var != ALL]


def around(view: View, n: Num) -> tuple[list[Mention], list[Mention]]:
    """Returns the mentions before and after a number."""
    before = [m for m in real_mentions(view) if m.last <= n.first]
    after = [m for m in real_mentions(view) if m.first >= n.last]
    return before, after


def distinct(mentions: list[Mention]) -> tuple[int, ...]:
    """Returns the variables mentioned, each once, in order."""
    out: list[int] = []
    for m in mentions:
        if m.var not in out:
            out.append(m.var)
    return tuple(out)


def last_pair(mentions: list[Mention]) -> tuple[int, ...]:
    """Returns the last two different variables mentioned, in order."""
    return tuple(reversed(distinct(mentions[::-1])[:2]))


def difference(view: View, n: Num, gov: Governor | None, count: int) -> Relation | None:
    """ "at least 5 more V1 than V2", "V1 must exceed V2 by at least 5"."""
    doc = view.doc
    if n.percent or n.fraction or n.multiple:
        return None
    before, after = around(view, n)
    low = doc.low(n.last)
    if low in units() or noun_stem(low) in units():
        low = doc.low(n.last + 1)  # "at least 5 hours more than"
    if low in ("more", "fewer", "less", "additional") and "than" in doc.words(n.last, view.piece.last):
        than = next(i for i in range(n.last, view.piece.last) if doc.low(i) == "than")
        x = (
            [m.var for m in before[-1:]]
            if not any(m.first < than for m in after)
            else [m.var for m in after if m.first < than]
        )
        y = [m.var for m in after if m.first > than]
        if x and y and x[0] != y[0]:
            sense = gov.sense if gov else "=="
            if low in ("more", "additional"):
                return Relation("compare", sense, None, (x[0],), (y[0],), view.piece.first, view.piece.last, True, n.id)
            return Relation(
                "compare",
                sense,
                None,
                (y[0],),
                (x[0],),
                view.piece.first,
                view.piece.last,
                True,
                n.id,
            )
    if doc.low(n.first - 1) == "by" or (gov is not None and doc.low(gov.first - 1) == "by"):
        pair = last_pair(before)
        if len(pair) >= 2 and any(
            w in ("exceed", "exceeds", "more", "than", "outnumber", "outnumbers")
            for w in doc.words(view.piece.first, n.first)
        ):
            return Relation(
                "compare",
                gov.sense if gov else "==",
                None,
                (pair[-2],),
                (pair[-1],),
                view.piece.first,
                view.piece.last,
                True,
                n.id,
            )
    return None


def odds(view: View, govs: dict[int, Governor]) -> Relation | None:
    """ "V1 must not outnumber V2 by more than two to one", "the ratio of V1 to V2 must be at least 3:1"."""
    doc, piece = view.doc, view.piece
    for n, base in pairwise(view.numbers):
        if doc.words(n.last, base.first) not in (["to"], [":"]) or n.percent or n.currency or not base.value:
            continue
        pair = last_pair(around(view, n)[0])
        if len(pair) < 2 or doc.low(n.first - 1) == "from":
            continue
        words = doc.words(piece.first, n.first)
        if not any(w in ("ratio", "outnumber", "outnumbers", "exceed", "by", "proportion") for w in words):
            continue
        gov = govs.get(n.id)
        return Relation(
            "multiple", gov.sense if gov else "==", n.id, (pair[-2],), (pair[-1],), piece.first, piece.last,
            gov is not None, per=base.id,
        )  # fmt: skip
    return None


def ratio_of(view: View, govs: dict[int, Governor]) -> Relation | None:
    """ "at least one V1 for every 5 V2", "for every three V2 it must keep at least one V1"."""
    doc = view.doc
    plain = [n for n in view.numbers if not (n.percent or n.fraction or n.multiple or n.currency or n.name)]
    for base in plain:
        if doc.low(base.first - 1) not in ("every", "each") or doc.low(base.first - 2) not in ("for", "per"):
            continue
        y = next((m for m in real_mentions(view) if 0 <= m.first - base.last <= 2), None)
        if y is None:
            continue
        for n in plain:
            if n.id == base.id:
                continue
            x = next((m for m in real_mentions(view) if 0 <= m.first - n.last <= 2 and m.var != y.var), None)
            if x is not None:
                gov = govs.get(n.id)
                sense = gov.sense if gov else "=="
                return Relation(
                    "multiple",
                    sense,
                    n.id,
                    (x.var,),
                    (y.var,),
                    view.piece.first,
                    view.piece.last,
                    gov is not None,
                    per=base.id,
                )
    return None


def for_every(view: View, n: Num, gov: Governor | None) -> Relation | None:
    """ "for every V2 there must be at least 3 V1"."""
    doc = view.doc
    if n.percent or n.fraction or n.multiple or n.currency:
        return None
    before, after = around(view, n)
    if len(after) > 1 and after[0].first - n.last <= 2 and after[1].each and after[1].var != after[0].var:
        x, y = after[0], after[1]
        if doc.low(y.lead - 1) == "for" and doc.low(y.lead) in ("every", "each") and y.first - x.last <= 4:
            sense = gov.sense if gov else "=="
            piece = view.piece
            return Relation("multiple", sense, n.id, (x.var,), (y.var,), piece.first, piece.last, gov is not None)
    if not before or not after or after[0].first - n.last > 2:
        return None
    y, x = before[-1], after[0]
    if gov is not None and _each_may(view, y, x, gov):
        piece = view.piece
        return Relation("multiple", gov.sense, n.id, (x.var,), (y.var,), piece.first, piece.last, True)
    if doc.low(y.lead - 1) != "for" or doc.low(y.lead) not in ("every", "each", "one", "a") or x.var == y.var:
        return None
    if gov is None and not any(w in ("must", "should", "need", "needs", "least") for w in doc.words(y.last, n.first)):
        return None
    return Relation(
        "multiple",
        gov.sense if gov else ">=",
        n.id,
        (x.var,),
        (y.var,),
        view.piece.first,
        view.piece.last,
        gov is not None,
    )


def _each_may(view: View, y: Mention, x: Mention, gov: Governor) -> bool:
    """ "each V2 can coach at most N V1": what one V2 may have of V1."""
    words = view.doc.words(y.last, gov.first)
    modal = any(w in ("can", "may", "must", "should", "cannot", "needs") for w in words[:2])
    told = view.doc.low(y.lead) in ("each", "every", "one", "a", "an") and "and" not in words
    return modal and told and not x.each and x.var != y.var and len(words) <= 4 and view.doc.low(y.lead - 1) != "for"


def comparison(view: View, used: set[int], count: int) -> Relation | None:
    """ "more V1 than V2", "V1 must not exceed V2", "at least as many V1 as V2"."""
    doc, piece = view.doc, view.piece
    if piece.reason:
        return None
    mentions = real_mentions(view)
    if len(distinct(mentions)) < 2 and count != 2:
        return None
    for i in range(piece.first, piece.last):
        low = doc.low(i)
        compare = doc.compare_at.get(i)
        if compare is not None and i == compare.first and not compare.after:
            found = _compare_at(view, mentions, compare.first, compare.last, compare.sense)
            if found is not None:
                return found
        if low in ("more", "fewer", "less") and compare is None:
            than = next((j for j in range(i, min(i + 12, piece.last)) if doc.low(j) == "than"), None)
            if than is None or any(n.first >= i - 3 and n.last <= than for n in view.numbers):
                continue
            left = [m for m in mentions if i < m.first < than]
            right = [m for m in mentions if m.first > than]
            ordered = _modal(doc, piece.first, i) or (
                i <= piece.first + 1 and any(w in ("must", "should") for w in doc.words(than, piece.last))
            )
            if left and right and left[0].var != right[0].var and ordered:
                sense = ">=" if low == "more" else "<="
                if any(doc.low(k) in word_class("negators") for k in range(max(piece.first, i - 6), i)):
                    sense = "<=" if sense == ">=" else ">="
                return Relation(
                    "compare", sense, None, (left[0].var,), (right[0].var,), piece.first, piece.last, True, trigger=i
                )
    return None


def sums(view: View, mentions: list[Mention], word: str, start: int) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """ "as many V1 and V2 together as V3": both sides where at least one is a sum, else None."""
    edge = next((i for i in range(start, view.piece.last) if view.doc.low(i) == word), None)
    if edge is None:
        return None
    before = [m for m in mentions if start <= m.first < edge]
    after = [m for m in mentions if m.first > edge]
    if not before or not after:
        return None
    left, right = group_before(view, before[-1]), group_after(view, after[0])
    told = any(w in _TOGETHER for w in view.doc.words(start, after[-1].last + 2))
    if len(left) + len(right) < 3 or set(left) & set(right) or (len(right) > 1 and not told):
        return None
    return left, right


def together(view: View, m: Mention) -> tuple[int, ...]:
    """ "V1 and V2 together (must ...)": the sum that ends with this mention, or nothing."""
    group = group_before(view, m)
    return group if len(group) > 1 and view.doc.low(m.last) in _TOGETHER else ()


def _modal(doc: Doc, first: int, i: int) -> bool:
    words = doc.words(max(first, i - 14), i)
    if any(w in ("prefer", "prefers", "likes", "since", "because") for w in words):
        return False
    return any(
        w
        in (
            "must",
            "should",
            "need",
            "needs",
            "to",
            "has",
            "have",
            "be",
            "can",
            "cannot",
            "number",
            "wants",
            "require",
            "requires",
            "shall",
            "there",
        )
        for w in words
    )


def _compare_at(view: View, mentions: list[Mention], first: int, last: int, sense: str) -> Relation | None:
    doc, piece = view.doc, view.piece
    if any(last <= n.first <= last + 4 for n in view.numbers):
        return None
    as_many = doc.low(last) == "as" and doc.low(last + 1) in _AS_MANY
    many_as = doc.words(first, last)[:2] in (["as", "many"], ["as", "much"])
    left = [m for m in mentions if m.last <= first]
    right = [m for m in mentions if m.first >= last]
    if as_many or many_as:
        sides = sums(view, right, "as", last + 2 if as_many else last)
        if sides is not None:
            return Relation("compare", sense if as_many else "==", None, *sides, piece.first, piece.last, True)
        pair = distinct(right)
        if len(pair) >= 2:
            return Relation(
                "compare", sense if as_many else "==", None, (pair[0],), (pair[1],), piece.first, piece.last, True
            )
        if left and right and left[-1].var != right[0].var:
            return Relation("compare", sense, None, (left[-1].var,), (right[0].var,), piece.first, piece.last, True)
        return None
    if left and right and right[0].first - last <= 9:
        x = left[-1].var
        y = right[0].var
        group = together(view, left[-1])
        if group and y not in group:
            return Relation("compare", sense, None, group, (y,), piece.first, piece.last, True)
        if x != y and not any(n.last <= right[0].first and n.first >= last for n in view.numbers):
            between = doc.words(left[-1].last, first)
            if len(between) <= 14 and not right[0].each:
                return Relation("compare", sense, None, (x,), (y,), piece.first, piece.last, True)
    return None
