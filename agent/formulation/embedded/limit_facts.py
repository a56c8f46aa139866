"""Builds the fact of a limit: what it names, how total it is, and its sense."""

from __future__ import annotations

from itertools import pairwise

from modelwright.agent.formulation.embedded.context import Governor, View, words_of
from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.exact import exactly
from modelwright.agent.formulation.embedded.facts import Limit
from modelwright.agent.formulation.embedded.lexicon import word_class
from modelwright.agent.formulation.embedded.mentions import ALL, Mention, Name
from modelwright.agent.formulation.embedded.numbers import Num
from modelwright.agent.formulation.embedded.zipping import Attached


def shared_heads(names: tuple[Name, ...]) -> frozenset[str]:
    """Returns the stems that two or more names share, such as the head of "long and short ropes"."""
    counts: dict[str, int] = {}
    for name in names:
        for s in dict.fromkeys(name.stems):
            counts[s] = counts.get(s, 0) + 1
    return frozenset(s for s, n in counts.items() if n > 1) | {
        n.stems[-1] for n in names if len(n.stems) > 1 and sum(m.stems[-1] == n.stems[-1] for m in names) > 1
    }


def _apiece(view: View, n: Num, names: tuple[Name, ...]) -> bool:
    """ "neither machine can run for more than 24": a bound for every variable, told through their common noun."""
    doc = view.doc
    for i in range(view.piece.first, n.first - 1):
        if doc.low(i) in ("neither", "each", "either", "every") and view.mention_at(i + 1) is None:
            noun = doc.tokens[i + 1].stem
            first = names[0].first
            before = [t.stem for t in doc.tokens[max(0, first - 5) : first]]
            after = [t.stem for t in doc.tokens[names[-1].last : names[-1].last + 1]]
            verbs = doc.words(i + 2, n.first)
            if (noun in before or noun in after or noun in shared_heads(names)) and any(
                w in ("can", "may", "must", "should", "cannot", "run", "runs", "be") for w in verbs
            ):
                return "available" not in verbs
    return False


def make_limit(
    view: View, n: Num, gov: Governor | None, role: Attached, count: int, heads: frozenset[str], names: tuple[Name, ...]
) -> Limit:
    """Returns the limit that a number states."""
    doc, piece = view.doc, view.piece
    words = words_of(view, n)
    if role.partner is not None and not words.post:
        words = words_of(view, doc.numbers[role.partner])
    if role.conjunct:
        words = type(words)(words.unit, words.currency, words.percent, role.conjunct, (), ())
    direct, group = (role.variables, len(role.variables) > 1) if role.variables else _direct(view, n, heads)
    subject = _subject(view, n, gov)
    total = _totality(view, n, direct, heads)
    if 1 < len(subject) < count and not direct and _told_together(view, n):
        direct, group, total = subject, True, 0.0
    if gov is not None:
        sense, stated = gov.sense, True
    else:
        sense, stated = _guess_sense(view, n)
    low_words = doc.words(piece.first, piece.last)
    both = any(w in ("each", "both", "every") for w in low_words) and not direct
    return Limit(
        n.id,
        sense,
        stated,
        direct,
        subject,
        total,
        words,
        piece.first,
        piece.last,
        piece.reason,
        both,
        group,
        _apiece(view, n, names),
        any(w in ("average", "averages") for w in doc.words(max(piece.first, n.first - 9), n.first)) and not n.currency,
    )


def _told_together(view: View, n: Num) -> bool:
    """ "V1 and V2 together must come to 5": the limit is on the sum of its subjects."""
    before = [m for m in view.mentions if m.last <= n.first]
    between = view.doc.words(before[-1].last, n.first) if before else []
    return any(w in ("together", "combined", "jointly") for w in between)


