"""HiGHS and CBC through PuLP."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from modelwright.model.outcome import Termination
from modelwright.solvers.adapters import highs
from modelwright.solvers.adapters.base import Capability, Options
from modelwright.solvers.adapters.linear import LinearPeer, result_at, time_is_up

try:
    import pulp
except ImportError as error:  # told as SolverNotInstalled by the registry
    raise ImportError(f"pulp cannot be imported ({error})") from error

if TYPE_CHECKING:
    from modelwright.solvers.instance import Floats, Instance
    from modelwright.solvers.result import Result

__all__ = ["CBC_STATUS", "PulpCbc", "PulpHighs"]

CBC_STATUS: dict[tuple[int, int], Termination] = {
    (pulp.LpStatusOptimal, pulp.LpSolutionOptimal): Termination.OPTIMAL,
    (pulp.LpStatusOptimal, pulp.LpSolutionIntegerFeasible): Termination.TIME_LIMIT,
    (pulp.LpStatusNotSolved, pulp.LpSolutionNoSolutionFound): Termination.TIME_LIMIT,
    (pulp.LpStatusInfeasible, pulp.LpSolutionInfeasible): Termination.INFEASIBLE,
    (pulp.LpStatusInfeasible, pulp.LpSolutionNoSolutionFound): Termination.INFEASIBLE,
    (pulp.LpStatusUnbounded, pulp.LpSolutionUnbounded): Termination.DUAL_INFEASIBLE,
    (pulp.LpStatusUndefined, pulp.LpSolutionNoSolutionFound): Termination.OTHER_ERROR,
}
"""Status and solution status of PuLP for CBC, every pair that it makes. Which limit stopped CBC is not told."""

_LINEAR = frozenset(
    {
        Capability.LP,
        Capability.MILP,
        Capability.FEASIBILITY,
        Capability.WHOLE,
        Capability.DUALS,
        Capability.TIME,
        Capability.GAP,
        Capability.SEED,
        Capability.LOG,
        Capability.PRESOLVE,
        Capability.NODES,
    }
)


@dataclass(frozen=True, slots=True)
class _Built:
    """A model of PuLP.

    Attributes:
        problem: The model.
        columns: Its decisions, in order.
        rows: Its constraints with the rows that they stand for; a row with two limits has two.
    """

    problem: Any
    columns: list[Any]
    rows: list[tuple[int, Any]]


@dataclass(frozen=True, slots=True)
class PulpHighs(LinearPeer):
    """HiGHS through PuLP, whose steps are taken one by one: its own status words call a time limit optimal."""

    name = "pulp-highs"
    capabilities = _LINEAR

    def _solved(self, instance: Instance, options: Options) -> Result:
        began = perf_counter()
        built = _built(instance)
        given: dict[str, Any] = {"random_seed": options.seed, "mip_abs_gap": 0.0}
        if not options.presolve:
            given["presolve"] = "off"
        if options.node_limit is not None:
            given["mip_max_nodes"] = options.node_limit
        if options.log_path is not None:
            given |= {"log_file": str(options.log_path), "log_to_console": False}
        solver = pulp.HiGHS(
            msg=options.log_path is not None, gapRel=options.gap_rel, timeLimit=options.time_limit_s, **given
        )
        solver.createAndConfigureSolver(built.problem)
        solver.buildSolverModel(built.problem)
        solver.callSolver(built.problem)
        model = built.problem.solverModel
        status, info = model.getModelStatus(), model.getInfo()
        values = duals = reduced = None
        if info.primal_solution_status == _FEASIBLE or info.dual_solution_status == _FEASIBLE:
            with suppress(KeyError):  # it looks up its own word for the status last, and lacks some
                solver.findSolutionValues(built.problem)
        if info.primal_solution_status == _FEASIBLE:
            values = np.array([column.varValue for column in built.columns])
        if info.dual_solution_status == _FEASIBLE:  # of a maximum, PuLP hands over the negated objective
            duals, reduced = _row_duals(built, instance), np.array([column.dj for column in built.columns])
        sign = -1.0 if instance.sense == "max" else 1.0
        return result_at(
            instance,
            options,
            highs.STATUS[status.name],
            values,
            bound=sign * float(info.mip_dual_bound) + instance.offset if instance.integrality.any() else None,
            duals=duals,
            reduced_costs=reduced,
            raw_status=model.modelStatusToString(status),
            seconds=perf_counter() - began,
            solver=self.name,
            solver_version=f"PuLP {version('pulp')}, HiGHS {model.version()}",
        )


_FEASIBLE = 2  # of `highspy.SolutionStatus`


@dataclass(frozen=True, slots=True)
class PulpCbc(LinearPeer):
    """CBC through PuLP: the program that PuLP carries, else ``cbc`` of the system. No bound is told."""

    name = "pulp-cbc"
    capabilities = _LINEAR | {Capability.THREADS}
    path: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", _cbc())

    def _solved(self, instance: Instance, options: Options) -> Result:
        began = perf_counter()
        built = _built(instance)
        with TemporaryDirectory() as folder:
            solver = pulp.COIN_CMD(
                path=self.path,
                msg=False,
                timeLimit=options.time_limit_s,
                gapRel=options.gap_rel,
                gapAbs=0.0,
                presolve=None if options.presolve else False,
                threads=options.threads if options.threads > 1 else None,
                maxNodes=options.node_limit,
                options=[f"randomCbcSeed {options.seed + 1}"],  # 0 is the time of day
                logPath=None if options.log_path is None else str(options.log_path),
            )
            solver.tmpDir = folder
            built.problem.solve(solver)
        status = built.problem.status, built.problem.sol_status
        seconds = perf_counter() - began
        termination = CBC_STATUS.get(status, Termination.OTHER_ERROR)
        if termination is Termination.TIME_LIMIT and not time_is_up(options, seconds):
            termination = Termination.NODE_LIMIT
        if termination is Termination.DUAL_INFEASIBLE and instance.integrality.any():
            termination = Termination.INFEASIBLE_OR_UNBOUNDED  # the relaxation is unbounded; of points nothing is said
        if termination is Termination.INFEASIBLE and instance.cost.any():
            termination = Termination.INFEASIBLE_OR_UNBOUNDED  # CBC calls some unbounded LPs infeasible
        values = duals = reduced = None
        if status[0] == pulp.LpStatusOptimal:
            values = np.array([column.varValue for column in built.columns], np.float64)
            values[instance.integrality == 1] = np.rint(values[instance.integrality == 1])
            reduced = np.array([column.dj or 0.0 for column in built.columns])
            duals = _row_duals(built, instance)
        sign = -1.0 if instance.sense == "max" else 1.0
        return result_at(
            instance,
            options,
            termination,
            values,
            duals=None if duals is None else sign * duals,
            reduced_costs=None if reduced is None else sign * reduced,
            raw_status=f"{pulp.LpStatus[status[0]]} ({pulp.LpSolution[status[1]]})",
            seconds=seconds,
            solver=self.name,
            solver_version=f"PuLP {version('pulp')}",
        )


def _cbc() -> str:
    """Where CBC is.

    Raises:
        ImportError: Nowhere.
    """
    from pulp.apis import PULP_CBC_CMD

    for path in (PULP_CBC_CMD.pulp_cbc_path, pulp.COIN_CMD().path):
        found = pulp.COIN_CMD.executable(str(path))
        if found:
            return str(found)
    raise ImportError("PuLP carries no CBC for this machine; install CBC so that `cbc` is found")


def _built(instance: Instance) -> _Built:
    problem: Any = pulp.LpProblem("model", pulp.LpMaximize if instance.sense == "max" else pulp.LpMinimize)
    columns = [
        problem.add_variable(f"x{k}", _end(low), _end(high), cat="Integer" if whole else "Continuous")
        for k, (low, high, whole) in enumerate(
            zip(
                instance.column_lower.tolist(),
                instance.column_upper.tolist(),
                instance.integrality.tolist(),
                strict=True,
            )
        )
    ]
    goal = list(zip(columns, instance.cost.tolist(), strict=True))
    problem.setObjective(pulp.LpAffineExpression(goal, constant=instance.offset))
    rows: list[tuple[int, Any]] = []
    limits = zip(instance.row_lower.tolist(), instance.row_upper.tolist(), strict=True)
    for row, (low, high) in enumerate(limits):
        places, values = instance.row(row)
        if not len(places):
            continue
        terms = [(columns[place], value) for place, value in zip(places.tolist(), values.tolist(), strict=True)]
        for sense, limit in _comparisons(low, high):
            constraint = pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, rhs=limit)
            problem.addConstraint(constraint, f"r{len(rows)}")
            rows.append((row, constraint))
    return _Built(problem, columns, rows)


def _comparisons(low: float, high: float) -> list[tuple[int, float]]:
    if low == high:
        return [(pulp.LpConstraintEQ, low)]
    sides = [(pulp.LpConstraintGE, low)] if math.isfinite(low) else []
    return [*sides, (pulp.LpConstraintLE, high)] if math.isfinite(high) else sides


def _end(bound: float) -> float | None:
    return bound if math.isfinite(bound) else None


def _row_duals(built: _Built, instance: Instance) -> Floats:
    """Duals as PuLP has them; those of the two limits of a row are added up."""
    duals = np.zeros(instance.num_rows)
    for row, constraint in built.rows:
        duals[row] += constraint.pi or 0.0
    return duals
