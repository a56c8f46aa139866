"""Where trees are defined, and what it means that a condition does not hold.

A comparison, table or global condition around something undefined does not hold, and nor does its negation (see
`modelwright.model.exact.points`). So "does not hold" is more than the negation for trees that are partial.
"""

from __future__ import annotations

from fractions import Fraction

from modelwright.model.exact.forms import ZERO
from modelwright.model.exact.trees import (
    Among,
    Apply,
    Choose,
    Condition,
    Element,
    Junction,
    Linear,
    Negation,
    Same,
    Tree,
    Truth,
    conjunction,
    constant,
    disjunction,
    negation,
    parts,
    relation,
    value_of,
)

__all__ = ["defined", "falsity", "is_partial"]

_PARTIAL = frozenset({"/", "//", "%", "log", "sqrt"})


def is_partial(tree: Tree) -> bool:
    """Whether `tree`, or a part of it, is undefined at some points."""
    stack = [tree]
    while stack:
        here = stack.pop()
        if isinstance(here, Element) or (isinstance(here, Apply) and not _is_total(here)):
            return True
        if not isinstance(here, Linear):
            stack.extend(parts(here))
    return False


def _is_total(tree: Apply) -> bool:
    if tree.operation in ("/", "//", "%"):
        return value_of(tree.args[1]) not in (None, ZERO)
    if tree.operation == "**":
        exponent = value_of(tree.args[1])
        return exponent is not None and exponent.denominator == 1 and exponent >= 0
    return tree.operation not in _PARTIAL


def falsity(tree: Tree) -> Tree:
    """A condition that holds exactly where `tree` does not."""
    if not is_partial(tree):
        return negation(tree)
    match tree:
        case Junction(op="and", args=args):
            return disjunction(falsity(arg) for arg in args)
        case Junction(args=args):
            return conjunction(falsity(arg) for arg in args)
        case Same(left=left, right=right):
            return Same(left, falsity(right))
        case Negation(operand=Same() as operand):
            return operand
        case Negation(operand=operand):
            return disjunction((operand, falsity(conjunction(defined(part) for part in parts(operand)))))
        case _:
            return disjunction((negation(tree), falsity(conjunction(defined(part) for part in parts(tree)))))


def defined(tree: Tree) -> Tree:
    """A condition that holds exactly where the number `tree` is defined."""
    if isinstance(tree, Condition) or not is_partial(tree):
        return Truth(True)
    match tree:
        case Choose(condition=condition, body=body, orelse=orelse):
            taken = conjunction((condition, defined(body)))
            return disjunction((taken, conjunction((falsity(condition), defined(orelse)))))
        case Element(indices=indices, keys=keys, values=values):
            found = [Among(indices, tuple(tuple(Fraction(part) for part in key) for key in keys))]
            here = [
                disjunction((Negation(Among(indices, (tuple(map(Fraction, key)),))), defined(value)))
                for key, value in zip(keys, values, strict=True)
                if is_partial(value)
            ]
            return conjunction([*map(defined, indices), *found, *here])
        case Apply(args=args):
            return conjunction([*map(defined, args), *_domain(tree)])
        case _:
            return Truth(True)


def _domain(tree: Apply) -> list[Tree]:
    zero = constant(ZERO)
    first, last = tree.args[0], tree.args[-1]
    match tree.operation:
        case "/" | "//" | "%":
            return [relation("!=", last, zero)]
        case "log":
            return [relation(">", first, zero)]
        case "sqrt":
            return [relation(">=", first, zero)]
        case "**" if not _is_total(tree):
            exponent = value_of(last)
            if exponent is not None and exponent.denominator == 1:
                return [relation("!=", first, zero)]
            if exponent is not None:
                return [relation(">=" if exponent > 0 else ">", first, zero)]
            return [disjunction((relation("!=", first, zero), relation(">=", last, zero)))]
        case _:
            return []
