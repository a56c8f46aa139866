"""Which rows the limits bound: candidates for each limit, and joint choices for all."""

from __future__ import annotations

from dataclasses import dataclass

from modelwright.agent.formulation.embedded.build import Target
from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.facts import Limit, Words
from modelwright.agent.formulation.embedded.lexicon import units
from modelwright.agent.formulation.embedded.mentions import Name
from modelwright.agent.formulation.embedded.quantities import Quantity, dimension, words_similarity

_LIGHT = frozenset(
    (
        "unit",
        "total",
        "time",
        "amount",
        "of",
        "available",
        "availabl",
        "has",
        "day",
        "week",
        "hour",
        "minut",
        "acr",
        "kg",
    )
)


@dataclass(frozen=True, slots=True)
class Option:
    """A target for a limit with its score."""

    target: Target
    score: float


@dataclass(frozen=True, slots=True)
class Choice:
    """A joint choice: one target (or None) a limit, with its score."""

    targets: tuple[Target | None, ...]
    score: float
    weak: int


def options(
    doc: Doc,
    limit: Limit,
    quantities: tuple[Quantity, ...],
    names: tuple[Name, ...],
    marks: tuple[frozenset[str], ...],
    measures: tuple[str | None, ...],
    invested: bool,
) -> tuple[Option, ...]:
    """Returns the targets of a limit, best first."""
    out: list[Option] = []
    count = len(names)
    words = limit.words
    weight = _limit_weights(quantities)
    similar = [(_likeness(limit, q, weight), j) for j, q in enumerate(quantities)]
    if words.percent:
        out += [Option(Target("blend", quantity=j), s + 1.0) for s, j in similar if quantities[j].percent or s > 1.5]
        out.sort(key=lambda o: -o.score)
        return tuple(out[:3])
    if limit.average:
        blended = [Option(Target("blend", quantity=j), s + 2.0) for s, j in similar if s > -1.5]
        return tuple(sorted(blended, key=lambda o: -o.score)[:3])
    best = max((s for s, _ in similar), default=0.0)
    money = words.currency and (
        invested or any(m and m.startswith(("dollar", "euro", "money", "invest")) for m in measures)
    )
    after = doc.words(doc.numbers[limit.number].last, doc.numbers[limit.number].last + 3)
    if (
        after[:1] == ["each"]
        or after[1:3] == ["of", "each"]
        or (after[:1] == ["of"] and after[1:2] in (["each"], ["either"]))
    ):
        out.append(Option(Target("bound", tuple(range(count))), 3.3))
    if limit.apiece:
        out.append(Option(Target("bound", tuple(range(count))), 2.7))
    if limit.variables and (money or not words.currency):
        if limit.group_total:
            whole = len(limit.variables) == count
            out.append(Option(Target("total" if whole else "sum", () if whole else limit.variables), 3.0))
            out.append(Option(Target("bound", limit.variables), 2.6))
        else:
            out.append(Option(Target("bound", limit.variables), 3.2))
    elif words.post and (money or not words.currency):
        named = tuple(k for k in range(count) if any(s in marks[k] for s in words.post[:2]))
        if len(named) == 1:
            told = any(s in q.post for q in quantities for s in words.post[:2])
            out.append(Option(Target("bound", named), 1.0 if told else 2.2))
    measured = {m for m in measures if m}
    n = doc.numbers[limit.number]
    noun = doc.low(n.last)
    unit_total = (
        bool(noun) and any(noun.rstrip("s") == m.rstrip("s") for m in measured) and noun not in ("unit", "units")
    )
    if not words.currency or money:
        shared = any(
            s in q.post for q in quantities for s in words.post if s in weight and s not in _LIGHT and weight[s] > 0.3
        )
        total = 3.4 * limit.total + ((0.6 if shared and not money else 2.4) if unit_total or money else 0.0)
        if limit.variables and not limit.group_total:
            total -= 1.5
        if words.unit and dimension(words.unit) and not unit_total and not money:
            same = any(q.unit == words.unit and not q.percent and len(q.rates) == count for q in quantities)
            own = any(m in units() and units()[m].name == words.unit for m in measured)
            total = min(total, 0.9) if same and not own else total
        out.append(Option(Target("total"), max(total, 0.35)))
    if limit.subject and not limit.variables and (money or not words.currency):
        fits = unit_total or not words.unit or words.unit == "unit" or dimension(words.unit) is None
        if len(limit.subject) == 1 or len(limit.subject) < count:
            strength = 2.8 if unit_total else 2.0
            out.append(Option(Target("bound", limit.subject), strength if fits and limit.stated else 0.8))
        else:
            out.append(Option(Target("total"), 2.0 if fits else 0.9))
            out.append(Option(Target("bound", limit.subject), 1.4 if fits else 0.6))
    for s, j in similar:
        if s > -1.5:
            penalty = 1.8 if limit.variables else 0.0
            rates = quantities[j].rates
            if len(rates) < count and len(rates) == 1 and count > 1 and best - s < 0.5:
                penalty += 0.1
            out.append(Option(Target("quantity", quantity=j), s - penalty))
    out.sort(key=lambda o: -o.score)
    kept: list[Option] = []
    for option in out:
        if all(option.target != k.target for k in kept):
            kept.append(option)
    return tuple(kept[:4])


