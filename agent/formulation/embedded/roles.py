"""Decides what each number of a text is: a rate of a variable, a limit, part of a relation, or set aside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from modelwright.agent.formulation.embedded.allotted import allotted
from modelwright.agent.formulation.embedded.asides import counts_variables, set_aside
from modelwright.agent.formulation.embedded.attach import attach
from modelwright.agent.formulation.embedded.context import (
    View,
    coordinated,
    governors,
    make_views,
    words_of,
)
from modelwright.agent.formulation.embedded.doc import Doc, is_content, is_verb
from modelwright.agent.formulation.embedded.exact import used_up
from modelwright.agent.formulation.embedded.facts import Facts, Limit, Rate, Relation
from modelwright.agent.formulation.embedded.limit_facts import elided, make_limit, shared_heads
from modelwright.agent.formulation.embedded.mentions import ALL, Mention, Name, find_mentions
from modelwright.agent.formulation.embedded.numbers import Num
from modelwright.agent.formulation.embedded.relations import find_relations
from modelwright.agent.formulation.embedded.zipping import Attached

_LOSS = frozenset(("loss", "lose", "loses", "losing", "losses"))


@dataclass(slots=True)
class _Memory:
    """What carries over from one piece to the next: the last subject."""

    subject: tuple[int, ...] = ()


def find_facts(doc: Doc, names: tuple[Name, ...], scheme: str = "local") -> Facts:
    """Returns the facts under one variable hypothesis; `scheme` is how numbers find their variable (see attach)."""
    mentions = find_mentions(doc, names)
    count = len(names)
    heads = shared_heads(names) | doc.hypernyms | _followers(doc, mentions, count)
    rates: list[Rate] = []
    limits: list[Limit] = []
    relations: list[Relation] = []
    aside: list[tuple[int, str]] = []
    memory = _Memory()
    after_reason = False
    for view in make_views(doc, mentions):
        govs = governors(view, frozenset())
        found = find_relations(view, govs, count)
        for r in found:
            if not any(_same(doc, r, earlier) for earlier in relations):
                relations.append(r)
            elif r.number is not None:
                aside.append((r.number, "said already"))
        found_numbers = {r.per for r in found if r.per is not None}
        used = (
            found_numbers
            | {r.number for r in found if r.number is not None}
            | {r.offset for r in found if r.offset is not None}
        )
        open_: list[Num] = []
        for n in view.numbers:
            reason = set_aside(view, n, govs) or counts_variables(view, n, govs, count, heads)
            if n.id in used:
                continue
            if reason is not None:
                aside.append((n.id, reason))
            else:
                open_.append(n)
        roles = attach(view, tuple(open_), govs, memory.subject, count, heads, scheme)
        for n in open_:
            shared = allotted(view, n)
            role = roles[n.id] if shared is None else Attached("limit", shared)
            if role.role == "rate":
                rates.append(_rate(view, n, role))
            elif role.role == "limit":
                limit = make_limit(view, n, govs.get(n.id), role, count, heads, names)
                if not limit.subject and not limit.variables and _pronoun(view) and after_reason and memory.subject:
                    limit = replace(limit, subject=memory.subject)
                limits.append(limit)
            else:
                aside.append((n.id, role.role))
        last = [m for m in view.mentions if m.var != ALL]
        after_reason = view.piece.reason or view.doc.low(view.piece.first) in ("but",)
        if last:
            memory.subject = (last[-1].var,)
    return Facts(tuple(rates), tuple(used_up(doc, elided(doc, limits))), tuple(relations), tuple(aside))


def _followers(doc: Doc, mentions: tuple[Mention, ...], count: int) -> frozenset[str]:
    """Returns the nouns that stand right behind a mention of every variable: "a blue room", "white rooms"."""
    found: list[set[str]] = [set() for _ in range(count)]
    for m in mentions:
        token = doc.tokens[m.last] if m.last < len(doc.tokens) else None
        if m.var != ALL and token is not None and is_content(token) and not is_verb(token):
            found[m.var].add(token.stem)
    return frozenset(set.intersection(*found)) if found else frozenset()


def _same(doc: Doc, a: Relation, b: Relation) -> bool:
    """Two relations say the same in other words."""
    if (a.kind, a.sense, a.left, a.right) != (b.kind, b.sense, b.left, b.right):
        return False

    def value(r: Relation) -> tuple[Fraction | None, ...]:
        numbers = [None if k is None else doc.numbers[k] for k in (r.number, r.per, r.offset)]
        return tuple(None if n is None else n.value for n in numbers)

    va, vb = value(a), value(b)
    return (va[0] or 1) / (va[1] or 1) == (vb[0] or 1) / (vb[1] or 1) and va[2] == vb[2]


def _pronoun(view: View) -> bool:
    words = view.doc.words(view.piece.first, view.piece.first + 3)
    return any(w in ("it", "they", "this", "these") for w in words)


def _rate(view: View, n: Num, role: Attached) -> Rate:
    words = words_of(view, n)
    near = view.doc.words(max(view.piece.first, n.first - 4), n.last + 3)
    loss = any(w in _LOSS for w in near)
    if role.conjunct:
        words = type(words)(words.unit, words.currency, words.percent, role.conjunct, (), ())
    if not words.post and role.partner is not None:
        other = words_of(view, view.doc.numbers[role.partner])
        words = type(words)(
            words.unit or other.unit,
            words.currency,
            words.percent,
            other.post,
            words.pre or other.pre,
            other.clause if not words.pre else words.clause,
        )
    return Rate(n.id, role.variables, words, loss, role.inherited)


__all__ = ["Mention", "coordinated", "find_facts", "shared_heads"]
