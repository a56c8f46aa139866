"""`global_cardinality`: how often each of several numbers occurs."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.english import breaking_count, joined
from modelwright.model.expressions import Call, Node
from modelwright.model.templates.base import ConstraintBase, Documentation, Items, SlotType
from modelwright.model.templates.lists import list_node, match_list
from modelwright.model.templates.phrases import said_items, said_members
from modelwright.model.templates.sampling import index_range, integer, numbers, objective, small_model

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class GlobalCardinality(ConstraintBase):
    """``global_cardinality(items, values, counts)``; other values may occur as well."""

    kind: Literal["global_cardinality"] = "global_cardinality"
    items: tuple[Items, ...] = Field(min_length=1)
    values: tuple[Items, ...] = Field(min_length=1)
    counts: tuple[Items, ...] = Field(min_length=1)

    slot_types: ClassVar[dict[str, SlotType]] = {"items": "number", "values": "number", "counts": "number"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="Each of several numbers occurs among some values exactly as often as is said.",
        slots={
            "items": "the values that are counted, as items",
            "values": "the numbers that are counted",
            "counts": "how often each of them occurs, in the same order: data or decisions",
        },
        text="Each shift is given to exactly as many nurses as it needs.",
        example={
            "items": [{"expression": "shift[i]", "over": "i in PLACES"}],
            "values": [{"expression": "s", "over": "s in SHIFTS"}],
            "counts": [{"expression": "nurses[s]", "over": "s in SHIFTS"}],
        },
    )

    def to_node(self) -> Node:
        """``global_cardinality((shift[i] for i in PLACES), (s for s in SHIFTS), (nurses[s] for s in SHIFTS))``."""
        lists = (list_node(self.items), list_node(self.values), list_node(self.counts))
        return Call("global_cardinality", lists)

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a call of `global_cardinality`."""
        if not isinstance(node, Call) or node.function != "global_cardinality" or len(node.args) != 3:
            return None
        items, values, counts = (match_list(arg) for arg in node.args)
        if items is None or values is None or counts is None:
            return None
        return {"items": items, "values": values, "counts": counts}

    def sentence(self, words: Words) -> str:
        """``"exactly nurses (s) of the shifts are s, for every shift s"``."""
        return self._said(words, "exactly", "every")

    def negation(self, words: Words) -> str:
        """``"fewer or more than nurses (s) of the shifts are s, for some shift s"``."""
        return self._said(words, breaking_count("=="), "some")

    def _said(self, words: Words, sense: str, each: str) -> str:
        among = said_members(words, self.items)
        if [value.over for value in self.values] != [count.over for count in self.counts]:
            values, counts = said_items(words, self.values), said_items(words, self.counts)
            return f"among {among}, {values} occur {sense} so often: {counts}"
        said = []
        for value, count in zip(self.values, self.counts, strict=True):
            over = words.over(value.over, each)
            number = words.say(count.expression)
            said.append(f"{sense} {number} of {among} are {words.say(value.expression)}{', ' if over else ''}{over}")
        return joined(said, "and" if each == "every" else "or")

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Three or four nurses on three shifts; how many are needed is known or decided."""
        many = rng.randint(3, 4)
        drawn = [rng.randint(1, 3) for _ in range(many)]
        need = {s: drawn.count(s) for s in (1, 2, 3)}
        shifts = rng.choice(["s in SHIFTS", "s in SHIFTS", "s in SHIFTS if s > 1"])
        row: dict[str, Any] = {
            "kind": "global_cardinality",
            "items": [{"expression": "shift[i]", "over": "i in NURSES"}],
            "values": [{"expression": "s", "over": shifts}],
            "counts": [{"expression": "need[s]", "over": shifts}],
        }
        decided = [integer("shift", 1, 3, ("NURSES",)) | {"label": "shift of the nurse"}]
        if rng.random() < 0.4:
            row |= {"values": [{"expression": "1"}, {"expression": "3"}]}
            row |= {"counts": [{"expression": "early"}, {"expression": str(need[3])}]}
            decided.append(integer("early", 0, 2) | {"label": "nurses on the early shift"})
        return small_model(
            row,
            decided,
            objective(rng.choice(["min", "max"]), "sum(i * shift[i] for i in NURSES)"),
            sets=[index_range("NURSES", 1, many), index_range("SHIFTS", 1, 3)],
            parameters=[numbers("need", need, "SHIFTS")],
        )
