"""Comparisons and membership."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelwright.model.elements import IndexSet
from modelwright.model.expressions.checking import hints, indexing
from modelwright.model.expressions.checking.types import UNKNOWN, Scope, Type
from modelwright.model.expressions.nodes import Compare, In, Index, Listing, Name, Node, Number, Text
from modelwright.model.expressions.printer import format_expression
from modelwright.model.findings import Fix

if TYPE_CHECKING:
    from modelwright.model.expressions.checking.checker import Checker

__all__ = ["compare", "contained"]

_CLOSED = {"<": "<=", ">": ">="}


def compare(checker: Checker, node: Compare, scope: Scope) -> Type:
    """The type of a chain of comparisons."""
    with checker.denying(""):
        types = [checker.type(operand, scope) for operand in node.operands]
    if any(found.kind == "boolean" for found in types):
        return _of_condition(checker, node, types)
    members = any(found.kind in ("member", "tuple") for found in types)
    for operand, found in zip(node.operands, types, strict=True):
        if found.kind in ("list", "interval", "set"):
            checker.as_number(found, operand)
            return UNKNOWN
        text = found.kind == "tuple" or (found.kind == "member" and _is_text(checker, found, operand))
        if text and any(other.kind == "number" for other in types):
            hint = "compare it with a member of its set"
            checker.report("boolean-number", "A member is compared with a number", operand, hint)
    degree = max(found.degree for found in types)
    if members:
        _literals(checker, node, types)
    for k, op in enumerate(node.ops):
        left, right = types[k], types[k + 1]
        if (left.degree or right.degree) and not (left.whole and right.whole) and _is_strict(checker, op, len(types)):
            _strict(checker, node, k)
    return Type("boolean", degree)


def _of_condition(checker: Checker, node: Compare, types: list[Type]) -> Type:
    """Report a condition that is compared with something."""
    place = next(k for k, found in enumerate(types) if found.kind == "boolean")
    hint, fix = "compare numbers, or join conditions with `and`, `or`, `iff(a, b)`", None
    if len(types) == 2:
        left, right = map(format_expression, node.operands)
        condition, other = node.operands[place], node.operands[1 - place]
        said = format_expression(condition)
        if types[0].kind == types[1].kind and node.ops[0] in ("==", "!="):
            fix = f"iff({left}, {right})"
            fix = fix if node.ops[0] == "==" else f"not {fix}"
        elif isinstance(other, Number) and node.ops[0] in ("==", "!=") and other.value in (0, 1):
            fix = said if (other.value == 1) is (node.ops[0] == "==") else f"not ({said})"
        elif types[1 - place].binary and node.ops[0] == "==":
            fix = f"iff({left}, {right})"
        hint = f"write `{hints.cut(fix)}`" if fix else hint
    return checker.report("boolean-number", "A condition is compared with something", node, hint, fix)


def _is_text(checker: Checker, found: Type, operand: Node) -> bool:
    return isinstance(operand, Text) or bool(found.set and not checker.integers(found.set))


def _literals(checker: Checker, node: Compare, types: list[Type]) -> None:
    """Report a literal compared with a member of a set that lacks it."""
    of = next((found.set for found in types if found.kind == "member" and found.set), None)
    element = checker.model.by_name.get(of or "")
    members = checker.known.positions(element.name) if isinstance(element, IndexSet) else None
    if members is None or not isinstance(element, IndexSet):
        return
    for operand in node.operands:
        if isinstance(operand, Text) and operand.value not in members and node.ops[0] in ("==", "!="):
            indexing.outside(checker, operand, operand.value, element)


def _is_strict(checker: Checker, op: str, operands: int) -> bool:
    """Whether a comparison demands what has no edge: a strict one does, and the denial of a closed one."""
    strict = op in ("<", ">", "!=")
    return strict if not checker.denied else checker.denied == "not" and not strict and operands == 2


def _strict(checker: Checker, node: Compare, k: int) -> None:
    op = node.ops[k]
    if checker.denied:
        hint = "a decision that may be a fraction can come as near as it likes; write the opposite with `<=` or `>=`"
        checker.report("strict-comparison", f"`not` turns `{op}` into a strict comparison", node, hint)
        return
    if op == "!=":
        hint = "a decision that may be a fraction can come as near as it likes; write `<=` or `>=`"
        checker.report("strict-comparison", "`!=` on decisions that may be fractions", node, hint)
        return
    hint = f"write `{_CLOSED[op]}`, or make the decisions integer"
    fix = None
    if checker.source is not None:
        place = checker.source.find(op, node.operands[k].end, node.operands[k + 1].start)
        fix = Fix(pointer=checker.pointer, start=place, end=place + 1, text=_CLOSED[op]) if place >= 0 else None
    checker.report("strict-comparison", "A strict comparison on decisions has no optimum to stop at", node, hint, fix)


def contained(checker: Checker, node: In, scope: Scope) -> Type:
    """The type of ``item in set``."""
    item = checker.type(node.item, scope)
    if item.kind in ("boolean", "list", "interval", "set"):
        checker.as_number(item, node.item)
        return UNKNOWN
    if isinstance(node.set, Listing):
        return _in_listing(checker, node.item, item, node.set, scope)
    if not isinstance(node.set, Name | Index):
        return UNKNOWN
    set_name = indexing.set_named(checker, node.set, scope)
    if set_name is None:
        return UNKNOWN
    width = checker.known.width(set_name)
    given = len(item.parts) if item.kind == "tuple" else checker.known.width(item.set)
    if given != width and item.kind != "unknown" and (item.kind == "tuple" or item.set or width > 1):
        message = f"The members of `{set_name}` have {width} parts and `{hints.text(node.item)}` has {given}"
        return checker.report("index-arity", message, node, f"write {indexing.parts_words(checker, set_name)}")
    element = checker.model.by_name.get(set_name)
    if isinstance(node.item, Text) and isinstance(element, IndexSet):
        indexing.literal(checker, node.item, element)
    if item.degree:
        return _decided(checker, node.item, item, set_name)
    return Type("boolean")


def _decided(checker: Checker, node: Node, item: Type, set_name: str) -> Type:
    parts = item.parts if item.kind == "tuple" else (item,)
    members = checker.known.members(set_name)
    atoms = [a for m in members or () for a in (m if isinstance(m, tuple) else (m,))]
    if any(isinstance(atom, str) for atom in atoms):
        hint = "let the decision run over whole numbers"
        return checker.report("index-range", f"A decision is a number; `{set_name}` has texts", node, hint)
    if not all(part.whole or not part.degree for part in parts):
        return checker.report("not-whole", f"`{hints.text(node)}` may be a fraction", node, "make the decision integer")
    return Type("boolean", 2)


def _differ(checker: Checker, found: Type, value: Node, item: Type, node: Node) -> bool:
    """Whether two types are never equal: a text and a number, a tuple and a single value."""
    if not {found.kind, item.kind} <= {"number", "member"}:
        return found.kind != item.kind
    texts = [t.kind == "member" and _is_text(checker, t, n) for t, n in ((found, value), (item, node))]
    return texts[0] != texts[1] and "number" in (found.kind, item.kind)


def _in_listing(checker: Checker, node: Node, item: Type, where: Listing, scope: Scope) -> Type:
    degree = 2 if item.degree else 0
    for value in where.items:
        found = checker.type(value, scope)
        if found.degree:
            each = " or ".join(f"{hints.text(node)} == {hints.text(part)}" for part in where.items)
            checker.decision_in_data(value, f"write `{hints.cut(each)}`")
        elif "unknown" not in (found.kind, item.kind) and _differ(checker, found, value, item, node):
            message = f"`{hints.text(value)}` is of another kind than `{hints.text(node)}`"
            checker.report("boolean-number", message, value, "write values that it can have")
    return Type("boolean", degree)
