"""Rules of constraints: each slot by its type, then the whole row."""

from __future__ import annotations

from collections import Counter

from modelwright.errors import ExpressionError
from modelwright.model.elements import Definition, Missing
from modelwright.model.expressions import Index, Name
from modelwright.model.expressions.checking import Scope, Type
from modelwright.model.expressions.checking.hints import text
from modelwright.model.judging.judge import Judge
from modelwright.model.judging.presence import judge_presence
from modelwright.model.templates import ConstraintBase
from modelwright.model.templates.base import Penalty, Slot

__all__ = ["judge_constraint"]


def judge_constraint(judge: Judge, element: ConstraintBase, pointer: str) -> None:
    """Everything wrong with one constraint."""
    before = judge.count
    slots = element.slots()
    _open_quantifiers(judge, slots, pointer, element.for_each)
    scope = judge.quantifiers(element.for_each, f"{pointer}/for_each")
    if judge.count > before and not scope.types:
        return
    judged: set[str] = set()
    said: Type | None = None
    for slot in slots:
        place = f"{pointer}/{slot.pointer}"
        inner = scope
        if slot.over:
            over = f"{place.rpartition('/')[0]}/over"
            known = judge.count
            inner = judge.quantifiers(slot.over, over, scope)
            if over in judged:
                del judge.checker.findings[known:]
            judged.add(over)
        said = _slot(judge, slot, place, inner)
    if element.price is not None:
        judge.number(element.price, f"{pointer}/price", scope, degree=0)
    if isinstance(element.enforce, Penalty):
        _penalty(judge, element, element.enforce, f"{pointer}/enforce/weight", scope)
    if judge.count == before:
        judge_presence(judge, element, pointer)
        _whole(judge, element, pointer, scope, said if [slot.pointer for slot in slots] == ["expression"] else None)
    judge.checker.open_names = {}


def _open_quantifiers(judge: Judge, slots: list[Slot], pointer: str, for_each: str) -> None:
    """Note quantifiers that nothing binds: those of the only item of a list belong to the item, others to the row."""
    texts = {slot.pointer: slot.value for slot in slots if isinstance(slot.value, str) and not slot.over}
    items = [place for place in texts if place.endswith("/expression")]
    lengths = Counter(place.partition("/")[0] for place in items)
    for place in [place for place in items if lengths[place.partition("/")[0]] == 1]:
        judge.binding((texts.pop(place),), f"{pointer}/{place.rpartition('/')[0]}/over", None, around=for_each)
    judge.binding(texts.values(), f"{pointer}/for_each", None, before=for_each)


def _slot(judge: Judge, slot: Slot, pointer: str, scope: Scope) -> Type | None:
    """The type of a condition, ``None`` for other slots."""
    value = slot.value
    if isinstance(value, Missing):
        judge.missing(value, pointer)
        return None
    match slot.type:
        case "condition":
            return judge.condition(value, pointer, scope)
        case "decision":
            _reference(judge, value, pointer, scope)
        case "data":
            judge.number(value, pointer, scope, degree=0)
        case "interval":
            _interval(judge, value, pointer, scope)
        case "member":
            _member(judge, value, pointer, scope)
        case _:
            judge.number(value, pointer, scope)
    return None


def _reference(judge: Judge, source: str, pointer: str, scope: Scope) -> None:
    node, found = judge.typed(source, pointer, scope)
    if node is None or found.kind == "unknown":
        return
    if found.kind == "interval":
        judge.checker.as_number(found, node)
        return
    named = isinstance(node, Name | Index)
    is_definition = isinstance(node, Name | Index) and isinstance(judge.model.by_name.get(node.id), Definition)
    if not named or not (found.degree or is_definition):
        hint = "name a variable or a definition"
        judge.checker.report("not-a-variable", f"`{text(node)}` is no decision", node, hint)


def _interval(judge: Judge, source: str, pointer: str, scope: Scope) -> None:
    node, found = judge.typed(source, pointer, scope)
    if node is not None and found.kind not in ("interval", "unknown"):
        hint = "name a variable with the domain `interval`"
        judge.checker.report("interval-number", f"`{text(node)}` is no interval", node, hint)


def _member(judge: Judge, source: str, pointer: str, scope: Scope) -> None:
    node, found = judge.typed(source, pointer, scope)
    if node is None or found.kind in ("member", "tuple", "unknown"):
        return
    if found.kind != "number":
        judge.checker.as_number(found, node)
    elif not found.whole:
        hint = "write a member of the set"
        judge.checker.report("not-whole", f"`{text(node)}` may be a fraction", node, hint)


def _penalty(judge: Judge, element: ConstraintBase, penalty: Penalty, pointer: str, scope: Scope) -> None:
    judge.number(penalty.weight, pointer, scope, degree=0)
    value = judge.value(penalty.weight)
    if value is not None and value < 0:
        message = f"A penalty of {value} would reward breaking `{element.name}`"
        judge.say("invalid-bounds", pointer, message, "write a weight of at least 0")


def _whole(judge: Judge, element: ConstraintBase, pointer: str, scope: Scope, found: Type | None) -> None:
    """The row as a condition, of type `found` where its one slot has said it already."""
    if found is None:
        try:
            node = element.to_node()
        except ExpressionError as error:
            judge.say(error.code, pointer, error.message, error.hint)
            return
        before = judge.count
        found = judge.checker.check(node, pointer, scope, None)
        if judge.count == before and found.kind != "unknown":
            found = judge.checker.as_boolean(found, node)
    if found.kind == "boolean" and found.degree == 0:
        message = f"`{element.name}` compares data with data: no decision can change it"
        judge.say("no-decision", pointer, message, "name a decision in it, or leave it out", severity="warning")
