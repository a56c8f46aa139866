"""Global conditions on lists of numbers and of intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelwright.model.elements import Parameter
from modelwright.model.expressions.checking import hints
from modelwright.model.expressions.checking.types import UNKNOWN, Scope, Type
from modelwright.model.expressions.functions import FUNCTIONS
from modelwright.model.expressions.nodes import Call, Comprehension, Listing, Name, Node

if TYPE_CHECKING:
    from modelwright.model.expressions.checking.checker import Checker

__all__ = ["condition", "interval"]

_FRACTIONS = ("all_equal", "increasing")
"""Conditions that may be put on numbers that are not whole."""


def condition(checker: Checker, node: Call, scope: Scope) -> Type:
    """The type of a global condition."""
    before = len(checker.findings)
    match node.function:
        case "no_overlap":
            _intervals(checker, node, node.args[0], scope)
            if len(node.args) > 1:
                _transitions(checker, node.args[1], node.args[0])
        case "alternative" | "span":
            interval(checker, node.args[0], scope)
            _intervals(checker, node, node.args[1], scope)
        case "cumulative":
            _intervals(checker, node, node.args[0], scope)
            _numbers(checker, node, node.args[1], scope)
            checker.number(node.args[2], scope)
        case _:
            degree = _lists(checker, node, scope)
            return UNKNOWN if len(checker.findings) > before else Type("boolean", degree)
    return UNKNOWN if len(checker.findings) > before else Type("boolean", 2)


def _lists(checker: Checker, node: Call, scope: Scope) -> int:
    several = len(node.args) > 1 and FUNCTIONS[node.function].most is None
    degree = 0
    if several:
        for arg in node.args:
            for value, inner in checker.listed(arg, scope):
                degree = max(degree, _value(checker, node, value, inner))
    else:
        for arg in node.args:
            degree = max(degree, _numbers(checker, node, arg, scope))
    return 2 if degree else 0


def _is_list(checker: Checker, node: Call, arg: Node) -> bool:
    if isinstance(arg, Listing | Comprehension):
        return True
    signature = FUNCTIONS[node.function].signature
    message = f"`{node.function}` takes a list, not `{hints.text(arg)}`"
    checker.report("list-place", message, arg, f"write `{signature}`, a LIST as `x[i] for i in I` or `[a, b]`")
    return False


def _numbers(checker: Checker, node: Call, arg: Node, scope: Scope) -> int:
    if not _is_list(checker, node, arg):
        return 0
    values = checker.listed(arg, scope)
    return max((_value(checker, node, value, inner) for value, inner in values), default=0)


def _value(checker: Checker, node: Call, value: Node, scope: Scope) -> int:
    found = checker.number(value, scope, reified=True)
    if found.degree and not found.whole and node.function not in _FRACTIONS:
        message = f"`{node.function}` is about whole numbers and `{hints.text(value)}` may be a fraction"
        checker.report("not-whole", message, value, "make the decisions integer")
    return found.degree


def _intervals(checker: Checker, node: Call, arg: Node, scope: Scope) -> None:
    if _is_list(checker, node, arg):
        for value, inner in checker.listed(arg, scope):
            interval(checker, value, inner)


def interval(checker: Checker, node: Node, scope: Scope) -> bool:
    """Whether `node` is an interval; reports what is none."""
    if isinstance(node, Listing | Comprehension):
        checker.report("list-place", "A list stands where one interval is needed", node, "name one interval variable")
        return False
    found = checker.type(node, scope)
    if found.kind == "unknown":
        return False
    if found.kind != "interval":
        message = f"`{hints.text(node)}` is no interval"
        hint = "name a variable with the domain `interval`"
        checker.report("interval-number", message, node, hint)
        return False
    return True


def _transitions(checker: Checker, node: Node, intervals: Node) -> None:
    element = checker.model.by_name.get(node.id) if isinstance(node, Name) else None
    if not isinstance(element, Parameter) or element.members_of is not None:
        message = f"`no_overlap` takes its transitions from a parameter, not from `{hints.text(node)}`"
        checker.report("call-arity", message, node, f"write `{FUNCTIONS['no_overlap'].signature}`")
        return
    half, odd = divmod(len(element.index), 2)
    if odd or not half or element.index[:half] != element.index[half:]:
        over = intervals.generators[0].set if isinstance(intervals, Comprehension) else "SET"
        message = f"`{element.name}` should be indexed twice by the index of the list"
        checker.report("index-arity", message, node, f"give it the index [{over}, {over}]")
