"""What a peer owes: for each problem it knows, a function from the numbers to a run that builds and hands over.

A module of this package has ``PACKAGES``, the distributions whose versions are reported, and ``PEERS``, builders by
name of the peer and of the problem. A builder may prepare its favourite form of the numbers: the clock runs for the
callable that it returns. What that returns is dropped before the next run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

__all__ = ["Answered", "Builder", "Held", "InHighs", "Peers"]


class Held(Protocol):
    """A model that a solver holds."""

    def shape(self) -> tuple[int, int, int] | None:
        """Columns, rows, coefficients; ``None`` where the library does not say."""
        ...

    def optimum(self) -> float:
        """Solve it; the value of its objective."""
        ...


Builder = Callable[[Any], Callable[[], Held]]
Peers = dict[str, dict[str, Builder]]


@dataclass(frozen=True)
class InHighs:
    """A model in a `highspy.Highs`, with what the library keeps alive."""

    highs: Any
    owner: Any = None

    def shape(self) -> tuple[int, int, int]:
        return self.highs.getNumCol(), self.highs.getNumRow(), self.highs.getNumNz()

    def optimum(self) -> float:
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("mip_rel_gap", 0.0)
        self.highs.run()
        return float(self.highs.getInfo().objective_function_value)


@dataclass(frozen=True)
class Answered:
    """A tiny model that was solved; its values were read."""

    objective: float
    values: tuple[float, ...]

    def shape(self) -> None:
        return None

    def optimum(self) -> float:
        assert abs(3 * self.values[0] + 5 * self.values[1] - self.objective) < 1e-6
        return self.objective
