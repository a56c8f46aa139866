"""A Model as Markdown, in the user's words."""

from __future__ import annotations

from modelwright.model.document import Model
from modelwright.model.elements import (
    Bound,
    BoundSets,
    Choice,
    Derived,
    Interval,
    Known,
    KnownSets,
    Missing,
    Objective,
    Parameter,
    Variable,
)
from modelwright.model.words import Words, show_number

__all__ = ["to_markdown"]

_GOALS = {"min": "as small as possible", "max": "as large as possible", "satisfy": "any feasible plan"}


def escape(text: str) -> str:
    """`text` with Markdown's own characters made harmless."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|" else c for c in text).replace("\n", " ")


def to_markdown(model: Model) -> str:
    """`model` as a Markdown section: goal, decisions, limits, numbers."""
    words = Words(model)
    lines = [f"## {escape(model.label or model.name)}", ""]
    goals = [_goal(o, words) for o in model.objectives] or ["any feasible plan"]
    lines += ["**Goal**", "", *(f"- {g}" for g in goals), ""]
    lines += ["**Decisions**", "", *(f"- {_decision(v, words)}" for v in model.variables), ""]
    if model.definitions:
        said = (f"- {escape(d.shown)} = {escape(words.say(d.expression))}" for d in model.definitions)
        lines += ["**Totals**", "", *said, ""]
    lines += ["**Limits**", ""]
    lines += [f"- {escape(row.read_back(words))}" for row in model.constraints] or ["- none"]
    if model.parameters:
        lines += ["", "| number | value |", "|---|---|"]
        lines += [f"| {escape(p.shown)} | {escape(_number(p, words))} |" for p in model.parameters]
    return "\n".join(lines) + "\n"


def _goal(objective: Objective, words: Words) -> str:
    sense = _GOALS[objective.sense] if isinstance(objective.sense, str) else "(as small or as large as possible?)"
    expression = objective.expression
    if expression is None:
        return sense
    said = "(still to be said)" if isinstance(expression, Missing) else words.say(expression)
    return escape(f"{objective.shown} = {said}, {sense}")


def _decision(variable: Variable, words: Words) -> str:
    kinds = {"integer": "whole numbers", "binary": "yes or no", "continuous": "fractions allowed"}
    match variable.domain:
        case str(word):
            domain = kinds[word]
        case Choice(members=members):
            domain = f"one of {', '.join(map(str, members))}"
        case Interval(size=size, optional=optional):
            length = "any length" if size is None else f"lasting {words.say(size)}"
            domain = f"a time from start to end, {length}{', may be left out' if optional else ''}"
        case _:
            domain = "whole or fractional?"
    unit = f", in {variable.unit}" if variable.unit else ""
    bounds = ""
    if variable.lower is not None and variable.lower != "0":
        bounds += f", at least {words.say(variable.lower)}"
    if variable.upper is not None:
        bounds += f", at most {words.say(variable.upper)}"
    return escape(f"{words.declared(variable)} ({domain}{unit}{bounds})")


def _number(parameter: Parameter, words: Words) -> str:
    value = parameter.value
    match value:
        case Known(number=number) if number is not None:
            return show_number(number, parameter.unit)
        case Known(entries=entries):
            shown = [f"{', '.join(map(str, key))}: {show_number(n)}" for key, n in (entries or ())[:6]]
            return "; ".join(shown) + ("; …" if len(entries or ()) > 6 else "")
        case Derived(expression=expression):
            return f"= {words.say(expression)}"
        case Bound(table=table, value=column) | BoundSets(table=table, member=column):
            return f"column {column} of table {table}"
        case KnownSets(entries=sets):
            listed = [f"{', '.join(map(str, key))}: {', '.join(map(str, found))}" for key, found in sets[:6]]
            return "; ".join(listed) + ("; …" if len(sets) > 6 else "")
        case _:
            return "(still to be said)"
