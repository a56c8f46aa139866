"""`resource`: what something limited allows."""

from __future__ import annotations

from typing import ClassVar, Literal

from modelwright.model.templates.base import Documentation, Sense
from modelwright.model.templates.linear import TERMS, LinearRow


class Resource(LinearRow):
    """``Σ coefficient · variable <= limit``."""

    kind: Literal["resource"] = "resource"
    direction: ClassVar[Sense] = "<="
    breaking: ClassVar[tuple[str, str]] = ("more than", "is used")

    documentation: ClassVar[Documentation] = Documentation(
        meaning="Something limited is used at a rate by each decision, and no more of it may be used than there is.",
        slots={"terms": TERMS, "limit": "what there is: a number of data, or a decision"},
        text="A chair takes 5 kg of wood and a table 20 kg; there are 400 kg.",
        example={
            "terms": [
                {"coefficient": "5", "variable": "chairs"},
                {"coefficient": "20", "variable": "tables"},
            ],
            "limit": "400",
        },
    )
