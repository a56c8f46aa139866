"""What an adapter owes: a name, capabilities as data, and one call."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from modelwright.solvers.instance import Instance
    from modelwright.solvers.result import Result

__all__ = ["Adapter", "Capability", "Options"]


class Capability(Enum):
    """What a solver can do; read by the chooser and by the contract tests."""

    LP = "LP"
    """Linear rows and objective, continuous decisions."""
    MILP = "MILP"
    """Linear rows and objective, some decisions integer."""
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
    GAP = "gap"
    """Stops at a relative gap."""
    INTERRUPT = "interrupt"
    """Ctrl-C stops it and keeps the incumbent."""
    LOG = "log"
    """Writes its log to a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to solve; the same for every solver.

    Attributes:
        time_limit_s: Seconds the solver may take; ``None`` for no limit.
        gap_rel: Relative gap at which it may stop; 0 asks for a proven optimum.
        threads: Solver threads.
        seed: Random seed.
        memory_mb: Memory the solver may take, MiB. Solvers without such a limit ignore it: workers enforce it.
        log_path: File for the solver's log; ``None`` for silence.
        presolve: Whether the solver may simplify the model first; off for a second opinion.
        node_limit: Branch-and-bound nodes after which it stops, where the solver has such a limit.
    """

    time_limit_s: float | None = None
    gap_rel: float = 0.0
    threads: int = 1
    seed: int = 0
    memory_mb: int | None = None
    log_path: Path | None = None
    presolve: bool = True
    node_limit: int | None = None


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
