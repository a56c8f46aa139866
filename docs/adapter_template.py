"""A complete adapter to start from: it tries every point of a small model whose decisions are all whole numbers.

Copy it, call your solver in `_best`, and register the class in the `pyproject.toml` of your package::

    [project.entry-points."modelwright.solvers"]
    try-all = "your_package.adapter:TryAll"

`docs/solvers.md` has the checklist; the contract suite runs over this file.
"""

from __future__ import annotations

from itertools import product
from math import prod
from time import perf_counter
from typing import ClassVar

import numpy as np

from modelwright.errors import SolverError
from modelwright.model.outcome import Termination
from modelwright.solvers import Capability, Instance, Options, Result
from modelwright.solvers.adapters.linear import LinearPeer, activity, result_at

__all__ = ["TryAll"]

_MOST_POINTS = 1_000_000


class TryAll(LinearPeer):
    """Tries every point. `LinearPeer` refuses what is not linear and models that are decided without a solver."""

    name: ClassVar[str] = "try-all"
    # What it takes, and the options that it honours; of the others, the user is told.
    capabilities: ClassVar[frozenset[Capability]] = frozenset({Capability.WHOLE, Capability.TIME})

    def _solved(self, instance: Instance, options: Options) -> Result:
        began = perf_counter()
        ranges = self._ranges(instance)
        best, worth, termination = None, np.inf, Termination.OPTIMAL
        sign = -1.0 if instance.sense == "max" else 1.0
        for numbers in product(*ranges):
            point = np.array(numbers, np.float64)
            rows = activity(instance, point)
            if (rows < instance.row_lower).any() or (rows > instance.row_upper).any():
                continue
            value = sign * float(instance.cost @ point)
            if value < worth:
                best, worth = point, value
            if options.time_limit_s is not None and perf_counter() - began > options.time_limit_s:
                termination = Termination.TIME_LIMIT
                break
        if best is None and termination is Termination.OPTIMAL:
            termination = Termination.INFEASIBLE
        return result_at(
            instance,
            options,
            termination,
            best,
            # The best value that is still possible: the objective itself once every point was tried.
            bound=sign * worth + instance.offset if termination is Termination.OPTIMAL else None,
            raw_status=f"tried {prod(map(len, ranges))} points",
            seconds=perf_counter() - began,
            solver=self.name,
            solver_version="1",
        )

    def _ranges(self, instance: Instance) -> list[range]:
        if not (np.isfinite(instance.column_lower).all() and np.isfinite(instance.column_upper).all()):
            raise SolverError("`try-all` needs bounds of every decision", hint="give the decisions bounds")
        lows, highs = np.ceil(instance.column_lower).astype(int), np.floor(instance.column_upper).astype(int)
        ranges = [range(low, high + 1) for low, high in zip(lows.tolist(), highs.tolist(), strict=True)]
        if prod(map(len, ranges)) > _MOST_POINTS:
            raise SolverError("`try-all` takes no more than a million points", hint="try `auto`")
        return ranges
