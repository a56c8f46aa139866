"""Parameter values as float64 arrays over the positions of their index sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from modelwright.config import LIMITS
from modelwright.errors import LimitError, ModelError
from modelwright.model import elements as el
from modelwright.model.data import Axis

if TYPE_CHECKING:
    import numpy.typing as npt

    from modelwright.model.data import Table
    from modelwright.model.elements import Member, Parameter
    from modelwright.model.exact import Evaluator, Key
    from modelwright.solvers.instance import Floats, Positions

__all__ = ["ParameterTable", "make_table", "to_float"]

_INTEGRAL_LIMIT = 2.0**53


def to_float(value: Fraction) -> float:
    """The float64 nearest to `value`.

    Raises:
        ModelError: It is too large for one.
    """
    try:
        return float(value)
    except OverflowError:
        raise ModelError("A number is too large for a solver", code="overflow", hint="use larger units") from None


@dataclass(frozen=True, slots=True)
class ParameterTable:
    """Values of one parameter.

    Attributes:
        values: One for each key. Shape: sizes of the index sets; row-major in memory unless the data are not.
        present: Where there is a value, of the same shape; ``None`` when everywhere.
        integral: Whether every value is an integer that float64 holds exactly.
    """

    values: Floats
    present: npt.NDArray[np.bool_] | None
    integral: bool


def make_table(evaluator: Evaluator, parameter: Parameter) -> ParameterTable:
    """The table of an indexed `parameter` that is known or bound.

    Raises:
        DataError: A table, column, cell or key is not as the Model needs it.
        LimitError: The index sets have too many combinations.
    """
    sizes = tuple(evaluator.size(name) for name in parameter.index)
    if prod(sizes) > LIMITS.nonzeros:
        raise LimitError(
            f"Parameter `{parameter.name}` has {prod(sizes)} keys; at most {LIMITS.nonzeros} are allowed", code="size"
        )
    value = parameter.value
    quick = None
    if isinstance(value, el.Bound):
        quick = _of_records(evaluator, parameter, value, sizes)
    elif isinstance(value, el.Known) and value.entries and value.number is None:
        quick = _of_entries(evaluator, parameter, value, sizes)
    return _exact(evaluator, parameter, sizes) if quick is None else quick


def _filled(
    sizes: tuple[int, ...], default: Fraction | None, flat: Positions, numbers: Floats, integral: bool
) -> ParameterTable | None:
    """The table with `numbers` at the row-major positions `flat`; ``None`` when a position comes twice."""
    total = prod(sizes)
    count = len(flat)
    if count == total and (count == 0 or (flat[0] == 0 and bool((flat[1:] - flat[:-1] == 1).all()))):
        return ParameterTable(numbers.reshape(sizes), None, integral)
    seen = np.zeros(total, np.bool_)
    seen[flat] = True
    if np.count_nonzero(seen) != count:
        return None
    values = np.full(total, 0.0 if default is None else to_float(default)) if count < total else np.empty(total)
    values[flat] = numbers
    integral = integral and (default is None or count == total or default.denominator == 1)
    absent = count < total and default is None
    return ParameterTable(values.reshape(sizes), seen.reshape(sizes) if absent else None, integral)


def _of_records(
    evaluator: Evaluator, parameter: Parameter, value: el.Bound, sizes: tuple[int, ...]
) -> ParameterTable | None:
    """From the records of a table; ``None`` when anything about them is unusual."""
    widths = [evaluator.width(name) for name in parameter.index]
    if len(value.keys) != sum(widths):
        return None
    table = evaluator.table(value.table, (*value.keys, value.value))
    numbers = table.column(value.value).floats()
    if numbers is None:
        return None
    grid = _of_grid(evaluator, parameter, value, table, sizes)
    if grid is not None:
        return grid
    flat: Positions | None = None
    begin = 0
    for set_name, size, width in zip(parameter.index, sizes, widths, strict=True):
        codes = evaluator.codes(set_name, table, value.keys[begin : begin + width])
        if codes is None:
            return None
        flat = codes if flat is None else flat * size + codes
        begin += width
    assert flat is not None
    return _filled(sizes, value.default, flat, numbers.values, numbers.integral)


def _of_grid(
    evaluator: Evaluator, parameter: Parameter, value: el.Bound, table: Table, sizes: tuple[int, ...]
) -> ParameterTable | None:
    """From a dense table whose axes are the index sets; its records are never written out."""
    columns = [table.column(key) for key in value.keys]
    axes = [column for column in columns if isinstance(column, Axis)]
    shape = axes[0].shape if axes else ()
    if len(axes) < len(sizes) or len(columns) > len(sizes) or sorted(a.axis for a in axes) != list(range(len(shape))):
        return None
    numbers = table.column(value.value).floats()
    assert numbers is not None
    values = numbers.values.reshape(shape).transpose([axis.axis for axis in axes])
    places = [evaluator.level_positions(name, axis) for name, axis in zip(parameter.index, axes, strict=True)]
    known = [place for place in places if place is not None]
    if len(known) < len(places):
        return None
    in_order = all(len(p) == n and bool((p == np.arange(n)).all()) for p, n in zip(known, sizes, strict=True))
    if in_order:
        return ParameterTable(values, None, numbers.integral)
    flat: Any = 0
    for place, size in zip(np.ix_(*known), sizes, strict=True):
        flat = flat * size + place
    return _filled(sizes, value.default, flat.ravel(), values.ravel(), numbers.integral)


def _of_entries(
    evaluator: Evaluator, parameter: Parameter, value: el.Known, sizes: tuple[int, ...]
) -> ParameterTable | None:
    entries = value.entries or ()
    if any(len(key) != len(sizes) for key, _ in entries):
        return None
    flat = _positions(evaluator, parameter, [key for key, _ in entries], sizes)
    if flat is None:
        return None
    values = np.array([to_float(number) for _, number in entries])
    integral = all(number.denominator == 1 for _, number in entries)
    return _filled(sizes, value.default, flat, values, integral and bool((np.abs(values) < _INTEGRAL_LIMIT).all()))


def _positions(
    evaluator: Evaluator, parameter: Parameter, keys: Sequence[Key], sizes: tuple[int, ...]
) -> Positions | None:
    """Row-major positions of keys; ``None`` when a member is unknown."""
    flat: Positions = np.zeros(len(keys), np.intp)
    for column, set_name, size in zip(zip(*keys, strict=True), parameter.index, sizes, strict=True):
        known: dict[Member, int] = evaluator.positions(set_name)
        try:
            flat = flat * size + np.fromiter(map(known.__getitem__, column), np.intp, len(keys))
        except KeyError:
            return None
    return flat


def _exact(evaluator: Evaluator, parameter: Parameter, sizes: tuple[int, ...]) -> ParameterTable:
    """Through the exact values, which also give the precise error."""
    source = evaluator.values(parameter)
    keys = list(source.keys())
    exact = [source.get(key) for key in keys]
    flat = _positions(evaluator, parameter, keys, sizes) if keys else np.zeros(0, np.intp)
    assert flat is not None
    numbers = np.array([to_float(number or Fraction(0)) for number in exact], np.float64)
    integral = all(n is not None and n.denominator == 1 and abs(n) < _INTEGRAL_LIMIT for n in exact)
    found = _filled(sizes, source.default, flat, numbers, integral)
    assert found is not None
    return found
