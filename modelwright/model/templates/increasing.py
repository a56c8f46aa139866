"""`increasing`: values in ascending order."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.expressions import Call, Node
from modelwright.model.templates.base import ConstraintBase, Documentation, Items, SlotType
from modelwright.model.templates.lists import list_node, match_listed
from modelwright.model.templates.phrases import said_members, step_of
from modelwright.model.templates.sampling import index_range, integer, objective, small_model

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Increasing(ConstraintBase):
    """``increasing(items)``; ``strictly_increasing`` when strict."""

    kind: Literal["increasing"] = "increasing"
    items: tuple[Items, ...] = Field(min_length=1)
    strict: bool = False

    slot_types: ClassVar[dict[str, SlotType]] = {"items": "number"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="No value is below the one before it.",
        slots={
            "items": "the values in order, as items: one expression each, or one with `over`",
            "strict": "true when every value must be above the one before it",
        },
        text="The price may never fall from one week to the next.",
        example={"items": [{"expression": "tariff[t]", "over": "t in WEEKS"}]},
    )

    def to_node(self) -> Node:
        """``increasing(tariff[t] for t in WEEKS)``."""
        return Call("strictly_increasing" if self.strict else "increasing", (list_node(self.items),))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a call of `increasing` or `strictly_increasing`."""
        items = match_listed(node, "increasing", "strictly_increasing")
        if items is None or not isinstance(node, Call):
            return None
        return {"items": items, "strict": node.function == "strictly_increasing"}

    def sentence(self, words: Words) -> str:
        """``"from one week to the next, the tariffs never go down"``."""
        return self._said(words, "always go up" if self.strict else "never go down")

    def negation(self, words: Words) -> str:
        """``"from one week to the next, the tariffs go down at least once"``."""
        return self._said(words, f"{'do not go up' if self.strict else 'go down'} at least once")

    def _said(self, words: Words, go: str) -> str:
        step = step_of(words, self.items)
        order = f"from one {step} to the next" if step else "in this order"
        return f"{order}, {said_members(words, self.items)} {go}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Three or four whole numbers, some with steps added, some listed."""
        many = rng.randint(3, 4)
        row: dict[str, Any] = {
            "kind": "increasing",
            "items": [{"expression": rng.choice(["tariff[t]", "tariff[t] - t"]), "over": "t in WEEKS"}],
            "strict": rng.random() < 0.5,
        }
        if rng.random() < 0.3:
            row["items"] = [{"expression": f"tariff[{k}]"} for k in (1, 2)] + [{"expression": "2"}]
        elif rng.random() < 0.3:
            row["items"].insert(0, {"expression": "0"})
        return small_model(
            row,
            [integer("tariff", 0, 4, ("WEEKS",)) | {"label": "price of the week"}],
            objective(rng.choice(["min", "max"]), "sum(tariff[t] for t in WEEKS) - 3 * tariff[1]"),
            sets=[index_range("WEEKS", 1, many)],
        )
