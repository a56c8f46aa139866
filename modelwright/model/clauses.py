"""Conditions as clauses in the user's words: ``"chairs are at least 10"``, and what a plan does that breaks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelwright.model.elements import Definition, Parameter, Variable
from modelwright.model.english import be, breaking_words, do_not, joined, sense_words
from modelwright.model.expressions import (
    Call,
    Compare,
    Comprehension,
    IfElse,
    In,
    Index,
    Listing,
    Logic,
    Name,
    Node,
    Not,
    Tuple,
)
from modelwright.model.expressions.nodes import Comparison

if TYPE_CHECKING:
    from modelwright.model.words import Words

__all__ = ["CONDITIONS", "condition", "denial"]

CONDITIONS = frozenset({"count", "exists", "forall", "iff", "implies", "present"})
"""Functions of conditions, which are said as clauses."""

_FLIPPED: dict[Comparison, Comparison] = {"<=": ">=", ">=": "<=", "<": ">", ">": "<", "==": "==", "!=": "!="}
_LISTS = {
    "count": "the number of these that hold: {}",
    "forall": "all of these hold: {}",
    "exists": "at least one of these holds: {}",
}


def condition(words: Words, node: Node) -> str:
    """`node` as a clause: ``"chairs are at least 10"``, ``"open north is chosen"``."""
    match node:
        case Compare(operands=(low, middle, high), ops=(first, second)):
            return _compared(words, middle, ((_FLIPPED[first], low), (second, high)))
        case Compare(operands=operands, ops=ops):
            pairs = zip(operands, ops, operands[1:], strict=False)
            return " and ".join(_compared(words, left, ((op, right),)) for left, op, right in pairs)
        case Logic(op=word, operands=operands):
            return f" {word} ".join(_bracketed(condition(words, part), part) for part in operands)
        case Not(operand=operand):
            return denial(words, operand)
        case In():
            return _inside(words, node, "")
        case IfElse(body=body, condition=case, orelse=orelse):
            cases = condition(words, case), condition(words, body), condition(words, orelse)
            return "if {}, {}, else {}".format(*cases)
        case Call(function="present", args=(task,)):
            said = words.node(task)
            return f"{said} {'takes' if be(said) == 'is' else 'take'} place"
        case Call(function="implies", args=(left, right)):
            return f"if {condition(words, left)}, then {condition(words, right)}"
        case Call(function="iff", args=(left, right)):
            return f"{condition(words, left)} exactly when {condition(words, right)}"
        case Call(function=function, args=args) if function in _LISTS:
            return _LISTS[function].format(conditions(words, args))
        case Name() | Index():
            said = words.node(node)
            return f"{said} {be(said)} chosen"
        case _:
            return words.node(node)


def denial(words: Words, node: Node) -> str:
    """That `node` does not hold: ``"chairs are less than 10"``, ``"open north is not chosen"``."""
    match node:
        case Compare(operands=(low, middle, high), ops=(first, second)):
            return _compared(words, middle, ((_FLIPPED[first], low), (second, high)), broken=True)
        case Compare(operands=operands, ops=ops):
            pairs = zip(operands, ops, operands[1:], strict=False)
            return " or ".join(_compared(words, left, ((op, right),), broken=True) for left, op, right in pairs)
        case Logic(op=word, operands=operands):
            other = "or" if word == "and" else "and"
            return f" {other} ".join(_bracketed(denial(words, part), part) for part in operands)
        case Not(operand=operand):
            return condition(words, operand)
        case In():
            return _inside(words, node, "not ")
        case Call(function="present", args=(task,)):
            said = words.node(task)
            return f"{said} {do_not(said)} take place"
        case Call(function="implies", args=(left, right)):
            return f"{condition(words, left)}, and yet {denial(words, right)}"
        case Call(function="iff", args=args):
            return f"only one of these holds: {conditions(words, args)}"
        case Call(function="exists", args=args):
            return f"none of these holds: {conditions(words, args)}"
        case Call(function="forall", args=args):
            return f"at least one of these does not hold: {conditions(words, args)}"
        case Name() | Index():
            said = words.node(node)
            return f"{said} {be(said)} not chosen"
        case _:
            return f"it is not so that {condition(words, node)}"


def conditions(words: Words, args: tuple[Node, ...]) -> str:
    """Conditions side by side: ``"open north is chosen; open (s) is chosen, for every site s"``."""
    said = []
    for part in args[0].items if len(args) == 1 and isinstance(args[0], Listing) else args:
        if isinstance(part, Comprehension):
            said.append(f"{condition(words.within(part.generators), part.body)}, {words.over(part.generators)}")
        else:
            said.append(condition(words, part))
    return "; ".join(said)


def _compared(words: Words, left: Node, limits: tuple[tuple[Comparison, Node], ...], *, broken: bool = False) -> str:
    """``"chairs are at least 10 and at most 20"``; where it is broken ``"chairs are less than 10 or more than 20"``."""
    said = words.node(left)
    sides = []
    for op, right in limits:
        sense = breaking_words(op) if broken else sense_words(op)
        if sense == "exactly" and not _is_amount(words, left):
            sense = ""
        sides.append(f"{sense} {words.node(right)}".strip())
    return f"{said} {be(said)} {joined(sides, 'or' if broken else 'and')}"


def _is_amount(words: Words, node: Node) -> bool:
    """Whether `node` is no quantifier, which is a member rather than a number of something."""
    return not isinstance(node, Name) or isinstance(words.model.by_name.get(node.id), Variable | Definition | Parameter)


def _inside(words: Words, node: In, negation: str) -> str:
    parts = node.item.items if isinstance(node.item, Tuple) else (node.item,)
    said = joined([words.node(part) for part in parts])
    said += " together are" if len(parts) > 1 else f" {be(said)}"
    if isinstance(node.set, Listing):
        return f"{said} {negation}{joined([words.node(part) for part in node.set.items], 'or')}"
    return f"{said} {negation}in {words.node(node.set)}"


def _bracketed(said: str, node: Node) -> str:
    return f"({said})" if isinstance(node, Logic) else said
