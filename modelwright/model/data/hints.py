"""What to write instead of a cell that does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from modelwright.model.data.columns import Cell, is_empty

__all__ = ["number_hint", "resembling"]

_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}\Z")
_SEPARATED = re.compile(r"[+-]?\d{1,3}(?:[,.' \u00a0\u202f]\d{3})+(?:[.,]\d+)?\Z|[+-]?\d*,\d+\Z")
_PERCENT = re.compile(r"([+-]?\d+(?:\.\d+)?) ?%\Z")
_MONEY = re.compile(r"[$€£¥] ?([+-]?\d+(?:\.\d+)?)\Z")
_UNIT = re.compile(r"([+-]?\d+(?:\.\d+)?) ?[^\W\d_][^\d]*\Z")


def number_hint(cell: Cell) -> str:
    """What to write where a number should be and `cell` is."""
    if is_empty(cell):
        return "fill the cell, or take the record out and state a default"
    text = str(cell).strip()
    if text.lower().lstrip("+-") in {"nan", "na", "n/a", "#n/a", "inf", "infinity", "-", "null", "none"}:
        return "write a finite number, or take the record out and state a default"
    if _DATE.match(text):
        return "a date is no number; name the column of the numbers, or write them instead"
    if found := _PERCENT.match(text):
        return f"write the share as a decimal ({found[1]} divided by 100), or {found[1]} and say per cent in the unit"
    if found := _MONEY.match(text):
        return f"write `{found[1]}`; the unit belongs to the Model"
    if _SEPARATED.match(text):
        return _without_separators(text)
    if found := _UNIT.match(text):
        return f"write `{found[1]}`; the unit belongs to the Model"
    return "write a number such as 12, 0.5, 1e3 or 1/3"


def _without_separators(text: str) -> str:
    """How to write a number with separators of thousands, or a decimal comma."""
    marks = re.sub(r"[+\-\d]", "", text)
    whole, last, rest = text.rpartition(marks[-1])
    plain = re.sub(r"[^+\-\d]", "", text)
    decimal = f"{re.sub('[^+0-9-]', '', whole) or '0'}.{rest}"
    if len(marks) == 1 and last == "," and len(rest) == 3:
        return f"write `{plain}`, or `{decimal}` if the comma stands before decimals"
    if len(rest) != 3 or len(set(marks)) > 1:
        return f"write `{decimal}`: a decimal point, and nothing between thousands"
    return f"write `{plain}`: nothing stands between thousands"


def resembling(written: object, known: Iterable[object]) -> object | None:
    """The one of `known` that differs from `written` only in case, spaces or leading zeros."""
    folded = _folded(written)
    return next((one for one in known if _folded(one) == folded), None)


def _folded(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_folded, value))
    text = "".join(str(value).split()).casefold()
    return text.lstrip("0") if text.isdecimal() and text.strip("0") else text
