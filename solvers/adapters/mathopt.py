"""GLOP, PDLP and SCIP through MathOpt of OR-Tools."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from modelwright.errors import SolverError
from modelwright.model.outcome import Termination
from modelwright.solvers.adapters.base import Capability, Options
from modelwright.solvers.adapters.linear import LinearPeer, result_at

try:
    from ortools.math_opt import model_pb2
    from ortools.math_opt.python import mathopt
    from ortools.pdlp import solvers_pb2
except ImportError as error:  # told as SolverNotInstalled by the registry
    raise ImportError(f"ortools cannot be imported ({error})") from error

if TYPE_CHECKING:
    from modelwright.solvers.instance import Floats, Instance
    from modelwright.solvers.result import Result

__all__ = ["LIMIT", "STATUS", "Glop", "Gscip", "Pdlp"]

STATUS: dict[str, Termination] = {
    "OPTIMAL": Termination.OPTIMAL,
    "INFEASIBLE": Termination.INFEASIBLE,
    "UNBOUNDED": Termination.DUAL_INFEASIBLE,
    "INFEASIBLE_OR_UNBOUNDED": Termination.INFEASIBLE_OR_UNBOUNDED,
    "IMPRECISE": Termination.NUMERICAL_ERROR,
    "FEASIBLE": Termination.OTHER_ERROR,
    "NO_SOLUTION_FOUND": Termination.OTHER_ERROR,
    "NUMERICAL_ERROR": Termination.NUMERICAL_ERROR,
    "OTHER_ERROR": Termination.OTHER_ERROR,
}
"""Every member of `mathopt.TerminationReason`; with ``FEASIBLE`` and ``NO_SOLUTION_FOUND``, `LIMIT` says why."""

LIMIT: dict[str, Termination] = {
    "UNDETERMINED": Termination.OTHER_ERROR,
    "ITERATION": Termination.ITERATION_LIMIT,
    "TIME": Termination.TIME_LIMIT,
    "NODE": Termination.NODE_LIMIT,
    "SOLUTION": Termination.SOLUTION_LIMIT,
    "MEMORY": Termination.MEMORY_LIMIT,
    "OBJECTIVE": Termination.OBJECTIVE_LIMIT,
    "NORM": Termination.NUMERICAL_ERROR,
    "INTERRUPTED": Termination.INTERRUPTED,
    "SLOW_PROGRESS": Termination.NUMERICAL_ERROR,
    "OTHER": Termination.OTHER_ERROR,
}
"""Every member of `mathopt.Limit`."""

_ENDLESS = "inf; invalid PrimalSolutionProto.objective_value"
"""What SCIP's ray makes of the checks of MathOpt."""

_PDLP_ACCURACY = 1e-9

_LINEAR = frozenset({Capability.LP, Capability.DUALS, Capability.TIME, Capability.GAP, Capability.LOG})


