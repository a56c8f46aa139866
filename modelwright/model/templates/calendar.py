"""`calendar`: a task keeps clear of closed periods."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.elements import Missing
from modelwright.model.expressions import (
    Call,
    Compare,
    Comprehension,
    Logic,
    Node,
    format_expression,
    parse_expression,
    parse_quantifiers,
)
from modelwright.model.templates.base import (
    ConstraintBase,
    Documentation,
    Expr,
    Slot,
    SlotType,
    compare,
    single_comparison,
    slot_node,
)
from modelwright.model.templates.presence import always, match_always
from modelwright.model.templates.sampling import index_range, index_set, interval, numbers, objective, small_model
from modelwright.model.templates.shapes import quantifier_text

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Calendar(ConstraintBase):
    """``forall(end(task) <= closed_from or start(task) >= closed_to for … in over)``."""

    kind: Literal["calendar"] = "calendar"
    task: Expr
    closed_from: Expr | Missing
    closed_to: Expr | Missing
    over: str = ""
    optional: bool = False

    slot_types: ClassVar[dict[str, SlotType]] = {"task": "interval", "closed_from": "number", "closed_to": "number"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="A task does not run while something is closed: it ends before each closed period or starts after it.",
        slots={
            "task": "the interval",
            "closed_from": "when a closed period begins",
            "closed_to": "when it ends",
            "over": "quantifiers over the closed periods: `k in BREAKS`; empty for a single period",
            "optional": "true when the interval may be left out: the calendar counts when it takes place",
        },
        text="No job may run across a break of the workshop.",
        example={
            "for_each": "j in JOBS",
            "task": "task[j]",
            "closed_from": "shuts[k]",
            "closed_to": "reopens[k]",
            "over": "k in BREAKS",
        },
    )

    def to_node(self) -> Node:
        """``forall(end(t) <= shuts[k] or start(t) >= reopens[k] for k in BREAKS)``, guarded when optional."""
        task = parse_expression(self.task)
        before = compare(Call("end", (task,)), "<=", slot_node(self.closed_from))
        after = compare(Call("start", (task,)), ">=", slot_node(self.closed_to))
        clear: Node = Logic("or", (before, after))
        generators = parse_quantifiers(self.over)
        if generators:
            clear = Call("forall", (Comprehension(clear, generators),))
        return always(clear, self.optional, (task,))

    def slots(self) -> list[Slot]:
        """Every expression; the ends of the periods are read under `over`."""
        return [
            slot if slot.pointer == "task" else Slot(slot.pointer, slot.value, slot.type, self.over)
            for slot in super().slots()
        ]

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of an end before, or a start after, for one closed period or for all of some."""
        condition, tasks = match_always(node)
        over: str | None = ""
        if isinstance(condition, Call) and condition.function == "forall" and len(condition.args) == 1:
            listed = condition.args[0]
            if not isinstance(listed, Comprehension):
                return None
            condition, over = listed.body, quantifier_text(listed.generators)
        if over is None or not isinstance(condition, Logic) or condition.op != "or" or len(condition.operands) != 2:
            return None
        before, after = (
            _limit(o, f, s) for o, f, s in zip(condition.operands, ("end", "start"), ("<=", ">="), strict=True)
        )
        if before is None or after is None or before[0] != after[0] or tasks not in ([], [before[0]]):
            return None
        return {
            "task": format_expression(before[0]),
            "closed_from": format_expression(before[1]),
            "closed_to": format_expression(after[1]),
            "over": over,
            "optional": bool(tasks),
        }

    def sentence(self, words: Words) -> str:
        """``"task (j) does not run between shuts (k) and reopens (k), for every break k"``."""
        return self._said(words, "does not run", "every")

    def negation(self, words: Words) -> str:
        """``"task (j) runs between shuts (k) and reopens (k), for some break k"``."""
        return self._said(words, "runs", "some")

    def _said(self, words: Words, runs: str, each: str) -> str:
        over = words.over(self.over, each)
        return f"{words.say(self.task)} {runs} {self._closed(words)}{', ' if over else ''}{over}"

    def _closed(self, words: Words) -> str:
        return f"between {words.value(self.closed_from)} and {words.value(self.closed_to)}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """One or two jobs and one or two breaks."""
        optional, several, indexed = (rng.random() < 0.4 for _ in range(3))
        jobs = ["cut", "bend"]
        starts = [2, rng.randint(5, 7)]
        lengths = [rng.randint(1, 2), rng.randint(1, 3)]
        row: dict[str, Any] = {
            "kind": "calendar",
            "task": "task[j]" if indexed else 'task["cut"]',
            "optional": optional,
        }
        if indexed:
            row["for_each"] = "j in JOBS"
        if several:
            row |= {"closed_from": "shuts[k]", "closed_to": "shuts[k] + pause[k]", "over": "k in BREAKS"}
        else:
            row |= {"closed_from": str(starts[1]), "closed_to": str(starts[1] + lengths[1])}
        size = rng.choice(["2", "hours[j]", "hours[j]"])
        task = interval("task", 10, size, ("JOBS",), over="j in JOBS", optional=optional)
        return small_model(
            row,
            [task | {"label": "work on a part"}],
            objective("max" if optional else rng.choice(["min", "max"]), "sum(end(task[j]) for j in JOBS)"),
            sets=[index_set("JOBS", jobs), index_range("BREAKS", 1, 2)],
            parameters=[
                numbers("hours", {job: rng.randint(1, 3) for job in jobs}, "JOBS"),
                numbers("shuts", dict(enumerate(starts, 1)), "BREAKS"),
                numbers("pause", dict(enumerate(lengths, 1)), "BREAKS"),
            ],
        )


def _limit(node: Node, function: str, sense: str) -> tuple[Node, Node] | None:
    """The task and the limit of ``function(task) sense limit``."""
    sides = single_comparison(node) if isinstance(node, Compare) else None
    if sides is None or sides[1] != sense:
        return None
    found = sides[0]
    return (found.args[0], sides[2]) if isinstance(found, Call) and found.function == function else None
