"""Everything that is wrong with a Model, all at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from modelwright.errors import ModelError
from modelwright.model.document import Model
from modelwright.model.elements import Derived, Element, Objective, Output, TestCase
from modelwright.model.expressions.parser import RESERVED
from modelwright.model.findings import Finding, Fix
from modelwright.model.judging.goals import judge_objective, judge_output, judge_reports, judge_test
from modelwright.model.judging.judge import Judge
from modelwright.model.judging.rows import judge_constraint
from modelwright.model.judging.sets import judge_set
from modelwright.model.judging.values import judge_definition, judge_parameter, judge_variable
from modelwright.model.places import Place
from modelwright.model.sources import TextSpan
from modelwright.model.templates import ConstraintBase
from modelwright.model.uses import names_used

__all__ = ["check", "validate"]

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z", re.ASCII)
_WORD_BREAK = re.compile(r"\W+", re.ASCII)


def validate(model: Model) -> list[Finding]:
    """Every finding of `model`, in the order of the document; empty when nothing is to be said."""
    judge = Judge(model)
    _names(judge)
    _statements(judge)
    _each(judge, model.sets, "sets", judge_set)
    _each(judge, model.parameters, "parameters", judge_parameter)
    _each(judge, model.variables, "variables", judge_variable)
    _each(judge, model.definitions, "definitions", judge_definition)
    _each(judge, model.objectives, "objectives", judge_objective)
    _each(judge, model.constraints, "constraints", judge_constraint)
    _each(judge, model.outputs, "outputs", judge_output)
    judge_reports(judge)
    _each(judge, model.tests, "tests", judge_test)
    _cycles(judge)
    if not model.variables:
        message = "Nothing is decided: the Model has no variable"
        judge.say("empty-model", "/variables", message, "declare a variable")
    if not model.objectives and all(row.enforce.form == "must" for row in model.constraints):
        message = "Nothing is minimised or maximised: any feasible plan will do"
        judge.say("no-objective", "/objectives", message, "state an objective if there is one", severity="warning")
    return [*dict.fromkeys(judge.checker.findings), *_units(model)]


def check(model: Model, findings: Sequence[Finding] | None = None) -> None:
    """Raise when `model` cannot be grounded.

    Args:
        model: To be grounded.
        findings: What `validate` said of it, when that is known already.

    Raises:
        ModelError: With every error and missing slot in `findings`; the first is told in the message.
    """
    serious = tuple(f for f in (validate(model) if findings is None else findings) if f.severity != "warning")
    if not serious:
        return
    first = serious[0]
    more = f" (and {len(serious) - 1} more)" if len(serious) > 1 else ""
    raise ModelError(
        f"{first.message}{more}", findings=serious, code=first.code, where=_where(model, first.place), hint=first.hint
    )


def _where(model: Model, place: Place) -> str:
    parts = place.pointer.split("/")
    if len(parts) < 3 or not parts[2].isdigit():
        return str(place)
    group = getattr(model, parts[1], ())
    k = int(parts[2])
    name = getattr(group[k], "name", None) if k < len(group) else None
    return f"{place} (`{name}`)" if name else str(place)


def _each(judge: Judge, elements: Iterable[Any], group: str, rule: Callable[[Judge, Any, str], None]) -> None:
    for k, element in enumerate(elements):
        rule(judge, element, f"/{group}/{k}")


def _names(judge: Judge) -> None:
    """Every name is an identifier of its own."""
    seen: dict[str, tuple[str, Element]] = {}
    for pointer, element in judge.model.elements():
        place, name = f"{pointer}/name", element.name
        if not _IDENTIFIER.match(name):
            other = _WORD_BREAK.sub("_", name).strip("_") or "x"
            other = other if _IDENTIFIER.match(other) else f"n{other}"
            hint = f"write `{other}` and keep the words as label"
            judge.say("invalid-name", place, f"`{name}` is no identifier", hint, fix=_new_name(judge, other, place))
        elif name in RESERVED:
            message = f"`{name}` is a word of the expression language"
            judge.say("reserved-name", place, message, f"write `{name}_`", fix=_new_name(judge, f"{name}_", place))
        if name in seen:
            where, first = seen[name]
            message = f"`{name}` is already the name of {_article(first)} ({where})"
            fix = None if _is_read(judge, element) else _new_name(judge, _numbered(judge, name), place)
            hint = f"write `{fix.text}`" if fix else "rename one"
            if isinstance(element, Output) and element.report_as is None:
                hint = f'{hint}, and `report_as = "{name}"` where the report should say `{name}`'
            judge.say("duplicate-name", place, message, hint, fix=fix)
        seen.setdefault(name, (pointer, element))


def _is_read(judge: Judge, element: Element) -> bool:
    """Whether expressions read an element of this name, and may mean this one."""
    if isinstance(element, Objective | ConstraintBase | Output | TestCase):
        return False
    return any(element.name in names_used(other) for _, other in judge.model.elements())


_SHOWN = {"IndexSet": "set", "TestCase": "test case"}


def _article(element: Element) -> str:
    """``"a parameter"``; every kind of row is a constraint."""
    kind = "constraint" if isinstance(element, ConstraintBase) else type(element).__name__
    said = _SHOWN.get(kind, kind.lower())
    return f"{'an' if said[0] in 'aeiou' else 'a'} {said}"


def _new_name(judge: Judge, name: str, pointer: str) -> Fix | None:
    return None if name in judge.model.by_name else Fix(pointer=pointer, text=name)


def _numbered(judge: Judge, name: str) -> str:
    k = 2
    while f"{name}_{k}" in judge.model.by_name:
        k += 1
    return f"{name}_{k}"


def _statements(judge: Judge) -> None:
    """Sources point into their statements."""
    texts = {s.id: s.text for s in judge.model.statements}
    for pointer, element in judge.model.elements():
        for k, source in enumerate(element.sources):
            if not isinstance(source, TextSpan):
                continue
            text = texts.get(source.statement)
            if text is None or not source.start < source.end <= len(text):
                message = f"The source of `{element.name}` points outside its statement `{source.statement}`"
                hint = "correct it, or leave it out"
                judge.say("invalid-source", f"{pointer}/sources/{k}", message, hint)


def _cycles(judge: Judge) -> None:
    """Derivations, definitions and sets must not need themselves."""
    model = judge.model
    derived = [p for p in model.parameters if isinstance(p.value, Derived)]
    elements: tuple[Element, ...] = (*derived, *model.definitions, *model.sets)
    needs = {element.name: names_used(element) for element in elements}
    pointers = {e.name: p for p, e in model.elements()}
    for circle in _circles(needs):
        message = f"These need each other: {' -> '.join((*circle, circle[0]))}"
        judge.say("cycle", pointers[circle[0]], message, "write one of them without the others")


def _units(model: Model) -> list[Finding]:
    """What is wrong with the units, where any is stated."""
    if not model.states_units:  # so that the table of units is not even loaded
        return []
    from modelwright.model.units import unit_findings

    return list(unit_findings(model))


def _circles(needs: dict[str, tuple[str, ...]]) -> list[list[str]]:
    """One circle for each start that leads back into itself, without recursion."""
    done: set[str] = set()
    found: list[list[str]] = []
    for start in needs:
        path: list[str] = []
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            name, k = stack.pop()
            if k == 0:
                if name in done or name not in needs:
                    continue
                if name in path:
                    found.append(path[path.index(name) :])
                    continue
                path.append(name)
            if k < len(needs[name]):
                stack.append((name, k + 1))
                stack.append((needs[name][k], 0))
            else:
                path.pop()
                done.add(name)
    return found
