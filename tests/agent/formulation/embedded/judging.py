"""Compares readings with the models of our own problems."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from problems import CASES, Case

from modelwright.agent.formulation.embedded.reading import Reading, row_terms

Model = tuple[object, ...]


def _row(coefficients: list[float], sense: str, limit: float) -> tuple[object, ...]:
    sign = -1 if sense == ">=" else 1
    top = max((abs(c) for c in coefficients), default=0.0) or 1.0
    return (
        sense == "==",
        tuple(round(sign * c / top, 5) + 0.0 for c in coefficients),
        round(sign * limit / top, 5) + 0.0,
    )


def wanted_model(case: Case) -> Model:
    """Returns the canonical model of a case."""
    rows = frozenset(_row([float(c) for c in row[0]], row[1], float(row[2])) for row in case.rows)
    return case.sense, tuple(round(float(c), 6) for c in case.objective), rows


def read_model(reading: Reading, names: tuple[str, ...]) -> Model | None:
    """Returns the canonical model of a reading, variables in the order of `names`; None where they do not fit."""
    labels = [v.label.lower() for v in reading.variables]
    order: list[int] = []
    for name in names:
        hits = [i for i, label in enumerate(labels) if name.lower() in label]
        if len(hits) != 1:
            return None
        order.append(hits[0])
    if sorted(order) != list(range(len(labels))):
        return None
    goal = [0.0] * len(labels)
    for term in reading.objective.terms:
        goal[term.variable] += float(term.coefficient.value)
    rows = set()
    for row in reading.rows:
        terms, limit = row_terms(row)
        if terms:
            rows.add(_row([float(terms.get(i, 0)) for i in order], row.sense, float(limit)))
    return reading.objective.sense, tuple(round(goal[i], 6) for i in order), frozenset(rows)


__all__ = ["CASES", "Case", "read_model", "wanted_model"]
