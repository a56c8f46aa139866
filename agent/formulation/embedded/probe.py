"""A quick look at the LP relaxation of a reading: its status and optimum.

One HiGHS object a thread is kept and fed arrays. Cheap checks answer the clear cases without a solve.
"""

from __future__ import annotations

import threading
from typing import Any

Row = tuple[tuple[tuple[int, float], ...], str, float]


_kept = threading.local()


def _highs() -> Any:
    import highspy

    solver = getattr(_kept, "solver", None)
    if solver is not None:
        return solver
    solver = _kept.solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("simplex_iteration_limit", 500)
    return solver


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
    return _solve(count, signed, sense, rows)


def _stops(row: Row, variable: int) -> bool:
    terms, sense, _ = row
    for v, c in terms:
        if v == variable and c and (sense == "==" or (sense == "<=" and c > 0) or (sense == ">=" and c < 0)):
            return True
    return False


def _solve(count: int, cost: list[float], sense: str, rows: tuple[Row, ...]) -> tuple[str, float]:
    import highspy
    import numpy as np

    inf = highspy.kHighsInf
    lower = [-inf if s == "<=" else b for _, s, b in rows]
    upper = [inf if s == ">=" else b for _, s, b in rows]
    starts = [0]
    index: list[int] = []
    values: list[float] = []
    for terms, _, _ in rows:
        for v, c in terms:
            index.append(v)
            values.append(c)
        starts.append(len(index))
    lp = highspy.HighsLp()
    lp.num_col_ = count
    lp.num_row_ = len(rows)
    lp.col_cost_ = np.array(cost, dtype=np.float64)
    lp.col_lower_ = np.zeros(count)
    lp.col_upper_ = np.full(count, inf)
    lp.row_lower_ = np.array(lower, dtype=np.float64)
    lp.row_upper_ = np.array(upper, dtype=np.float64)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array(index, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(values, dtype=np.float64)
    solver = _highs()
    solver.clearModel()
    solver.passModel(lp)
    solver.run()
    status = solver.getModelStatus()
    names = highspy.HighsModelStatus
    if status == names.kOptimal:
        value = solver.getObjectiveValue()
        return "optimal", value if sense == "min" else -value
    if status == names.kInfeasible:
        return "infeasible", 0.0
    if status in (names.kUnbounded, names.kUnboundedOrInfeasible):
        return "unbounded", 0.0
    return "unknown", 0.0
