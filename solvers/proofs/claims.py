"""Proofs of what a solver claims: optimal, infeasible, unbounded."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Literal, TypeAlias

from modelwright.model.outcome import PrimalStatus, Termination
from modelwright.solvers.proofs.duality import basis_duals, basis_point, dual_bound, lattice_bound, rational_duals
from modelwright.solvers.proofs.helpers import elastic, ray, relaxation, solve_helper, without_objective
from modelwright.solvers.proofs.points import check_point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from modelwright.solvers.instance import Instance
    from modelwright.solvers.proofs.program import Program
    from modelwright.solvers.result import Result

__all__ = [
    "FARKAS",
    "Claim",
    "Proof",
    "farkas_multipliers",
    "is_improving_ray",
    "lower_bound",
    "prove_infeasible",
    "prove_optimal",
    "prove_unbounded",
]

Proof: TypeAlias = Literal["proven", "claimed", "failed", "none"]

TOLERANCE = Fraction(1, 10**6)
ZERO = Fraction(0)

FARKAS = "rational multipliers of the rows prove that they contradict each other"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of the solver and what became of it.

    Attributes:
        proof: ``proven``, ``claimed`` (nothing speaks against it), or ``failed`` (disproved).
        note: How, in one sentence.
        bound: Exact bound on the objective, in the sense of the minimising program, where there is one.
    """

    proof: Proof
    note: str
    bound: Fraction | None = None


def slack_of(value: Fraction) -> Fraction:
    """How far a bound may be from `value` to prove it."""
    return TOLERANCE * max(Fraction(1), abs(value))


# ---------------------------------------------------------------------------------------------------------- optimal


def lower_bound(program: Program, result: Result) -> Fraction | None:
    """The best exact bound that the basis or the duals of `result` give, offset included."""
    found: list[Fraction | None] = []
    if result.basis is not None:
        duals = basis_duals(program, result.basis, program.cost)
        found.append(None if duals is None else dual_bound(program, duals, program.cost))
    if result.duals is not None and (not found or found[0] is None):
        found.append(dual_bound(program, rational_duals(program, result.duals.tolist()), program.cost))
    bounds = [bound for bound in found if bound is not None]
    return lattice_bound(program, max(bounds)) + program.offset if bounds else None


def prove_optimal(program: Program, instance: Instance, result: Result, value: Fraction) -> Claim:
    """Whether no feasible point is better than `value` by more than the tolerance.

    Args:
        program: Exact numbers.
        instance: The same as arrays.
        result: With duals or a basis, if the solver gives them.
        value: Objective of a verified point, offset included, in the sense of the program.
    """
    bound = lower_bound(program, result) if not any(program.integer) else None
    if bound is not None and value - bound <= slack_of(value):
        return Claim("proven", "rational duals prove the optimum", bound)
    if any(program.integer):
        return _by_relaxation(program, instance, value)
    return _second_opinion(program, instance, value)


def _by_relaxation(program: Program, instance: Instance, value: Fraction) -> Claim:
    bound = lower_bound(program, solve_helper(relaxation(instance)))
    if bound is not None and value - bound <= slack_of(value):
        return Claim("proven", "the continuous relaxation proves the optimum", bound)
    return Claim("claimed", "the solver closed its gap; no second solver was asked", bound)


def _second_opinion(program: Program, instance: Instance, value: Fraction) -> Claim:
    """The solver's duals prove nothing: solve again, for duals that do or for a better point."""
    again = solve_helper(instance)
    bound = lower_bound(program, again)
    if bound is not None and value - bound <= slack_of(value):
        return Claim("proven", "rational duals of a second run prove the optimum", bound)
    better = basis_point(program, again.basis) if again.has_point and again.basis is not None else None
    if better is not None and not check_point(program, instance, better).absolute:
        gain = value - _objective(program, better)
        if gain > slack_of(value):
            return Claim("failed", f"a feasible point is better by {float(gain):.6g}", bound)
    return Claim("claimed", "the duals do not prove the optimum", bound)


def _objective(program: Program, point: Sequence[Fraction]) -> Fraction:
    return sum((value * point[column] for column, value in program.cost.items()), program.offset)


