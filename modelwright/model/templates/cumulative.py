"""`cumulative`: tasks that run at the same time share a capacity."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.elements import Missing
from modelwright.model.expressions import Call, Node, format_expression
from modelwright.model.templates.base import ConstraintBase, Documentation, Expr, Items, SlotType, slot_node
from modelwright.model.templates.lists import list_node, match_list
from modelwright.model.templates.phrases import said_items, said_members
from modelwright.model.templates.sampling import index_set, interval, numbers, objective, small_model

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Cumulative(ConstraintBase):
    """``cumulative(intervals, demands, capacity)``."""

    kind: Literal["cumulative"] = "cumulative"
    intervals: tuple[Items, ...] = Field(min_length=1)
    demands: tuple[Items, ...] = Field(min_length=1)
    capacity: Expr | Missing

    slot_types: ClassVar[dict[str, SlotType]] = {"intervals": "interval", "demands": "number", "capacity": "number"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="At any time, the tasks that run together need at most the capacity.",
        slots={
            "intervals": "the tasks, as items: one interval each, or one expression with `over`",
            "demands": "what each of them needs while it runs, in the same order",
            "capacity": "what there is at any time",
        },
        text="Each job needs some workers while it runs, and there are 3 workers.",
        example={
            "intervals": [{"expression": "task[j]", "over": "j in JOBS"}],
            "demands": [{"expression": "crew[j]", "over": "j in JOBS"}],
            "capacity": "3",
        },
    )

    def to_node(self) -> Node:
        """``cumulative((task[j] for j in JOBS), (crew[j] for j in JOBS), 3)``."""
        return Call("cumulative", (list_node(self.intervals), list_node(self.demands), slot_node(self.capacity)))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a call of `cumulative`."""
        if not isinstance(node, Call) or node.function != "cumulative" or len(node.args) != 3:
            return None
        intervals, demands = match_list(node.args[0]), match_list(node.args[1])
        if intervals is None or demands is None:
            return None
        return {"intervals": intervals, "demands": demands, "capacity": format_expression(node.args[2])}

    def sentence(self, words: Words) -> str:
        """``"those of the tasks that run at one time need together at most 3; each needs: crew (…)"``."""
        return self._need(words, "one time", "at most")

    def negation(self, words: Words) -> str:
        """``"those of the tasks that run at some time need together more than 3; each needs: crew (…)"``."""
        return self._need(words, "some time", "more than")

    def _need(self, words: Words, when: str, sense: str) -> str:
        running = f"those of {said_members(words, self.intervals)} that run at {when}"
        need = f"need together {sense} {words.value(self.capacity)}"
        return f"{running} {need}; each needs: {said_items(words, self.demands)}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Two or three jobs with crews and one capacity."""
        jobs = ["cut", "bend", "paint"][: rng.randint(2, 3)]
        optional = rng.random() < 0.4
        crew = {job: rng.randint(1, 3) for job in jobs}
        capacity = rng.randint(max(crew.values()), max(2, sum(crew.values()) - 1))
        goal = "sum(end(task[j]) for j in JOBS)"
        if optional:
            goal = "sum(10 * present(task[j]) - end(task[j]) for j in JOBS)"
        row: dict[str, Any] = {
            "kind": "cumulative",
            "intervals": [{"expression": "task[j]", "over": "j in JOBS"}],
            "demands": [{"expression": "crew[j]", "over": "j in JOBS"}],
            "capacity": rng.choice([str(capacity), "workers"]),
        }
        if rng.random() < 0.3:
            row["intervals"] = [{"expression": f'task["{job}"]'} for job in jobs]
            row["demands"] = [{"expression": str(crew[job])} for job in jobs]
        task = interval("task", 7, "hours[j]", ("JOBS",), over="j in JOBS", optional=optional)
        return small_model(
            row,
            [task | {"label": "job of a crew"}],
            objective("max" if optional else "min", goal),
            sets=[index_set("JOBS", jobs)],
            parameters=[
                numbers("hours", {job: rng.randint(1, 3) for job in jobs}, "JOBS"),
                numbers("crew", crew, "JOBS"),
                numbers("workers", capacity),
            ],
        )
