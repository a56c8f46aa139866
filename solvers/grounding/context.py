"""What grounding keeps while it works: the exact evaluator, blocks of columns, and arrays made from sets and tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from modelwright.model import elements as el
from modelwright.model.exact.members import Scope
from modelwright.model.expressions import parse_quantifiers
from modelwright.solvers.grounding.frames import Domain, Frame, Quantified, place_array
from modelwright.solvers.grounding.tables import ParameterTable, make_table
from modelwright.solvers.instance import LazyMembers, position_at

if TYPE_CHECKING:
    import numpy.typing as npt

    from modelwright.model.elements import Member, Parameter
    from modelwright.model.exact import Column, Evaluator
    from modelwright.model.expressions import Generator
    from modelwright.solvers.instance import Place, Positions, VariableBlock

__all__ = ["Context"]


class Context:
    """Caches of one grounding.

    A domain is an index set, or the distinct atoms at one place of its tuples, in order of first appearance.

    Attributes:
        evaluator: Exact values; scalars and errors come from it.
        blocks: Blocks of columns by name of the variable.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.blocks: dict[str, VariableBlock] = {}
        self._maps: dict[tuple[Domain, Domain], Positions] = {}
        self._integers: dict[Domain, npt.NDArray[np.int64]] = {}
        self._texts: dict[Domain, npt.NDArray[np.str_]] = {}
        self._tables: dict[str, ParameterTable] = {}
        self._parts: dict[tuple[str, int], Positions] = {}
        self._atoms: dict[tuple[str, int], tuple[Member, ...]] = {}
        self._places: dict[Domain, dict[Member, int]] = {}
        self._sorted: dict[str, tuple[Positions, Positions]] = {}
        self._listed: dict[Domain, Sequence[Member]] = {}
        self._chosen: dict[str, tuple[Positions, Positions]] = {}

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

    # ---- domains

    def members(self, domain: Domain) -> Sequence[Member]:
        """The members of `domain` in order."""
        if isinstance(domain, str):
            return self.evaluator.members(domain)
        self.part(*domain)
        return self._atoms[domain]

    def listed(self, domain: Domain) -> Sequence[Member]:
        """The members of `domain`, made when one is asked for."""
        found = self._listed.get(domain)
        if found is None:
            found = self._listed[domain] = LazyMembers(partial(self.members, domain))
        return found

    def size(self, domain: Domain) -> int:
        """Number of members of `domain`."""
        return self.evaluator.size(domain) if isinstance(domain, str) else len(self.members(domain))

    def positions(self, domain: Domain) -> dict[Member, int]:
        """Position of every member of `domain`."""
        if isinstance(domain, str):
            return self.evaluator.positions(domain)
        found = self._places.get(domain)
        if found is None:
            found = self._places[domain] = {member: k for k, member in enumerate(self.members(domain))}
        return found

    def is_integer(self, domain: Domain) -> bool:
        """Whether the members of `domain` are integers."""
        if isinstance(domain, str):
            return self.evaluator.is_integer_set(domain)
        members = self.members(domain)
        return bool(members) and isinstance(members[0], int)

    def integers(self, domain: Domain) -> npt.NDArray[np.int64]:
        """The members of a domain of integers."""
        found = self._integers.get(domain)
        if found is None:
            found = self._integers[domain] = np.array(self.members(domain), np.int64)
        return found

    def texts(self, domain: Domain) -> npt.NDArray[np.str_]:
        """The members of a domain of texts."""
        found = self._texts.get(domain)
        if found is None:
            found = self._texts[domain] = np.array(self.members(domain), np.str_)
        return found

    def domain_map(self, source: Domain, target: Domain) -> Positions:
        """For each member of `source` its position in `target`, -1 where it is none."""
        found = self._maps.get((source, target))
        if found is None:
            positions = self.positions(target)
            found = np.array([positions.get(member, -1) for member in self.members(source)], np.intp)
            self._maps[source, target] = found
        return found

    def range_ends(self, domain: Domain) -> tuple[int, int] | None:
        """First and last integer of a domain that is a range."""
        if isinstance(domain, str) and isinstance(self.evaluator.index_set(domain).content, el.Range):
            return self.evaluator.range_ends(domain)
        return None

    # ---- tuples

    def width(self, domain: Domain) -> int:
        """Number of parts of the members of `domain`."""
        return self.evaluator.width(domain) if isinstance(domain, str) else 1

    def part_domain(self, set_name: str, place: int) -> Domain:
        """Where the atoms at one place of the tuples of a set are looked up: the set that `of` names, or their own."""
        of = self.evaluator.index_set(set_name).of
        return of[place] if of and self.evaluator.width(of[place]) == 1 else (set_name, place)

    def part(self, set_name: str, place: int) -> Positions:
        """For each tuple of a set the position of one of its atoms in `part_domain`."""
        found = self._parts.get((set_name, place))
        if found is None:
            atoms = [member[place] for member in self.evaluator.members(set_name)]  # type: ignore[index]
            own: dict[Member, int] = {}
            for atom in atoms:
                own.setdefault(atom, len(own))
            self._atoms[set_name, place] = tuple(own)
            domain = self.part_domain(set_name, place)
            where = own if not isinstance(domain, str) else self.evaluator.positions(domain)
            found = self._parts[set_name, place] = np.array([where[atom] for atom in atoms], np.intp)
        return found

    def atoms(self, found: Quantified, axes: int) -> list[Quantified]:
        """What stands at each place of the tuples of a quantifier."""
        assert isinstance(found.domain, str)
        place = found.place if isinstance(found.place, int) else place_array(found.place, axes)
        parts = [self.part(found.domain, k)[place] for k in range(self.width(found.domain))]
        return [
            Quantified(self.part_domain(found.domain, k), int(part) if isinstance(place, int) else part)
            for k, part in enumerate(parts)
        ]

    def bound(self, generator: Generator, domain: str, place: Place, axes: int) -> dict[str, Quantified]:
        """What the quantifiers of `generator` stand for where its member is at `place` of an index set.

        Raises:
            ModelError: It takes apart a member of another number of parts.
        """
        whole = Quantified(domain, place)
        if len(generator.ids) == 1:
            return {generator.ids[0]: whole}
        if len(generator.ids) != self.width(domain):
            self.evaluator.bound(generator, next(iter(self.members(domain)), ""))
        return dict(zip(generator.ids, self.atoms(whole, axes), strict=True))

    def element_frame(
        self, name: str, index: tuple[str, ...], over: str, places: Sequence[Place], shape: tuple[int, ...]
    ) -> Frame:
        """The frame of `shape` in which the quantifiers in `over` of an element stand for `places`.

        Raises:
            ModelError: The quantifiers do not agree with `index`, or carry a condition.
        """
        found: dict[str, Quantified] = {}
        if self.evaluator.plain_quantifiers(name, index, over):
            for generator, place in zip(parse_quantifiers(over), places, strict=True):
                found |= self.bound(generator, generator.set, place, len(shape))
        return Frame(shape, found)

    def tuple_index(self, set_name: str) -> tuple[Positions, Positions]:
        """The tuples of a set as sorted row-major numbers over its part domains, and the position of each."""
        found = self._sorted.get(set_name)
        if found is None:
            numbers = np.zeros(self.evaluator.size(set_name), np.intp)
            for place in range(self.evaluator.width(set_name)):
                numbers = numbers * self.size(self.part_domain(set_name, place)) + self.part(set_name, place)
            order = np.argsort(numbers, kind="stable")
            found = self._sorted[set_name] = numbers[order], order
        return found

    # ---- set-valued parameters

    def chosen(self, parameter: Parameter) -> tuple[Positions, Positions]:
        """The sets of a set-valued parameter: where each key's begins, shape (keys + 1,), and positions of members."""
        found = self._chosen.get(parameter.name)
        if found is None:
            evaluator = self.evaluator
            assert parameter.members_of is not None
            positions = evaluator.positions(parameter.members_of)
            sets = [evaluator.set_members(parameter.name, key) for key in _keys(evaluator, parameter.index)]
            starts = np.zeros(len(sets) + 1, np.intp)
            np.cumsum([len(members) for members in sets], out=starts[1:])
            found = starts, np.array([positions[m] for members in sets for m in members], np.intp)
            self._chosen[parameter.name] = found
        return found

    # ---- bindings, for exact values and errors

    def binding(self, frame: Frame, row: int) -> Scope:
        """What the quantifiers of `frame` stand for in one of its rows."""
        cell = [int(k) for k in np.unravel_index(row, frame.shape)] if frame.shape else []
        found = Scope({}, {})
        sets: dict[str, str] = {}
        for name, quantified in frame.quantifiers.items():
            found[name] = self.members(quantified.domain)[position_at(quantified.place, cell)]
            if isinstance(quantified.domain, str):
                sets[name] = quantified.domain
        found.sets = sets
        return found


def _keys(evaluator: Evaluator, index: tuple[str, ...]) -> Sequence[tuple[Member, ...]]:
    from itertools import product

    return list(product(*(evaluator.members(name) for name in index)))
