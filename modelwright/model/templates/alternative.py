"""`alternative`: a task that is done in exactly one of several ways."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.expressions import Call, Node, format_expression, parse_expression
from modelwright.model.templates.base import ConstraintBase, Documentation, Expr, Items, SlotType
from modelwright.model.templates.lists import list_node, match_list
from modelwright.model.templates.phrases import said_items
from modelwright.model.templates.sampling import index_set, interval, numbers, objective, small_model

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Alternative(ConstraintBase):
    """``alternative(main, options)``."""

    kind: Literal["alternative"] = "alternative"
    main: Expr
    options: tuple[Items, ...] = Field(min_length=1)

    slot_types: ClassVar[dict[str, SlotType]] = {"main": "interval", "options": "interval"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="A task takes place as exactly one of several options: on one of the machines, in one of the modes.",
        slots={
            "main": "the interval of the task",
            "options": "optional intervals, as items; the chosen one has the start and the end of the task",
        },
        text="Each job runs on exactly one machine that can do it.",
        example={
            "for_each": "j in JOBS",
            "main": "task[j]",
            "options": [{"expression": "on[j, m]", "over": "m in MACHINES"}],
        },
    )

    def to_node(self) -> Node:
        """``alternative(task[j], (on[j, m] for m in MACHINES))``."""
        return Call("alternative", (parse_expression(self.main), list_node(self.options)))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a call of `alternative`."""
        if not isinstance(node, Call) or node.function != "alternative" or len(node.args) != 2:
            return None
        options = match_list(node.args[1])
        return None if options is None else {"main": format_expression(node.args[0]), "options": options}

    def sentence(self, words: Words) -> str:
        """``"task (j) takes place as exactly one of on (j, each of the machines)"``."""
        return f"{words.say(self.main)} takes place as exactly one of {said_items(words, self.options)}"

    def negation(self, words: Words) -> str:
        """``"task (j) takes place as none or several of …, or at another time than the one that is chosen"``."""
        options = said_items(words, self.options)
        return f"{words.say(self.main)} takes place as none or several of {options}, or at another time than that one"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """One job and two or three machines with their own speeds."""
        machines = ["old", "new", "hired"][: rng.randint(2, 3)]
        free = len(machines) == 2 and rng.random() < 0.5
        left_out = rng.random() < 0.3
        row: dict[str, Any] = {
            "kind": "alternative",
            "main": "job",
            "options": [{"expression": "on[m]", "over": "m in MACHINES"}],
        }
        if rng.random() < 0.3:
            row["options"] = [{"expression": f'on["{m}"]'} for m in machines]
        job = interval("job", 4, None if free else "2", optional=left_out)
        on = interval("on", 4, "hours[m]", ("MACHINES",), over="m in MACHINES", optional=True)
        return small_model(
            row,
            [job | {"label": "the order"}, on | {"label": "work on a machine"}],
            objective("max", "5 * present(job) - end(job)") if left_out else objective("min", "end(job)"),
            sets=[index_set("MACHINES", machines)],
            parameters=[numbers("hours", {m: rng.randint(1, 2) + (m == "old") for m in machines}, "MACHINES")],
        )
