"""The one table from what happened to `status` and exit code (architecture, section 6)."""

from __future__ import annotations

from enum import Enum
from typing import Literal

__all__ = ["EXIT_CODES", "PrimalStatus", "Status", "Termination", "outcome"]

Status = Literal["optimal", "feasible", "limit", "infeasible", "unbounded", "question", "error"]


class Termination(Enum):
    """Why a solver stopped, in MathOptInterface's words."""

    OPTIMAL = "OPTIMAL"
    """An optimum was proven, or a point found where nothing is optimised."""
    INFEASIBLE = "INFEASIBLE"
    """No point satisfies every row."""
    DUAL_INFEASIBLE = "DUAL_INFEASIBLE"
    """The objective improves without end, if any point is feasible."""
    INFEASIBLE_OR_UNBOUNDED = "INFEASIBLE_OR_UNBOUNDED"
    """One of the two; the solver did not decide."""
    TIME_LIMIT = "TIME_LIMIT"
    """The time limit was reached."""
    ITERATION_LIMIT = "ITERATION_LIMIT"
    """An iteration limit was reached."""
    NODE_LIMIT = "NODE_LIMIT"
    """A node limit was reached."""
    SOLUTION_LIMIT = "SOLUTION_LIMIT"
    """The wanted number of solutions was found."""
    MEMORY_LIMIT = "MEMORY_LIMIT"
    """The memory limit was reached."""
    OBJECTIVE_LIMIT = "OBJECTIVE_LIMIT"
    """The objective passed a limit that was set."""
    INTERRUPTED = "INTERRUPTED"
    """The user stopped it."""
    NUMERICAL_ERROR = "NUMERICAL_ERROR"
    """The solver met numerical trouble."""
    OTHER_ERROR = "OTHER_ERROR"
    """The solver failed."""


class PrimalStatus(Enum):
    """What the values of a Result are."""

    NO_SOLUTION = "NO_SOLUTION"
    """Nothing."""
    FEASIBLE_POINT = "FEASIBLE_POINT"
    """A point within the solver's tolerances."""
    INFEASIBLE_POINT = "INFEASIBLE_POINT"
    """A point that breaks rows."""
    INFEASIBILITY_CERTIFICATE = "INFEASIBILITY_CERTIFICATE"
    """A ray."""


EXIT_CODES: dict[str, int] = {
    "optimal": 0,
    "infeasible": 3,
    "unbounded": 4,
    "question": 5,
    "feasible": 7,
    "limit": 7,
}
"""Exit code by status; an error carries its own (1, 2 or 6)."""

_LIMITS = frozenset(
    {
        Termination.TIME_LIMIT,
        Termination.ITERATION_LIMIT,
        Termination.NODE_LIMIT,
        Termination.SOLUTION_LIMIT,
        Termination.MEMORY_LIMIT,
        Termination.OBJECTIVE_LIMIT,
        Termination.INTERRUPTED,
    }
)


def outcome(termination: Termination, primal: PrimalStatus, *, open_slots: bool = False) -> Status:
    """The `status` of an answer.

    Args:
        termination: Why the solver stopped. `INFEASIBLE_OR_UNBOUNDED` must have been decided before, by solving
            again without the objective; undecided it counts as a limit.
        primal: What it left behind.
        open_slots: Whether something is still to be asked: then infeasible and unbounded become a question.
    """
    if termination is Termination.OPTIMAL:
        return "question" if open_slots else "optimal"
    if termination is Termination.INFEASIBLE:
        return "question" if open_slots else "infeasible"
    if termination is Termination.DUAL_INFEASIBLE:
        return "question" if open_slots else "unbounded"
    if termination in _LIMITS or termination is Termination.INFEASIBLE_OR_UNBOUNDED:
        return "feasible" if primal is PrimalStatus.FEASIBLE_POINT else "limit"
    return "error"
