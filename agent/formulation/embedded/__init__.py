"""The embedded engine: reads a small optimisation problem told in English, with no language model.

`read` turns a text into k-best readings; `confidence` says how far to trust the first; `questions` what to ask.
Importing
this package loads nothing heavy.
"""

from __future__ import annotations

from modelwright.agent.formulation.embedded.limits import Limits
from modelwright.agent.formulation.embedded.reading import Question, Reading, Readings


def read(text: str, limits: Limits = Limits()) -> Readings:
    """Returns the k best readings of a text, best first; never raises on any text.

    The same text and limits give the same readings anywhere: the work is bounded by counts, not by the clock. Where
    nothing could be read, `problems` says why.
    """
    from modelwright.agent.formulation.embedded.engine import run

    return run(text, limits)


def confidence(readings: Readings) -> float:
    """Returns the estimated probability, 0 to 1, that the best reading is right."""
    from modelwright.agent.formulation.embedded.calibration import confidence as estimate

    return estimate(readings)


def questions(readings: Readings) -> tuple[Question, ...]:
    """Returns the questions that would settle most, the most important first; empty where all is clear."""
    from modelwright.agent.formulation.embedded.asking import questions as find

    return find(readings)


__all__ = ["Limits", "Question", "Reading", "Readings", "confidence", "questions", "read"]
