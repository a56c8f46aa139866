"""Whether what HiGHS says of a convex QP is so, asked of LPs.

Its active-set method (1.13 and 1.14) calls points optimal that are not, and models unbounded that are not, where the
Hessian is singular: of 394 small random convex QPs, 1 in 25 or so, whatever the regularisation.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from modelwright.solvers.instance import Floats, Instance
    from modelwright.solvers.quadratic import Quadratic
    from modelwright.solvers.result import Result

__all__ = ["ConvexProgram"]

_FLAT = 1e-7


class ConvexProgram:
    """A convex QP as arrays: ``½ xᵀ Q x + costᵀ x + constant`` over the linear rows of an Instance.

    Args:
        instance: The QP.
        quadratic: Its objective.
    """

    def __init__(self, instance: Instance, quadratic: Quadratic) -> None:
        cost = np.zeros(instance.num_columns)
        for column, value in quadratic.linear.items():
            cost[column] = float(value)
        self.linear = replace(instance, cost=cost, offset=float(quadratic.constant), objective_tree=None)
        entries = sorted(quadratic.products.items())
        self._left = np.array([left for (left, _), _ in entries], np.int32)
        self._right = np.array([right for (_, right), _ in entries], np.int32)
        self._value = np.array([float(value) for _, value in entries])

    def hessian(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], Floats]:
        """The lower triangle of Q by columns: starts, rows, numbers. Shapes (num_columns + 1,), (nonzeros,) twice."""
        count = np.bincount(self._left, minlength=self.linear.num_columns)
        start = np.concatenate([[0], np.cumsum(count)]).astype(np.int32)
        return start, self._right, self._value * np.where(self._left == self._right, 2.0, 1.0)

    def gradient(self, point: Floats) -> Floats:
        """``Q point + cost``. Shape (num_columns,)."""
        return self._curved(point) + self.linear.cost

    def objective(self, point: Floats) -> float:
        """The objective at `point`."""
        return float(0.5 * self._curved(point) @ point + self.linear.cost @ point) + self.linear.offset

    def bound(self, point: Floats, solve: Callable[[Instance], Result]) -> float | None:
        """The bound that the tangent at `point` gives, over all points of the rows; ``None`` when it is endless."""
        gradient = self.gradient(point)
        tangent = solve(replace(self.linear, cost=gradient, offset=0.0))
        if tangent.objective is None:
            return None
        return self.objective(point) + tangent.objective - float(gradient @ point)

    def is_endless(self, solve: Callable[[Instance], Result]) -> bool:
        """Whether a direction that the rows leave open, along which nothing is curved, improves the objective."""
        linear = self.linear
        size = linear.num_columns
        rows = np.concatenate([self._left, self._right[self._left != self._right]])
        columns = np.concatenate([self._right, self._left[self._left != self._right]])
        off = self._value[self._left != self._right]
        numbers = np.concatenate([self._value * np.where(self._left == self._right, 2.0, 1.0), off])
        order = np.lexsort((columns, rows))
        start = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=size))]) + linear.num_nonzeros
        flat = np.zeros(size)
        cone = replace(
            linear,
            start=np.concatenate([linear.start[:-1], start]).astype(np.int32),
            index=np.concatenate([linear.index, columns[order]]).astype(np.int32),
            value=np.concatenate([linear.value, numbers[order]]),
            row_lower=np.concatenate([np.where(np.isfinite(linear.row_lower), 0.0, -np.inf), flat]),
            row_upper=np.concatenate([np.where(np.isfinite(linear.row_upper), 0.0, np.inf), flat]),
            column_lower=np.where(np.isfinite(linear.column_lower), 0.0, -1.0),
            column_upper=np.where(np.isfinite(linear.column_upper), 0.0, 1.0),
            offset=0.0,
        )
        steepest = solve(cone).objective
        return steepest is not None and abs(steepest) > _FLAT * max(1.0, float(np.abs(linear.cost).max()))

    def _curved(self, point: Floats) -> Floats:
        curved = np.zeros(self.linear.num_columns)
        np.add.at(curved, self._left, self._value * point[self._right])
        np.add.at(curved, self._right, self._value * point[self._left])
        return curved
