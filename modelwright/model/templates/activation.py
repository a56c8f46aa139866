"""`activation`: a quantity that needs a choice to be made first."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.english import be
from modelwright.model.expressions import Call, Compare, Node, Not, format_expression, parse_expression
from modelwright.model.templates.base import ConstraintBase, Documentation, Expr, SlotType, Structural, compare
from modelwright.model.templates.sampling import index_set, integer, objective, small_model
from modelwright.model.templates.shapes import ZERO, is_condition, is_data

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Activation(ConstraintBase):
    """`quantity` is at most 0 unless `switch` holds. How large it may be then is for bounds and resources to say."""

    kind: Literal["activation"] = "activation"
    negotiable: Structural = "no"
    quantity: Expr
    switch: Expr

    slot_types: ClassVar[dict[str, SlotType]] = {"quantity": "number", "switch": "condition"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="An amount may be above zero only where a yes-or-no choice is made; without it there is none.",
        slots={
            "quantity": "the amount: a decision that is never negative, or a sum of such",
            "switch": "the choice: a binary decision, or a condition",
        },
        text="Nothing can be shipped from a warehouse unless it is opened.",
        example={"for_each": "w in WAREHOUSES, c in CUSTOMERS", "quantity": "ship[w, c]", "switch": "opened[w]"},
    )

    def to_node(self) -> Node:
        """``implies(not open, x <= 0)``."""
        none = compare(parse_expression(self.quantity), "<=", ZERO)
        return Call("implies", (Not(parse_expression(self.switch)), none))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``implies(not open, x <= 0)``."""
        match node:
            case Call(
                function="implies",
                args=(Not(operand=switch), Compare(operands=(quantity, limit), ops=("<=",))),
            ) if limit == ZERO and is_condition(switch, model) and not is_data(quantity, model):
                slots = {"quantity": format_expression(quantity), "switch": format_expression(switch)}
                return cls.to_letter(node, slots)
        return None

    def sentence(self, words: Words) -> str:
        """``"chairs: none unless line 2 is chosen"``."""
        return f"{words.say(self.quantity)}: none unless {words.condition(self.switch)}"

    def negation(self, words: Words) -> str:
        """``"chairs are more than zero although line 2 is not chosen"``."""
        made = words.say(self.quantity)
        return f"{made} {be(made)} more than zero although {words.denial(self.switch)}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Products made on lines that may stay closed; one product, or one for each line."""
        gain, cost, most = rng.randint(1, 5), rng.randint(2, 12), rng.randint(3, 8)
        if rng.random() < 0.5:
            row = {
                "kind": "activation",
                "quantity": rng.choice(["chairs", "chairs + tables"]),
                "switch": rng.choice(["line", "tables >= 2"]) if rng.random() < 0.3 else "line",
            }
            made = [integer(name, 0, most) | {"label": f"{name} made"} for name in ("chairs", "tables")]
            goal = objective("max", f"{gain} * chairs + 2 * tables - {cost} * line")
            return small_model(row, [*made, integer("line", 0, 1) | {"label": "the second line"}], goal)
        most = rng.randint(2, 4)
        row = {"kind": "activation", "for_each": "l in LINES", "quantity": "made[l]", "switch": "open[l]"}
        return small_model(
            row,
            [
                integer("made", 0, most, ("LINES",)) | {"label": "chairs made on line"},
                integer("open", 0, 1, ("LINES",)) | {"label": "opening line"},
            ],
            objective("max", f"sum({gain} * made[l] - {cost} * open[l] for l in LINES)"),
            sets=[index_set("LINES", ["old", "new"] if rng.random() < 0.5 else ["old", "new", "spare"])],
        )
