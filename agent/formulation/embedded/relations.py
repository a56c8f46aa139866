"""Shares of a total, multiples and comparisons between variables."""

from __future__ import annotations

import itertools

from modelwright.agent.formulation.embedded.context import Governor, View, words_of
from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.facts import Relation
from modelwright.agent.formulation.embedded.lexicon import units, word_class
from modelwright.agent.formulation.embedded.mentions import ALL, Mention
from modelwright.agent.formulation.embedded.numbers import Num

_AS_MANY = ("many", "much")
_PLACED_WORDS = frozenset(
    "must be has to have should can may invested placed put allocated in into on the his her their its your our at of from".split()
)
_SHARE_AFTER = frozenset("total all overall entire whole combined sum".split())


def find_relations(view: View, govs: dict[int, Governor], count: int) -> list[Relation]:
    """Returns the relations that a piece states between `count` variables."""
    out: list[Relation] = []
    ratio = _ratio(view, govs)
    if ratio is not None:
        return [ratio]
    for n in view.numbers:
        if n.name or n.counter or n.year or n.currency:
            continue
        found = _multiple(view, n, govs.get(n.id), count) or _share(view, n, govs.get(n.id), count)
        found = found or _difference(view, n, govs.get(n.id), count) or _for_every(view, n, govs.get(n.id))
        if found is not None:
            out.append(found)
    used = {r.number for r in out if r.number is not None} | {r.offset for r in out if r.offset is not None}
    compared = _comparison(view, used, count)
    if compared is not None and (not out or _apart(view, used, compared)):
        out.append(compared)
    return out


def _apart(view: View, used: set[int], compared: Relation) -> bool:
    """The comparison stands in its own clause, after the numbers of the other relations."""
    last = max((view.doc.numbers[n].last for n in used), default=0)
    return compared.trigger > last + 3 and any(w in ("and", "but", ",") for w in view.doc.words(last, compared.trigger))


def _real(view: View) -> list[Mention]:
    return [m for m in view.mentions if m.var != ALL]


def _around(view: View, n: Num) -> tuple[list[Mention], list[Mention]]:
    before = [m for m in _real(view) if m.last <= n.first]
    after = [m for m in _real(view) if m.first >= n.last]
    return before, after


def _multiple(view: View, n: Num, gov: Governor | None, count: int) -> Relation | None:
    doc = view.doc
    low1, low2 = doc.low(n.last), doc.low(n.last + 1)
    as_many = (low1 == "as" and low2 in _AS_MANY) or (low1 in ("more", "the") and n.multiple)
    of_other = low1 in ("of", "the", "that", "as") and _number_of(doc, n.last, view.piece.last)
    before, after = _around(view, n)
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
    left, right = _sides(before, after, as_many or (of_other and _than(view, n, after)), count)
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
    before = [b for b in _real(view) if b.last <= n.first]
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
    variables_after = _distinct(after)
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
            if len(_distinct(before)) == 2:
                pair = _distinct(before)
                return (pair[0],), (pair[1],)
            return (before[-1].var,), (1 - before[-1].var,)
    if not after and len(_distinct(before)) >= 2:
        pair = _distinct(before)
        return (pair[-2],), (pair[-1],)
    return (), ()


def _distinct(mentions: list[Mention]) -> tuple[int, ...]:
    out: list[int] = []
    for m in mentions:
        if m.var not in out:
            out.append(m.var)
    return tuple(out)


def _share(view: View, n: Num, gov: Governor | None, count: int) -> Relation | None:
    """ "at least 30% of the total must be V", "V must make up at most half of all H"."""
    doc = view.doc
    if not (n.percent or n.fraction) or n.value > 100:
        return None
    if n.fraction and n.value >= 1:
        return None
    before, after = _around(view, n)
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


def _difference(view: View, n: Num, gov: Governor | None, count: int) -> Relation | None:
    """ "at least 5 more V1 than V2", "V1 must exceed V2 by at least 5"."""
    doc = view.doc
    if n.percent or n.fraction or n.multiple:
        return None
    before, after = _around(view, n)
    low = doc.low(n.last)
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
            flipped = {"<=": ">=", ">=": "<=", "==": "=="}[sense]
            return Relation(
                "compare",
                sense if False else sense,
                None,
                (y[0],),
                (x[0],),
                view.piece.first,
                view.piece.last,
                flipped != "",
                n.id,
            )
    if doc.low(n.first - 1) == "by" or (gov is not None and doc.low(gov.first - 1) == "by"):
        pair = _distinct(before)
        if len(pair) >= 2 and any(
            w in ("exceed", "exceeds", "more", "than", "outnumber") for w in doc.words(view.piece.first, n.first)
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


def _ratio(view: View, govs: dict[int, Governor]) -> Relation | None:
    """ "at least one V1 for every 5 V2", "for every three V2 it must keep at least one V1"."""
    doc = view.doc
    plain = [n for n in view.numbers if not (n.percent or n.fraction or n.multiple or n.currency or n.name)]
    for base in plain:
        if doc.low(base.first - 1) not in ("every", "each") or doc.low(base.first - 2) not in ("for", "per"):
            continue
        y = next((m for m in _real(view) if 0 <= m.first - base.last <= 2), None)
        if y is None:
            continue
        for n in plain:
            if n.id == base.id:
                continue
            x = next((m for m in _real(view) if 0 <= m.first - n.last <= 2 and m.var != y.var), None)
            if x is not None:
                gov = govs.get(n.id)
                sense = gov.sense if gov else "=="
                return Relation(
                    "multiple", sense, n.id, (x.var,), (y.var,), view.piece.first, view.piece.last, gov is not None, per=base.id
                )
    return None


def _for_every(view: View, n: Num, gov: Governor | None) -> Relation | None:
    """ "for every V2 there must be at least 3 V1"."""
    doc = view.doc
    if n.percent or n.fraction or n.multiple or n.currency:
        return None
    before, after = _around(view, n)
    if len(after) > 1 and after[0].first - n.last <= 2 and after[1].each and after[1].var != after[0].var:
        x, y = after[0], after[1]
        if doc.low(y.lead - 1) == "for" and doc.low(y.lead) in ("every", "each") and y.first - x.last <= 4:
            sense = gov.sense if gov else "=="
            piece = view.piece
            return Relation("multiple", sense, n.id, (x.var,), (y.var,), piece.first, piece.last, gov is not None)
    if not before or not after or after[0].first - n.last > 2:
        return None
    y, x = before[-1], after[0]
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


def _comparison(view: View, used: set[int], count: int) -> Relation | None:
    """ "more V1 than V2", "V1 must not exceed V2", "at least as many V1 as V2"."""
    doc, piece = view.doc, view.piece
    if piece.reason:
        return None
    mentions = _real(view)
    if len(_distinct(mentions)) < 2 and count != 2:
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
        pair = _distinct(right)
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
        if x != y and not any(n.last <= right[0].first and n.first >= last for n in view.numbers):
            between = doc.words(left[-1].last, first)
            if len(between) <= 14 and not right[0].each:
                return Relation("compare", sense, None, (x,), (y,), piece.first, piece.last, True)
    return None
