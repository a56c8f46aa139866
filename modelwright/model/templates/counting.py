"""What kinds that count conditions share: a list of conditions, and how many of them hold."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from modelwright.model.elements import Missing
from modelwright.model.english import breaking_count, sense_words
from modelwright.model.expressions import Call, Node, format_expression, parse_expression
from modelwright.model.templates.base import (
    ConstraintBase,
    Expr,
    Items,
    Sense,
    SlotType,
    compare,
    single_comparison,
    slot_node,
)
from modelwright.model.templates.lists import list_node, match_list
from modelwright.model.templates.phrases import said_counted
from modelwright.model.templates.sampling import Scene
from modelwright.model.templates.shapes import is_condition, is_data

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words

__all__ = ["CONDITIONS", "CountRow", "count_node", "match_count", "sample_items"]

CONDITIONS = (
    "the conditions: binary decisions, comparisons, conditions joined by words; one with `over` stands for one "
    "condition for each value of its quantifiers"
)


def count_node(items: tuple[Items, ...]) -> Call:
    """``count(LIST)``."""
    return Call("count", (list_node(items),))


def match_count(node: Node, model: Model) -> list[Items] | None:
    """The conditions of ``count(LIST)``, or ``None``."""
    if not isinstance(node, Call) or node.function != "count" or len(node.args) != 1:
        return None
    items = match_list(node.args[0])
    if not items or count_node(tuple(items)) != node:
        return None
    return items if all(is_condition(parse_expression(item.expression), model) for item in items) else None


class CountRow(ConstraintBase):
    """How many of `items` hold, against `k`, in the direction of the kind."""

    items: tuple[Items, ...] = Field(min_length=1)
    k: Expr | Missing

    direction: ClassVar[Sense]
    slot_types: ClassVar[dict[str, SlotType]] = {"items": "condition", "k": "data"}

    def to_node(self) -> Node:
        """``count(c[i] for i in I) <= k``."""
        return compare(count_node(self.items), self.direction, slot_node(self.k))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of ``count(LIST) <= k`` in the direction of the kind."""
        sides = single_comparison(node)
        if sides is None or sides[1] != cls.direction or not is_data(sides[2], model):
            return None
        items = match_count(sides[0], model)
        return {"items": items, "k": format_expression(sides[2])} if items else None

    def sentence(self, words: Words) -> str:
        """``"at most two of these hold: open north is chosen; open south is chosen; chairs are at least 5"``."""
        return said_counted(words, sense_words(self.direction), self.k, self.items)

    def negation(self, words: Words) -> str:
        """``"more than two of these hold: open north is chosen; open south is chosen; chairs are at least 5"``."""
        return said_counted(words, breaking_count(self.direction), self.k, self.items)

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Three conditions or a family of choices, and a number from 2 on (or a parameter)."""
        scene = Scene(rng)
        kind = cls.model_fields["kind"].default
        items = sample_items(scene, 3)
        return scene.model({"kind": kind, "items": items, "k": scene.data(2, 3)})


def sample_items(scene: Scene, least: int = 2) -> list[dict[str, Any]]:
    """A list of conditions: named ones, a family, or both."""
    rng = scene.rng
    amounts, choices = scene.amounts(2, 4), scene.choices(2)
    picked = rng.random()
    named: list[dict[str, Any]] = [{"expression": name} for name in choices]
    named += [{"expression": scene.condition([name], [])} for name in amounts]
    if picked < 0.5:
        return rng.sample(named, rng.randint(least, 3))
    index, _ = scene.members()
    if rng.random() < 0.5:
        family = {"expression": f"{scene.family(index, binary=True)}[i]", "over": f"i in {index}"}
    else:
        made = scene.family(index, most=2)
        family = {"expression": f"{made}[i] >= {scene.data(1, 2)}", "over": f"i in {index}"}
    return [family] if picked < 0.75 else [family, *named[:1]]
