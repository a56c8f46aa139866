"""Finds the variable that a number belongs to: the subject before it, the link after it, or everyone."""

from __future__ import annotations

from modelwright.agent.formulation.embedded.context import Governor, View
from modelwright.agent.formulation.embedded.doc import is_content, is_verb
from modelwright.agent.formulation.embedded.lexicon import word_class
from modelwright.agent.formulation.embedded.mentions import ALL, Mention
from modelwright.agent.formulation.embedded.numbers import Num

_OWE = frozenset("promised have has own must need needs want wants owe owes require requires".split())
_LINKS = frozenset(("per", "for", "on", "from", "of", "by", "with", "each", "every", "via", "at", "in", "using"))


def subject_of(view: View, n: Num, heads: frozenset[str]) -> Mention | None:
    """The variable before the number whose clause the number belongs to."""
    doc = view.doc
    before = [m for m in view.mentions if m.last <= n.first and m.var != ALL]
    if not before:
        return None
    m = before[-1]
    between = range(m.last, n.first)
    if _free(view, m.last, n.first) or _handed(view, m.last, n.first):
        return None
    for i in between:
        low = doc.low(i)
        if low in ("has", "have", "there", "budget", "available") and i > m.last + 1:
            opener = doc.low(i - 1)
            if (
                low in ("budget", "there")
                or (opener not in ("and", "also", "which", "that", "it", "only", ",") and i not in (m.last,))
            ) and (
                not any(o.first >= m.last and o.last <= i for o in view.numbers)
                or low
                in (
                    "budget",
                    "there",
                    "has",
                    "have",
                )
            ):
                return None
        if low in (";", ":") and not m.each and low == ";":
            return None
    for i in between:
        if (
            doc.low(i) in ("i", "we", "he", "she", "they")
            and doc.low(i + 1) in _OWE
            and doc.low(i - 1) in ("and", ",", "but")
        ):
            return None
    if m.each:
        return m
    for o in reversed(before):
        at = o.lead - 1
        if (
            doc.low(at) in ("on", "in", "at", "with", "for", "from", "by", "during", "under", "via", "using")
            and doc.low(o.last) in (",", "it")
            and (at <= view.piece.first + 1 or doc.low(at - 1) in (",", ";", "and"))
        ):
            return o
    lead = doc.low(m.lead - 1)
    if lead in ("number", "of") and doc.low(m.lead - 2) in ("number", "amount"):
        return None
    gap = doc.words(m.last, n.first)
    if gap in (["for"], ["at"], ["("], [","], [":"], ["-"], ["–"], ["is"], ["are"], ["="]) or (
        gap[:1] in (["for"], ["at"]) and gap[1:2] == ["a"] and gap[-1:] == ["of"] and len(gap) <= 5
    ):
        return m
    if n.currency and len(gap) == 2 and gap[1] in ("us", "me", "him", "her", "them"):
        return m
    if not gap and (
        n.currency
        or n.percent
        or m.lead <= view.piece.first + 2
        or lead in (":", ";")
        or any(o.last <= m.first for o in view.numbers)
    ):
        return m
    if len(gap) == 1 and is_content(doc.tokens[m.last]) and m.last not in doc.compare_at:
        return m if not _ordered(view, m.last) else None
    i = m.last
    # Bare subject: "V costs 5", "V and W cost 5", "the V line uses 3".
    hops = 0
    while i < n.first and hops < 4:
        token = doc.tokens[i]
        low = token.low
        if low == "using":
            return m if any(o.first >= m.last and o.last <= i for o in view.numbers) else None
        if token.stem in heads and i == m.last and low.endswith("s"):
            i += 1
            continue
        if low in word_class("consumption_verbs") or low in word_class("yield_verbs"):
            return m if not _ordered(view, i) else None
        if low in (
            "is",
            "are",
            "at",
            ":",
            "-",
            "–",
            "(",
            "for",
            "earns",
            "which",
            "that",
            "each",
            "with",
            "can",
            "will",
            "also",
        ):
            if low in ("is", "are") and doc.low(i + 1) in ("limited", "available"):
                return None
            if low in (":", "(", "at", "is", "are", "-", "–"):
                return m
            i += 1
            continue
        if doc.low(i - 1) in ("can", "will", "could", "may") and is_content(token) and m.last <= i - 1:
            return m if not _ordered(view, i) else None
        if is_verb(token):
            return m if not _ordered(view, i) else None
        i += 1
        hops += 1
    return None


