"""What grounding keeps while it works: the exact evaluator, blocks of columns, and arrays made from sets and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from modelwright.solvers.grounding.tables import ParameterTable, make_table

if TYPE_CHECKING:
    import numpy.typing as npt

    from modelwright.model.elements import Parameter
    from modelwright.model.exact import Column, Evaluator
    from modelwright.solvers.instance import Positions, VariableBlock

__all__ = ["Context"]


class Context:
    """Caches of one grounding.

    Attributes:
        evaluator: Exact values; scalars and errors come from it.
        blocks: Blocks of columns by name of the variable.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.blocks: dict[str, VariableBlock] = {}
        self._maps: dict[tuple[str, str], Positions] = {}
        self._integers: dict[str, npt.NDArray[np.int64]] = {}
        self._texts: dict[str, npt.NDArray[np.str_]] = {}
        self._tables: dict[str, ParameterTable] = {}

    def column(self, column: Column) -> int:
        """The number of the column of a decision."""
        name, key = column
        block = self.blocks[name]
        position = 0
        for member, set_name, size in zip(key, block.sets, block.shape, strict=True):
            position = position * size + self.evaluator.positions(set_name)[member]
        return block.start + position

    def table(self, parameter: Parameter) -> ParameterTable:
        """The values of an indexed `parameter` that is known or bound."""
        found = self._tables.get(parameter.name)
        if found is None:
            found = self._tables[parameter.name] = make_table(self.evaluator, parameter)
        return found

    def integers(self, set_name: str) -> npt.NDArray[np.int64]:
        """The members of a set of integers."""
        found = self._integers.get(set_name)
        if found is None:
            found = np.array(self.evaluator.members(set_name), np.int64)
            self._integers[set_name] = found
        return found

    def texts(self, set_name: str) -> npt.NDArray[np.str_]:
        """The members of a set of texts."""
        found = self._texts.get(set_name)
        if found is None:
            found = np.array(self.evaluator.members(set_name), np.str_)
            self._texts[set_name] = found
        return found

    def set_map(self, source: str, target: str) -> Positions:
        """For each member of `source` its position in `target`, -1 where it is none."""
        found = self._maps.get((source, target))
        if found is None:
            positions = self.evaluator.positions(target)
            members = self.evaluator.members(source)
            found = np.array([positions.get(member, -1) for member in members], np.intp)
            self._maps[source, target] = found
        return found
