"""What `covering`, `packing`, `partition` and `assignment` share: how many of some choices are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from modelwright.model.elements import Missing
from modelwright.model.english import breaking_count, sense_words
from modelwright.model.expressions import Node, format_expression
from modelwright.model.templates.base import (
    ConstraintBase,
    Expr,
    Items,
    Sense,
    SlotType,
    compare,
    single_comparison,
    slot_node,
)
from modelwright.model.templates.lists import choices_node, match_choices
from modelwright.model.templates.phrases import said_counted
from modelwright.model.templates.shapes import is_data

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words

__all__ = ["SLOTS", "Selection"]

SLOTS = {
    "of": "what there is to choose from: binary decisions or conditions, each with its own quantifiers",
    "number": "how many: data; 1 when nothing else is said",
}
"""The slots of these kinds explained."""


class Selection(ConstraintBase):
    """How many of the choices `of` are made, against `number`, in the direction of the kind.

    A row that says the same of amounts (of decisions that are not binary) is a `total`.
    """

    of: tuple[Items, ...] = Field(min_length=1)
    number: Expr | Missing = "1"

    direction: ClassVar[Sense]
    slot_types: ClassVar[dict[str, SlotType]] = {"of": "condition", "number": "data"}

    def to_node(self) -> Node:
        """``sum(open[i] for i in SITES) >= number``."""
        return compare(choices_node(self.of), self.direction, slot_node(self.number))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a count of several choices against data, in the direction of the kind."""
        sides = single_comparison(node)
        if sides is None or sides[1] != cls.direction or not is_data(sides[2], model):
            return None
        items = match_choices(sides[0], model)
        if items is None:
            return None
        return cls.to_letter(node, {"of": items, "number": format_expression(sides[2])})

    def sentence(self, words: Words) -> str:
        """``"at least two of these are chosen: opening site (each of the sites)"``."""
        return said_counted(words, sense_words(self.direction), self.number, self.of)

    def negation(self, words: Words) -> str:
        """``"fewer than two of these are chosen: opening site (each of the sites)"``."""
        return said_counted(words, breaking_count(self.direction), self.number, self.of)
