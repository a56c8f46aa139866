"""`count`: how many of some values are equal to a number."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.elements import Missing
from modelwright.model.english import breaking_count, sense_words
from modelwright.model.expressions import (
    Call,
    Compare,
    Comprehension,
    Listing,
    Node,
    Text,
    format_expression,
    parse_expression,
    parse_quantifiers,
)
from modelwright.model.expressions.nodes import names_in
from modelwright.model.templates.base import (
    ConstraintBase,
    Documentation,
    Expr,
    Items,
    Sense,
    SlotType,
    compare,
    single_comparison,
    slot_node,
)
from modelwright.model.templates.lists import match_listed
from modelwright.model.templates.phrases import said_members
from modelwright.model.templates.sampling import index_range, integer, numbers, objective, small_model
from modelwright.model.templates.shapes import is_data

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Count(ConstraintBase):
    """``count(item == value for …) sense limit``."""

    kind: Literal["count"] = "count"
    items: tuple[Items, ...] = Field(min_length=1)
    value: Expr | Missing
    sense: Sense
    limit: Expr | Missing

    slot_types: ClassVar[dict[str, SlotType]] = {"items": "number", "value": "number", "limit": "number"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="A number occurs at most, at least or exactly so many times among some values.",
        slots={
            "items": "the values, as items: one expression each, or one with `over`",
            "value": "the number that is counted",
            "sense": "`<=`, `>=` or `==`",
            "limit": "how many times",
        },
        text="At most two of the rooms are painted in colour 3.",
        example={
            "items": [{"expression": "colour[i]", "over": "i in PLACES"}],
            "value": "3",
            "sense": "<=",
            "limit": "2",
        },
    )

    def to_node(self) -> Node:
        """``count(colour[i] == 3 for i in PLACES) <= 2``."""
        value = slot_node(self.value)
        conditions: list[Node] = []
        for item in self.items:
            equal, generators = compare(parse_expression(item.expression), "==", value), parse_quantifiers(item.over)
            conditions.append(Comprehension(equal, generators) if generators else equal)
        single = len(conditions) == 1 and isinstance(conditions[0], Comprehension)
        counted = Call("count", (conditions[0] if single else Listing(tuple(conditions)),))
        return compare(counted, self.sense, slot_node(self.limit))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a count of decided numbers that equal one and the same value."""
        sides = single_comparison(node)
        conditions = None if sides is None else match_listed(sides[0], "count")
        if sides is None or conditions is None:
            return None
        items: list[Items] = []
        values: set[Node] = set()
        for condition in conditions:
            equal = parse_expression(condition.expression)
            if not isinstance(equal, Compare) or equal.ops != ("==",) or is_data(equal.operands[0], model):
                return None
            bound = {name for generator in parse_quantifiers(condition.over) for name in generator.ids}
            if bound & set(names_in(equal.operands[1])) or isinstance(equal.operands[1], Text):
                return None
            values.add(equal.operands[1])
            items.append(Items(expression=format_expression(equal.operands[0]), over=condition.over))
        if len(values) != 1:
            return None
        value, limit = format_expression(values.pop()), format_expression(sides[2])
        return {"items": items, "value": value, "sense": sides[1], "limit": limit}

    def sentence(self, words: Words) -> str:
        """``"at most 2 of the colours are 3"``."""
        return self._said(words, sense_words(self.sense))

    def negation(self, words: Words) -> str:
        """``"more than 2 of the colours are 3"``."""
        return self._said(words, breaking_count(self.sense))

    def _said(self, words: Words, sense: str) -> str:
        limit = words.value(self.limit)
        verb = "is" if limit == "1" else "are"
        return f"{sense} {limit} of {said_members(words, self.items)} {verb} {words.value(self.value)}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Three or four whole numbers; value and limit known, named or decided."""
        many, value, limit = rng.randint(3, 4), rng.randint(0, 2), rng.randint(1, 2)
        row: dict[str, Any] = {
            "kind": "count",
            "items": [{"expression": "colour[i]", "over": "i in ROOMS"}],
            "value": rng.choice([str(value), "favourite", "trim"]),
            "sense": rng.choice(["<=", ">=", "=="]),
            "limit": rng.choice([str(limit), "few"]),
        }
        form = rng.choice(["all", "more", "listed", "each"])
        if form == "more":
            row["items"].append({"expression": "trim"})
        if form == "listed":
            row["items"] = [{"expression": f"colour[{k}]"} for k in range(1, many + 1)]
        if form == "each":
            row |= {"for_each": "c in COLOURS", "value": "c"}
        return small_model(
            row,
            [
                integer("colour", 0, 2, ("ROOMS",)) | {"label": "colour of the room"},
                integer("trim", 0, 2) | {"label": "colour of the trim"},
            ],
            objective(rng.choice(["min", "max"]), "trim + sum(i * colour[i] for i in ROOMS)"),
            sets=[index_range("ROOMS", 1, many), index_range("COLOURS", 0, 2)],
            parameters=[numbers("favourite", value), numbers("few", limit)],
        )
