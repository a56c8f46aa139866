"""Questions quote the user and ask for what is missing; confidence falls where readings are close."""

from __future__ import annotations

from modelwright.agent.formulation.embedded import confidence, questions, read

CLEAR = (
    "A joinery builds benches and stools. A bench takes 4 hours and a stool takes 1 hour. There are 80 hours. "
    "Each bench earns $60 and each stool earns $25. Maximize earnings."
)


def test_clear_text_raises_no_question_about_its_limits() -> None:
    assert "limit" not in {q.topic for q in questions(read(CLEAR))[:1]}


def test_missing_sense() -> None:
    found = read(CLEAR.replace("Maximize earnings.", ""))
    assert questions(found)[0].topic == "objective"


def test_unbounded() -> None:
    found = read(
        "A joinery builds benches and stools. Each bench earns $60 and each stool earns $25. Maximize earnings."
    )
    assert "unbounded" in {q.topic for q in questions(found)}


def test_missing_coefficient() -> None:
    text = (
        "A joinery builds benches and stools. Each bench takes 4 hours and 2 litres of paint. Each stool takes 1 hour. "
        "There are 80 hours and 30 litres of paint. Each bench earns $60 and each stool earns $25. Maximize earnings."
    )
    asked = [q for q in questions(read(text)) if q.topic == "coefficient"]
    assert asked
    assert "stool" in asked[0].wording


def test_exactness() -> None:
    text = CLEAR.replace("Maximize", "The number of stools must be twice the number of benches. Maximize")
    assert "exactness" in {q.topic for q in questions(read(text))}


def test_confidence_orders_texts() -> None:
    assert confidence(read(CLEAR)) > confidence(read("We like 3 benches or 4 stools and 9 things."))
    assert confidence(read("")) == 0.0
