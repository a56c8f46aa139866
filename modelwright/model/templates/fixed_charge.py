"""`fixed_charge`: a cost that is paid once when something is used, beside what each unit costs."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.elements import Missing
from modelwright.model.english import be
from modelwright.model.expressions import (
    Add,
    Call,
    Compare,
    Logic,
    Node,
    Not,
    format_expression,
    parse_expression,
)
from modelwright.model.templates.base import (
    ConstraintBase,
    Documentation,
    Expr,
    SlotType,
    Structural,
    compare,
    slot_node,
)
from modelwright.model.templates.sampling import index_set, integer, numbers, objective, small_model
from modelwright.model.templates.shapes import ONE, ZERO, is_condition, is_data, product, product_parts

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class FixedCharge(ConstraintBase):
    """`cost` is `charge` where `switch` holds, plus `rate` for each unit of `quantity`; elsewhere no quantity."""

    kind: Literal["fixed_charge"] = "fixed_charge"
    negotiable: Structural = "no"
    cost: Expr
    charge: Expr | Missing
    switch: Expr
    quantity: Expr
    rate: Expr | Missing | None = None

    slot_types: ClassVar[dict[str, SlotType]] = {
        "cost": "decision",
        "charge": "data",
        "switch": "condition",
        "quantity": "number",
        "rate": "data",
    }

    documentation: ClassVar[Documentation] = Documentation(
        meaning="Using something at all costs a fixed sum, and each unit may cost more; unused, it costs nothing.",
        slots={
            "cost": "the decision that holds the cost",
            "charge": "what is paid once when it is used: data",
            "switch": "whether it is used: a binary decision, or a condition",
            "quantity": "how much of it is used: a number that is never negative; 0 where it is not used",
            "rate": "what each unit costs beside the charge: data; null for nothing",
        },
        text="Renting the press costs $500, and every brochure printed on it another $3.",
        example={
            "cost": "press_cost",
            "charge": "500",
            "switch": "press_rented",
            "quantity": "brochures",
            "rate": "3",
        },
    )

    def to_node(self) -> Node:
        """``cost == charge * open + rate * x and implies(not open, x <= 0)``."""
        switch, quantity = parse_expression(self.switch), parse_expression(self.quantity)
        paid = product(slot_node(self.charge), switch)
        if self.rate is not None:
            paid = Add((paid, product(slot_node(self.rate), quantity)))
        unused = Call("implies", (Not(switch), compare(quantity, "<=", ZERO)))
        return Logic("and", (compare(parse_expression(self.cost), "==", paid), unused))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``cost == charge * open + rate * x and implies(not open, x <= 0)``."""
        match node:
            case Logic(
                op="and",
                operands=(
                    Compare(operands=(cost, paid), ops=("==",)),
                    Call(
                        function="implies",
                        args=(Not(operand=switch), Compare(operands=(quantity, limit), ops=("<=",))),
                    ),
                ),
            ) if limit == ZERO and is_condition(switch, model) and not is_data(quantity, model):
                rest: Node | None = None
                if isinstance(paid, Add) and len(paid.terms) == 2:
                    paid, rest = paid.terms
                charge = _coefficient(paid, switch)
                rate = None if rest is None else _coefficient(rest, quantity)
                if charge is None or (rest is not None and rate is None) or not is_data(charge, model):
                    return None
                if rate is not None and not is_data(rate, model):
                    return None
                slots = {
                    "cost": format_expression(cost),
                    "charge": format_expression(charge),
                    "switch": format_expression(switch),
                    "quantity": format_expression(quantity),
                    "rate": None if rate is None else format_expression(rate),
                }
                return cls.to_letter(node, slots)
        return None

    def sentence(self, words: Words) -> str:
        """``"cost of the press: 500 if the press is chosen, plus 3 times brochures; if not, no brochures"``."""
        each = "" if self.rate is None else f", plus {words.value(self.rate)} times {words.say(self.quantity)}"
        charged = f"{words.value(self.charge)} if {words.condition(self.switch)}{each}"
        return f"{words.say(self.cost)}: {charged}; if not, no {words.say(self.quantity)}"

    def negation(self, words: Words) -> str:
        """``"cost of the press is not made up of 500 for use and …, or brochures are more than zero although …"``."""
        each = "" if self.rate is None else f" and {words.value(self.rate)} times {words.say(self.quantity)}"
        wrong = f"{words.say(self.cost)} is not made up of {words.value(self.charge)} for use{each}"
        used = words.say(self.quantity)
        unpaid = f"{used} {be(used)} more than zero although {words.denial(self.switch)}"
        return f"{wrong}, or {unpaid}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """A rented press, or one of two depots."""
        charge, rate, most = rng.randint(2, 9), rng.choice([None, 1, 2, 3]), rng.randint(2, 5)
        roof = charge + (rate or 0) * most
        if rng.random() < 0.6:
            row = {
                "kind": "fixed_charge",
                "cost": "cost",
                "charge": rng.choice([str(charge), "rent"]),
                "switch": "rented",
                "quantity": "printed",
                "rate": None if rate is None else str(rate),
            }
            decisions = [
                integer("cost", 0, roof) | {"label": "cost of the press"},
                integer("rented", 0, 1) | {"label": "renting the press"},
                integer("printed", 0, most) | {"label": "brochures printed"},
            ]
            goal = objective("max", f"{rng.randint(1, 5)} * printed - cost")
            return small_model(row, decisions, goal, parameters=[numbers("rent", charge)])
        charges = {"a": rng.randint(1, 3), "b": rng.randint(1, 3)}
        row = {
            "kind": "fixed_charge",
            "for_each": "d in DEPOTS",
            "cost": "cost[d]",
            "charge": "charge[d]",
            "switch": "open[d]",
            "quantity": "stored[d]",
            "rate": rng.choice([None, "1"]),
        }
        return small_model(
            row,
            [
                integer("cost", 0, 4, ("DEPOTS",)) | {"label": "cost of depot"},
                integer("open", 0, 1, ("DEPOTS",)) | {"label": "opening depot"},
                integer("stored", 0, 2, ("DEPOTS",)) | {"label": "pallets in depot"},
            ],
            objective("max", "sum(2 * stored[d] - cost[d] for d in DEPOTS)"),
            sets=[index_set("DEPOTS", ["a", "b"])],
            parameters=[numbers("charge", charges, "DEPOTS")],
        )


def _coefficient(node: Node, of: Node) -> Node | None:
    """The coefficient of `of` in `node`, or ``None`` when `node` is no multiple of it."""
    if node == of:
        return ONE
    coefficient, variable = product_parts(node)
    return coefficient if variable == of else None
