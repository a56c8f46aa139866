"""What adapters of linear models share: what needs no solver, and from a point to a Result."""

from __future__ import annotations

import signal
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from modelwright.errors import SolverError, UnsupportedModel
from modelwright.model.outcome import PrimalStatus, Termination
from modelwright.solvers.adapters.base import Capability
from modelwright.solvers.result import Result

if TYPE_CHECKING:
    from modelwright.solvers.adapters.base import Options
    from modelwright.solvers.instance import Floats, Instance

__all__ = [
    "LinearPeer",
    "activity",
    "decided_at_once",
    "guarded",
    "kept_interrupts",
    "refuse_beyond_linear",
    "refuse_nan",
    "refuse_numbers",
    "result_at",
    "time_is_up",
]

_LARGEST_COEFFICIENT = 1e15
_LARGEST_COST = 1e20


class LinearPeer(ABC):
    """A solver of linear models behind the package of someone else."""

    __slots__ = ()

    name: ClassVar[str]
    capabilities: ClassVar[frozenset[Capability]]

    def solve(self, instance: Instance, options: Options) -> Result:
        """The answer on `instance`.

        Raises:
            UnsupportedModel: There are rows that are not linear, or integer decisions that it does not take.
            SolverError: It refuses the numbers, or fails.
        """
        refuse_beyond_linear(instance, self.name)
        _refuse_domains(instance, self.name, self.capabilities)
        refuse_numbers(instance, self.name)
        decided = decided_at_once(instance, self.name)
        return decided if decided is not None else guarded(self.name, lambda: self._solved(instance, options))

    @abstractmethod
    def _solved(self, instance: Instance, options: Options) -> Result:
        """The answer on a linear model that has columns; any exception may leave."""


def refuse_beyond_linear(instance: Instance, name: str) -> None:
    """Refuses rows and objectives that are not linear.

    Raises:
        UnsupportedModel: There is one.
    """
    if instance.trees or instance.objective_tree is not None:
        raise UnsupportedModel(f"`{name}` takes linear rows only", hint="reduce the model first, as `solve_model` does")


def _refuse_domains(instance: Instance, name: str, capabilities: frozenset[Capability]) -> None:
    whole = instance.integrality.astype(bool)
    if whole.any() and not capabilities & {Capability.MILP, Capability.WHOLE}:
        raise UnsupportedModel(f"`{name}` takes no integer decisions", hint="try `auto`")
    if not whole.all() and not capabilities & {Capability.MILP, Capability.LP}:
        raise UnsupportedModel(f"`{name}` takes no continuous decisions", hint="try `auto`")


def refuse_nan(instance: Instance, name: str) -> None:
    """Refuses what is no number: HiGHS answers as if it were one, and SCIP does not end.

    Raises:
        SolverError: There is such a number.
    """
    if instance.is_ordinary:
        return
    limits = (instance.column_lower, instance.column_upper, instance.row_lower, instance.row_upper)
    if np.isnan(instance.offset) or any(np.isnan(array).any() for array in (instance.value, instance.cost, *limits)):
        raise SolverError(f"`{name}` got a number of the model that is none (NaN)", code="solver-numbers")


def refuse_numbers(instance: Instance, name: str) -> None:
    """Refuses what is no number or so large that solvers cut it off.

    Raises:
        SolverError: There is such a number.
    """
    arrays = (instance.column_lower, instance.column_upper, instance.row_lower, instance.row_upper)
    if (
        (np.abs(instance.value) < _LARGEST_COEFFICIENT).all()
        and (np.abs(instance.cost) < _LARGEST_COST).all()
        and np.isfinite(instance.offset)
        and all(((np.abs(array) < _LARGEST_COST) | np.isinf(array)).all() for array in arrays)
    ):
        return
    raise SolverError(
        f"`{name}` refuses the numbers of the model",
        code="solver-numbers",
        hint="coefficients must lie below 1e15, costs and bounds below 1e20: use larger units",
    )