@dataclass(frozen=True, slots=True)
class _MathOpt(LinearPeer):
    """A solver behind MathOpt; linear rows as one protocol buffer, written from the arrays."""

    kind: ClassVar[Any]

    def _solved(self, instance: Instance, options: Options) -> Result:
        began = perf_counter()
        lines: list[str] = []
        log = None if options.log_path is None else lines.extend
        try:
            found = mathopt.solve(_model(instance), self.kind, params=self._parameters(options), msg_cb=log)
        except AttributeError as error:  # how this version of MathOpt fails while it says what SCIP did wrong
            told = str(error.__context__)
            if _ENDLESS not in told:
                raise SolverError(f"`{self.name}` failed: {told}") from error
            return result_at(
                instance, options, Termination.INFEASIBLE_OR_UNBOUNDED, None, raw_status=told, solver=self.name
            )
        if options.log_path is not None:
            options.log_path.write_text("\n".join(lines) + "\n", "utf-8")
        reason, limit = found.termination.reason, found.termination.limit
        termination = STATUS[reason.name] if limit is None else LIMIT[limit.name]
        word = reason.name if limit is None else f"{reason.name} ({limit.name})"
        if termination is Termination.DUAL_INFEASIBLE and instance.integrality.any():
            termination = Termination.INFEASIBLE_OR_UNBOUNDED  # the relaxation is unbounded; of points nothing is said
        values = _along(found.variable_values(), instance.num_columns) if found.has_primal_feasible_solution() else None
        duals = found.has_dual_feasible_solution() and termination is Termination.OPTIMAL
        sign = -1.0 if instance.sense == "max" else 1.0
        return result_at(
            instance,
            options,
            termination,
            values,
            bound=found.termination.objective_bounds.dual_bound,
            duals=sign * _along(found.dual_values(), instance.num_rows) if duals else None,
            reduced_costs=sign * _along(found.reduced_costs(), instance.num_columns) if duals else None,
            raw_status=word,
            seconds=perf_counter() - began,
            solver=self.name,
            solver_version=f"OR-Tools {version('ortools')}",
        )

    def _parameters(self, options: Options) -> Any:
        has = self.capabilities
        given: dict[str, Any] = {}
        if options.time_limit_s is not None:
            given["time_limit"] = timedelta(seconds=options.time_limit_s)
        if Capability.MILP in has:
            given |= {"relative_gap_tolerance": options.gap_rel, "absolute_gap_tolerance": 0.0}
        if Capability.SEED in has:
            given["random_seed"] = options.seed
        if Capability.THREADS in has:
            given["threads"] = options.threads
        if Capability.NODES in has and options.node_limit is not None:
            given["node_limit"] = options.node_limit
        if Capability.PRESOLVE in has and not options.presolve:
            given["presolve"] = mathopt.Emphasis.OFF
        if self.kind is mathopt.SolverType.PDLP:
            given["pdlp"] = _accurate()
        return mathopt.SolveParameters(**given)


@dataclass(frozen=True, slots=True)
class Glop(_MathOpt):
    """GLOP, the simplex method of OR-Tools, for LPs."""

    name = "glop"
    capabilities = _LINEAR | {Capability.SEED, Capability.PRESOLVE}
    kind = mathopt.SolverType.GLOP


@dataclass(frozen=True, slots=True)
class Pdlp(_MathOpt):
    """PDLP, a first-order method for LPs so large that no other one ends; its points are less accurate."""

    name = "pdlp"
    capabilities = _LINEAR | {Capability.THREADS}
    kind = mathopt.SolverType.PDLP


@dataclass(frozen=True, slots=True)
class Gscip(_MathOpt):
    """The SCIP that OR-Tools ships, for linear rows."""

    name = "gscip"
    capabilities = (_LINEAR - {Capability.DUALS}) | {
        Capability.MILP,
        Capability.FEASIBILITY,
        Capability.WHOLE,
        Capability.SEED,
        Capability.PRESOLVE,
        Capability.NODES,
    }
    kind = mathopt.SolverType.GSCIP


def _accurate() -> Any:
    """PDLP stops at 1e-6 by default, which exact arithmetic does not take for an optimum."""
    settings = solvers_pb2.PrimalDualHybridGradientParams()
    criteria = settings.termination_criteria.simple_optimality_criteria
    criteria.eps_optimal_absolute = criteria.eps_optimal_relative = _PDLP_ACCURACY
    return settings


def _model(instance: Instance) -> Any:
    proto = model_pb2.ModelProto()
    columns, rows = proto.variables, proto.linear_constraints
    columns.ids.extend(range(instance.num_columns))
    columns.lower_bounds.extend(instance.column_lower)
    columns.upper_bounds.extend(instance.column_upper)
    columns.integers.extend(instance.integrality.astype(bool).tolist())
    rows.ids.extend(range(instance.num_rows))
    rows.lower_bounds.extend(instance.row_lower)
    rows.upper_bounds.extend(instance.row_upper)
    matrix = proto.linear_constraint_matrix
    matrix.row_ids.extend(np.repeat(np.arange(instance.num_rows), np.diff(instance.start)).tolist())
    matrix.column_ids.extend(instance.index.tolist())
    matrix.coefficients.extend(instance.value)
    costs = np.flatnonzero(instance.cost)
    proto.objective.maximize = instance.sense == "max"
    proto.objective.offset = instance.offset
    proto.objective.linear_coefficients.ids.extend(costs.tolist())
    proto.objective.linear_coefficients.values.extend(instance.cost[costs])
    return mathopt.Model.from_model_proto(proto)


def _along(found: dict[Any, float], count: int) -> Floats:
    values = np.zeros(count)
    for item, value in found.items():
        values[item.id] = value
    return values