# ------------------------------------------------------------------------------------------------------- infeasible


def prove_infeasible(program: Program, instance: Instance) -> Claim:
    """Whether no point satisfies every row: a rational Farkas proof of the relaxation, or an empty interval."""
    crossed = _crossed_bounds(program)
    if crossed is not None:
        return Claim("proven", f"the bounds of {instance.column_name(crossed)} leave nothing between them")
    wide, helper = elastic(program, instance)
    result = solve_helper(helper)
    if _multipliers(program, wide, result) is not None:
        return Claim("proven", FARKAS)
    integer = any(program.integer)
    if _has_integer_point(program, instance) if integer else _is_feasible(program, instance, wide, result):
        return Claim("failed", "an exact point satisfies every row")
    return Claim("claimed", "no rational proof was found; no second solver was asked")


def _crossed_bounds(program: Program) -> int | None:
    for column, (lower, upper) in enumerate(zip(program.lower, program.upper, strict=True)):
        if lower is None or upper is None:
            continue
        if lower > upper or (program.integer[column] and ceil(lower) > floor(upper)):
            return column
    return None


def farkas_multipliers(program: Program, instance: Instance) -> dict[int, Fraction] | None:
    """Rational multipliers of the linear rows that prove that they contradict each other, ``None`` for none found."""
    wide, helper = elastic(program, instance)
    return _multipliers(program, wide, solve_helper(helper))


def _multipliers(program: Program, wide: Program, result: Result) -> dict[int, Fraction] | None:
    for duals in _farkas_candidates(wide, result):
        bound = dual_bound(program, duals, {})
        if bound is not None and bound > 0:
            return duals
    return None


def _farkas_candidates(wide: Program, result: Result) -> list[dict[int, Fraction]]:
    found = []
    if result.basis is not None:
        duals = basis_duals(wide, result.basis, wide.cost)
        if duals is not None:
            found.append(duals)
    if result.duals is not None:
        found.append(rational_duals(wide, result.duals.tolist()))
    return found


def _is_feasible(program: Program, instance: Instance, wide: Program, result: Result) -> bool:
    point = basis_point(wide, result.basis) if result.basis is not None else None
    return point is not None and not check_point(program, instance, point[: instance.num_columns]).absolute


def _has_integer_point(program: Program, instance: Instance) -> bool:
    """Whether a run without the objective finds a point: HiGHS 1.14 calls some unbounded models infeasible."""
    values = solve_helper(without_objective(instance), presolve=False).values
    if values is None:
        return False
    rounded = [Fraction(round(v)) if i else Fraction(v) for v, i in zip(values.tolist(), program.integer, strict=True)]
    return not check_point(program, instance, rounded).absolute


# -------------------------------------------------------------------------------------------------------- unbounded


def prove_unbounded(program: Program, instance: Instance, point_is_feasible: bool) -> Claim:
    """Whether the objective improves without end: a rational ray from a feasible point.

    Args:
        program: Exact numbers.
        instance: The same as arrays.
        point_is_feasible: Whether a point of the Model has been verified.
    """
    direction, helper = ray(program, instance)
    result = solve_helper(helper)
    steps = basis_point(direction, result.basis) if result.basis is not None else None
    if steps is not None and is_improving_ray(direction, instance, steps):
        if point_is_feasible:
            return Claim("proven", "a rational direction improves the objective without end")
        return Claim("claimed", "there is an improving direction; no feasible point was verified")
    return _bounded_after_all(program, instance)


def is_improving_ray(direction: Program, instance: Instance, steps: Sequence[Fraction]) -> bool:
    """Whether `steps` keeps all rows and bounds for ever and improves the objective."""
    return _objective(direction, steps) < 0 and not check_point(direction, instance, steps).absolute


def _bounded_after_all(program: Program, instance: Instance) -> Claim:
    again = solve_helper(relaxation(instance))
    if again.termination is Termination.OPTIMAL and again.primal is PrimalStatus.FEASIBLE_POINT:
        bound = lower_bound(program, again)
        if bound is not None:
            return Claim("failed", "rational duals bound the objective", bound)
    return Claim("claimed", "no rational direction was found")
