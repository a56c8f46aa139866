"""Prices hypotheses: weighted features first, then a probe of the most promising ones."""

from __future__ import annotations

from dataclasses import dataclass

from modelwright.agent.formulation.embedded.assemble import Hypothesis
from modelwright.agent.formulation.embedded.limits import Limits
from modelwright.agent.formulation.embedded.probe import probe
from modelwright.agent.formulation.embedded.reading import row_terms

HAND_WEIGHTS: dict[str, float] = {
    "unbounded": 4.0,
    "infeasible": 4.0,
    "unknown": 4.0,
    "zero_optimum": 2.0,
    "row_partial": 1.2,
    "row_unused": 1.2,
    "limit_weak": 0.8,
    "objective_limited": 0.4,
    "objective_degenerate": 1.0,
    "row_doubled": 1.0,
    "limit_dropped": 1.5,
    "sense_missing": 1.0,
    "objective_gap": 0.6,
    "objective_weak": 0.5,
    "objective_partial": 0.6,
    "variables_gap": 0.35,
    "variable_unrated": 1.0,
    "variable_free": 0.8,
    "variables_extra": 0.1,
    "scheme": 0.8,
    "limits_gap": 0.5,
    "open_number": 1.0,
    "rates_uneven": 0.3,
    "no_rows": 3.0,
    "names_nested": 0.5,
}

_CLEAN = 0.6
"""Cost of a reading up to which it is believed even where it has no optimum: some texts are infeasible."""

_BELIEVED = 0.4
"""What is then left of the cost of having no optimum."""


@dataclass(frozen=True, slots=True)
class Priced:
    """A hypothesis with its costs and score."""

    hypothesis: Hypothesis
    costs: tuple[tuple[str, float], ...]
    score: float


def price(pool: list[Hypothesis], limits: Limits, weights: dict[str, float] | None = None) -> list[Priced]:
    """Returns the distinct hypotheses that were probed, best first; at most `limits.solves` are probed."""
    table = weights or HAND_WEIGHTS
    first = sorted(((_weigh(h.features, table), i) for i, h in enumerate(pool)), key=lambda p: (p[0], p[1]))
    seen: set[tuple[object, ...]] = set()
    out: list[Priced] = []
    for _, i in first:
        hypothesis = pool[i]
        key = hypothesis.key()
        if key in seen:
            continue
        seen.add(key)
        clean = _weigh(hypothesis.features, table) <= _CLEAN
        features = (*hypothesis.features, *_probed(hypothesis, _BELIEVED if clean else 1.0))
        costs = tuple((n, round(table.get(n, 0.0) * x, 6)) for n, x in features if x and table.get(n, 0.0))
        out.append(Priced(hypothesis, costs, -round(sum(c for _, c in costs), 6)))
        if len(out) >= limits.solves:
            break
    out.sort(key=lambda p: -p.score)
    return out


def _weigh(features: tuple[tuple[str, float], ...], table: dict[str, float]) -> float:
    return sum(table.get(n, 0.0) * x for n, x in features)


def _probed(h: Hypothesis, without_optimum: float) -> tuple[tuple[str, float], ...]:
    rows = []
    for row in h.rows:
        terms, limit = row_terms(row)
        rows.append((tuple((v, float(c)) for v, c in terms.items()), row.sense, float(limit)))
    objective = tuple((t.variable, float(t.coefficient.value)) for t in h.objective.terms)
    status, value = probe(len(h.names), objective, h.objective.sense or "max", tuple(rows))
    if status != "optimal":
        return ((status, without_optimum),)
    return (("zero_optimum", 1.0 if abs(value) < 1e-9 else 0.0),)
