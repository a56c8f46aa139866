"""Objectives without end: the shortest direction that rows and bounds allow for ever, and what would stop it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING, Literal

import numpy as np

from modelwright.model.english import joined
from modelwright.model.words import show_number
from modelwright.solvers.diagnosis.reports import Endless, MissingBound
from modelwright.solvers.diagnosis.wording import decision_words
from modelwright.solvers.proofs.claims import is_improving_ray
from modelwright.solvers.proofs.duality import basis_point
from modelwright.solvers.proofs.helpers import ray, solve_helper

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.solvers.instance import Instance
    from modelwright.solvers.proofs.program import Program

__all__ = ["find_direction"]

_MOST = 60
"""Decisions of a direction up to which it is made shorter."""


@dataclass(frozen=True, slots=True)
class _Cone:
    """The directions in which rows and bounds allow to go on for ever, with the objective as it changes."""

    instance: Instance
    direction: Program
    helper: Instance

    @staticmethod
    def of(program: Program, instance: Instance) -> _Cone:
        return _Cone(instance, *ray(program, replace(instance, trees=(), objective_tree=None)))

    def steps(self, still: Collection[int] = (), bounded: Collection[tuple[int, int]] = ()) -> list[Fraction] | None:
        """An improving direction, checked exactly; ``None`` where none was found.

        Args:
            still: Columns that do not move.
            bounded: Columns that do not go up (sign 1) or down (sign -1).
        """
        low, high = list(self.direction.lower), list(self.direction.upper)
        lower, upper = self.helper.column_lower.copy(), self.helper.column_upper.copy()
        for column in still:
            low[column] = high[column] = Fraction(0)
            lower[column] = upper[column] = 0.0
        for column, sign in bounded:
            if sign > 0:
                high[column], upper[column] = Fraction(0), min(0.0, upper[column])
            else:
                low[column], lower[column] = Fraction(0), max(0.0, lower[column])
        program = replace(self.direction, lower=low, upper=high)
        result = solve_helper(replace(self.helper, column_lower=lower, column_upper=upper))
        found = basis_point(program, result.basis) if result.basis is not None else None
        return found if found is not None and is_improving_ray(program, self.instance, found) else None


def find_direction(model: Model, program: Program, instance: Instance) -> Endless | None:
    """Why the linear objective of `instance` has no end; ``None`` where no direction was found.

    Args:
        model: What the Instance was made of.
        program: The same in exact numbers.
        instance: Linear rows alone.
    """
    cone = _Cone.of(program, instance)
    steps = cone.steps()
    if steps is None:
        return None
    steps = _shortest(cone, steps)
    gain = -sum((value * steps[column] for column, value in program.cost.items()), Fraction(0))
    support = [column for column, step in enumerate(steps) if step]
    direction = tuple((*instance.column_key(column), steps[column]) for column in support)
    return Endless(
        direction=direction,
        gain=gain,
        proof="proven",
        missing=_missing(model, cone, steps),
        rows=_rows(model, program, instance, set(support)),
        words=_words(model, instance, steps),
    )


def _shortest(cone: _Cone, steps: list[Fraction]) -> list[Fraction]:
    """A direction in which no decision can be held still, in the smallest whole steps."""
    support = [column for column, step in enumerate(steps) if step]
    still = {column for column, step in enumerate(steps) if not step}
    if len(support) <= _MOST:
        for column in support:
            if not steps[column]:
                continue
            fewer = cone.steps(still | {column})
            if fewer is not None:
                steps = fewer
                still |= {c for c, step in enumerate(steps) if not step}
    moving = [step for step in steps if step]
    scale = Fraction(lcm(*(step.denominator for step in moving)))
    scale /= gcd(*(int(step * scale) for step in moving))
    return [step * scale for step in steps]


def _missing(model: Model, cone: _Cone, steps: Sequence[Fraction]) -> tuple[MissingBound, ...]:
    """Single limits that are enough; where there is none, some that are enough together."""
    moves = [(column, 1 if step > 0 else -1) for column, step in enumerate(steps) if step]
    alone = [move for move in moves[:_MOST] if cone.steps(bounded=[move]) is None]
    if alone:
        return tuple(_bound(model, cone.instance, move, alone=True) for move in alone)
    needed: list[tuple[int, int]] = []
    found: Sequence[Fraction] | None = steps
    while found is not None and len(needed) < _MOST:
        cost = cone.direction.cost
        gains = [(found[c] * cost.get(c, Fraction(0)), c) for c, step in enumerate(found) if step]
        column = min(gains)[1]
        needed.append((column, 1 if found[column] > 0 else -1))
        found = cone.steps(bounded=needed)
    return tuple(_bound(model, cone.instance, move, alone=len(needed) == 1) for move in needed)


def _bound(model: Model, instance: Instance, move: tuple[int, int], *, alone: bool) -> MissingBound:
    column, sign = move
    name, key = instance.column_key(column)
    side: Literal["upper", "lower"] = "upper" if sign > 0 else "lower"
    said = decision_words(model, name, key)
    words = f"{'a most' if sign > 0 else 'a least'} for {said}"
    return MissingBound(name=name, key=key, side=side, alone=alone, words=words)


def _rows(model: Model, program: Program, instance: Instance, support: set[int]) -> tuple[str, ...]:
    labels = {constraint.name: constraint.shown for constraint in model.constraints}
    touched = np.array([not support.isdisjoint(row.terms) for row in program.rows], bool)
    names = dict.fromkeys(instance.row_key(row)[0] for row in np.flatnonzero(touched).tolist())
    return tuple(labels.get(name, name) for name in names)


def _words(model: Model, instance: Instance, steps: Sequence[Fraction]) -> str:
    moving = [(decision_words(model, *instance.column_key(c)), step) for c, step in enumerate(steps) if step]
    up, down = ([said for said, step in moving if (step > 0) is rising] for rising in (True, False))
    parts = [f"{joined(said)} can {verb}" for said, verb in ((up, "grow"), (down, "go down")) if said]
    together = " together" if len(moving) > 1 else ""
    words = f"{' while '.join(parts)}{together} without end"
    if len({abs(step) for _, step in moving}) > 1:
        words += f" ({', '.join(f'{said} by {show_number(step)}' for said, step in moving)} at a time)"
    return f"{words}, and the goal gets better all the way."
