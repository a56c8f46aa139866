"""Amounts to be met or used up exactly: "all 60 acres must be planted", "600 kg, all of which must be used up"."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from modelwright.agent.formulation.embedded.context import View
from modelwright.agent.formulation.embedded.doc import Doc, is_content
from modelwright.agent.formulation.embedded.facts import Limit
from modelwright.agent.formulation.embedded.lexicon import units, word_class
from modelwright.agent.formulation.embedded.numbers import Num

_MODALS = frozenset(("must", "have", "has", "should", "shall", "needs", "need"))
_WHOLLY = frozenset(("up", "fully", "entirely", "completely", "wholly"))
_SPENT = frozenset("used spent planted invested filled allocated consumed assigned employed utilized utilised".split())
_UNDONE = frozenset(("unused", "idle", "unspent", "empty", "uninvested", "over", "waste", "wasted", "unsold"))


def whole_of(view: View, n: Num) -> bool:
    """ "all 60 acres", "all of the 60 acres": the number is the whole of what there is."""
    doc = view.doc
    i = n.first - 1
    while doc.low(i) in ("the", "of", "its", "our", "my", "their", "her", "his"):
        i -= 1
    return doc.low(i) in ("all", "entire", "whole") and i >= view.piece.first


def used_up(doc: Doc, limits: list[Limit]) -> list[Limit]:
    """ "Every litre of the milk has to be used", in a piece without numbers, makes the limit on milk exact."""
    out = list(limits)
    for piece in doc.pieces:
        words = doc.words(piece.first, piece.last)
        wholly = (set(words) & _WHOLLY) or (set(words[:3]) & {"all", "every", "each"})
        spent = set(words) & _SPENT or any(a == "be" and b.endswith("ed") for a, b in pairwise(words))
        if not (wholly and set(words) & _MODALS and spent) or set(words) & word_class("negators"):
            continue
        if any(piece.first <= n.first < piece.last for n in doc.numbers):
            continue
        modal = next(i for i in range(piece.first, piece.last) if doc.low(i) in _MODALS)
        stems = {t.stem for t in doc.tokens[piece.first : modal] if is_content(t)} - units().keys()
        for k, limit in enumerate(out):
            if not limit.stated and not limit.variables and stems & set(limit.words.post[:4]):
                out[k] = replace(limit, sense="==", stated=True)
    return out


def exactly(view: View, n: Num) -> bool:
    """The words say that all of the number must be used, neither more nor less."""
    doc, piece = view.doc, view.piece
    stop = min([o.first for o in view.numbers if o.first >= n.last and not (o.words and o.value == 1)] + [piece.last])
    after = doc.words(n.last, stop)
    if whole_of(view, n):
        using = any(w in ("use", "uses", "using", "spend", "plant", "fill") for w in doc.words(n.first - 4, n.first))
        return using or any(w in _MODALS for w in after)
    for k, w in enumerate(after):
        tail = after[k : k + 7]
        if w in ("all", "every", "each") and set(tail[2:4]) & {"which", "it", "them"} and "of" in tail[1:3]:
            return any(t in _MODALS for t in tail[3:6])
        if w in _MODALS and "be" in tail[:3] and (set(tail) & _WHOLLY or "in full" in " ".join(tail)):
            return "available" not in tail
        if w in ("none", "nothing", "no") and set(tail) & _UNDONE:
            return True
    return False
