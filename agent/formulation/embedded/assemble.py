"""Builds whole readings from every stage's alternatives, prices them, and keeps the best."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from modelwright.agent.formulation.embedded.build import Maker, Target
from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.facts import Facts, Limit, Relation
from modelwright.agent.formulation.embedded.goal import Goal
from modelwright.agent.formulation.embedded.limits import Limits
from modelwright.agent.formulation.embedded.mentions import Mention, Name, distinguishing, find_mentions
from modelwright.agent.formulation.embedded.objective import Aim, aims
from modelwright.agent.formulation.embedded.quantities import Quantity, align
from modelwright.agent.formulation.embedded.reading import ObjectiveReading, RowReading, row_terms
from modelwright.agent.formulation.embedded.roles import find_facts, shared_heads
from modelwright.agent.formulation.embedded.targets import choose, options
from modelwright.agent.formulation.embedded.variables import Candidate

Costs = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One way to read the text: variables, objective and rows, with unweighted features."""

    names: tuple[Name, ...]
    measures: tuple[str | None, ...]
    objective: ObjectiveReading
    rows: tuple[RowReading, ...]
    features: Costs
    aside: tuple[tuple[int, str], ...]
    origin: str

    def key(self) -> tuple[object, ...]:
        """Returns the canonical model: equal keys are the same model."""
        return canonical(len(self.names), self.objective, self.rows)


def canonical(count: int, objective: ObjectiveReading, rows: tuple[RowReading, ...]) -> tuple[object, ...]:
    """Returns a hashable canonical form of a model: objective and rows scaled, sorted and free of doubles."""
    terms: dict[int, Fraction] = {}
    for t in objective.terms:
        terms[t.variable] = terms.get(t.variable, Fraction(0)) + t.coefficient.value
    body = []
    for row in rows:
        coefficients, limit = row_terms(row)
        sign = -1 if row.sense == ">=" else 1
        scale = max((abs(c) for c in coefficients.values()), default=Fraction(1))
        entry = tuple((v, sign * c / scale) for v, c in coefficients.items())
        if not entry or (row.sense != "==" and len(entry) == 1 and entry[0][1] < 0 and limit == 0):
            continue
        body.append((row.sense == "==", entry, sign * limit / scale))
    goal = tuple(sorted((v, c) for v, c in terms.items() if c))
    return (count, objective.sense, goal, tuple(sorted(set(body))))


def hypotheses(
    doc: Doc, candidates: tuple[Candidate, ...], goals: tuple[Goal, ...], limits: Limits
) -> list[Hypothesis]:
    """Returns every hypothesis the caps allow, unpriced."""
    out: list[Hypothesis] = []
    top = candidates[0].score if candidates else 0.0
    for candidate in candidates:
        seen: list[Facts] = []
        for scheme in ("local", "forward", "backward"):
            facts = find_facts(doc, candidate.names, scheme)
            if any(facts == earlier for earlier in seen):
                continue
            seen.append(facts)
            out += _from_facts(doc, candidate, facts, scheme, goals, limits, top - candidate.score)
            if len(out) >= limits.hypotheses:
                return out[: limits.hypotheses]
    return out


def _from_facts(
    doc: Doc, candidate: Candidate, facts: Facts, scheme: str, goals: tuple[Goal, ...], limits: Limits, gap: float
) -> list[Hypothesis]:
    names = candidate.names
    count = len(names)
    maker = Maker(doc, count, limits.conventions)
    marks = distinguishing(names)
    mentions = find_mentions(doc, names)
    measures = tuple(_measure(names[k], [m.measure for m in mentions if m.var == k]) for k in range(count))
    heads = shared_heads(names)
    invested = money_frame(doc, mentions)
    if invested:
        measures = tuple(m or "dollars" for m in measures)
    quantities = align(facts.rates, count)
    goal = goals[0] if goals else None
    default = "<=" if goal is None or goal.sense == "max" else ">="
    senses = tuple(x.sense if x.sense != "?" else default for x in facts.limits)
    table = [options(doc, x, quantities, names, marks, measures, invested) for x in facts.limits]
    relation_rows, relation_features = _relations(maker, facts.relations)
    out: list[Hypothesis] = []
    found_aims = aims(maker, goal, quantities, names, heads | doc.hypernyms, marks, measures, limits.objectives)
    picks = choose(facts.limits, table, senses, limits.choices)
    base = [
        ("variables_gap", gap),
        ("scheme", 0.0 if scheme == "local" else 1.0),
        ("sense_missing", 1.0 if goal is None else 0.0),
        ("variables_extra", float(max(count - 4, 0))),
        ("variable_unrated", float(sum(1 for v in range(count) if not any(q.rate_of(v) for q in quantities)))),
        ("open_number", float(_open(doc, facts))),
        ("rates_uneven", _uneven(facts, count)),
        ("names_nested", float(sum(any(set(a.stems) < set(b.stems) for b in names) for a in names))),
        *relation_features,
    ]
    for aim in found_aims:
        for pick in picks:
            rows, features = _rows(maker, facts.limits, pick.targets, senses, quantities, aim)
            features += [
                ("objective_gap", found_aims[0].score - aim.score),
                ("objective_weak", 1.0 if aim.score < 0.9 else 0.0),
                ("limits_gap", picks[0].score - pick.score),
                ("limit_weak", float(pick.weak)),
            ]
            out.append(
                Hypothesis(
                    names,
                    measures,
                    aim.reading,
                    (*rows, *relation_rows),
                    (*base, *features),
                    facts.aside,
                    f"{candidate.origin}/{scheme}",
                )
            )
    return out


