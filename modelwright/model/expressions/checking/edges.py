"""`prev` and `next` at the edge of a set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelwright.model.elements import IndexSet
from modelwright.model.expressions.checking import hints
from modelwright.model.expressions.checking.types import Quantifier, Scope, Type
from modelwright.model.expressions.checking.witnesses import witnesses
from modelwright.model.expressions.nodes import Call, IfElse, Logic, Name, Node, names_in
from modelwright.model.findings import Fix

if TYPE_CHECKING:
    from modelwright.model.expressions.checking.checker import Checker

__all__ = ["step"]


def step(checker: Checker, node: Call, found: Type, scope: Scope) -> None:
    """Report ``prev(t)`` or ``next(t)`` when some `t` has no such member and nothing keeps that one out."""
    element = checker.model.by_name.get(found.set or "")
    if (node.keywords and checker.indexed) or not isinstance(element, IndexSet):
        return
    if element.cyclic and not node.keywords:
        return
    name, depth = _quantifier(node)
    quantifier = next((q for q in reversed(scope.quantifiers) if name in q.generator.ids), None)
    if quantifier is None or not _reaches_edge(checker, node, element.name, name, scope):
        return
    forward = node.function == "next"
    condition = _condition(name, element.name, depth, forward=forward)
    side = "after the last" if forward else "before the first"
    said = f"{node.function}({_said(node.args[0])}"
    message = f"`{said})` asks for a member {side} of `{element.name}`"
    hint = f"add `if {condition}`, or write `{said}, initial=…)`, or declare the set cyclic"
    if node.keywords:
        message = f"`{hints.text(node)}` is no index, so `initial` stands for nothing {side} member of `{element.name}`"
        hint = f"write it as an index, `x[{hints.text(node)}]`, or add `if {condition}`"
    checker.report("edge", message, node, hint, _fix(quantifier, condition) if checker.source is not None else None)


def _said(node: Node) -> str:
    return (
        node.id
        if isinstance(node, Name)
        else f"{node.function}({_said(node.args[0])})"
        if isinstance(node, Call)
        else ""
    )


def _quantifier(node: Node) -> tuple[str, int]:
    depth = 0
    while isinstance(node, Call):
        node, depth = node.args[0], depth + 1
    return (node.id if isinstance(node, Name) else ""), depth


def _condition(name: str, set_name: str, depth: int, *, forward: bool) -> str:
    if depth == 1:
        return f"{name} != {'last' if forward else 'first'}({set_name})"
    return f"ord({name}) <= len({set_name}) - {depth}" if forward else f"ord({name}) > {depth}"


def _reaches_edge(checker: Checker, node: Call, set_name: str, name: str, scope: Scope) -> bool:
    known = checker.known
    if known.members(set_name) is None:
        conditions = [*(q.generator.condition for q in scope.quantifiers), *scope.guards]
        return not any(name in names_in(condition) for condition in conditions if condition is not None)
    by = 1 if node.function == "next" else -1
    for binding in witnesses(known, node, scope):
        member, where = known.located(node.args[0], binding)
        places = known.positions(where) if where else None
        if member is None or not where or not places or member not in places:
            continue
        if known.step(member, where, by) is None or (node.keywords and not 0 <= places[member] + by < len(places)):
            return True
    return False


def _fix(quantifier: Quantifier, condition: str) -> Fix | None:
    kept = quantifier.condition
    if isinstance(kept, IfElse) or (isinstance(kept, Logic) and kept.op == "or"):
        return None
    word = " if " if kept is None else " and "
    return Fix(pointer=quantifier.pointer, start=quantifier.end, end=quantifier.end, text=f"{word}{condition}")
