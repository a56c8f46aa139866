"""Names that nothing has: what they probably mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelwright.model.elements import Definition, IndexSet, Parameter, Variable
from modelwright.model.expressions.checking import hints
from modelwright.model.expressions.checking.types import Scope, Type
from modelwright.model.expressions.nodes import Generator, Index, Name, Node
from modelwright.model.expressions.printer import quote_member
from modelwright.model.findings import Fix

if TYPE_CHECKING:
    from modelwright.model.expressions.checking.checker import Checker

__all__ = ["unknown_name", "unknown_set"]

_SET_USE = {IndexSet: "an index set", Parameter: "a parameter", Variable: "a variable", Definition: "a definition"}


def unknown_name(checker: Checker, node: Name | Index, scope: Scope) -> Type:
    """Report a name that has no value."""
    element = checker.model.by_name.get(node.id)
    if isinstance(element, IndexSet):
        hint = f"write `len({node.id})`, `first({node.id})` or `last({node.id})`, or run over it: `i in {node.id}`"
        return checker.report("unknown-name", f"`{node.id}` names a set, which has no value here", node, hint)
    if element is not None:
        kind = type(element).__name__.lower()
        message = f"`{node.id}` names a {kind}, which has no value here"
        return checker.report("unknown-name", message, node, "name a parameter, a variable or a definition")
    if node.id in scope:
        message = f"`{node.id}` is a quantifier and takes no index"
        return checker.report("index-arity", message, node, f"write `{node.id}`", node.id)
    opened = checker.open_names.get(node.id)
    if opened is not None:
        field = opened.pointer.rpartition("/")[2]
        hint = f"bind it: set `{field}` to `{opened.text}`"
        return checker.report("unknown-name", f"Nothing binds `{node.id}` here", node, hint, opened)
    return _misspelt(checker, node, scope)


def _misspelt(checker: Checker, node: Name | Index, scope: Scope) -> Type:
    message = f"Nothing is named `{node.id}`"
    if isinstance(node, Name) and (text := next(_members(checker, node.id), None)) is not None:
        return checker.report("unknown-name", message, node, f"write {text}: members stand in quotes", text)
    number = hints.NUMBER_WORDS.get(node.id.lower())
    if number is not None and isinstance(node, Name):
        return checker.report("unknown-name", message, node, f"write `{number}`", number)
    valued = {n: e for n, e in checker.model.by_name.items() if isinstance(e, Parameter | Variable | Definition)}
    indexed = isinstance(node, Index)
    fitting = frozenset(n for n, e in valued.items() if bool(e.index) is indexed)
    candidates = [*valued, *(() if indexed else scope.types)]
    near = hints.closest(node.id, candidates, fitting)
    if near is None:
        hint = "declare it as a parameter, a variable or a definition"
        return checker.report("unknown-name", message, node, hint)
    fix = _renamed(checker, node.start, node.id, near)
    return checker.report("unknown-name", message, node, f"write `{near}`", fix)


def _members(checker: Checker, word: str) -> Iterator[str]:
    for index_set in checker.model.sets:
        if word in (checker.known.positions(index_set.name) or {}):
            yield quote_member(word)


def _renamed(checker: Checker, start: int, word: str, near: str) -> Fix | None:
    if checker.source is None:
        return None
    return Fix(pointer=checker.pointer, start=start, end=start + len(word), text=near)


def unknown_set(checker: Checker, node: Node | Generator, word: str) -> None:
    """Report a set that does not exist."""
    element = checker.model.by_name.get(word)
    names = [
        n
        for n, e in checker.model.by_name.items()
        if isinstance(e, IndexSet) or (isinstance(e, Parameter) and e.members_of is not None)
    ]
    near = hints.closest(word, names)
    hint = (
        f"write `{near}`"
        if near
        else f"declare the set, or write one of {', '.join(names[:8])}"
        if names
        else "declare the set"
    )
    kind = next((said for cls, said in _SET_USE.items() if isinstance(element, cls)), None)
    message = f"`{word}` is {kind}, not a set" if kind else f"No set is named `{word}`"
    fix = None
    if near is not None and checker.source is not None:
        place = re.compile(rf"\bin\s+({re.escape(word)})\b").search(checker.source, node.start)
        start = place.start(1) if place and isinstance(node, Generator) else node.start
        fix = _renamed(checker, start, word, near)
    checker.report("unknown-set", message, node, hint, fix)
