"""What validation says: a code, a place, a sentence, and what to write instead."""

from __future__ import annotations

from typing import Literal

from modelwright.model.base import Frozen
from modelwright.model.places import Place

__all__ = ["CODES", "Finding"]

CODES: dict[str, str] = {
    "boolean-number": "a truth value stands where a number is needed, or the other way round",
    "cycle": "derivations, definitions or subsets that need each other",
    "decision-in-data": "a decision variable stands where only data may",
    "duplicate-name": "two elements have one name",
    "empty-model": "a Model without a decision variable",
    "empty-expression": "an expression without content",
    "expression-depth": "an expression nested deeper than the limit",
    "expression-size": "an expression longer than the limit",
    "index-arity": "an indexed name with too many or too few indices",
    "index-range": "an index that is not a member of its set, or runs over a set of other members",
    "inline-size": "a parameter with more inline numbers than the limit",
    "invalid-bounds": "a lower bound above the upper bound",
    "invalid-field": "a field of the wrong form",
    "invalid-name": "a name that is no identifier",
    "invalid-number": "not a finite decimal or fraction",
    "invalid-source": "a source that points outside its statement",
    "missing-slot": "something that still has to be said",
    "missing-value": "a parameter without a value for a member of its index",
    "no-objective": "a Model without an objective (it asks for any feasible plan)",
    "nonlinear": "a product or quotient of decisions",
    "not-a-comparison": "a constraint that compares nothing",
    "not-a-variable": "a slot for a decision that names something else",
    "reserved-name": "a name that the expression language keeps for itself",
    "set-size": "a set with more members than the limit",
    "strict-comparison": "a strict comparison on decisions",
    "syntax": "an expression that does not parse",
    "unknown-field": "a field that the format does not have",
    "unknown-function": "a call of something that the language does not have",
    "unknown-name": "a name that no element has",
    "unknown-set": "an index set that does not exist",
    "unsupported": "a construct of the language that this version cannot read yet",
    "zero-division": "a division by zero",
}
"""Every code that validation can give, with its meaning."""


class Finding(Frozen):
    """One thing that validation found.

    Attributes:
        code: A key of `CODES`.
        severity: An ``error`` stops grounding, a ``missing`` slot has to be filled first, a ``warning`` does neither.
        place: Where.
        message: What is wrong, names in backticks.
        hint: What to write instead, or ``None``.
    """

    code: str
    severity: Literal["error", "missing", "warning"] = "error"
    place: Place = Place()
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        hint = f" (hint: {self.hint})" if self.hint else ""
        return f"{self.code} at {self.place}: {self.message}{hint}"
