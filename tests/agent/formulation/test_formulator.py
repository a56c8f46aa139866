from __future__ import annotations

from pathlib import Path

import pytest

from modelwright.agent.formulation import Formulation, formulator
from modelwright.api import solve
from modelwright.errors import FormulationFailed, UsageError
from modelwright.model.canonical import dump_model, load_model
from modelwright.model.patches import apply_patch
from modelwright.model.sources import Statement, TextSpan
from modelwright.model.validation import validate

POTTERY = (Path(__file__).resolve().parents[3] / "examples" / "pottery.txt").read_text("utf-8")


def _read(*texts: str) -> Formulation:
    return formulator().formulate([Statement(id=f"s{k}", text=text) for k, text in enumerate(texts, 1)])


def test_pottery() -> None:
    formulation = _read(POTTERY)
    model = formulation.model
    assert validate(model) == []
    assert [(v.name, v.domain) for v in model.variables] == [("bowls", "integer"), ("jugs", "integer")]
    assert {c.kind for c in model.constraints} == {"resource", "bound"}
    assert all(entry.state != "open" for entry in formulation.ledger)
    numbers = [entry.text for entry in formulation.ledger if entry.kind == "number"]
    assert numbers == ["2", "15", "3", "30", "120", "1,080", "10", "45", "$9", "$16"]
    assert formulation.confidence > 0.5
    assert formulation.questions == ()
    assert load_model(dump_model(model)) == model


def test_every_number_points_to_its_characters() -> None:
    model = _read(POTTERY).model
    for parameter in model.parameters:
        (source,) = parameter.sources
        assert isinstance(source, TextSpan)
        written = POTTERY[source.start : source.end].lstrip("$").replace(",", "")
        assert written == str(parameter.value.number)  # type: ignore[union-attr]


def test_every_assumption_is_listed() -> None:
    assumptions = _read(POTTERY).assumptions
    assert {a.rule for a in assumptions} == {"domain", "non-negative"}
    assert all(a.elements for a in assumptions)


def test_statements_are_read_together_and_keep_their_places() -> None:
    whole = _read(POTTERY)
    head, tail = POTTERY[: POTTERY.index("At least")], POTTERY[POTTERY.index("At least") :]
    parted = _read(head, tail)
    texts = {"s1": head, "s2": tail}
    assert [c.to_expression() for c in parted.model.constraints] == [c.to_expression() for c in whole.model.constraints]
    for entry in parted.ledger:
        assert texts[entry.span.statement][entry.span.start : entry.span.end] == entry.text


def test_revise_adds_what_the_new_words_say_and_keeps_the_rest() -> None:
    current = _read(POTTERY)
    revision = formulator().revise(
        current, [Statement(id="s2", text="At most 40 bowls and jugs in total can be fired.")]
    )
    patched, inverse = apply_patch(current.model, revision.patch)
    assert patched == revision.formulation.model
    assert validate(patched) == []
    added = [c for c in patched.constraints if c.name not in current.model.by_name]
    assert [c.kind for c in added] == ["total"]
    for name, element in current.model.by_name.items():
        kept = patched.by_name[name]
        assert kept.model_dump(exclude={"sources", "label"}) == element.model_dump(exclude={"sources", "label"})
    assert apply_patch(patched, inverse)[0] == current.model


@pytest.mark.parametrize(
    "text",
    [
        "The weather is nice today and we like walking.",
        "12 40 7 3.5 9",
        "Hello!",
        "?!",
        "\u200b\u200b 🙂",
        "a" * 10_000,
    ],
)
def test_texts_without_a_decision_fail_with_a_hint(text: str) -> None:
    with pytest.raises(FormulationFailed) as caught:
        _read(text)
    assert caught.value.exit_code == 6
    assert caught.value.hint
    assert caught.value.code != "no-model"


def test_other_engines_are_not_there_yet() -> None:
    with pytest.raises(UsageError, match="not available"):
        formulator("openai:gpt")


def test_a_text_that_contradicts_itself_is_read_as_it_stands() -> None:
    text = (
        "A farm has 100 acres. It grows corn and wheat. Each acre of corn brings $300 and each acre of wheat $200. At "
        "least 60 acres of corn and at least 70 acres of wheat must be grown. How many acres of each maximize revenue?"
    )
    answer = solve(text)
    assert [c.kind for c in answer.model.constraints] == ["total", "bound", "bound"]
    assert answer.solved is not None
    assert answer.solved.status == "infeasible"
    assert answer.solved.certificate.infeasible == "proven"
