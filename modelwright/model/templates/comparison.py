"""`comparison`: one decision against a multiple of another."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.elements import Missing
from modelwright.model.english import be, breaking_words, sense_words
from modelwright.model.expressions import Add, Node, format_expression, parse_expression
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
from modelwright.model.templates.shapes import is_data, is_reference, product, product_parts, signed, unsigned

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

    documentation: ClassVar[Documentation] = Documentation(
        meaning="One decision is at least, at most or exactly a multiple of another, plus or minus a number.",
        slots={
            "left": "the decision that is measured",
            "sense": "`<=`, `>=` or `==`",
            "factor": "a number of data; left out for 1",
            "right": "the decision it is measured against",
            "offset": "a number of data that is added to the multiple; negative for `fewer than`, left out for none",
        },
        text="There must be at least twice as many chairs as tables, and 5 more.",
        example={"left": "chairs", "sense": ">=", "factor": "2", "right": "tables", "offset": "5"},
    )

    def to_node(self) -> Node:
        """``x >= factor * y + offset``."""
        right = product(slot_node(self.factor), parse_expression(self.right))
        if self.offset is not None:
            right = Add((right, signed(slot_node(self.offset))))
        return compare(parse_expression(self.left), self.sense, right)

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``x >= factor * y + offset``; factor and offset are data."""
        sides = single_comparison(node)
        if sides is None or not is_reference(sides[0], model):
            return None
        right, offset = sides[2], None
        if isinstance(right, Add) and len(right.terms) == 2:
            offset = unsigned(right.terms[1])
            right = right.terms[0]
        factor, variable = product_parts(right)
        if not is_reference(variable, model) or not is_data(factor, model):
            return None
        if offset is not None and not is_data(offset, model):
            return None
        slots = {
            "left": format_expression(sides[0]),
            "sense": sides[1],
            "factor": format_expression(factor),
            "right": format_expression(variable),
            "offset": None if offset is None else format_expression(offset),
        }
        return cls.to_letter(node, slots)

    def sentence(self, words: Words) -> str:
        """``"chairs: at least 2 times tables plus 5"``."""
        return f"{words.say(self.left)}: {sense_words(self.sense)} {self._measure(words)}"

    def negation(self, words: Words) -> str:
        """``"chairs are less than 2 times tables plus 5"``."""
        said = words.say(self.left)
        return f"{said} {be(said)} {breaking_words(self.sense)} {self._measure(words)}"

    def _measure(self, words: Words) -> str:
        factor = "" if self.factor == "1" else f"{words.value(self.factor)} times "
        offset = "" if self.offset is None else f" plus {words.value(self.offset)}"
        return f"{factor}{words.say(self.right)}{offset.replace(' plus -', ' minus ')}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Two named decisions, or two families member by member."""
        scene = Scene(rng)
        row: dict[str, Any] = {"kind": "comparison", "sense": rng.choice(["<=", ">=", "<=", ">=", "=="])}
        if rng.random() < 0.4:
            row |= {"factor": rng.choice(["2", "0.5", "1 / 3", "3", "-1"])}
        if rng.random() < 0.4:
            row |= {"offset": rng.choice([str(rng.randint(-3, -1)), scene.data(1, 3)])}
        if rng.random() < 0.6:
            left, right = scene.amounts(2)
            return scene.model(row | {"left": left, "right": right})
        index, _ = scene.members()
        left, right = scene.family(index, most=2), scene.family(index, most=2)
        if rng.random() < 0.4:
            row |= {"factor": f"{scene.rates(index, 1, 3)}[i]"}
        return scene.model(row | {"for_each": f"i in {index}", "left": f"{left}[i]", "right": f"{right}[i]"})
