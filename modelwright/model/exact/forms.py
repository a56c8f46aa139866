"""Linear forms with exact coefficients: their arithmetic, and the errors of expressions that have none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import Any, TypeAlias

from modelwright.errors import ModelError
from modelwright.model.elements import Member
from modelwright.model.exact.members import Binding, Key, show_member
from modelwright.model.expressions import Node, Text, format_expression
from modelwright.model.expressions.nodes import Tuple

__all__ = [
    "COMPARE",
    "ONE",
    "ZERO",
    "Column",
    "Form",
    "mixed_comparison",
    "no_member_number",
    "no_number",
    "no_number_but",
    "nonlinear",
    "scaled",
    "total",
    "unknown_name",
    "zero_division",
]

Column: TypeAlias = tuple[str, Key]
"""One decision: the name of a variable and its key."""
Form: TypeAlias = tuple[dict[Column, Fraction] | None, Fraction]
"""A linear form: coefficients by decision (None when no decision occurs) and the constant."""

ZERO = Fraction(0)
ONE = Fraction(1)
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<=": le,
    ">=": ge,
    "==": eq,
    "<": lt,
    ">": gt,
    "!=": ne,
}


def scaled(form: Form, factor: Fraction) -> Form:
    """`form` times `factor`."""
    # Arithmetic with Fractions is slow, and most constants are zero and most coefficients one.
    terms, constant = form
    if factor is ONE:
        return form
    if terms is not None:
        terms = {column: factor if value is ONE else value * factor for column, value in terms.items()}
    return terms, constant * factor if constant else ZERO


def total(forms: Iterator[Form]) -> Form:
    """The sum of `forms`."""
    sums: dict[Column, Fraction] | None = None
    constant = ZERO
    for terms, value in forms:
        if value:
            constant += value
        if terms is None:
            continue
        if sums is None:
            sums = dict(terms)
            continue
        for column, coefficient in terms.items():
            sums[column] = sums[column] + coefficient if column in sums else coefficient
    return sums, constant


def unknown_name(name: str) -> ModelError:
    """The error for a name that no element has."""
    if name.startswith("missing:"):
        return ModelError(f"`{name[8:]}` has not been said yet", code="missing-slot", hint="say it, or patch it in")
    return ModelError(f"`{name}` is neither a parameter, a variable nor a definition", code="unknown-name")


def nonlinear(node: Node) -> ModelError:
    """The error for a product or quotient of decisions."""
    return ModelError(
        f"`{format_expression(node)}` is not linear in the decisions",
        code="nonlinear",
        hint="here only products of data with decisions may stand",
    )


def zero_division(node: Node, binding: Binding) -> ModelError:
    """The error for a division by zero."""
    at = ", ".join(f"{name} = {member}" for name, member in binding.items())
    return ModelError(
        f"`{format_expression(node)}` divides by zero{f' at {at}' if at else ''}",
        code="zero-division",
        hint="keep such members out with a condition",
    )


def mixed_comparison(node: Node) -> ModelError:
    """The error for a comparison of members of different types."""
    return ModelError(
        f"`{format_expression(node)}` compares a text or a tuple with something of another type, or orders tuples",
        code="boolean-number",
    )


def no_member_number(name: str, member: Member) -> ModelError:
    """The error for a quantifier over texts or tuples where a number should stand."""
    return ModelError(
        f"`{name}` stands for the member `{show_member(member)}`, not for a number",
        code="boolean-number",
        hint="use a parameter that gives a number for each member",
    )


def no_number(name: str) -> ModelError:
    """The error for an interval where a number should stand."""
    return ModelError(
        f"`{name}` is an interval, not a number",
        code="interval-number",
        hint=f"write `start({name})`, `end({name})`, `size({name})` or `present({name})`, with its indices",
    )


def no_number_but(node: Node) -> ModelError:
    """The error for a text, tuple or list where a number should stand."""
    if isinstance(node, Text):
        return ModelError(f'"{node.value}" is a member of a set, not a number', code="boolean-number")
    if isinstance(node, Tuple):
        return ModelError(f"`{format_expression(node)}` is a tuple where a number is needed", code="boolean-number")
    return ModelError(
        f"`{format_expression(node)}` is a list where one value is needed",
        code="list-place",
        hint="put it into a function, as in `sum(…)` or `max(…)`",
    )
