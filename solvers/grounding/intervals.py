"""Interval variables whose data are worked out for a whole index set at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from modelwright.errors import DataError, ModelError
from modelwright.model.elements import Interval
from modelwright.model.expressions import parse_expression
from modelwright.solvers.families import IntervalFamily
from modelwright.solvers.grounding.forms import number
from modelwright.solvers.grounding.tables import to_float
from modelwright.solvers.instance import Along

if TYPE_CHECKING:
    from fractions import Fraction

    from modelwright.model.elements import Variable
    from modelwright.solvers.grounding.context import Context
    from modelwright.solvers.grounding.frames import Frame
    from modelwright.solvers.instance import Floats

__all__ = ["interval_bounds", "interval_family", "is_moderate", "over_grid"]

_MODERATE = 2.0**40
"""Whole numbers up to which families are made; sums of some thousand of them are exact in floating point."""


def interval_family(context: Context, variable: Variable) -> IntervalFamily | None:
    """The data of an interval variable as arrays.

    Returns:
        ``None`` for what is told exactly, key by key: sizes that are decisions or no whole numbers, fractions, errors.
    """
    domain = variable.domain
    assert isinstance(domain, Interval)
    block = context.blocks[f"{variable.name}.start"]
    length = domain.least if domain.size is None else domain.size
    texts = [variable.lower or "0", variable.upper, length]
    nodes = [None if text is None else parse_expression(text) for text in texts]
    if block.count == 0 or (domain.optional and variable.upper is None):
        return None
    if any(node is not None and context.evaluator.decides(node) for node in nodes):
        return None
    along = [Along(axis, size) for axis, size in enumerate(block.shape)]
    try:
        frame = context.element_frame(variable.name, variable.index, variable.over, along, block.shape)
        earliest, latest, least = (
            np.full(block.count, np.inf) if node is None else over_grid(number(context, node, frame), frame)
            for node in nodes
        )
    except (ModelError, DataError):  # told again, with its place
        return None
    if not (is_moderate(earliest) and is_moderate(least) and (variable.upper is None or is_moderate(latest))):
        return None
    if domain.size is None:
        least = np.maximum(least, 0.0)
    elif (least < 0).any():
        return None
    size = None if domain.size is None else least
    return IntervalFamily(block.start, block.count, domain.optional, size, least, earliest, latest)


def over_grid(value: Fraction | Floats, frame: Frame) -> Floats:
    """A value for each row of `frame`. Shape (frame.size,)."""
    found = to_float(value) if not isinstance(value, np.ndarray) else value
    return np.broadcast_to(found, frame.shape).ravel().astype(np.float64, copy=False)


def is_moderate(values: Floats) -> bool:
    """Whether all `values` are whole numbers that families are made of."""
    return bool((np.abs(values) <= _MODERATE).all() and (np.rint(values) == values).all())


def interval_bounds(family: IntervalFamily) -> tuple[Floats, Floats]:
    """Least and largest value of starts, sizes, ends and presences, one after the other. Shape (4 · count,) each."""
    earliest, latest = family.earliest, family.latest
    least = np.zeros(family.count) if family.optional else family.least
    room = np.maximum(0.0, latest - earliest)
    one = np.ones(family.count)
    lower = (earliest, least, earliest + least, np.zeros(family.count) if family.optional else one)
    upper = (
        np.maximum(earliest, latest - least),
        room if family.size is None else family.size,
        np.maximum(earliest, latest) if family.optional else latest,
        one,
    )
    return np.concatenate(lower), np.concatenate(upper)
