"""Mixes: ingredients with contents and costs, limits on the contents of the whole."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from modelwright.agent.formulation.embedded.families.contents import (
    MIX_WORDS,
    attributes,
    ingredient_sets,
    is_money,
    tied_by_sentence,
)
from modelwright.agent.formulation.embedded.families.finish import (
    Draft,
    Frame,
    noun_after,
    open_numbers,
    plain_numbers,
    sense_of,
    spans,
)
from modelwright.agent.formulation.embedded.families.labels import Hit, Label, hits
from modelwright.agent.formulation.embedded.families.pairing import tie
from modelwright.agent.formulation.embedded.goal import goal_side
from modelwright.agent.formulation.embedded.lexicon import units
from modelwright.agent.formulation.embedded.numbers import Num
from modelwright.agent.formulation.embedded.quantities import dimension
from modelwright.agent.formulation.embedded.reading import ONE, ZERO, RowReading, Term, Value, VariableReading

_MAKES = frozenset(
    "make makes making made give gives produce produces prepare prepares batch mix blend weighs total".split()
)
_OUTPUT = frozenset("output production quantity amount volume weight yield".split())
_FUNDS = frozenset("available budget spend spending spent afford fund funds funding cash hand".split())
_STOCK = frozenset("available availability stock hand supply has have only holds".split())


@dataclass(frozen=True, slots=True)
class Mix:
    """One candidate: ingredients, their mentions, numbers by role."""

    labels: tuple[Label, ...]
    hits: tuple[Hit, ...]
    amounts: tuple[Num, ...]
    aside: tuple[tuple[int, str], ...]
    about: dict[int, str]


def drafts(frame: Frame) -> list[Draft]:
    """Returns the mixing models the text admits, the one with fewest numbers left first."""
    if frame.goal is not None and frame.goal.sense == "max" and not _output(frame):
        return []
    doc = frame.doc
    mixed = any(t.low in MIX_WORDS for t in doc.tokens)
    if len(doc.numbers) < 6 - _output(frame) or not (mixed or sum(n.percent for n in doc.numbers) >= 3):
        return []
    found = [draft for labels in ingredient_sets(doc) if (draft := _read(frame, labels)) is not None]
    found.sort(key=lambda d: (open_numbers(frame, d), -len(d.variables)))
    return found[:1]


def _output(frame: Frame) -> bool:
    """Whether the goal is as much of the mix as can be made: no money, but a measure or a word for what comes out."""
    goal = frame.goal
    if goal is None or goal.sense != "max" or goal_side(goal) or "earn" in goal.stems:
        return False
    words = frame.doc.words(goal.first, goal.last)
    measured = any(dimension(_name(w)) not in (None, "time", "money") for w in words)
    return measured or any(w in MIX_WORDS or w in _OUTPUT for w in words)


def _read(frame: Frame, labels: tuple[Label, ...]) -> Draft | None:
    mix = _mix(frame, labels)
    money = tuple(n for n in mix.amounts if is_money(frame.doc, n) and n.id not in frame.govs)
    costs = tied_by_sentence(frame, money, mix.hits)
    if 2 <= len(costs) < len(labels):
        return _read(frame, tuple(x for k, x in enumerate(labels) if k in costs))
    output = _output(frame)
    if len(costs) != len(labels) and not output:
        return None
    if output and not costs and 2 <= len(held := _holding(frame, mix)) < len(labels):
        return _read(frame, tuple(x for k, x in enumerate(labels) if k in held))
    rows, used = _content_rows(frame, mix, set(costs.values()))
    if not any(row.limit is ZERO for row in rows):
        return None
    shares, more = _shares(frame, mix, used)
    amounts, unit = _amounts(frame, mix, used | more)
    rows += shares + amounts + _budget(frame, mix, costs)
    doubts: tuple[tuple[str, float], ...] = ()
    if not output and not any(row.kind == "total" for row in rows):
        if not any(n.percent for n in mix.amounts) and not _per_one(frame):
            return None
        rows.append(_one(frame, len(labels)))
        doubts = (("limit_weak", 0.0 if _per_one(frame) else 1.0),)
    variables = tuple(
        VariableReading(x.text, _mentions(frame, mix, k), "continuous", "an amount in a mix", unit)
        for k, x in enumerate(labels)
    )
    everyone = range(len(labels))
    terms = tuple(Term(k, ONE if output else frame.maker.value(costs[k])) for k in everyone)
    cheap = any(t.low in ("cheapest", "cheaply", "minimum", "least", "lowest") for t in frame.doc.tokens)
    sense = "min" if cheap else None
    return Draft(variables, terms, tuple(rows), mix.aside, "family/blending", "cost", doubts, sense)


def _holding(frame: Frame, mix: Mix) -> set[int]:
    """The ingredients whose contents are told."""
    free = [n for n in mix.amounts if mix.about.get(n.id) and n.id not in frame.govs]
    groups = [tuple(n for n in free if mix.about[n.id] == a) for a in dict.fromkeys(mix.about[n.id] for n in free)]
    return {k for group in groups for k in tied_by_sentence(frame, group, mix.hits)}


def _budget(frame: Frame, mix: Mix, costs: dict[int, int]) -> list[RowReading]:
    """Money told to be at hand: all ingredients together may cost no more."""
    rows: list[RowReading] = []
    for n in mix.amounts:
        near = frame.doc.words(n.first - 8, n.last + 8)
        if not is_money(frame.doc, n) or n.id in costs.values() or not any(w in _FUNDS for w in near):
            continue
        first, last = _sentence(frame, n)
        terms = tuple(Term(k, frame.maker.value(i)) for k, i in sorted(costs.items()))
        span, value = frame.maker.span(first, last), frame.maker.value(n.id)
        sense = sense_of(frame, n, "<=")
        rows.append(RowReading("resource", sense, "budget", n.currency, terms, value, span, "the money at hand"))
    return rows if len(costs) == len(mix.labels) else []


def _mentions(frame: Frame, mix: Mix, k: int) -> tuple:  # type: ignore[type-arg]
    return spans(frame.doc, [(h.first, h.last) for h in mix.hits if h.label == k])


def _mix(frame: Frame, labels: tuple[Label, ...]) -> Mix:
    found = hits(frame.doc, labels)
    taken = frozenset(i for h in found for i in range(h.first, h.last))
    amounts, aside = plain_numbers(frame, taken)
    counted = [n for n in amounts if n.words and n.value == len(labels) and n.id not in frame.govs and not n.currency]
    counted = [n for n in counted if not n.fraction and not n.multiple and frame.doc.low(n.last) not in units()]
    rest = tuple(n for n in amounts if n not in counted)
    aside += [(n.id, "counter") for n in counted]
    return Mix(labels, found, rest, tuple(aside), attributes(frame, rest, taken))


def _content_rows(frame: Frame, mix: Mix, taken: set[int]) -> tuple[list[RowReading], set[int]]:
    """One row for each governed number whose attribute the ingredients have contents of."""
    rows: list[RowReading] = []
    used = set(taken)
    free = [n for n in mix.amounts if n.id not in taken and mix.about.get(n.id)]
    specs = [n for n in free if n.id in frame.govs]
    for attribute in dict.fromkeys(mix.about[n.id] for n in specs):
        shares = {n.percent for n in specs if mix.about[n.id] == attribute}
        own = tuple(n for n in free if mix.about[n.id] == attribute and n.id not in frame.govs and n.percent in shares)
        contents = tied_by_sentence(frame, own, mix.hits)
        if len(contents) < 2 and not (contents and len(mix.labels) == 2):
            continue
        percent = any(frame.doc.numbers[i].percent for i in contents.values())
        used |= set(contents.values())
        for n in specs:
            if n.percent == percent and mix.about[n.id] == attribute:
                rows.append(_content_row(frame, mix, n, attribute, contents))
                used.add(n.id)
    return rows, used


def _content_row(frame: Frame, mix: Mix, n: Num, attribute: str, contents: dict[int, int]) -> RowReading:
    sense = sense_of(frame, n, ">=")
    limit = frame.maker.value(n.id)
    values = {k: frame.maker.value(i) for k, i in contents.items()}
    span = frame.maker.span(*_sentence(frame, n))
    kind = {"<=": "resource", ">=": "requirement", "==": "equation"}[sense]
    amounts = [v.value for v in values.values()] + [ZERO.value] * (len(mix.labels) > len(values))
    inside = min(amounts) <= limit.value <= max(amounts)
    if not n.percent and not (inside and _rates_mix(frame, n)):
        terms = tuple(Term(k, v) for k, v in sorted(values.items()))
        return RowReading(kind, sense, attribute, None, terms, limit, span, "an amount in the whole mix")  # type: ignore[arg-type]
    terms = tuple(Term(k, _less(frame, values.get(k), limit)) for k in range(len(mix.labels)))
    return RowReading(kind, sense, attribute, None, terms, ZERO, span, "a share of the mix")  # type: ignore[arg-type]


def _rates_mix(frame: Frame, n: Num) -> bool:
    """A bare number is a rating of the mix; a counted one must be "per" or "every" unit of it."""
    first, last = _sentence(frame, n)
    words = frame.doc.words(first, last)
    if any(w in ("average", "averages", "rating", "rated", "grade") for w in words):
        return True
    each = any(
        a in ("per", "every", "each", "a", "one") and dimension(_name(b)) not in (None, "time")
        for a, b in itertools.pairwise(words)
    )
    return each or noun_after(frame.doc, n) is None


def _less(frame: Frame, content: Value | None, limit: Value) -> Value:
    if content is None:
        return Value("negated", limit.numbers, -limit.value)
    return frame.maker.less(content, limit)


def _sentence(frame: Frame, n: Num) -> tuple[int, int]:
    sentence = next(s for s in frame.doc.sentences if s.first <= n.first < s.last)
    return sentence.first, sentence.last


def _shares(frame: Frame, mix: Mix, used: set[int]) -> tuple[list[RowReading], set[int]]:
    """ "at most 30% of the mix may be oats": governed shares next to an ingredient."""
    rows: list[RowReading] = []
    taken: set[int] = set()
    everyone = tuple(range(len(mix.labels)))
    for n in mix.amounts:
        if n.id in used or not (n.percent or n.fraction) or n.id not in frame.govs:
            continue
        first, last = _sentence(frame, n)
        near = tuple(h for h in mix.hits if first <= h.first < last)
        part = _part(frame, n, near)
        if part is None:
            continue
        taken.add(n.id)
        span, value = frame.maker.span(first, last), frame.maker.value(n.id)
        label, why = f"share of {mix.labels[part].text}", "a share of the mix"
        sense = sense_of(frame, n, "<=")
        rows.append(RowReading("share", sense, label, None, (), value, span, why, part=(part,), whole=everyone))
    return rows, taken


def _part(frame: Frame, n: Num, near: tuple[Hit, ...]) -> int | None:
    """The ingredient right after a share ("30% oats"), else the one tied to it."""
    ahead = [h.label for h in near if 0 <= h.first - n.last <= 2]
    return ahead[0] if ahead else tie(frame.doc, (n,), near).get(n.id)


def _amounts(frame: Frame, mix: Mix, used: set[int]) -> tuple[list[RowReading], str | None]:
    """The size of the mix, and how much of each ingredient there is."""
    rows: list[RowReading] = []
    unit: str | None = None
    for sentence in frame.doc.sentences:
        some = tuple(n for n in mix.amounts if sentence.first <= n.first < sentence.last and n.id not in used)
        some = tuple(n for n in some if not (n.percent or n.fraction or n.multiple or n.currency))
        some = tuple(n for n in some if dimension(_unit(frame, n)) != "time")
        near = tuple(h for h in mix.hits if sentence.first <= h.first < sentence.last)
        words = frame.doc.words(sentence.first, sentence.last)
        whole = tuple(n for n in some if _whole(frame, n, near, words))
        for n in whole:
            unit = _unit(frame, n) or unit
            terms = tuple(Term(k, ONE) for k in range(len(mix.labels)))
            span, value = frame.maker.span(sentence.first, sentence.last), frame.maker.value(n.id)
            sense = sense_of(frame, n, ">=")
            rows.append(RowReading("total", sense, "total", unit, terms, value, span, "the size of the mix"))
        held = any(w in _STOCK for w in words)
        left = tuple(n for n in some if n not in whole and (held or _measured(frame, n)))
        for number, k in tie(frame.doc, left, near).items():
            n = frame.doc.numbers[number]
            span, value = frame.maker.span(sentence.first, sentence.last), frame.maker.value(number)
            sense = sense_of(frame, n, "<=")
            why = "how much of one ingredient"
            rows.append(RowReading("bound", sense, "", _unit(frame, n), (Term(k, ONE),), value, span, why))
            unit = unit or _unit(frame, n)
    return rows, unit


def _whole(frame: Frame, n: Num, near: tuple[Hit, ...], words: list[str]) -> bool:
    """Whether a number is the size of the mix: nothing of one ingredient is meant."""
    ahead = frame.doc.words(n.last, min(n.last + 6, _sentence(frame, n)[1]))
    back = frame.doc.words(n.first - 5, n.first)
    own = [h for h in near if 0 <= h.first - n.last <= 3 and "of" in frame.doc.words(n.last, h.first)]
    if own:
        return False
    if any(w in MIX_WORDS for w in ahead) or _of_other(frame, n):
        return True
    if not near:
        return (_measured(frame, n) and not any(w in _STOCK for w in words)) or any(w in _MAKES for w in back)
    return any(w in _MAKES for w in back)


def _measured(frame: Frame, n: Num) -> bool:
    """Whether a number tells an amount: it is compared, has a unit, or something is counted "of" it."""
    return n.id in frame.govs or _unit(frame, n) is not None or "of" in frame.doc.words(n.last, n.last + 2)


def _of_other(frame: Frame, n: Num) -> bool:
    """ "60 tonnes of X", X no ingredient: the caller has looked for those."""
    token = frame.doc.tokens[min(n.last + 2, len(frame.doc.tokens) - 1)]
    return frame.doc.low(n.last + 1) == "of" and token.kind == "w" and token.low not in ("the", "each", "these")


def _unit(frame: Frame, n: Num) -> str | None:
    low = frame.doc.low(n.last)
    return units()[low].name if low in units() else None


def _per_one(frame: Frame) -> bool:
    """ "a kilogram of the mix", "the cheapest tonne of mix": the text speaks of one unit of the mix."""
    for token in frame.doc.tokens:
        if token.low in MIX_WORDS and dimension(_name(frame.doc.low(token.i - 2))) is not None:
            return frame.doc.low(token.i - 1) == "of"
        if token.low in MIX_WORDS and dimension(_name(frame.doc.low(token.i - 3))) is not None:
            return frame.doc.words(token.i - 2, token.i) in (["of", "the"], ["of", "this"])
    return False


def _name(word: str) -> str | None:
    return units()[word].name if word in units() else None


def _one(frame: Frame, count: int) -> RowReading:
    """No size is told: the amounts are shares of one unit of the mix."""
    doc = frame.doc
    at = next((t.i for t in doc.tokens if t.low in MIX_WORDS), 0)
    terms = tuple(Term(k, ONE) for k in range(count))
    why = "no size is told: amounts in one unit of the mix"
    return RowReading("total", "==", "total", None, terms, ONE, frame.maker.span(at, at + 1), why)
