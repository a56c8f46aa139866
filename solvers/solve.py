"""From a Model to a verified answer: soften, ground, choose, reduce, solve, verify; one objective after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from time import perf_counter
from typing import TYPE_CHECKING, Any

from modelwright.errors import ModelError, SolverError, UnsupportedModel, VerificationFailed
from modelwright.model.exact import Evaluator
from modelwright.model.expressions import parse_expression
from modelwright.model.outcome import PrimalStatus, Status, Termination, outcome
from modelwright.solvers.adapters import Adapter, Options, choose, get_adapter, needs_reduction, unused_options
from modelwright.solvers.classes import is_algebraic
from modelwright.solvers.grounding import ground
from modelwright.solvers.instance import Instance, ProblemClass, problem_class
from modelwright.solvers.objectives import levels, only, softened, with_kept
from modelwright.solvers.proofs.helpers import without_objective
from modelwright.solvers.result import Result
from modelwright.solvers.verification import Certificate, exact_objective, exact_program, verify

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model
    from modelwright.model.exact import Key
    from modelwright.solvers.instance import Floats
    from modelwright.solvers.reductions import Reduced

__all__ = ["Solved", "solve_instance", "solve_model"]

_SMALL = 2_000
"""Coefficients up to which an integer optimum that is not proven gets a second look."""

_NOISE = Fraction(1, 10**9)
"""A gain, relative to 1 + |objective|, that is no more than the dust of floating point."""

_SECOND_NODES = 2_000
"""Nodes that the second look may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """A Model with its verified answer.

    Attributes:
        model: What was asked.
        instance: What the solver saw, before reductions; rows and decisions that stand for penalties and for the
            objectives of earlier priorities come on top of those of `model`.
        result: What it found; its values and objective are those that were verified.
        certificate: What exact arithmetic says of it.
        status: ``optimal``, ``feasible``, ``limit``, ``infeasible`` or ``unbounded``.
        problem_class: Class of the model.
        class_reason: Why it is of that class.
        solver_reason: Why that solver was chosen.
        seconds: Wall-clock time by phase: ``ground``, ``solve``, ``verify``.
        objectives: Value of every objective at the verified point, by name, penalties included; empty without a point.
        outputs: What the Model asks to report, by name; empty when it asks nothing or there is no point.
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
    objectives: dict[str, float] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)

    @property
    def objective(self) -> float | None:
        """Value of the first objective at the verified point; ``None`` without a point or an objective."""
        if self.status not in ("optimal", "feasible"):
            return None
        first = self.model.objective
        if first is not None and first.name in self.objectives:
            return self.objectives[first.name]
        return self.result.objective

    def value(self, name: str, key: Key = ()) -> Any:
        """The value of variable `name` at `key`; of an interval variable ``{start, size, end, present}``.

        Raises:
            UsageError: There is no point, or no such decision.
        """
        return self.result.value(name, key)

    def values_json(self) -> dict[str, Any]:
        """Values of the variables of `model`, see `Result.values_json`; empty without an answer to show."""
        if self.status not in ("optimal", "feasible"):
            return {}
        asked = {variable.name for variable in self.model.variables}
        return {name: value for name, value in self.result.values_json().items() if name in asked}


def solve_model(
    model: Model, data: Data | None = None, *, solver: str = "auto", options: Options | None = None
) -> Solved:
    """The verified answer to `model`.

    Rows under a penalty are expanded first. Objectives are taken by priority: each is solved with those before it kept
    within their tolerance; an answer that is not optimal ends the row of them.

    Args:
        model: A Model without open slots.
        data: Tables that it is bound to.
        solver: Name of a solver, or ``auto``.
        options: Limits, gap, threads and seed; the time limit is for all objectives together.

    Raises:
        ModelError: The Model breaks a rule of the language.
        DataError: A table does not fit it.
        LimitError: It is too large.
        UnsupportedModel: No solver takes it.
        SolverNotInstalled: There is no such solver.
        SolverError: The solver failed.
        VerificationFailed: What the solver returned breaks a row, or is disproved.
    """
    options = options or Options()
    began = perf_counter()
    whole = softened(model)
    steps = levels(whole) or [()]
    kept, step, answer = whole, whole, None
    seconds = dict.fromkeys(("ground", "solve", "verify"), 0.0)
    for level in steps:
        step = only(kept, level) if level else kept
        answer = _answer(step, data, solver, options if len(steps) == 1 else _left(options, began))
        for phase, spent in answer.seconds.items():
            seconds[phase] += spent
        value = answer.certificate.objective
        if answer.status != "optimal" or value is None or level is steps[-1]:
            break
        kept = with_kept(kept, step, value)
    assert answer is not None
    several = len(whole.objectives) > 1
    return Solved(
        model=model,
        instance=answer.instance,
        result=answer.result,
        certificate=answer.certificate,
        status=answer.status,
        problem_class=answer.problem_class,
        class_reason=answer.class_reason,
        solver_reason=answer.solver_reason,
        seconds=seconds,
        objectives=_objectives(whole, answer, several=several),
        outputs=_outputs(model, answer),
    )


def solve_instance(instance: Instance, *, solver: str = "auto", options: Options | None = None) -> Result:
    """What a solver says of `instance`, which is reduced where the solver needs it; nothing is verified.

    Raises:
        UnsupportedModel: No solver takes it.
        SolverNotInstalled: There is no such solver.
        SolverError: The solver failed.
    """
    adapter, reason = choose(problem_class(instance)[0], solver, instance)
    return _run(adapter, reason, solver, instance, options or Options())[0].restored


def _left(options: Options, began: float) -> Options:
    if options.time_limit_s is None:
        return options
    return replace(options, time_limit_s=max(0.01, options.time_limit_s - (perf_counter() - began)))


# ------------------------------------------------------------------------------------------------- one objective


@dataclass(frozen=True, slots=True)
class _Answer:
    """The verified answer to one Model with at most one objective."""

    evaluator: Evaluator
    instance: Instance
    result: Result
    certificate: Certificate
    status: Status
    problem_class: ProblemClass
    class_reason: str
    solver_reason: str
    seconds: dict[str, float]


def _answer(model: Model, data: Data | None, solver: str, options: Options) -> _Answer:
    clock = [perf_counter()]
    evaluator = Evaluator(model, data)
    instance = ground(model, data, evaluator=evaluator)
    clock.append(perf_counter())
    class_, class_reason = problem_class(instance)
    adapter, solver_reason = choose(class_, solver, instance)
    if options.isolate:
        adapter = _isolated(adapter)
    run, solver_reason = _run(adapter, solver_reason, solver, instance, options)
    clock.append(perf_counter())

    program = exact_program(evaluator, instance)

    def judged(result: Result) -> Certificate:
        return verify(model, data, instance, result, gap_rel=options.gap_rel, evaluator=evaluator, program=program)

    def worth(values: Floats) -> Fraction | None:
        return exact_objective(evaluator, instance, program, values)

    result = run.restored
    certificate = judged(result)
    if certificate.optimal == "claimed":
        result, certificate = _better(run, options, worth, judged, result, certificate)
    for second in run.second_chances(options) if certificate.failed else ():
        again = judged(second)
        if not again.failed:
            result, certificate = second, again
            break
    clock.append(perf_counter())
    _refuse_failed(certificate, result)
    notes = (*(run.reduced.notes if run.reduced is not None else ()), *unused_options(run.adapter, options))
    if notes:
        certificate = replace(certificate, notes=(*certificate.notes, *notes))
    result = _verified(result, certificate)
    return _Answer(
        evaluator,
        instance,
        result,
        certificate,
        outcome(result.termination, result.primal),
        class_,
        class_reason,
        solver_reason,
        {name: clock[k + 1] - clock[k] for k, name in enumerate(("ground", "solve", "verify"))},
    )


def _isolated(adapter: Adapter) -> Adapter:
    from modelwright.solvers.isolation import Isolated

    return Isolated(adapter)


def _better(
    run: _Run,
    options: Options,
    worth: Callable[[Floats], Fraction | None],
    judged: Callable[[Result], Certificate],
    result: Result,
    certificate: Certificate,
) -> tuple[Result, Certificate]:
    """The better of two answers to a small integer model: HiGHS with presolve and without.

    Each of the two calls points optimal now and then that are not; both points are feasible, in exact arithmetic, so
    the better one is the better answer whoever found it.
    """
    if run.adapter.name != "highs" or not options.presolve or run.target.num_nonzeros > _SMALL:
        return result, certificate
    other = replace(options, presolve=False, node_limit=_SECOND_NODES)
    try:
        second = replace(run, result=run.adapter.solve(run.target, other)).restored
    except SolverError:
        return result, certificate
    first = certificate.objective
    if not second.has_point or second.values is None or first is None:
        return result, certificate
    sign = 1 if run.target.sense == "max" else -1
    enough = sign * first + _NOISE * (1 + abs(first))
    value = worth(second.values)
    if value is not None and sign * value <= enough:
        return result, certificate  # and no time is spent on its rows and proof
    again = judged(second)
    if again.failed or again.objective is None or sign * again.objective <= enough:
        return result, certificate
    note = "HiGHS with presolve had called a worse plan optimal; this one was found without"
    return second, replace(again, notes=(*again.notes, note))


@dataclass(frozen=True, slots=True)
class _Run:
    """One call of a solver.

    Attributes:
        adapter: The solver.
        target: What it got.
        result: What it said of that.
        reduced: How `target` was made of the Instance; ``None`` when it is the Instance itself.
    """

    adapter: Adapter
    target: Instance
    result: Result
    reduced: Reduced | None

    @property
    def restored(self) -> Result:
        """The result for the Instance."""
        return self.result if self.reduced is None else self.reduced.restore(self.result)

    def second_chances(self, options: Options) -> Any:
        """Other results, for an answer that was disproved.

        Big coefficients leave continuous decisions some slack: with the whole ones fixed there is none. And presolve
        is where wrong answers come from: HiGHS 1.14 calls some unbounded LPs infeasible.
        """
        if self.reduced is not None and self.result.values is not None:
            pinned = _decided(self.adapter, self.reduced.pinned(self.result.values), options)
            if pinned.has_point:
                kept = replace(self.result, values=pinned.values, activity=pinned.activity, objective=pinned.objective)
                yield self.reduced.restore(kept)
        if options.presolve:
            plain = replace(options, presolve=False)
            yield replace(self, result=_decided(self.adapter, self.target, plain)).restored


def _run(adapter: Adapter, reason: str, asked: str, instance: Instance, options: Options) -> tuple[_Run, str]:
    """The first answer, and why that solver gave it; where `auto` met a refusal, the Instance is reduced."""
    if needs_reduction(adapter, instance):
        try:
            return _reduced_run(adapter, instance, options), reason
        except UnsupportedModel:
            if asked != "auto" or not is_algebraic(instance):
                raise
            scip = get_adapter("scip")
            return _Run(scip, instance, _decided(scip, instance, options), None), "it takes what is not linear"
    try:
        return _Run(adapter, instance, _decided(adapter, instance, options), None), reason
    except SolverError as refusal:
        if asked == "auto" and instance.convex_quadratic is not None:
            scip = get_adapter("scip")
            why = f"{adapter.name} failed ({refusal.message}); it takes what is not linear"
            return _Run(scip, instance, _decided(scip, instance, options), None), why
        if not isinstance(refusal, UnsupportedModel):
            raise
        if asked != "auto" or not (instance.trees or instance.objective_tree is not None):
            raise
        other = get_adapter("highs")
        try:
            run = _reduced_run(other, instance, options)
        except UnsupportedModel as second:
            raise second from refusal
        return run, f"{adapter.name} refuses ({refusal.message}); reduced to linear rows"


def _reduced_run(adapter: Adapter, instance: Instance, options: Options) -> _Run:
    from modelwright.solvers.reductions import reduce_to_milp

    reduced = reduce_to_milp(instance)
    return _Run(adapter, reduced.instance, _decided(adapter, reduced.instance, options), reduced)


def _decided(adapter: Adapter, instance: Instance, options: Options) -> Result:
    """The solver's answer; infeasible-or-unbounded is decided by solving again without the objective."""
    began = perf_counter()
    result = _said(adapter, instance, options)
    if result.termination is not Termination.INFEASIBLE_OR_UNBOUNDED:
        return result
    if options.time_limit_s is not None:
        left = max(0.0, options.time_limit_s - (perf_counter() - began))
        options = replace(options, time_limit_s=left)
    second = _said(adapter, without_objective(instance), options)
    termination = second.termination
    if termination is Termination.OPTIMAL:
        termination = Termination.DUAL_INFEASIBLE
    return replace(second, instance=instance, termination=termination, objective=None, objective_bound=None)


