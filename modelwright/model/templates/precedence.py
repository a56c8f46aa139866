"""`precedence`: one thing starts after another has ended."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.elements import Missing
from modelwright.model.expressions import Add, Call, Index, Name, Node, Number, format_expression, parse_expression
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
from modelwright.model.templates.phrases import said_time
from modelwright.model.templates.presence import always, match_always
from modelwright.model.templates.sampling import index_set, integer, interval, numbers, objective, small_model
from modelwright.model.templates.shapes import is_reference, is_time, signed, unsigned

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words


class Precedence(ConstraintBase):
    """``end(before) + lag <= start(after)``; between plain times ``before + duration + lag <= after``."""

    kind: Literal["precedence"] = "precedence"
    before: Expr
    after: Expr
    lag: Expr | Missing = "0"
    duration: Expr | Missing | None = None
    optional: bool = False

    slot_types: ClassVar[dict[str, SlotType]] = {
        "before": "interval",
        "after": "interval",
        "lag": "number",
        "duration": "number",
    }

    documentation: ClassVar[Documentation] = Documentation(
        meaning="One task starts when another has ended, or some time later.",
        slots={
            "before": "the interval that comes first (a decision for its start time when `duration` is given)",
            "after": "the interval that follows (likewise)",
            "lag": "least time between them; 0 when there is none",
            "duration": "null for intervals; for plain start times: how long the first one lasts",
            "optional": "true when an interval may be left out: the order counts when both take place",
        },
        text="Painting starts at least 2 hours after cutting has ended.",
        example={"before": 'task["cut"]', "after": 'task["paint"]', "lag": "2"},
    )

    def to_node(self) -> Node:
        """``end(a) + lag <= start(b)``, guarded by presence when optional."""
        before, after = parse_expression(self.before), parse_expression(self.after)
        if self.duration is not None:
            return compare(_later(before, slot_node(self.duration), slot_node(self.lag)), "<=", after)
        ended = _later(Call("end", (before,)), slot_node(self.lag))
        return always(compare(ended, "<=", Call("start", (after,))), self.optional, (before, after))

    def slots(self) -> list[Slot]:
        """Every expression; before and after are plain times when a duration is given."""
        if self.duration is None:
            return super().slots()
        return [
            Slot(slot.pointer, slot.value, "decision") if slot.type == "interval" else slot for slot in super().slots()
        ]

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of an end before a start, or of times of one family (or with the time unit of the Model)."""
        condition, tasks = match_always(node)
        sides = single_comparison(condition)
        if sides is None or sides[1] != "<=":
            return None
        first, *later = sides[0].terms if isinstance(sides[0], Add) else (sides[0],)
        ended, started = _task(first, "end"), _task(sides[2], "start")
        later = [unsigned(part) for part in later]
        if ended is None or started is None:
            slots = None if tasks else _times(first, later, sides[2], model)
            return None if slots is None else cls.to_letter(node, slots)
        if len(later) > 1 or tasks not in ([], [ended, started]):
            return None
        slots = {
            "before": format_expression(ended),
            "after": format_expression(started),
            "lag": format_expression(later[0]) if later else "0",
            "duration": None,
            "optional": bool(tasks),
        }
        return cls.to_letter(node, slots)

    def sentence(self, words: Words) -> str:
        """``"paint starts at least 2 hours after cut has ended"``."""
        before, after = words.say(self.before), words.say(self.after)
        if self.duration is not None:
            return f"{after} is at least {self._distance(words)} after {before}"
        distance = "only" if self.lag == "0" else f"at least {said_time(words, self.lag)}"
        both = ", where both take place" if self.optional else ""
        return f"{after} starts {distance} after {before} has ended{both}"

    def negation(self, words: Words) -> str:
        """``"paint starts less than 2 hours after cut has ended"``."""
        before, after = words.say(self.before), words.say(self.after)
        if self.duration is not None:
            return f"{after} is less than {self._distance(words)} after {before}"
        if self.lag == "0":
            return f"{after} starts before {before} has ended"
        return f"{after} starts less than {said_time(words, self.lag)} after {before} has ended"

    def _distance(self, words: Words) -> str:
        said = [said_time(words, part) for part in (self.duration, self.lag) if part is not None and part != "0"]
        return " + ".join(said) or "0"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Two or three tasks in order: intervals, or start times."""
        jobs = ["cut", "bend", "paint"][: rng.randint(2, 3)]
        sizes = {job: rng.randint(1, 3) for job in jobs}
        lag = rng.choice([0, 0, 1, 2])
        order = [(jobs[k], jobs[k + 1]) for k in range(len(jobs) - 1)]
        several = rng.random() < 0.5
        reference = "{}[i]" if several else '{}["' + jobs[0] + '"]'
        following = "{}[j]" if several else '{}["' + jobs[1] + '"]'
        name = rng.choice(["task", "begin"])
        optional = name == "task" and rng.random() < 0.4
        row: dict[str, Any] = {
            "kind": "precedence",
            "before": reference.format(name),
            "after": following.format(name),
            "lag": rng.choice([str(lag), "pause"]),
            "optional": optional,
        }
        if several:
            row["for_each"] = "(i, j) in ORDER"
        if name == "begin":
            row["duration"] = "hours[i]" if several else str(sizes[jobs[0]])
        horizon = max(sum(sizes.values()) + lag, 5)
        decided = interval("task", horizon, "hours[j]", ("JOBS",), over="j in JOBS", optional=optional)
        ended = "end(task[j])"
        if name == "begin":
            decided, ended = integer("begin", 0, horizon, ("JOBS",)), "begin[j]"
        return small_model(
            row,
            [decided | {"label": "work", "unit": "hour"}],
            objective("min" if not optional else "max", f"sum({ended} for j in JOBS)"),
            sets=[index_set("JOBS", jobs), index_set("ORDER", order, of=("JOBS", "JOBS"))],
            parameters=[numbers("hours", sizes, "JOBS"), numbers("pause", lag)],
        ) | {"time_unit": "hour"}


def _later(moment: Node, *extra: Node) -> Node:
    """`moment` plus what is not zero of `extra`."""
    parts = [part for part in extra if not (isinstance(part, Number) and part.value == 0)]
    return Add((moment, *map(signed, parts))) if parts else moment


def _task(node: Node, function: str) -> Node | None:
    """What `function` is called on, when `node` calls it."""
    return node.args[0] if isinstance(node, Call) and node.function == function and len(node.args) == 1 else None


def _times(first: Node, later: list[Node], after: Node, model: Model) -> dict[str, Any] | None:
    """Slots of ``a + duration + lag <= b`` where a and b are surely times of the same kind."""
    if not isinstance(first, Name | Index) or not isinstance(after, Name | Index) or len(later) > 2:
        return None
    family = isinstance(first, Index) and isinstance(after, Index) and first.id == after.id and first != after
    if not (is_reference(first, model) and is_reference(after, model)):
        return None
    if not later or not (family or (is_time(first, model) and is_time(after, model))):
        return None
    duration, lag = (*(format_expression(part) for part in later), "0")[:2]
    said = {"before": format_expression(first), "after": format_expression(after), "lag": lag}
    return said | {"duration": duration, "optional": False}
