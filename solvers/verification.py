"""The judge of every answer: rows of the Model in exact arithmetic, and proofs of what the solver claims."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

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
from modelwright.solvers.proofs.helpers import solve_helper, without_objective
from modelwright.solvers.proofs.judge import TOLERANCE, Feasibility, Judge, Judged
from modelwright.solvers.proofs.points import Violation
from modelwright.solvers.proofs.program import make_program

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model
    from modelwright.solvers.instance import Floats, Instance
    from modelwright.solvers.proofs.program import Program
    from modelwright.solvers.result import Result

__all__ = ["TOLERANCE", "Certificate", "Feasibility", "exact_objective", "exact_program", "verify"]

_UNPROVEN = "this is what the solver says; rows that are not linear have no proof here"


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


def exact_program(evaluator: Evaluator, instance: Instance) -> Program | None:
    """The linear part of `instance` in exact numbers; ``None`` when it is too large for them.

    Raises:
        ModelError: The Model itself cannot be evaluated.
        DataError: Likewise for its data.
    """
    if max(instance.num_nonzeros, instance.num_columns) > LIMITS.exact_nonzeros:
        return None
    return make_program(evaluator, instance)


def exact_objective(
    evaluator: Evaluator, instance: Instance, program: Program | None, values: Floats
) -> Fraction | None:
    """The objective that `verify` would give a feasible point at `values`, integers rounded.

    ``None`` where it has no value, or where `verify` would look for another point or use no exact numbers.
    """
    point = np.where(instance.integrality.astype(bool), np.rint(values), values)
    if program is None or not (instance.integrality.all() or np.array_equal(point, values)):
        return None
    exact = [Fraction(value) for value in point.tolist()]
    value, _ = Judge(evaluator, instance, program).objective(Judged(point, exact, Violation(), "exact"))
    return None if value is None else program.sign * value


def verify(
    model: Model,
    data: Data | None,
    instance: Instance,
    result: Result,
    *,
    gap_rel: float = 0.0,
    evaluator: Evaluator | None = None,
    program: Program | None = None,
) -> Certificate:
    """What exact arithmetic says of `result`.

    Args:
        model: What was asked.
        data: Its tables.
        instance: What was solved.
        result: The answer of a solver, which is not trusted.
        gap_rel: Relative gap at which the solver might stop.
        evaluator: Exact values of the same Model and Data, to share what it has worked out.
        program: What `exact_program` says of `instance`, where that is known already.

    Raises:
        ModelError: The Model itself cannot be evaluated.
        DataError: Likewise for its data.
    """
    evaluator = evaluator or Evaluator(model, data)
    program = program or exact_program(evaluator, instance)
    if program is None:
        return _verify_large(evaluator, instance, result, gap_rel)
    judge = Judge(evaluator, instance, program)
    if result.termination is Termination.INFEASIBLE:
        claim = prove_infeasible(judge.exact_program, instance) if judge.linear else Claim("claimed", _UNPROVEN)
        return Certificate(infeasible=claim.proof, notes=(claim.note,))
    if result.termination is Termination.DUAL_INFEASIBLE:
        return _verify_unbounded(judge, result)
    if not _claims_point(result):
        return Certificate()
    return _verify_point(judge, result, gap_rel)


def _claims_point(result: Result) -> bool:
    """A point is judged by its rows here, so one that the solver calls optimal and not quite feasible is too."""
    return result.values is not None and (result.has_point or result.termination is Termination.OPTIMAL)


# ----------------------------------------------------------------------------------------------------------- points


def _verify_point(judge: Judge, result: Result, gap_rel: float) -> Certificate:
    assert result.values is not None
    judged = judge.rounded(result.values)
    notes = [judged.note] if judged.note else []
    if judged.verdict == "failed" or judge.instance.sense == "satisfy":
        return _certificate(judged, notes)
    program = judge.exact_program
    value, scale = judge.objective(judged)
    if value is None:
        return _certificate(replace(judged, verdict="failed"), [*notes, "the objective has no value at the point"])
    claim = _optimality(judge, result, value, scale, gap_rel)
    notes += [claim.note] if claim.note else []
    bound = None if claim.bound is None else program.sign * claim.bound
    return _certificate(judged, notes, program.sign * value, claim.proof, bound)


def _certificate(
    judged: Judged,
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


def _optimality(judge: Judge, result: Result, value: Fraction, scale: Fraction, gap_rel: float) -> Claim:
    """What becomes of the objective and of a claimed optimum; `value` is in the sense of the program."""
    program = judge.exact_program
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
    if not judge.linear:
        bound = result.objective_bound
        return Claim("claimed", _UNPROVEN + ("" if bound is None else f"; its bound is {bound:.9g}"))
    return prove_optimal(program, judge.instance, result, value)


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


def _verify_unbounded(judge: Judge, result: Result) -> Certificate:
    values = result.values
    if (values is None or not result.has_point) and judge.linear:
        values = solve_helper(without_objective(judge.instance)).values
    judged = None if values is None else judge.rounded(values)
    feasible = judged is not None and judged.verdict != "failed"
    claim = Claim("claimed", _UNPROVEN)
    if judge.linear:
        claim = prove_unbounded(judge.exact_program, judge.instance, feasible)
    elif _has_bounded_costs(judge.instance):
        claim = Claim("failed", "the bounds of the decisions in the objective bound it")
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


def _has_bounded_costs(instance: Instance) -> bool:
    """Whether the objective is linear, and every decision in it has a bound on the side that improves it."""
    if instance.objective_tree is not None:
        return False
    cost = instance.cost if instance.sense == "min" else -instance.cost
    best = np.where(cost > 0, instance.column_lower, instance.column_upper)
    return bool(np.isfinite(best[cost != 0]).all())


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
    judge = Judge(evaluator, instance, None)
    judged = judge.screened(result.values)
    if judged.verdict == "failed" or instance.sense == "satisfy":
        return _certificate(judged, [note])
    signed, scale = judge.objective(judged)
    sign = -1 if instance.sense == "max" else 1
    if signed is None:
        return _certificate(replace(judged, verdict="failed"), [note, "the objective has no value at the point"])
    claim = _wrong_objective(result, sign * signed, scale) or _unproven(instance, result, gap_rel)
    return _certificate(judged, [note, claim.note] if claim.note else [note], sign * signed, claim.proof)


def _unproven(instance: Instance, result: Result, gap_rel: float) -> Claim:
    if result.termination is not Termination.OPTIMAL:
        return Claim("none", "")
    sign = -1 if instance.sense == "max" else 1
    return _wrong_bound(result, sign, gap_rel) or Claim("claimed", "")
