"""`algebraic`: any condition, as written."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.expressions import Node, format_expression, parse_expression
from modelwright.model.templates.base import ConstraintBase, Documentation, Expr, SlotType
from modelwright.model.templates.sampling import Scene
from modelwright.model.templates.shapes import is_condition

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


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
        return words.condition(self.expression)

    def negation(self, words: Words) -> str:
        """``"2 × chairs + tables is more than 40"``."""
        return words.denial(self.expression)

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
