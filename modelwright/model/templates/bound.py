"""`bound`: one decision against a limit."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.elements import Missing
from modelwright.model.english import be, breaking_words, sense_words
from modelwright.model.expressions import Node, format_expression, parse_expression
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
from modelwright.model.templates.shapes import is_data, is_reference

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

    documentation: ClassVar[Documentation] = Documentation(
        meaning="One decision is at least, at most or exactly a number.",
        slots={"variable": "the decision", "sense": "`<=`, `>=` or `==`", "limit": "a number of data"},
        text="At least 10 chairs must be made.",
        example={"variable": "chairs", "sense": ">=", "limit": "10"},
    )

    def to_node(self) -> Node:
        """``x <= limit``."""
        return compare(parse_expression(self.variable), self.sense, slot_node(self.limit))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``x <= limit``, the limit being data."""
        sides = single_comparison(node)
        if sides is None or not is_reference(sides[0], model) or not is_data(sides[2], model):
            return None
        return {"variable": format_expression(sides[0]), "sense": sides[1], "limit": format_expression(sides[2])}

    def sentence(self, words: Words) -> str:
        """``"chairs: at least 10"``."""
        return f"{words.say(self.variable)}: {sense_words(self.sense)} {words.value(self.limit)}"

    def negation(self, words: Words) -> str:
        """``"chairs are less than 10"``."""
        said = words.say(self.variable)
        return f"{said} {be(said)} {breaking_words(self.sense)} {words.value(self.limit)}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """A bound on one decision, or on each of a family."""
        scene = Scene(rng)
        sense = rng.choice(["<=", ">=", "=="])
        others = scene.amounts(rng.randint(1, 2))
        row: dict[str, Any] = {"kind": "bound", "variable": others[0], "sense": sense}
        if rng.random() < 0.5:
            return scene.model(row | {"limit": scene.data(-1, 5)})
        index, _ = scene.members()
        row |= {"for_each": f"i in {index}", "variable": f"{scene.family(index)}[i]"}
        return scene.model(row | {"limit": rng.choice([f"{scene.rates(index, 0, 3)}[i]", scene.data(0, 3)])})
