"""HiGHS and SCIP through Pyomo's current solver interface."""

from __future__ import annotations

import math
from abc import abstractmethod
from dataclasses import dataclass
from importlib.metadata import version
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from modelwright.model.outcome import Termination
from modelwright.solvers.adapters.base import Capability, Options
from modelwright.solvers.adapters.linear import LinearPeer, result_at

try:
    import pyomo.environ as pyo
    from pyomo.contrib.solver.common.factory import SolverFactory
    from pyomo.contrib.solver.common.util import NoDualsError, NoReducedCostsError, NoSolutionError
    from pyomo.core.expr.numeric_expr import LinearExpression
except ImportError as error:  # told as SolverNotInstalled by the registry
    raise ImportError(f"pyomo cannot be imported ({error})") from error

if TYPE_CHECKING:
    from modelwright.solvers.instance import Floats, Instance
    from modelwright.solvers.result import Result

__all__ = ["STATUS", "PyomoHighs", "PyomoScip"]

STATUS: dict[str, Termination] = {
    "convergenceCriteriaSatisfied": Termination.OPTIMAL,
    "maxTimeLimit": Termination.TIME_LIMIT,
    "iterationLimit": Termination.ITERATION_LIMIT,
    "objectiveLimit": Termination.OBJECTIVE_LIMIT,
    "minStepLength": Termination.NUMERICAL_ERROR,
    "unbounded": Termination.DUAL_INFEASIBLE,
    "provenInfeasible": Termination.INFEASIBLE,
    "locallyInfeasible": Termination.NUMERICAL_ERROR,
    "infeasibleOrUnbounded": Termination.INFEASIBLE_OR_UNBOUNDED,
    "error": Termination.OTHER_ERROR,
    "interrupted": Termination.INTERRUPTED,
    "licensingProblems": Termination.OTHER_ERROR,
    "emptyModel": Termination.OTHER_ERROR,
    "unknown": Termination.OTHER_ERROR,
}
"""Every member of Pyomo's `TerminationCondition`."""

_LINEAR = frozenset(
    {
        Capability.LP,
        Capability.MILP,
        Capability.FEASIBILITY,
        Capability.WHOLE,
        Capability.TIME,
        Capability.GAP,
        Capability.SEED,
        Capability.LOG,
        Capability.PRESOLVE,
        Capability.NODES,
    }
)


@dataclass(frozen=True, slots=True)
class _Pyomo(LinearPeer):
    """A solver behind Pyomo; rows as linear expressions made of lists."""

    kind: ClassVar[str]

    def __post_init__(self) -> None:
        if not SolverFactory(self.kind).available():
            raise ImportError(f"Pyomo does not find what its solver `{self.kind}` needs")

    def _solved(self, instance: Instance, options: Options) -> Result:
        began = perf_counter()
        model = _model(instance)
        found = SolverFactory(self.kind).solve(
            model,
            load_solutions=False,
            raise_exception_on_nonoptimal_result=False,
            time_limit=options.time_limit_s,
            rel_gap=options.gap_rel,
            abs_gap=0.0,
            threads=options.threads if Capability.THREADS in self.capabilities else None,
            solver_options=self._settings(options),
        )
        if options.log_path is not None:
            options.log_path.write_text(found.solver_log, "utf-8")
        word = found.termination_condition.name
        termination = STATUS[word]
        values: Floats | None = None
        duals = reduced = None
        try:
            values = _along(found.solution_loader.get_vars(), model.x, instance.num_columns)
            if Capability.DUALS in self.capabilities and termination is Termination.OPTIMAL:
                sign = -1.0 if instance.sense == "max" else 1.0
                duals = sign * _along(found.solution_loader.get_duals(), model.rows, instance.num_rows)
                reduced = sign * _along(found.solution_loader.get_reduced_costs(), model.x, instance.num_columns)
        except (NoSolutionError, NoDualsError, NoReducedCostsError):
            pass
        if found.solution_status.name not in ("feasible", "optimal"):
            values = None
        return result_at(
            instance,
            options,
            termination,
            values,
            bound=found.objective_bound,
            duals=duals,
            reduced_costs=reduced,
            raw_status=word,
            seconds=perf_counter() - began,
            solver=self.name,
            solver_version=f"Pyomo {version('pyomo')}, {self.kind} {'.'.join(map(str, found.solver_version))}",
        )

    @abstractmethod
    def _settings(self, options: Options) -> dict[str, Any]:
        """The solver's own options."""


@dataclass(frozen=True, slots=True)
class PyomoHighs(_Pyomo):
    """HiGHS through Pyomo."""

    name = "pyomo-highs"
    capabilities = _LINEAR | {Capability.DUALS}
    kind = "highs"

    def _settings(self, options: Options) -> dict[str, Any]:
        settings: dict[str, Any] = {"random_seed": options.seed, "presolve": "choose" if options.presolve else "off"}
        return settings if options.node_limit is None else settings | {"mip_max_nodes": options.node_limit}


@dataclass(frozen=True, slots=True)
class PyomoScip(_Pyomo):
    """SCIP through Pyomo and PySCIPOpt."""

    name = "pyomo-scip"
    capabilities = _LINEAR | {Capability.THREADS, Capability.MEMORY}
    kind = "scip_direct"

    def _settings(self, options: Options) -> dict[str, Any]:
        settings: dict[str, Any] = {"randomization/randomseedshift": options.seed % 2**31}
        if not options.presolve:
            settings["presolving/maxrounds"] = 0
        if options.node_limit is not None:
            settings["limits/nodes"] = options.node_limit
        if options.memory_mb is not None:
            settings["limits/memory"] = float(options.memory_mb)
        return settings


def _model(instance: Instance) -> Any:
    model: Any = pyo.ConcreteModel()
    model.x = pyo.Var(range(instance.num_columns))
    columns = list(model.x.values())
    bounds = zip(instance.column_lower.tolist(), instance.column_upper.tolist(), strict=True)
    for column, (low, high), whole in zip(columns, bounds, instance.integrality.tolist(), strict=True):
        column.setlb(_end(low))
        column.setub(_end(high))
        column.domain = pyo.Integers if whole else pyo.Reals

    def expression(places: Any, values: Any, constant: float = 0.0) -> Any:
        chosen = [columns[place] for place in places.tolist()]
        return LinearExpression(constant=constant, linear_coefs=values.tolist(), linear_vars=chosen)

    def row(_: Any, number: int) -> Any:
        low, high = float(instance.row_lower[number]), float(instance.row_upper[number])
        if low == high:
            return expression(*instance.row(number)) == low
        return _end(low), expression(*instance.row(number)), _end(high)

    limited = np.isfinite(instance.row_lower) | np.isfinite(instance.row_upper)
    kept = np.flatnonzero((np.diff(instance.start) > 0) & limited)
    model.rows = pyo.Constraint(kept.tolist(), rule=row)
    sense = pyo.maximize if instance.sense == "max" else pyo.minimize
    # Of a decision that is in no row, Pyomo hears through the objective.
    model.goal = pyo.Objective(expr=expression(np.arange(len(columns)), instance.cost, instance.offset), sense=sense)
    return model


def _end(bound: float) -> float | None:
    return bound if math.isfinite(bound) else None


def _along(found: Any, items: Any, count: int) -> Floats:
    values = np.zeros(count)
    for place, item in items.items():
        if item in found:
            values[place] = found[item]
    return values
