"""Labels and units in the words of the text: what a reading calls by stems becomes what the user wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence

from modelwright.agent.formulation.embedded.reading import (
    Number,
    ObjectiveReading,
    Reading,
    RowReading,
    Term,
    VariableReading,
)
from modelwright.model.words import CURRENCIES

__all__ = ["Units", "clean_label", "goal_label", "row_label"]

_LEADING = frozenset("a an the its their his her our my your this that these those total overall".split())
_MONEY = re.compile(
    r"cost|price|profit|revenue|income|earn|return|margin|bill|budget|wage|spend|expens|payroll|money|sales|pay|gain|rent",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"[\s-]*(?P<first>[^\W\d_]+)(?:\s+(?P<second>[^\W\d_]+))?")
_TWO_WORDS = frozenset({"square", "cubic", "sq"})
_SUBUNITS = frozenset({"pence", "cents"})


def clean_label(label: str, unit: str | None = None) -> str:
    """`label` on one line, without the determiner and the unit that lead it, and without signs that say nothing.

    >>> clean_label("the kg of\\nclay", "kg"), clean_label("its profit"), clean_label("?")
    ('clay', 'profit', '')
    """
    words = label.split()
    while words and words[0].lower() in _LEADING:
        words.pop(0)
    if unit and len(words) > 2 and words[0] == unit and words[1] == "of":
        words = words[2:]
    cleaned = " ".join(words)
    return cleaned if any(c.isalnum() for c in cleaned) else ""


def goal_label(objective: ObjectiveReading, unit: str | None) -> str:
    """What is made small or large; money that the words do not name is a cost or a total."""
    own = clean_label(objective.label)
    if unit in CURRENCIES and not _MONEY.search(own):
        return "total cost" if objective.sense == "min" else own or "total"
    return own or ("total" if objective.terms else "")


def row_label(row: RowReading, reading: Reading) -> str:
    """What a row is about: its own words, else the decisions it binds."""
    own = clean_label(row.label, row.unit)
    if own and row.kind in ("resource", "requirement", "equation", "algebraic"):
        return own
    labels = [v.label for v in reading.variables]
    extreme = {"<=": "most", ">=": "least", "==": "exact"}[row.sense]
    if row.kind == "bound" and row.terms:
        return f"{extreme} {labels[row.terms[0].variable]}"
    if row.kind == "share" and row.part:
        return f"share of {labels[row.part[0]]}"
    if row.kind == "comparison" and row.left and row.right:
        return f"{labels[row.left[0]]} against {labels[row.right[0]]}"
    return own or ("total" if row.kind == "total" else row.kind)


class Units:
    """Units as the text writes them; readings name them by stems ("ton" for tonnes)."""

    def __init__(self, numbers: Sequence[Number], text: str) -> None:
        self._text = text
        self._by_id = {n.id: n for n in numbers}
        self._written: dict[str, str] = {}
        for number in numbers:
            if number.unit is not None and number.unit not in self._written:
                self._written[number.unit] = self._beside(number)

    def number(self, number: Number) -> str | None:
        """Unit of a number: percent, currency, or the words behind it."""
        if number.percent:
            return "%"
        if number.unit in _SUBUNITS or number.currency is None:
            return self.written(number.unit)
        return number.currency

    def variable(self, variable: VariableReading) -> str | None:
        """Unit of a decision."""
        return self.written(variable.unit)

    def goal(self, objective: ObjectiveReading) -> str | None:
        """Unit of the objective, else the currency that all its coefficients have."""
        return self.written(objective.unit) or self._currency(objective.terms)

    def row(self, row: RowReading) -> str | None:
        """Unit of a row, else the currency that all its rates have."""
        return self.written(row.unit) or (self._currency(row.terms) if row.kind not in ("bound", "total") else None)

    def written(self, unit: str | None) -> str | None:
        """`unit` as the text first writes it."""
        return None if unit is None else self._written.get(unit, unit)

    def _currency(self, terms: Sequence[Term]) -> str | None:
        numbers = [self._by_id[k] for term in terms for k in term.coefficient.numbers]
        units = {n.unit if n.unit in _SUBUNITS else n.currency for n in numbers}
        return units.pop() if len(units) == 1 else None

    def _beside(self, number: Number) -> str:
        """The unit word behind `number` in the singular; the stem itself where another word stands there."""
        unit = number.unit or ""
        found = _WRITTEN.match(self._text, number.span.end)
        if found is None or found["first"].lower()[:2] != unit.lower()[:2]:
            return unit
        words = found["first"]
        if words.lower() in _TWO_WORDS and found["second"]:
            words = f"{words} {found['second']}"
        plural = len(words) > 4 and words.endswith("s") and not words.endswith("ss")
        return words[:-1] if plural and words.lower() != unit.lower() else words
