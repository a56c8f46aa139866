"""Numbers as benchmark declarations write them: ``"30,000"``, ``"25%"``, ``"a third"``, ``"4 times"``, ``"twice"``."""

from __future__ import annotations

from fractions import Fraction

from modelwright.errors import InputError
from modelwright.model.numbers import format_number, parse_number

__all__ = ["number_of", "percent_text"]

_UNITS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
""".split()
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_MULTIPLES = {"once": 1, "twice": 2, "double": 2, "thrice": 3, "triple": 3}
_FILLERS = {"a", "an", "times", "of", "and"}


def number_of(text: str) -> Fraction:
    """The value of a number as written.

    >>> number_of("30,000"), number_of("2.5%"), number_of("one third"), number_of("4 times")
    (Fraction(30000, 1), Fraction(1, 40), Fraction(1, 3), Fraction(4, 1))

    Raises:
        InputError: It cannot be read.
    """
    plain = text.strip().strip("$").rstrip(".").strip("$").replace(",", "").lower()
    percent = plain.endswith("%") or plain.endswith("percent")
    plain = plain.removesuffix("%").removesuffix("percent").strip()
    digits = plain[:1] in "0123456789.+-"
    words = (plain if digits else plain.replace("-", " ")).split()
    words = [word for word in words if word not in _FILLERS]
    try:
        value = parse_number(words[0]) if digits and len(words) == 1 else _spelled(words)
    except (ValueError, IndexError):
        raise InputError(
            f"`{text}` cannot be read as a number", code="bad-number", hint="write digits, such as 30000, 25% or 1/3"
        ) from None
    return value / 100 if percent else value


def percent_text(value: Fraction) -> str:
    """`value` as a percentage where that ends, else as a fraction: ``"25%"``, ``"1/3"``."""
    percent = format_number(value * 100)
    return format_number(value) if "/" in percent else f"{percent}%"


def _spelled(words: list[str]) -> Fraction:
    """``["two", "thirds"]``, ``["twenty", "five"]``, ``["three", "hundred"]``."""
    if not words:
        raise ValueError
    *counted, last = words
    part = _PARTS.get(last) or _PARTS.get(last.removesuffix("s")) or (2 if last == "halves" else None)
    if part is not None:
        return (_spelled(counted) if counted else Fraction(1)) / part
    total = current = Fraction(0)
    for word in words:
        if word in _UNITS:
            current += _UNITS.index(word)
        elif word in _TENS:
            current += _TENS[word]
        elif word in _MULTIPLES:
            current += _MULTIPLES[word]
        elif word in _SCALES:
            current = (current or Fraction(1)) * _SCALES[word]
            if word != "hundred":
                total, current = total + current, Fraction(0)
        else:
            raise ValueError(word)
    return total + current
