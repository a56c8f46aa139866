"""Gives each number of a piece its role and, for rates, its variables.

Schemes: "local" reads the words around each number; "forward" gives numbers the last variable before them, "backward" the
next one after them. The local scheme is best on its own; the others are alternatives for the beam.
"""

from __future__ import annotations

from dataclasses import dataclass

from modelwright.agent.formulation.embedded.context import Governor, View, coordinated
from modelwright.agent.formulation.embedded.doc import is_content, is_verb
from modelwright.agent.formulation.embedded.lexicon import word_class
from modelwright.agent.formulation.embedded.mentions import ALL, Mention
from modelwright.agent.formulation.embedded.numbers import Num

_LINKS = frozenset(("per", "for", "on", "from", "of", "by", "with", "each", "every", "via", "at", "in", "using"))
_AVAIL = frozenset(
    "using available budget has have there owns own stock hand left limit capacity inventory spare open remaining access most only".split()
)


@dataclass(frozen=True, slots=True)
class Attached:
    """The role of a number; `partner` is a list neighbour that carries its noun, `conjunct` its own share of a noun list."""

    role: str
    variables: tuple[int, ...] = ()
    inherited: bool = False
    partner: int | None = None
    conjunct: tuple[str, ...] = ()


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
    links = {n.id: _forward_link(view, n) for n in numbers}
    subjects = {n.id: _subject_of(view, n, heads) for n in numbers}
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
    runs = _runs(view, numbers)
    for n in numbers:
        out[n.id] = _role(view, n, govs, links, subjects, before, count, heads, scheme)
    for k in range(1, len(numbers)):
        a, b = numbers[k - 1], numbers[k]
        if out[b.id].role == "limit" and out[a.id].role == "rate" and b.id not in govs and _listed(view, a, b):
            out[b.id] = Attached("rate", out[a.id].variables)
    for run in runs:
        rated = [out[n.id] for n in run if out[n.id].role == "rate"]
        if rated and len(rated) < len(run) and not any(n.id in govs for n in run):
            wide = max((r.variables for r in rated), key=len)
            for n in run:
                if out[n.id].role != "rate":
                    out[n.id] = Attached("rate", wide)
        _zip(view, run, out, count)
    return out


def _then_available(view: View, n: Num) -> bool:
    """ "180 kg available", "40 in stock": said to be at hand right behind the number."""
    doc = view.doc
    for i in range(n.last, min(n.last + 5, view.piece.last)):
        if i in doc.number_tokens or doc.tokens[i].kind == "p":
            return False
        if doc.low(i) == "available":
            return True
        if doc.low(i) == "in" and doc.low(i + 1) == "stock" or doc.low(i) == "on" and doc.low(i + 1) == "hand":
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
        w in word_class("auxiliaries") or w in _AVAIL or w in word_class("pronouns") or w in ("per", "each") for w in words
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
    if _then_available(view, n):
        return Attached("limit")
    if gov is not None:
        if gov.sense == "<=" and subject is not None and _capacity(view, subject, gov, n):
            return Attached("rate", _group(view, subject))
        if not (link is not None and link.each and _per_link(view, n, link) and subject is None and n.currency):
            return Attached("limit")
    crossing_ok = subject is None
    if before and not view.mentions and _goes_on(view, n):
        return Attached("rate", before, inherited=True)
    if scheme == "forward" and subject is not None:
        link = None
    if scheme == "backward" and link is not None:
        crossing_ok = True
    if link is not None and subject is None and (_crosses(view, n, link) or not link.each) and _owned(view, n):
        return Attached("limit")
    if link is not None and (crossing_ok or not _crosses(view, n, link)):
        if link.each or crossing_ok or _per_link(view, n, link):
            if not (_available(view, n) and not link.each):
                return Attached("rate", _group_after(view, link))
    if subject is not None:
        return Attached("rate", _group(view, subject))
    if _everyone(view, n, heads):
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
        return Attached("rate", _group_after(view, link))
    return Attached("limit")


