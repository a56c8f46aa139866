"""`algebraic`: any comparison that no other kind says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.expressions import Compare, Node, format_expression, parse_expression
from modelwright.model.templates.base import ConstraintBase, Expr, sense_words

if TYPE_CHECKING:
    from modelwright.model.words import Words


class Algebraic(ConstraintBase):
    """A comparison, or a chain of them, as written."""

    kind: Literal["algebraic"] = "algebraic"
    expression: Expr

    expression_slots: ClassVar[tuple[str, ...]] = ("expression",)

    def to_node(self) -> Node:
        """The comparison as written."""
        return parse_expression(self.expression)

    @classmethod
    def match(cls, node: Node) -> dict[str, Any] | None:
        """Every comparison is algebraic."""
        return {"expression": format_expression(node)} if isinstance(node, Compare) else None

    def sentence(self, words: Words) -> str:
        """``"2 × chairs + tables is at most 40"``."""
        node = self.to_node()
        if not isinstance(node, Compare):
            return words.say(self.expression)
        said = [words.say(format_expression(operand)) for operand in node.operands]
        tail = ", ".join(f"{sense_words(op)} {right}" for op, right in zip(node.ops, said[1:], strict=True))
        return f"{said[0]} is {tail}"
