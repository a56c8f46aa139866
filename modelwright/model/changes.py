"""The difference between two Models as sentences, in the user's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from modelwright.model.document import GROUPS, Model
from modelwright.model.elements import (
    Definition,
    Element,
    IndexSet,
    Known,
    Missing,
    Objective,
    Output,
    Parameter,
    TestCase,
    Variable,
)
from modelwright.model.templates import ConstraintBase
from modelwright.model.words import Words, show_number

__all__ = ["changes", "describe"]

_NOUNS: dict[type[Element], str] = {
    IndexSet: "the list",
    Parameter: "the number",
    Variable: "the decision",
    Definition: "the total",
    Objective: "the goal",
    Output: "the report",
    TestCase: "the test",
}
_GOALS = {"min": "as small as possible", "max": "as large as possible", "satisfy": "any feasible plan"}
_DOMAINS = {"integer": "in whole numbers", "binary": "yes or no", "continuous": "with fractions allowed"}
_NEGOTIABLE = {"yes": "may move", "no": "is fixed", "unstated": "may move if need be"}


def changes(old: Model, new: Model) -> list[str]:
    """One sentence for each difference between `old` and `new`, elements matched by name; empty for equal Models.

    What is dropped comes first, then what changed, then what is new, each in the order of the document.
    """
    before, after = Words(old), Words(new)
    dropped: list[str] = []
    changed: list[str] = []
    added: list[str] = []
    if old.label != new.label or old.name != new.name:
        changed.append(f"The model is now called “{new.label or new.name}”.")
    if old.time_unit != new.time_unit:
        changed.append(f"Times now count in {new.time_unit or 'no stated unit'}.")
    if old.statements != new.statements:
        changed.append(f"The text changed: {len(new.statements)} statements, before {len(old.statements)}.")
    for group in GROUPS:
        was: dict[str, Element] = {e.name: e for e in getattr(old, group)}
        now: dict[str, Element] = {e.name: e for e in getattr(new, group)}
        dropped += [f"No longer: {describe(was[name], before)}." for name in was if name not in now]
        added += [f"New: {describe(now[name], after)}." for name in now if name not in was]
        common = [name for name in now if name in was]
        for name in common:
            if was[name] != now[name]:
                changed += [f"{said[:1].upper()}{said[1:]}." for said in _changed(was[name], now[name], before, after)]
        if common != [name for name in was if name in now]:
            changed.append(f"The {group} stand in another order.")
    return dropped + changed + added


def describe(element: Element, words: Words) -> str:
    """One element in a clause: ``"chairs: at most 40"``, ``"the decision tables, in whole numbers"``."""
    match element:
        case ConstraintBase():
            soft = (
                "" if element.enforce.form == "must" else f" (at {words.value(element.enforce.weight)} for breaking it)"
            )
            return f"{element.read_back(words)}{soft}"
        case Parameter():
            return f"the number {element.shown} = {_value(element, words)}"
        case Variable():
            return f"the decision {words.declared(element)}, {_domain(element)}{_bounds(element, words)}"
        case Definition():
            return f"the total {element.shown} = {words.say(element.expression)}"
        case Objective():
            return f"the goal {_goal(element, words)}"
        case IndexSet():
            return f"the list {element.shown}"
        case _:
            return f"{_NOUNS.get(type(element), 'the element')} {element.shown}"


def _changed(old: Element, new: Element, before: Words, after: Words) -> Iterator[str]:
    """What changed in one element; what no sentence says is named by its field."""
    said = {"sources"}
    noun = _NOUNS.get(type(new), "")
    subject = f"{noun} {new.shown}".strip()
    if type(old) is not type(new):
        yield f"{describe(old, before)} becomes {describe(new, after)}"
        return
    if old.label != new.label:
        said.add("label")
        yield f"{old.shown} is now called {new.shown}"
    if isinstance(old, Parameter) and isinstance(new, Parameter) and old.value != new.value:
        said.add("value")
        yield f"{subject} goes from {_value(old, before)} to {_value(new, after)}"
    if isinstance(old, ConstraintBase) and isinstance(new, ConstraintBase):
        first, second = describe(old, before), describe(new, after)
        said |= {"enforce", "for_each", *(slot for slot in type(new).model_fields if slot not in _COMMON)}
        if first != second:
            yield f"“{first}” becomes “{second}”"
        if old.negotiable != new.negotiable:
            said.add("negotiable")
            yield f"the limit {new.shown} {_NEGOTIABLE[new.negotiable]}"
    if isinstance(old, Variable) and isinstance(new, Variable):
        first, second = (f"{_domain(v)}{_bounds(v, w)}" for v, w in ((old, before), (new, after)))
        if first != second:
            said |= {"domain", "lower", "upper", "over"}
            yield f"{subject} is now {second}; before, it was {first}"
    if isinstance(old, Objective) and isinstance(new, Objective):
        first, second = _goal(old, before), _goal(new, after)
        if first != second:
            said |= {"sense", "expression"}
            yield f"the goal “{first}” becomes “{second}”"
    if isinstance(old, Definition) and isinstance(new, Definition) and old.expression != new.expression:
        said.add("expression")
        yield f"{subject} is now {after.say(new.expression)}; before, it was {before.say(old.expression)}"
    yield from _fields(old, new, said, subject)


_COMMON = frozenset(ConstraintBase.model_fields)


def _fields(old: Element, new: Element, said: set[str], subject: str) -> Iterator[str]:
    for field in type(new).model_fields:
        first, second = getattr(old, field), getattr(new, field)
        if field not in said and first != second:
            yield f"the {field.replace('_', ' ')} of {subject} goes from {_shown(first)} to {_shown(second)}"
    if old.sources != new.sources:
        yield f"{subject} comes from other words"


def _shown(value: Any) -> str:
    if value is None or value == "" or value == ():
        return "nothing"
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value))
    members = getattr(value, "members", None)
    if members is not None:
        shown = ", ".join(map(str, members[:8]))
        return f"{shown}, …" if len(members) > 8 else shown
    dumped = getattr(value, "model_dump", None)
    if dumped is None:
        return str(value)
    return ", ".join(f"{k} {_shown(v)}" for k, v in dumped(mode="json").items() if k != "form" and v is not None)


def _value(parameter: Parameter, words: Words) -> str:
    value = parameter.value
    if isinstance(value, Known) and value.number is not None:
        return show_number(value.number, parameter.unit)
    if isinstance(value, Missing):
        return "(still to be said)"
    if value.form == "derived":
        return words.say(value.expression)
    if isinstance(value, Known):
        entries = [f"{', '.join(map(str, key))}: {show_number(number)}" for key, number in (value.entries or ())[:6]]
        return "; ".join(entries) + ("; …" if len(value.entries or ()) > 6 else "")
    return _shown(value)


def _domain(variable: Variable) -> str:
    match variable.domain:
        case str(word):
            return _DOMAINS[word]
        case Missing():
            return "whole or with fractions (still to be said)"
        case domain:
            return f"one of {_shown(domain)}" if domain.form == "choice" else f"a span of time ({_shown(domain)})"


def _bounds(variable: Variable, words: Words) -> str:
    said = [
        f", at {side} {words.say(bound)}"
        for side, bound in (("least", variable.lower), ("most", variable.upper))
        if bound is not None
    ]
    return "".join(said)


def _goal(objective: Objective, words: Words) -> str:
    sense = (
        _GOALS[objective.sense] if isinstance(objective.sense, str) else "as small or as large as possible (to be said)"
    )
    if objective.expression is None:
        return sense
    return f"{objective.shown} ({words.value(objective.expression)}) {sense}"