def _direct(view: View, n: Num, heads: frozenset[str]) -> tuple[tuple[int, ...], bool]:
    """Variables named right after the number: "5 A", "5 bags of A"; the flag says that one number holds for a group."""
    doc = view.doc
    after = [m for m in view.mentions if m.first >= n.last and m.var != ALL]
    if not after:
        return (), False
    m = after[0]
    between = doc.words(n.last, m.first)
    if (
        n.currency
        and between
        and all(w in _PLACED for w in between)
        and any(w in ("in", "into", "on", "to") for w in between)
    ):
        between = []
    if len(between) > 5:
        return (), False
    if _of_heads(view, n, m, heads):
        return (m.var,), False
    for w in between:
        if w in (
            "for",
            "from",
            "on",
            "by",
            "to",
            "in",
            "is",
            "are",
            "make",
            ",",
            "and",
            "available",
            "at",
            "per",
            "with",
            "as",
        ):
            return (), False
    if "of" in between:
        measure = between[: between.index("of")]
        tail = between[between.index("of") + 1 :]
        if any(
            w not in ("the", "each", "type", "types") and doc.tokens[n.last].low != "of" and m.lead > n.last + 1
            for w in tail
        ):
            return (), False
        if any(w in ("time", "cost") for w in measure):
            return (), False
    out = [m.var]
    place = m
    for other in after[1:]:
        glue = doc.words(place.last, other.lead)
        if (
            glue
            and all(w in ("and", "or", ",", "/", "of", "the") for w in glue)
            and not any(n2.first >= place.last and n2.last <= other.first for n2 in view.numbers)
        ):
            if other.var not in out:
                out.append(other.var)
            place = other
        else:
            break
    return tuple(out), len(out) > 1


_PLACED = frozenset(
    (
        "must be has to have should can may invested placed put allocated in into on the his her their its "
        "your our spent invest money a"
    ).split()
)


def _of_heads(view: View, n: Num, m: Mention, heads: frozenset[str]) -> bool:
    """ "100 rooms for V", "50 to be V", "at least 20 of them must be V": a bound on V told through its head."""
    doc = view.doc
    light = (
        "on",
        "at",
        "with",
        "in",
        "for",
        "to",
        "be",
        "as",
        "must",
        "should",
        "are",
        "of",
        "them",
        "which",
        "these",
        "reserved",
        "the",
        "is",
        "have",
        "need",
    )
    seen = False
    for i in range(n.last, m.first):
        low = doc.low(i)
        if low in light:
            seen = (
                seen
                or low in ("for", "be", "as", "are", "reserved", "is")
                or (low in ("on", "at", "with", "in") and i > n.last)
            )
        elif low.endswith("ed") and i > n.last:
            continue
        elif doc.tokens[i].stem not in heads:
            return False
    return seen


def _subject(view: View, n: Num, gov: Governor | None) -> tuple[int, ...]:
    """The variable whose number the clause speaks of: "V must be at least 5", "the number of V is limited to 5"."""
    doc = view.doc
    start = gov.first if gov is not None and gov.first < n.first and not gov.carried else n.first
    before = [m for m in view.mentions if m.last <= n.first and m.var != ALL]
    if not before:
        return ()
    m = before[-1]
    crossing = [o for o in view.numbers if o.id != n.id and m.last <= o.first and o.last <= n.first]
    if crossing and not (len(crossing) == 1 and doc.low(crossing[0].first - 1) in ("between", "from")):
        return ()
    start = min([start, *(o.first for o in crossing)])
    between = doc.words(m.last, start)
    verbs = ("has", "have", "contain", "contains", "use", "uses", "requires", "costs", "takes")
    if any(w in verbs for w in between) and "to" not in between:
        return ()
    out = [m.var]
    place = m
    for other in reversed(before[:-1]):
        glue = doc.words(other.last, place.lead)
        if "," in glue and doc.low(other.lead - 1) in ("of", "than", "as", "to"):
            break  # another clause: "... the area of V1, and V2 are limited to 5"
        if glue and all(w in ("and", "or", ",", "the", "of", "number") for w in glue):
            if other.var not in out:
                out.insert(0, other.var)
            place = other
        else:
            break
    return tuple(out)


