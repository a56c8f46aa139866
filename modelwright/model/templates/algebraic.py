"""`algebraic`: any comparison that no other kind says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.expressions import Compare, Node, format_expression, parse_expression
from modelwright.model.templates.base import ConstraintBase, Expr, SlotType, sense_words

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words

_FLIPPED = {"<=": "at least", ">=": "at most"}
"""What the left end of a chain says of its middle."""


class Algebraic(ConstraintBase):
    """A comparison, or a chain of them, as written."""

    kind: Literal["algebraic"] = "algebraic"
    expression: Expr

    slot_types: ClassVar[dict[str, SlotType]] = {"expression": "condition"}

    def to_node(self) -> Node:
        """The comparison as written."""
        return parse_expression(self.expression)

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Every comparison is algebraic."""
        return {"expression": format_expression(node)} if isinstance(node, Compare) else None

    def sentence(self, words: Words) -> str:
        """``"2 × chairs + tables is at most 40"``."""
        node = self.to_node()
        if not isinstance(node, Compare):
            return words.say(self.expression)
        said = [words.say(format_expression(operand)) for operand in node.operands]
        if len(said) == 3 and node.ops[0] in _FLIPPED:
            return f"{said[1]} is {_FLIPPED[node.ops[0]]} {said[0]}, {sense_words(node.ops[1])} {said[2]}"
        tail = ", ".join(f"{sense_words(op)} {right}" for op, right in zip(node.ops, said[1:], strict=True))
        return f"{said[0]} is {tail}"
