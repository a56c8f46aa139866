"""Candidates for the objective: each quantity, the plain count, and revenue less cost."""

from __future__ import annotations

from dataclasses import dataclass

from modelwright.agent.formulation.embedded.build import Maker
from modelwright.agent.formulation.embedded.goal import Goal, goal_side
from modelwright.agent.formulation.embedded.lexicon import stem_class, synonyms, units
from modelwright.agent.formulation.embedded.mentions import Name
from modelwright.agent.formulation.embedded.quantities import Quantity, dimension
from modelwright.agent.formulation.embedded.reading import ONE, ObjectiveReading, Term, Value

_COUNT_WORDS = frozenset(("number", "amount", "many", "count", "quantity"))


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective candidate: its terms, the quantities it uses, and its score."""

    reading: ObjectiveReading
    quantities: tuple[int, ...]
    score: float


def aims(
    maker: Maker,
    goal: Goal | None,
    quantities: tuple[Quantity, ...],
    names: tuple[Name, ...],
    heads: frozenset[str],
    marks: tuple[frozenset[str], ...],
    measures: tuple[str | None, ...],
    most: int,
) -> tuple[Aim, ...]:
    """Returns objective candidates, best first."""
    stems = goal.stems if goal else ()
    side = goal_side(goal) if goal else ""
    out: list[tuple[float, tuple[int, ...], tuple[Term, ...], str]] = []
    count = len(names)
    paid = sum(q.currency for q in quantities)
    for j, q in enumerate(quantities):
        score = _fit(goal, q, stems, side, paid)
        score -= 0.8 * (count - len(q.rates)) / count
        out.append((score, (j,), maker.terms(q), maker.label(q)))
    out.append(
        (
            _count_fit(stems, names, heads, marks, measures, quantities),
            (),
            tuple(Term(v, ONE) for v in range(count)),
            "number",
        )
    )
    difference = _margin(maker, quantities, stems, side, count)
    if difference is not None:
        out.append(difference)
    out.sort(key=lambda a: (-a[0], a[1]))
    sense = {"max": "max", "min": "min"}.get(goal.sense) if goal else None
    span = maker.span(goal.first, goal.last) if goal else None
    label = maker.doc.quote(*goal.label).strip() if goal else ""
    result = []
    for score, used, terms, name in out[:most]:
        unit = quantities[used[0]].unit if used else None
        reading = ObjectiveReading(sense, label or name, unit, terms, span)  # type: ignore[arg-type]
        result.append(Aim(reading, used, score))
    return tuple(result)


def _fit(goal: Goal | None, q: Quantity, stems: tuple[str, ...], side: str, paid: int) -> float:
    if goal is None:
        return 1.0 if q.currency and q.side == "gain" else 0.8 if q.currency else 0.0
    score = _word_fit(q, stems) + _money_fit(q, stems, side, paid)
    if "tim" in stems and dimension(q.unit) == "time":
        score += 1.5
    for s in stems:
        if s in units() and q.unit == units()[s].name and dimension(q.unit):
            score += 1.2
            break
    if not stems and q.currency:
        score += 0.8
    return score


def _word_fit(q: Quantity, stems: tuple[str, ...]) -> float:
    """How well the goal's words name the quantity; earlier words count more."""
    score = 0.0
    bag = q.post | q.pre
    for k, s in enumerate(stems[:8]):
        if s in ("total", "number", "amount", "of", "unit", "overal"):
            continue
        if s in q.post or _akin(s, q.post):
            score += 1.6 / (1 + 0.15 * k)
        elif s in bag or _akin(s, q.pre):
            score += 1.3 / (1 + 0.15 * k)
        elif s in synonyms() and synonyms()[s] & q.post:
            score += 0.9 / (1 + 0.15 * k)
    return score


def _money_fit(q: Quantity, stems: tuple[str, ...], side: str, paid: int) -> float:
    """Whether the quantity is money, and on the goal's side, where the goal is money; `paid` counts money rows."""
    money = any(s in stem_class("money_words") or (s in stem_class("cost_nouns") and s != "loss") for s in stems)
    lone = q.currency and paid == 1
    score = 0.0
    if side and q.side and (q.currency or not money or not paid):
        score += 1.6 if side == q.side else 0.3 if lone else -1.5
    elif (side or money) and (q.currency or (q.percent and not paid)):
        score += 0.8 if side else 1.0
    if q.currency and not money:
        score -= 0.6
    if not q.currency and money and not q.percent:
        score -= 1.0
    return score


def _akin(stem: str, bag: frozenset[str]) -> bool:
    """A longer or shorter form of the same word is in the bag: "viewership" for "viewer"."""
    return len(stem) >= 5 and any(len(b) >= 5 and (b.startswith(stem) or stem.startswith(b)) for b in bag)


def _count_fit(
    stems: tuple[str, ...],
    names: tuple[Name, ...],
    heads: frozenset[str],
    marks: tuple[frozenset[str], ...],
    measures: tuple[str | None, ...],
    quantities: tuple[Quantity, ...],
) -> float:
    if not stems:
        return 0.0
    score = 0.1
    if any(s in _COUNT_WORDS for s in stems[:3]):
        score += 0.7
    stem_heads = heads | {n.stems[-1] for n in names}
    hit = [s for s in stems if s in stem_heads]
    named = sum(any(s in mark for s in stems) for mark in marks)
    if hit and any(s in _COUNT_WORDS for s in stems[:3]):
        score += 1.2
    elif hit or named:
        score += 0.6
    if any(s in ("trip", "item", "product", "piec", "vehicl", "person", "staff", "worker", "employe") for s in stems):
        score += 0.5
    elif any(s in _COUNT_WORDS for s in stems[:3]) and not any(
        s in q.post or _akin(s, q.post) or (s in synonyms() and synonyms()[s] & q.post)
        for s in stems
        for q in quantities
    ):
        score += 0.7
    for m in measures:
        if m and any(m.rstrip("s") == s or m.rstrip("s").startswith(s) for s in stems):
            score += 0.8
            break
    return score


def _margin(
    maker: Maker, quantities: tuple[Quantity, ...], stems: tuple[str, ...], side: str, count: int
) -> tuple[float, tuple[int, ...], tuple[Term, ...], str] | None:
    """Revenue less cost, when profit is asked for but only prices and costs are given."""
    if not any(s in ("profit", "net", "margin", "earn", "gain") for s in stems):
        return None
    gains = [j for j, q in enumerate(quantities) if q.currency and q.side == "gain" and len(q.rates) == count]
    costs = [j for j, q in enumerate(quantities) if q.currency and q.side == "cost" and len(q.rates) == count]
    if not gains or not costs:
        return None
    gain, cost = quantities[gains[0]], quantities[costs[0]]
    direct = {"profit", "margin", "net"} & (gain.post | gain.pre)
    terms = []
    for v in range(count):
        a, b = gain.rate_of(v), cost.rate_of(v)
        if a is None or b is None:
            return None
        x, y = maker.coefficient(a), maker.coefficient(b)
        terms.append(Term(v, Value("difference", x.numbers + y.numbers, x.value - y.value)))
    return (-1.0 if direct else 3.6, (gains[0], costs[0]), tuple(terms), "profit")
