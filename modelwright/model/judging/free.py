"""Names that expressions read as quantifiers and that nothing binds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from modelwright.errors import ExpressionError
from modelwright.model.elements import Definition, Parameter, Variable
from modelwright.model.expressions import Index, Name, Node, parse_expression, parse_quantifiers
from modelwright.model.expressions.nodes import children, generators_in
from modelwright.model.findings import Fix
from modelwright.model.repairs import arguments_at

if TYPE_CHECKING:
    from modelwright.model.document import Model

__all__ = ["free_names", "quantifiers_for", "split_condition", "sum_fix"]


def free_names(model: Model, sources: Iterable[str], quantifiers: str = "") -> dict[str, str]:
    """The index set that each name stands for that neither `quantifiers` nor its own expression binds, by the place in
    which it is used as an index."""
    found: dict[str, str] = {}
    try:
        bound = frozenset(name for generator in parse_quantifiers(quantifiers) for name in generator.ids)
    except ExpressionError:
        return found
    for source in sources:
        if "[" not in source:
            continue  # nothing is indexed
        try:
            _walk(model, parse_expression(source), bound, found)
        except ExpressionError:
            continue
    return found


def _walk(model: Model, node: Node, bound: frozenset[str], found: dict[str, str]) -> None:
    for generator in generators_in(node):
        bound = bound | set(generator.ids)
    if isinstance(node, Index):
        element = model.by_name.get(node.id)
        index = element.index if isinstance(element, Parameter | Variable | Definition) else ()
        if len(index) == len(node.args):
            for arg, name in zip(node.args, index, strict=True):
                if isinstance(arg, Name) and arg.id not in bound and arg.id not in model.by_name:
                    found.setdefault(arg.id, name)
    for part in children(node):
        _walk(model, part, bound, found)


def sum_fix(model: Model, source: str, start: int, pointer: str) -> Fix | None:
    """The quantifiers that a ``sum(…)`` lacks whose bracket opens at `start` of `source`."""
    pieces, end = arguments_at(source, start)
    names = free_names(model, pieces) if len(pieces) == 1 else {}
    if not names or "" in pieces:
        return None
    text = "".join(f" for {name} in {over}" for name, over in names.items())
    return Fix(pointer=pointer, start=end, end=end, text=text)


def split_condition(quantifiers: str) -> tuple[str, str]:
    """Quantifiers, and the condition at their end with its ``if``."""
    generators = parse_quantifiers(quantifiers)
    condition = generators[-1].condition if generators else None
    if condition is None:
        return quantifiers.strip(), ""
    return quantifiers[: generators[-1].end].strip(), quantifiers[generators[-1].end :]


def quantifiers_for(names: dict[str, str], index: tuple[str, ...] | None) -> str | None:
    """Quantifiers that bind `names`, in the order of `index`; ``None`` when they do not fit it."""
    if index is None:
        return ", ".join(f"{name} in {over}" for name, over in names.items())
    if sorted(names.values()) != sorted(index) or len(set(index)) < len(index):
        return None
    by_set = {over: name for name, over in names.items()}
    return ", ".join(f"{by_set[over]} in {over}" for over in index)
