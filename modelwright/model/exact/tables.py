"""The tables of Data as a Model reads them: long, wide, or dense."""

from __future__ import annotations

from modelwright.errors import DataError
from modelwright.model import elements as el
from modelwright.model.data import Axis, Data, Table
from modelwright.model.data.wide import long_view, without_empty
from modelwright.model.document import Model

__all__ = ["TableViews"]


class TableViews:
    """The tables of a Model's Data; a wide one is shown as the long one that the Model names columns of.

    A table is wide when it lacks the value column of a parameter and one of its key columns: the headers that the
    Model names nowhere are then the members of that key.
    """

    def __init__(self, model: Model, data: Data) -> None:
        self._model = model
        self._data = data
        self._long: dict[str, Table] = {}
        self._complete: dict[tuple[str, tuple[str, ...]], Table] = {}

    def table(self, name: str, columns: tuple[str, ...]) -> Table:
        """The table `name` with all `columns`: itself, or its long view.

        In a wide or dense table an empty cell is a value that is not there: the table has no record for it, unless one
        key column alone is asked for.

        Raises:
            DataError: There is no such table, or it has no such column.
        """
        table = self._data.table(name)
        lacking = next((column for column in columns if column not in table.columns), None)
        if lacking is not None:
            table = self._long_view(name, table, lacking)
        for column in columns:
            table.column(column)
        values = [column for column, cells in table.columns.items() if not isinstance(cells, Axis)]
        dense = lacking is not None or len(values) < len(table.columns)
        if not dense or len(columns) == 1:
            return table
        asked = tuple(column for column in columns if column in values) or tuple(values)
        if lacking is not None:
            asked = tuple(table.columns)[-1:]
        found = self._complete.get((name, asked))
        if found is None:
            found = self._complete[name, asked] = without_empty(table, asked)
        return found

    def _long_view(self, name: str, table: Table, lacking: str) -> Table:
        found = self._long.get(name)
        if found is None:
            found = self._long[name] = self._made(name, table, lacking)
        if lacking not in found.columns:
            raise table.lacks(lacking)
        return found

    def _made(self, name: str, table: Table, lacking: str) -> Table:
        values = [parameter.value for parameter in self._model.parameters]
        bound = [value for value in values if isinstance(value, el.Bound) and value.table == name]
        without = {
            value: [key for key in value.keys if key not in table.columns]
            for value in bound
            if value.value not in table.columns
        }
        pairs = list(dict.fromkeys((keys[0], b.value) for b, keys in without.items() if len(keys) == 1))
        if not pairs:
            most = max(without.values(), key=len, default=[])
            tried = "; a wide table lacks one key column only, this one lacks " + ", ".join(f"`{key}`" for key in most)
            raise table.lacks(lacking, tried if most else "")
        if len(pairs) > 1:
            listed = " or ".join(f"`{value}` by `{key}`" for key, value in pairs)
            raise DataError(
                f"Table `{table.name}` is wide, and its headers could give {listed}",
                code="ambiguous-table",
                where=table.origin or table.name,
                hint="write it long, with a column for each of them",
            )
        ((key, value),) = pairs
        named = self._named(name)
        headers = [column for column in table.columns if column not in named]
        if not headers:
            tried = f"; as a wide table it would have a column for each `{key}`"
            raise table.lacks(lacking, tried)
        record_keys = dict.fromkeys(k for b in bound if b.value == value for k in b.keys if k != key)
        return long_view(table, headers, key, value, list(record_keys))

    def _named(self, table: str) -> set[str]:
        """The columns of a table that the Model names."""
        named: set[str] = set()
        for content in (*(s.content for s in self._model.sets), *(p.value for p in self._model.parameters)):
            if isinstance(content, el.Column) and content.table == table:
                named.add(content.column)
            elif isinstance(content, el.Columns) and content.table == table:
                named.update(content.columns)
            elif isinstance(content, el.Bound) and content.table == table:
                named.update((*content.keys, content.value))
            elif isinstance(content, el.BoundSets) and content.table == table:
                named.update((*content.keys, content.member))
        return named
