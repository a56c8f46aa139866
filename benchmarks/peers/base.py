"""What a peer owes: for each problem it knows, a function from the numbers to a run that builds and hands over.

A module of this package has ``PACKAGES``, the distributions whose versions are reported, and ``PEERS``, builders by
name of the peer and of the problem. A builder may prepare its favourite form of the numbers: the clock runs for the
callable that it returns. What that returns is dropped before the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from workloads import Transport

__all__ = ["Answered", "Builder", "Dictionaries", "Held", "InHighs", "Peers", "frames", "transports"]


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
    """A model in a `highspy.Highs`, with what the library keeps alive; `sign` -1 where it turns a maximum round."""

    highs: Any
    owner: Any = None
    sign: float = 1.0

    def shape(self) -> tuple[int, int, int]:
        return self.highs.getNumCol(), self.highs.getNumRow(), self.highs.getNumNz()

    def optimum(self) -> float:
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("mip_rel_gap", 0.0)
        self.highs.run()
        return self.sign * float(self.highs.getInfo().objective_function_value)


@dataclass(frozen=True)
class Answered:
    """A tiny model that was solved; its values were read."""

    objective: float
    values: tuple[float, ...]

    def shape(self) -> None:
        return None

    def optimum(self) -> float:
        assert abs(5 * self.values[0] + 4 * self.values[1] - self.objective) < 1e-6
        return self.objective


Dictionaries = tuple[Sequence[Any], Sequence[Any], dict[Any, float], dict[Any, float], dict[Any, float]]
"""Plants, markets, and costs, supplies and demands by their keys: what peers that loop in Python like best."""


def _arrays(numbers: Transport) -> Dictionaries:
    """Of a transport problem that is given as arrays; made before the clock starts."""
    members = range(numbers.n)
    supplies, demands = numbers.supplies.tolist(), numbers.demands.tolist()
    return members, members, numbers.cost_of, dict(enumerate(supplies)), dict(enumerate(demands))


def frames(tables: dict[str, Any]) -> Dictionaries:
    """Of a transport problem that is given as frames of polars or pandas; the clock runs."""
    costs, plants, markets = tables["costs"], tables["plants"], tables["markets"]
    pairs = zip(costs["plant"].to_list(), costs["market"].to_list(), strict=True)
    cost = dict(zip(pairs, costs["cost"].to_list(), strict=True))
    supply = dict(zip(plants["plant"].to_list(), plants["supply"].to_list(), strict=True))
    demand = dict(zip(markets["market"].to_list(), markets["demand"].to_list(), strict=True))
    return list(supply), list(demand), cost, supply, demand


def transports(build: Callable[[Dictionaries], Held]) -> dict[str, Builder]:
    """The transport problems of a peer that builds them from dictionaries."""

    def of_arrays(numbers: Transport) -> Callable[[], Held]:
        made = _arrays(numbers)
        return lambda: build(made)

    return {
        "transport": of_arrays,
        "frames-polars": _of_frames(build, "polars"),
        "frames-pandas": _of_frames(build, "pandas"),
    }


def _of_frames(build: Callable[[Dictionaries], Held], library: str) -> Builder:
    def of_frames(numbers: Transport) -> Callable[[], Held]:
        tables = getattr(numbers, library)
        return lambda: build(frames(tables))

    return of_frames
