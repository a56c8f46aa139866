"""HiGHS: arrays in, arrays out."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from modelwright.errors import SolverError, UnsupportedModel
from modelwright.model.outcome import PrimalStatus, Termination
from modelwright.solvers.adapters.base import Capability, Options
from modelwright.solvers.result import Basis, Result

try:
    import highspy
except ImportError as error:  # told as SolverNotInstalled by the registry
    raise ImportError(f"highspy cannot be imported ({error})") from error

if TYPE_CHECKING:
    from modelwright.solvers.instance import Instance

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

_kept = threading.local()


@dataclass(frozen=True, slots=True)
class Highs:
    """HiGHS, the default for linear models; version 1.13."""

    name: ClassVar[str] = "highs"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(Capability) - {
        Capability.TREES,
        Capability.NONLINEAR,
    }

    def solve(self, instance: Instance, options: Options) -> Result:
        """The answer of HiGHS on `instance`.

        Raises:
            UnsupportedModel: There are rows that are not linear.
            SolverError: HiGHS refuses the numbers, or fails.
        """
        began = perf_counter()
        if instance.trees or instance.objective_tree is not None:
            raise UnsupportedModel("HiGHS takes linear rows only", hint="reduce the model first, as `solve_model` does")
        empty = _without_columns(instance)
        if empty is not None:
            return empty
        try:
            highs = kept_highs(options.threads)
            _set_options(highs, instance, options)
            _pass_model(highs, instance)
            _run(highs, instance)
            return _result(highs, instance, options, perf_counter() - began)
        except SolverError:
            raise
        except Exception as error:
            raise SolverError(f"HiGHS failed: {type(error).__name__}: {error}") from error


def _without_columns(instance: Instance) -> Result | None:
    """HiGHS calls a model without columns empty whatever its rows are; it is decided here."""
    if instance.num_columns:
        return None
    fits = bool((instance.row_lower <= 0).all() and (instance.row_upper >= 0).all())
    if not fits:
        return Result(instance=instance, termination=Termination.INFEASIBLE, raw_status="no columns", solver="highs")
    value = None if instance.sense == "satisfy" else instance.offset
    return Result(
        instance=instance,
        termination=Termination.OPTIMAL,
        primal=PrimalStatus.FEASIBLE_POINT,
        raw_status="no columns",
        objective=value,
        objective_bound=value,
        values=np.zeros(0),
        activity=np.zeros(instance.num_rows),
        solver="highs",
        solver_version=_version(),
    )


def _version() -> str:
    return str(highspy.Highs().version())


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
