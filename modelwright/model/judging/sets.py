"""Rules of index sets."""

from __future__ import annotations

from modelwright.config import LIMITS
from modelwright.model.elements import Column, Columns, IndexSet, Member, Members, Range, Selected
from modelwright.model.expressions.checking import Scope
from modelwright.model.inline import show_member
from modelwright.model.judging.judge import Judge

__all__ = ["judge_set"]


def judge_set(judge: Judge, element: IndexSet, pointer: str) -> None:
    """Everything wrong with one index set."""
    content = element.content
    place = f"{pointer}/content"
    if isinstance(content, Range):
        _range(judge, element, content, place)
    elif isinstance(content, Members):
        _members(judge, element, content, place)
    elif isinstance(content, Columns):
        if len(set(content.columns)) != len(content.columns) or len(content.columns) < 2:
            message = f"`{element.name}` needs two or more different columns"
            judge.say("invalid-field", f"{place}/columns", message, "name each column once, or take a `column`")
    elif isinstance(content, Selected):
        _selected(judge, content, place)
    if element.of:
        _parts(judge, element, pointer)
    if element.subset_of is not None and judge.index_set(element.subset_of, f"{pointer}/subset_of"):
        _subset(judge, element, element.subset_of, f"{pointer}/subset_of")


def _range(judge: Judge, element: IndexSet, content: Range, pointer: str) -> None:
    for side in ("first", "last"):
        end = getattr(content, side)
        if isinstance(end, str):
            found = judge.number(end, f"{pointer}/{side}", Scope(), degree=0)
            value = judge.value(end)
            if found.kind == "number" and value is not None and value.denominator != 1:
                message = f"`{element.name}` ends at {value}, which is no whole number"
                judge.say("not-whole", f"{pointer}/{side}", message, "write `floor(…)` or `ceil(…)` around it")
    ends = judge.checker.known.bounds(content)
    if ends is not None and ends[1] - ends[0] + 1 > LIMITS.set_size:
        message = f"`{element.name}` has {ends[1] - ends[0] + 1} members; at most {LIMITS.set_size} are built"
        judge.say("set-size", pointer, message, "make it smaller")


def _members(judge: Judge, element: IndexSet, content: Members, pointer: str) -> None:
    members = content.members
    seen: set[Member] = set()
    twice = next((m for m in members if m in seen or seen.add(m)), None)  # type: ignore[func-returns-value]
    if twice is not None:
        message = f"`{element.name}` lists a member twice: `{show_member(twice)}`"
        judge.say("duplicate-name", pointer, message, "list it once")
    if len({type(m) for m in members}) > 1:
        message = f"`{element.name}` mixes words and numbers as members"
        judge.say("invalid-field", pointer, message, "write all of them as text, or all as integers")
    elif len({len(m) for m in members if isinstance(m, tuple)}) > 1:
        message = f"`{element.name}` mixes tuples of different lengths"
        judge.say("invalid-field", pointer, message, "give every tuple as many parts")
    elif any(m == () for m in members):
        judge.say("invalid-field", pointer, f"`{element.name}` has an empty tuple", "give it parts")


def _selected(judge: Judge, content: Selected, pointer: str) -> None:
    scope = judge.quantifiers(content.over, f"{pointer}/over")
    if not content.over.strip():
        message = "A selected set runs over other sets, and names none"
        judge.say("empty-expression", f"{pointer}/over", message, "write `i in SET`")
    place = f"{pointer}/item"
    node, found = judge.typed(content.item, place, scope)
    if node is None or found.kind == "unknown":
        return
    if found.degree:
        judge.checker.decision_in_data(node)
    elif found.kind not in ("member", "tuple", "number"):
        hint = "write a quantifier, `(i, j)`, or a whole number"
        judge.checker.report("boolean-number", "A member of a set is needed here", node, hint)


def _parts(judge: Judge, element: IndexSet, pointer: str) -> None:
    place = f"{pointer}/of"
    good = judge.sets(element.of, place)
    width = judge.checker.known.width(element.name)
    if isinstance(element.content, Range | Column) or len(element.of) != width:
        parts = "one part" if width == 1 else f"{width} parts"
        sets = "1 set" if len(element.of) == 1 else f"{len(element.of)} sets"
        message = f"`{element.name}` has members of {parts} and `of` names {sets}"
        hint = "leave `of` out" if width == 1 else "name one set for each part"
        judge.say("index-arity", place, message, hint)
        return
    if not good or not isinstance(element.content, Members):
        return
    for k, name in enumerate(element.of):
        within = judge.checker.known.positions(name)
        for n, member in enumerate(element.content.members):
            if within is not None and isinstance(member, tuple) and member[k : k + 1] and member[k] not in within:
                message = f"`{member[k]}` in {show_member(member)} is not a member of `{name}`"
                judge.say("index-range", f"{pointer}/content/members/{n}", message, f"add it to `{name}`")
                break


def _subset(judge: Judge, element: IndexSet, whole: str, pointer: str) -> None:
    inner, outer = judge.checker.known.members(element.name), judge.checker.known.positions(whole)
    outside = [m for m in inner if m not in outer] if inner is not None and outer is not None else []
    if outside:
        said = show_member(outside[0])
        message = f"`{said}` is in `{element.name}` but not in `{whole}`, which should contain it"
        judge.say("index-range", pointer, message, f"add it to `{whole}`, or take it out")
