"""What importers and exporters share: names for words, numbers of slots, refusals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from modelwright.errors import UsageError
from modelwright.model.document import Model
from modelwright.model.elements import Element, Missing, Variable
from modelwright.model.expressions import Add, Mul, Name, format_expression, parse_expression
from modelwright.model.expressions.parser import RESERVED
from modelwright.model.templates import ConstraintBase, Term
from modelwright.model.templates.base import add
from modelwright.model.templates.shapes import literal, number, product_parts, unsigned

__all__ = [
    "constant",
    "identifiers",
    "refuse",
    "scalar_row",
    "variable_of",
    "variables_of",
    "weighted_sum",
    "written_sum",
]


def identifiers(labels: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """A distinct identifier for each of `labels`, in order, none of them in `taken`."""
    used, found = set(taken), []
    for label in labels:
        base = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_") or "x"
        base = f"x_{base}" if base[0].isdigit() else f"{base}_" if base in RESERVED else base
        name, k = base, 2
        while name in used:
            name, k = f"{base}_{k}", k + 1
        used.add(name)
        found.append(name)
    return found


def refuse(form: str, row: Element, why: str) -> UsageError:
    """The error for a row that `form` cannot say."""
    return UsageError(
        f"The row `{row.name}` cannot be written as {form}: {why}", code="not-representable", where=row.name
    )


def scalar_row(form: str, row: ConstraintBase) -> None:
    """Raise when `row` is a family of rows or may be broken at a price."""
    if row.for_each:
        raise refuse(form, row, f"it stands for many rows (`for {row.for_each}`)")
    if row.enforce.form != "must":
        raise refuse(form, row, "it may be broken at a price")


def constant(form: str, row: Element, value: str | Missing, model: Model) -> Fraction:
    """The number that a slot is: written out, or a scalar parameter with a known number."""
    found = None if isinstance(value, Missing) else literal(parse_expression(value), model)
    if found is None:
        shown = value.slot if isinstance(value, Missing) else value
        raise refuse(form, row, f"`{shown}` is no known number")
    return found


def weighted_sum(form: str, row: Element, expression: str, model: Model) -> list[tuple[Fraction, Variable]]:
    """Coefficient and decision of each term of a sum, in order."""
    node = parse_expression(expression)
    found: list[tuple[Fraction, Variable]] = []
    for term in node.terms if isinstance(node, Add) else (node,):
        coefficient, variable = product_parts(unsigned(term))
        value = constant(form, row, format_expression(coefficient), model)
        found.append((value, variable_of(form, row, format_expression(variable), model)))
    return found


def written_sum(terms: Iterable[tuple[Fraction, str]]) -> str:
    """``"500 * cleaners + 350 * receptionists"``; a coefficient of one is written too."""
    return format_expression(add([Mul((number(value), Name(name))) for value, name in terms]))


def variable_of(form: str, row: Element, expression: str, model: Model) -> Variable:
    """The scalar decision that a slot names."""
    node = parse_expression(expression)
    element = model.by_name.get(node.id) if isinstance(node, Name) else None
    if not isinstance(element, Variable) or element.index:
        raise refuse(form, row, f"`{expression}` is no single decision")
    return element


def variables_of(form: str, row: Element, terms: Sequence[Term], model: Model) -> list[Variable]:
    """The scalar decisions of terms."""
    for term in terms:
        if term.over:
            raise refuse(form, row, f"it sums over `{term.over}`")
    return [variable_of(form, row, term.variable, model) for term in terms]
