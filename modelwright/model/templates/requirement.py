"""`requirement`: what has to be reached."""

from __future__ import annotations

from typing import ClassVar, Literal

from modelwright.model.templates.base import Documentation, Sense
from modelwright.model.templates.linear import TERMS, LinearRow


class Requirement(LinearRow):
    """``Σ coefficient · variable >= limit``."""

    kind: Literal["requirement"] = "requirement"
    direction: ClassVar[Sense] = ">="
    breaking: ClassVar[tuple[str, str]] = ("less than", "is reached")

    documentation: ClassVar[Documentation] = Documentation(
        meaning="Each decision yields something at a rate, and at least so much of it is needed.",
        slots={"terms": TERMS, "limit": "what is needed: a number of data, or a decision"},
        text="A meal of rice has 3 g of protein and one of beans 9 g; 60 g are needed.",
        example={
            "terms": [
                {"coefficient": "3", "variable": "rice"},
                {"coefficient": "9", "variable": "beans"},
            ],
            "limit": "60",
        },
    )
