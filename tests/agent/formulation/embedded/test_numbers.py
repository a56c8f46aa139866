"""Numbers in digits and words, with their readings."""

from __future__ import annotations

from fractions import Fraction

import pytest

from modelwright.agent.formulation.embedded.doc import build_doc
from modelwright.agent.formulation.embedded.numbers import readings_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200 boxes", 1200),
        ("0.75 kg", Fraction(3, 4)),
        ("$2.5 million", 2_500_000),
        ("twenty-five lamps", 25),
        ("one hundred and twenty ribbons", 120),
        ("two thousand three hundred bricks", 2300),
        ("two thirds of the bowls", Fraction(2, 3)),
        ("three-quarters of an hour", Fraction(3, 4)),
        ("half of the trips", Fraction(1, 2)),
        ("a dozen eggs", 12),
        ("ten dozen eggs", 120),
        ("2/3 of the land", Fraction(2, 3)),
        ("30 cents", 30),
        ("$20k", 20_000),
    ],
)
def test_value(text: str, value: Fraction) -> None:
    assert build_doc(text, 100, 10).numbers[0].value == value


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("at least 30% of them", "percent"),
        ("twice the number of cups", "multiple"),
        ("three times as many cups as jugs", "multiple"),
        ("two kinds of soap", "counter"),
        ("a third of the land", "fraction"),
        ("Plant 1 and Plant 2 make tins", "in-name"),
        ("40 hours", "value"),
    ],
)
def test_first_reading(text: str, reading: str) -> None:
    assert readings_of(build_doc(text, 100, 10).numbers[0])[0] == reading


def test_offsets_survive_odd_spacing() -> None:
    text = "About  5 %  of   1,000  jars cost $ 3 each."
    doc = build_doc(text, 100, 10)
    assert [text[doc.tokens[n.first].start : doc.tokens[n.last - 1].end] for n in doc.numbers] == [
        "5 %",
        "1,000",
        "$ 3",
    ]


def test_ordinals_are_words() -> None:
    assert build_doc("a 1st grade and a 2nd grade oil", 100, 10).numbers == ()
