"""`at_least_k`: at least a given number of conditions hold."""

from __future__ import annotations

from typing import ClassVar, Literal

from modelwright.model.templates.base import Documentation, Sense
from modelwright.model.templates.counting import CONDITIONS, CountRow


class AtLeastK(CountRow):
    """``count(LIST) >= k``."""

    kind: Literal["at_least_k"] = "at_least_k"
    direction: ClassVar[Sense] = ">="

    documentation: ClassVar[Documentation] = Documentation(
        meaning="At least a given number of several conditions hold.",
        slots={"items": CONDITIONS, "k": "how many: a number of data"},
        text="At least 2 of the three sites must open.",
        example={"items": [{"expression": "open[s]", "over": "s in SITES"}], "k": "2"},
    )
