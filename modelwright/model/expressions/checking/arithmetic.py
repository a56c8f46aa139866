"""Sums, products, quotients and powers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelwright.model.expressions.checking import hints
from modelwright.model.expressions.checking.members import Binding
from modelwright.model.expressions.checking.types import Scope, Type, joined
from modelwright.model.expressions.nodes import Add, Div, FloorDiv, Mod, Mul, Neg, Node, Number, Power, Sum

if TYPE_CHECKING:
    from modelwright.model.expressions.checking.checker import Checker

__all__ = ["arithmetic"]


def arithmetic(checker: Checker, node: Node, scope: Scope) -> Type:
    """The type of a sum, product, quotient or power."""
    match node:
        case Neg(operand=operand):
            found = checker.number(operand, scope, reified=True)
            return joined("number", [found])
        case Add(terms=terms):
            return joined("number", [checker.number(term, scope, reified=True) for term in terms])
        case Mul(factors=factors):
            degree, whole = 0, True
            for factor in factors:
                found = checker.number(factor, scope, reified=True)
                degree, whole = degree + found.degree, whole and found.whole
            return Type("number", min(2, degree), whole=whole)
        case Sum(body=body, generators=generators):
            inner = checker.quantify(generators, scope)
            return joined("number", [checker.number(body, inner, reified=True)])
        case Div(left=left, right=right) | FloorDiv(left=left, right=right) | Mod(left=left, right=right):
            return _quotient(checker, node, left, right, scope)
        case Power(base=base, exponent=exponent):
            return _power(checker, base, exponent, scope)
        case _:
            raise TypeError(type(node).__name__)


def _quotient(checker: Checker, node: Node, left: Node, right: Node, scope: Scope) -> Type:
    above, below = checker.number(left, scope, reified=True), checker.number(right, scope)
    whole = not isinstance(node, Div) and above.whole and below.whole
    if not below.degree and below.kind == "number":
        zero = checker.witness(right, scope, lambda value: value == 0)
        if zero is not None:
            return _zero_division(checker, right, zero)
    if isinstance(node, Div):
        value = None if above.degree or below.degree else checker.known.number(node, {})
        return Type("number", 2 if below.degree else above.degree, whole=value is not None and value % 1 == 0)
    return Type("number", 2 if above.degree or below.degree else 0, whole=whole)


def _zero_division(checker: Checker, node: Node, binding: Binding) -> Type:
    at = hints.shown(binding)
    message = f"Division by zero: `{hints.text(node)}` is 0 {at}" if at else "Division by zero"
    hint = f"keep {at.removeprefix('at ')} out with a condition, or correct the number" if at else None
    return checker.report("zero-division", message, node, hint or "divide by a number other than zero")


def _power(checker: Checker, base: Node, exponent: Node, scope: Scope) -> Type:
    one, two = checker.number(base, scope), checker.number(exponent, scope)
    if not one.degree and not two.degree:
        below, above = checker.known.number(base, {}), checker.known.number(exponent, {})
        if below == 0 and above is not None and above < 0:
            return _zero_division(checker, base, {})
        if below is not None and above is not None and below < 0 and above.denominator != 1:
            message = "A negative number has no power with a fraction"
            return checker.report("function-domain", message, base, "write a base of at least 0")
    positive = isinstance(exponent, Number) and exponent.value >= 0
    return Type("number", 2 if one.degree or two.degree else 0, whole=one.whole and two.whole and positive)
