"""`exactly_k`: exactly a given number of conditions hold."""

from __future__ import annotations

from typing import ClassVar, Literal

from modelwright.model.templates.base import Documentation, Sense
from modelwright.model.templates.counting import CONDITIONS, CountRow


class ExactlyK(CountRow):
    """``count(LIST) == k``."""

    kind: Literal["exactly_k"] = "exactly_k"
    direction: ClassVar[Sense] = "=="

    documentation: ClassVar[Documentation] = Documentation(
        meaning="Exactly a given number of several conditions hold.",
        slots={"items": CONDITIONS, "k": "how many: a number of data"},
        text="Exactly 2 of the three sites must open.",
        example={"items": [{"expression": "open[s]", "over": "s in SITES"}], "k": "2"},
    )
