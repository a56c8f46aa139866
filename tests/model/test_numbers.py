from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelwright.model.expressions import Number, format_expression, parse_expression
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
        (Fraction(10) ** 59, "1" + "0" * 59),
        (Fraction(10) ** 60, "1e60"),
        (-12 * Fraction(10) ** 70, "-12e70"),
        (Fraction(10**61 + 1), "1" + "0" * 60 + "1"),
        (Fraction(-3, 10**60), "-0." + "0" * 59 + "3"),
        (Fraction(-3, 10**61), "-3e-61"),
    ],
)
def test_canonical_writing(value: Fraction, text: str) -> None:
    assert format_number(value) == text


@pytest.mark.parametrize(
    "text",
    [
        "1e400",
        "-1e-400",
        "100e400",
        f"0.{'1' * 390}e-400",
        f".{'1' * 394}e-400",
        f"9.{'9' * 390}e400",
        "9" * 400,
        "1/3",
    ],
)
def test_the_longest_numbers_are_read_back(text: str) -> None:
    value = parse_number(text)
    assert parse_number(format_number(value)) == value
    if value > 0 and "/" not in text:
        assert parse_expression(format_expression(Number(value))) == Number(value)


@pytest.mark.parametrize(
    "bad",
    ["NaN", "inf", "-Infinity", "1e999999", "", "1/0", "abc", "1 000", "0x10", "9" * 1000, 0.1, True, None, [1], "١٢"],
)
def test_refused(bad: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_number(bad)
