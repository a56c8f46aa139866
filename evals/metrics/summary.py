"""Counts of an engine over a benchmark, from scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, get_args

from modelwright.evals.metrics.optimal_value import Score, Verdict
from modelwright.evals.statistics import Share

__all__ = ["COLUMNS", "Summary", "summarise"]

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
COLUMNS = ("either", "own", "integer", "lp")
"""Ways to compare the optimal value; `either` is what counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts of one engine.

    Attributes:
        engine: Its name.
        predictions: How many predictions there are.
        samples: How many samples of a problem.
        counts: Predictions by verdict.
        right: Right answers among the predictions with a published value.
        finite: Right answers among those whose published value is a number.
        columns: Answers that agree, by way of comparison, whether they were given or only asked about; each among
            those that could agree.
        asked_right: Questions whose candidate would have been right.
        seconds: CPU seconds: total, median, largest.
    """

    engine: str
    predictions: int
    samples: int
    counts: Mapping[str, int]
    right: Share
    finite: Share
    columns: Mapping[str, Share]
    asked_right: Share
    seconds: Mapping[str, float]

    def to_json(self) -> dict[str, Any]:
        """A plain object."""
        return {
            "engine": self.engine,
            "predictions": self.predictions,
            "samples": self.samples,
            "counts": dict(self.counts),
            "right": self.right.to_json(),
            "finite": self.finite.to_json(),
            "columns": {name: share.to_json() for name, share in self.columns.items()},
            "asked_right": self.asked_right.to_json(),
            "seconds": dict(self.seconds),
        }


def summarise(engine: str, scores: Sequence[Score], seconds: Iterable[float]) -> Summary:
    """The counts of `engine`.

    Args:
        engine: Its name.
        scores: Of its predictions.
        seconds: CPU seconds of each.
    """
    counts = Counter(score.verdict for score in scores)
    scored = [score for score in scores if score.verdict != "unscored"]
    asked = [score for score in scored if score.verdict == "asked"]
    return Summary(
        engine=engine,
        predictions=len(scores),
        samples=len({score.sample for score in scores}),
        counts={verdict: counts[verdict] for verdict in VERDICTS},
        right=Share(counts["right"], len(scored)),
        finite=_right_of([score for score in scored if score.finite]),
        columns={name: _agreeing(name, scored) for name in COLUMNS},
        asked_right=Share(sum(bool(score.either) for score in asked), len(asked)),
        seconds=_spread(sorted(seconds)),
    )


def _right_of(scores: Sequence[Score]) -> Share:
    return Share(sum(score.verdict == "right" for score in scores), len(scores))


def _agreeing(column: str, scores: Sequence[Score]) -> Share:
    known = [value for score in scores if (value := getattr(score, column)) is not None]
    return Share(sum(known), len(known))


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    if not seconds:
        return {"total": 0.0, "median": 0.0, "largest": 0.0}
    return {"total": round(sum(seconds), 3), "median": round(median(seconds), 4), "largest": round(seconds[-1], 3)}
