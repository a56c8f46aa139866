"""`conditional`: a limit that depends on a condition."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.elements import Missing
from modelwright.model.english import be, breaking_words, sense_words
from modelwright.model.expressions import IfElse, Node, format_expression, parse_expression
from modelwright.model.templates.base import (
    ConstraintBase,
    Documentation,
    Expr,
    Sense,
    SlotType,
    compare,
    single_comparison,
    slot_node,
)
from modelwright.model.templates.sampling import Scene
from modelwright.model.templates.shapes import is_condition, is_data

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Conditional(ConstraintBase):
    """``left sense (then if condition else otherwise)``."""

    kind: Literal["conditional"] = "conditional"
    left: Expr
    sense: Sense
    condition: Expr
    then: Expr | Missing
    otherwise: Expr | Missing

    slot_types: ClassVar[dict[str, SlotType]] = {
        "left": "number",
        "condition": "condition",
        "then": "number",
        "otherwise": "number",
    }

    documentation: ClassVar[Documentation] = Documentation(
        meaning="An amount is at least, at most or exactly one number if a condition holds, else another.",
        slots={
            "left": "the amount: a decision, or an expression of decisions",
            "sense": "`<=`, `>=` or `==`",
            "condition": "a binary decision, a comparison, or a condition on data such as `t > 1`",
            "then": "the number where the condition holds",
            "otherwise": "the number where it does not hold",
        },
        text="At most 40 chairs can be made with the night shift, and 25 without it.",
        example={"left": "chairs", "sense": "<=", "condition": "night_shift", "then": "40", "otherwise": "25"},
    )

    def to_node(self) -> Node:
        """``x <= (a if condition else b)``."""
        limit = IfElse(slot_node(self.then), parse_expression(self.condition), slot_node(self.otherwise))
        return compare(parse_expression(self.left), self.sense, limit)

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``x <= (a if condition else b)``."""
        sides = single_comparison(node)
        if sides is None or is_data(sides[0], model):
            return None
        left, sense, limit = sides
        if not isinstance(limit, IfElse) or not is_condition(limit.condition, model) or is_condition(limit, model):
            return None
        return {
            "left": format_expression(left),
            "sense": sense,
            "condition": format_expression(limit.condition),
            "then": format_expression(limit.body),
            "otherwise": format_expression(limit.orelse),
        }

    def sentence(self, words: Words) -> str:
        """``"chairs: at most 40 if night shift is chosen, else at most 25"``."""
        sense = sense_words(self.sense)
        return f"{words.say(self.left)}: {self._cases(words, sense)}"

    def negation(self, words: Words) -> str:
        """``"chairs are more than 40 if night shift is chosen, else more than 25"``."""
        left = words.say(self.left)
        return f"{left} {be(left)} {self._cases(words, breaking_words(self.sense))}"

    def _cases(self, words: Words, sense: str) -> str:
        then, otherwise = words.value(self.then), words.value(self.otherwise)
        return f"{sense} {then} if {words.condition(self.condition)}, else {sense} {otherwise}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """A limit that a choice or another amount decides; or one that differs from member to member."""
        scene = Scene(rng)
        a, b = scene.amounts(2)
        choices = scene.choices(1)
        row: dict[str, Any] = {"kind": "conditional", "sense": rng.choice(["<=", ">=", "=="])}
        row |= {"then": scene.data(2, 5), "otherwise": rng.choice([scene.data(0, 3), "0"])}
        if rng.random() < 0.6:
            left = rng.choice([a, f"{a} + {b}", f"2 * {a}"])
            return scene.model(row | {"left": left, "condition": scene.condition([b], choices)})
        index, _ = scene.members()
        name = scene.family(index)
        where = rng.choice([f"i == first({index})", f"{scene.rates(index, 0, 2)}[i] >= 1", choices[0]])
        return scene.model(row | {"for_each": f"i in {index}", "left": f"{name}[i]", "condition": where})
