"""`comparison`: one decision against a multiple of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.elements import Missing
from modelwright.model.expressions import Add, Index, Mul, Name, Node, format_expression, parse_expression
from modelwright.model.templates.base import (
    ConstraintBase,
    Expr,
    Sense,
    SlotType,
    compare,
    sense_words,
    single_comparison,
    slot_node,
    times,
)

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Comparison(ConstraintBase):
    """``left sense factor · right + offset``."""

    kind: Literal["comparison"] = "comparison"
    left: Expr
    sense: Sense
    factor: Expr | Missing = "1"
    right: Expr
    offset: Expr | Missing | None = None

    slot_types: ClassVar[dict[str, SlotType]] = {
        "left": "decision",
        "factor": "data",
        "right": "decision",
        "offset": "number",
    }

    def to_node(self) -> Node:
        """``x >= factor * y + offset``."""
        right = times(slot_node(self.factor), parse_expression(self.right))
        if self.offset is not None:
            right = Add((right, slot_node(self.offset)))
        return compare(parse_expression(self.left), self.sense, right)

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``x >= factor * y + offset``."""
        sides = single_comparison(node)
        if sides is None or not isinstance(sides[0], Name | Index):
            return None
        right: Node = sides[2]
        offset: str | None = None
        if isinstance(right, Add) and len(right.terms) == 2:
            offset = format_expression(right.terms[1])
            right = right.terms[0]
        factor = "1"
        if isinstance(right, Mul) and len(right.factors) == 2:
            factor = format_expression(right.factors[0])
            right = right.factors[1]
        if not isinstance(right, Name | Index):
            return None
        left = format_expression(sides[0])
        return {
            "left": left,
            "sense": sides[1],
            "factor": factor,
            "right": format_expression(right),
            "offset": offset,
        }

    def sentence(self, words: Words) -> str:
        """``"chairs: at least 2 times tables plus 5"``."""
        factor = "" if self.factor == "1" else f"{words.value(self.factor)} times "
        offset = "" if self.offset is None else f" plus {words.value(self.offset)}"
        return f"{words.say(self.left)}: {sense_words(self.sense)} {factor}{words.say(self.right)}{offset}"
