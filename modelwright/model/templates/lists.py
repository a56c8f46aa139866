"""Lists as slots: a list of a call as `Items`, and back to the letter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from modelwright.model.expressions import (
    Add,
    Call,
    Comprehension,
    Listing,
    Node,
    Sum,
    format_expression,
)
from modelwright.model.templates.base import Items, add
from modelwright.model.templates.shapes import is_condition, quantifier_text

if TYPE_CHECKING:
    from modelwright.model.document import Model

__all__ = ["arguments", "choices_node", "list_node", "match_choices", "match_list", "match_listed"]


def list_node(items: tuple[Items, ...]) -> Node:
    """The list of `items` as one argument of a call."""
    nodes = tuple(item.to_node() for item in items)
    return nodes[0] if len(nodes) == 1 and isinstance(nodes[0], Comprehension) else Listing(nodes)


def match_list(node: Node) -> list[Items] | None:
    """The items of a list, one or more, or ``None``; none of them is itself a list."""
    if isinstance(node, Comprehension):
        return _items((node,))
    if not isinstance(node, Listing) or any(isinstance(part, Listing) for part in node.items):
        return None
    return _items(node.items)


def arguments(items: tuple[Items, ...]) -> tuple[Node, ...]:
    """`items` as the arguments of a call: values beside each other, or one list."""
    nodes = tuple(item.to_node() for item in items)
    plain = not any(isinstance(node, Comprehension) for node in nodes)
    return nodes if plain or len(nodes) == 1 else (Listing(nodes),)


def match_listed(node: Node, *functions: str) -> list[Items] | None:
    """The items of a call of one of `functions` on one list or on several values, or ``None``."""
    if not isinstance(node, Call) or node.function not in functions or node.keywords or not node.args:
        return None
    if len(node.args) == 1 and isinstance(node.args[0], Listing | Comprehension):
        return match_list(node.args[0])
    if len(node.args) == 1 or any(isinstance(arg, Comprehension) for arg in node.args):
        return None
    return match_list(Listing(node.args))


def choices_node(items: tuple[Items, ...]) -> Node:
    """How many of `items` are chosen: ``open["north"] + sum(open[i] for i in SITES)``."""
    nodes = [item.to_node() for item in items]
    return add([Sum(n.body, n.generators) if isinstance(n, Comprehension) else n for n in nodes])


def match_choices(node: Node, model: Model) -> list[Items] | None:
    """The items of which `node` is the number chosen, when there are several and each is a choice; else ``None``."""
    parts = node.terms if isinstance(node, Add) else (node,)
    bodies = [part.body if isinstance(part, Sum) else part for part in parts]
    if not all(is_condition(body, model) for body in bodies):
        return None
    items = _items(Comprehension(part.body, part.generators) if isinstance(part, Sum) else part for part in parts)
    return items if items and (len(items) > 1 or items[0].over) else None


def _items(parts: Iterable[Node]) -> list[Items] | None:
    """An item for each of `parts`; ``None`` where there are none, or a field cannot hold the quantifiers of one."""
    items: list[Items] = []
    for part in parts:
        body, over = (part.body, quantifier_text(part.generators)) if isinstance(part, Comprehension) else (part, "")
        if over is None:
            return None
        items.append(Items(expression=format_expression(body), over=over))
    return items or None