def money_frame(doc: Doc, mentions: tuple[Mention, ...]) -> bool:
    """Returns whether the variables are sums of money put into something."""
    hits = 0
    for m in mentions:
        back = doc.words(max(0, m.first - 6), m.first)
        if (
            any(w in ("invested", "invest", "investing", "placed", "investments") for w in back)
            and any(w in ("in", "into", "on") for w in back)
        ) or "dollar" in back:
            hits += 1
    return hits >= 2


def _measure(name: Name, found: list[str | None]) -> str | None:
    if name.unit:
        return name.unit
    for measure in found:
        if measure:
            return measure
    return None


def _open(doc: Doc, facts: Facts) -> int:
    used = {r.number for r in facts.rates if r.variables} | {x.number for x in facts.limits}
    used |= {n for r in facts.relations for n in (r.number, r.offset, r.per) if n is not None}
    used |= {n for n, _ in facts.aside}
    return sum(1 for n in doc.numbers if n.id not in used)


def _uneven(facts: Facts, count: int) -> float:
    counts = [sum(1 for r in facts.rates if v in r.variables) for v in range(count)]
    return float(max(counts) - min(counts)) if counts else 0.0


def _relations(maker: Maker, relations: tuple[Relation, ...]) -> tuple[list[RowReading], Costs]:
    rows: list[RowReading] = []
    for relation in relations:
        if relation.left and (relation.right or relation.kind == "share"):
            rows.append(maker.relation_row(relation))
    return rows, (("relations", 0.0),)


def _rows(
    maker: Maker,
    facts: tuple[Limit, ...],
    targets: tuple[Target | None, ...],
    senses: tuple[str, ...],
    quantities: tuple[Quantity, ...],
    aim: Aim,
) -> tuple[list[RowReading], list[tuple[str, float]]]:
    rows: list[RowReading] = []
    used: set[int] = set()
    doubled = 0
    dropped = 0
    limited_objective = 0
    degenerate = 0
    seen: set[tuple[Target, str]] = set()
    for limit, target, sense in zip(facts, targets, senses, strict=True):
        if target is None:
            dropped += 1
            continue
        if (target, sense) in seen:
            doubled += 1
        seen.add((target, sense))
        chosen = [target]
        if target.kind == "quantity":
            used.add(target.quantity)
            if target.quantity in aim.quantities:
                limited_objective += 1
                degenerate += len(aim.quantities) == 1 and (sense == ">=") == (aim.reading.sense == "min")
            if limit.both:
                chosen = _every(limit, target, quantities, aim, targets)
                used |= {t.quantity for t in chosen}
        for t in chosen:
            rows += maker.limit_row(limit, t, quantities, sense)
    unused = sum(1 for j in range(len(quantities)) if j not in used and j not in aim.quantities)
    partial = sum(1 for j in used | set(aim.quantities) if len(quantities[j].rates) < maker.count)
    free = sum(1 for v in range(maker.count) if not any(v in row_terms(r)[0] for r in rows))
    features = [
        ("row_unused", float(unused)),
        ("row_partial", float(partial)),
        ("row_doubled", float(doubled)),
        ("limit_dropped", float(dropped)),
        ("objective_limited", float(limited_objective)),
        ("objective_degenerate", float(degenerate)),
        ("variable_free", float(free)),
        ("no_rows", 0.0 if rows else 1.0),
        ("objective_partial", float(bool(aim.quantities) and len(aim.reading.terms) < maker.count)),
    ]
    return rows, features


def _every(
    limit: Limit, target: Target, quantities: tuple[Quantity, ...], aim: Aim, targets: tuple[Target | None, ...]
) -> list[Target]:
    """ "each stage is available for N": the limit holds for every quantity of that unit that nothing else limits."""
    quantity = quantities[target.quantity]
    others = [
        Target("quantity", quantity=j)
        for j, q in enumerate(quantities)
        if j != target.quantity
        and j not in aim.quantities
        and q.unit == quantity.unit
        and q.unit is not None
        and q.currency == quantity.currency
        and not any(t is not None and t.kind == "quantity" and t.quantity == j for t in targets)
    ]
    return [target, *others]