def _free(view: View, first: int, last: int) -> bool:
    """ ", and the N is free for": after another number, a resource opens and says how much of it there is."""
    doc = view.doc
    return any(
        doc.low(i) in ("free", "open")
        and doc.low(i - 1) in ("is", "are", "stays")
        and any(o.first >= first and o.last <= i for o in view.numbers)
        for i in range(first, last)
    )


def _handed(view: View, first: int, last: int) -> bool:
    """ ", and the N give 90": after another number, someone who is no decision says how much there is."""
    doc = view.doc
    for i in range(first + 2, last):
        if doc.low(i) not in ("give", "offer", "have", "has") or view.mention_at(i - 1) is not None:
            continue
        start = i - 1
        while start > first and (is_content(doc.tokens[start]) or doc.low(start) in word_class("determiners")):
            start -= 1
        noun = is_content(doc.tokens[i - 1]) and not is_verb(doc.tokens[i - 1])
        opened = doc.low(start) in ("and", ";", ",") and not any(
            w in ("each", "every") or view.mention_at(k) for k, w in enumerate(doc.words(start, i), start)
        )
        if noun and opened and any(o.first >= first and o.last <= start for o in view.numbers):
            return True
    return False


def _ordered(view: View, i: int) -> bool:
    """The verb at i stands under "must", "to" or a like word: an order, not a rate."""
    return any(w in ("must", "should", "to", "needs", "wants") for w in view.doc.words(max(view.piece.first, i - 3), i))


def forward_link(view: View, n: Num) -> Mention | None:
    """The variable after the number that a link word ties to it: "5 per V", "3 hours to make a V"."""
    doc = view.doc
    stop = next(
        (o.first for o in view.numbers if o.first >= n.last and not o.counter and not _denominator(view, o)),
        view.piece.last,
    )
    for m in view.mentions:
        if m.var == ALL or m.first < n.last or m.first >= stop:
            continue
        words = doc.words(n.last, m.lead + (1 if m.each else 0))
        if not words and not m.each:
            return None
        if any(w in (";", ":") for w in words):
            return None
        if m.each:
            return m
        if any(w in _LINKS for w in words[-2:]) and words[-1:] != ["of"]:
            return m
        if "to" in words[-3:] and len(words) <= 7 and n.currency:
            return m
        return None
    return None


def _denominator(view: View, n: Num) -> bool:
    return (
        n.value == 1 and not n.currency and any(m.lead <= n.first < m.last or m.lead == n.last for m in view.mentions)
    )


def per_link(view: View, n: Num, m: Mention) -> bool:
    """Returns whether "per", "for" or a like word ties the number to the mention."""
    words = view.doc.words(n.last, m.lead + 1)
    return any(w in ("per", "each", "every", "for", "from", "on") for w in words)


def crosses(view: View, n: Num, m: Mention) -> bool:
    """Returns whether a clause edge lies between the number and the mention."""
    words = view.doc.words(n.last, m.lead)
    return any(w in ("and", ",", "while", "but", "or", "if", "when") for w in words)


