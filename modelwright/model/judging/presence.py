"""Rows on tasks that may be left out."""

from __future__ import annotations

from modelwright.errors import ExpressionError
from modelwright.model.elements import Interval, Missing, Variable
from modelwright.model.expressions import Index, Name, parse_expression
from modelwright.model.findings import Fix
from modelwright.model.judging.judge import Judge
from modelwright.model.templates import ConstraintBase

__all__ = ["judge_presence"]


def judge_presence(judge: Judge, element: ConstraintBase, pointer: str) -> None:
    """Warn of a row with `optional` false on a task that may be left out: it would count for a task that is absent."""
    if getattr(element, "optional", True):
        return
    for slot in element.slots():
        if slot.type != "interval" or isinstance(slot.value, Missing):
            continue
        try:
            node = parse_expression(slot.value)
        except ExpressionError:
            continue
        task = judge.model.by_name.get(node.id) if isinstance(node, Name | Index) else None
        if isinstance(task, Variable) and isinstance(task.domain, Interval) and task.domain.optional:
            place = f"{pointer}/optional"
            message = f"`{task.name}` may be left out, and `{element.name}` counts even then"
            fix = Fix(pointer=place, text="true")
            judge.say("absent-interval", place, message, "write `optional: true`", severity="warning", fix=fix)
            return