def _limit_weights(quantities: tuple[Quantity, ...]) -> dict[str, float]:
    counts: dict[str, int] = {}
    for q in quantities:
        for s in q.post | q.pre:
            counts[s] = counts.get(s, 0) + 1
    return {s: (0.3 if s in _LIGHT else 1.0) / n for s, n in counts.items()}


def _likeness(limit: Limit, quantity: Quantity, weight: dict[str, float]) -> float:
    """Likeness of a limit's words and a quantity's; words nearer to the number weigh more."""
    a = limit.words
    best = -9.0
    for _, rate in quantity.rates:
        s = words_similarity(a, rate.words, weight) + (2.0 if rate.words.percent and not a.percent else 0.0)
        clause = set(a.clause) & (set(rate.words.post) | set(rate.words.pre))
        s += sum(sorted(weight.get(x, 0.0) for x in clause)) * 0.7
        best = max(best, s)
    union = Words(
        quantity.unit,
        quantity.currency,
        quantity.percent,
        tuple(sorted(quantity.post)),
        tuple(sorted(quantity.pre)),
        (),
    )
    best = max(best, words_similarity(a, union, weight) + (2.0 if quantity.percent and not a.percent else 0.0))
    if quantity.percent and a.currency:
        best -= 3.0
    if a.currency and quantity.currency:
        spend = {"budget", "spend", "spent", "cost", "invest", "capital", "spending", "afford", "expens"}
        bag = set(a.pre) | set(a.post) | set(a.clause)
        if quantity.side == "gain" and bag & spend:
            best -= 2.5
        elif quantity.side == "gain" and not bag & {"profit", "revenu", "earn", "sal", "income"}:
            best -= 0.8
        elif quantity.side == "cost" and bag & spend:
            best += 1.0
    return best


def choose(
    limits: tuple[Limit, ...], table: list[tuple[Option, ...]], senses: tuple[str, ...], most: int
) -> tuple[Choice, ...]:
    """Returns joint choices of targets, best first; the same row twice in one direction is penalised."""
    beam: list[tuple[float, int, tuple[Target | None, ...]]] = [(0.0, 0, ())]
    for k, row in enumerate(table):
        grown: list[tuple[float, int, tuple[Target | None, ...]]] = []
        for score, weak, targets in beam:
            if not row:
                grown.append((score - 1.5, weak + 1, (*targets, None)))
            for option in row:
                s = score + min(option.score, 4.0)
                for j, earlier in enumerate(targets):
                    if (earlier == option.target and (senses[j] == senses[k] or "==" in (senses[j], senses[k]))) or (
                        earlier is not None and earlier.kind == option.target.kind == "total" and senses[j] == senses[k]
                    ):
                        s -= 2.0
                grown.append((s, weak + (option.score < 0.9), (*targets, option.target)))
        grown.sort(key=lambda g: -g[0])
        beam = grown[:8]
    return tuple(Choice(t, s, w) for s, w, t in beam[:most])
