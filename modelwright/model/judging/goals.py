"""Rules of objectives, outputs and test cases."""

from __future__ import annotations

from modelwright.model.elements import Fixing, Interval, Missing, Objective, Output, Parameter, TestCase, Variable
from modelwright.model.expressions import Node
from modelwright.model.expressions.checking import Scope, Type
from modelwright.model.expressions.checking.hints import closest
from modelwright.model.expressions.nodes import Tuple
from modelwright.model.inline import key_fault
from modelwright.model.judging.judge import Judge

__all__ = ["judge_objective", "judge_output", "judge_reports", "judge_test"]


def judge_objective(judge: Judge, element: Objective, pointer: str) -> None:
    """Everything wrong with one objective."""
    place = f"{pointer}/expression"
    if isinstance(element.sense, Missing):
        judge.missing(element.sense, f"{pointer}/sense")
    if isinstance(element.expression, Missing):
        judge.missing(element.expression, place)
    elif element.expression is not None:
        judge.number(element.expression, place, Scope())
    elif element.sense != "satisfy":
        message = f"`{element.name}` has nothing to optimise"
        judge.say("empty-expression", place, message, "write an expression, or the sense `satisfy`")
    if element.weight <= 0:
        message = f"`{element.name}` has a weight of {element.weight}"
        judge.say("invalid-bounds", f"{pointer}/weight", message, "write a positive weight; `sense` says the direction")
    if element.tolerance < 0:
        message = f"`{element.name}` has a tolerance of {element.tolerance}"
        judge.say("invalid-bounds", f"{pointer}/tolerance", message, "write a fraction of at least 0, such as 0.05")


def judge_output(judge: Judge, element: Output, pointer: str) -> None:
    """Everything wrong with one output."""
    place = f"{pointer}/expression"
    scope = judge.quantifiers(element.over, f"{pointer}/over", decided=True)
    if (element.shape == "scalar") is bool(element.over.strip()):
        if element.over.strip():
            message = f"`{element.name}` is a single value and has quantifiers"
            judge.say(
                "invalid-field",
                f"{pointer}/shape",
                message,
                "write the shape `list`, `nested` or `members`",
                fix="list",
            )
        else:
            message = f"`{element.name}` has the shape `{element.shape}` and runs over nothing"
            judge.say("invalid-field", f"{pointer}/over", message, "write quantifiers: `i in SET`")
    if element.base is not None and element.shape != "members":
        message = f"`{element.name}` counts positions from {element.base} and reports no members"
        judge.say("invalid-field", f"{pointer}/base", message, "write the shape `members`, or leave `base` out")
    node, found = judge.typed(element.expression, place, scope)
    if node is None or found.kind == "unknown":
        return
    if element.shape == "members":
        judge.checker.as_boolean(found, node)
    else:
        _reported(judge, found, node)


def _reported(judge: Judge, found: Type, node: Node) -> None:
    """A number, a condition, a member, an interval, or a tuple of them can be reported."""
    if found.kind in ("list", "set"):
        judge.checker.as_number(found, node)
    elif isinstance(node, Tuple):
        for part, item in zip(found.parts, node.items, strict=True):
            _reported(judge, part, item)


def judge_reports(judge: Judge) -> None:
    """No two outputs are reported under one name."""
    seen: dict[str, str] = {}
    for k, output in enumerate(judge.model.outputs):
        shown = output.report_as or output.name
        if shown in seen and (output.report_as is not None or seen[shown] != output.name):
            message = f"`{output.name}` and `{seen[shown]}` are both reported as `{shown}`"
            judge.say("duplicate-name", f"/outputs/{k}/report_as", message, "give one of them another `report_as`")
        seen.setdefault(shown, output.name)


def judge_test(judge: Judge, element: TestCase, pointer: str) -> None:
    """Everything wrong with one test case."""
    for k, fixing in enumerate(element.given):
        _fixing(judge, fixing, f"{pointer}/given/{k}")
    if element.holds is not None:
        judge.condition(element.holds, f"{pointer}/holds", Scope())
    if element.expect != "optimal" and (element.holds is not None or element.objective is not None):
        field = "holds" if element.holds is not None else "objective"
        message = f"`{element.name}` expects no plan and says what holds of it"
        judge.say("invalid-field", f"{pointer}/{field}", message, "leave it out, or expect `optimal`")


def _fixing(judge: Judge, fixing: Fixing, pointer: str) -> None:
    element = judge.model.by_name.get(fixing.element)
    if not isinstance(element, Variable | Parameter):
        names = [e.name for e in (*judge.model.variables, *judge.model.parameters)]
        near = closest(fixing.element, names)
        message = f"`{fixing.element}` is neither a variable nor a parameter"
        hint = f"write `{near}`" if near else "name a variable or a parameter"
        judge.say("unknown-name", f"{pointer}/element", message, hint, fix=near)
        return
    if isinstance(element, Variable) and isinstance(element.domain, Interval):
        message = f"`{element.name}` is an interval, which no number can fix"
        judge.say("interval-number", f"{pointer}/element", message, "state it with `holds`")
    if isinstance(element, Parameter) and element.members_of is not None:
        message = f"`{element.name}` has sets as values, which no number can replace"
        judge.say("boolean-number", f"{pointer}/element", message, "name a parameter of numbers")
    fault = key_fault(judge.checker.known, element, fixing.key)
    if fault is not None:
        judge.say(fault[0], f"{pointer}/key", fault[1], "write one member for each index, in order")
