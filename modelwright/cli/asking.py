"""Asking open questions one at a time, and revising what was understood."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from modelwright.cli.output import say
from modelwright.errors import FormulationFailed
from modelwright.model.sources import Statement

if TYPE_CHECKING:
    from modelwright.agent.formulation import Formulation, Formulator, Question
    from modelwright.model.data import Data

__all__ = ["settle_questions"]

_ROUNDS = 30
"""Questions asked at most."""


def settle_questions(formulation: Formulation, engine: Formulator, data: Data | None) -> Formulation:
    """`formulation` after its questions were asked on standard error and answered on standard input.

    An empty line leaves a question open, the end of the input leaves all. No question is asked twice.
    """
    asked: set[str] = set()
    for number in range(1, _ROUNDS + 1):
        question = next((q for q in formulation.questions if q.wording not in asked), None)
        if question is None:
            break
        asked.add(question.wording)
        answer = _ask(question, number)
        if answer is None:
            break
        if answer:
            formulation = _revised(formulation, engine, Statement(id=_new_id(formulation), text=answer), data)
    return formulation


def _ask(question: Question, number: int) -> str | None:
    """The answer: ``""`` when there is none, ``None`` at the end of the input."""
    say(f"\n{number}. {question.wording}")
    if question.why:
        say(f"   ({question.why})")
    for k, reading in enumerate(question.readings, start=1):
        say(f"   [{k}] {reading}")
    sys.stderr.write("> ")
    sys.stderr.flush()
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line:
        return None
    return _chosen(line.strip(), question)


def _chosen(answer: str, question: Question) -> str:
    if answer.isdecimal() and 1 <= int(answer) <= len(question.readings):
        return question.readings[int(answer) - 1]
    return answer or (question.default or "")


def _new_id(formulation: Formulation) -> str:
    return f"s{len(formulation.model.statements) + 1}"


def _revised(formulation: Formulation, engine: Formulator, said: Statement, data: Data | None) -> Formulation:
    try:
        return engine.revise(formulation, (said,), data).formulation
    except FormulationFailed as error:
        say(f"That was not understood: {error.message}")
        return formulation
