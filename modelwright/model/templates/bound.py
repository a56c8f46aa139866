"""`bound`: one decision against a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.elements import Missing
from modelwright.model.expressions import Index, Name, Node, format_expression, parse_expression
from modelwright.model.templates.base import (
    ConstraintBase,
    Expr,
    Sense,
    SlotType,
    compare,
    sense_words,
    single_comparison,
    slot_node,
)

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Bound(ConstraintBase):
    """``variable sense limit``."""

    kind: Literal["bound"] = "bound"
    variable: Expr
    sense: Sense
    limit: Expr | Missing

    slot_types: ClassVar[dict[str, SlotType]] = {"variable": "decision", "limit": "number"}

    def to_node(self) -> Node:
        """``x <= limit``."""
        return compare(parse_expression(self.variable), self.sense, slot_node(self.limit))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``x <= limit``."""
        sides = single_comparison(node)
        if sides is None or not isinstance(sides[0], Name | Index):
            return None
        return {"variable": format_expression(sides[0]), "sense": sides[1], "limit": format_expression(sides[2])}

    def sentence(self, words: Words) -> str:
        """``"chairs: at least 10"``."""
        return f"{words.say(self.variable)}: {sense_words(self.sense)} {words.value(self.limit)}"
