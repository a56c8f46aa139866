"""How far to trust the best reading, from the costs that it and its rival carry."""

from __future__ import annotations

import json
import math
from functools import lru_cache
from importlib.resources import files

from modelwright.agent.formulation.embedded.reading import Readings

FEATURES = ("score", "margin", "open", "goal", "ends", "gaps", "count")


def features(readings: Readings) -> tuple[float, ...]:
    """Returns the features of `FEATURES`, in order, for the best reading."""
    best = readings.best
    if best is None:
        return (0.0,) * len(FEATURES)
    rival = readings.readings[1].score if len(readings.readings) > 1 else best.score - 3.0
    costs = dict(best.costs)
    open_ = sum(1 for use in best.uses if use.element is None and use.aside is None)
    ends = sum(costs.get(name, 0.0) > 0 for name in ("unbounded", "infeasible", "zero_optimum", "unknown"))
    gaps = sum(costs.get(name, 0.0) for name in ("row_partial", "row_unused", "limit_dropped", "limit_weak"))
    return (
        max(best.score, -8.0),
        min(best.score - rival, 3.0),
        float(min(open_, 4)),
        1.0 if best.objective.sense is None else 0.0,
        float(ends),
        min(gaps, 6.0),
        float(max(len(best.variables) - 2, 0)),
    )


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    path = files("modelwright.agent.formulation.embedded").joinpath("data", "confidence.json")
    data: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))["weights"]
    return data


def confidence(readings: Readings) -> float:
    """Returns the estimated probability, 0 to 1, that the best reading is right; 0 where nothing was read."""
    if readings.best is None:
        return 0.0
    weights = _weights()
    total = weights["bias"] + sum(weights[n] * x for n, x in zip(FEATURES, features(readings), strict=True))
    return round(1.0 / (1.0 + math.exp(-max(min(total, 30.0), -30.0))), 4)
