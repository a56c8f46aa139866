"""SCIP: continuous and integer decisions with nonlinear rows, to proven optimality within tolerances."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from modelwright.errors import UnsupportedModel
from modelwright.model.exact.trees import Apply, Junction, Linear, Relation, Tree, Truth, value_of
from modelwright.model.outcome import PrimalStatus, Termination
from modelwright.solvers.adapters.base import Capability, Options
from modelwright.solvers.adapters.linear import activity, guarded, refuse_numbers
from modelwright.solvers.adapters.listening import Listener
from modelwright.solvers.result import Result

try:
    import pyscipopt
    from pyscipopt.scip import PY_SCIP_EVENTTYPE as SCIP_EVENTTYPE
except ImportError as error:  # told as SolverNotInstalled by the registry
    raise ImportError(f"pyscipopt cannot be imported ({error}); install `modelwright[scip]`") from error

if TYPE_CHECKING:
    from modelwright.solvers.instance import Floats, Instance

__all__ = ["STATUS", "Scip"]

STATUS: dict[str, Termination] = {
    "unknown": Termination.OTHER_ERROR,
    "userinterrupt": Termination.INTERRUPTED,
    "nodelimit": Termination.ITERATION_LIMIT,
    "totalnodelimit": Termination.ITERATION_LIMIT,
    "stallnodelimit": Termination.ITERATION_LIMIT,
    "timelimit": Termination.TIME_LIMIT,
    "memlimit": Termination.MEMORY_LIMIT,
    "gaplimit": Termination.OPTIMAL,
    "primallimit": Termination.OBJECTIVE_LIMIT,
    "duallimit": Termination.OBJECTIVE_LIMIT,
    "sollimit": Termination.SOLUTION_LIMIT,
    "bestsollimit": Termination.SOLUTION_LIMIT,
    "restartlimit": Termination.ITERATION_LIMIT,
    "optimal": Termination.OPTIMAL,
    "infeasible": Termination.INFEASIBLE,
    "unbounded": Termination.DUAL_INFEASIBLE,
    "inforunbd": Termination.INFEASIBLE_OR_UNBOUNDED,
    "terminate": Termination.INTERRUPTED,
}
"""Every word of `pyscipopt.Model.getStatus`."""

_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "abs": abs,
    "exp": pyscipopt.exp,
    "log": pyscipopt.log,
    "sqrt": pyscipopt.sqrt,
    "sin": pyscipopt.sin,
    "cos": pyscipopt.cos,
}


@dataclass(frozen=True, slots=True)
class Scip:
    """SCIP through PySCIPOpt, for what is not linear and cannot be made so."""

    name: ClassVar[str] = "scip"
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        set(Capability) - {Capability.QP, Capability.TREES, Capability.DUALS, Capability.BASIS, Capability.INTERRUPT}
    )

    def solve(self, instance: Instance, options: Options) -> Result:
        """The answer of SCIP on `instance`.

        Raises:
            UnsupportedModel: A condition is no comparison, or an operation is not known to SCIP.
            SolverError: SCIP fails.
        """
        began = perf_counter()
        refuse_numbers(instance, self.name)
        return guarded(self.name, lambda: _solved(instance, options, began))


def _solved(instance: Instance, options: Options, began: float) -> Result:
    model: Any = pyscipopt.Model()
    model.hideOutput()
    if options.log_path is not None:
        model.setLogfile(str(options.log_path))
    _set_options(model, options)
    columns = [
        model.addVar(vtype="I" if whole else "C", lb=_end(low), ub=_end(high))
        for low, high, whole in zip(
            instance.column_lower, instance.column_upper, instance.integrality.tolist(), strict=True
        )
    ]
    for row in range(instance.num_rows):
        places, values = instance.row(row)
        _between(
            model,
            pyscipopt.quicksum(value * columns[place] for place, value in zip(places, values.tolist(), strict=True)),
            float(instance.row_lower[row]),
            float(instance.row_upper[row]),
        )
    for block in instance.trees:
        for tree in block.trees:
            _post(model, tree, instance, columns)
    goal = _objective(model, instance, columns)
    listener = None if options.progress is None else Listener("scip", options.progress)
    if listener is not None:
        model.includeEventhdlr(_News(listener), "news", "incumbents and bounds")
    model.optimize()
    if options.log_path is not None:
        model.setLogfile(None)
    if listener is not None:
        listener.raise_kept()
    return _result(model, instance, columns, goal, options, perf_counter() - began)


class _News(pyscipopt.Eventhdlr):
    """Hands incumbents and bounds to a listener."""

    _EVENTS: ClassVar[int] = SCIP_EVENTTYPE.BESTSOLFOUND | SCIP_EVENTTYPE.NODESOLVED

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def eventinit(self) -> None:
        """Called by SCIP when it begins."""
        self.model.catchEvent(self._EVENTS, self)

    def eventexit(self) -> None:
        """Called by SCIP when it ends."""
        self.model.dropEvent(self._EVENTS, self)

    def eventexec(self, event: Any) -> None:
        """Called by SCIP at each of the events."""
        self._listener.hear(self.model.getPrimalbound(), self.model.getDualbound())


def _set_options(model: Any, options: Options) -> None:
    settings: dict[str, Any] = {
        "limits/gap": options.gap_rel,
        "randomization/randomseedshift": options.seed % 2**31,
        "lp/threads": options.threads,
    }
    if options.time_limit_s is not None:
        settings["limits/time"] = float(options.time_limit_s)
    if options.node_limit is not None:
        settings["limits/nodes"] = options.node_limit
    if options.memory_mb is not None:
        settings["limits/memory"] = float(options.memory_mb)
    model.setParams(settings)
    if not options.presolve:
        model.setParam("presolving/maxrounds", 0)


def _end(bound: float) -> float | None:
    return float(bound) if math.isfinite(bound) else None


def _between(model: Any, body: Any, low: float, high: float) -> None:
    if low == high:
        model.addCons(body == low)
        return
    if math.isfinite(low):
        model.addCons(body >= low)
    if math.isfinite(high):
        model.addCons(body <= high)
    if low == math.inf or high == -math.inf:
        model.addCons(body * 0 >= 1)


def _post(model: Any, tree: Tree, instance: Instance, columns: list[Any]) -> None:
    match tree:
        case Truth(holds=True):
            return
        case Truth():
            model.addCons(0 * columns[0] >= 1)
        case Junction(op="and", args=args):
            for arg in args:
                _post(model, arg, instance, columns)
        case Relation(op="<=", body=body):
            model.addCons(_number(body, instance, columns) <= 0)
        case Relation(op="==", body=body):
            model.addCons(_number(body, instance, columns) == 0)
        case _:
            raise UnsupportedModel(
                "SCIP takes comparisons here, no conditions joined by words and no global ones",
                hint="give every decision of the condition bounds, so that it can be reduced to linear rows",
            )


def _number(tree: Tree, instance: Instance, columns: list[Any]) -> Any:
    match tree:
        case Linear(terms=terms, constant=constant):
            products = (float(value) * columns[instance.column(*column)] for column, value in terms)
            return pyscipopt.quicksum(products) + float(constant)
        case Apply(operation="+", args=args):
            return pyscipopt.quicksum(_number(arg, instance, columns) for arg in args)
        case Apply(operation="*", args=args):
            return pyscipopt.quickprod(_number(arg, instance, columns) for arg in args)
        case Apply(operation="/", args=(left, right)):
            return _number(left, instance, columns) / _number(right, instance, columns)
        case Apply(operation="**", args=(base, exponent)):
            power = value_of(exponent)
            if power is None:  # a ** b is e ** (b * log(a))
                return pyscipopt.exp(
                    _number(exponent, instance, columns) * pyscipopt.log(_number(base, instance, columns))
                )
            return _number(base, instance, columns) ** (int(power) if power.denominator == 1 else float(power))
        case Apply(operation="min" | "max" as operation, args=args):
            sign = 1 if operation == "max" else -1
            found = [_number(arg, instance, columns) for arg in args]
            return reduce(lambda a, b: (a + b + sign * abs(a - b)) / 2, found)
        case Apply(operation=operation, args=(arg,)) if operation in _FUNCTIONS:
            return _FUNCTIONS[operation](_number(arg, instance, columns))
        case Apply(operation=operation):
            raise UnsupportedModel(f"SCIP does not know `{operation}` of decisions", hint="say it with comparisons")
        case _:
            raise UnsupportedModel(
                "SCIP takes no conditions inside of numbers",
                hint="give the decisions bounds, so that it can be reduced",
            )


def _objective(model: Any, instance: Instance, columns: list[Any]) -> Any:
    """The objective as a linear expression; what is not linear is met by a decision of its own."""
    if instance.sense == "satisfy":
        return None
    word = "maximize" if instance.sense == "max" else "minimize"
    if instance.objective_tree is None:
        costs = np.flatnonzero(instance.cost).tolist()
        goal = pyscipopt.quicksum(float(instance.cost[c]) * columns[c] for c in costs) + instance.offset
    else:
        goal = model.addVar(vtype="C", lb=None, ub=None)
        value = _number(instance.objective_tree, instance, columns)
        model.addCons(goal <= value if word == "maximize" else goal >= value)
    model.setObjective(goal, word)
    return goal


def _result(model: Any, instance: Instance, columns: list[Any], goal: Any, options: Options, seconds: float) -> Result:
    word = model.getStatus()
    termination = STATUS.get(word, Termination.OTHER_ERROR)
    values: Floats | None = None
    if model.getNSols() and termination is not Termination.DUAL_INFEASIBLE:
        best = model.getBestSol()
        values = np.array([model.getSolVal(best, column) for column in columns], np.float64)
        values = np.clip(values, instance.column_lower, instance.column_upper)
    bounded = goal is not None and termination not in (Termination.INFEASIBLE, Termination.DUAL_INFEASIBLE)
    bound = float(model.getDualbound()) if bounded else None
    return Result(
        instance=instance,
        termination=termination,
        primal=PrimalStatus.NO_SOLUTION if values is None else PrimalStatus.FEASIBLE_POINT,
        raw_status=word,
        objective=float(model.getObjVal()) if values is not None and goal is not None else None,
        objective_bound=bound if bound is not None and abs(bound) < model.infinity() else None,
        values=values,
        activity=None if values is None else activity(instance, values),
        seconds=seconds,
        seed=options.seed,
        solver="scip",
        solver_version=str(model.version()),
    )
