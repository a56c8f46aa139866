"""The two Models of a comparison, with exact numbers, and which of their decisions have the same name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from modelwright.errors import ModelwrightError
from modelwright.model.elements import Interval
from modelwright.model.exact import Evaluator, evaluate
from modelwright.solvers.grounding import ground
from modelwright.solvers.objectives import softened
from modelwright.solvers.parts import INTERVAL_PARTS
from modelwright.solvers.proofs.conditions import Point
from modelwright.solvers.proofs.program import Program, make_program

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model
    from modelwright.model.elements import Variable
    from modelwright.solvers.instance import Instance

__all__ = ["Match", "Pairs", "Side", "columns_of", "named_columns", "named_pairs", "side_of"]

Match: TypeAlias = list[int]
"""For each column of the second model its partner in the first."""
Pairs: TypeAlias = "list[tuple[Variable, Variable]]"


@dataclass(frozen=True, slots=True)
class Side:
    """A Model, its penalties expanded, with its Instance and its exact numbers."""

    model: Model
    instance: Instance
    program: Program
    evaluator: Evaluator

    @property
    def is_linear(self) -> bool:
        """Whether all of it is linear rows and a linear objective."""
        return not self.instance.trees and self.instance.objective_tree is None

    def objective_at(self, point: Sequence[Fraction]) -> Fraction | None:
        """The objective as a minimum, that of a maximum negative; ``None`` where it has no value."""
        tree = self.instance.objective_tree
        if tree is None:
            return sum((value * point[column] for column, value in self.program.cost.items()), self.program.offset)
        try:
            return self.program.sign * evaluate(tree, Point(self.instance, point))
        except (ModelwrightError, ArithmeticError):
            return None


def side_of(model: Model, data: Data | None) -> Side:
    """One side of a comparison.

    Raises:
        ModelError: The Model breaks a rule of the language.
        DataError: A table does not fit.
    """
    model = softened(model)
    evaluator = Evaluator(model, data)
    instance = ground(model, data, evaluator=evaluator)
    return Side(model, instance, make_program(evaluator, instance), evaluator)


def named_pairs(left: Side, right: Side) -> Pairs | None:
    """The variables paired by name, else by label; ``None`` when neither pairs them all."""
    ours, theirs = left.model.variables, right.model.variables
    for mine, others in (
        ({v.name: v for v in ours}, {v.name: v for v in theirs}),
        ({v.shown.casefold(): v for v in ours}, {v.shown.casefold(): v for v in theirs}),
    ):
        if len(mine) == len(ours) and len(others) == len(theirs) and mine.keys() == others.keys():
            return [(variable, others[name]) for name, variable in mine.items()]
    return None


def named_columns(left: Side, right: Side) -> Match | None:
    """The columns paired by name or label and by members; ``None`` when these do not pair them all."""
    pairs = named_pairs(left, right)
    return None if pairs is None else columns_of(left, right, pairs, by_members=True)


def columns_of(left: Side, right: Side, pairs: Pairs, *, by_members: bool = False) -> Match | None:
    """The columns of paired variables; members that both have go together.

    Args:
        left: First model.
        right: Second model.
        pairs: Variables of both.
        by_members: Whether other members have no partner; else they go by order.

    Returns:
        ``None`` when the index sets differ in size, or in members where that counts.
    """
    match = [0] * right.instance.num_columns
    for ours, theirs in pairs:
        names = _blocks(ours), _blocks(theirs)
        if len(names[0]) != len(names[1]):
            return None
        for mine, other in zip(*names, strict=True):
            a, b = left.instance.variable(mine), right.instance.variable(other)
            if a.shape != b.shape:
                return None
            same = all(set(m) == set(n) for m, n in zip(a.members, b.members, strict=True))
            if by_members and not same:
                return None
            for offset in range(b.count):
                match[b.start + offset] = left.instance.column(mine, b.key(offset)) if same else a.start + offset
    return match


def _blocks(variable: Variable) -> tuple[str, ...]:
    if isinstance(variable.domain, Interval):
        return tuple(f"{variable.name}.{part}" for part in INTERVAL_PARTS)
    return (variable.name,)
