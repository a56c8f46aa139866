"""`minimum_lot`: nothing at all, or at least a certain amount."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.elements import Missing
from modelwright.model.english import be
from modelwright.model.expressions import Compare, Logic, Node, format_expression, parse_expression
from modelwright.model.templates.base import ConstraintBase, Documentation, Expr, SlotType, compare, slot_node
from modelwright.model.templates.sampling import index_set, integer, numbers, objective, small_model
from modelwright.model.templates.shapes import ZERO, is_data

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class MinimumLot(ConstraintBase):
    """`quantity` is 0, or from `least` to `most`."""

    kind: Literal["minimum_lot"] = "minimum_lot"
    quantity: Expr
    least: Expr | Missing
    most: Expr | Missing | None = None

    slot_types: ClassVar[dict[str, SlotType]] = {"quantity": "number", "least": "data", "most": "data"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="An amount is either zero or at least a smallest lot (and at most a largest one).",
        slots={
            "quantity": "the amount: a decision, or a sum of decisions",
            "least": "the smallest amount other than zero: data",
            "most": "the largest amount: data; null when there is none",
        },
        text="If any flour is bought from a mill, the order must be at least 200 kg.",
        example={"for_each": "m in MILLS", "quantity": "flour[m]", "least": "200"},
    )

    def to_node(self) -> Node:
        """``x == 0 or x >= least``, ``x == 0 or least <= x <= most``."""
        quantity, least = parse_expression(self.quantity), slot_node(self.least)
        if self.most is None:
            lot = compare(quantity, ">=", least)
        else:
            lot = Compare((least, quantity, slot_node(self.most)), ("<=", "<="))
        return Logic("or", (compare(quantity, "==", ZERO), lot))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``x == 0 or x >= least`` and of ``x == 0 or least <= x <= most``."""
        match node:
            case Logic(op="or", operands=(Compare(operands=(quantity, zero), ops=("==",)), Compare() as lot)) if (
                zero == ZERO and not is_data(quantity, model)
            ):
                ends: tuple[Node, ...]
                if lot.ops == (">=",):
                    ends = (lot.operands[1],)
                elif lot.ops == ("<=", "<="):
                    ends = (lot.operands[0], lot.operands[2])
                else:
                    return None
                if not all(is_data(end, model) for end in ends):
                    return None
                slots = {
                    "quantity": format_expression(quantity),
                    "least": format_expression(ends[0]),
                    "most": format_expression(ends[1]) if len(ends) == 2 else None,
                }
                return cls.to_letter(node, slots)
        return None

    def sentence(self, words: Words) -> str:
        """``"flour: none, or at least 200 and at most 900"``."""
        most = "" if self.most is None else f" and at most {words.value(self.most)}"
        return f"{words.say(self.quantity)}: none, or at least {words.value(self.least)}{most}"

    def negation(self, words: Words) -> str:
        """``"flour is not zero but less than 200, or more than 900"``."""
        most = "" if self.most is None else f", or more than {words.value(self.most)}"
        made = words.say(self.quantity)
        return f"{made} {be(made)} not zero but less than {words.value(self.least)}{most}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """One order, two orders together, or one for each mill."""
        least = rng.randint(2, 5)
        most = rng.choice([None, least + rng.randint(0, 3)])
        lot = {"kind": "minimum_lot", "least": rng.choice([str(least), "lot"])}
        lot |= {} if most is None else {"most": str(most)}
        top = rng.randint(least, least + 4)
        parameters = [numbers("lot", least)]
        if rng.random() < 0.5:
            row = lot | {"quantity": rng.choice(["flour", "flour + sugar"])}
            bought = [integer(name, 0, top) | {"label": f"{name} bought"} for name in ("flour", "sugar")]
            sense = rng.choice(["min", "max"])
            return small_model(row, bought, objective(sense, "3 * flour - sugar"), parameters=parameters)
        row = lot | {"for_each": "m in MILLS", "quantity": "flour[m]"}
        return small_model(
            row,
            [integer("flour", 0, min(top, 8), ("MILLS",)) | {"label": "flour from mill"}],
            objective(rng.choice(["min", "max"]), "sum(flour[m] for m in MILLS)"),
            sets=[index_set("MILLS", ["hill", "town"])],
            parameters=parameters,
        )
