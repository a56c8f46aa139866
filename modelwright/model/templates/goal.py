"""`goal`: a target that may be missed, with what is missing and what is too much held in decisions."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.errors import ExpressionError
from modelwright.model.elements import Definition, Missing
from modelwright.model.expressions import Add, Index, Name, Neg, Node, format_expression, parse_expression
from modelwright.model.expressions.nodes import names_in
from modelwright.model.templates.base import (
    ConstraintBase,
    Documentation,
    Expr,
    SlotType,
    add,
    compare,
    single_comparison,
    slot_node,
)
from modelwright.model.templates.sampling import index_set, integer, numbers, objective, small_model
from modelwright.model.templates.shapes import is_data, is_nonnegative

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Goal(ConstraintBase):
    """``quantity + under - over == target``; the objective says what `under` and `over` cost.

    A target whose miss has one price needs no decisions of its own: any row with a `Penalty`.
    """

    kind: Literal["goal"] = "goal"
    quantity: Expr
    target: Expr | Missing
    under: Expr
    over: Expr

    slot_types: ClassVar[dict[str, SlotType]] = {
        "quantity": "number",
        "target": "data",
        "under": "decision",
        "over": "decision",
    }

    documentation: ClassVar[Documentation] = Documentation(
        meaning="A target that need not be met: two decisions hold by how much it is missed below and above.",
        slots={
            "quantity": "what should reach the target: a decision, or an expression of decisions",
            "target": "the target: data",
            "under": "the decision that holds what is missing; never negative, and a cost in the objective",
            "over": "the decision that holds what is too much; never negative, and a cost in the objective",
        },
        text="Output should be 90 tonnes; each tonne short costs $40 and each tonne over costs $10.",
        example={"quantity": "output", "target": "90", "under": "short", "over": "surplus"},
    )

    def to_node(self) -> Node:
        """``x + under - over == target``."""
        quantity = parse_expression(self.quantity)
        first = quantity.terms if isinstance(quantity, Add) else (quantity,)
        missed = (parse_expression(self.under), Neg(parse_expression(self.over)))
        return compare(Add((*first, *missed)), "==", slot_node(self.target))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``x + under - over == target`` where `under` and `over` are decisions of 0 or more that an objective
        weighs and no other row reads; elsewhere the row is one of amounts."""
        sides = single_comparison(node)
        if sides is None or sides[1] != "==" or not isinstance(sides[0], Add) or not is_data(sides[2], model):
            return None
        *first, under, over = sides[0].terms
        if not first or not isinstance(over, Neg) or is_data(add(first), model):
            return None
        if not _are_deviations((under, over.operand), model):
            return None
        slots = {
            "quantity": format_expression(add(first)),
            "target": format_expression(sides[2]),
            "under": format_expression(under),
            "over": format_expression(over.operand),
        }
        return cls.to_letter(node, slots)

    def sentence(self, words: Words) -> str:
        """``"output should be 90; tonnes short holds what is missing and surplus what is too much"``."""
        held = f"{words.say(self.under)} holds what is missing and {words.say(self.over)} what is too much"
        return f"{words.say(self.quantity)} should be {words.value(self.target)}; {held}"

    def negation(self, words: Words) -> str:
        """``"output misses 90 by other amounts than tonnes short and surplus say"``."""
        said = f"{words.say(self.under)} and {words.say(self.over)}"
        return f"{words.say(self.quantity)} misses {words.value(self.target)} by other amounts than {said} say"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Output near a target, or one for each of two plants."""
        target = rng.randint(2, 6)
        row: dict[str, Any] = {"kind": "goal", "target": rng.choice([str(target), "wanted"])}
        parameters = [numbers("wanted", target)]
        if rng.random() < 0.6:
            row |= {"quantity": rng.choice(["steel", "2 * steel", "steel + iron"]), "under": "short", "over": "spare"}
            decisions = [
                integer("steel", 0, 5) | {"label": "tonnes of steel"},
                integer("iron", 0, 3) | {"label": "tonnes of iron"},
                integer("short", 0, 6) | {"label": "tonnes short"},
                integer("spare", 0, 8) | {"label": "tonnes over"},
            ]
            goal = f"{rng.randint(1, 4)} * short + {rng.randint(1, 4)} * spare - {rng.randint(0, 3)} * steel - iron"
            return small_model(row, decisions, objective("min", goal), parameters=parameters)
        row |= {"for_each": "p in PLANTS", "quantity": "made[p]", "under": "short[p]", "over": "spare[p]"}
        row["target"] = rng.choice(["2", "aim[p]"])
        aims = {p: rng.randint(1, 3) for p in ("old", "new")}
        return small_model(
            row,
            [
                integer("made", 0, 2, ("PLANTS",)) | {"label": "tonnes made in"},
                integer("short", 0, 3, ("PLANTS",)) | {"label": "tonnes short in"},
                integer("spare", 0, 2, ("PLANTS",)) | {"label": "tonnes over in"},
            ],
            objective("min", f"sum(2 * short[p] + {rng.randint(1, 3)} * spare[p] - made[p] for p in PLANTS)"),
            sets=[index_set("PLANTS", list(aims))],
            parameters=[*parameters, numbers("aim", aims, "PLANTS")],
        )


def _are_deviations(nodes: tuple[Node, ...], model: Model) -> bool:
    names = [node.id for node in nodes if isinstance(node, Name | Index) and is_nonnegative(node, model)]
    if len(set(names)) != len(nodes) or not set(names) <= _weighed(model):
        return False
    from modelwright.model.uses import names_used

    reading = [used for used in map(names_used, model.constraints) if not set(names).isdisjoint(used)]
    return len(reading) <= 1


def _weighed(model: Model) -> set[str]:
    """Every name that an objective reads, itself or through definitions."""
    found: set[str] = set()
    waiting = [o.expression for o in model.objectives if isinstance(o.expression, str)]
    while waiting:
        try:
            names = set(names_in(parse_expression(waiting.pop()))) - found
        except ExpressionError:
            continue
        found |= names
        elements = (model.by_name.get(name) for name in names)
        waiting.extend(element.expression for element in elements if isinstance(element, Definition))
    return found
