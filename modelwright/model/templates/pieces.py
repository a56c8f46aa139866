"""What kinds of rows on flows, times and lists share: guards, lists as arguments, lists in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from modelwright.errors import ExpressionError
from modelwright.model.elements import Missing, Variable
from modelwright.model.expressions import (
    Call,
    Comprehension,
    Index,
    Listing,
    Logic,
    Name,
    Node,
    format_expression,
    parse_expression,
    parse_quantifiers,
)
from modelwright.model.expressions.nodes import names_in
from modelwright.model.templates.base import Items, match_items, quantifier_text
from modelwright.model.templates.phrases import joined, said_quantifiers
from modelwright.model.words import show_number

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words

__all__ = [
    "Negotiable",
    "always",
    "is_time",
    "match_always",
    "match_list",
    "match_listed",
    "over_text",
    "said_items",
    "said_over",
    "said_time",
    "structural",
]

Negotiable = Literal["yes", "unstated", "no"]


def structural(value: Any) -> Any:
    """For the `negotiable` field of kinds that are structure: what is not said means ``no``."""
    return "no" if value == "unstated" else value


def is_time(node: Node, model: Model) -> bool:
    """Whether `node` is a plain decision in the time unit of `model`."""
    element = model.by_name.get(node.id) if isinstance(node, Name | Index) else None
    return isinstance(element, Variable) and model.time_unit is not None and element.unit == model.time_unit


# ---------------------------------------------------------------------------------------------- lists and guards


over_text = quantifier_text
"""The quantifiers of a list as text, or ``None``."""


def match_list(node: Node) -> list[Items] | None:
    """The items of a LIST argument, one or more, or ``None``; none of them is itself a list."""
    if isinstance(node, Listing) and any(isinstance(part, Listing) for part in node.items):
        return None
    return match_items(node) or None


def match_listed(node: Node, *functions: str) -> list[Items] | None:
    """The items of a call of one of `functions` on one LIST or on several values, or ``None``."""
    if not isinstance(node, Call) or node.function not in functions or node.keywords or not node.args:
        return None
    if len(node.args) == 1 and isinstance(node.args[0], Listing | Comprehension):
        return match_list(node.args[0])
    return None if any(isinstance(arg, Comprehension) for arg in node.args) else match_list(Listing(node.args))


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


# -------------------------------------------------------------------------------------------------------- in words


def said_over(words: Words, over: str, each: str = "every") -> str:
    """``" for every j in jobs where …"``, or nothing."""
    return f" for {each} {said_quantifiers(words, over)}" if over else ""


def said_items(words: Words, items: Sequence[Items]) -> str:
    """``"cut, bend and task (each of jobs)"``."""
    return joined(
        [_said_family(words, item) or words.say(item.expression) + said_over(words, item.over) for item in items]
    )


def said_time(words: Words, time: str | Missing) -> str:
    """A length of time, a number with the time unit of the Model: ``"2 hours"``."""
    number = None if isinstance(time, Missing) else words.number(time)
    unit = words.model.time_unit
    return words.value(time) if number is None or unit is None else show_number(number, unit)


def _said_family(words: Words, item: Items) -> str | None:
    """``"task (each of jobs)"`` where every quantifier is an index by itself and nothing is left out."""
    try:
        generators, node = parse_quantifiers(item.over), parse_expression(item.expression)
    except ExpressionError:
        return None
    sets = {g.ids[0]: words.name(g.set) for g in generators if len(g.ids) == 1 and not g.args and g.condition is None}
    if not generators or len(sets) != len(generators) or not isinstance(node, Index):
        return None
    read = list(names_in(node))
    plain = [arg.id for arg in node.args if isinstance(arg, Name)]
    if any(read.count(name) != 1 or name not in plain for name in sets):
        return None
    said = (
        f"each of {sets[arg.id]}" if isinstance(arg, Name) and arg.id in sets else words.say(format_expression(arg))
        for arg in node.args
    )
    return f"{words.name(node.id)} ({', '.join(said)})"
