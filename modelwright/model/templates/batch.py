"""`batch`: an amount that comes in packs."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.elements import Missing
from modelwright.model.english import do_not
from modelwright.model.expressions import Compare, Mod, Mul, Node, format_expression, parse_expression
from modelwright.model.templates.base import (
    ConstraintBase,
    Documentation,
    Expr,
    SlotType,
    compare,
    match_terms,
    slot_node,
)
from modelwright.model.templates.sampling import index_set, integer, numbers, objective, small_model
from modelwright.model.templates.shapes import ZERO, is_data, is_whole_decision

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Batch(ConstraintBase):
    """`quantity` is a whole multiple of `size`; `packs`, when given, is the integer decision that counts them.

    A row with `packs` is also a comparison; canonical rows say it so.
    """

    kind: Literal["batch"] = "batch"
    quantity: Expr
    size: Expr | Missing
    packs: Expr | None = None

    slot_types: ClassVar[dict[str, SlotType]] = {"quantity": "number", "size": "data", "packs": "decision"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="An amount comes in packs of one size: it is a whole multiple of that size.",
        slots={
            "quantity": "the amount: a decision, or a sum of decisions",
            "size": "how much is in one pack: data, above zero",
            "packs": "an integer decision that counts the packs, when one is needed elsewhere; else null",
        },
        text="Bottles are sold in crates of 12.",
        example={"quantity": "bottles", "size": "12", "packs": "crates"},
    )

    def to_node(self) -> Node:
        """``x == size * packs``, or ``x % size == 0``."""
        quantity, size = parse_expression(self.quantity), slot_node(self.size)
        if self.packs is None:
            return compare(Mod(quantity, size), "==", ZERO)
        return compare(quantity, "==", Mul((size, parse_expression(self.packs))))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``x + y == size * packs`` with an integer decision `packs`, and of ``x % size == 0``."""
        match node:
            case Compare(operands=(Mod(left=quantity, right=size), zero), ops=("==",)) if zero == ZERO:
                packs = None
            case Compare(operands=(quantity, Mul(factors=(size, packs))), ops=("==",)):
                amounts = match_terms(quantity, model)
                if not amounts or not is_whole_decision(packs, model) or any(t.coefficient != "1" for t in amounts):
                    return None
            case _:
                return None
        if is_data(quantity, model) or not is_data(size, model):
            return None
        slots = {
            "quantity": format_expression(quantity),
            "size": format_expression(size),
            "packs": None if packs is None else format_expression(packs),
        }
        return cls.to_letter(node, slots)

    def sentence(self, words: Words) -> str:
        """``"bottles: in packs of 12, counted by crates"``."""
        counted = "" if self.packs is None else f", counted by {words.say(self.packs)}"
        return f"{words.say(self.quantity)}: in packs of {words.value(self.size)}{counted}"

    def negation(self, words: Words) -> str:
        """``"bottles do not come in full packs of 12, or crates do not count them"``."""
        made = words.say(self.quantity)
        said = f"{made} {do_not(made)} come in full packs of {words.value(self.size)}"
        if self.packs is None:
            return said
        packs = words.say(self.packs)
        return f"{said}, or {packs} {do_not(packs)} count them"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Bottles in crates, counted or not; one product, two together, or one for each."""
        size, counted = rng.randint(2, 4), rng.random() < 0.5
        row: dict[str, Any] = {"kind": "batch", "size": rng.choice([str(size), "crate"])}
        parameters = [numbers("crate", size)]
        if rng.random() < 0.6:
            row |= {"quantity": rng.choice(["bottles", "bottles + jars"])}
            row |= {"packs": "crates"} if counted else {}
            decisions = [integer(name, 0, 9) | {"label": f"{name} filled"} for name in ("bottles", "jars")]
            decisions.append(integer("crates", 0, 5) | {"label": "crates packed"})
            goal = objective("max", f"{rng.randint(2, 5)} * bottles - jars - {size} * crates")
            return small_model(row, decisions, goal, parameters=parameters)
        row |= {"for_each": "d in DRINKS", "quantity": "bottles[d]"} | ({"packs": "crates[d]"} if counted else {})
        return small_model(
            row,
            [
                integer("bottles", 0, 7, ("DRINKS",)) | {"label": "bottles of"},
                integer("crates", 0, 3, ("DRINKS",)) | {"label": "crates of"},
            ],
            objective("max", "sum(bottles[d] - crates[d] for d in DRINKS)"),
            sets=[index_set("DRINKS", ["juice", "water"])],
            parameters=parameters,
        )
