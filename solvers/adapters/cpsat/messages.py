"""Many variables and constraints of CP-SAT at once.

CP-SAT copies a message that is appended to its model: one message is written for each kind of constraint, and its
numbers are set anew for every copy. That takes a fraction of the time of a call for each variable and term.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.sat.python import cp_model, cp_model_helper

from modelwright.solvers.adapters.cpsat.numbers import LEAST, MOST

if TYPE_CHECKING:
    from modelwright.solvers.families import LinearRows
    from modelwright.solvers.instance import Floats, Positions

__all__ = [
    "add_circuit",
    "add_cumulative",
    "add_different",
    "add_intervals",
    "add_no_overlap",
    "add_rows",
    "add_variables",
]


def add_variables(model: Any, ranges: Sequence[tuple[int, int]]) -> None:
    """A variable for each of `ranges`, its least and largest value."""
    made = {}
    for ends in dict.fromkeys(ranges):
        made[ends] = cp_model_helper.IntegerVariableProto()
        made[ends].domain.extend(ends)
    model.proto.variables.extend(list(map(made.__getitem__, ranges)))


def add_rows(model: Any, rows: LinearRows) -> None:
    """Linear rows over variables by position, in whole numbers."""
    message: Any = cp_model_helper.ConstraintProto()
    variables, factors, domain = message.linear.vars, message.linear.coeffs, message.linear.domain
    domain.extend((LEAST, MOST))
    index, value = rows.index.tolist(), rows.value.astype(np.int64).tolist()
    append = model.proto.constraints.append
    known: list[int] = []
    limits = zip(_whole(rows.lower, LEAST), _whole(rows.upper, MOST), strict=True)
    for (begin, end), (low, high) in zip(pairwise(rows.start.tolist()), limits, strict=True):
        variables.clear()
        variables.extend(index[begin:end])
        if value[begin:end] != known:
            known = value[begin:end]
            factors.clear()
            factors.extend(known)
        domain[0], domain[1] = low, high
        append(message)


def _whole(limits: Floats, absent: int) -> list[int]:
    finite = np.isfinite(limits)
    if finite.all():
        found: list[int] = limits.astype(np.int64).tolist()
        return found
    numbers = np.where(finite, limits, 0.0).astype(np.int64)
    return np.where(finite, numbers, absent).tolist()  # type: ignore[no-any-return]


def add_intervals(
    model: Any, starts: Positions, sizes: Floats, lengths: Positions, ends: Positions, literals: Positions
) -> None:
    """Intervals over variables by position, each shape (count,).

    Args:
        model: The model of CP-SAT.
        starts: Variable of each start.
        sizes: Size of a present one; not a number where a variable says it.
        lengths: Variable of the size of those.
        ends: Variable of the end of those.
        literals: Variable of the presence; -1 for one that is always present.
    """
    append = model.proto.constraints.append
    given, optional = ~np.isnan(sizes), literals >= 0
    numbers = np.where(given, sizes, 0.0).astype(np.int64)
    made = {kind: _interval(*kind) for kind in set(zip(given.tolist(), optional.tolist(), strict=True))}
    columns = (given, optional, starts, numbers, lengths, ends, literals)
    for is_given, may_lack, s, number, z, e, literal in zip(*(column.tolist() for column in columns), strict=True):
        message, first, size, length, end, last, enforced = made[is_given, may_lack]
        first[0] = s
        if is_given:
            last[0] = s
            size.offset = end.offset = number
        else:
            length[0], last[0] = z, e
        if may_lack:
            enforced[0] = literal
        append(message)


def _interval(given: bool, optional: bool) -> tuple[Any, ...]:
    """A message with one interval, and its parts: the variable of the start; the size and its variable; the end and its
    variable; the literal of its presence."""
    message: Any = cp_model_helper.ConstraintProto()
    start, size, end = message.interval.start, message.interval.size, message.interval.end
    for part in (start, end) if given else (start, size, end):
        part.vars.append(0)
        part.coeffs.append(1)
    if optional:
        message.enforcement_literal.append(0)
    return message, start.vars, size, size.vars, end, end.vars, message.enforcement_literal


def add_no_overlap(model: Any, start: Positions, intervals: Positions) -> None:
    """Rows of intervals, by the number of their constraint, that do not overlap.

    Args:
        model: The model of CP-SAT.
        start: First item of each row. Shape (rows + 1,).
        intervals: Shape (items,).
    """
    message: Any = cp_model_helper.ConstraintProto()
    listed = intervals.tolist()
    for begin, end in pairwise(start.tolist()):
        message.no_overlap.intervals.clear()
        message.no_overlap.intervals.extend(listed[begin:end])
        model.proto.constraints.append(message)


def add_circuit(model: Any, successors: Sequence[int], places: Sequence[int], first: int) -> None:
    """Variables that say which place follows each place, on one round trip through all.

    Args:
        model: The model of CP-SAT.
        successors: By position, two at least.
        places: The number of the place of each, which others name; all different.
        first: The first of ``n · (n - 1)`` literals, n being their number, in order of the pairs of different places.
    """
    message, follows, other = (cp_model_helper.ConstraintProto() for _ in range(3))
    follows.enforcement_literal.append(0)
    follows.linear.vars.append(0)
    follows.linear.coeffs.append(1)
    other.copy_from(follows)
    follows.linear.domain.extend((0, 0))
    other.linear.domain.extend((LEAST, 0, 0, MOST))
    yes, no = follows.enforcement_literal, other.enforcement_literal
    here, elsewhere = follows.linear.domain, other.linear.domain
    append = model.proto.constraints.append
    tails, heads = [], []
    literal = first
    for k, successor in enumerate(successors):
        allowed = cp_model.Domain.from_values([place for j, place in enumerate(places) if j != k])
        among = model.proto.constraints.add().linear
        among.vars.append(successor)
        among.coeffs.append(1)
        among.domain.extend(allowed.flattened_intervals())
        follows.linear.vars[0] = other.linear.vars[0] = successor
        for j, place in enumerate(places):
            if j == k:
                continue
            tails.append(k)
            heads.append(j)
            yes[0], here[0], here[1] = literal, place, place
            append(follows)
            no[0], elsewhere[1], elsewhere[2] = ~literal, place - 1, place + 1
            append(other)
            literal += 1
    message.circuit.tails.extend(tails)
    message.circuit.heads.extend(heads)
    message.circuit.literals.extend(list(range(first, literal)))
    append(message)


def add_cumulative(model: Any, start: Positions, intervals: Positions, demands: Floats, capacities: Floats) -> None:
    """Rows of intervals, by the number of their constraint, whose demands never exceed a capacity.

    Args:
        model: The model of CP-SAT.
        start: First item of each row. Shape (rows + 1,).
        intervals: Shape (items,).
        demands: Whole numbers from 0 on. Shape (items,).
        capacities: Whole numbers from 0 on. Shape (rows,).
    """
    listed, numbers = intervals.tolist(), demands.astype(np.int64).tolist()
    for (begin, end), capacity in zip(pairwise(start.tolist()), capacities.astype(np.int64).tolist(), strict=True):
        cumulative = model.proto.constraints.add().cumulative
        cumulative.intervals.extend(listed[begin:end])
        cumulative.capacity.offset = capacity
        for number in numbers[begin:end]:
            cumulative.demands.add().offset = number


def add_different(model: Any, start: Positions, variables: Positions, factors: Floats, constants: Floats) -> None:
    """Rows of numbers ``factor · variable + constant`` that all differ.

    Args:
        model: The model of CP-SAT.
        start: First item of each row. Shape (rows + 1,).
        variables: By position. Shape (items,).
        factors: Whole numbers, none of them zero. Shape (items,).
        constants: Whole numbers. Shape (items,).
    """
    expression: Any = cp_model_helper.LinearExpressionProto()
    expression.vars.append(0)
    expression.coeffs.append(1)
    place, multiple = expression.vars, expression.coeffs
    known = 1
    numbers = (variables, factors.astype(np.int64), constants.astype(np.int64))
    items = list(zip(*(array.tolist() for array in numbers), strict=True))
    for begin, end in pairwise(start.tolist()):
        append = model.proto.constraints.add().all_diff.exprs.append
        for variable, factor, constant in items[begin:end]:
            place[0], expression.offset = variable, constant
            if factor != known:
                known = multiple[0] = factor
            append(expression)