def is_capacity(view: View, m: Mention, gov: Governor, n: Num) -> bool:
    """ "each V holds up to 9": a ceiling that is the capacity of one V."""
    doc = view.doc
    words = doc.words(m.last, gov.first)
    if m.each and len(words) > 5 and any(o.first >= m.last and o.last <= gov.first for o in view.numbers):
        words = words[-4:]
    if len(words) > 5 or any(w in ("must", "should", "number", "be", "made", "sold") for w in words):
        return False
    if not any(w in word_class("capacity_verbs") for w in words):
        return False
    if not m.each and any(w in ("make", "produce", "process", "clean", "deliver", "provide", "supply") for w in words):
        return False
    return (
        m.each
        or doc.tokens[m.last - 1].low.endswith("s")
        or any(w in ("carry", "hold", "carries", "holds") for w in words)
    )


def group_before(view: View, m: Mention) -> tuple[int, ...]:
    """The variables coordinated with a mention, to its left."""
    doc = view.doc
    out = [m.var]
    place = m
    mentions = [o for o in view.mentions if o.var != ALL and o.last <= m.first]
    for other in reversed(mentions):
        glue = doc.words(other.last, place.lead)
        if glue and len(glue) <= 3 and all(w in ("and", "or", ",", "both", "&") for w in glue):
            if other.var in out:
                break
            out.insert(0, other.var)
            place = other
        else:
            break
    return tuple(out)


def group_after(view: View, m: Mention) -> tuple[int, ...]:
    """Returns the variables coordinated with a mention, to its right."""
    doc = view.doc
    out = [m.var]
    place = m
    for other in (o for o in view.mentions if o.var != ALL and o.first >= m.last):
        glue = doc.words(place.last, other.lead)
        if glue and len(glue) <= 3 and all(w in ("and", "or", ",", "&") for w in glue):
            if other.var in out:
                break
            after = next((n for n in view.numbers if n.first >= other.last), None)
            subject_verb = after is not None and doc.tokens[other.last].low in word_class(
                "consumption_verbs"
            ) | word_class("yield_verbs")
            if subject_verb:
                break
            out.append(other.var)
            place = other
        else:
            break
    return tuple(out)


def _new_owner(view: View, first: int, last: int) -> bool:
    """A clause "and the N has" opens between two places: what stands there belongs to someone else."""
    words = view.doc.words(first, last)
    joint = next((k for k, w in enumerate(words) if w in ("and", ",", ";")), None)
    return joint is not None and any(w in ("has", "have", "there", "owns", "holds") for w in words[joint + 2 :])


def everyone(view: View, n: Num, heads: frozenset[str]) -> bool:
    """ "each item needs 5", "both require 3": one rate for every variable."""
    doc = view.doc
    for i in range(n.first - 1, view.piece.first - 1, -1):
        low = doc.low(i)
        if (
            low == "they"
            and doc.low(i + 1) not in ("have", "has")
            and doc.low(i + 1) in word_class("consumption_verbs") | word_class("yield_verbs")
            and n.first - i <= 4
        ):
            return not any(o.first > i and o.last <= n.first for o in view.numbers)
        if any(o.first <= i < o.last for o in view.numbers if o.id != n.id):
            if n.first - i > 12 or _new_owner(view, i + 1, n.first):
                return False
            continue
        if low in ("each", "every", "per", "both", "all", "either") and view.mention_at(i + 1) is None:
            noun = doc.tokens[i + 1] if i + 1 < len(doc.tokens) else None
            if noun is None:
                return False
            if (
                low in ("both", "all")
                or noun.stem in heads
                or noun.low in ("one", "type", "kind", "item", "product", "of", "model", "variety")
            ):
                verb = next(
                    (
                        k
                        for k in range(i + 1, min(i + 7, n.first))
                        if doc.low(k) in word_class("consumption_verbs") or doc.low(k) in word_class("yield_verbs")
                    ),
                    None,
                )
                return verb is not None and "has" not in doc.words(i, verb) and doc.low(verb) not in ("has", "have")
            if low == "both" and (noun.low in word_class("consumption_verbs")):
                return True
    return False
