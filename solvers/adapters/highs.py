"""HiGHS: arrays in, arrays out."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from modelwright.errors import SolverError
from modelwright.model.outcome import PrimalStatus, Termination
from modelwright.solvers.adapters.base import Capability, Options
from modelwright.solvers.adapters.convex import ConvexProgram
from modelwright.solvers.adapters.linear import decided_at_once, guarded, refuse_beyond_linear, refuse_nan
from modelwright.solvers.adapters.listening import Listener
from modelwright.solvers.result import Basis, Result

try:
    import highspy
except ImportError as error:  # told as SolverNotInstalled by the registry
    raise ImportError(f"highspy cannot be imported ({error})") from error

if TYPE_CHECKING:
    from modelwright.solvers.instance import Instance
    from modelwright.solvers.quadratic import Quadratic

__all__ = ["STATUS", "Highs", "kept_highs"]

STATUS: dict[str, Termination] = {
    "kNotset": Termination.OTHER_ERROR,
    "kLoadError": Termination.OTHER_ERROR,
    "kModelError": Termination.OTHER_ERROR,
    "kPresolveError": Termination.OTHER_ERROR,
    "kSolveError": Termination.OTHER_ERROR,
    "kPostsolveError": Termination.OTHER_ERROR,
    "kModelEmpty": Termination.OPTIMAL,
    "kOptimal": Termination.OPTIMAL,
    "kInfeasible": Termination.INFEASIBLE,
    "kUnboundedOrInfeasible": Termination.INFEASIBLE_OR_UNBOUNDED,
    "kUnbounded": Termination.DUAL_INFEASIBLE,
    "kObjectiveBound": Termination.OBJECTIVE_LIMIT,
    "kObjectiveTarget": Termination.OBJECTIVE_LIMIT,
    "kTimeLimit": Termination.TIME_LIMIT,
    "kIterationLimit": Termination.ITERATION_LIMIT,
    "kUnknown": Termination.NUMERICAL_ERROR,
    "kSolutionLimit": Termination.SOLUTION_LIMIT,
    "kInterrupt": Termination.INTERRUPTED,
    "kMemoryLimit": Termination.MEMORY_LIMIT,
    "kHighsInterrupt": Termination.INTERRUPTED,
}
"""Every member of `highspy.HighsModelStatus`; a test compares the two."""

_FRESH_SECONDS = 0.1  # what an object may have run before it is replaced
_TINY_COLUMNS = 50
_QUICK_NONZEROS = 2_000
_NONBASIC = 3  # of `highspy.HighsBasisStatus`, after kLower, kBasic, kUpper; 4 is nonbasic too

_REGULARISATIONS = (1e-7, 1e-10, 1e-5)
"""What is added to the diagonal of a Hessian; the first is the default of HiGHS."""

_CONVEX_GAP = 1e-6

_kept = threading.local()


@dataclass(frozen=True, slots=True)
class Highs:
    """HiGHS, the default for linear models and convex QPs; version 1.13."""

    name: ClassVar[str] = "highs"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(Capability) - {
        Capability.TREES,
        Capability.NONLINEAR,
        Capability.MEMORY,
    }

    def solve(self, instance: Instance, options: Options) -> Result:
        """The answer of HiGHS on `instance`.

        Raises:
            UnsupportedModel: There are rows that are not linear, or an objective that is no convex quadratic one.
            SolverError: HiGHS refuses the numbers, or fails.
        """
        quadratic = None if instance.objective_tree is None else instance.convex_quadratic
        if quadratic is None:
            refuse_beyond_linear(instance, self.name)
        refuse_nan(instance, self.name)
        decided = decided_at_once(instance, self.name)
        if decided is not None:
            return decided
        if quadratic is not None:
            return guarded(self.name, lambda: _solved_convex(instance, quadratic, options), takes_signals=False)
        return guarded(self.name, lambda: _solved(instance, options), takes_signals=False)


def _solved(instance: Instance, options: Options) -> Result:
    began = perf_counter()
    highs = kept_highs(options.threads)
    _set_options(highs, instance, options)
    _pass_model(highs, instance)
    listener = None if options.progress is None else Listener("highs", options.progress)
    with _heard(highs, listener):
        _run(highs, instance)
    if listener is not None:
        listener.raise_kept()
    return _result(highs, instance, options, perf_counter() - began)


def kept_highs(threads: int) -> Any:
    """The silent Highs object of this Python thread, without a model and with default options but for `threads`.

    Kept, because making one costs more than solving a tiny model. HiGHS (1.13) has a task scheduler for each thread
    that calls it, made by the first solve, and refuses a solve with another number of solver threads ("Not Set"); so
    the scheduler goes when that number changes. The manual wants one number for the whole process, but the scheduler
    is thread-local (`HighsTaskExecutor.h`), and a test has 8 Python threads solve at once with mixed numbers.

    Raises:
        SolverError: HiGHS does not take that number of threads.
    """
    highs = getattr(_kept, "highs", None)
    if highs is None or highs.getRunTime() > _FRESH_SECONDS:
        highs = _kept.highs = highspy.Highs()
    else:
        highs.clear()
    _set(highs, {"output_flag": False, "threads": threads})
    if getattr(_kept, "threads", None) != threads:
        highspy.Highs.resetGlobalScheduler(True)
        _kept.threads = threads
    return highs


def _set_options(highs: Any, instance: Instance, options: Options) -> None:
    settings: dict[str, Any] = {
        "random_seed": options.seed,
        "presolve": "choose" if options.presolve else "off",
        # The default, 1e-4, accepts points that are visibly not optimal; the absolute one does so for small units.
        "mip_rel_gap": options.gap_rel,
        "mip_abs_gap": 0.0,
        # The default, 1e-9, drops coefficients that matter to models in large units.
        "small_matrix_value": 1e-12,
    }
    if instance.num_columns <= _TINY_COLUMNS:
        # The heuristic takes 5 to 25 ms however small the model is (1.11 to 1.15). Larger models without objective are
        # solved up to 18 times faster with it, or only with it (`benchmarks/feasibility_jump.py`).
        settings["mip_heuristic_run_feasibility_jump"] = False
    if options.time_limit_s is not None:
        # The clock of a kept object runs on from one model to the next, that of branch and bound does not: hence
        # `_FRESH_SECONDS`, by which a limit may be overrun.
        settings["time_limit"] = highs.getRunTime() + float(options.time_limit_s)
    if options.node_limit is not None:
        settings["mip_max_nodes"] = options.node_limit
    if options.log_path is not None:
        settings |= {"log_file": str(options.log_path), "log_to_console": False, "output_flag": True}
    _set(highs, settings)


def _set(highs: Any, settings: dict[str, Any]) -> None:
    for name, value in settings.items():
        if highs.setOptionValue(name, value) == highspy.HighsStatus.kError:
            raise SolverError(f"HiGHS does not take {value!r} for its option `{name}`", code="solver-option")


def _pass_model(highs: Any, instance: Instance) -> None:
    sense = highspy.ObjSense.kMaximize if instance.sense == "max" else highspy.ObjSense.kMinimize
    status = highs.passModel(
        instance.num_columns,
        instance.num_rows,
        instance.num_nonzeros,
        int(highspy.MatrixFormat.kRowwise),
        int(sense),
        instance.offset,
        instance.cost,
        instance.column_lower,
        instance.column_upper,
        instance.row_lower,
        instance.row_upper,
        instance.start,
        instance.index,
        instance.value,
        instance.integrality.astype(np.int32),
    )
    if status == highspy.HighsStatus.kError:
        raise SolverError(
            "HiGHS refuses the numbers of the model",
            code="solver-numbers",
            hint="coefficients must lie below 1e15, costs and bounds below 1e20: use larger units",
        )


def _pass_hessian(highs: Any, program: ConvexProgram) -> None:
    start, index, value = program.hessian()
    triangular = int(highspy.HessianFormat.kTriangular)
    if highs.passHessian(len(start) - 1, len(value), triangular, start, index, value) == highspy.HighsStatus.kError:
        raise SolverError("HiGHS refuses the quadratic objective", code="solver-numbers")


def _solved_convex(instance: Instance, quadratic: Quadratic, options: Options) -> Result:
    """The first answer to a convex QP that stands when LPs are asked; `NUMERICAL_ERROR` when none does."""
    program = ConvexProgram(instance, quadratic)
    began = perf_counter()
    result: Result | None = None
    for regularisation in _REGULARISATIONS:
        left = options
        if options.time_limit_s is not None:
            left = replace(options, time_limit_s=max(0.0, options.time_limit_s - (perf_counter() - began)))
        highs = kept_highs(options.threads)
        _set_options(highs, instance, left)
        _set(highs, {"qp_regularization_value": regularisation})
        _pass_model(highs, program.linear)
        _pass_hessian(highs, program)
        _run(highs, instance)
        result = _checked(program, _result(highs, instance, options, perf_counter() - began), options)
        if result.termination not in (Termination.NUMERICAL_ERROR, Termination.OTHER_ERROR):
            break
    assert result is not None
    return result


def _checked(program: ConvexProgram, result: Result, options: Options) -> Result:
    plain = replace(options, log_path=None, progress=None)

    def solve(linear: Instance) -> Result:
        return Highs().solve(linear, plain)

    if result.termination is Termination.DUAL_INFEASIBLE and not program.is_endless(solve):
        return replace(result, termination=Termination.NUMERICAL_ERROR, objective=None)
    if result.termination is not Termination.OPTIMAL or result.values is None or result.instance.sense == "satisfy":
        return result
    objective = program.objective(result.values)
    bound = program.bound(result.values, solve)
    if bound is None or abs(objective - bound) > _CONVEX_GAP * (1 + abs(objective)):
        return replace(result, termination=Termination.NUMERICAL_ERROR, objective_bound=None)
    return replace(result, objective=objective, objective_bound=bound)


@contextmanager
def _heard(highs: Any, listener: Listener | None) -> Iterator[None]:
    """Lets `listener` hear of branch and bound while the context lasts."""
    if listener is None:
        yield
        return

    def hear(event: Any) -> None:
        listener.hear(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)

    events = (highs.cbMipImprovingSolution, highs.cbMipLogging)
    for each in events:
        each.subscribe(hear)
    try:
        yield
    finally:
        for each in events:
            each.clear()


def _run(highs: Any, instance: Instance) -> None:
    if instance.num_nonzeros <= _QUICK_NONZEROS or threading.current_thread() is not threading.main_thread():
        highs.run()
        return
    highs.HandleUserInterrupt = True
    try:
        highs.startSolve()
        _wait(highs)
    finally:
        highs.HandleUserInterrupt = False


def _wait(highs: Any) -> None:
    """Waits for the solver thread; Ctrl-C stops the solver, which then hands over its incumbent."""
    done = False
    while not done:
        try:
            done = highs.wait(0.1)[0]
        except KeyboardInterrupt:
            highs.cancelSolve()


# ----------------------------------------------------------------------------------------------------------- result


def _result(highs: Any, instance: Instance, options: Options, seconds: float) -> Result:
    status, info = highs.getModelStatus(), highs.getInfo()
    termination = STATUS[status.name]
    point = _primal(info, termination)
    solution = highs.getSolution()
    integer = bool(instance.integrality.any())
    duals = info.dual_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible and not integer
    sign = -1.0 if instance.sense == "max" else 1.0
    values = np.array(solution.col_value) if point is not PrimalStatus.NO_SOLUTION else None
    valued = values is not None and instance.sense != "satisfy" and termination is not Termination.DUAL_INFEASIBLE
    objective = info.objective_function_value if valued else None
    return Result(
        instance=instance,
        termination=termination,
        primal=point,
        dual=PrimalStatus.FEASIBLE_POINT if duals else PrimalStatus.NO_SOLUTION,
        raw_status=highs.modelStatusToString(status),
        objective=objective,
        objective_bound=_bound(info, instance, termination, integer, objective),
        values=values,
        activity=np.array(solution.row_value) if values is not None else None,
        duals=sign * np.array(solution.row_dual) if duals else None,
        reduced_costs=sign * np.array(solution.col_dual) if duals else None,
        basis=None if integer else _basis(highs),
        seconds=seconds,
        seed=options.seed,
        solver="highs",
        solver_version=str(highs.version()),
    )


def _primal(info: Any, termination: Termination) -> PrimalStatus:
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        return PrimalStatus.FEASIBLE_POINT
    if termination is Termination.OPTIMAL:
        return PrimalStatus.INFEASIBLE_POINT
    return PrimalStatus.NO_SOLUTION


def _bound(
    info: Any, instance: Instance, termination: Termination, integer: bool, objective: float | None
) -> float | None:
    if instance.sense == "satisfy":
        return None
    if not integer:
        return objective if termination is Termination.OPTIMAL else None
    bound = float(info.mip_dual_bound)
    return bound if math.isfinite(bound) else None


def _basis(highs: Any) -> Basis | None:
    basis = highs.getBasis()
    if not basis.valid:
        return None
    columns, rows = (np.array(list(map(int, status)), np.int8) for status in (basis.col_status, basis.row_status))
    return Basis(np.minimum(columns, _NONBASIC), np.minimum(rows, _NONBASIC))
