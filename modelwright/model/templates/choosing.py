"""What kinds of rows on choices and shapes share: differences to the letter, choices and conditions in words."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from modelwright.errors import ExpressionError
from modelwright.model.elements import Missing, Variable
from modelwright.model.expressions import (
    Add,
    Call,
    Comprehension,
    Index,
    Listing,
    Mul,
    Name,
    Neg,
    Node,
    Not,
    Number,
    Sum,
    format_expression,
    parse_expression,
)
from modelwright.model.numbers import parse_number
from modelwright.model.templates.base import ConstraintBase, Expr, Items, add
from modelwright.model.templates.phrases import said_condition, said_negation
from modelwright.model.templates.pieces import over_text
from modelwright.model.templates.shapes import is_condition

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words

__all__ = [
    "ONE",
    "ZERO",
    "choices_node",
    "difference",
    "exactly",
    "is_nonnegative",
    "is_whole_decision",
    "listed",
    "literal",
    "match_choices",
    "multiple",
    "said_chosen",
    "said_count",
    "said_sense",
    "subtracted",
    "with_slots",
]

ZERO = Number(Fraction(0))
ONE = Number(Fraction(1))


# ------------------------------------------------------------------------------------------------------ to the letter


def exactly(kind: type[ConstraintBase], slots: dict[str, Any], node: Node) -> dict[str, Any] | None:
    """`slots` when `kind` means `node` to the letter with them, else ``None``."""
    try:
        return slots if kind.model_validate({"name": "row", **with_slots(slots)}).to_node() == node else None
    except (ExpressionError, ValueError):
        return None


def with_slots(slots: dict[str, Any]) -> dict[str, Any]:
    """Slots as `match` gives them, as fields: lists become tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in slots.items()}


def difference(left: Node, right: Node) -> Node:
    """``left - right``; `left` alone when the right is 0."""
    if right == ZERO:
        return left
    return Add((*left.terms, Neg(right))) if isinstance(left, Add) else Add((left, Neg(right)))


def subtracted(node: Node) -> list[tuple[Node, Node]]:
    """Every (left, right) of which `node` may be the `difference`, the one with a right side first."""
    found: list[tuple[Node, Node]] = []
    if isinstance(node, Add) and isinstance(node.terms[-1], Neg):
        found.append((add(list(node.terms[:-1])), node.terms[-1].operand))
    return [*found, (node, ZERO)]


def multiple(coefficient: Node, node: Node) -> Node:
    """``coefficient * node``, without a factor of one."""
    return node if coefficient == ONE else Mul((coefficient, node))


def literal(value: Expr | Missing | None) -> Fraction | None:
    """The number that is written, or ``None`` when something else is."""
    try:
        return parse_number(value) if isinstance(value, str) else None
    except ValueError:
        return None


def choices_node(items: tuple[Items, ...]) -> Node:
    """How many of `items` are chosen: ``open["north"] + sum(open[i] for i in SITES)``."""
    nodes = [item.to_node() for item in items]
    return add([Sum(n.body, n.generators) if isinstance(n, Comprehension) else n for n in nodes])


def match_choices(node: Node, model: Model) -> list[Items] | None:
    """The items of which `node` is the number chosen, when there are several and each is a choice; else ``None``."""
    items: list[Items] = []
    for part in node.terms if isinstance(node, Add) else (node,):
        body, over = (part.body, over_text(part.generators)) if isinstance(part, Sum) else (part, "")
        if over is None or not is_condition(body, model):
            return None
        items.append(Items(expression=format_expression(body), over=over))
    return items if len(items) > 1 or items[0].over else None


def listed(items: tuple[Items, ...]) -> tuple[Node, ...]:
    """`items` as the arguments of a call: values beside each other, or one list."""
    nodes = tuple(item.to_node() for item in items)
    plain = not any(isinstance(node, Comprehension) for node in nodes)
    return nodes if plain or len(nodes) == 1 else (Listing(nodes),)


def is_whole_decision(node: Node, model: Model) -> bool:
    """Whether `node` names an integer or binary decision."""
    element = model.by_name.get(node.id) if isinstance(node, Name | Index) else None
    return isinstance(element, Variable) and element.domain in ("integer", "binary")


def is_nonnegative(node: Node, model: Model) -> bool:
    """Whether `node` names a decision with a lower bound of 0 or more, as written."""
    element = model.by_name.get(node.id) if isinstance(node, Name | Index) else None
    if not isinstance(element, Variable):
        return False
    least = literal(element.lower)
    return element.domain == "binary" or (least is not None and least >= 0)


# ---------------------------------------------------------------------------------------------------------- in words


def said_chosen(words: Words, expression: Expr, holds: bool = True) -> str:
    """A condition or its opposite as a clause: ``"line 2 open is chosen"``, ``"chairs are more than 3"``."""
    try:
        node = parse_expression(expression)
    except ExpressionError:
        return expression if holds else f"not {expression}"
    while isinstance(node, Not):
        node, holds = node.operand, not holds
    match node:
        case Name() | Index():
            return f"{words.say(format_expression(node))} is {'' if holds else 'not '}chosen"
        case Call(function="present", args=(task,)):
            return f"{words.say(format_expression(task))} {'takes place' if holds else 'does not take place'}"
    return said_condition(words, node) if holds else said_negation(words, node)


_COUNTS = ("none", "one", "two", "three", "four", "five", "six")


def said_count(words: Words, number: Expr | Missing) -> str:
    """A count in words when it is small: ``"two"``."""
    known = None if isinstance(number, Missing) else words.number(number)
    if known is not None and known.denominator == 1 and 0 <= known < len(_COUNTS):
        return _COUNTS[int(known)]
    return words.value(number)


_SAID = {"<=": ("at most ", "more than "), ">=": ("at least ", "less than ")}


def said_sense(sense: str, holds: bool = True, *, exact: str = "") -> str:
    """What stands before a number: ``"at most "``; where it does not hold ``"more than "``."""
    if sense in _SAID:
        return _SAID[sense][0 if holds else 1]
    return exact if holds else "not "
