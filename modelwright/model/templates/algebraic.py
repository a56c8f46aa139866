"""`algebraic`: any condition, as written."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.errors import ExpressionError
from modelwright.model.expressions import Compare, Node, format_expression, parse_expression
from modelwright.model.templates.base import ConstraintBase, Documentation, Expr, SlotType, sense_words
from modelwright.model.templates.phrases import breaking_words, said_condition, said_negation
from modelwright.model.templates.sampling import Scene
from modelwright.model.templates.shapes import is_condition

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words

_FLIPPED = {"<=": "at least", ">=": "at most"}
"""What the left end of a chain says of its middle."""
_REVERSED = {"<=": ">=", ">=": "<="}


class Algebraic(ConstraintBase):
    """A condition as written: a comparison, a chain of them, conditions joined by words, a global condition."""

    kind: Literal["algebraic"] = "algebraic"
    expression: Expr

    slot_types: ClassVar[dict[str, SlotType]] = {"expression": "condition"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="A condition written as an expression; for what no other kind says.",
        slots={"expression": "a condition: a comparison, a chain, conditions joined by `and`, `or`, `not`, a function"},
        text="The area of the field, length times width, must be between 20 and 90.",
        example={"expression": "20 <= length * width <= 90"},
    )

    def to_node(self) -> Node:
        """The condition as written."""
        return parse_expression(self.expression)

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Every condition is algebraic."""
        return {"expression": format_expression(node)} if is_condition(node, model) else None

    def sentence(self, words: Words) -> str:
        """``"2 × chairs + tables is at most 40"``."""
        node = self._node()
        if not isinstance(node, Compare):
            return said_condition(words, node or self.expression)
        said = [words.say(format_expression(operand)) for operand in node.operands]
        if len(said) == 3 and node.ops[0] in _FLIPPED:
            return f"{said[1]} is {_FLIPPED[node.ops[0]]} {said[0]}, {sense_words(node.ops[1])} {said[2]}"
        tail = ", ".join(f"{sense_words(op)} {right}" for op, right in zip(node.ops, said[1:], strict=True))
        return f"{said[0]} is {tail}"

    def negation(self, words: Words) -> str:
        """``"2 × chairs + tables is more than 40"``."""
        node = self._node()
        if not isinstance(node, Compare) or len(node.ops) > 2:
            return said_negation(words, node or self.expression)
        said = [words.say(format_expression(operand)) for operand in node.operands]
        if len(said) == 2:
            return f"{said[0]} is {breaking_words(node.ops[0])} {said[1]}"
        if node.ops[0] not in _REVERSED:
            return said_negation(words, node)
        first = breaking_words(_REVERSED[node.ops[0]])
        return f"{said[1]} is {first} {said[0]} or {breaking_words(node.ops[1])} {said[2]}"

    def _node(self) -> Node | None:
        try:
            return self.to_node()
        except ExpressionError:
            return None

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """A chain, a product, or conditions joined by words."""
        scene = Scene(rng)
        a, b = scene.amounts(2)
        (choice,) = scene.choices(1)
        low = rng.randint(0, 3)
        expression = rng.choice(
            [
                f"{low} <= {a} + {b} <= {low + rng.randint(0, 4)}",
                f"{a} * {b} <= {scene.data(2, 12)}",
                f"{a} <= {scene.data(2, 5)} and {b} >= {scene.data(0, 2)}",
                f"not ({a} >= {scene.data(1, 4)} or {choice})",
                f"{a} + {choice} * {b} >= {scene.data(1, 4)}",
                f"{a} != {b}",
                f"not {b} in {{1, 2}}",
                f"forall([{a} >= 1, {b} >= 1])",
            ]
        )
        return scene.model({"kind": "algebraic", "expression": expression})
