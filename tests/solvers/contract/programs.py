"""Linear programs as arrays, what an adapter takes of them, and what every Result must be."""

from __future__ import annotations

import numpy as np
import pytest

from modelwright.model.outcome import PrimalStatus, Termination
from modelwright.solvers import Capability, Options
from modelwright.solvers.adapters import needs_reduction
from modelwright.solvers.adapters.linear import activity
from modelwright.solvers.instance import Instance, RowBlock, VariableBlock

INF = np.inf
UNBOUNDED = {Termination.DUAL_INFEASIBLE, Termination.INFEASIBLE_OR_UNBOUNDED}
INFEASIBLE = {Termination.INFEASIBLE, Termination.INFEASIBLE_OR_UNBOUNDED}


def program(matrix, limits, columns, cost=None, sense="max", *, integer=False, offset=0.0, name="x") -> Instance:
    """An Instance: rows of `matrix` within `limits`, decisions within `columns`, both pairs of numbers.

    Args:
        matrix: Coefficients. Shape (num_rows, num_columns).
        limits: Lower and upper limit of each row.
        columns: Lower and upper bound of each decision.
        cost: Objective; ``None`` for a model that asks for any point.
        sense: ``min`` or ``max``.
        integer: For each decision, or for all, whether it is integer.
        offset: Constant of the objective.
        name: Name of the decisions and rows.
    """
    size = len(columns)
    dense = np.array(matrix, np.float64).reshape(len(limits), size)
    rows, index = np.nonzero(dense)
    lower, upper = np.array(limits, np.float64).reshape(-1, 2).T.copy()
    least, most = np.array(columns, np.float64).reshape(-1, 2).T.copy()
    return Instance(
        start=np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(limits)))]).astype(np.int32),
        index=index.astype(np.int32),
        value=dense[rows, index],
        row_lower=lower,
        row_upper=upper,
        column_lower=least,
        column_upper=most,
        cost=np.zeros(size) if cost is None else np.array(cost, np.float64),
        integrality=np.broadcast_to(np.array(integer, np.uint8), size).copy(),
        offset=offset,
        sense="satisfy" if cost is None else sense,
        variables=(VariableBlock(name, ("S",), (tuple(range(size)),), 0, (size,)),),
        rows=(RowBlock(name, 0, 0, len(limits), ("k",), (tuple(range(len(limits))),), (np.arange(len(limits)),)),),
    )


def need(adapter, *capabilities) -> None:
    """Skips, with the reason, where `adapter` lacks one of the capabilities."""
    for capability in capabilities:
        if capability not in adapter.capabilities:
            pytest.skip(f"`{adapter.name}` lacks the capability: {capability.value}")


def takes(adapter, instance) -> bool:
    """Whether `adapter` takes the linear `instance`."""
    if needs_reduction(adapter, instance):
        return False
    whole = bool(instance.integrality.all()) and instance.num_columns > 0
    if instance.integrality.any():
        return Capability.MILP in adapter.capabilities or (whole and Capability.WHOLE in adapter.capabilities)
    return Capability.LP in adapter.capabilities


def answer(adapter, instance, **options):
    """The Result of `adapter`, which holds to what every Result must; skips where it does not take `instance`."""
    if not takes(adapter, instance):
        kind = "continuous" if not instance.integrality.all() else "integer"
        pytest.skip(f"`{adapter.name}` takes no {kind} decisions")
    result = adapter.solve(instance, Options(**options))
    hold(result, instance, tolerance=1e-3 if adapter.name == "pdlp" else 1e-6)
    return result


def hold(result, instance, *, tolerance) -> None:
    """Asserts what is true of every Result on a linear Instance."""
    assert result.instance is instance
    assert isinstance(result.termination, Termination)
    assert result.solver
    assert result.raw_status
    assert result.has_point or result.termination is not Termination.OPTIMAL
    sizes = {
        "values": instance.num_columns,
        "reduced_costs": instance.num_columns,
        "activity": instance.num_rows,
        "duals": instance.num_rows,
    }
    for name, size in sizes.items():
        array = getattr(result, name)
        if array is not None:
            assert (name, array.shape, array.dtype) == (name, (size,), np.float64)
            assert not array.flags.writeable
            assert np.isfinite(array).all()
    assert (result.dual is PrimalStatus.FEASIBLE_POINT) == (result.duals is not None)
    assert result.primal is PrimalStatus.NO_SOLUTION or result.values is not None
    if result.termination in INFEASIBLE:
        assert not result.has_point
    if not result.has_point:
        assert result.objective is None
        return
    values = result.values
    near = tolerance * (1 + np.abs(values))
    assert (values >= instance.column_lower - near).all()
    assert (values <= instance.column_upper + near).all()
    assert np.abs(values - np.rint(values))[instance.integrality == 1].max(initial=0) <= 1e-5
    rows = activity(instance, values)
    size = 1 + np.abs(rows) + np.abs(values).max(initial=0)
    assert np.abs(rows - result.activity).max(initial=0) <= tolerance * size.max(initial=1)
    assert (rows >= instance.row_lower - tolerance * size).all()
    assert (rows <= instance.row_upper + tolerance * size).all()
    if instance.sense == "satisfy":
        assert result.objective is None
        assert result.objective_bound is None
    elif result.termination not in UNBOUNDED:
        worth = float(instance.cost @ values) + instance.offset
        assert result.objective == pytest.approx(worth, rel=1e-9, abs=1e-9)
        if result.objective_bound is not None:
            sign = -1 if instance.sense == "max" else 1
            assert sign * (result.objective_bound - result.objective) <= 1e-6 * (1 + abs(result.objective))
