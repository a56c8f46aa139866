"""`all_different`: no value occurs twice."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.expressions import Call, Node
from modelwright.model.templates.base import ConstraintBase, Documentation, Items, SlotType
from modelwright.model.templates.lists import list_node, match_listed
from modelwright.model.templates.phrases import said_members
from modelwright.model.templates.sampling import index_range, integer, objective, small_model

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class AllDifferent(ConstraintBase):
    """``all_different(items)``."""

    kind: Literal["all_different"] = "all_different"
    items: tuple[Items, ...] = Field(min_length=1)

    slot_types: ClassVar[dict[str, SlotType]] = {"items": "number"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="No two of some values are equal.",
        slots={"items": "the values, as items: one expression each, or one with `over`"},
        text="No two queens stand in the same column.",
        example={"items": [{"expression": "queen[i]", "over": "i in PLACES"}]},
    )

    def to_node(self) -> Node:
        """``all_different(queen[i] for i in PLACES)``."""
        return Call("all_different", (list_node(self.items),))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a call of `all_different` on a list, or on several values."""
        items = match_listed(node, "all_different")
        return None if items is None else {"items": items}

    def sentence(self, words: Words) -> str:
        """``"no two of the queens are equal"``."""
        return f"no two of {said_members(words, self.items)} are equal"

    def negation(self, words: Words) -> str:
        """``"two of the queens are equal"``."""
        return f"two of {said_members(words, self.items)} are equal"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Three or four whole numbers, shifted ones, some of them, or scalars."""
        many = rng.randint(3, 4)
        form = rng.choice(["plain", "shifted", "some", "scalars"])
        if form == "scalars":
            names = ["red", "green", "blue"]
            named: dict[str, Any] = {"kind": "all_different", "items": [{"expression": name} for name in names]}
            decided = [integer(name, 0, rng.randint(2, 3)) | {"label": f"place of the {name} one"} for name in names]
            return small_model(named, decided, objective("max", "red + 2 * green - blue"))
        item: dict[str, str] = {
            "plain": {"expression": "queen[i]", "over": "i in ROWS"},
            "shifted": {"expression": "queen[i] + i", "over": "i in ROWS"},
            "some": {"expression": "queen[i]", "over": "i in ROWS if i != 2"},
        }[form]
        row: dict[str, Any] = {"kind": "all_different", "items": [item]}
        if form == "some":
            row["items"].append({"expression": "2"})
        return small_model(
            row,
            [integer("queen", 1, 4, ("ROWS",)) | {"label": "column of the queen"}],
            objective(rng.choice(["min", "max"]), "sum(i * queen[i] for i in ROWS)"),
            sets=[index_range("ROWS", 1, many)],
        )
