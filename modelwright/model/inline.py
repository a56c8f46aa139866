"""Values kept inside the Model: whether their keys are right and none is lacking."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from modelwright.config import LIMITS
from modelwright.model.elements import Known, KnownSets, Member, Parameter, Variable
from modelwright.model.expressions.checking.hints import closest
from modelwright.model.expressions.checking.known import KnownData
from modelwright.model.findings import Finding, Fix
from modelwright.model.places import Place

__all__ = ["inline_findings", "key_fault", "set_findings", "show_member"]


def show_member(member: Member) -> str:
    """A member as a person writes it."""
    return f"({', '.join(map(str, member))})" if isinstance(member, tuple) else str(member)


def inline_findings(known: KnownData, element: Parameter, value: Known, pointer: str) -> Iterator[Finding]:
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
        yield from _keys(known, element, [key for key, _ in entries], pointer)
        yield from _coverage(known, element, value, pointer)


def set_findings(known: KnownData, element: Parameter, value: KnownSets, pointer: str) -> Iterator[Finding]:
    """What is wrong with the sets of `element`, placed below `pointer`."""
    if sum(len(members) for _, members in value.entries) > LIMITS.inline_numbers:
        message = f"`{element.name}` lists more than {LIMITS.inline_numbers} members"
        yield _finding("inline-size", pointer, message, "keep them in a table and bind it")
        return
    yield from _keys(known, element, [key for key, _ in value.entries], pointer)
    within = None if element.members_of is None else known.positions(element.members_of)
    for k, (key, members) in enumerate(value.entries):
        place = f"{pointer}/entries/{k}"
        outside = [m for m in members if within is not None and m not in within]
        if outside:
            message = f"`{show_member(outside[0])}` in `{element.name}` is not a member of `{element.members_of}`"
            yield _finding("index-range", place, message, f"add it to `{element.members_of}`, or take it out")
        elif len(set(members)) != len(members):
            message = f"`{element.name}` lists a member twice for {_words(key)}"
            yield _finding("duplicate-name", place, message, "list it once")


def key_fault(known: KnownData, element: Parameter | Variable, key: tuple[Member, ...]) -> tuple[str, str] | None:
    """Code and message for a key that is none of `element`."""
    if len(key) != len(element.index):
        return "index-arity", f"`{element.name}` has {len(element.index)} indices and {len(key)} are given"
    for part, name in zip(key, element.index, strict=True):
        within = known.positions(name)
        if within is not None and part not in within:
            return "index-range", f"{_words(key)} is not in the index of `{element.name}`"
    return None


def _keys(known: KnownData, element: Parameter, keys: list[tuple[Member, ...]], pointer: str) -> Iterator[Finding]:
    seen: set[tuple[Member, ...]] = set()
    for k, key in enumerate(keys):
        place = f"{pointer}/entries/{k}"
        fault = key_fault(known, element, key)
        if fault is not None and fault[0] == "index-arity":
            yield _finding(fault[0], place, fault[1], "write one member for each index, in order")
        elif key in seen:
            message = f"`{element.name}` has two values for {_words(key)}"
            yield _finding("duplicate-name", place, message, "keep one of them")
        elif fault is not None:
            yield _finding(fault[0], place, fault[1], *_nearest(known, element, keys, key, place))
        seen.add(key)


def _nearest(
    known: KnownData, element: Parameter, keys: list[tuple[Member, ...]], key: tuple[Member, ...], place: str
) -> tuple[str, Fix | None]:
    """Hint and fix for one member of a key that its set lacks, by the keys that are still without a value."""
    axes = [known.positions(name) for name in element.index]
    wrong = [k for k, axis in enumerate(axes) if axis is not None and key[k] not in axis]
    position = wrong[0]
    members = known.members(element.index[position]) or ()
    free = [m for m in members if (*key[:position], m, *key[position + 1 :]) not in keys] or list(members)
    near = closest(str(key[position]), [m for m in free if isinstance(m, str)])
    if near is None or len(wrong) > 1:
        return f"its members: {', '.join(show_member(m) for m in members[:5])}", None
    return f"write `{near}`", Fix(pointer=f"{place}/0/{position}", text=near)


def _coverage(known: KnownData, element: Parameter, value: Known, pointer: str) -> Iterator[Finding]:
    axes = [known.positions(name) for name in element.index]
    whole = [axis for axis in axes if axis is not None]
    too_many = prod(len(axis) for axis in whole) > LIMITS.inline_numbers
    if value.default is not None or len(whole) < len(axes) or too_many:
        return
    seen = {key for key, _ in value.entries or ()}
    lacking = [key for key in product(*whole) if key not in seen]
    if lacking:
        more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
        message = f"`{element.name}` has no value for {_words(lacking[0])}{more}"
        yield _finding("missing-value", pointer, message, "add it, or state a default")


def _finding(code: str, pointer: str, message: str, hint: str | None = None, fix: Fix | None = None) -> Finding:
    return Finding(code=code, place=Place(pointer=pointer), message=message, hint=hint, fix=fix)


def _words(key: tuple[Member, ...]) -> str:
    if not key:
        return "its only key"
    return f"({', '.join(map(show_member, key))})" if len(key) > 1 else f"`{show_member(key[0])}`"
