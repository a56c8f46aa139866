"""`either_or`: at least one of several conditions holds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.expressions import Call, Logic, Node, format_expression
from modelwright.model.templates.base import ConstraintBase, Documentation, Items, SlotType
from modelwright.model.templates.counting import CONDITIONS, sample_items
from modelwright.model.templates.lists import list_node, match_list
from modelwright.model.templates.phrases import said_counted
from modelwright.model.templates.sampling import Scene
from modelwright.model.templates.shapes import is_condition

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class EitherOr(ConstraintBase):
    """``a or b or c``, or ``exists(a[i] for i in I)``."""

    kind: Literal["either_or"] = "either_or"
    options: tuple[Items, ...] = Field(min_length=1)

    slot_types: ClassVar[dict[str, SlotType]] = {"options": "condition"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="At least one of several conditions holds; more of them may.",
        slots={"options": CONDITIONS},
        text="Either at least 20 chairs are made, or at least 5 tables.",
        example={"options": [{"expression": "chairs >= 20"}, {"expression": "tables >= 5"}]},
    )

    def to_node(self) -> Node:
        """``a or b``; ``exists(LIST)`` where an option runs over a set."""
        if len(self.options) > 1 and not any(item.over for item in self.options):
            return Logic("or", tuple(item.to_node() for item in self.options))
        return Call("exists", (list_node(self.options),))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``a or b`` and of ``exists(LIST)``."""
        if isinstance(node, Logic) and node.op == "or":
            if not all(is_condition(operand, model) for operand in node.operands):
                return None
            return {"options": [Items(expression=format_expression(operand)) for operand in node.operands]}
        if not isinstance(node, Call) or node.function != "exists" or len(node.args) != 1:
            return None
        items = match_list(node.args[0])
        return cls.to_letter(node, {"options": items}) if items else None

    def sentence(self, words: Words) -> str:
        """``"at least one of these holds: chairs are at least 20; tables are at least 5"``."""
        return said_counted(words, "at least", "1", self.options)

    def negation(self, words: Words) -> str:
        """``"none of these holds: chairs are at least 20; tables are at least 5"``."""
        return said_counted(words, "fewer than", "1", self.options)

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Two or three conditions, or a family of them."""
        scene = Scene(rng)
        return scene.model({"kind": "either_or", "options": sample_items(scene)})
