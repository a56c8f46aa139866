"""Rewordings that must not change the model, and changes that must change it exactly so."""

from __future__ import annotations

import pytest
from judging import CASES, Case, read_model

from modelwright.agent.formulation.embedded import read

BASE = {c.id: c for c in CASES}
PICKED = ["joinery", "barge-cart", "medicine", "staff-two", "three-products", "ads", "clinic"]


def _model(case: Case, text: str, names: tuple[str, ...] | None = None):
    best = read(text).best
    assert best is not None
    return read_model(best, names or case.names)


@pytest.mark.parametrize("id_", PICKED)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at least", "no less than"),
        ("at least", "a minimum of"),
        ("at most", "no more than"),
        ("At least", "No fewer than"),
    ],
)
def test_comparators_can_be_swapped(id_: str, old: str, new: str) -> None:
    case = BASE[id_]
    assert _model(case, case.text.replace(old, new)) == _model(case, case.text)


@pytest.mark.parametrize("id_", PICKED)
def test_reason_clause_changes_nothing(id_: str) -> None:
    case = BASE[id_]
    first, rest = case.text.split(". ", 1)
    text = f"{first}. Since demand has been good this year, the owner is in high spirits. {rest}"
    assert _model(case, text) == _model(case, case.text)


@pytest.mark.parametrize(
    ("id_", "old", "new"),
    [
        ("joinery", ("bench", "stool", "benches", "stools"), ("ladder", "trunk", "ladders", "trunks")),
        ("clinic", ("nurse", "doctor", "nurses", "doctors"), ("medic", "surgeon", "medics", "surgeons")),
        ("staff-two", ("part-time", "full-time"), ("junior", "senior")),
        ("goal-last-imperative", ("small", "big", "Small", "Big"), ("round", "square", "Round", "Square")),
    ],
)
def test_names_can_be_changed(id_: str, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    case = BASE[id_]
    text, names = case.text, case.names
    for a, b in sorted(zip(old, new, strict=True), key=lambda p: -len(p[0])):
        text = text.replace(a, b)
        names = tuple(n.replace(a, b) for n in names)
    assert _model(case, text, names) == _model(case, case.text)


@pytest.mark.parametrize(
    ("id_", "digits", "words"),
    [("joinery", "80 hours", "eighty hours"), ("clinic", "60 patients", "sixty patients")],
)
def test_digits_can_be_words(id_: str, digits: str, words: str) -> None:
    case = BASE[id_]
    assert digits in case.text
    assert _model(case, case.text.replace(digits, words)) == _model(case, case.text)


def test_sentences_can_be_permuted() -> None:
    case = BASE["joinery"]
    a, b, c, d, e = case.text.split(". ")
    assert _model(case, ". ".join([a, b, d, c, e])) == _model(case, case.text)


def test_variables_can_be_swapped() -> None:
    text = "A mill makes {0} and {1}. Each {2} needs {4} hours and each {3} needs {5} hours. There are 60 hours. "
    text += "The profit per {2} is ${6} and the profit per {3} is ${7}. Maximize profit."
    one = read(text.format("kites", "drums", "kite", "drum", 3, 5, 20, 30)).best
    two = read(text.format("drums", "kites", "drum", "kite", 5, 3, 30, 20)).best
    assert one is not None
    assert two is not None
    assert read_model(one, ("kite", "drum")) == read_model(two, ("kite", "drum"))


def test_a_changed_number_changes_that_coefficient_only() -> None:
    case = BASE["joinery"]
    a = _model(case, case.text)
    b = _model(case, case.text.replace("$60", "$66"))
    assert a[0] == b[0]
    assert a[2] == b[2]
    assert b[1] == (66, 25)


def test_conventions_switch() -> None:
    from modelwright.agent.formulation.embedded import Limits

    text = BASE["twice-equality"].text.replace("exactly twice", "twice")
    senses = []
    for conventions in ("honest", "nl4opt"):
        best = read(text, Limits(conventions=conventions)).best  # type: ignore[arg-type]
        assert best is not None
        senses += [row.sense for row in best.rows if row.kind == "comparison"]
    assert senses == ["==", ">="]
