"""`equation`: what has to be met exactly."""

from __future__ import annotations

from typing import ClassVar, Literal

from modelwright.model.templates.base import Documentation, Sense
from modelwright.model.templates.linear import TERMS, LinearRow


class Equation(LinearRow):
    """``Σ coefficient · variable == limit``."""

    kind: Literal["equation"] = "equation"
    direction: ClassVar[Sense] = "=="
    breaking: ClassVar[tuple[str, str]] = ("not exactly", "is reached")

    documentation: ClassVar[Documentation] = Documentation(
        meaning="Each decision counts at a rate, and the sum must be met exactly.",
        slots={"terms": TERMS, "limit": "the exact sum: a number of data, or a decision"},
        text="Packs of 6 and packs of 10 must make up exactly 100 eggs.",
        example={
            "terms": [
                {"coefficient": "6", "variable": "small_packs"},
                {"coefficient": "10", "variable": "large_packs"},
            ],
            "limit": "100",
        },
    )
