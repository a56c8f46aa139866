"""`table`: values that together form one of the allowed combinations."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.expressions import In, Index, Name, Node, Not, Tuple, format_expression, parse_expression
from modelwright.model.templates.base import ConstraintBase, Documentation, Expr, SlotType
from modelwright.model.templates.sampling import index_range, index_set, integer, objective, small_model
from modelwright.model.templates.shapes import is_data

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Table(ConstraintBase):
    """``(x, y) in ALLOWED``, or not in it; one value alone is one of a set of numbers."""

    kind: Literal["table"] = "table"
    items: tuple[Expr, ...] = Field(min_length=1)
    allowed: str
    forbidden: bool = False

    slot_types: ClassVar[dict[str, SlotType]] = {"items": "number"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="Some values together are one of the combinations of a list.",
        slots={
            "items": "the values that are decided, in the order of the combinations",
            "allowed": "name of the set of combinations: tuples of integers (integers for one value alone)",
            "forbidden": "true when the list holds the combinations that may not occur",
        },
        text="Only some pairs of engine and gearbox can be built.",
        example={"items": ["engine", "gearbox"], "allowed": "BUILDABLE"},
    )

    def to_node(self) -> Node:
        """``(engine, gearbox) in BUILDABLE``."""
        items = tuple(parse_expression(item) for item in self.items)
        inside = In(items[0] if len(items) == 1 else Tuple(items), parse_expression(self.allowed))
        return Not(inside) if self.forbidden else inside

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a membership in a named set where a decision is among the values."""
        inside = node.operand if isinstance(node, Not) else node
        if not isinstance(inside, In) or not isinstance(inside.set, Name | Index):
            return None
        items = inside.item.items if isinstance(inside.item, Tuple) else (inside.item,)
        if all(is_data(item, model) for item in items):
            return None
        return {
            "items": tuple(format_expression(item) for item in items),
            "allowed": format_expression(inside.set),
            "forbidden": isinstance(node, Not),
        }

    def sentence(self, words: Words) -> str:
        """``"engine and gearbox together are one of the buildable"``."""
        return self._said(words, "not " if self.forbidden else "")

    def negation(self, words: Words) -> str:
        """``"engine and gearbox together are not one of the buildable"``."""
        return self._said(words, "" if self.forbidden else "not ")

    def _said(self, words: Words, negation: str) -> str:
        together = "together are" if len(self.items) > 1 else "is"
        return f"{words.listing(self.items)} {together} {negation}one of {words.say(self.allowed)}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Pairs or triples of whole numbers, one number alone, or a pair for each car."""
        form = rng.choice(["pair", "triple", "alone", "each"])
        width = {"pair": 2, "triple": 3, "alone": 1, "each": 2}[form]
        rows = [tuple(rng.randint(0, 3) for _ in range(width)) for _ in range(rng.randint(2, 5))]
        members: list[Any] = sorted({row if width > 1 else row[0] for row in rows})
        names = ["engine", "gearbox", "paint"]
        row = {"kind": "table", "items": names[:width], "allowed": "BUILDABLE", "forbidden": rng.random() < 0.3}
        index: tuple[str, ...] = ()
        goal = "engine + 2 * gearbox - paint"
        if form == "each":
            row |= {"for_each": "c in CARS", "items": ["engine[c]", "gearbox[c]"]}
            index, names = ("CARS",), names[:2]
            goal = "sum(engine[c] - 2 * gearbox[c] for c in CARS)"
        return small_model(
            row,
            [integer(name, 0, 3, index) | {"label": f"number of the {name}"} for name in names],
            objective(rng.choice(["min", "max"]), goal),
            sets=[index_set("BUILDABLE", members) | {"label": "the combinations"}, index_range("CARS", 1, 2)],
        )
