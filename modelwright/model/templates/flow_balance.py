"""`flow_balance`: what comes into a place less what leaves it is what it needs."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.elements import Missing
from modelwright.model.expressions import Add, Neg, Node, format_expression
from modelwright.model.templates.base import (
    ConstraintBase,
    Documentation,
    Expr,
    SlotType,
    Structural,
    Term,
    add,
    compare,
    match_terms,
    single_comparison,
    slot_node,
)
from modelwright.model.templates.phrases import said_terms
from modelwright.model.templates.sampling import index_set, integer, numbers, objective, small_model
from modelwright.model.templates.shapes import is_data

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class FlowBalance(ConstraintBase):
    """``Σ inflow − Σ outflow == demand``; the demand is negative where something is supplied."""

    kind: Literal["flow_balance"] = "flow_balance"
    negotiable: Structural = "no"
    inflow: tuple[Term, ...] = Field(min_length=1)
    outflow: tuple[Term, ...] = Field(min_length=1)
    demand: Expr | Missing = "0"

    slot_types: ClassVar[dict[str, SlotType]] = {"inflow": "decision", "outflow": "decision", "demand": "data"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="At each place of a network, what flows in less what flows out is what the place needs.",
        slots={
            "inflow": "the flows that arrive, as terms",
            "outflow": "the flows that leave, as terms",
            "demand": "what stays there: a number of data; negative where goods start, 0 where they only pass",
        },
        text="Every town must receive what it needs after passing on the rest along the roads.",
        example={
            "for_each": "n in TOWNS",
            "inflow": [{"variable": "flow[i, j]", "over": "(i, j) in ROADS if j == n"}],
            "outflow": [{"variable": "flow[i, j]", "over": "(i, j) in ROADS if i == n"}],
            "demand": "need[n]",
        },
    )

    def to_node(self) -> Node:
        """``sum(flow[i, n] …) - sum(flow[n, j] …) == demand``."""
        left = (*(term.to_node() for term in self.inflow), *(Neg(term.to_node()) for term in self.outflow))
        return compare(Add(left), "==", slot_node(self.demand))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of decisions less decisions that equal data; what is added comes first.

        Some of them are indexed: a lone ``x - y == 5`` is a wish about two decisions, not the structure of a network.
        """
        sides = single_comparison(node)
        if sides is None or sides[1] != "==" or not isinstance(sides[0], Add) or not is_data(sides[2], model):
            return None
        arriving: list[Node] = [term for term in sides[0].terms if not isinstance(term, Neg)]
        leaving: list[Node] = [term.operand for term in sides[0].terms if isinstance(term, Neg)]
        inflow, outflow = match_terms(add(arriving), model), match_terms(add(leaving), model)
        if not inflow or not outflow or not any("[" in term.variable for term in (*inflow, *outflow)):
            return None
        slots = {"inflow": inflow, "outflow": outflow, "demand": format_expression(sides[2])}
        return cls.to_letter(node, slots)

    def sentence(self, words: Words) -> str:
        """``"what comes in (…) less what goes out (…) is exactly need (n)"``."""
        return f"{self._balance(words)} is exactly {words.value(self.demand)}"

    def negation(self, words: Words) -> str:
        """``"what comes in (…) less what goes out (…) is not need (n)"``."""
        return f"{self._balance(words)} is not {words.value(self.demand)}"

    def _balance(self, words: Words) -> str:
        arriving, leaving = said_terms(words, self.inflow), said_terms(words, self.outflow)
        return f"what comes in ({arriving}) less what goes out ({leaving})"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """A network of three places: goods on its roads, or between any two of them."""
        towns = ["a", "b", "c"]
        anywhere = rng.random() < 0.4
        pairs = [(i, j) for i in towns for j in towns if i != j]
        roads = pairs if anywhere else rng.sample(pairs, 4)
        most = 1 if anywhere else rng.randint(1, 3)
        sent = {road: rng.randint(0, most) for road in roads}
        need = {n: sum(v * ((j == n) - (i == n)) for (i, j), v in sent.items()) for n in towns}
        come = ("flow[i, n]", "i in TOWNS if i != n") if anywhere else ("flow[i, j]", "(i, j) in ROADS if j == n")
        go = ("flow[n, j]", "j in TOWNS if j != n") if anywhere else ("flow[i, j]", "(i, j) in ROADS if i == n")
        row = {
            "kind": "flow_balance",
            "for_each": "n in TOWNS",
            "inflow": [{"variable": come[0], "over": come[1]}],
            "outflow": [{"variable": go[0], "over": go[1]}],
            "demand": "need[n]",
        }
        index = ("TOWNS", "TOWNS") if anywhere else ("ROADS",)
        return small_model(
            row,
            [integer("flow", 0, most, index) | {"label": "goods on the road"}],
            objective("min", "sum(flow[i, j] for (i, j) in ROADS)"),
            sets=[index_set("TOWNS", towns), index_set("ROADS", roads, of=("TOWNS", "TOWNS"))],
            parameters=[numbers("need", need, "TOWNS")],
        )
