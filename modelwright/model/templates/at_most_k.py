"""`at_most_k`: at most a given number of conditions hold."""

from __future__ import annotations

from typing import ClassVar, Literal

from modelwright.model.templates.base import Documentation, Sense
from modelwright.model.templates.counting import CONDITIONS, CountRow


class AtMostK(CountRow):
    """``count(LIST) <= k``."""

    kind: Literal["at_most_k"] = "at_most_k"
    direction: ClassVar[Sense] = "<="

    documentation: ClassVar[Documentation] = Documentation(
        meaning="At most a given number of several conditions hold.",
        slots={"items": CONDITIONS, "k": "how many: a number of data"},
        text="We can open at most 2 of the three sites.",
        example={"items": [{"expression": "open[s]", "over": "s in SITES"}], "k": "2"},
    )
