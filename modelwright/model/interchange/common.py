"""What importers and exporters share: names for words, numbers of slots, refusals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from modelwright.errors import UsageError
from modelwright.model.document import Model
from modelwright.model.elements import Known, Missing, Parameter, Variable
from modelwright.model.expressions import Add, Div, Mul, Name, Neg, Node, Number, parse_expression
from modelwright.model.expressions.parser import RESERVED
from modelwright.model.templates import ConstraintBase, Term

__all__ = ["constant", "identifiers", "refuse", "scalar_row", "variable_of", "variables_of"]


def identifiers(labels: Iterable[str]) -> list[str]:
    """A distinct identifier for each of `labels`, in order."""
    found: list[str] = []
    for label in labels:
        base = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_") or "x"
        base = f"x_{base}" if base[0].isdigit() else f"{base}_" if base in RESERVED else base
        name, k = base, 2
        while name in found:
            name, k = f"{base}_{k}", k + 1
        found.append(name)
    return found


def refuse(form: str, row: ConstraintBase, why: str) -> UsageError:
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


def constant(form: str, row: ConstraintBase, value: str | Missing, model: Model) -> Fraction:
    """The number that a slot is: written out, or a scalar parameter with a known number."""
    found = None if isinstance(value, Missing) else _value(parse_expression(value), model)
    if found is None:
        shown = value.slot if isinstance(value, Missing) else value
        raise refuse(form, row, f"`{shown}` is no known number")
    return found


def _value(node: Node, model: Model) -> Fraction | None:
    match node:
        case Number(value=value):
            return value
        case Name(id=name):
            element = model.by_name.get(name)
            known = isinstance(element, Parameter) and not element.index and isinstance(element.value, Known)
            return element.value.number if known else None  # type: ignore[union-attr]
        case Neg(operand=operand):
            inner = _value(operand, model)
            return None if inner is None else -inner
        case Add(terms=parts) | Mul(factors=parts):
            values = [_value(part, model) for part in parts]
            total = Fraction(0) if isinstance(node, Add) else Fraction(1)
            for value in values:
                if value is None:
                    return None
                total = total + value if isinstance(node, Add) else total * value
            return total
        case Div(left=left, right=right):
            above, below = _value(left, model), _value(right, model)
            return None if above is None or not below else above / below
    return None


def variable_of(form: str, row: ConstraintBase, expression: str, model: Model) -> Variable:
    """The scalar decision that a slot names."""
    node = parse_expression(expression)
    element = model.by_name.get(node.id) if isinstance(node, Name) else None
    if not isinstance(element, Variable) or element.index:
        raise refuse(form, row, f"`{expression}` is no single decision")
    return element


def variables_of(form: str, row: ConstraintBase, terms: Sequence[Term], model: Model) -> list[Variable]:
    """The scalar decisions of terms."""
    for term in terms:
        if term.over:
            raise refuse(form, row, f"it sums over `{term.over}`")
    return [variable_of(form, row, term.variable, model) for term in terms]
