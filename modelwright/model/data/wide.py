"""Wide tables read as long ones, and dense tables without their empty cells."""

from __future__ import annotations

from collections.abc import Sequence

from modelwright.model.data.arrays import Axis, Spread, Stacked
from modelwright.model.data.columns import Cells, Column
from modelwright.model.data.table import Table

__all__ = ["long_view", "without_empty"]


def long_view(table: Table, headers: Sequence[str], key: str, value: str, record_keys: Sequence[str]) -> Table:
    """A wide table as a long one: a record for each cell under `headers`, row by row.

    Args:
        table: The wide table.
        headers: Its columns that are members; they become the cells of the column `key`.
        key: Name of the key column that it lacks.
        value: Name of the value column that it lacks.
        record_keys: Key columns that it has.
    """
    rows, width = len(table), len(headers)
    whole = len(record_keys) == 1 and len(table.column(record_keys[0]).levels()) == rows
    shape = (width,) if rows == 1 and not record_keys else (rows, width)
    is_grid = whole or len(shape) == 1
    columns: dict[str, Column] = {}
    for name in table.columns:
        if name not in headers and len(shape) > 1:
            kind = Axis if is_grid and name in record_keys else Spread
            columns[name] = kind(table.column(name), 0, shape)
    columns[key] = (Axis if is_grid else Spread)(Cells(list(headers)), len(shape) - 1, shape)
    columns[value] = Stacked([table.column(name) for name in headers])

    def locate(row: int, column: str) -> str:
        record, place = divmod(row, width)
        if column == key:
            return table.place(-1, headers[place])
        return table.place(record if row >= 0 else -1, headers[place] if column == value else column)

    return Table(table.name, columns, table.origin, table.digest, table.first_line, locate)


def without_empty(table: Table, values: Sequence[str]) -> Table:
    """`table` without the records whose cells in all columns `values` are empty; itself when there are none."""
    import numpy as np

    filled = [table.column(value).filled() for value in values]
    if not filled or any(mask.all() for mask in filled):
        return table
    return table.take(np.flatnonzero(np.logical_or.reduce(filled)))
