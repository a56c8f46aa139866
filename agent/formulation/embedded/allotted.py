"""Limits told through what each decision uses one of: "only 14 drivers, one per vehicle"."""

from __future__ import annotations

from modelwright.agent.formulation.embedded.context import View
from modelwright.agent.formulation.embedded.mentions import ALL
from modelwright.agent.formulation.embedded.numbers import Num


def allotted(view: View, n: Num) -> tuple[int, ...] | None:
    """Returns the variables that share out `n` things "one V per thing", or "one per V"; None where nothing says so."""
    doc, piece = view.doc, view.piece
    if n.percent or n.currency or n.fraction or n.multiple:
        return None
    nouns = {t.stem for t in doc.tokens[n.last : n.last + 4] if t.kind == "w"}
    for i in range(n.last + 1, piece.last - 2):
        if doc.low(i) not in ("one", "1") or doc.low(i - 1) not in (",", "(", "-", "–", "at"):
            continue
        link = next((k for k in range(i + 1, min(i + 4, piece.last)) if doc.low(k) in ("per", "for", "to")), None)
        if link is None:
            continue
        end = link + (2 if doc.low(link + 1) in ("each", "every", "a", "any", "the") else 1)
        shared = tuple(dict.fromkeys(m.var for m in view.mentions if i < m.last <= link and m.var != ALL))
        if doc.low(link) == "per" or end == link + 2:
            if shared and end < piece.last and doc.tokens[end].stem in nouns:
                return shared
            if not shared and link == i + 1:
                return tuple(dict.fromkeys(m.var for m in view.mentions if end - 2 <= m.first and m.var != ALL))
    return None
