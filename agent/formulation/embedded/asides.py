"""Numbers that are no amounts: counters, denominators, labels, years."""

from __future__ import annotations

from modelwright.agent.formulation.embedded.context import Governor, View, unit_at
from modelwright.agent.formulation.embedded.doc import is_content
from modelwright.agent.formulation.embedded.domains import allows_parts
from modelwright.agent.formulation.embedded.lexicon import units
from modelwright.agent.formulation.embedded.numbers import Num
from modelwright.agent.formulation.embedded.quantities import dimension


def set_aside(view: View, n: Num, govs: dict[int, Governor]) -> str | None:
    """Returns why a number is no amount ("counter", "denominator", ...), or None where it may be one."""
    doc = view.doc
    if n.name:
        return "in-name"
    if n.counter:
        return "counter"
    if n.year:
        return "year"
    if doc.low(n.first - 1) == "(" and doc.low(n.last) == ")" and n.value <= 12:
        return "counter"
    if n.words and n.value < 1 and allows_parts(doc, n.first):
        return "parts allowed"
    if n.value == 0 and n.id in govs and govs[n.id].sense == ">=":
        return "sign"
    if n.words and n.value == 1 and n.currency is None and not n.fraction:
        after = doc.tokens[n.last] if n.last < len(doc.tokens) else None
        mention = next((m for m in view.mentions if m.lead <= n.first < m.last or 0 <= m.lead - n.last <= 1), None)
        if mention is not None and doc.compare_at.get(n.first - 1) is None:
            return "denominator"
        if (
            n.id not in govs
            and not any(m.each and m.last <= n.first for m in view.mentions)
            and unit_at(doc, n) is None
        ):
            subject = [m for m in view.mentions if m.last <= n.first]
            if not subject or doc.low(n.first - 1) in ("has", "have", "own", "owns", ",", "and"):
                return "counter"
        if (
            after is None
            or after.kind == "p"
            or after.low in ("of", "is", "that", "with", "needs", "requires", "takes", "costs")
        ):
            return "counter"
    if n.value == 1 and not n.currency and not n.percent and doc.compare_at.get(n.first - 1) is None:
        mention = next((m for m in view.mentions if m.lead == n.first), None)
        if mention is not None and mention.each:
            return "denominator"
    if doc.low(n.first - 1) in ("per", "every", "each") and n.value in (1, 10, 100, 1000):
        return "denominator"
    if n.value <= 12 and (_belongs(view, n, govs) or (n.words and _setting(view, n, govs))):
        return "setting"
    if doc.words(n.last, n.last + 1) == ["-"]:
        return "in-name"
    if n.words and n.value <= 12 and n.value.denominator == 1:
        if doc.low(n.first - 1) in (
            "these",
            "the",
            "my",
            "our",
            "his",
            "her",
            "their",
            "its",
            "those",
            "all",
            "both",
            "following",
            "into",
            "between",
            "by",
        ) and not any(doc.compare_at.get(n.first - k) is not None for k in (1, 2)):
            return "counter"
        listed = doc.low(n.last + 1) == ":" or (
            doc.low(n.last + 1) == "," and doc.low(n.last + 2) not in ("and", "while", "but")
        )
        led = any(m.each and m.last <= n.first for m in view.mentions)
        if doc.low(n.last) == ":" or (
            listed
            and not led
            and doc.low(n.last) not in units()
            and any(m.first - n.last <= 4 for m in view.mentions if m.first >= n.last)
        ):
            return "counter"
    return None


def _belongs(view: View, n: Num, govs: dict[int, Governor]) -> bool:
    """ "on its 3 wards": where, told by a preposition and a possessive."""
    doc, at = view.doc, n.first - 1
    told = doc.low(at) in ("its", "their", "our", "my", "his", "her") and doc.low(at - 1) in (
        "on", "in", "at", "across", "among", "throughout",
    )  # fmt: skip
    return (
        told
        and n.id not in govs
        and unit_at(doc, n) is None
        and not any(0 <= m.first - n.last <= 2 for m in view.mentions)
    )


def _setting(view: View, n: Num, govs: dict[int, Governor]) -> bool:
    """ "48 hectares over seven sites", "90 crates across three depots": where or when, not how much."""
    doc = view.doc
    gov = govs.get(n.id)
    at = n.first - 1
    if doc.low(at) not in ("over", "across", "throughout", "among") or (gov is not None and gov.first != at):
        return False
    unit = unit_at(doc, n)
    if (unit is not None and dimension(unit) != "time") or any(0 <= m.first - n.last <= 2 for m in view.mentions):
        return False
    earlier = [o for o in view.numbers if o.last <= at]
    if any(m.last == at for m in view.mentions) and unit is None:
        return True
    near = bool(earlier) and (at - earlier[-1].last <= 3 or unit is not None)
    return near and is_content(doc.tokens[at - 1])


def counts_variables(view: View, n: Num, govs: dict[int, Governor], count: int, heads: frozenset[str]) -> str | None:
    """ "two companies, A and B": a number word that says how many variables there are."""
    listed = ":" in view.doc.words(n.last, n.last + 4)
    if (
        not (n.words or listed)
        or n.value != count
        or n.id in govs
        or n.currency
        or n.fraction
        or n.multiple
        or n.percent
    ):
        return None
    doc = view.doc
    if any(m.each and m.last <= n.first for m in view.mentions) or doc.low(n.last) in units():
        return None
    if n.words and len(view.numbers) == 1 and not view.mentions and doc.low(n.last + 1) and n.first == view.piece.first:
        return "counter"
    near = any(0 <= m.first - n.last <= 9 for m in view.mentions)
    noun = any(doc.tokens[i].stem in heads for i in range(n.last, min(n.last + 4, len(doc.tokens))))
    return "counter" if near or noun else None
