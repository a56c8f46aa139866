"""The judge of every answer: rows of the Model in exact arithmetic, and proofs of what the solver claims."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from modelwright.config import LIMITS
from modelwright.model.exact import Evaluator
from modelwright.model.numbers import format_number
from modelwright.model.outcome import Termination
from modelwright.solvers.proofs.claims import (
    Claim,
    Proof,
    prove_infeasible,
    prove_optimal,
    prove_unbounded,
)
from modelwright.solvers.proofs.helpers import fixed_integers, solve_helper, without_objective
from modelwright.solvers.proofs.points import Violation, check_point, screen_point
from modelwright.solvers.proofs.program import Program, make_program

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model
    from modelwright.solvers.instance import Floats, Instance
    from modelwright.solvers.result import Result

__all__ = ["TOLERANCE", "Certificate", "Feasibility", "verify"]

Feasibility: TypeAlias = Literal["exact", "within_tolerance", "failed", "none"]

TOLERANCE = 1e-6
"""Largest violation, relative to 1 + Σ|aᵢxᵢ|, that counts as satisfied."""

INTEGRALITY = 1e-5
"""Largest distance from an integer that is rounded away; solvers allow 1e-6."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What exact arithmetic says of an answer.

    Attributes:
        feasible: Verdict on the point: ``exact`` (no row is broken at all), ``within_tolerance``, ``failed``, ``none``
            without a point.
        optimal: ``proven``, ``claimed``, ``failed`` (disproved), or ``none`` when it is not what the solver said.
        infeasible: Likewise.
        unbounded: Likewise.
        objective: Exact objective at the verified point; ``None`` without a point or an objective.
        dual_bound: Exact bound on the objective, where a proof gave one.
        violation: Worst violation, in units of its row.
        violation_rel: The same relative to 1 + Σ|aᵢxᵢ|.
        where: Row or decision of the worst violation; ``""`` for nowhere.
        notes: How the verdicts came about.
        point: The point that was verified, integers rounded. Shape (num_columns,).
    """

    feasible: Feasibility = "none"
    optimal: Proof = "none"
    infeasible: Proof = "none"
    unbounded: Proof = "none"
    objective: Fraction | None = None
    dual_bound: Fraction | None = None
    violation: Fraction = Fraction(0)
    violation_rel: Fraction = Fraction(0)
    where: str = ""
    notes: tuple[str, ...] = ()
    point: Floats | None = field(default=None, repr=False)

    @property
    def failed(self) -> bool:
        """Whether the answer was disproved in any respect."""
        return "failed" in (self.feasible, self.optimal, self.infeasible, self.unbounded)

    def to_json(self) -> dict[str, Any]:
        """Verdicts as words, exact numbers as strings, violations as floats."""
        return {
            "feasible": self.feasible,
            "optimal": self.optimal,
            "infeasible": self.infeasible,
            "unbounded": self.unbounded,
            "objective": None if self.objective is None else format_number(self.objective),
            "dual_bound": None if self.dual_bound is None else format_number(self.dual_bound),
            "violation": float(self.violation),
            "violation_rel": float(self.violation_rel),
            "where": self.where or None,
            "notes": list(self.notes),
        }


def verify(
    model: Model,
    data: Data | None,
    instance: Instance,
    result: Result,
    *,
    gap_rel: float = 0.0,
    evaluator: Evaluator | None = None,
) -> Certificate:
    """What exact arithmetic says of `result`.

    Args:
        model: What was asked.
        data: Its tables.
        instance: What was solved.
        result: The answer of a solver, which is not trusted.
        gap_rel: Relative gap at which the solver might stop.
        evaluator: Exact values of the same Model and Data, to share what it has worked out.

    Raises:
        ModelError: The Model itself cannot be evaluated.
        DataError: Likewise for its data.
    """
    evaluator = evaluator or Evaluator(model, data)
    if max(instance.num_nonzeros, instance.num_columns) > LIMITS.exact_nonzeros:
        return _verify_large(evaluator, instance, result, gap_rel)
    program = make_program(evaluator, instance)
    if result.termination is Termination.INFEASIBLE:
        claim = prove_infeasible(program, instance)
        return Certificate(infeasible=claim.proof, notes=(claim.note,))
    if result.termination is Termination.DUAL_INFEASIBLE:
        return _verify_unbounded(program, instance, result)
    if not _claims_point(result):
        return Certificate()
    return _verify_point(program, instance, result, gap_rel)


def _claims_point(result: Result) -> bool:
    """A point is judged by its rows here, so one that the solver calls optimal and not quite feasible is too."""
    return result.values is not None and (result.has_point or result.termination is Termination.OPTIMAL)


# ----------------------------------------------------------------------------------------------------------- points


@dataclass(frozen=True, slots=True)
class _Judged:
    point: Floats
    exact: list[Fraction]
    violation: Violation
    verdict: Feasibility
    note: str = ""


def _judge(program: Program, instance: Instance, values: Floats) -> _Judged:
    """The verdict on `values` with integers rounded."""
    bad = _not_a_number(instance, values) or _not_integer(instance, values)
    if bad is not None:
        return _Judged(values, [], bad, "failed", f"{bad.where} has no admissible value")
    integer = instance.integrality.astype(bool)
    point = np.where(integer, np.rint(values), values)
    exact = [Fraction(value) for value in point.tolist()]
    violation = check_point(program, instance, exact)
    return _Judged(point, exact, violation, _verdict(violation))


def _verdict(violation: Violation) -> Feasibility:
    if not violation.absolute:
        return "exact"
    return "within_tolerance" if violation.relative <= TOLERANCE else "failed"


def _not_a_number(instance: Instance, values: Floats) -> Violation | None:
    if len(values) != instance.num_columns:
        return Violation(Fraction(1), Fraction(1), "the point as a whole")
    bad = np.flatnonzero(~np.isfinite(values))
    return Violation(Fraction(1), Fraction(1), instance.column_name(int(bad[0]))) if len(bad) else None


def _not_integer(instance: Instance, values: Floats) -> Violation | None:
    distance = np.where(instance.integrality.astype(bool), np.abs(values - np.rint(values)), 0.0)
    column = int(np.argmax(distance)) if len(distance) else 0
    if not len(distance) or distance[column] <= INTEGRALITY:
        return None
    off = Fraction(float(distance[column]))
    return Violation(off, off / (1 + abs(Fraction(float(values[column])))), instance.column_name(column))


def _judge_rounded(program: Program, instance: Instance, values: Floats) -> _Judged:
    """As `_judge`; when rounding integers breaks rows, the continuous part is solved again with them fixed."""
    judged = _judge(program, instance, values)
    moved = bool(judged.exact) and not np.array_equal(judged.point, values)
    if not moved or judged.verdict == "exact" or instance.integrality.all():
        return judged
    again = solve_helper(fixed_integers(instance, values))
    if again.values is None or not again.has_point:
        return judged
    fixed = _judge(program, instance, again.values)
    if fixed.violation.relative < judged.violation.relative:
        note = "integers were rounded and the continuous decisions solved again"
        return _Judged(fixed.point, fixed.exact, fixed.violation, fixed.verdict, note)
    return judged


def _verify_point(program: Program, instance: Instance, result: Result, gap_rel: float) -> Certificate:
    assert result.values is not None
    judged = _judge_rounded(program, instance, result.values)
    notes = [judged.note] if judged.note else []
    if judged.verdict == "failed" or instance.sense == "satisfy":
        return _certificate(judged, notes)
    products = [value * judged.exact[column] for column, value in program.cost.items()]
    value = sum(products, program.offset)
    scale = 1 + sum(map(abs, products), abs(program.offset))
    claim = _optimality(program, instance, result, value, scale, gap_rel)
    notes += [claim.note] if claim.note else []
    bound = None if claim.bound is None else program.sign * claim.bound
    return _certificate(judged, notes, program.sign * value, claim.proof, bound)


def _certificate(
    judged: _Judged,
    notes: list[str],
    objective: Fraction | None = None,
    optimal: Proof = "none",
    bound: Fraction | None = None,
) -> Certificate:
    return Certificate(
        feasible=judged.verdict,
        optimal=optimal,
        objective=objective,
        dual_bound=bound,
        violation=judged.violation.absolute,
        violation_rel=judged.violation.relative,
        where=judged.violation.where,
        notes=tuple(notes),
        point=judged.point,
    )


# -------------------------------------------------------------------------------------------------------- objective


def _optimality(
    program: Program, instance: Instance, result: Result, value: Fraction, scale: Fraction, gap_rel: float
) -> Claim:
    """What becomes of the objective and of a claimed optimum; `value` is in the sense of the program."""
    wrong = _wrong_objective(result, program.sign * value, scale)
    if wrong is not None:
        return wrong
    if result.termination is not Termination.OPTIMAL:
        return Claim("none", "")
    doubt = _wrong_bound(result, program.sign, gap_rel)
    if doubt is not None:
        return doubt
    if gap_rel > TOLERANCE and any(program.integer) and (result.gap or 0) > TOLERANCE:
        return Claim("claimed", "the solver stopped within the gap that was allowed")
    return prove_optimal(program, instance, result, value)


def _wrong_objective(result: Result, value: Fraction, scale: Fraction) -> Claim | None:
    reported = result.objective
    if reported is None or not math.isfinite(reported):
        return Claim("failed", "the solver reports no objective value")
    if abs(Fraction(reported) - value) > Fraction(TOLERANCE) * scale:
        return Claim("failed", f"the solver reports {reported:.9g}, the point is worth {float(value):.9g}")
    return None


def _wrong_bound(result: Result, sign: int, gap_rel: float) -> Claim | None:
    """A bound that contradicts the claim: worse than the point, or further from it than the gap allows."""
    if result.objective is None or result.objective_bound is None:
        return None
    room = sign * (result.objective - result.objective_bound)
    size = max(1.0, abs(result.objective))
    if room < -TOLERANCE * size or room > max(gap_rel, TOLERANCE) * 1.01 * size:
        return Claim("failed", f"the solver's own bound {result.objective_bound:.9g} does not prove its optimum")
    return None


# -------------------------------------------------------------------------------------------------------- unbounded


def _verify_unbounded(program: Program, instance: Instance, result: Result) -> Certificate:
    values = result.values
    if values is None or not result.has_point:
        values = solve_helper(without_objective(instance)).values
    judged = None if values is None else _judge_rounded(program, instance, values)
    feasible = judged is not None and judged.verdict != "failed"
    claim = prove_unbounded(program, instance, feasible)
    if judged is None or not feasible:
        return Certificate(unbounded=claim.proof, notes=(claim.note,))
    return Certificate(
        feasible=judged.verdict,
        unbounded=claim.proof,
        violation=judged.violation.absolute,
        violation_rel=judged.violation.relative,
        where=judged.violation.where,
        notes=(claim.note,),
        point=judged.point,
    )


# ------------------------------------------------------------------------------------------------------------ large


def _verify_large(evaluator: Evaluator, instance: Instance, result: Result, gap_rel: float) -> Certificate:
    """Above the limit of exact arithmetic: points are screened, claims stay claims."""
    claimed: Proof = "claimed"
    note = f"larger than {LIMITS.exact_nonzeros} coefficients: screened in floating point"
    if result.termination is Termination.INFEASIBLE:
        return Certificate(infeasible=claimed, notes=(note,))
    if result.termination is Termination.DUAL_INFEASIBLE:
        return Certificate(unbounded=claimed, notes=(note,))
    if result.values is None or not _claims_point(result):
        return Certificate()
    judged = _screen(evaluator, instance, result.values)
    if judged.verdict == "failed" or instance.sense == "satisfy":
        return _certificate(judged, [note])
    products = (instance.cost * judged.point).tolist()
    value = Fraction(math.fsum(products)) + Fraction(instance.offset)
    scale = Fraction(1 + abs(instance.offset) + math.fsum(map(abs, products)))
    claim = _wrong_objective(result, value, scale) or _unproven(instance, result, gap_rel)
    return _certificate(judged, [note, claim.note] if claim.note else [note], value, claim.proof)


def _unproven(instance: Instance, result: Result, gap_rel: float) -> Claim:
    if result.termination is not Termination.OPTIMAL:
        return Claim("none", "")
    sign = -1 if instance.sense == "max" else 1
    return _wrong_bound(result, sign, gap_rel) or Claim("claimed", "")


def _screen(evaluator: Evaluator, instance: Instance, values: Floats) -> _Judged:
    bad = _not_a_number(instance, values) or _not_integer(instance, values)
    if bad is not None:
        return _Judged(values, [], bad, "failed")
    point = np.where(instance.integrality.astype(bool), np.rint(values), values)
    violation = screen_point(evaluator, instance, point, TOLERANCE)
    verdict: Feasibility = "within_tolerance" if violation.relative <= TOLERANCE else "failed"
    return _Judged(point, [], violation, verdict)
