"""`equivalence`: two conditions hold together or not at all."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.expressions import Call, Node, format_expression, parse_expression
from modelwright.model.templates.base import ConstraintBase, Documentation, Expr, SlotType
from modelwright.model.templates.sampling import Scene
from modelwright.model.templates.shapes import is_condition

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Equivalence(ConstraintBase):
    """``iff(left, right)``."""

    kind: Literal["equivalence"] = "equivalence"
    left: Expr
    right: Expr

    slot_types: ClassVar[dict[str, SlotType]] = {"left": "condition", "right": "condition"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="Two conditions hold together, or neither of them holds.",
        slots={
            "left": "a binary decision, a comparison, or conditions joined by `and`, `or`, `not`",
            "right": "likewise",
        },
        text="The night shift is worked exactly when at least 20 chairs are made.",
        example={"left": "night_shift", "right": "chairs >= 20"},
    )

    def to_node(self) -> Node:
        """``iff(a, b)``."""
        return Call("iff", (parse_expression(self.left), parse_expression(self.right)))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``iff(a, b)``."""
        if not isinstance(node, Call) or node.function != "iff":
            return None
        if not all(is_condition(arg, model) for arg in node.args):
            return None
        left, right = map(format_expression, node.args)
        return {"left": left, "right": right}

    def sentence(self, words: Words) -> str:
        """``"night shift is chosen exactly when chairs are at least 20"``."""
        return f"{words.condition(self.left)} exactly when {words.condition(self.right)}"

    def negation(self, words: Words) -> str:
        """``"only one of these holds: night shift is chosen; chairs are at least 20"``."""
        return f"only one of these holds: {words.condition(self.left)}; {words.condition(self.right)}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """On choices and amounts, or on two families."""
        scene = Scene(rng)
        amounts, choices = scene.amounts(2), scene.choices(2)
        if rng.random() < 0.6:
            left, right = scene.condition(amounts[:1], choices[:1]), scene.condition(amounts[1:], choices[1:])
            return scene.model({"kind": "equivalence", "left": left, "right": right})
        scene = Scene(rng)
        index, _ = scene.members()
        name, made = scene.family(index, binary=True), scene.family(index)
        row = {"kind": "equivalence", "for_each": f"i in {index}", "left": f"{name}[i]"}
        return scene.model(row | {"right": f"{made}[i] >= {scene.data(1, 2)}"})
