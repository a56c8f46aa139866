"""What a solver found, in MathOptInterface's words and as arrays."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from modelwright.errors import UsageError
from modelwright.model.outcome import PrimalStatus, Termination
from modelwright.solvers.parts import INTERVAL_PARTS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from modelwright.model.exact import Key
    from modelwright.solvers.instance import Floats, Instance, VariableBlock

__all__ = ["Basis", "Result", "relative_gap"]


def relative_gap(objective: float | None, bound: float | None) -> float | None:
    """``|objective - bound| / max(|objective|, |bound|)``, 0 when they agree, ``None`` when one is unknown.

    It lies between 0 and 2; solvers divide by other things, so theirs differ where the two are far apart.
    """
    if objective is None or bound is None or not math.isfinite(bound):
        return None
    if objective == bound:
        return 0.0
    return abs(objective - bound) / max(abs(objective), abs(bound))


@dataclass(frozen=True, slots=True)
class Basis:
    """A simplex basis: 0 at lower bound, 1 basic, 2 at upper bound, 3 free at zero.

    Attributes:
        columns: Shape (num_columns,), int8.
        rows: Likewise for the activity of each row. Shape (num_rows,), int8.
    """

    columns: npt.NDArray[np.int8]
    rows: npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The answer of a solver.

    Attributes:
        instance: What was solved.
        termination: Why the solver stopped.
        primal: What `values` is.
        dual: What `duals` is.
        raw_status: The solver's own word, for people only.
        objective: Value at the point, offset included; ``None`` without a point or an objective.
        objective_bound: Best value that is still possible; ``None`` when unknown.
        values: Value of each column. Shape (num_columns,); ``None`` without a point.
        activity: Value of each row at the point. Shape (num_rows,).
        duals: Row duals in MathOptInterface's sign: of a ``>=`` row never negative, of a ``<=`` row never positive,
            for ``min`` and ``max`` alike. Shape (num_rows,); ``None`` after a MILP.
        reduced_costs: Duals of the column bounds, likewise. Shape (num_columns,).
        basis: Simplex basis, where the solver has one.
        seconds: Wall-clock time in the solver.
        seed: Random seed it was given.
        solver: Name of the adapter.
        solver_version: Version of the solver.
    """

    instance: Instance = field(repr=False)
    termination: Termination
    primal: PrimalStatus = PrimalStatus.NO_SOLUTION
    dual: PrimalStatus = PrimalStatus.NO_SOLUTION
    raw_status: str = ""
    objective: float | None = None
    objective_bound: float | None = None
    values: Floats | None = field(default=None, repr=False)
    activity: Floats | None = field(default=None, repr=False)
    duals: Floats | None = field(default=None, repr=False)
    reduced_costs: Floats | None = field(default=None, repr=False)
    basis: Basis | None = field(default=None, repr=False)
    seconds: float = 0.0
    seed: int = 0
    solver: str = ""
    solver_version: str = ""

    def __post_init__(self) -> None:
        for array in (self.values, self.activity, self.duals, self.reduced_costs):
            if array is not None:
                array.setflags(write=False)

    @property
    def has_point(self) -> bool:
        """Whether there is a feasible point."""
        return self.primal is PrimalStatus.FEASIBLE_POINT and self.values is not None

    @property
    def gap(self) -> float | None:
        """Relative distance of `objective` and `objective_bound`, see `relative_gap`."""
        return relative_gap(self.objective, self.objective_bound)

    def value(self, name: str, key: Key = ()) -> Any:
        """The value of variable `name` at `key`: a number, or ``{start, size, end, present}`` of an interval variable.

        Raises:
            UsageError: There is no point, or no such decision.
        """
        if self.values is None:
            raise UsageError("The result has no point", code="no-point")
        try:
            if self.instance.has_block(f"{name}.start"):
                return _interval([self.values[self.instance.column(f"{name}.{p}", key)] for p in INTERVAL_PARTS])
            return float(self.values[self.instance.column(name, key)])
        except (KeyError, ValueError):
            raise UsageError(f"There is no decision `{name}` with key {key}", code="unknown-name") from None

    def values_json(self) -> dict[str, Any]:
        """Values by variable: a number for a scalar, ``{"index": […], "entries": [[[key…], value]…]}`` when indexed.

        Values of integer columns are ints; of interval variables ``{start, size, end, present}``, with nulls where
        they are absent. A member that is a tuple stands in its key as a list. Empty without a feasible point.
        """
        if not self.has_point:
            return {}
        found: dict[str, Any] = {}
        for block in self.instance.variables:
            name, _, part = block.name.partition(".")
            if part in ("", INTERVAL_PARTS[0]):
                found[name] = self._block_json(block, name if part else "")
        return found

    def _block_json(self, block: VariableBlock, interval: str) -> Any:
        values: list[Any]
        if interval:
            parts = [self._numbers(self.instance.variable(f"{interval}.{part}")) for part in INTERVAL_PARTS]
            values = [_interval(list(numbers)) for numbers in zip(*parts, strict=True)]
        else:
            values = self._numbers(block)
        if not block.shape:
            return values[0]
        entries = [[_key_json(key), value] for key, value in zip(block.keys(), values, strict=True)]
        return {"index": list(block.sets), "entries": entries}

    def _numbers(self, block: VariableBlock) -> list[Any]:
        assert self.values is not None
        numbers: list[Any] = self.values[block.start : block.start + block.count].tolist()
        if block.count and self.instance.integrality[block.start]:
            return [round(number) for number in numbers]
        return numbers


def _interval(parts: list[float]) -> dict[str, Any]:
    """Start, size, end and presence as they are reported."""
    start, size, end, present = (round(part) for part in parts)
    if not present:
        return {"start": None, "size": None, "end": None, "present": False}
    return {"start": start, "size": size, "end": end, "present": True}


def _key_json(key: Key) -> list[Any]:
    return [list(member) if isinstance(member, tuple) else member for member in key]
