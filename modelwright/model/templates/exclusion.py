"""`exclusion`: of several conditions, at most one holds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.expressions import Node
from modelwright.model.templates.base import ConstraintBase, Documentation, Items, SlotType, compare, single_comparison
from modelwright.model.templates.counting import CONDITIONS, count_node, match_count, sample_items
from modelwright.model.templates.phrases import said_counted
from modelwright.model.templates.sampling import Scene
from modelwright.model.templates.shapes import ONE

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Exclusion(ConstraintBase):
    """``count([a, b]) <= 1``."""

    kind: Literal["exclusion"] = "exclusion"
    options: tuple[Items, ...] = Field(min_length=1)

    slot_types: ClassVar[dict[str, SlotType]] = {"options": "condition"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="Several conditions shut each other out: at most one of them holds.",
        slots={"options": CONDITIONS},
        text="We cannot both rent a hall and work a night shift.",
        example={"options": [{"expression": "rent"}, {"expression": "night_shift"}]},
    )

    def to_node(self) -> Node:
        """``count([a, b, c]) <= 1``."""
        return compare(count_node(self.options), "<=", ONE)

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``count(LIST) <= 1``."""
        sides = single_comparison(node)
        if sides is None or sides[1:] != ("<=", ONE):
            return None
        items = match_count(sides[0], model)
        return {"options": items} if items else None

    def sentence(self, words: Words) -> str:
        """``"at most one of these is chosen: rent and night shift"``."""
        return said_counted(words, "at most", "1", self.options)

    def negation(self, words: Words) -> str:
        """``"more than one of these is chosen: rent and night shift"``."""
        return said_counted(words, "more than", "1", self.options)

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Two or three conditions, or a family of them."""
        scene = Scene(rng)
        return scene.model({"kind": "exclusion", "options": sample_items(scene)})
