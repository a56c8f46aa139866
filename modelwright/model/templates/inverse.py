"""`inverse`: two lists that say the same pairs from both sides."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.expressions import Call, Node
from modelwright.model.templates.base import ConstraintBase, Documentation, Items, SlotType
from modelwright.model.templates.lists import list_node, match_list
from modelwright.model.templates.phrases import said_members
from modelwright.model.templates.sampling import index_range, integer, objective, small_model

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Inverse(ConstraintBase):
    """``inverse(forward, back)``: ``forward[i] == j`` exactly when ``back[j] == i``."""

    kind: Literal["inverse"] = "inverse"
    forward: tuple[Items, ...] = Field(min_length=1)
    back: tuple[Items, ...] = Field(min_length=1)

    slot_types: ClassVar[dict[str, SlotType]] = {"forward": "number", "back": "number"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="Two lists say the same pairs from both sides: who is at a place, and the place of each.",
        slots={
            "forward": "for each of the first side the number of its partner, as items",
            "back": "for each of the second side the number of its partner, as items",
        },
        text="The seat of a guest and the guest on a seat belong together.",
        example={
            "forward": [{"expression": "seat[i]", "over": "i in PLACES"}],
            "back": [{"expression": "guest[i]", "over": "i in PLACES"}],
        },
    )

    def to_node(self) -> Node:
        """``inverse((seat[i] for i in PLACES), (guest[i] for i in PLACES))``."""
        return Call("inverse", (list_node(self.forward), list_node(self.back)))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a call of `inverse`."""
        if not isinstance(node, Call) or node.function != "inverse" or len(node.args) != 2:
            return None
        forward, back = match_list(node.args[0]), match_list(node.args[1])
        return None if forward is None or back is None else {"forward": forward, "back": back}

    def sentence(self, words: Words) -> str:
        """``"the seats and the guests tell the same pairs from both sides"``."""
        return f"{self._both(words)} tell the same pairs from both sides"

    def negation(self, words: Words) -> str:
        """``"the seats and the guests contradict each other"``."""
        return f"{self._both(words)} contradict each other"

    def _both(self, words: Words) -> str:
        return f"{said_members(words, self.forward)} and {said_members(words, self.back)}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Two or three guests and seats, numbered from 0 or 1."""
        many, first = rng.randint(2, 3), rng.randint(0, 1)
        last = first + many - 1
        listed = first == 1 and rng.random() < 0.4
        row: dict[str, Any] = {
            "kind": "inverse",
            "forward": [{"expression": "seat[i]", "over": "i in PLACES"}],
            "back": [{"expression": "guest[i]", "over": "i in PLACES"}],
        }
        if listed:
            row["back"] = [{"expression": f"guest[{k}]"} for k in range(1, many + 1)]
        return small_model(
            row,
            [
                integer("seat", first, last, ("PLACES",)) | {"label": "seat of the guest"},
                integer("guest", first, last, ("PLACES",)) | {"label": "guest on the seat"},
            ],
            objective(rng.choice(["min", "max"]), "sum(i * seat[i] for i in PLACES)"),
            sets=[index_range("PLACES", first, last)],
        )
