"""What validation says: a code, a place, a sentence, and what to write instead."""

from __future__ import annotations

from typing import Literal

from modelwright.model.base import Frozen
from modelwright.model.places import Place

__all__ = ["CODES", "Finding", "Fix"]

CODES: dict[str, str] = {
    "absent-interval": "a row on a task that may be left out, which counts even then",
    "bad-line": "a line of the text form that cannot be read",
    "boolean-number": "a truth value stands where a number is needed, or the other way round",
    "call-arity": "a function with too many, too few or other arguments than it takes",
    "cycle": "derivations, definitions or subsets that need each other",
    "decision-in-data": "a decision variable stands where only data may",
    "duplicate-name": "two elements have one name",
    "edge": "the member before the first or after the last of a set",
    "empty-list": "the smallest or largest value of a list without values",
    "empty-model": "a Model without a decision variable",
    "empty-expression": "an expression without content",
    "expression-depth": "an expression nested deeper than the limit",
    "expression-size": "an expression longer than the limit",
    "function-domain": "a function of a number for which it has no value",
    "index-arity": "an indexed name with too many or too few indices",
    "index-range": "an index that is not a member of its set, or runs over a set of other members",
    "inline-size": "a parameter with more inline numbers than the limit",
    "interval-number": "an interval where a number is needed, or the other way round",
    "invalid-bounds": "a lower bound above the upper bound",
    "invalid-field": "a field of the wrong form",
    "invalid-name": "a name that is no identifier",
    "invalid-number": "not a finite decimal or fraction",
    "invalid-source": "a source that points outside its statement",
    "list-place": "a list where one value is needed, or the other way round",
    "missing-slot": "something that still has to be said",
    "missing-value": "a parameter without a value for a member of its index",
    "no-decision": "a constraint that no decision can change",
    "no-objective": "a Model without an objective (it asks for any feasible plan)",
    "nonlinear": "a product or quotient of decisions where only a linear expression may stand",
    "not-a-comparison": "a constraint that is no condition",
    "not-a-variable": "a slot for a decision that names something else",
    "not-whole": "a number that may be a fraction where a whole one is needed",
    "reserved-name": "a name that the expression language keeps for itself",
    "row-shape": "a row of the text form that its kind cannot say",
    "set-size": "a set with more members than the limit",
    "strict-comparison": "a strict comparison on decisions that may be fractions",
    "syntax": "an expression that does not parse",
    "unit-clash": "units that cannot be added or compared",
    "unit-label": "a rate of other items than it is used for",
    "unit-scale": "units of one dimension and different scale",
    "unknown-field": "a field that the format does not have",
    "unknown-function": "a call of something that the language does not have",
    "unknown-name": "a name that no element has",
    "unknown-unit": "a unit that is neither in the table of units nor an item word",
    "unknown-set": "an index set that does not exist",
    "unsupported": "a construct that the language does not have at this place",
    "zero-division": "a division by zero",
}
"""Every code that validation can give, with its meaning."""


class Fix(Frozen):
    """One text put in the place of another, with which a finding goes away.

    Attributes:
        pointer: JSON pointer of a value in the document; a value that is not there yet is added.
        start: First character to replace of the text at `pointer`; ``None`` replaces the whole value.
        end: One past the last.
        text: What to write there.
        target: Whether the value of the field is replaced, or its key.
    """

    pointer: str
    start: int | None = None
    end: int | None = None
    text: str
    target: Literal["value", "key"] = "value"


class Finding(Frozen):
    """One thing that validation found.

    Attributes:
        code: A key of `CODES`.
        severity: An ``error`` stops grounding, a ``missing`` slot has to be filled first, a ``warning`` does neither.
        place: Where.
        message: What is wrong, names in backticks.
        hint: What to write instead, or ``None``.
        fix: The same as an edit that `apply_fix` carries out, where one reading exists.
    """

    code: str
    severity: Literal["error", "missing", "warning"] = "error"
    place: Place = Place()
    message: str
    hint: str | None = None
    fix: Fix | None = None

    def __str__(self) -> str:
        hint = f" (hint: {self.hint})" if self.hint else ""
        return f"{self.code} at {self.place}: {self.message}{hint}"
