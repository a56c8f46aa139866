"""`no_overlap`: intervals that do not run at the same time."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from modelwright.model.expressions import Call, Name, Node
from modelwright.model.templates.base import ConstraintBase, Documentation, Items, SlotType
from modelwright.model.templates.lists import list_node, match_list, match_listed
from modelwright.model.templates.phrases import said_members
from modelwright.model.templates.sampling import index_set, interval, numbers, objective, small_model

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class NoOverlap(ConstraintBase):
    """``no_overlap(intervals)``, with the least times between them when `transitions` names a parameter."""

    kind: Literal["no_overlap"] = "no_overlap"
    intervals: tuple[Items, ...] = Field(min_length=1)
    transitions: str | None = None

    slot_types: ClassVar[dict[str, SlotType]] = {"intervals": "interval"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="Tasks that share something run one after the other, never at the same time.",
        slots={
            "intervals": "the tasks, as items: one interval each, or one expression with `over`",
            "transitions": "name of a parameter with the least time from the end of one to the start of the next "
            "(index: the set of the tasks, twice); null when there is none",
        },
        text="The lathe does one job at a time, and changing from one job to another takes some minutes.",
        example={"intervals": [{"expression": "task[j]", "over": "j in JOBS"}], "transitions": "setup"},
    )

    def to_node(self) -> Node:
        """``no_overlap((task[j] for j in JOBS), setup)``."""
        listed = list_node(self.intervals)
        return Call("no_overlap", (listed,) if self.transitions is None else (listed, Name(self.transitions)))

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of a call of `no_overlap`."""
        if not isinstance(node, Call) or node.function != "no_overlap":
            return None
        if len(node.args) == 1:
            intervals = match_listed(node, "no_overlap")
            return None if intervals is None else {"intervals": intervals, "transitions": None}
        intervals, between = match_list(node.args[0]), node.args[1]
        if intervals is None or not isinstance(between, Name):
            return None
        return {"intervals": intervals, "transitions": between.id}

    def sentence(self, words: Words) -> str:
        """``"no two of the tasks run at the same time, and there is setup between them"``."""
        between = f", and there is {words.name(self.transitions)} between them" if self.transitions else ""
        return f"no two of {said_members(words, self.intervals)} run at the same time{between}"

    def negation(self, words: Words) -> str:
        """``"two of the tasks run at the same time"``."""
        between = f", or with less than {words.name(self.transitions)} between them" if self.transitions else ""
        return f"two of {said_members(words, self.intervals)} run at the same time{between}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Two or three jobs, listed or by index, some with changing times."""
        jobs = ["cut", "bend", "paint"][: rng.randint(2, 3)]
        optional = rng.random() < 0.4
        listed = rng.random() < 0.3
        changing = not listed and rng.random() < 0.5
        goal = "sum(end(task[j]) for j in JOBS)"
        if optional:
            goal = "sum(10 * present(task[j]) - end(task[j]) for j in JOBS)"
        row: dict[str, Any] = {"kind": "no_overlap", "intervals": [{"expression": "task[j]", "over": "j in JOBS"}]}
        if listed:
            row["intervals"] = [{"expression": f'task["{job}"]'} for job in jobs]
        if changing:
            row["transitions"] = "setup"
        task = interval("task", 7, "hours[j]", ("JOBS",), over="j in JOBS", optional=optional)
        return small_model(
            row,
            [task | {"label": "job on the lathe"}],
            objective("max" if optional else "min", goal),
            sets=[index_set("JOBS", jobs)],
            parameters=[
                numbers("hours", {job: rng.randint(1, 2) for job in jobs}, "JOBS"),
                numbers("setup", {(i, j): rng.randint(0, 1) for i in jobs for j in jobs}, "JOBS", "JOBS"),
            ],
        )
