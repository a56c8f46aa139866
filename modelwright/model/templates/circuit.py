"""`circuit`: a round trip through all places."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.expressions import Call, Node
from modelwright.model.templates.base import ConstraintBase, Documentation, Items, SlotType
from modelwright.model.templates.lists import list_node, match_listed
from modelwright.model.templates.phrases import said_members
from modelwright.model.templates.sampling import index_range, integer, numbers, objective, small_model

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Circuit(ConstraintBase):
    """``circuit(successors)``: the successor of each place is the one visited after it."""

    kind: Literal["circuit"] = "circuit"
    successors: tuple[Items, ...] = Field(min_length=1)

    slot_types: ClassVar[dict[str, SlotType]] = {"successors": "number"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="A round trip visits every place once and returns to where it began.",
        slots={
            "successors": "for each place the number of the place that follows, as items; places are the members of "
            "the set of integers in `over`, else 1, 2, …",
        },
        text="The van visits every stop once and returns.",
        example={"successors": [{"expression": "follower[i]", "over": "i in PLACES"}]},
    )

    def to_node(self) -> Node:
        """``circuit(follower[i] for i in PLACES)``."""
        return Call("circuit", (list_node(self.successors),))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a call of `circuit`."""
        successors = match_listed(node, "circuit")
        return None if successors is None else {"successors": successors}

    def sentence(self, words: Words) -> str:
        """``"the followers make one round trip through all places"``."""
        return f"{said_members(words, self.successors)} make one round trip through all places"

    def negation(self, words: Words) -> str:
        """``"the followers do not make one round trip through all places"``."""
        return f"{said_members(words, self.successors)} do not make one round trip through all places"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Three or four stops, numbered from 0, 1 or 2, or listed."""
        many, first = rng.randint(3, 4), rng.randint(0, 2)
        listed = rng.random() < 0.3
        first = 1 if listed else first
        last = first + many - 1
        row: dict[str, Any] = {"kind": "circuit", "successors": [{"expression": "follower[i]", "over": "i in STOPS"}]}
        if listed:
            row["successors"] = [{"expression": f"follower[{k}]"} for k in range(1, many + 1)]
        places = range(first, last + 1)
        return small_model(
            row,
            [integer("follower", first, last, ("STOPS",)) | {"label": "stop that follows"}],
            objective("min", "sum(way[i] * follower[i] for i in STOPS)"),
            sets=[index_range("STOPS", first, last)],
            parameters=[numbers("way", {i: rng.randint(0, 5) for i in places}, "STOPS")],
        )
