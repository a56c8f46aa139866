from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.models import shop

import modelwright
from modelwright.errors import InputError, LimitError, ModelError

POTTERY = (Path(__file__).resolve().parents[1] / "examples" / "pottery.txt").read_text("utf-8")


def test_all_names_are_there() -> None:
    assert sorted(modelwright.__all__) == dir(modelwright)
    for name in modelwright.__all__:
        assert getattr(modelwright, name) is not None
    with pytest.raises(AttributeError):
        _ = modelwright.zork  # type: ignore[attr-defined]


def test_solve_words() -> None:
    events: list[str] = []
    answer = modelwright.solve(POTTERY, on_event=lambda name, _: events.append(name))
    assert (answer.status, answer.objective, answer.values) == ("optimal", 600.0, {"bowls": 24, "jugs": 24})
    assert answer.exit_code == 0
    assert answer.certificate is not None
    assert (answer.certificate.feasible, answer.certificate.optimal) == ("exact", "proven")
    assert events == ["formulated", "solved"]
    assert "The largest profit is $600." in str(answer)
    assert "| bowls | 24 |" in answer._repr_markdown_()
    document = json.loads(json.dumps(answer.to_json()))
    assert document["format"] == "modelwright/answer"
    assert document["objective"] == 600.0
    assert document["error"] is None


def test_solve_a_model_and_run_it() -> None:
    model = modelwright.formulate(POTTERY).model
    assert modelwright.solve(model).objective == modelwright.run(model).objective == 600.0


def test_the_async_calls_work_inside_a_running_loop() -> None:
    async def main() -> list[float | None]:
        answers = await asyncio.gather(modelwright.asolve(POTTERY), modelwright.asolve(POTTERY))
        formulation = await modelwright.aformulate(POTTERY)
        direct = modelwright.solve(POTTERY)  # the sync call works there too
        return [*(a.objective for a in answers), modelwright.run(formulation.model).objective, direct.objective]

    assert asyncio.run(main()) == [600.0] * 4


def test_doubt_is_a_question_with_a_provisional_answer() -> None:
    doubtful = modelwright.solve(POTTERY, threshold=1.01)
    assert (doubtful.status, doubtful.provisional, doubtful.objective, doubtful.values) == (
        "question",
        "optimal",
        None,
        {},
    )
    assert doubtful.to_json()["provisional"]["objective"] == 600.0
    assert doubtful.exit_code == 5
    assert modelwright.solve(POTTERY, threshold=1.01, assume=True).status == "optimal"


@pytest.mark.parametrize(
    ("text", "error", "code"),
    [("", InputError, "empty-text"), (" \n ", InputError, "empty-text"), ("a\x00b", InputError, "not-text")],
)
def test_texts_that_are_refused(text: str, error: type[Exception], code: str) -> None:
    with pytest.raises(error) as caught:
        modelwright.solve(text)
    assert caught.value.code == code  # type: ignore[attr-defined]


def test_a_text_that_is_too_long() -> None:
    with pytest.raises(LimitError, match="at most 200000"):
        modelwright.solve("word " * 50_000)


def test_a_model_with_open_slots_is_refused() -> None:
    with pytest.raises(ModelError) as caught:
        modelwright.run(shop(("parameters/0/value", {"form": "missing", "slot": "price"})))
    assert caught.value.code == "missing-slot"


def test_importing_loads_nothing_heavy() -> None:
    script = "import modelwright, sys; print([m for m in ('numpy', 'pydantic', 'highspy', 'rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
