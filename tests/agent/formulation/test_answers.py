from __future__ import annotations

from modelwright.agent.formulation import Formulation, formulator
from modelwright.model.elements import Missing
from modelwright.model.patches import apply_patch
from modelwright.model.sources import Statement
from modelwright.model.text import parse_model, print_model

TWICE = (
    "A shop makes chairs and tables. A chair takes 3 hours and a table 5 hours; 40 hours are available. A chair brings "
    "$3 and a table $7. The number of chairs must be twice the number of tables. How many of each maximize the revenue?"
)
NO_GOAL = (
    "A shop makes chairs and tables. A chair takes 3 hours and a table 5 hours; 40 hours are available. A chair brings "
    "$3 profit, a table $7 profit."
)


def _read(*statements: Statement) -> Formulation:
    return formulator().formulate(statements)


def test_a_missing_goal_is_an_open_question_without_default() -> None:
    formulation = _read(Statement(id="s1", text=NO_GOAL))
    assert isinstance(formulation.model.objectives[0].sense, Missing)
    question = formulation.questions[0]
    assert (question.topic, question.default, question.readings) == ("objective", None, ())
    assert formulation.open_slots
    revision = formulator().revise(formulation, [Statement(id="s2", text="Maximize the total profit.")])
    assert revision.formulation.model.objectives[0].sense == "max"
    assert not revision.formulation.open_slots
    assert apply_patch(formulation.model, revision.patch)[0] == revision.formulation.model


def test_exactness_has_a_listed_default_and_an_answer_changes_the_row() -> None:
    formulation = _read(Statement(id="s1", text=TWICE))
    question = next(q for q in formulation.questions if q.topic == "exactness")
    assert question.default == question.readings[0] == "exactly"
    assert any(a.rule == "exactness" for a in formulation.assumptions)
    assert not formulation.open_slots
    row = next(c for c in formulation.model.constraints if c.kind == "comparison")
    assert row.to_expression().count("==") == 1
    answer = Statement(id="s2", text="at least", answers="exactness")
    revised = formulator().revise(formulation, [answer]).formulation
    row = next(c for c in revised.model.constraints if c.kind == "comparison")
    assert row.to_expression().count(">=") == 1
    assert all(q.topic != "exactness" for q in revised.questions)
    assert revised.confidence >= formulation.confidence
    assert parse_model(print_model(revised.model)) == revised.model
