"""A quick look at the LP relaxation of a reading: its status and optimum.

Cheap checks answer the clear cases without a solve; the adapter of HiGHS, with one thread, answers the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelwright.solvers.instance import Instance

Row = tuple[tuple[tuple[int, float], ...], str, float]


def probe(count: int, objective: tuple[tuple[int, float], ...], sense: str, rows: tuple[Row, ...]) -> tuple[str, float]:
    """Returns ("optimal", value), ("infeasible", 0), ("unbounded", 0) or ("unknown", 0) for x >= 0.

    Args:
        count: Number of variables.
        objective: Coefficients by variable.
        sense: "min" or "max".
        rows: Coefficients, sense and right-hand side of each row.
    """
    cost = [0.0] * count
    for v, c in objective:
        cost[v] += c
    signed = cost if sense == "min" else [-c for c in cost]
    at_zero = all((s == "<=" and b >= 0) or (s == ">=" and b <= 0) or (s == "==" and b == 0) for _, s, b in rows)
    if at_zero and all(c >= 0 for c in signed):
        return "optimal", 0.0
    for v, c in enumerate(signed):
        if c < 0 and at_zero and not any(_stops(row, v) for row in rows):
            return "unbounded", 0.0
    return _solve(_instance(cost, sense, rows))


def _stops(row: Row, variable: int) -> bool:
    terms, sense, _ = row
    for v, c in terms:
        if v == variable and c and (sense == "==" or (sense == "<=" and c > 0) or (sense == ">=" and c < 0)):
            return True
    return False


def _instance(cost: list[float], sense: str, rows: tuple[Row, ...]) -> Instance:
    import numpy as np

    from modelwright.solvers.instance import Instance

    by_row = [sorted(term for term in terms if term[1]) for terms, _, _ in rows]
    terms = [term for row in by_row for term in row]
    return Instance(
        start=np.cumsum([0, *map(len, by_row)]).astype(np.int32),
        index=np.array([variable for variable, _ in terms], np.int32),
        value=np.array([coefficient for _, coefficient in terms], np.float64),
        row_lower=np.array([-np.inf if s == "<=" else limit for _, s, limit in rows], np.float64),
        row_upper=np.array([np.inf if s == ">=" else limit for _, s, limit in rows], np.float64),
        column_lower=np.zeros(len(cost)),
        column_upper=np.full(len(cost), np.inf),
        cost=np.array(cost, np.float64),
        integrality=np.zeros(len(cost), np.uint8),
        offset=0.0,
        sense="max" if sense == "max" else "min",
        variables=(),
        rows=(),
    )


def _solve(instance: Instance) -> tuple[str, float]:
    from modelwright.errors import SolverError
    from modelwright.model.outcome import Termination
    from modelwright.solvers.adapters import Options, get_adapter

    highs = get_adapter("highs")
    try:
        # Presolve costs more than it saves on so few rows.
        result = highs.solve(instance, Options(presolve=False))
    except SolverError:  # numbers that the solver refuses
        return "unknown", 0.0
    if result.termination is Termination.OPTIMAL and result.objective is not None:
        return "optimal", result.objective
    if result.termination is Termination.INFEASIBLE:
        return "infeasible", 0.0
    if result.termination in (Termination.DUAL_INFEASIBLE, Termination.INFEASIBLE_OR_UNBOUNDED):
        return "unbounded", 0.0
    return "unknown", 0.0