def decided_at_once(instance: Instance, name: str) -> Result | None:
    """The answer where limits cross, an empty row cannot hold, or there are no columns; ``None`` for other models.

    Peers differ in what they make of these: errors, status words of their own, or wrong answers.
    """
    if instance.is_ordinary:
        return None
    empty = np.diff(instance.start) == 0
    fits = (
        not (instance.column_lower > instance.column_upper).any()
        and not (instance.row_lower > instance.row_upper).any()
        and not (np.isposinf(instance.row_lower) | np.isneginf(instance.row_upper)).any()
        and not (np.isposinf(instance.column_lower) | np.isneginf(instance.column_upper)).any()
        and not (empty & ((instance.row_lower > 0) | (instance.row_upper < 0))).any()
    )
    if not fits:
        word = "limits that no point meets"
        return Result(instance=instance, termination=Termination.INFEASIBLE, raw_status=word, solver=name)
    if instance.num_columns:
        return None
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
        solver=name,
    )


def activity(instance: Instance, values: Floats) -> Floats:
    """Value of each linear row at a point. Shape (num_rows,)."""
    rows = np.repeat(np.arange(instance.num_rows), np.diff(instance.start))
    products = instance.value * values[instance.index]
    return np.bincount(rows, products, instance.num_rows).astype(np.float64, copy=False)


def time_is_up(options: Options, seconds: float) -> bool:
    """Whether a solver that ran for `seconds` and stopped at a limit did so at that of time."""
    return options.time_limit_s is not None and seconds >= 0.9 * options.time_limit_s


@contextmanager
def kept_interrupts() -> Iterator[None]:
    """Leaves Ctrl-C as it was: OR-Tools puts its own handler, and then that of C, which ends the whole process."""
    on_main = threading.current_thread() is threading.main_thread()
    handler = signal.getsignal(signal.SIGINT) if on_main else None
    try:
        yield
    finally:
        if handler is not None:
            signal.signal(signal.SIGINT, handler)


def guarded(name: str, solve: Callable[[], Result], *, takes_signals: bool = True) -> Result:
    """`solve()`, whose own exceptions become ours.

    Args:
        name: Of the solver.
        solve: What it does.
        takes_signals: Whether the solver may put a handler for Ctrl-C of its own.

    Raises:
        SolverError: The solver failed.
    """
    try:
        if not takes_signals:
            return solve()
        with kept_interrupts():
            return solve()
    except SolverError:
        raise
    except Exception as error:
        raise SolverError(
            f"`{name}` failed: {type(error).__name__}: {error}", hint="try another solver, or numbers of similar size"
        ) from error


def result_at(
    instance: Instance,
    options: Options,
    termination: Termination,
    values: Floats | None,
    *,
    bound: float | None = None,
    duals: Floats | None = None,
    reduced_costs: Floats | None = None,
    **told: Any,
) -> Result:
    """The Result of a peer: its point put within the column bounds, and the objective at that point.

    Args:
        instance: What was solved.
        options: How.
        termination: Why the solver stopped.
        values: Its point. Shape (num_columns,).
        bound: Best value that is still possible; of the optimum of an LP, its objective stands in.
        duals: Row duals in our sign; left out with an integer column. Shape (num_rows,).
        reduced_costs: Likewise. Shape (num_columns,).
        **told: `raw_status`, `seconds`, `solver`, `solver_version` of the Result.
    """
    integer = bool(instance.integrality.any())
    aims = instance.sense != "satisfy"
    if termination is Termination.INFEASIBLE_OR_UNBOUNDED and not instance.cost.any():
        termination = Termination.INFEASIBLE  # nothing can be unbounded
    ended = termination in (Termination.INFEASIBLE, Termination.DUAL_INFEASIBLE)
    objective: float | None = None
    if ended or termination is Termination.INFEASIBLE_OR_UNBOUNDED:
        values = None
    if values is not None:
        values = np.clip(values, instance.column_lower, instance.column_upper)
        objective = float(instance.cost @ values) + instance.offset if aims else None
    if termination is Termination.OPTIMAL and not integer:
        bound = objective
    has_duals = termination is Termination.OPTIMAL and not integer and duals is not None
    return Result(
        instance=instance,
        termination=termination,
        primal=PrimalStatus.NO_SOLUTION if values is None else PrimalStatus.FEASIBLE_POINT,
        dual=PrimalStatus.FEASIBLE_POINT if has_duals else PrimalStatus.NO_SOLUTION,
        objective=objective,
        objective_bound=bound if aims and not ended and bound is not None and np.isfinite(bound) else None,
        values=values,
        activity=None if values is None else activity(instance, values),
        duals=duals if has_duals else None,
        reduced_costs=reduced_costs if has_duals else None,
        seed=options.seed,
        **told,
    )
