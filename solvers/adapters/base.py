"""What an adapter owes: a name, capabilities as data, and one call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from modelwright.solvers.result import relative_gap

if TYPE_CHECKING:
    from modelwright.solvers.instance import Instance
    from modelwright.solvers.result import Result

__all__ = ["Adapter", "Capability", "Options", "Progress", "unused_options"]


class Capability(Enum):
    """What a solver can do; read by the chooser and by the contract tests."""

    LP = "LP"
    """Linear rows and objective, continuous decisions."""
    MILP = "MILP"
    """Linear rows and objective, some decisions integer."""
    QP = "QP"
    """Linear rows and a convex quadratic objective, continuous decisions."""
    FEASIBILITY = "feasibility"
    """Any feasible point of such a model."""
    WHOLE = "whole"
    """Such models where every decision is integer."""
    TREES = "trees"
    """Rows and objectives of any kind over integer decisions: logic, global conditions, intervals, products."""
    NONLINEAR = "nonlinear"
    """Rows and objectives that compare products, quotients, powers and functions of any decisions."""
    DUALS = "duals"
    """Row duals and reduced costs of an LP."""
    BASIS = "basis"
    """A simplex basis of an LP."""
    TIME = "time limit"
    """Stops at a time limit."""
    GAP = "gap"
    """Stops at a relative gap; a solver of LPs alone has none to leave open."""
    THREADS = "threads"
    """Runs on as many threads as it is told."""
    SEED = "seed"
    """Takes a random seed."""
    MEMORY = "memory limit"
    """Stops at a memory limit."""
    LOG = "log"
    """Writes its log to a file."""
    PRESOLVE = "presolve"
    """Presolve can be switched off."""
    NODES = "node limit"
    """Stops at a number of branch-and-bound nodes."""
    INTERRUPT = "interrupt"
    """Ctrl-C stops it and keeps the incumbent."""
    PROGRESS = "progress"
    """Tells of incumbents and bounds while it runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a solver is.

    Attributes:
        solver: Name of the adapter.
        seconds: Wall-clock time since it began.
        objective: Objective of the incumbent, in the sense and with the offset of the model; ``None`` without one.
        bound: Best value that is still possible; ``None`` when unknown.
    """

    solver: str
    seconds: float
    objective: float | None
    bound: float | None

    @property
    def gap(self) -> float | None:
        """Relative distance of `objective` and `bound`, see `modelwright.solvers.result.relative_gap`."""
        return relative_gap(self.objective, self.bound)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to solve; the same for every solver.

    Attributes:
        time_limit_s: Seconds the solver may take; ``None`` for no limit.
        gap_rel: Relative gap at which it may stop; 0 asks for a proven optimum.
        threads: Solver threads.
        seed: Random seed.
        memory_mb: Memory the solver may take, MiB.
        log_path: File for the solver's log; ``None`` for silence.
        presolve: Whether the solver may simplify the model first; off for a second opinion.
        node_limit: Branch-and-bound nodes after which it stops.
        isolate: Whether it runs in a process of its own, which is killed when it hangs or takes too much memory.
        progress: Called with news of the incumbent and bound, from any thread; solvers without such news do not call.
    """

    time_limit_s: float | None = None
    gap_rel: float = 0.0
    threads: int = 1
    seed: int = 0
    memory_mb: int | None = None
    log_path: Path | None = None
    presolve: bool = True
    node_limit: int | None = None
    isolate: bool = False
    progress: Callable[[Progress], None] | None = None


_NEEDED = {
    "time_limit_s": Capability.TIME,
    "gap_rel": Capability.GAP,
    "threads": Capability.THREADS,
    "seed": Capability.SEED,
    "memory_mb": Capability.MEMORY,
    "log_path": Capability.LOG,
    "presolve": Capability.PRESOLVE,
    "node_limit": Capability.NODES,
}
"""What a solver must be able to do for an option to have an effect; `Options.progress` changes no answer."""


def unused_options(adapter: Adapter, options: Options) -> tuple[str, ...]:
    """A note for each option that is not as it is by default and has no effect on `adapter`."""
    usual = Options()
    return tuple(
        f"`{adapter.name}` takes no option `{name}`: it did not see it"
        for name, needed in _NEEDED.items()
        if getattr(options, name) != getattr(usual, name) and needed not in adapter.capabilities
    )


@runtime_checkable
class Adapter(Protocol):
    """A solver. Its exceptions do not leave it: `SolverError` does."""

    name: str
    capabilities: frozenset[Capability]

    def solve(self, instance: Instance, options: Options) -> Result:
        """The solver's answer on `instance`.

        Raises:
            SolverNotInstalled: Its package is missing.
            SolverError: It failed in a way that is no answer.
        """
        ...
