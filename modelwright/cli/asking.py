"""Asking open questions one at a time, and revising what was understood."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from modelwright.cli.output import say
from modelwright.errors import FormulationFailed
from modelwright.model.sources import Statement

if TYPE_CHECKING:
    from modelwright.agent.formulation import Formulation, Formulator, Question
    from modelwright.model.data import Data

__all__ = ["settle_questions"]

_GOAL = re.compile(r"\b(?:maximi[sz]|minimi[sz]|small|large|least|most|cheap|reduce|increase|high|low)", re.IGNORECASE)
_COST = re.compile(r"\b(?:cost|expens|spend|wage|time|waste|loss|pollut|distance)", re.IGNORECASE)
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
            formulation = _revised(formulation, engine, _statement(question, answer, _new_id(formulation)), data)
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


def _statement(question: Question, answer: str, name: str) -> Statement:
    """The answer as something said; a goal told in a word or two becomes a sentence."""
    if answer in question.readings:
        return Statement(id=name, text=answer, answers=question.topic)
    if question.topic == "objective" and not _GOAL.search(answer):
        verb = "Minimize" if _COST.search(answer) else "Maximize"
        return Statement(id=name, text=f"{verb} the total {answer.removeprefix('the ').rstrip('.')}.")
    return Statement(id=name, text=answer)


def _new_id(formulation: Formulation) -> str:
    return f"s{len(formulation.model.statements) + 1}"


def _revised(formulation: Formulation, engine: Formulator, said: Statement, data: Data | None) -> Formulation:
    try:
        return engine.revise(formulation, (said,), data).formulation
    except FormulationFailed as error:
        say(f"That was not understood: {error.message}")
        return formulation
