"""Rows on tasks that may be left out: they count where the tasks take place."""

from __future__ import annotations

from collections.abc import Sequence

from modelwright.model.expressions import Call, Logic, Node

__all__ = ["always", "match_always"]


def always(condition: Node, optional: bool, tasks: Sequence[Node]) -> Node:
    """`condition`, demanded only where all of `tasks` take place when they are `optional`."""
    if not optional:
        return condition
    present: list[Node] = [Call("present", (task,)) for task in tasks]
    return Call("implies", (present[0] if len(present) == 1 else Logic("and", tuple(present)), condition))


def match_always(node: Node) -> tuple[Node, list[Node]]:
    """The condition and the tasks that `always` put together; no tasks when nothing guards it."""
    if not (isinstance(node, Call) and node.function == "implies" and len(node.args) == 2):
        return node, []
    guard, condition = node.args
    parts = guard.operands if isinstance(guard, Logic) and guard.op == "and" else (guard,)
    tasks = [part.args[0] for part in parts if isinstance(part, Call) and part.function == "present"]
    return (condition, tasks) if len(tasks) == len(parts) else (node, [])
