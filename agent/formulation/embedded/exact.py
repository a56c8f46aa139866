"""Amounts that must be met or used up exactly: "all 60 acres must be planted", "600 kg, all of which must be used up"."""

from __future__ import annotations

from modelwright.agent.formulation.embedded.context import View
from modelwright.agent.formulation.embedded.numbers import Num

_MODALS = frozenset(("must", "have", "has", "should", "shall", "needs", "need"))
_WHOLLY = frozenset(("up", "fully", "entirely", "completely", "wholly"))
_UNDONE = frozenset(("unused", "idle", "unspent", "empty", "uninvested", "over", "waste", "wasted", "unsold"))


def whole_of(view: View, n: Num) -> bool:
    """ "all 60 acres", "all of the 60 acres": the number is the whole of what there is."""
    doc = view.doc
    i = n.first - 1
    while doc.low(i) in ("the", "of", "its", "our", "my", "their", "her", "his"):
        i -= 1
    return doc.low(i) in ("all", "entire", "whole") and i >= view.piece.first


def exactly(view: View, n: Num) -> bool:
    """The words say that all of the number must be used, neither more nor less."""
    doc, piece = view.doc, view.piece
    stop = min([o.first for o in view.numbers if o.first >= n.last] + [piece.last])
    after = doc.words(n.last, stop)
    if whole_of(view, n):
        using = any(w in ("use", "uses", "using", "spend", "plant", "fill") for w in doc.words(n.first - 4, n.first))
        return using or any(w in _MODALS for w in after)
    for k, w in enumerate(after):
        tail = after[k : k + 7]
        if w == "all" and tail[1:3] in (["of", "which"], ["of", "it"], ["of", "them"]):
            return any(t in _MODALS for t in tail[3:5])
        if w in _MODALS and "be" in tail[:3] and (set(tail) & _WHOLLY or "in full" in " ".join(tail)):
            return "available" not in tail
        if w in ("none", "nothing", "no") and set(tail) & _UNDONE:
            return True
    return False
