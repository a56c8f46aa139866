"""`time_window`: something happens within given times."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.elements import Missing
from modelwright.model.expressions import (
    Call,
    Compare,
    Logic,
    Node,
    format_expression,
    parse_expression,
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
from modelwright.model.templates.sampling import index_set, integer, interval, numbers, objective, small_model
from modelwright.model.templates.shapes import is_time

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words

_Part = tuple[Literal["earliest", "latest"], Node, Node]
"""Which limit, the limit, and what it limits."""


class TimeWindow(ConstraintBase):
    """``earliest <= start(task) and end(task) <= latest``; for a plain time ``earliest <= task <= latest``."""

    kind: Literal["time_window"] = "time_window"
    task: Expr
    earliest: Expr | Missing | None = None
    latest: Expr | Missing | None = None
    instant: bool = False
    optional: bool = False

    slot_types: ClassVar[dict[str, SlotType]] = {"task": "interval", "earliest": "number", "latest": "number"}

    documentation: ClassVar[Documentation] = Documentation(
        meaning="A task starts no earlier than one time and ends no later than another.",
        slots={
            "task": "the interval (or a decision that is a time, when `instant` is true)",
            "earliest": "it does not start before; null when nothing is said",
            "latest": "it does not end after; null when nothing is said",
            "instant": "true when the task is a plain time and no interval",
            "optional": "true when the interval may be left out: the window counts when it takes place",
        },
        text="Each delivery is made within the opening hours of its customer.",
        example={"for_each": "c in CUSTOMERS", "task": "visit[c]", "earliest": "opens[c]", "latest": "closes[c]"},
    )

    def to_node(self) -> Node:
        """``earliest <= start(t) and end(t) <= latest``, guarded by presence when optional."""
        task = parse_expression(self.task)
        limits = [slot_node(limit) for limit in (self.earliest, self.latest) if limit is not None]
        if self.instant and len(limits) == 2:
            return Compare((limits[0], task, limits[1]), ("<=", "<="))
        parts: list[Node] = []
        if self.earliest is not None:
            parts.append(compare(slot_node(self.earliest), "<=", task if self.instant else Call("start", (task,))))
        if self.latest is not None:
            parts.append(compare(task if self.instant else Call("end", (task,)), "<=", slot_node(self.latest)))
        if not parts:
            parts.append(slot_node(Missing(slot="time window")))
        condition = parts[0] if len(parts) == 1 else Logic("and", tuple(parts))
        return always(condition, self.optional and not self.instant, (task,))

    def slots(self) -> list[Slot]:
        """Every expression; the task is a decision when it is an instant, and one limit must be known."""
        found = super().slots()
        if self.earliest is None and self.latest is None:
            found.append(Slot("latest", Missing(slot="latest time"), "number"))
        return [Slot(slot.pointer, slot.value, "decision") if self._is_plain(slot) else slot for slot in found]

    def _is_plain(self, slot: Slot) -> bool:
        return self.instant and slot.type == "interval"

    @classmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """Slots of limits on the start and the end of an interval, or on a decision in the time unit of the Model."""
        if isinstance(node, Compare) and node.ops == ("<=", "<="):
            earliest, task, latest = node.operands
            if not is_time(task, model):
                return None
            return _slots(task, {"earliest": earliest, "latest": latest}, instant=True)
        condition, tasks = match_always(node)
        parts = [_part(p) for p in (condition.operands if isinstance(condition, Logic) else (condition,))]
        if isinstance(condition, Logic) and (condition.op != "and" or len(parts) != 2):
            return None
        limits = {part[0]: part[1] for part in parts if part is not None}
        limited = [part[2] for part in parts if part is not None]
        if len(limited) != len(parts) or list(limits) not in (["earliest", "latest"], ["earliest"], ["latest"]):
            return _one_sided(node, model)
        if len(parts) != len(limits) or any(other != limited[0] for other in limited) or tasks not in ([], limited[:1]):
            return None
        return _slots(limited[0], limits, optional=bool(tasks))

    def sentence(self, words: Words) -> str:
        """``"visit (c) starts no earlier than opens (c) and ends no later than closes (c)"``."""
        started, ended = ("is", "is") if self.instant else ("starts", "ends")
        said = []
        if self.earliest is not None:
            said.append(f"{started} no earlier than {words.value(self.earliest)}")
        if self.latest is not None:
            said.append(f"{ended} no later than {words.value(self.latest)}")
        where = ", where it takes place" if self.optional else ""
        return f"{words.say(self.task)} {' and '.join(said) or 'has a time window (still to be said)'}{where}"

    def negation(self, words: Words) -> str:
        """``"visit (c) starts before opens (c) or ends after closes (c)"``."""
        started, ended = ("is", "is") if self.instant else ("starts", "ends")
        said = []
        if self.earliest is not None:
            said.append(f"{started} before {words.value(self.earliest)}")
        if self.latest is not None:
            said.append(f"{ended} after {words.value(self.latest)}")
        return f"{words.say(self.task)} {' or '.join(said) or 'is outside its time window'}"

    @classmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """Visits with windows: intervals by customer, or the time of one meeting."""
        from_, to = rng.randint(0, 2), rng.randint(4, 6)
        sides = rng.choice([("earliest", "latest"), ("earliest",), ("latest",)])
        if rng.random() < 0.3:
            row = {"kind": "time_window", "task": "meeting", "instant": True, "earliest": str(from_), "latest": "noon"}
            meeting = integer("meeting", 0, 8) | {"label": "time of the meeting", "unit": "hour"}
            goal = objective(rng.choice(["min", "max"]), "meeting")
            return small_model(row, [meeting], goal, parameters=[numbers("noon", to)]) | {"time_unit": "hour"}
        optional = rng.random() < 0.4
        indexed = rng.random() < 0.6
        customers = ["ann", "ben"]
        limits = {"earliest": ("opens[c]", str(from_)), "latest": ("closes[c]", str(to))}
        row = {"kind": "time_window", "task": "visit[c]" if indexed else 'visit["ben"]', "optional": optional}
        row |= {side: limits[side][0] if indexed else limits[side][1] for side in sides}
        if indexed:
            row["for_each"] = "c in CUSTOMERS"
        size = rng.choice(["2", "hours[c]", None])
        visit = interval("visit", 8, size, ("CUSTOMERS",), over="c in CUSTOMERS", optional=optional)
        return small_model(
            row,
            [visit | {"label": "visit to a customer"}],
            objective("max" if optional else "min", "sum(end(visit[c]) for c in CUSTOMERS)"),
            sets=[index_set("CUSTOMERS", customers)],
            parameters=[
                numbers("opens", {c: rng.randint(0, 2) for c in customers}, "CUSTOMERS"),
                numbers("closes", {c: rng.randint(4, 6) for c in customers}, "CUSTOMERS"),
                numbers("hours", {c: rng.randint(1, 3) for c in customers}, "CUSTOMERS"),
            ],
        ) | {"time_unit": "hour"}


def _slots(task: Node, limits: dict[Any, Node], *, instant: bool = False, optional: bool = False) -> dict[str, Any]:
    said: dict[str, Any] = {"task": format_expression(task), "earliest": None, "latest": None}
    said |= {side: format_expression(limit) for side, limit in limits.items()}
    return said | {"instant": instant, "optional": optional}


def _part(node: Node) -> _Part | None:
    """A limit on the start or the end of an interval."""
    sides = single_comparison(node)
    if sides is None or sides[1] != "<=":
        return None
    left, right = sides[0], sides[2]
    if isinstance(right, Call) and right.function == "start" and not isinstance(left, Call):
        return "earliest", left, right.args[0]
    if isinstance(left, Call) and left.function == "end" and not isinstance(right, Call):
        return "latest", right, left.args[0]
    return None


def _one_sided(node: Node, model: Model) -> dict[str, Any] | None:
    """Slots of one limit on a plain time."""
    sides = single_comparison(node)
    if sides is None or sides[1] != "<=":
        return None
    if is_time(sides[2], model) and not is_time(sides[0], model):
        return _slots(sides[2], {"earliest": sides[0]}, instant=True)
    if is_time(sides[0], model) and not is_time(sides[2], model):
        return _slots(sides[0], {"latest": sides[2]}, instant=True)
    return None
