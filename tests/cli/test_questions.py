"""Open questions: status `question`, `--assume`, and a conversation on standard input."""

import pytest

from modelwright.agent.formulation import Formulation, Question, Revision
from modelwright.model.canonical import model_from_object
from modelwright.model.patches import Patch


def formulation(limit, *questions):
    model = model_from_object(
        {
            "format": "modelwright/model",
            "version": 1,
            "statements": [{"id": "s1", "text": "words"}],
            "variables": [{"name": "x"}],
            "objectives": [{"name": "gain", "sense": "max", "expression": "x"}],
            "constraints": [{"kind": "algebraic", "name": "room", "expression": f"x <= {limit}"}],
        }
    )
    return Formulation(model=model, questions=questions, engine="asking")


class AskingEngine:
    """Asks how much there is until an answer is a number."""

    name = "asking"
    first = Question(topic="stock", wording="How much is there?", why="It limits x.")
    second = Question(topic="kind", wording="Which kind?", readings=("seven", "eight"))

    def formulate(self, statements, data=None):
        return formulation(5, self.first, self.second)

    def revise(self, current, new, data=None):
        text = new[0].text
        words = {"seven": 7, "eight": 8}
        changed = formulation(words[text]) if text in words else formulation(text, self.second)
        return Revision(patch=Patch(base="", edits=()), formulation=changed)


@pytest.fixture(autouse=True)
def asking(monkeypatch):
    for place in ("modelwright.api.formulator", "modelwright.agent.formulation.formulator"):
        monkeypatch.setattr(place, lambda llm="none": AskingEngine())


def test_a_question_keeps_the_answer_apart(call):
    told = call("solve", "some words", "--json")
    found = told.object
    assert (told.code, found["status"], found["objective"], found["values"]) == (5, "question", None, {})
    assert (found["provisional"]["status"], found["provisional"]["objective"]) == ("optimal", 5.0)
    assert found["questions"][0]["wording"] == "How much is there?"
    plain = call("solve", "some words")
    assert plain.code == 5
    assert "How much is there?" in plain.out


def test_assume(call):
    assert call("solve", "some words", "--json", "--assume").object["objective"] == 5.0


def test_formulate_lists_the_questions(call):
    told = call("formulate", "some words", "--json")
    assert told.code == 5
    assert told.object["format"] == "modelwright/model"
    assert "Question: Which kind?" in told.err


@pytest.mark.parametrize(
    ("answers", "code", "objective"),
    [("12\n2\n", 0, 8.0), ("12\nseven\n", 0, 7.0), ("12\n\n", 5, 12.0), ("", 5, 5.0), ("\n\n", 5, 5.0)],
)
def test_interactive(call, answers, code, objective):
    told = call("solve", "some words", "--interactive", "--json", stdin=answers)
    found = told.object
    assert told.code == code
    assert objective in (found["objective"], found.get("provisional", {}).get("objective"))
    assert "1. How much is there?\n   (It limits x.)" in told.err
    if answers.startswith("12"):
        assert "2. Which kind?\n   [1] seven\n   [2] eight" in told.err
