"""`absolute_deviation`: how far a number may be from a target, up or down."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.elements import Missing
from modelwright.model.english import breaking_words, sense_words
from modelwright.model.expressions import Call, Node, format_expression, parse_expression
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
from modelwright.model.templates.sampling import index_set, integer, numbers, objective, small_model
from modelwright.model.templates.shapes import difference, is_data, subtracted

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class AbsoluteDeviation(ConstraintBase):
    """``|quantity - target| sense limit``."""

    kind: Literal["absolute_deviation"] = "absolute_deviation"
    quantity: Expr
    target: Expr | Missing = "0"
    sense: Sense = "<="
    limit: Expr | Missing

    slot_types: ClassVar[dict[str, SlotType]] = {"quantity": "number", "target": "number", "limit": "number"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="The distance of a number from a target, whether above or below it, is kept within a limit.",
        slots={
            "quantity": "the number: a decision, or an expression of decisions",
            "target": "what it should be near: data, or another decision",
            "sense": "`<=` for at most so far (usual); `>=` for at least so far; `==` for exactly so far",
            "limit": "how far: data, or a decision that is made small elsewhere",
        },
        text="The hours of the two shifts may differ by no more than 3.",
        example={"quantity": "early_hours", "target": "late_hours", "limit": "3"},
    )

    def to_node(self) -> Node:
        """``abs(x - target) <= limit``."""
        apart = difference(parse_expression(self.quantity), slot_node(self.target))
        return compare(Call("abs", (apart,)), self.sense, slot_node(self.limit))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``abs(x - target) <= limit``."""
        sides = single_comparison(node)
        if sides is None or not isinstance(sides[0], Call) or sides[0].function != "abs" or is_data(sides[0], model):
            return None
        quantity, target = subtracted(sides[0].args[0])[0]
        slots = {
            "quantity": format_expression(quantity),
            "target": format_expression(target),
            "sense": sides[1],
            "limit": format_expression(sides[2]),
        }
        return cls.to_letter(node, slots)

    def sentence(self, words: Words) -> str:
        """``"early hours and late hours are at most 3 apart"``."""
        return self._apart(words, sense_words(self.sense))

    def negation(self, words: Words) -> str:
        """``"early hours and late hours are more than 3 apart"``."""
        return self._apart(words, breaking_words(self.sense))

    def _apart(self, words: Words, sense: str) -> str:
        ends = f"{words.say(self.quantity)} and {words.value(self.target)}"
        return f"{ends} are {sense} {words.value(self.limit)} apart"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Two shifts near each other, or amounts near a target."""
        row: dict[str, Any] = {"kind": "absolute_deviation", "sense": rng.choice(["<=", "<=", ">=", "=="])}
        row["limit"] = rng.choice([str(rng.randint(0, 3)), "slack", "apart"])
        parameters = [numbers("slack", rng.randint(1, 3)), numbers("wanted", rng.randint(2, 6))]
        apart = integer("apart", 0, 3) | {"label": "the distance allowed"}
        if rng.random() < 0.6:
            row["quantity"] = rng.choice(["early", "2 * early", "early + 1"])
            row["target"] = rng.choice(["late", "wanted", str(rng.randint(2, 7))])
            hours = [integer(name, 0, 7) | {"label": f"hours of the {name} shift"} for name in ("early", "late")]
            sense = rng.choice(["min", "max"])
            return small_model(row, [*hours, apart], objective(sense, "3 * early - late"), parameters=parameters)
        row |= {"for_each": "d in DAYS", "quantity": "hours[d]", "target": rng.choice(["wanted", "usual[d]"])}
        usual = {d: rng.randint(0, 5) for d in ("mon", "tue", "wed")}
        return small_model(
            row,
            [integer("hours", 0, 5, ("DAYS",)) | {"label": "hours on"}, apart],
            objective(rng.choice(["min", "max"]), "sum(hours[d] for d in DAYS) + apart"),
            sets=[index_set("DAYS", list(usual))],
            parameters=[*parameters, numbers("usual", usual, "DAYS")],
        )
