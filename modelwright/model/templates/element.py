"""`element`: a value looked up in a table at a place that is decided."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.expressions import Index, Node, format_expression, parse_expression
from modelwright.model.templates.base import ConstraintBase, Documentation, Expr, SlotType, compare, single_comparison
from modelwright.model.templates.sampling import index_range, integer, numbers, objective, small_model
from modelwright.model.templates.shapes import is_data

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Element(ConstraintBase):
    """``value == entry``, where the entry is an element at a decided index: ``price[choice]``."""

    kind: Literal["element"] = "element"
    value: Expr
    entry: Expr

    slot_types: ClassVar[dict[str, SlotType]] = {"value": "number", "entry": "number"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="A value is the entry of a list or table at a place that is itself decided.",
        slots={
            "value": "what equals the entry: a decision or an expression",
            "entry": "the list at a decided index: `price[choice]`; the index set is one of integers",
        },
        text="The fee is the price of the plan that is chosen.",
        example={"value": "fee", "entry": "price[choice]"},
    )

    def to_node(self) -> Node:
        """``fee == price[choice]``."""
        return compare(parse_expression(self.value), "==", parse_expression(self.entry))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of what equals an element whose index reads a decision."""
        sides = single_comparison(node)
        if sides is None or sides[1] != "==" or not isinstance(sides[2], Index):
            return None
        if all(is_data(arg, model) for arg in sides[2].args):
            return None
        return {"value": format_expression(sides[0]), "entry": format_expression(sides[2])}

    def sentence(self, words: Words) -> str:
        """``"fee is price (choice)"``."""
        return f"{words.say(self.value)} is {words.say(self.entry)}"

    def negation(self, words: Words) -> str:
        """``"fee is not price (choice)"``."""
        return f"{words.say(self.value)} is not {words.say(self.entry)}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """A price by plan, one for each person, a distance between two places, or a decision looked up."""
        form = rng.choice(["one", "each", "pair", "decision"])
        plans = [1, 2, 3]
        row: dict[str, Any] = {"kind": "element", "value": "fee", "entry": "price[choice]"}
        parameters = [numbers("price", {k: rng.randint(0, 5) for k in plans}, "PLANS")]
        fee = integer("fee", 0, 5) | {"label": "what is paid"}
        choice = integer("choice", 1, rng.randint(3, 4)) | {"label": "chosen plan"}
        goal = "2 * choice - fee"
        if form == "each":
            row |= {"for_each": "p in PEOPLE", "value": "fee[p]", "entry": "price[choice[p]]"}
            fee, choice = fee | {"index": ["PEOPLE"]}, choice | {"index": ["PEOPLE"]}
            goal = "sum(2 * choice[p] - fee[p] for p in PEOPLE)"
        if form == "pair":
            row["entry"] = "way[choice, goal_place]"
            parameters = [numbers("way", {(i, j): rng.randint(0, 5) for i in plans for j in plans}, "PLANS", "PLANS")]
        if form == "decision":
            row |= {"value": "fee + 1", "entry": "stock[choice]"}
        decided = [fee, choice]
        if form == "pair":
            decided.append(integer("goal_place", 1, 3) | {"label": "where it ends"})
        if form == "decision":
            decided.append(integer("stock", 0, 3, ("PLANS",)) | {"label": "stock of the plan"})
        sets = [index_range("PLANS", 1, 3), index_range("PEOPLE", 1, 2)]
        return small_model(row, decided, objective("max", goal), sets=sets, parameters=parameters)
