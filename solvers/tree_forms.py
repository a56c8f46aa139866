"""One form for trees that say the same in another order or scale."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from modelwright.model.exact import trees as t

if TYPE_CHECKING:
    from modelwright.model.exact import Column
    from modelwright.model.exact.trees import Tree

__all__ = ["tree_form"]

Rename: TypeAlias = "Callable[[Column], int]"
Form: TypeAlias = tuple[Hashable, ...]

_UNORDERED = frozenset({"+", "*", "min", "max"})
_UNORDERED_LISTS = frozenset({"all_different", "all_equal"})


def tree_form(tree: Tree, rename: Rename) -> Form:
    """What `tree` says, its decisions called what `rename` gives: without the order of what commutes and the scale of
    linear comparisons. Trees with one form mean the same; the same may still be said in several forms."""

    def forms(trees: Iterable[Tree]) -> tuple[Form, ...]:
        return tuple(tree_form(part, rename) for part in trees)

    match tree:
        case t.Linear(terms=terms, constant=constant):
            return "linear", frozenset((rename(column), value) for column, value in terms), constant
        case t.Relation(op=op, body=t.Linear() as body):
            return _comparison(op, body, rename)
        case t.Relation(op=op, body=body):
            return op, tree_form(body, rename)
        case t.Apply(operation=operation, args=args):
            return operation, _sorted(forms(args)) if operation in _UNORDERED else forms(args)
        case t.Junction(op=op, args=args):
            return op, _sorted(forms(args))
        case t.Same(left=left, right=right):
            return "same", _sorted(forms((left, right)))
        case t.Among(items=items, rows=rows):
            return "among", forms(items), frozenset(rows)
        case t.Element(indices=indices, keys=keys, values=values):
            return "element", forms(indices), frozenset(zip(keys, forms(values), strict=True))
        case t.Global(name=name, lists=lists, intervals=intervals, places=places, transitions=transitions):
            named = [_sorted(forms(part)) if name in _UNORDERED_LISTS else forms(part) for part in lists]
            spans = tuple(forms((i.start, i.size, i.end, i.present)) for i in intervals)
            return name, tuple(named), spans, places, transitions
        case t.Truth(holds=holds):
            return "truth", holds
        case _:
            return type(tree).__name__, forms(t.parts(tree))


def _comparison(op: str, body: t.Linear, rename: Rename) -> Form:
    """A linear comparison with a largest coefficient of 1, and that of the first decision positive for ``==``."""
    terms = sorted((rename(column), value) for column, value in body.terms)
    scale = max((abs(value) for _, value in terms), default=Fraction(1))
    if op in ("==", "!=") and terms and terms[0][1] < 0:
        scale = -scale
    return op, frozenset((column, value / scale) for column, value in terms), body.constant / scale


def _sorted(forms: Iterable[Form]) -> tuple[Form, ...]:
    return tuple(sorted(forms, key=_key))


def _key(form: Hashable) -> str:
    if isinstance(form, frozenset):
        return f"{{{','.join(sorted(map(_key, form)))}}}"
    return f"({','.join(map(_key, form))})" if isinstance(form, tuple) else str(form)
