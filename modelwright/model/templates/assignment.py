"""`assignment`: each thing gets exactly one (or so many) of others."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.expressions import Index, Node, parse_expression, parse_quantifiers
from modelwright.model.expressions.nodes import names_in
from modelwright.model.templates.base import Documentation, Items, Sense, Structural
from modelwright.model.templates.sampling import index_set, integer, numbers, objective, small_model
from modelwright.model.templates.selection import SLOTS, Selection

if TYPE_CHECKING:
    from modelwright.model.document import Model


class Assignment(Selection):
    """``Σ choices == number`` for each thing, where every choice names the thing: ``assign[job, machine]``.

    A choice that is made for many things at once (``chosen[roster]``) makes the row a `partition`.
    """

    kind: Literal["assignment"] = "assignment"
    negotiable: Structural = "no"
    direction: ClassVar[Sense] = "=="

    documentation: ClassVar[Documentation] = Documentation(
        meaning="Each member of one set is given exactly `number` members of another.",
        slots=SLOTS | {"of": "the choices of each member: binary decisions that are indexed by it"},
        text="Every job is done on exactly one machine.",
        example={"for_each": "j in JOBS", "of": [{"expression": "assign[j, m]", "over": "m in MACHINES"}]},
    )

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a count of choices that equals data, each indexed by a quantifier from outside."""
        slots = super().match(node, model)
        return slots if slots and all(_names_one(item, model) for item in slots["of"]) else None

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Jobs on machines; some may be given away instead."""
        jobs, machines = ["cut", "bend", "paint"][: rng.randint(2, 3)], ["m1", "m2", "m3"]
        cost = {(j, m): rng.randint(1, 9) for j in jobs for m in machines}
        choices: list[dict[str, Any]] = [{"expression": "assign[j, m]", "over": "m in MACHINES"}]
        decisions = [integer("assign", 0, 1, ("JOBS", "MACHINES")) | {"label": "doing the job"}]
        goal = "sum(cost[j, m] * assign[j, m] for j in JOBS for m in MACHINES)"
        row: dict[str, Any] = {"kind": "assignment", "for_each": "j in JOBS", "of": choices}
        if len(jobs) == 2 and rng.random() < 0.5:
            choices.append({"expression": "away[j]"})
            decisions.append(integer("away", 0, 1, ("JOBS",)) | {"label": "giving away job"})
            goal += " + sum(4 * away[j] for j in JOBS)"
        if rng.random() < 0.4:
            row["number"] = rng.choice(["2", "crew[j]"])
        return small_model(
            row,
            decisions,
            objective("min", goal),
            sets=[index_set("JOBS", jobs), index_set("MACHINES", machines)],
            parameters=[
                numbers("cost", cost, "JOBS", "MACHINES"),
                numbers("crew", {j: rng.randint(1, 2) for j in jobs}, "JOBS"),
            ],
        )


def _names_one(item: Items, model: Model) -> bool:
    """Whether an index of the choice is a quantifier from outside the item."""
    body = parse_expression(item.expression)
    if not isinstance(body, Index):
        return False
    inside = {name for generator in parse_quantifiers(item.over) for name in generator.ids}
    return any(name not in inside and name not in model.by_name for arg in body.args for name in names_in(arg))
