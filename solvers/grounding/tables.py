"""Parameter values as float64 arrays over the positions of their index sets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from modelwright.config import LIMITS
from modelwright.errors import LimitError, ModelError
from modelwright.model import elements as el
from modelwright.model.numbers import parse_number

if TYPE_CHECKING:
    import numpy.typing as npt

    from modelwright.model.data import Cell
    from modelwright.model.elements import Member, Parameter
    from modelwright.model.exact import Evaluator, Key
    from modelwright.solvers.instance import Floats, Positions

__all__ = ["ParameterTable", "make_table", "to_float"]

_PLAIN = re.compile(r"[0-9.+-]*\Z", re.ASCII)
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
        values: One for each key, row-major over the index sets. Shape (product of set sizes,).
        present: Where there is a value; ``None`` when everywhere.
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
    sizes = [evaluator.size(name) for name in parameter.index]
    total = int(np.prod(sizes, dtype=object))
    if total > LIMITS.nonzeros:
        raise LimitError(
            f"Parameter `{parameter.name}` has {total} keys; at most {LIMITS.nonzeros} are allowed", code="size"
        )
    value = parameter.value
    quick = None
    if isinstance(value, el.Bound):
        quick = _quick_rows(evaluator, parameter, value, sizes, total)
    elif isinstance(value, el.Known) and value.entries and value.number is None:
        quick = _quick_entries(evaluator, parameter, value.entries, sizes, total)
    if quick is not None:
        assert isinstance(value, el.Known | el.Bound)
        return _filled(total, value.default, *quick)
    return _slow(evaluator, parameter, sizes, total)


def _filled(total: int, default: Fraction | None, rows: Positions, numbers: Floats, integral: bool) -> ParameterTable:
    if len(rows) == total:
        values = np.empty(total)
        values[rows] = numbers
        return ParameterTable(values, None, integral)
    values = np.full(total, 0.0 if default is None else to_float(default))
    values[rows] = numbers
    integral = integral and (default is None or default.denominator == 1)
    if default is not None:
        return ParameterTable(values, None, integral)
    present = np.zeros(total, np.bool_)
    present[rows] = True
    return ParameterTable(values, present, integral)


def _quick_rows(
    evaluator: Evaluator, parameter: Parameter, value: el.Bound, sizes: Sequence[int], total: int
) -> tuple[Positions, Floats, bool] | None:
    """Flat positions and numbers of the records, ``None`` when anything about them is unusual."""
    table = evaluator.data.table(value.table)
    if len(value.keys) != len(sizes):
        return None
    keys = [table.column(column) for column in value.keys]
    flat = _flat_positions(evaluator, parameter, keys, sizes, total, written=True)
    numbers = _quick_numbers(table.column(value.value))
    return None if flat is None or numbers is None else (flat, *numbers)


def _quick_entries(
    evaluator: Evaluator,
    parameter: Parameter,
    entries: tuple[tuple[Key, Fraction], ...],
    sizes: Sequence[int],
    total: int,
) -> tuple[Positions, Floats, bool] | None:
    if any(len(key) != len(sizes) for key, _ in entries):
        return None
    columns = list(zip(*(key for key, _ in entries), strict=True))
    flat = _flat_positions(evaluator, parameter, columns, sizes, total, written=False)
    if flat is None:
        return None
    values = np.array([to_float(value) for _, value in entries])
    integral = all(value.denominator == 1 for _, value in entries)
    return flat, values, integral and bool((np.abs(values) < _INTEGRAL_LIMIT).all())


def _flat_positions(
    evaluator: Evaluator,
    parameter: Parameter,
    columns: Sequence[Sequence[Any]],
    sizes: Sequence[int],
    total: int,
    *,
    written: bool,
) -> Positions | None:
    """Row-major positions of keys given column by column; ``None`` when one is unknown or comes twice."""
    flat: Positions = np.zeros(len(columns[0]), np.intp)
    for column, set_name, size in zip(columns, parameter.index, sizes, strict=True):
        positions = _key_positions(column, evaluator.positions(set_name), written)
        if positions is None:
            return None
        flat = flat * size + positions
    seen = np.zeros(total, np.bool_)
    seen[flat] = True
    return flat if np.count_nonzero(seen) == len(flat) else None


def _key_positions(cells: Sequence[Cell], positions: dict[Member, int], written: bool) -> Positions | None:
    """Positions of members; those `written` in a table may be integers as text."""
    lookup: dict[Any, int] = dict(positions)
    if written and positions and isinstance(next(iter(positions)), int):
        lookup |= {str(member): position for member, position in positions.items()}
    try:
        return np.fromiter(map(lookup.__getitem__, cells), np.intp, len(cells))
    except KeyError:
        return None


def _quick_numbers(cells: Sequence[Cell]) -> tuple[Floats, bool] | None:
    """Cells as numbers and whether all are integers, ``None`` unless they are plain decimals or integers."""
    kinds = set(map(type, cells))
    if kinds <= {int}:
        values = np.array(cells, dtype=object)
        if len(values) and np.abs(values).max() >= _INTEGRAL_LIMIT:
            return None
        return values.astype(np.float64), True
    if kinds != {str}:
        return None
    texts: Sequence[str] = cells  # type: ignore[assignment]
    joined = "".join(texts)
    if not _PLAIN.match(joined) or max(map(len, texts)) > 40:
        return None
    try:
        numbers = np.fromiter(map(float, texts), np.float64, len(texts))
    except ValueError:
        return None
    return numbers, "." not in joined and bool((np.abs(numbers) < _INTEGRAL_LIMIT).all())


def _slow(evaluator: Evaluator, parameter: Parameter, sizes: Sequence[int], total: int) -> ParameterTable:
    """Through the exact values, which also give the precise error."""
    source = evaluator.values(parameter)
    keys = list(source.keys())
    positions = [evaluator.positions(name) for name in parameter.index]
    exact = [source.get(key) for key in keys]
    flat: list[int] = []
    for key in keys:
        place = 0
        for member, size, position in zip(key, sizes, positions, strict=True):
            place = place * size + position[member]
        flat.append(place)
    numbers = np.array([to_float(v if v is not None else parse_number("0")) for v in exact])
    integral = all(v is not None and v.denominator == 1 and abs(v) < _INTEGRAL_LIMIT for v in exact)
    return _filled(total, source.default, np.array(flat, np.intp), numbers, integral)
