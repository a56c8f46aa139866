"""How far a run is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["OnProgress", "Progress"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is.

    Attributes:
        stage: ``predict`` or ``score``.
        done: Finished tasks, those of an earlier run included.
        total: All tasks.
        resumed: Those of an earlier run.
    """

    stage: str
    done: int
    total: int
    resumed: int = 0


OnProgress = Callable[[Progress], None]
"""Told of each finished task."""
