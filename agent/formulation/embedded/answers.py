"""What the user answered: which reading it picks, what it changes in the Draft, and what is then settled."""

from __future__ import annotations

from collections.abc import Sequence

from modelwright.agent.formulation.draft import Draft, DraftRow
from modelwright.agent.formulation.embedded.drafting import Joined
from modelwright.agent.formulation.embedded.reading import Question, Reading, Readings
from modelwright.model.sources import Statement

__all__ = ["answered", "blocks", "chosen_reading", "settle"]

_SENSES = {"exactly": "==", "at least": ">=", "at most": "<="}
_BLOCKING = frozenset({"objective", "number", "numbers", "decision"})


def blocks(question: Question) -> bool:
    """Whether the answer cannot be shown before `question` is settled: nothing can be assumed in its place."""
    return question.topic in _BLOCKING and not question.answers


def answered(question: Question, answers: Sequence[Statement]) -> bool:
    """Whether one of the statements `answers` settles `question`."""
    return any(s.answers == question.topic and s.text in question.answers for s in answers)


def chosen_reading(readings: Readings, asked: Sequence[Question], answers: Sequence[Statement]) -> Reading | None:
    """The best reading, or the one that an answer to a closed question picks."""
    for question in asked:
        for statement in answers:
            if question.readings and answered(question, (statement,)):
                return readings.readings[question.readings[question.answers.index(statement.text)]]
    return readings.best


def settle(draft: Draft, asked: Sequence[Question], answers: Sequence[Statement], joined: Joined) -> Draft:
    """`draft` with what the answers say about single rows: exactly, at least or at most."""
    senses = {
        joined.span(question.spans[0]): _SENSES[statement.text]
        for question in asked
        for statement in answers
        if question.topic == "exactness" and answered(question, (statement,)) and question.spans
    }
    if not senses:
        return draft
    rows: list[DraftRow] = []
    for row in draft.rows:
        sense = senses.get(row.span) if row.span is not None and row.kind in ("comparison", "share") else None
        rows.append(row if sense is None else row.model_copy(update={"sense": sense}))
    return draft.model_copy(update={"rows": tuple(rows)})
