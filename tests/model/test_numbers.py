from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelwright.model.numbers import format_number, parse_number


@given(st.fractions())
def test_written_numbers_read_back(value: Fraction) -> None:
    assert parse_number(format_number(value)) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_decimals_are_exact(value: Decimal) -> None:
    assert parse_number(str(value)) == Fraction(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", Fraction(1, 10)),
        ("1/3", Fraction(1, 3)),
        ("-2.50", Fraction(-5, 2)),
        ("1e3", Fraction(1000)),
        (".5", Fraction(1, 2)),
    ],
)
def test_forms(text: str, value: Fraction) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 10), "0.1"),
        (Fraction(-1, 3), "-1/3"),
        (Fraction(7), "7"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(3, 6), "0.5"),
    ],
)
def test_canonical_writing(value: Fraction, text: str) -> None:
    assert format_number(value) == text


@pytest.mark.parametrize(
    "bad",
    ["NaN", "inf", "-Infinity", "1e999999", "", "1/0", "abc", "1 000", "0x10", "9" * 1000, 0.1, True, None, [1], "١٢"],
)
def test_refused(bad: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_number(bad)
