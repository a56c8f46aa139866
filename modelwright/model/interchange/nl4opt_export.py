"""Rows written as NL4Opt's declarations (see `nl4opt`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modelwright.errors import InputError
from modelwright.model.document import Model
from modelwright.model.elements import Element, Missing, Objective
from modelwright.model.expressions import Compare, Number, format_expression
from modelwright.model.interchange.common import constant, refuse, scalar_row, variable_of, variables_of, weighted_sum
from modelwright.model.interchange.nl4opt_import import SENSES, limit_of
from modelwright.model.interchange.spans import STATEMENT
from modelwright.model.interchange.wording import percent_text
from modelwright.model.numbers import format_number
from modelwright.model.sources import TextSpan
from modelwright.model.templates import (
    Algebraic,
    Bound,
    Comparison,
    Constraint,
    Requirement,
    Resource,
    Share,
    Term,
    Total,
)

__all__ = ["export_declaration", "export_problem"]

_FORM = "an NL4Opt declaration"
_OPERATORS = {sense: operator for operator, sense in SENSES.items()}
_DIRECTIONS = {"<=": "at most", ">=": "at least"}


def export_declaration(row: Constraint, model: Model) -> dict[str, Any]:
    """The declaration that says `row`, in the words of the row's sources where it has them.

    A `total` of some of the variables becomes a `linear` declaration.

    Raises:
        UsageError: NL4Opt has no such declaration; the code is ``not-representable``.
    """
    scalar_row(_FORM, row)
    writer = _Writer(row, model)
    sense, empty = _sense(row)
    if sense not in _OPERATORS:
        raise refuse(_FORM, row, "it has neither `<=` nor `>=`")
    names = [variable.name for variable in model.variables]
    fields: dict[str, Any]
    match row:
        case Bound():
            kind = "upperbound" if sense == "<=" else "lowerbound"
            fields = {"limit": writer.number(row.limit, 1), "var": writer.mention(row.variable, 2)}
        case Total() if [v.name for v in variables_of(_FORM, row, row.of, model)] == names:
            kind, fields = "sum", {"limit": writer.number(row.limit, 1)}
        case Total(of=terms) | Resource(terms=terms) | Requirement(terms=terms):
            kind = "linear"
            fields = {"limit": writer.number(row.limit, 1), "terms": writer.terms(terms)}
        case Algebraic() if empty is not None:
            kind, fields = "linear", {"limit": writer.number(empty, 1), "terms": {}}
        case Share(part=(part,)) if [v.name for v in variables_of(_FORM, row, row.whole, model)] == names:
            if any(term.coefficient != "1" or term.over for term in (part, *row.whole)):
                raise refuse(_FORM, row, "its part or its whole has coefficients")
            kind = "ratio"
            fields = {"limit": writer.number(row.fraction, 1, kind), "var": writer.mention(part.variable, 2)}
        case Comparison(offset=None):
            kind = "xy" if constant(_FORM, row, row.factor, model) == 1 and len(writer.wordings) != 4 else "xby"
            fields = {"x_var": writer.mention(row.left, 1)}
            fields |= {"param": writer.number(row.factor, 2)} if kind == "xby" else {}
            fields["y_var"] = writer.mention(row.right, 3 if kind == "xby" else 2)
        case _:
            raise refuse(_FORM, row, f"there is no type for a `{row.kind}` of this form")
    direction = writer.wording(0) or _DIRECTIONS[sense]
    return {"type": kind, "direction": direction, **fields, "operator": _OPERATORS[sense]}


def _sense(row: Constraint) -> tuple[str | None, str | None]:
    """The sense of a row, and the limit of one that has no terms: ``0 >= limit``."""
    if isinstance(row, Resource | Requirement):
        return row.direction, None
    if not isinstance(row, Algebraic):
        return getattr(row, "sense", None), None
    match row.to_node():
        case Compare(operands=(Number(value=0), limit), ops=(op,)):
            return op, format_expression(limit)
    return None, None


def export_problem(model: Model) -> dict[str, Any]:
    """`document`, `vars`, `order_mapping`, `obj_declaration` and `const_declarations` of a Model.

    Raises:
        UsageError: NL4Opt cannot say one of its rows or its objective; the code is ``not-representable``.
    """
    objective = model.objective
    if objective is None:
        raise refuse(_FORM, Element(name="objective"), "the Model has no objective")
    number = {variable.name: k for k, variable in enumerate(model.variables)}
    return {
        "document": "\n".join(statement.text for statement in model.statements),
        "vars": [variable.shown for variable in model.variables],
        "order_mapping": {mention: number[name] for mention, name in _mentions(model).items()},
        "obj_declaration": _export_objective(objective, model),
        "const_declarations": [export_declaration(row, model) for row in model.constraints],
    }


def _export_objective(objective: Objective, model: Model) -> dict[str, Any]:
    writer = _Writer(objective, model)
    if not isinstance(objective.expression, str) or objective.sense not in ("min", "max"):
        raise refuse(_FORM, objective, "it lacks a direction or an expression")
    weights = weighted_sum(_FORM, objective, objective.expression, model)
    direction = writer.wording(0) or ("maximize" if objective.sense == "max" else "minimize")
    head = {"direction": direction, "name": writer.wording(1) or objective.shown}
    if objective.expression == " + ".join(variable.name for _, variable in weights):
        return {"type": "objvar", **head, "vars": [writer.mention(v.name, 2 + k) for k, (_, v) in enumerate(weights)]}
    terms = tuple(Term(coefficient=format_number(value), variable=variable.name) for value, variable in weights)
    return {"type": "objective", **head, "terms": writer.terms(terms)}


class _Writer:
    """Writes the parts of one row: in the words of its sources where these say the same, else in our own."""

    def __init__(self, row: Element, model: Model) -> None:
        self.row = row
        self.model = model
        self.mentions = _mentions(model)
        text = next((s.text for s in model.statements if s.id == STATEMENT), "")
        spans = [s for s in row.sources if isinstance(s, TextSpan) and s.statement == STATEMENT]
        self.wordings = [text[span.start : span.end] for span in spans]

    def wording(self, k: int) -> str | None:
        """The words at place `k`, ``None`` when there are none."""
        return self.wordings[k] if k < len(self.wordings) else None

    def mention(self, expression: str, k: int) -> str:
        """The mention of a decision."""
        variable = variable_of(_FORM, self.row, expression, self.model)
        wording = self.wording(k)
        if wording is not None and self.mentions.get(wording) == variable.name:
            return wording
        return variable.shown

    def number(self, value: str | Missing, k: int, kind: str = "") -> str:
        """A number; for a `ratio` a percentage."""
        exact = constant(_FORM, self.row, value, self.model)
        wording = self.wording(k)
        try:
            if wording is not None and limit_of(wording, kind) == exact:
                return wording
        except InputError:
            pass
        return percent_text(exact) if kind == "ratio" else format_number(exact)

    def terms(self, terms: Sequence[Term]) -> dict[str, str]:
        """Coefficients by mention."""
        variables_of(_FORM, self.row, terms, self.model)
        found: dict[str, str] = {}
        for k, term in enumerate(terms):
            mention = self.mention(term.variable, 2 + 2 * k)
            if mention in found:
                raise refuse(_FORM, self.row, f"`{mention}` stands in it twice")
            found[mention] = self.number(term.coefficient, 3 + 2 * k)
        return found


def _mentions(model: Model) -> dict[str, str]:
    """The decision that each of its names in the document, or its label, names."""
    text = next((s.text for s in model.statements if s.id == STATEMENT), "")
    found: dict[str, str] = {}
    for variable in model.variables:
        found[variable.shown] = variable.name
        for source in variable.sources:
            if isinstance(source, TextSpan) and source.statement == STATEMENT:
                found[text[source.start : source.end]] = variable.name
    return found
