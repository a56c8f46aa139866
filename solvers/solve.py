"""From a Model to a verified answer: ground, choose, solve, verify."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from modelwright.errors import SolverError, UnsupportedModel, VerificationFailed
from modelwright.model.exact import Evaluator
from modelwright.model.outcome import PrimalStatus, Status, Termination, outcome
from modelwright.solvers.adapters import Adapter, Options, choose
from modelwright.solvers.grounding import ground
from modelwright.solvers.instance import Instance, ProblemClass, problem_class
from modelwright.solvers.proofs.helpers import without_objective
from modelwright.solvers.result import Result
from modelwright.solvers.verification import Certificate, verify

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model

__all__ = ["Solved", "solve_model"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """A Model with its verified answer.

    Attributes:
        model: What was asked.
        instance: What the solver saw.
        result: What it found; its values and objective are those that were verified.
        certificate: What exact arithmetic says of it.
        status: ``optimal``, ``feasible``, ``limit``, ``infeasible`` or ``unbounded``.
        problem_class: Class of the model.
        class_reason: Why it is of that class.
        solver_reason: Why that solver was chosen.
        seconds: Wall-clock time by phase: ``ground``, ``solve``, ``verify``.
    """

    model: Model = field(repr=False)
    instance: Instance = field(repr=False)
    result: Result
    certificate: Certificate
    status: Status
    problem_class: ProblemClass
    class_reason: str
    solver_reason: str
    seconds: dict[str, float]

    @property
    def objective(self) -> float | None:
        """Value at the verified point; ``None`` without a point or an objective."""
        return self.result.objective if self.status in ("optimal", "feasible") else None

    def value(self, name: str, key: tuple[str | int, ...] = ()) -> float:
        """The value of variable `name` at `key`.

        Raises:
            UsageError: There is no point, or no such decision.
        """
        return self.result.value(name, key)

    def values_json(self) -> dict[str, Any]:
        """Values by variable, see `Result.values_json`; empty without an answer to show."""
        return self.result.values_json() if self.status in ("optimal", "feasible") else {}


def solve_model(
    model: Model, data: Data | None = None, *, solver: str = "auto", options: Options | None = None
) -> Solved:
    """The verified answer to `model`.

    Args:
        model: A Model without open slots.
        data: Tables that it is bound to.
        solver: Name of a solver, or ``auto``.
        options: Limits, gap, threads and seed.

    Raises:
        ModelError: The Model breaks a rule of the language.
        DataError: A table does not fit it.
        LimitError: It is too large.
        UnsupportedModel: No solver takes it, or it has several objectives.
        SolverNotInstalled: There is no such solver.
        SolverError: The solver failed.
        VerificationFailed: What the solver returned breaks a row, or is disproved.
    """
    options = options or Options()
    if len(model.objectives) > 1:
        raise UnsupportedModel(
            f"The Model has {len(model.objectives)} objectives; one can be optimised so far",
            code="several-objectives",
            hint="keep the one that matters most and turn the others into limits",
        )
    clock = [perf_counter()]
    evaluator = Evaluator(model, data)
    instance = ground(model, data, evaluator=evaluator)
    clock.append(perf_counter())
    class_, class_reason = problem_class(instance)
    adapter, solver_reason = choose(class_, solver)
    result = _decided(adapter, instance, options)
    clock.append(perf_counter())
    certificate = verify(model, data, instance, result, gap_rel=options.gap_rel, evaluator=evaluator)
    if certificate.failed and options.presolve:
        # Presolve is where wrong answers come from: HiGHS 1.14 calls some unbounded LPs infeasible.
        second = _decided(adapter, instance, replace(options, presolve=False))
        again = verify(model, data, instance, second, gap_rel=options.gap_rel, evaluator=evaluator)
        if not again.failed:
            result, certificate = second, again
    clock.append(perf_counter())
    _refuse_failed(certificate, result)
    result = _verified(result, certificate)
    return Solved(
        model=model,
        instance=instance,
        result=result,
        certificate=certificate,
        status=outcome(result.termination, result.primal),
        problem_class=class_,
        class_reason=class_reason,
        solver_reason=solver_reason,
        seconds={name: clock[k + 1] - clock[k] for k, name in enumerate(("ground", "solve", "verify"))},
    )


def _decided(adapter: Adapter, instance: Instance, options: Options) -> Result:
    """The solver's answer; infeasible-or-unbounded is decided by solving again without the objective."""
    began = perf_counter()
    result = adapter.solve(instance, options)
    if result.termination in (Termination.NUMERICAL_ERROR, Termination.OTHER_ERROR):
        raise SolverError(f"{adapter.name} stopped with `{result.raw_status}`", hint="check the scale of the numbers")
    if result.termination is Termination.OPTIMAL and result.values is None:
        raise SolverError(f"{adapter.name} says `{result.raw_status}` and returns no point")
    if result.termination is not Termination.INFEASIBLE_OR_UNBOUNDED:
        return result
    if options.time_limit_s is not None:
        left = max(0.0, options.time_limit_s - (perf_counter() - began))
        options = replace(options, time_limit_s=left)
    second = adapter.solve(without_objective(instance), options)
    termination = second.termination
    if termination is Termination.OPTIMAL:
        termination = Termination.DUAL_INFEASIBLE
    return replace(second, instance=instance, termination=termination, objective=None, objective_bound=None)


def _refuse_failed(certificate: Certificate, result: Result) -> None:
    if not certificate.failed:
        return
    if certificate.feasible == "failed":
        message = (
            f"The point from {result.solver} breaks `{certificate.where}` by {float(certificate.violation):.3g} "
            f"({float(certificate.violation_rel):.3g} of its size)"
        )
    else:
        message = f"The answer of {result.solver} is wrong: {'; '.join(certificate.notes)}"
    raise VerificationFailed(
        message, where=certificate.where or None, hint="try another solver, or numbers of similar size"
    )


def _verified(result: Result, certificate: Certificate) -> Result:
    """`result` with the point and objective that were verified."""
    if certificate.point is None or result.values is None:
        return result
    objective = None if certificate.objective is None else float(certificate.objective)
    return replace(result, values=certificate.point, objective=objective, primal=PrimalStatus.FEASIBLE_POINT)
