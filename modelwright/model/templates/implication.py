"""`implication`: where one condition holds, another must hold."""

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


class Implication(ConstraintBase):
    """``implies(condition, consequence)``."""

    kind: Literal["implication"] = "implication"
    condition: Expr
    consequence: Expr

    slot_types: ClassVar[dict[str, SlotType]] = {"condition": "condition", "consequence": "condition"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="If one condition holds, another must hold too; where the first does not hold, nothing is said.",
        slots={
            "condition": "a binary decision, a comparison, or conditions joined by `and`, `or`, `not`",
            "consequence": "what must then hold: likewise",
        },
        text="If we open in the north, we must hire a helper.",
        example={"condition": "open_north", "consequence": "hire"},
    )

    def to_node(self) -> Node:
        """``implies(a, b)``."""
        return Call("implies", (parse_expression(self.condition), parse_expression(self.consequence)))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``implies(a, b)``."""
        if not isinstance(node, Call) or node.function != "implies":
            return None
        if not all(is_condition(arg, model) for arg in node.args):
            return None
        condition, consequence = map(format_expression, node.args)
        return {"condition": condition, "consequence": consequence}

    def sentence(self, words: Words) -> str:
        """``"if open north is chosen, then hire is chosen"``."""
        return f"if {words.condition(self.condition)}, then {words.condition(self.consequence)}"

    def negation(self, words: Words) -> str:
        """``"open north is chosen, and yet hire is not chosen"``."""
        return f"{words.condition(self.condition)}, and yet {words.denial(self.consequence)}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """On choices and amounts, or on a family of choices and one of amounts."""
        scene = Scene(rng)
        amounts, choices = scene.amounts(2), scene.choices(2)
        if rng.random() < 0.6:
            condition, consequence = (
                scene.condition(amounts[:1], choices[:1]),
                scene.condition(amounts[1:], choices[1:]),
            )
            return scene.model({"kind": "implication", "condition": condition, "consequence": consequence})
        index, _ = scene.members()
        name = scene.family(index, binary=True)
        row = {"kind": "implication", "for_each": f"i in {index}", "condition": f"{name}[i]"}
        return scene.model(row | {"consequence": scene.condition(amounts, choices)})
