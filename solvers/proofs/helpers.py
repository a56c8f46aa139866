"""Small linear programs that proofs need, made from an Instance and its exact Program."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from modelwright.solvers.adapters.base import Options
from modelwright.solvers.adapters.highs import Highs
from modelwright.solvers.proofs.program import Limit, Program, Row

if TYPE_CHECKING:
    from modelwright.solvers.instance import Floats, Instance
    from modelwright.solvers.result import Result

__all__ = ["elastic", "fixed_integers", "ray", "relaxation", "solve_helper", "without_objective"]

ZERO = Fraction(0)
ONE = Fraction(1)

_NODES = 10_000
"""Without presolve HiGHS 1.13 may run five times its time limit in a model of two whole decisions without bounds."""


def solve_helper(instance: Instance, *, presolve: bool = True) -> Result:
    """The answer of the default solver to the linear part, within ten seconds and `_NODES` nodes."""
    instance = replace(instance, trees=(), objective_tree=None)
    return Highs().solve(instance, Options(time_limit_s=10, presolve=presolve, node_limit=_NODES))


def relaxation(instance: Instance) -> Instance:
    """`instance` without integrality."""
    return replace(instance, integrality=np.zeros_like(instance.integrality))


def without_objective(instance: Instance) -> Instance:
    """`instance` asking for any feasible point."""
    return replace(instance, cost=np.zeros_like(instance.cost), offset=0.0, sense="satisfy", objective_tree=None)


def fixed_integers(instance: Instance, values: Floats) -> Instance:
    """`instance` with its integer columns fixed at `values` rounded: a continuous program."""
    integer = instance.integrality.astype(bool)
    rounded = np.rint(values)
    return replace(
        relaxation(instance),
        column_lower=np.where(integer, rounded, instance.column_lower),
        column_upper=np.where(integer, rounded, instance.column_upper),
    )


def elastic(program: Program, instance: Instance) -> tuple[Program, Instance]:
    """The least total violation of rows, bounds kept: positive exactly when the relaxation is infeasible.

    Each row gets a column that makes up for what it lacks and one for what it has too much, where it has the limit.
    Its exact duals prove infeasibility of the original rows.
    """
    num_columns = instance.num_columns
    row_of, sign = _slacks(instance)
    counts = np.diff(instance.start)
    rows = np.concatenate([np.repeat(np.arange(instance.num_rows), counts), row_of])
    order = np.argsort(rows, kind="stable")
    index = np.concatenate([instance.index, num_columns + np.arange(len(row_of))])[order].astype(np.int32)
    start = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=instance.num_rows))]).astype(np.int32)
    extra = len(row_of)
    helper = replace(
        instance,
        start=start,
        index=index,
        value=np.concatenate([instance.value, sign])[order],
        column_lower=np.concatenate([_whole(instance, instance.column_lower, np.ceil), np.zeros(extra)]),
        column_upper=np.concatenate([_whole(instance, instance.column_upper, np.floor), np.full(extra, np.inf)]),
        cost=np.concatenate([np.zeros(num_columns), np.ones(extra)]),
        integrality=np.zeros(num_columns + extra, np.uint8),
        offset=0.0,
        sense="min",
    )
    return _elastic_program(program, row_of.tolist(), sign.tolist()), helper


def _whole(instance: Instance, bounds: Floats, rounding: np.ufunc) -> Floats:
    return np.where(instance.integrality.astype(bool), rounding(bounds), bounds)


def _slacks(instance: Instance) -> tuple[np.ndarray[tuple[int], np.dtype[np.intp]], Floats]:
    lower = np.flatnonzero(np.isfinite(instance.row_lower))
    upper = np.flatnonzero(np.isfinite(instance.row_upper))
    return np.concatenate([lower, upper]), np.concatenate([np.ones(len(lower)), -np.ones(len(upper))])


def _elastic_program(program: Program, row_of: list[int], sign: list[float]) -> Program:
    rows = [Row(dict(row.terms), row.lower, row.upper) for row in program.rows]
    first = len(program.lower)
    for k, (row, side) in enumerate(zip(row_of, sign, strict=True)):
        rows[row].terms[first + k] = Fraction(side)
    extra = len(row_of)
    absent: list[Limit] = [None] * extra
    return Program(
        rows,
        [*program.lower, *[ZERO] * extra],
        [*program.upper, *absent],
        [*program.integer, *[False] * extra],
        {first + k: ONE for k in range(extra)},
        ZERO,
        1,
    )


def ray(program: Program, instance: Instance) -> tuple[Program, Instance]:
    """The best direction in which rows and bounds allow to go on for ever, each step at most 1 in each column."""

    def level(bounds: Floats, otherwise: float) -> Floats:
        return np.where(np.isfinite(bounds), 0.0, otherwise)

    helper = replace(
        instance,
        row_lower=level(instance.row_lower, -np.inf),
        row_upper=level(instance.row_upper, np.inf),
        column_lower=level(instance.column_lower, -1.0),
        column_upper=level(instance.column_upper, 1.0),
        integrality=np.zeros_like(instance.integrality),
        offset=0.0,
    )

    def exact(limit: Limit, otherwise: Limit) -> Limit:
        return otherwise if limit is None else ZERO

    direction = Program(
        [Row(row.terms, exact(row.lower, None), exact(row.upper, None)) for row in program.rows],
        [exact(limit, -ONE) for limit in program.lower],
        [exact(limit, ONE) for limit in program.upper],
        [False] * len(program.lower),
        program.cost,
        ZERO,
        program.sign,
    )
    return direction, helper