_BROKEN = (Termination.NUMERICAL_ERROR, Termination.OTHER_ERROR)


def _said(adapter: Adapter, instance: Instance, options: Options) -> Result:
    """What the solver says; where it breaks down, what it says without presolve.

    The presolve of HiGHS 1.13 brings some infeasible MILPs, such as ``7 x + 7 y == 3 z``, to points outside their
    bounds, and then stops.
    """
    began = perf_counter()
    result = adapter.solve(instance, options)
    if result.termination in _BROKEN and options.presolve:
        left = None if options.time_limit_s is None else max(0.0, options.time_limit_s - (perf_counter() - began))
        result = adapter.solve(instance, replace(options, presolve=False, time_limit_s=left))
    if result.termination in _BROKEN:
        raise SolverError(f"{adapter.name} stopped with `{result.raw_status}`", hint="check the scale of the numbers")
    if result.termination is Termination.OPTIMAL and result.values is None:
        raise SolverError(f"{adapter.name} says `{result.raw_status}` and returns no point")
    return result


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


# ------------------------------------------------------------------------------------------- what is reported


def _objectives(model: Model, answer: _Answer, *, several: bool) -> dict[str, float]:
    """Every objective at the point, worked out exactly."""
    if answer.result.values is None or answer.status not in ("optimal", "feasible"):
        return {}
    if not several:
        found = answer.result.objective
        return {} if found is None or model.objective is None else {model.objective.name: found}
    from modelwright.model.exact.points import evaluate
    from modelwright.solvers.proofs.conditions import Point

    point = Point(answer.instance, answer.result.values)
    values: dict[str, Fraction] = {}
    for objective in model.objectives:
        if isinstance(objective.expression, str):
            try:
                values[objective.name] = evaluate(
                    answer.evaluator.tree(parse_expression(objective.expression), {}), point
                )
            except ModelError:  # a later objective that has no value where the first ones are best
                continue
    return {name: float(value) for name, value in values.items()}


def _outputs(model: Model, answer: _Answer) -> dict[str, Any]:
    if answer.result.values is None or answer.status not in ("optimal", "feasible"):
        return {}
    from modelwright.model.exact.outputs import output_values
    from modelwright.solvers.proofs.conditions import Point

    found = output_values(answer.evaluator, Point(answer.instance, answer.result.values))
    return {name: _plain(value) for name, value in found.items()}


def _plain(value: Any) -> Any:
    """As JSON has it: fractions as floats, tuples as lists."""
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return {name: _plain(part) for name, part in value.items()} if isinstance(value, dict) else value
