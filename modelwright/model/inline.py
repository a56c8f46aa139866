"""Numbers kept inside the Model: whether their keys are right and none is lacking."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from modelwright.config import LIMITS
from modelwright.model.elements import IndexSet, Known, Member, Members, Parameter, Range
from modelwright.model.findings import Finding
from modelwright.model.places import Place

if TYPE_CHECKING:
    from modelwright.model.document import Model

__all__ = ["inline_findings", "inline_members"]


def inline_members(model: Model, name: str) -> dict[Member, None] | None:
    """Members of the set `name` in order; ``None`` when they are not in the Model, or too many to list."""
    element = model.by_name.get(name)
    if not isinstance(element, IndexSet):
        return None
    if isinstance(element.content, Members):
        return dict.fromkeys(element.content.members)
    if isinstance(element.content, Range) and element.content.last - element.content.first < LIMITS.inline_numbers:
        return dict.fromkeys(range(element.content.first, element.content.last + 1))
    return None


def inline_findings(model: Model, element: Parameter, value: Known, pointer: str) -> Iterator[Finding]:
    """What is wrong with the numbers of `element`, placed below `pointer`."""
    if not element.index:
        if value.number is None:
            yield _finding("missing-value", pointer, f"`{element.name}` has no number", "give `number`")
        return
    entries = value.entries or ()
    if value.number is not None:
        message = f"`{element.name}` is indexed and has a single number"
        yield _finding("index-arity", pointer, message, "give `entries`")
    elif len(entries) > LIMITS.inline_numbers:
        message = f"`{element.name}` has {len(entries)} inline numbers; at most {LIMITS.inline_numbers} are kept"
        yield _finding("inline-size", pointer, message, "keep them in a table and bind it")
    else:
        axes = [inline_members(model, name) for name in element.index]
        yield from _keys(element, value, axes, pointer)
        yield from _coverage(element, value, axes, pointer)


def _keys(element: Parameter, value: Known, axes: list[dict[Member, None] | None], pointer: str) -> Iterator[Finding]:
    seen: set[tuple[Member, ...]] = set()
    for k, (key, _) in enumerate(value.entries or ()):
        place = f"{pointer}/entries/{k}"
        if len(key) != len(element.index):
            message = f"`{element.name}` has {len(element.index)} indices and {len(key)} are given"
            yield _finding("index-arity", place, message)
        elif key in seen:
            yield _finding("duplicate-name", place, f"`{element.name}` has two values for {_words(key)}")
        elif any(axis is not None and part not in axis for part, axis in zip(key, axes, strict=True)):
            yield _finding("index-range", place, f"{_words(key)} is not in the index of `{element.name}`")
        seen.add(key)


def _coverage(
    element: Parameter, value: Known, axes: list[dict[Member, None] | None], pointer: str
) -> Iterator[Finding]:
    known = [axis for axis in axes if axis is not None]
    too_many = prod(len(axis) for axis in known) > LIMITS.inline_numbers
    if value.default is not None or len(known) < len(axes) or too_many:
        return
    seen = {key for key, _ in value.entries or ()}
    lacking = [key for key in product(*known) if key not in seen]
    if lacking:
        more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
        message = f"`{element.name}` has no value for {_words(lacking[0])}{more}"
        yield _finding("missing-value", pointer, message, "add it, or state a default")


def _finding(code: str, pointer: str, message: str, hint: str | None = None) -> Finding:
    return Finding(code=code, place=Place(pointer=pointer), message=message, hint=hint)


def _words(key: tuple[Member, ...]) -> str:
    return f"({', '.join(map(str, key))})" if len(key) > 1 else f"`{key[0]}`"
