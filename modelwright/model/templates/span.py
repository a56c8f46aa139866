"""`span`: a whole that lasts from the first start to the last end of its parts."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.expressions import Call, Node, format_expression, parse_expression
from modelwright.model.templates.base import ConstraintBase, Documentation, Expr, Items, SlotType
from modelwright.model.templates.lists import list_node, match_list
from modelwright.model.templates.phrases import said_members
from modelwright.model.templates.sampling import index_set, interval, numbers, objective, small_model

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Span(ConstraintBase):
    """``span(main, parts)``."""

    kind: Literal["span"] = "span"
    main: Expr
    parts: tuple[Items, ...] = Field(min_length=1)

    slot_types: ClassVar[dict[str, SlotType]] = {"main": "interval", "parts": "interval"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="A project lasts from the first start to the last end of its tasks.",
        slots={
            "main": "the interval of the whole, of open length",
            "parts": "the intervals of the parts, as items",
        },
        text="The hall is rented from the start of the first job to the end of the last.",
        example={"main": "rental", "parts": [{"expression": "task[j]", "over": "j in JOBS"}]},
    )

    def to_node(self) -> Node:
        """``span(rental, (task[j] for j in JOBS))``."""
        return Call("span", (parse_expression(self.main), list_node(self.parts)))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a call of `span`."""
        if not isinstance(node, Call) or node.function != "span" or len(node.args) != 2:
            return None
        parts = match_list(node.args[1])
        return None if parts is None else {"main": format_expression(node.args[0]), "parts": parts}

    def sentence(self, words: Words) -> str:
        """``"rental lasts from the first start to the last end of the tasks"``."""
        return f"{words.say(self.main)} lasts from the first start to the last end of {said_members(words, self.parts)}"

    def negation(self, words: Words) -> str:
        """``"rental starts or ends at another time than the first start or the last end of …"``."""
        parts = said_members(words, self.parts)
        return f"{words.say(self.main)} starts or ends at another time than the first start or the last end of {parts}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """A project of two tasks."""
        jobs = ["walls", "roof"]
        optional = rng.random() < 0.5
        whole = optional and rng.random() < 0.5
        row: dict[str, Any] = {
            "kind": "span",
            "main": "project",
            "parts": [{"expression": "task[j]", "over": "j in JOBS"}],
        }
        if rng.random() < 0.3:
            row["parts"] = [{"expression": f'task["{job}"]'} for job in jobs]
        project = interval("project", 5, None, optional=whole)
        task = interval("task", 5, "days[j]", ("JOBS",), over="j in JOBS", optional=optional)
        goal = objective("min", "size(project)")
        if optional:
            goal = objective("max", "sum(3 * present(task[j]) for j in JOBS) - size(project)")
        return small_model(
            row,
            [project | {"label": "the whole house"}, task | {"label": "building"}],
            goal,
            sets=[index_set("JOBS", jobs)],
            parameters=[numbers("days", {job: rng.randint(1, 3) for job in jobs}, "JOBS")],
        )
