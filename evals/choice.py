"""How candidates are solved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelwright.solvers import Options

__all__ = ["SolverChoice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverChoice:
    """A solver with its limits.

    Attributes:
        solver: Name of a solver, or ``auto``.
        time_limit_s: Seconds a solver may take.
        gap_rel: Relative MIP gap at which it may stop.
        threads: Its threads; ``None`` for one.
        threshold: Confidence below which the answer is a question.
    """

    solver: str = "auto"
    time_limit_s: float | None = None
    gap_rel: float = 0.0
    threads: int | None = None
    threshold: float = 0.5

    def options(self, seed: int = 0) -> Options:
        """The options of one solve."""
        from modelwright.solvers import Options

        return Options(time_limit_s=self.time_limit_s, gap_rel=self.gap_rel, threads=self.threads or 1, seed=seed)
