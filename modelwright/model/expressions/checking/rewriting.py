"""Indices written as they were meant: the quantifiers in scope that fit the index of an element."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise, permutations, product
from typing import TYPE_CHECKING, TypeAlias

from modelwright.model.elements import Definition, IndexSet, Parameter, Variable
from modelwright.model.expressions.checking.types import Scope, Type
from modelwright.model.expressions.nodes import Index, Name, Node, Number, Text
from modelwright.model.expressions.printer import format_expression

if TYPE_CHECKING:
    from modelwright.model.expressions.checking.checker import Checker

__all__ = ["arity", "other_quantifier", "reorder"]

_PARTS = ", ".join("ijklmnopqrs")

Valued: TypeAlias = Parameter | Variable | Definition


def arity(checker: Checker, node: Name | Index, element: Valued, args: tuple[Node, ...], scope: Scope) -> Type:
    """Report a wrong number of indices."""
    widths = [checker.known.width(name) for name in element.index]
    wanted = sum(widths)
    shown = ", ".join(
        name.lower() if width == 1 else _PARTS[: 3 * width - 2]
        for name, width in zip(element.index, widths, strict=True)
    )
    shape = f"{element.name}[{shown}]" if element.index else element.name
    meant = _meant(checker, element, args, scope)
    hint = f"write `{meant}`" if meant else f"write `{shape}`"
    many = "index" if wanted == 1 else "indices"
    verb = "is" if len(args) == 1 else "are"
    message = f"`{element.name}` has {wanted} {many} and {len(args)} {verb} given"
    return checker.report("index-arity", message, node, hint, meant if node.end > node.start else None)


def reorder(
    checker: Checker, node: Name | Index, element: Valued, args: tuple[Node, ...], scope: Scope, since: int
) -> None:
    """Where the indices fit in another order, say so in the findings from number `since` on."""
    found = checker.findings[since:]
    if any(f.code != "index-range" for f in found) or not 1 < len(args) <= 4 or checker.source is None:
        return
    fitting = {
        tuple(format_expression(arg) for arg in order)
        for order in permutations(args)
        if len(order) == len(element.index) and all(map(lambda a, s: fits(checker, a, s, scope), order, element.index))
    }
    if len(fitting) != 1:
        return
    text = f"{element.name}[{', '.join(next(iter(fitting)))}]"
    del checker.findings[since:]
    checker.report(
        "index-range", f"{found[0].message}: the indices are in another order", node, f"write `{text}`", text
    )


def fits(checker: Checker, arg: Node, set_name: str, scope: Scope) -> bool:
    """Whether an index as written surely names members of a set."""
    if isinstance(arg, Name) and arg.id in scope:
        return _within(checker, scope.types[arg.id].set, set_name)
    if isinstance(arg, Text):
        return arg.value in (checker.known.positions(set_name) or {})
    if isinstance(arg, Number):
        return arg.value in (checker.known.positions(set_name) or {})
    return False


def _within(checker: Checker, inner: str | None, outer: str) -> bool:
    while inner is not None:
        if inner == outer:
            return True
        element = checker.model.by_name.get(inner)
        inner = element.subset_of if isinstance(element, IndexSet) and element.subset_of != inner else None
    return False


def other_quantifier(checker: Checker, set_name: str, scope: Scope) -> str | None:
    """The only quantifier in scope over a set."""
    names = [name for name, found in scope.types.items() if found.kind == "member" and found.set == set_name]
    return names[0] if len(names) == 1 else None


def _meant(checker: Checker, element: Valued, args: tuple[Node, ...], scope: Scope) -> str | None:
    """The element with the indices that it should have, where one reading exists."""
    if not element.index:
        return element.name
    if len(element.index) > 4 or len(args) > 6:
        return None
    readings = set(_readings(checker, element.index, args, scope))
    if not readings and any(checker.known.width(name) > 1 for name in element.index):
        readings = set(_readings(checker, element.index, (), scope))
    if len(readings) > 1:
        order = list(scope.types)
        sorted_ones = {r for r in readings if _in_order([order.index(p) for p in r if p in order])}
        readings = sorted_ones or readings
    return f"{element.name}[{', '.join(readings.pop())}]" if len(readings) == 1 else None


def _in_order(places: list[int]) -> bool:
    return all(a < b for a, b in pairwise(places))


def _readings(
    checker: Checker, names: tuple[str, ...], args: tuple[Node, ...], scope: Scope
) -> Iterator[tuple[str, ...]]:
    count = len(names)
    if len(args) > count:
        for kept in combinations(args, count):
            if all(fits(checker, arg, name, scope) for arg, name in zip(kept, names, strict=True)):
                yield tuple(format_expression(arg) for arg in kept)
        return
    used = {arg.id for arg in args if isinstance(arg, Name)}
    for places in combinations(range(count), len(args)):
        given = dict(zip(places, args, strict=True))
        if not all(fits(checker, arg, names[k], scope) for k, arg in given.items()):
            continue
        choices = [
            [format_expression(given[k])] if k in given else _choices(checker, name, scope, used)
            for k, name in enumerate(names)
        ]
        for chosen in product(*choices):
            fresh = [chosen[k] for k in range(count) if k not in given]
            if len(set(fresh)) == len(fresh):
                yield chosen


def _choices(checker: Checker, set_name: str, scope: Scope, used: set[str]) -> list[str]:
    """What of the quantifiers in scope names a member of a set."""
    apart = [
        ", ".join(q.generator.ids)
        for q in scope.quantifiers
        if len(q.generator.ids) > 1 and checker.known.set_of(q.generator) == set_name
    ]
    single = [n for n, t in scope.types.items() if t.set == set_name and t.kind == "member" and n not in used]
    within = [
        n
        for n, t in scope.types.items()
        if t.kind == "member" and n not in used and t.set != set_name and _within(checker, t.set, set_name)
    ]
    return [*apart, *single] or within