def _totality(view: View, n: Num, direct: tuple[int, ...], heads: frozenset[str]) -> float:
    """How much the words speak of all variables together, 0 to 1."""
    doc, piece = view.doc, view.piece
    stop = min([o.first for o in view.numbers if o.first >= n.last] + [n.last + 12, piece.last])
    after = doc.words(n.last, stop)
    before = doc.words(max(piece.first, n.first - 8), n.first)
    if "each" in after[:3]:
        return 0.0
    text_after = " ".join(after)
    score = 0.0
    for phrase in (
        "in total",
        "altogether",
        "combined",
        "of either",
        "of any",
        "of both",
        "total of both",
        "overall",
        "in all",
        "of all",
    ):
        if phrase in text_after:
            score = max(score, 1.0)
    if "total" in after[:3] or "total" in before[-5:] or "altogether" in before or "together" in before:
        score = max(score, 0.6 if not direct else 0.4)
    if direct:
        return score
    noun = next((doc.tokens[i] for i in range(n.last, min(n.last + 4, piece.last)) if doc.tokens[i].kind == "w"), None)
    for i in range(n.last, min(n.last + 5, piece.last)):
        token = doc.tokens[i]
        if token.kind != "w" or token.low in ("for", "to", "in", "on", "from", "per", "and"):
            break
        if token.stem in heads and view.mention_at(i) is None:
            score = max(score, 0.8)
    if (
        noun is not None
        and noun.low in word_class("generic_nouns")
        and noun.low not in ("unit", "units", "time", "total")
    ):
        score = max(score, 0.6)
    return score


def _guess_sense(view: View, n: Num) -> tuple[str, bool]:
    """The sense of a limit without comparator, from its verb: what one has is a ceiling, what one owes a floor."""
    doc, piece = view.doc, view.piece
    low = doc.words(piece.first, piece.last)
    before = doc.words(piece.first, n.first)
    near = doc.words(max([piece.first, n.first - 6, *(o.last for o in view.numbers if o.last <= n.first)]), n.first)
    if "exactly" in near or exactly(view, n):
        return "==", True
    ceiling = (
        "available",
        "budget",
        "capacity",
        "has",
        "have",
        "only",
        "stock",
        "hand",
        "supply",
        "limit",
        "own",
        "owns",
        "there",
    )
    floor = word_class("demand")
    for k in range(len(before) - 1, -1, -1):
        w = before[k]
        spends = w in ("spend", "afford", "invest", "pay") and before[max(k - 1, 0)] in ("can", "may", "could")
        if w in word_class("allowing") or spends:
            return "<=", False
        if w in (
            "available",
            "budget",
            "capacity",
            "limit",
            "only",
            "has",
            "have",
            "stock",
            "inventory",
            "supply",
            "owns",
            "acquired",
            "there",
            "using",
        ):
            if w in ("has", "have") and doc.low(piece.first + low.index(w) + 1) == "to":
                continue
            return "<=", False
        if w in floor and w not in ("supply", "supplies"):
            return ">=", False
    after = doc.words(n.last, min(n.last + 8, piece.last))
    if "must" in after or any(a in ("have", "has", "need", "needs") and b == "to" for a, b in pairwise(after)):
        return ">=", False
    if any(w in ceiling for w in low):
        return "<=", False
    if any(w in floor for w in low):
        return ">=", False
    return "?", False


def elided(doc: Doc, limits: list[Limit]) -> list[Limit]:
    """ "at least 20 V but at most 35 (are sold)": a bound without noun takes its neighbour's variable."""
    out = list(limits)
    for k, limit in enumerate(out):
        if limit.variables or limit.total > 0.8 or not limit.stated:
            continue
        if limit.total and doc.low(limit.first) != "but":
            continue
        n = doc.numbers[limit.number]
        after = doc.low(n.last)
        if limit.words.currency or limit.words.unit:
            continue
        previous = out[k - 1] if k else None
        following = out[k + 1] if k + 1 < len(out) else None
        shared = following is not None and _same_sentence(doc, limit, following)
        if following is not None and shared and following.variables and after in ("but", "and", "or"):
            out[k] = _with_variables(limit, following.variables)
            continue
        if previous is not None and previous.variables and _same_sentence(doc, previous, limit):
            content = [w for w in doc.words(n.last, n.last + 1) if w.isalpha()]
            if (
                not content
                or content[0] in word_class("auxiliaries")
                or content[0] in word_class("prepositions")
                or content[0] in ("are", "each", "because", "daily", "a", "an", "due")
                or limit.total
            ):
                out[k] = _with_variables(limit, previous.variables)
    return out


def _same_sentence(doc: Doc, a: Limit, b: Limit) -> bool:
    return doc.piece_of(a.first).sentence == doc.piece_of(b.first).sentence


def _with_variables(limit: Limit, variables: tuple[int, ...]) -> Limit:
    return Limit(
        limit.number, limit.sense, limit.stated, variables, limit.subject, limit.total, limit.words, limit.first,
        limit.last, limit.reason, limit.both, limit.group_total,
    )  # fmt: skip
