"""Lines up the rates of different variables into quantities: the rows of the rate matrix."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from modelwright.agent.formulation.embedded.facts import Rate, Words
from modelwright.agent.formulation.embedded.lexicon import stem_class, synonyms, units


@dataclass(frozen=True, slots=True)
class Quantity:
    """One row of the rate matrix: a rate for some or all variables."""

    rates: tuple[tuple[int, Rate], ...]
    unit: str | None
    currency: bool
    percent: bool
    side: str
    post: frozenset[str]
    pre: frozenset[str]
    extra: tuple[Rate, ...] = field(default=())

    def rate_of(self, variable: int) -> Rate | None:
        """Returns the rate of a variable, or None."""
        for v, rate in self.rates:
            if v == variable:
                return rate
        return None


def dimension(unit: str | None) -> str | None:
    """Returns the dimension of a unit name; plain "unit" has none."""
    if unit is None or unit not in units():
        return None
    found = units()[unit].dimension
    return None if found == "count" else found


def unit_factor(unit: str | None, into: str | None) -> Fraction | None:
    """Returns what one `unit` is in `into`, or None where they are not of one dimension."""
    if unit is None or into is None or unit not in units() or into not in units():
        return None
    a, b = units()[unit], units()[into]
    if a.dimension != b.dimension or a.dimension == "count":
        return None
    return Fraction(a.factor) / Fraction(b.factor)


def money_side(words: Words) -> str:
    """Returns "gain" or "cost" by the nearest money noun or verb, or "" where none is."""
    gain, cost = stem_class("gain_nouns"), stem_class("cost_nouns")
    for bag in (tuple(reversed(words.pre)), words.post[:4]):
        for s in bag:
            if s in ("profit", "revenu", "earn", "incom", "net", "gain", "return", "margin", "sell", "clear"):
                return "gain"
            if s in ("cost", "wag", "expens", "fee", "spend", "pay", "salary"):
                return "cost"
    for bag in (words.pre, words.post, words.clause):
        for s in bag:
            if s in gain and s != "pric":
                return "gain"
            if s in cost and s not in ("pric", "investment"):
                return "cost"
    return ""


def align(rates: tuple[Rate, ...], count: int) -> tuple[Quantity, ...]:
    """Returns the quantities, in order of first mention."""
    weight = _rarity(rates, count)
    columns: list[list[tuple[int, Rate]]] = []
    for variable in range(count):
        own = [r for r in rates if variable in r.variables]
        order = _match(own, variable, columns, weight)
        for rate, column in order:
            if column is None:
                columns.append([(variable, rate)])
            else:
                columns[column].append((variable, rate))
    _merge_money(columns, count)
    columns.sort(key=lambda c: min(r.number for _, r in c))
    return tuple(_quantity(c) for c in columns)


def _merge_money(columns: list[list[tuple[int, Rate]]], count: int) -> None:
    """Joins two incomplete money columns that complete each other: one side's cost may be told as the other's pay."""
    partial = [c for c in columns if len(c) < count and all(r.words.currency for _, r in c)]
    for k, a in enumerate(partial):
        for b in partial[k + 1 :]:
            if not {v for v, _ in a} & {v for v, _ in b} and len(a) + len(b) == count and len(partial) == 2:
                a.extend(b)
                columns.remove(b)
                return


def _rarity(rates: tuple[Rate, ...], count: int) -> dict[str, float]:
    """Weight of a stem: one over the most rates of a single variable that it occurs with."""
    weight: dict[str, float] = {}
    for variable in range(count):
        counts: dict[str, int] = {}
        for rate in rates:
            if variable in rate.variables:
                for s in dict.fromkeys((*rate.words.post, *rate.words.pre)):
                    counts[s] = counts.get(s, 0) + 1
        for s, n in counts.items():
            weight[s] = min(weight.get(s, 1.0), 1.0 / n)
    light = stem_class("generic_nouns")
    return {s: w * (0.3 if s in light or s in units() else 1.0) for s, w in weight.items()}


def _match(
    own: list[Rate], variable: int, columns: list[list[tuple[int, Rate]]], weight: dict[str, float]
) -> list[tuple[Rate, int | None]]:
    pairs: list[tuple[float, int, int]] = []
    for i, rate in enumerate(own):
        for j, column in enumerate(columns):
            if any(v == variable for v, _ in column):
                continue
            if any(r.number == rate.number for _, r in column):
                pairs.append((100.0, i, j))
                continue
            best = max(similarity(rate, other, weight) for _, other in column)
            rank = sum(1 for c in columns[:j] if True)
            best += 0.5 if rank == i else -0.05 * abs(rank - i)
            pairs.append((best, i, j))
    pairs.sort(key=lambda p: (-p[0], p[1], p[2]))
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for score, i, j in pairs:
        if score < 0.2 or i in chosen or j in taken:
            continue
        chosen[i] = j
        taken.add(j)
    return [(rate, chosen.get(i)) for i, rate in enumerate(own)]


def similarity(a: Rate, b: Rate, weight: dict[str, float]) -> float:
    """Returns how likely two rates of different variables measure the same quantity."""
    return words_similarity(a.words, b.words, weight)


def words_similarity(a: Words, b: Words, weight: dict[str, float]) -> float:
    """Returns the likeness of two sets of words around numbers."""
    score = 0.0
    if a.currency != b.currency:
        score -= 4.0
    elif a.currency:
        score += 1.0
        side_a, side_b = money_side(a), money_side(b)
        if side_a and side_b:
            score += 1.5 if side_a == side_b else -4.0
    if a.percent != b.percent:
        score -= 2.0
    elif a.percent:
        score += 0.5
    dim_a, dim_b = dimension(a.unit), dimension(b.unit)
    if dim_a and dim_b:
        score += 1.0 if a.unit == b.unit else (0.5 if dim_a == dim_b else -4.0)
    elif (dim_a or dim_b) and not a.currency:
        score -= 0.7
    elif a.unit and a.unit == b.unit:
        score += 0.2
    score += _overlap(a.post, b.post, weight, 2.0)
    disjoint = False
    if not a.currency and not b.currency:
        heavy_a = {s for s in a.post[:4] if weight.get(s, 1.0) > 0.3}
        heavy_b = {s for s in b.post[:4] if weight.get(s, 1.0) > 0.3}
        apart = bool(heavy_a and heavy_b) and not any(_kin(x, y) for x in sorted(heavy_a) for y in sorted(heavy_b))
        disjoint = apart and not (dim_a == "time" and dim_a == dim_b)
    if disjoint:
        score -= 1.7
    else:
        score += _overlap(a.pre, b.pre, weight, 0.8)
    score += 0.5 * _overlap(a.pre, b.post, weight, 0.8) + 0.5 * _overlap(a.post, b.pre, weight, 0.8)
    return score


def _kin(a: str, b: str) -> bool:
    """Two stems are the same word, forms of one word, or synonyms."""
    if a == b or b in synonyms().get(a, ()):
        return True
    return len(a) >= 5 and len(b) >= 5 and (a.startswith(b) or b.startswith(a))


def _overlap(a: tuple[str, ...], b: tuple[str, ...], weight: dict[str, float], factor: float) -> float:
    common = set(a) & set(b)
    return factor * sum(sorted(weight.get(s, 1.0) for s in common)) if common else 0.0


def _quantity(column: list[tuple[int, Rate]]) -> Quantity:
    first = [r for _, r in column]
    post = frozenset(s for r in first for s in r.words.post)
    pre = frozenset(s for r in first for s in r.words.pre)
    unit = next((r.words.unit for r in first if r.words.unit), None)
    currency = any(r.words.currency for r in first)
    sides = [money_side(r.words) for r in first]
    side = next((s for s in sides if s), "")
    return Quantity(
        tuple(sorted(column, key=lambda c: c[0])), unit, currency, any(r.words.percent for r in first), side, post, pre
    )
