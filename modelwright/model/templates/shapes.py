"""What templates ask of a syntax tree, and the few ways in which they write signs, products and differences.

A term of a sum is written without a leading sign: ``x - 2 * y`` is ``Add(x, Neg(2 * y))``, while the coefficient of `y`
is the data expression ``-2``. `signed` and `unsigned` go from one to the other, so that a row reads as a person writes
it and a template still finds its slots to the letter.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from modelwright.errors import ExpressionError
from modelwright.model.elements import Definition, Interval, Known, Missing, Parameter, Variable
from modelwright.model.expressions import (
    FUNCTIONS,
    Add,
    Call,
    Compare,
    Div,
    IfElse,
    In,
    Index,
    Logic,
    Mul,
    Name,
    Neg,
    Node,
    Not,
    Number,
    Sum,
    format_quantifiers,
    parse_expression,
    parse_quantifiers,
)
from modelwright.model.expressions.nodes import Generator, names_in
from modelwright.model.numbers import format_number

if TYPE_CHECKING:
    from modelwright.model.document import Model

__all__ = [
    "ONE",
    "ZERO",
    "difference",
    "is_condition",
    "is_data",
    "is_negative",
    "is_nonnegative",
    "is_reference",
    "is_time",
    "is_whole_decision",
    "literal",
    "negated",
    "number",
    "product",
    "product_parts",
    "quantifier_text",
    "signed",
    "subtracted",
    "unsigned",
    "written_number",
]

ZERO = Number(Fraction(0))
ONE = Number(Fraction(1))
_CONDITIONS = {"implies", "iff", "forall", "exists", "present"}


# -------------------------------------------------------------------------------------------------- what a node is


def is_data(node: Node, model: Model) -> bool:
    """Whether `node` reads no decision and no definition of `model`."""
    return not any(isinstance(model.by_name.get(name), Variable | Definition) for name in names_in(node))


def is_reference(node: Node, model: Model) -> bool:
    """Whether `node` names a decision that is a number, or a definition, at indices of data: ``x[i, prev(t)]``."""
    if not isinstance(node, Name | Index):
        return False
    element = model.by_name.get(node.id)
    if not isinstance(element, Variable | Definition):
        return False
    if isinstance(element, Variable) and isinstance(element.domain, Interval):
        return False
    return isinstance(node, Name) or all(is_data(arg, model) for arg in node.args)


def is_condition(node: Node, model: Model) -> bool:
    """Whether `node` can be a row by itself: a comparison, a condition, or a binary decision."""
    match node:
        case Compare() | Logic() | Not() | In():
            return True
        case Call(function=function):
            return function in _CONDITIONS or FUNCTIONS[function].group == "global"
        case IfElse(body=body, orelse=orelse):
            return is_condition(body, model) and is_condition(orelse, model)
        case Name(id=name) | Index(id=name):
            element = model.by_name.get(name)
            return isinstance(element, Variable) and element.domain == "binary"
        case _:
            return False


def _decision(node: Node, model: Model) -> Variable | None:
    """The decision that `node` names."""
    element = model.by_name.get(node.id) if isinstance(node, Name | Index) else None
    return element if isinstance(element, Variable) else None


def is_time(node: Node, model: Model) -> bool:
    """Whether `node` is a plain decision in the time unit of `model`."""
    decision = _decision(node, model)
    return decision is not None and model.time_unit is not None and decision.unit == model.time_unit


def is_whole_decision(node: Node, model: Model) -> bool:
    """Whether `node` names an integer or binary decision."""
    decision = _decision(node, model)
    return decision is not None and decision.domain in ("integer", "binary")


def is_nonnegative(node: Node, model: Model) -> bool:
    """Whether `node` names a decision with a lower bound of 0 or more, as written."""
    decision = _decision(node, model)
    if decision is None:
        return False
    least = written_number(decision.lower)
    return decision.domain == "binary" or (least is not None and least >= 0)


def literal(node: Node, model: Model | None = None) -> Fraction | None:
    """The number that `node` writes down, or ``None``; with a `model`, its parameters of one known number count too."""
    match node:
        case Number(value=value):
            return value
        case Name(id=name) if model is not None:
            element = model.by_name.get(name)
            return element.value.number if isinstance(element, Parameter) and isinstance(element.value, Known) else None
        case Neg(operand=operand):
            found = literal(operand, model)
            return None if found is None else -found
        case Div(left=left, right=right):
            above, below = literal(left, model), literal(right, model)
            return above / below if above is not None and below else None
        case Add(terms=parts) | Mul(factors=parts):
            values = [number for part in parts if (number := literal(part, model)) is not None]
            if len(values) < len(parts):
                return None
            return sum(values, Fraction(0)) if isinstance(node, Add) else prod(values, start=Fraction(1))
        case _:
            return None


def written_number(value: str | Missing | None) -> Fraction | None:
    """The number that a slot writes down, or ``None``."""
    try:
        return literal(parse_expression(value)) if isinstance(value, str) else None
    except ExpressionError:
        return None


def quantifier_text(generators: tuple[Generator, ...]) -> str | None:
    """The quantifiers as the text of a field, or ``None`` where a condition stands before the last of them."""
    if any(generator.condition is not None for generator in generators[:-1]):
        return None
    text = format_quantifiers(generators)
    return text if parse_quantifiers(text) == generators else None


# ---------------------------------------------------------------------------------- signs, products and differences


def number(value: Fraction) -> Node:
    """`value` as it is written: what is no decimal stands as a quotient."""
    if "/" not in format_number(value):
        return Number(value)
    return Div(Number(Fraction(value.numerator)), Number(Fraction(value.denominator)))


def is_negative(node: Node) -> bool:
    """Whether `node` is written with a minus at its front."""
    match node:
        case Number(value=value):
            return value < 0
        case Neg():
            return True
        case Mul(factors=factors):
            return is_negative(factors[0])
        case Div(left=left):
            return is_negative(left)
        case Sum(body=body):
            return is_negative(body)
        case _:
            return False


def negated(node: Node) -> Node:
    """``-node``, the minus gone when there was one: ``2`` for ``-2``, ``-2 * y`` for ``2 * y``."""
    match node:
        case Number(value=value):
            return Number(-value)
        case Neg(operand=operand):
            return operand
        case Mul(factors=(first, *rest)) if isinstance(first, Number | Neg | Div):
            left = negated(first)
            kept = rest if left == ONE else [left, *rest]
            return kept[0] if len(kept) == 1 else Mul(tuple(kept))
        case Mul(factors=(first, *rest)):
            return Mul((Neg(first), *rest))
        case Div(left=left, right=right):
            return Div(negated(left), right)
        case Sum(body=body, generators=generators):
            return Sum(negated(body), generators)
        case Add(terms=(first, *rest)):
            return Add((negated(first), *(signed(negated(unsigned(term))) for term in rest)))
        case _:
            return Neg(node)


def signed(term: Node) -> Node:
    """A term as it stands in a sum behind the first: a minus at its front becomes the sign of the term."""
    return Neg(negated(term)) if is_negative(term) and not isinstance(term, Neg) else term


def unsigned(term: Node) -> Node:
    """A term of a sum as it stands alone: the inverse of `signed`."""
    if not isinstance(term, Neg):
        return term
    return negated(term.operand)


def product(coefficient: Node, variable: Node) -> Node:
    """``coefficient * variable``, without a factor of one; ``-variable`` for minus one."""
    if isinstance(coefficient, Number) and abs(coefficient.value) == 1:
        return variable if coefficient.value == 1 else Neg(variable)
    factors = coefficient.factors if isinstance(coefficient, Mul) else (coefficient,)
    return Mul((*factors, variable))


def product_parts(node: Node) -> tuple[Node, Node]:
    """Coefficient and variable of ``2 * a * x``, ``-x`` or ``x``: the inverse of `product`."""
    if isinstance(node, Neg):
        return Number(Fraction(-1)), node.operand
    if isinstance(node, Mul):
        *factors, variable = node.factors
        return (factors[0] if len(factors) == 1 else Mul(tuple(factors))), variable
    return ONE, node


def difference(left: Node, right: Node) -> Node:
    """``left - right``; `left` alone when the right is 0."""
    if right == ZERO:
        return left
    return Add((*left.terms, Neg(right))) if isinstance(left, Add) else Add((left, Neg(right)))


def subtracted(node: Node) -> list[tuple[Node, Node]]:
    """Every (left, right) of which `node` may be the `difference`, the one with a right side first."""
    match node:
        case Add(terms=(left, Neg(operand=right))):
            return [(left, right), (node, ZERO)]
        case Add(terms=(*before, Neg(operand=right))):
            return [(Add(tuple(before)), right), (node, ZERO)]
    return [(node, ZERO)]
