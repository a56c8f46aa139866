"""Problem records: what is read, and what is refused with which word."""

import pytest

from modelwright.config import LIMITS
from modelwright.datasets.records import parse_object, read_record
from modelwright.errors import InputError, LimitError


def test_only_id_and_question_are_needed():
    problem = read_record({"id": "a", "question": "Make chairs."})
    assert (problem.id, problem.answer, problem.accepted, problem.kind, problem.truths) == (
        "a",
        None,
        (),
        "unknown",
        (),
    )


def test_all_fields():
    problem = read_record(
        {
            "id": 7,
            "question": "q",
            "answer": 880,
            "accepted": [881, "infeasible"],
            "answer_lp": 888.9,
            "answer_int": "880",
            "kind": "LP",
            "source": "s",
            "data": {"t": [{"a": 1}]},
            "outputs": ["x"],
            "reference_model": {"format": "modelwright/model"},
            "instances": [{}],
            "missing": "budget",
            "meta": {"k": 1},
            "verified": True,
        }
    )
    assert problem.id == "7"
    assert problem.truths == (880.0, 881.0, "infeasible", 888.9)
    assert problem.missing == ("budget",)
    assert problem.meta == {"k": 1, "verified": True}


def test_a_list_of_answers_means_each_is_accepted():
    problem = read_record({"id": "a", "question": "q", "answer": [1, 2]})
    assert (problem.answer, problem.accepted) == (None, (1.0, 2.0))


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"id": "a"},
        {"id": "a", "question": "  "},
        {"id": "a", "question": 3},
        {"id": "", "question": "q"},
        {"id": True, "question": "q"},
        {"id": "a\nb", "question": "q"},
        {"id": "x" * 300, "question": "q"},
        {"id": "a", "question": "q", "answer": "many"},
        {"id": "a", "question": "q", "answer": True},
        {"id": "a", "question": "q", "answer": 10**400},
        {"id": "a", "question": "q", "accepted": [{}]},
    ],
)
def test_refused(record):
    with pytest.raises(InputError) as caught:
        read_record(record)
    assert caught.value.code == "bad-record"


def test_a_long_question_is_refused_with_both_numbers():
    with pytest.raises(LimitError, match=r"200001.*200000"):
        read_record({"id": "a", "question": "x" * (LIMITS.text_chars + 1)})


@pytest.mark.parametrize("text", ["", "{", "nonsense", '{"a": NaN}', '{"a": Infinity}', "[" * 100_000])
def test_not_json(text):
    with pytest.raises(InputError) as caught:
        parse_object(text)
    assert caught.value.code == "bad-json"


def test_not_an_object():
    with pytest.raises(InputError) as caught:
        parse_object("[1]")
    assert caught.value.code == "bad-record"
