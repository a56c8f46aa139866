"""Elastic Models: rows that may move stand under their price, and the cheapest way out is read off a checked point."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.errors import ModelwrightError
from modelwright.model.exact import Evaluator
from modelwright.model.exact.points import evaluate, holds
from modelwright.model.expressions import Compare, Node, Text, parse_expression, parse_quantifiers
from modelwright.model.soft import soften
from modelwright.model.templates.base import Penalty
from modelwright.solvers.proofs.conditions import Point
from modelwright.solvers.proofs.duality import basis_point
from modelwright.solvers.proofs.helpers import fixed_integers, solve_helper
from modelwright.solvers.proofs.points import check_point
from modelwright.solvers.solve import Solved, solve_model
from modelwright.solvers.verification import exact_program

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model
    from modelwright.model.elements import Key
    from modelwright.model.exact import Binding
    from modelwright.model.templates import ConstraintBase
    from modelwright.solvers.adapters import Options

__all__ = ["Elastic", "Miss", "can_move", "price_of", "solve_elastic"]

_NOISE = Fraction(1, 10**7)
"""A miss, relative to its sides, that is dust of floating point."""
_SIMPLE = 10**6


@dataclass(frozen=True, slots=True)
class Miss:
    """How a row is missed at a point.

    Attributes:
        constraint: The row.
        key: What its quantifiers stand for.
        part: Number of the comparison in a chain.
        amount: Left side minus right side; ``None`` for a condition that does not hold.
        cost: Its price.
    """

    constraint: ConstraintBase
    key: Key
    part: int
    amount: Fraction | None
    cost: Fraction


@dataclass(frozen=True, slots=True)
class Elastic:
    """The answer to an elastic Model.

    Attributes:
        status: ``optimal``, ``infeasible``, or another: then it was not found out.
        misses: What is missed at the point, in the order of the Model.
        exact: Whether the point is an exact one.
    """

    status: str
    misses: tuple[Miss, ...] = ()
    exact: bool = False

    @property
    def cost(self) -> Fraction:
        """The total price."""
        return sum((miss.cost for miss in self.misses), Fraction(0))


def price_of(evaluator: Evaluator, constraint: ConstraintBase, binding: Binding) -> Fraction:
    """What it costs to move a row by one unit: its price, 1 where none was said."""
    return Fraction(1) if constraint.price is None else evaluator.number(parse_expression(constraint.price), binding)


def solve_elastic(
    model: Model, data: Data | None, rows: Collection[str], *, solver: str, options: Options
) -> tuple[Elastic, Evaluator]:
    """The least total price of missing the constraints `rows` of `model`, which has no objective and no soft rows.

    Returns:
        The answer, and the exact values of `model`.

    Raises:
        ModelwrightError: It cannot be solved, or the answer fails its verification.
    """
    made = tuple(
        c.model_copy(update={"enforce": Penalty(weight=c.price or "1")}) if c.name in rows else c
        for c in model.constraints
    )
    whole = soften(model.model_copy(update={"constraints": made}))
    solved = solve_model(whole, data, solver=solver, options=options)
    evaluator = Evaluator(model, data)
    if solved.status != "optimal" or solved.result.values is None:
        return Elastic(solved.status), evaluator
    exact = _exact_values(Evaluator(whole, data), solved)
    point = Point(solved.instance, exact or solved.result.values)
    chosen = [constraint for constraint in model.constraints if constraint.name in rows]
    misses = tuple(miss for constraint in chosen for miss in _misses(evaluator, constraint, point, exact is not None))
    return Elastic("optimal", misses, exact is not None), evaluator


def _exact_values(evaluator: Evaluator, solved: Solved) -> Sequence[Fraction] | None:
    """The exact vertex near the solver's point; ``None`` where not all rows are linear, or it is large."""
    instance, values = solved.instance, solved.result.values
    if instance.trees or instance.objective_tree is not None or values is None:
        return None
    program = exact_program(evaluator, instance)
    if program is None:
        return None
    whole = [Fraction(round(value)) for value in values.tolist()]
    if all(program.integer):
        point: list[Fraction] | None = whole
    else:
        result = solve_helper(fixed_integers(instance, values))
        if result.basis is None:
            return None
        fixed = replace(
            program,
            lower=[w if i else low for w, i, low in zip(whole, program.integer, program.lower, strict=True)],
            upper=[w if i else high for w, i, high in zip(whole, program.integer, program.upper, strict=True)],
            integer=[False] * len(whole),
        )
        point = basis_point(fixed, result.basis)
    if point is None or check_point(program, instance, point).absolute:
        return None
    cost = sum((value * point[column] for column, value in program.cost.items()), program.offset)
    known = solved.certificate.objective
    if known is not None and abs(cost * program.sign - known) > _NOISE * 10 * (1 + abs(known)):
        return None
    return point


# ---------------------------------------------------------------------------------------------------------- misses


def _misses(evaluator: Evaluator, constraint: ConstraintBase, point: Point, exact: bool) -> Iterator[Miss]:
    node = evaluator.node(constraint)
    for binding in evaluator.bindings(parse_quantifiers(constraint.for_each), {}):
        key = tuple(binding.values())
        price = price_of(evaluator, constraint, binding)
        if not can_move(node):
            if not _holds(evaluator, node, binding, point):
                yield Miss(constraint, key, 0, None, price)
            continue
        assert isinstance(node, Compare)
        for part, (left, right, op) in enumerate(zip(node.operands, node.operands[1:], node.ops, strict=False)):
            amount = _amount(evaluator, left, right, op, binding, point, exact)
            if amount:
                yield Miss(constraint, key, part, amount, price * abs(amount))


def can_move(node: Node) -> bool:
    """Whether a row has limits: comparisons of numbers that are not strict; the others hold, or are left out."""
    return (
        isinstance(node, Compare)
        and set(node.ops) <= {"<=", ">=", "=="}
        and not any(isinstance(side, Text) for side in node.operands)
    )


def _amount(
    evaluator: Evaluator, left: Node, right: Node, op: str, binding: Binding, point: Point, exact: bool
) -> Fraction:
    first, second = (evaluate(evaluator.tree(side, binding), point) for side in (left, right))
    off = first - second
    if (op == "<=" and off <= 0) or (op == ">=" and off >= 0) or not off:
        return Fraction(0)
    if exact:
        return off
    if abs(off) <= _NOISE * (1 + abs(first) + abs(second)):
        return Fraction(0)
    simple = off.limit_denominator(1_000)
    return simple if abs(simple - off) <= _NOISE * (1 + abs(off)) else off.limit_denominator(_SIMPLE)


def _holds(evaluator: Evaluator, node: Node, binding: Binding, point: Point) -> bool:
    try:
        return holds(evaluator.condition(node, binding), point)
    except (ModelwrightError, ArithmeticError):
        return False