def _subject_of(view: View, n: Num, heads: frozenset[str]) -> Mention | None:
    """The variable before the number whose clause the number belongs to."""
    doc = view.doc
    before = [m for m in view.mentions if m.last <= n.first and m.var != ALL]
    if not before:
        return None
    m = before[-1]
    between = range(m.last, n.first)
    for i in between:
        low = doc.low(i)
        if low in ("has", "have", "there", "budget", "available") and i > m.last + 1:
            opener = doc.low(i - 1)
            if low in ("budget", "there") or (
                opener not in ("and", "also", "which", "that", "it", "only", ",") and i not in (m.last,)
            ):
                if not any(o.first >= m.last and o.last <= i for o in view.numbers) or low in (
                    "budget",
                    "there",
                    "has",
                    "have",
                ):
                    return None
        if low in (";", ":") and not m.each and low == ";":
            return None
    if m.each:
        return m
    for o in reversed(before):
        at = o.lead - 1
        if (
            doc.low(at) in ("on", "in", "at", "with", "for", "from", "by", "during", "under", "via", "using")
            and doc.low(o.last) == ","
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
    if not gap and (
        n.currency or n.percent or m.lead <= view.piece.first + 2 or any(o.last <= m.first for o in view.numbers)
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
        if is_verb(token):
            return m if not _ordered(view, i) else None
        i += 1
        hops += 1
    return None


def _ordered(view: View, i: int) -> bool:
    """The verb at i stands under "must", "to" or a like word: an order, not a rate."""
    return any(w in ("must", "should", "to", "needs", "wants") for w in view.doc.words(max(view.piece.first, i - 3), i))


def _forward_link(view: View, n: Num) -> Mention | None:
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


def _per_link(view: View, n: Num, m: Mention) -> bool:
    words = view.doc.words(n.last, m.lead + 1)
    return any(w in ("per", "each", "every", "for", "from", "on") for w in words)


def _crosses(view: View, n: Num, m: Mention) -> bool:
    words = view.doc.words(n.last, m.lead)
    return any(w in ("and", ",", "while", "but", "or", "if", "when") for w in words)


def _capacity(view: View, m: Mention, gov: Governor, n: Num) -> bool:
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


def _group(view: View, m: Mention) -> tuple[int, ...]:
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


def _group_after(view: View, m: Mention) -> tuple[int, ...]:
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


def _everyone(view: View, n: Num, heads: frozenset[str]) -> bool:
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
            if n.first - i > 12:
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


def _runs(view: View, numbers: tuple[Num, ...]) -> list[list[Num]]:
    runs: list[list[Num]] = []
    current: list[Num] = []
    for n in numbers:
        if current and coordinated(view.doc, current[-1], n):
            current.append(n)
        else:
            if len(current) > 1:
                runs.append(current)
            current = [n]
    if len(current) > 1:
        runs.append(current)
    return runs


def _zip(view: View, run: list[Num], out: dict[int, Attached], count: int) -> None:
    """A list of numbers against a list of names of the same length: one each, in order."""
    doc = view.doc
    roles = {out[n.id].role for n in run}
    tail = run[-1].id
    if roles == {"rate"}:
        group = max((out[n.id].variables for n in run), key=len)
        if len(group) == len(run):
            for n, var in zip(run, group, strict=True):
                out[n.id] = Attached("rate", (var,), partner=tail if n.id != tail else None)
        elif (
            len(group) == 1 and "respectively" in doc.words(view.piece.first, view.piece.last) and _conjuncts(view, run)
        ):
            nouns = _conjuncts(view, run)
            for k, n in enumerate(run):
                out[n.id] = Attached("rate", group, partner=None, conjunct=nouns[k])
        elif len(run) == count and len(group) == 1 and "respectively" in doc.words(view.piece.first, view.piece.last):
            for k, n in enumerate(run):
                out[n.id] = Attached("rate", (k,), partner=tail if n.id != tail else None)
    elif roles == {"limit"}:
        nouns = _conjuncts(view, run)
        for k, n in enumerate(run):
            conjunct = nouns[k] if nouns else ()
            out[n.id] = Attached("limit", (), partner=tail if n.id != tail else None, conjunct=conjunct)


def _conjuncts(view: View, run: list[Num]) -> list[tuple[str, ...]]:
    """The noun list that matches a number list: after it ("25 and 35 hours of X and Y") or before it."""
    doc = view.doc
    respectively = "respectively" in doc.words(run[-1].last, view.piece.last)
    last = view.piece.last
    after: list[tuple[str, ...]] = []
    current: list[str] = []
    for i in range(run[-1].last, last):
        low = doc.low(i)
        if low in ("and", ",", "or"):
            if current:
                after.append(tuple(current))
            current = []
        elif low in ("available", "respectively", ".", ";", "each", "per", "?") or low in word_class("auxiliaries"):
            break
        elif (
            doc.tokens[i].kind == "w" and low not in word_class("prepositions") and low not in word_class("determiners")
        ):
            current.append(doc.tokens[i].stem)
    if current:
        after.append(tuple(current))
    if len(after) == len(run) and (respectively or len(run) > 1):
        return after
    before: list[tuple[str, ...]] = []
    current = []
    for i in range(view.piece.first, run[0].first):
        low = doc.low(i)
        if low in ("and", ",", "or"):
            if current:
                before.append(tuple(current))
            current = []
        elif doc.tokens[i].kind == "w" and low not in word_class("prepositions") | word_class(
            "determiners"
        ) | word_class("auxiliaries"):
            current.append(doc.tokens[i].stem)
    if current:
        before.append(tuple(current))
    if respectively and len(before) >= len(run):
        return before[-len(run) :]
    return []
