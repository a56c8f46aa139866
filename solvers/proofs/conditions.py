"""Conditions that are not linear, judged at a point in exact arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.errors import ModelwrightError
from modelwright.model.exact import show_key
from modelwright.model.exact import trees as t
from modelwright.model.exact.points import evaluate, holds
from modelwright.solvers.proofs.points import Violation

if TYPE_CHECKING:
    from modelwright.model.exact import Column, Evaluator
    from modelwright.model.exact.trees import Tree
    from modelwright.solvers.instance import Floats, Instance

__all__ = ["Point", "check_trees"]

ZERO, ONE = Fraction(0), Fraction(1)
_TOUCHING = Fraction(1, 10**9)
"""What a strict comparison of fractions lacks where both sides are equal."""


class Point(Mapping["Column", Fraction]):
    """A point by decision instead of by column."""

    def __init__(self, instance: Instance, values: Sequence[Fraction] | Floats) -> None:
        self._instance = instance
        self._values = values

    def __getitem__(self, column: Column) -> Fraction:
        return Fraction(self._values[self._instance.column(*column)])

    def __iter__(self) -> Iterator[Column]:
        return (self._instance.column_key(column) for column in range(len(self._values)))

    def __len__(self) -> int:
        return len(self._values)


def check_trees(evaluator: Evaluator, instance: Instance, point: Point) -> Violation:
    """The worst violation of `point` over every condition that is not a linear row, by relative size.

    A broken comparison counts by how far it is off; a condition of another kind that does not hold counts 1.
    """
    worst = Violation()
    for block in instance.trees:
        for key, tree in zip(block.keys, block.trees, strict=True):
            absolute, relative = _lack(evaluator, tree, point)
            if relative > worst.relative:
                worst = Violation(absolute, relative, show_key(block.name, key))
    return worst


def _lack(evaluator: Evaluator, tree: Tree, point: Point) -> tuple[Fraction, Fraction]:
    """How far `tree` is from holding: absolute and relative, zero where it holds."""
    try:
        if holds(tree, point):
            return ZERO, ZERO
    except (ModelwrightError, ArithmeticError):
        return ONE, ONE
    match tree:
        case t.Relation(op="<=" | "==" | "<"):
            return _off(evaluator, tree, point)
        case t.Junction(op="and", args=args):
            return max((_lack(evaluator, arg, point) for arg in args), key=_relative)
        case t.Junction(args=args):
            return min((_lack(evaluator, arg, point) for arg in args), key=_relative)
        case t.Same(left=left, right=right):
            both = t.conjunction((left, right)), t.conjunction((t.negation(left), t.negation(right)))
            return min((_lack(evaluator, case, point) for case in both), key=_relative)
        case _:
            return ONE, ONE


def _relative(lack: tuple[Fraction, Fraction]) -> Fraction:
    return lack[1]


def _off(evaluator: Evaluator, tree: t.Relation, point: Point) -> tuple[Fraction, Fraction]:
    body = tree.body
    try:
        value = evaluate(body, point)
        off = abs(value)
        if tree.op == "<":
            off = value + ONE if evaluator.is_whole(body) else max(value, _TOUCHING)
        return off, off / (1 + _size(body, point))
    except (ModelwrightError, ArithmeticError):
        return ONE, ONE


def _size(body: Tree, point: Point) -> Fraction:
    """The sum of the sizes of the terms of `body`."""
    if isinstance(body, t.Linear):
        return sum((abs(value * point[column]) for column, value in body.terms), ZERO)
    if isinstance(body, t.Apply) and body.operation == "+":
        return sum((_size(arg, point) for arg in body.args), ZERO)
    return abs(evaluate(body, point))
