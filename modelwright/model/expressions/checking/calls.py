"""Calls: aggregates, functions of numbers, logic, members, intervals and global conditions."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.model.elements import IndexSet, Parameter
from modelwright.model.expressions.checking import edges, globals_, hints, indexing
from modelwright.model.expressions.checking.types import UNKNOWN, Scope, Type, joined
from modelwright.model.expressions.checking.witnesses import witnesses
from modelwright.model.expressions.functions import FUNCTIONS
from modelwright.model.expressions.nodes import Call, Comprehension, Index, Listing, Name, Node
from modelwright.model.expressions.printer import format_expression

if TYPE_CHECKING:
    from modelwright.model.expressions.checking.checker import Checker

__all__ = ["call"]


def call(checker: Checker, node: Call, scope: Scope) -> Type:
    """The type of a call."""
    match FUNCTIONS[node.function].group:
        case "aggregate":
            return _aggregate(checker, node, scope)
        case "number":
            return _number(checker, node, scope)
        case "logic":
            return _logic(checker, node, scope)
        case "member":
            return _member(checker, node, scope)
        case "interval":
            return _interval(checker, node, scope)
        case _:
            return globals_.condition(checker, node, scope)


def _aggregate(checker: Checker, node: Call, scope: Scope) -> Type:
    values = [pair for arg in node.args for pair in checker.listed(arg, scope)]
    if node.function in ("min", "max"):
        if len(node.args) == 1 and isinstance(node.args[0], Name):
            element = checker.model.by_name.get(node.args[0].id)
            if isinstance(element, IndexSet):
                text = f"{node.function}(i for i in {element.name})"
                return checker.report("list-place", f"`{element.name}` is a set", node, f"write `{text}`", text)
        if (at := _empty_at(checker, node, scope)) is not None:
            message = f"`{hints.text(node)}` has no value: its list is empty{f' {at}' if at else ''}"
            hint = "leave it out by `if …`, or add a value: `[(x[i] for i in I), 0]`"
            return checker.report("empty-list", message, node, hint)
        return joined("number", [checker.number(v, inner, reified=True) for v, inner in values], beyond=True)
    found = joined("boolean", [checker.boolean(value, inner) for value, inner in values], beyond=True)
    return Type("number", found.degree, whole=True) if node.function == "count" else found


def _empty_at(checker: Checker, node: Call, scope: Scope) -> str | None:
    """Where the list of ``min`` or ``max`` is known to have no values, in words; ``None`` when it is not known to."""
    lists = [part for arg in node.args for part in _comprehensions(arg)]
    if None in lists:
        return None
    for binding in witnesses(checker.known, node, scope):
        if not any(True for part in lists if part for _ in checker.known.over(part.generators, binding)):
            return hints.shown(binding)
    return None


def _comprehensions(node: Node) -> list[Comprehension | None]:
    """The comprehensions that make up a list; ``None`` for a value that is listed by itself."""
    if isinstance(node, Listing):
        return [part for item in node.items for part in _comprehensions(item)]
    return [node if isinstance(node, Comprehension) else None]


def _number(checker: Checker, node: Call, scope: Scope) -> Type:
    arg = node.args[0]
    found = checker.number(arg, scope, reified=True)
    name = node.function
    if name in ("log", "sqrt") and not found.degree and found.kind == "number":
        wrong = checker.witness(arg, scope, _no_logarithm if name == "log" else _no_root)
        if wrong is not None:
            value = checker.known.number(arg, wrong) or Fraction(0)
            at = hints.shown(wrong)
            what = "logarithm" if name == "log" else "square root"
            message = f"{hints.number(value)} has no {what}: `{hints.text(node)}`{f' {at}' if at else ''}"
            least = "a number above 0" if name == "log" else "a number of at least 0"
            return checker.report("function-domain", message, node, f"write {least}")
    whole = name in ("floor", "ceil", "round") or (name == "abs" and found.whole)
    return Type("number", 2 if found.degree else 0, whole=whole)


def _no_logarithm(value: Fraction) -> bool:
    return value <= 0


def _no_root(value: Fraction) -> bool:
    return value < 0


def _logic(checker: Checker, node: Call, scope: Scope) -> Type:
    first, second = node.args
    with checker.denying("if" if node.function == "implies" else ""):
        left = checker.boolean(first, scope)
    inner = scope.guarded(first) if node.function == "implies" and not left.degree else scope
    with checker.denying("if" if checker.denied else ""):
        right = checker.boolean(second, inner)
    return joined("boolean", [left, right], beyond=True)


# ---- members


def _member(checker: Checker, node: Call, scope: Scope) -> Type:
    arg, name = node.args[0], node.function
    if name in ("first", "last", "len"):
        return _of_set(checker, node, arg, scope)
    if not _is_quantifier(arg, scope):
        checker.type(arg, scope)
        hint = f"write `{name}(t)` for a `t` of `for t in SET`"
        return checker.report("call-arity", f"`{name}` takes a quantifier, not `{hints.text(arg)}`", node, hint)
    found = checker.type(arg, scope)
    for _, value in node.keywords:
        checker.number(value, scope)
    if found.kind != "member" or found.set is None:
        if found.kind == "unknown":
            return UNKNOWN
        message = f"The set of `{hints.text(arg)}` is not known"
        hint = "say in `of` which sets the parts of the tuples belong to"
        return checker.report("call-arity", message, node, hint)
    if name == "ord":
        return Type("number", whole=True)
    edges.step(checker, node, found, scope)
    return Type("member", set=found.set, whole=found.whole)


def _is_quantifier(node: Node, scope: Scope) -> bool:
    while isinstance(node, Call) and node.function in ("prev", "next"):
        node = node.args[0]
    return isinstance(node, Name) and node.id in scope


def _of_set(checker: Checker, node: Call, arg: Node, scope: Scope) -> Type:
    if not isinstance(arg, Name | Index) or (isinstance(arg, Name) and arg.id in scope):
        checker.type(arg, scope)
        message = f"`{node.function}` takes a set, not `{hints.text(arg)}`"
        return checker.report("call-arity", message, node, f"write `{node.function}(SET)`")
    element = checker.model.by_name.get(arg.id)
    if isinstance(element, Parameter) and element.members_of is None:
        message = f"`{node.function}` takes a set; `{arg.id}` is a parameter"
        return checker.report("call-arity", message, node, f"write `{node.function}(SET)`")
    set_name = indexing.set_named(checker, arg, scope)
    if set_name is None:
        return UNKNOWN
    if node.function == "len":
        return Type("number", whole=True)
    if isinstance(element, IndexSet) and checker.known.members(set_name) == ():
        message = f"`{set_name}` has no members"
        return checker.report("edge", message, node, "add members, or leave it out")
    return Type("member", set=set_name, whole=checker.integers(set_name))


# ---- intervals


def _interval(checker: Checker, node: Call, scope: Scope) -> Type:
    for arg in node.args:
        since = len(checker.findings)
        if not globals_.interval(checker, arg, scope):
            _time(checker, node, arg, scope, since)
            return UNKNOWN
    if node.function == "present":
        return Type("boolean", 1, whole=True, binary=True)
    return Type("number", 2 if node.function == "overlap" else 1, whole=True)


def _time(checker: Checker, node: Call, arg: Node, scope: Scope, since: int) -> None:
    """Where ``start`` or ``end`` is asked of a number, say in the finding since number `since` that it is a time."""
    if node.function not in ("start", "end") or len(checker.findings) != since + 1:
        return
    if checker.findings[since].code == "interval-number" and checker.type(arg, scope).kind == "number":
        del checker.findings[since:]
        text = format_expression(arg)
        message = f"`{hints.text(arg)}` is a number, no interval"
        checker.report(
            "interval-number", message, node, f"write `{text}`", text if isinstance(arg, Name | Index) else None
        )
