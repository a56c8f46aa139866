"""Comparisons with quotients of decisions, multiplied out."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from modelwright.model.exact import trees as t
from modelwright.model.exact.trees import Tree
from modelwright.solvers.meanings import quotient_parts

__all__ = ["cleared"]

ONE = Fraction(1)


def cleared(tree: t.Relation, bounds: Callable[[Tree], tuple[int, int]]) -> Tree | None:
    """The same condition with its first quotient multiplied out, by the sign of the divisor; ``None`` without one.

    Args:
        tree: A comparison.
        bounds: Least and largest value of a tree, or of a positive multiple of it.
    """
    terms = tree.body.args if isinstance(tree.body, t.Apply) and tree.body.operation == "+" else (tree.body,)
    for k, term in enumerate(terms):
        found = quotient_parts(term)
        if found is None:
            continue
        factor, dividend, divisor = found
        rest = t.add((*terms[:k], *terms[k + 1 :]))
        body = t.add((t.scaled(dividend, factor), _product(rest, divisor)))
        low, high = bounds(divisor)
        cases = []
        if high > 0:
            cases.append(t.conjunction((*_sign(divisor, low <= 0, -ONE), _compared(tree.op, body))))
        if low < 0:
            turned = t.scaled(body, -ONE)
            cases.append(t.conjunction((*_sign(divisor, high >= 0, ONE), _compared(tree.op, turned))))
        return t.disjunction(cases)
    return None


def _product(rest: Tree, divisor: Tree) -> Tree:
    number = t.value_of(rest)
    return t.apply("*", (rest, divisor)) if number is None else t.scaled(divisor, number)


def _sign(divisor: Tree, needed: bool, factor: Fraction) -> tuple[Tree, ...]:
    return (t.Relation("<", t.scaled(divisor, factor)),) if needed else ()


def _compared(op: str, body: Tree) -> Tree:
    return t.relation(op, body, t.constant(Fraction(0)))
