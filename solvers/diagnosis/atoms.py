"""What a conflict is made of: rows of a Model by key, bounds and domains of decisions; and parts of a system."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from modelwright.model.elements import Choice, Interval, Variable
from modelwright.solvers.classes import is_algebraic
from modelwright.solvers.instance import Instance, RowBlock, TreeBlock
from modelwright.solvers.parts import INTERVAL_PARTS
from modelwright.solvers.proofs.program import Program, Row

if TYPE_CHECKING:
    import numpy.typing as npt

    from modelwright.model.elements import Key
    from modelwright.model.exact import Evaluator
    from modelwright.solvers.instance import Floats

__all__ = ["FRAME", "Atom", "System"]

FRAME = 1_000_000
"""Where a solver needs bounds, decisions whose bounds are left out stay this near to zero."""


_Side: TypeAlias = Literal["lower", "upper", ""]


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """What is kept or left out as one.

    Attributes:
        kind: ``row``, ``bound`` or ``domain``.
        name: Constraint or variable.
        key: What its quantifiers or indices stand for.
        side: ``lower`` or ``upper`` of a bound.
        rows: Linear rows.
        trees: Conditions: number of the block, place in it.
        columns: Columns of the bound or domain.
    """

    kind: Literal["row", "bound", "domain"]
    name: str
    key: Key = ()
    side: _Side = ""
    rows: list[int] = field(default_factory=list)
    trees: list[tuple[int, int]] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class System:
    """A grounded Model without objective, cut into atoms.

    Attributes:
        evaluator: Exact values.
        instance: Rows, trees and columns.
        program: The linear part in exact numbers; ``None`` when it is too large for them.
    """

    evaluator: Evaluator
    instance: Instance
    program: Program | None

    @cached_property
    def row_atoms(self) -> list[Atom]:
        """One for each constraint and key, in the order of the Model."""
        found: dict[tuple[str, Key], Atom] = {}

        def atom(name: str, key: Key) -> Atom:
            return found.setdefault((name, key), Atom("row", name, key))

        for block in self.instance.rows:
            for offset in range(block.count):
                atom(block.name, block.key(offset)).rows.append(block.start + offset)
        for number, trees in self._constraint_blocks:
            for place, key in enumerate(trees.keys):
                atom(trees.name, key).trees.append((number, place))
        order = {constraint.name: k for k, constraint in enumerate(self.evaluator.model.constraints)}
        return sorted(found.values(), key=lambda a: order[a.name])

    @cached_property
    def bound_atoms(self) -> list[Atom]:
        """Bounds of continuous and integer decisions, and latest ends of tasks that must take place, by key."""
        return [atom for variable in self._variables for atom in self._bounds(variable)]

    @cached_property
    def domain_atoms(self) -> list[Atom]:
        """That a decision is whole, or yes or no; none where rows are not comparisons, whose solvers need that."""
        if self.instance.trees and not is_algebraic(self.instance):
            return []
        found = []
        for variable in self._variables:
            if variable.domain in ("integer", "binary"):
                block = self.instance.variable(variable.name)
                keys = enumerate(block.keys())
                found += [Atom("domain", variable.name, key, columns=[block.start + k]) for k, key in keys]
        return found

    @cached_property
    def atoms(self) -> list[Atom]:
        """All of them."""
        return [*self.row_atoms, *self.bound_atoms, *self.domain_atoms]

    # ---- parts

    def part(self, kept: Collection[Atom], frame: float = np.inf) -> tuple[Instance, Program | None]:
        """The rows, bounds and domains in `kept`, with all that is no atom.

        Args:
            kept: Atoms.
            frame: Bound for columns whose own bounds are left out.
        """
        instance, (lower, upper, integrality) = self.instance, self._bare
        lower, upper, integrality = lower.copy(), upper.copy(), integrality.copy()
        rows = np.array(sorted(row for atom in kept for row in atom.rows), np.intp)
        chosen: dict[int, list[int]] = {}
        for atom in kept:
            for number, place in atom.trees:
                chosen.setdefault(number, []).append(place)
            if atom.kind == "domain":
                integrality[atom.columns] = instance.integrality[atom.columns]
            if atom.side == "lower" or self._is_binary(atom):
                lower[atom.columns] = instance.column_lower[atom.columns]
            if atom.side == "upper" or self._is_binary(atom):
                upper[atom.columns] = instance.column_upper[atom.columns]
        if np.isfinite(frame):
            left_out = np.isinf(lower) & np.isfinite(instance.column_lower)
            lower[left_out] = np.minimum(-frame, upper[left_out])
            left_out = np.isinf(upper) & np.isfinite(instance.column_upper)
            upper[left_out] = np.maximum(frame, lower[left_out])
        counts = np.diff(instance.start)[rows]
        start = np.concatenate(([0], np.cumsum(counts)))
        places = np.repeat(instance.start[rows] - start[:-1], counts) + np.arange(start[-1])
        part = replace(
            instance,
            start=start.astype(np.int32),
            index=instance.index[places],
            value=instance.value[places],
            row_lower=instance.row_lower[rows],
            row_upper=instance.row_upper[rows],
            column_lower=lower,
            column_upper=upper,
            integrality=integrality,
            rows=tuple(RowBlock(instance.row_name(row), 0, k, 1) for k, row in enumerate(rows.tolist())),
            trees=tuple(self._trees(chosen)),
        )
        return part, self._exact(rows.tolist(), part)

    def _exact(self, rows: list[int], part: Instance) -> Program | None:
        program = self.program
        if program is None:
            return None

        def kept(exact: list[Fraction | None], bounds: list[float], own: list[float]) -> list[Fraction | None]:
            return [
                (e if b == o else Fraction(b)) if np.isfinite(b) else None
                for e, b, o in zip(exact, bounds, own, strict=True)
            ]

        made: list[Row] = [program.rows[row] for row in rows]
        return Program(
            made,
            kept(program.lower, part.column_lower.tolist(), self.instance.column_lower.tolist()),
            kept(program.upper, part.column_upper.tolist(), self.instance.column_upper.tolist()),
            [bool(flag) for flag in part.integrality.tolist()],
            {},
            Fraction(0),
            1,
        )

    def _trees(self, chosen: dict[int, list[int]]) -> Iterator[TreeBlock]:
        own = {number for number, _ in self._constraint_blocks}
        for number, block in enumerate(self.instance.trees):
            if number not in own:
                yield block
            elif number in chosen:
                places = sorted(chosen[number])
                if len(places) == len(block.keys):
                    yield block
                else:
                    keys, trees = block.keys, block.trees
                    yield TreeBlock(
                        block.name,
                        block.quantifiers,
                        tuple(keys[place] for place in places),
                        tuple(trees[place] for place in places),
                    )

    # ---- helpers

    @cached_property
    def _constraint_blocks(self) -> list[tuple[int, TreeBlock]]:
        """Blocks of conditions that constraints stand for, numbered; the others are domains of variables."""
        names = {constraint.name for constraint in self.evaluator.model.constraints}
        return [(number, block) for number, block in enumerate(self.instance.trees) if block.name in names]

    @property
    def _variables(self) -> tuple[Variable, ...]:
        return self.evaluator.model.variables

    def _bounds(self, variable: Variable) -> Iterator[Atom]:
        domain, instance = variable.domain, self.instance
        if isinstance(domain, Interval):
            if domain.optional or variable.upper is None:
                return
            parts = INTERVAL_PARTS if domain.size is None else (INTERVAL_PARTS[0], INTERVAL_PARTS[2])
            blocks = [instance.variable(f"{variable.name}.{part}") for part in parts if part != "present"]
            for k, key in enumerate(blocks[0].keys()):
                yield Atom("bound", variable.name, key, "upper", columns=[block.start + k for block in blocks])
            return
        if isinstance(domain, Choice) or domain == "binary":
            return
        block = instance.variable(variable.name)
        sides: tuple[tuple[_Side, Floats], ...] = (
            ("lower", instance.column_lower),
            ("upper", instance.column_upper),
        )
        for side, bounds in sides:
            for k, key in enumerate(block.keys()):
                if np.isfinite(bounds[block.start + k]):
                    yield Atom("bound", variable.name, key, side, columns=[block.start + k])

    def _is_binary(self, atom: Atom) -> bool:
        element = self.evaluator.model.by_name.get(atom.name)
        return atom.kind == "domain" and isinstance(element, Variable) and element.domain == "binary"

    @cached_property
    def _bare(self) -> tuple[Floats, Floats, npt.NDArray[np.uint8]]:
        """Column bounds and integrality without any atom."""
        lower, upper = self.instance.column_lower.copy(), self.instance.column_upper.copy()
        integrality = self.instance.integrality.copy()
        for atom in self.bound_atoms:
            (lower if atom.side == "lower" else upper)[atom.columns] = -np.inf if atom.side == "lower" else np.inf
        for atom in self.domain_atoms:
            integrality[atom.columns] = 0
            if self._is_binary(atom):
                lower[atom.columns], upper[atom.columns] = -np.inf, np.inf
        return lower, upper, integrality
