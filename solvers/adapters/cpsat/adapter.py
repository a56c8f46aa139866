"""CP-SAT of OR-Tools: whole-number decisions, linear rows and every kind of tree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from importlib.metadata import version
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from modelwright.errors import SolverError
from modelwright.model.outcome import PrimalStatus, Termination
from modelwright.solvers.adapters.base import Capability, Options
from modelwright.solvers.adapters.cpsat.program import Program, translated
from modelwright.solvers.adapters.cpsat.ranges import WIDEST
from modelwright.solvers.adapters.linear import activity, kept_interrupts, refuse_nan, time_is_up
from modelwright.solvers.adapters.listening import Listener
from modelwright.solvers.result import Result

try:
    from ortools.sat.python import cp_model
except ImportError as error:  # told as SolverNotInstalled by the registry
    raise ImportError(f"ortools cannot be imported ({error})") from error

if TYPE_CHECKING:
    from modelwright.solvers.instance import Floats, Instance

__all__ = ["STATUS", "CpSat"]

STATUS: dict[str, Termination] = {
    "UNKNOWN": Termination.TIME_LIMIT,
    "MODEL_INVALID": Termination.OTHER_ERROR,
    "FEASIBLE": Termination.TIME_LIMIT,
    "INFEASIBLE": Termination.INFEASIBLE,
    "OPTIMAL": Termination.OPTIMAL,
}
"""Every member of `cp_model.CpSolverStatus`; a test compares the two."""

_NO_BOUND = 2.0**62
_DUST = 1e-6
_RECURSION_HINT = "write deeply nested conditions as definitions and rows of their own"


@dataclass(frozen=True, slots=True)
class CpSat:
    """CP-SAT, the default for whole-number decisions with logical, global or other rows that are not linear.

    Decisions without bounds, given or implied by linear rows, are kept within `ranges.WIDEST` of zero; where one of
    them ends there and a narrower limit gives a worse objective, the model is called unbounded. Numbers are scaled to
    whole ones exactly; rows whose numbers would exceed 2**53 are refused.
    """

    name: ClassVar[str] = "cpsat"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {
            Capability.WHOLE,
            Capability.TREES,
            Capability.TIME,
            Capability.GAP,
            Capability.THREADS,
            Capability.SEED,
            Capability.LOG,
            Capability.PRESOLVE,
            Capability.INTERRUPT,
            Capability.PROGRESS,
        }
    )

    def solve(self, instance: Instance, options: Options) -> Result:
        """The answer of CP-SAT on `instance`.

        Raises:
            UnsupportedModel: A decision is continuous, a number too large, or an operation is not known to CP-SAT.
            SolverError: CP-SAT fails.
        """
        began = perf_counter()
        refuse_nan(instance, self.name)
        try:
            with kept_interrupts():
                return _solved(instance, options, began)
        except SolverError:
            raise
        except RecursionError as error:
            raise SolverError("An expression is nested too deeply for CP-SAT", hint=_RECURSION_HINT) from error
        except Exception as error:
            raise SolverError(f"CP-SAT failed: {type(error).__name__}: {error}") from error


# --------------------------------------------------------------------------------------------------------- solving


def _solved(instance: Instance, options: Options, began: float) -> Result:
    program = translated(instance, WIDEST)
    result = _run(instance, program, options, began)
    values = result.values
    if result.termination is not Termination.OPTIMAL or values is None or program.goal is None:
        return result
    touched = next((c for c in program.free if abs(values[c]) > WIDEST // 2), None)
    if touched is None:
        return result
    narrow = _run(instance, translated(instance, WIDEST // 2), _left(options, began), began)
    if narrow.termination is not Termination.OPTIMAL or narrow.objective == result.objective:
        return narrow if narrow.termination is Termination.OPTIMAL else result
    return replace(
        result,
        termination=Termination.DUAL_INFEASIBLE,
        raw_status=f"OPTIMAL with `{instance.column_name(touched)}` near the widest limit that it was given",
        objective=None,
        objective_bound=None,
    )


def _left(options: Options, began: float) -> Options:
    if options.time_limit_s is None:
        return options
    return replace(options, time_limit_s=max(0.01, options.time_limit_s - (perf_counter() - began)))


def _run(instance: Instance, program: Program, options: Options, began: float) -> Result:
    problem = program.on.model.validate()
    if problem:
        raise SolverError(
            f"CP-SAT refuses the model: {problem.strip().splitlines()[0]}",
            code="solver-numbers",
            hint="give the decisions tighter bounds, or use larger units",
        )
    solver, lines = _solver(options)
    listener = None if options.progress is None else Listener("cpsat", options.progress)
    started = perf_counter()
    name = solver.status_name(_heard(solver, program, listener))
    if options.log_path is not None:
        options.log_path.write_text("\n".join(lines) + "\n", "utf-8")
    if listener is not None:
        listener.raise_kept()
    termination = STATUS[name]
    if termination is Termination.TIME_LIMIT and not time_is_up(options, perf_counter() - started):
        termination = Termination.INTERRUPTED  # CP-SAT does not say what stopped it
    if name == "FEASIBLE" and program.goal is None:
        termination = Termination.OPTIMAL
    values: Floats | None = None
    point: list[int] | None = None
    if name in ("OPTIMAL", "FEASIBLE"):
        point = list(solver.response_proto.solution)
        values = program.columns.values(np.array(point, np.float64)[: len(program.columns.kept)])
    objective, bound = _objective(program, solver.best_objective_bound, point)
    return Result(
        instance=instance,
        termination=termination,
        primal=PrimalStatus.NO_SOLUTION if values is None else PrimalStatus.FEASIBLE_POINT,
        raw_status=name,
        objective=objective,
        objective_bound=None if termination is Termination.INFEASIBLE else bound,
        values=values,
        activity=None if values is None else activity(instance, values),
        seconds=perf_counter() - began,
        seed=options.seed,
        solver="cpsat",
        solver_version=version("ortools"),
    )


def _heard(solver: Any, program: Program, listener: Listener | None) -> Any:
    """The status of `solver` on `program`, with news for `listener`."""
    if listener is None or program.goal is None:
        return solver.solve(program.on.model)
    denominator = program.goal.denominator
    best: list[float | None] = [None, None]

    def hear() -> None:
        listener.hear(*(None if number is None else number / denominator for number in best))

    class Solutions(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            best[:] = self.objective_value, self.best_objective_bound
            hear()

    def bounded(bound: float) -> None:
        best[1] = bound
        hear()

    solver.best_bound_callback = bounded
    return solver.solve(program.on.model, Solutions())


def _solver(options: Options) -> tuple[Any, list[str]]:
    solver: Any = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = options.threads
    parameters.random_seed = options.seed
    parameters.relative_gap_limit = options.gap_rel
    parameters.absolute_gap_limit = 0.0
    parameters.cp_model_presolve = options.presolve
    if options.time_limit_s is not None:
        parameters.max_time_in_seconds = float(options.time_limit_s)
    lines: list[str] = []
    if options.log_path is not None:
        parameters.log_search_progress = True
        parameters.log_to_stdout = False
        solver.log_callback = lines.append
    return solver, lines


def _objective(program: Program, bound: float, point: list[int] | None) -> tuple[float | None, float | None]:
    """Objective and bound in the units of the Model."""
    goal = program.goal
    if goal is None:
        return None, None
    bound = round(bound) if abs(bound - round(bound)) < _DUST else bound
    found = None
    if point is not None:
        numerator = goal.constant + sum(factor * point[variable] for variable, factor in goal.terms.items())
        found = float(Fraction(numerator, goal.denominator))
    return found, bound / goal.denominator if abs(bound) < _NO_BOUND else None
