"""The condition on the line of a constraint, as the slots of its kind."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from modelwright.errors import ExpressionError
from modelwright.model.canonical import dump_part
from modelwright.model.document import Model
from modelwright.model.elements import Definition, Element, Parameter, Variable
from modelwright.model.expressions import Node, parse_expression, parse_quantifiers
from modelwright.model.expressions.checking.hints import closest, cut
from modelwright.model.expressions.nodes import children, generators_in, names_in
from modelwright.model.findings import Finding
from modelwright.model.reading import reading_findings
from modelwright.model.templates import KINDS, Algebraic, ConstraintBase
from modelwright.model.text.faults import LineFault, unknown_kind

__all__ = ["FieldFaults", "read_row"]

_GROUPS: dict[type[Element], str] = {Parameter: "parameters", Variable: "variables", Definition: "definitions"}


class FieldFaults(Exception):
    """Fields of a row are wrong.

    Attributes:
        findings: Placed by JSON pointer below the row.
    """

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("fields of a row are wrong")
        self.findings = findings


def read_row(fields: dict[str, Any], model: Model) -> dict[str, Any]:
    """The constraint with the slots of its kind in the place of ``row``.

    A row that is wrong in itself (it cannot be parsed, names what is not there, compares nothing) is read as
    `algebraic`, so that validation tells what is wrong and where.

    Args:
        fields: Of one constraint: ``name``, ``kind``, ``row`` and others.
        model: Tells decisions from data; its own constraints are not read.

    Raises:
        LineFault: There is no such kind, or it cannot say the row.
        FieldFaults: Other fields are wrong.
    """
    kind = KINDS.get(fields["kind"])
    if kind is None:
        raise unknown_kind(fields["kind"])
    slots = _slots(kind, fields, model)
    others = {name: value for name, value in fields.items() if name != "row"}
    if slots is None:
        slots = {"kind": "algebraic", "expression": fields["row"]}
        if kind is not Algebraic and not _is_faulty(fields, model):
            raise _misfit(kind, fields, model)
        own = set(kind.model_fields) - set(ConstraintBase.model_fields)
        others, kind = {name: value for name, value in others.items() if name not in own | {"kind"}}, Algebraic
    document = slots | others
    try:
        return dump_part(kind.model_validate(document))
    except ValidationError as error:
        raise FieldFaults(reading_findings(error, document, kind)) from None


def _slots(kind: type[ConstraintBase], fields: dict[str, Any], model: Model) -> dict[str, Any] | None:
    try:
        node = parse_expression(fields["row"])
        quantifiers = parse_quantifiers(str(fields.get("for_each", "")))
    except ExpressionError:
        return None
    slots = kind.match(node, model)
    if slots is None:
        bound = {name for generator in quantifiers for name in generator.ids}
        meant = _with_meant(model, _unknown(node, bound | set(model.by_name)))
        slots = kind.match(node, meant) if meant is not model else None
    return slots


def _unknown(node: Node, known: set[str]) -> set[str]:
    """Names in `node` that neither an element nor a quantifier has."""
    bound: set[str] = set()
    waiting = [node]
    while waiting:
        part = waiting.pop()
        bound.update(name for generator in generators_in(part) for name in generator.ids)
        waiting.extend(children(part))
    return set(names_in(node)) - known - bound


def _with_meant(model: Model, names: set[str]) -> Model:
    """`model` with an element for each of `names` that is nearly the name of one: a row of it keeps its kind."""
    valued = {name: e for name, e in model.by_name.items() if isinstance(e, Parameter | Variable | Definition)}
    added: dict[str, list[Element]] = {}
    for name in names:
        near = closest(name, valued)
        if near is not None:
            copied = valued[near].model_copy(update={"name": name})
            added.setdefault(_GROUPS[type(copied)], []).append(copied)
    return model.model_copy(update={g: (*getattr(model, g), *e) for g, e in added.items()}) if added else model


def _is_faulty(fields: dict[str, Any], model: Model) -> bool:
    """Whether the row is wrong, of whatever kind it is."""
    from modelwright.model.judging.judge import Judge
    from modelwright.model.judging.rows import judge_constraint

    judge = Judge(model)
    row = Algebraic(name="row", expression=fields["row"], for_each=str(fields.get("for_each", "")))
    judge_constraint(judge, row, "/constraints/0")
    return any(finding.severity == "error" for finding in judge.checker.findings)


def _misfit(kind: type[ConstraintBase], fields: dict[str, Any], model: Model) -> LineFault:
    node = parse_expression(fields["row"])
    fitting = next((name for name, other in KINDS.items() if other.match(node, model) is not None), "algebraic")
    told = kind.documentation
    example = kind.model_validate({"name": "row", **told.example}).to_expression()
    meaning = f"{told.meaning[:1].lower()}{told.meaning[1:].rstrip('.')}"
    message = f"`{fields['kind']}` cannot say `{cut(fields['row'])}`: {meaning}, as in `{example}`"
    others = "" if fitting == "algebraic" else "; `algebraic` takes every row"
    return LineFault(message, fields["row"], f"write the kind `{fitting}`{others}", "row-shape")
