"""What `min_of` and `max_of` share: a number against the smallest or largest of several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.english import be, breaking_words, sense_words
from modelwright.model.expressions import Call, Compare, Node, format_expression, parse_expression
from modelwright.model.templates.base import (
    ConstraintBase,
    Expr,
    Items,
    Sense,
    SlotType,
    Structural,
    compare,
    single_comparison,
)
from modelwright.model.templates.lists import arguments, match_listed
from modelwright.model.templates.phrases import said_items
from modelwright.model.templates.shapes import is_data

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words

__all__ = ["SLOTS", "Extreme"]

SLOTS = {
    "output": "what is compared with it: a decision",
    "sense": "`==` for that number itself; `<=` for at most it; `>=` for at least it",
    "of": "the numbers, each with its own quantifiers; two or more",
}
"""The slots of these kinds explained."""


class Extreme(ConstraintBase):
    """``output sense min(…)`` or ``output sense max(…)``."""

    negotiable: Structural = "no"
    output: Expr
    sense: Sense = "=="
    of: tuple[Items, ...] = Field(min_length=1)

    function: ClassVar[Literal["min", "max"]]
    said: ClassVar[str]
    slot_types: ClassVar[dict[str, SlotType]] = {"output": "number", "of": "number"}

    def to_node(self) -> Node:
        """``z == max(a, b)``, ``z >= max(x[i] for i in I)``."""
        return compare(parse_expression(self.output), self.sense, Call(self.function, arguments(self.of)))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a comparison whose right side is the smallest or largest of decisions."""
        sides = single_comparison(node)
        if sides is None or isinstance(sides[0], Compare) or is_data(sides[2], model):
            return None
        items = match_listed(sides[2], cls.function)
        if not items or not (len(items) > 1 or items[0].over):
            return None
        return cls.to_letter(node, {"output": format_expression(sides[0]), "sense": sides[1], "of": items})

    def sentence(self, words: Words) -> str:
        """``"longest day is the largest of monday and tuesday"``."""
        return self._said(words, "" if self.sense == "==" else f"{sense_words(self.sense)} ")

    def negation(self, words: Words) -> str:
        """``"longest day is not the largest of monday and tuesday"``."""
        return self._said(words, f"{breaking_words(self.sense)} ")

    def _said(self, words: Words, sense: str) -> str:
        output = words.say(self.output)
        return f"{output} {be(output)} {sense}the {self.said} of {said_items(words, self.of)}"
