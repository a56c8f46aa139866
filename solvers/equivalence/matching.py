"""Which columns of two polyhedra can be called by each other's names: colour refinement and a search.

The irredundant half-spaces of a polyhedron, their normals projected onto its affine hull, are unique up to positive
factors, whatever the columns are called. So are the projected objective, and the point of the hull nearest to zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from modelwright.solvers.equivalence.floating import Clock
from modelwright.solvers.equivalence.systems import ZERO, Affine, Halves, Terms, Undecided, primitive, value_at

__all__ = ["Figure", "Matching", "figure_of"]

MAX_REFINEMENTS = 400
"""Refinements in one search."""


@dataclass(frozen=True)
class Figure:
    """What does not depend on the names of columns.

    Attributes:
        columns: A colour for each column.
        facets: A colour for each half-space.
        edges: Column, half-space and coefficient.
    """

    columns: list[Hashable]
    facets: list[Hashable]
    edges: list[tuple[int, int, int]]


def figure_of(affine: Affine, halves: Halves, cost: Mapping[int, Fraction], marks: Sequence[Hashable]) -> Figure:
    """The figure of a polyhedron.

    Args:
        affine: Its affine hull.
        halves: Its irredundant half-spaces, or none for the figure of the hull alone.
        cost: Objective by column.
        marks: What else a column must have in common with its partner. Shape (columns,).
    """
    hull = _Hull(affine, len(marks))
    projected = dict(hull.projected(primitive(cost)[0])[0])
    columns: list[Hashable] = [
        (marks[j], hull.nearest[j], hull.share(j), projected.get(j, 0)) for j in range(len(marks))
    ]
    facets: list[Hashable] = []
    edges: list[tuple[int, int, int]] = []
    for k, (terms, limit) in enumerate(halves.items()):
        normal, factor = hull.projected(terms)
        facets.append((limit - value_at(terms, hull.nearest)) / factor)
        edges += [(column, k, value) for column, value in normal]
    return Figure(columns, facets, edges)


class _Hull:
    """The orthogonal projection along the equalities of a polyhedron."""

    def __init__(self, affine: Affine, count: int) -> None:
        self.nearest = [ZERO] * count
        self._basis: list[tuple[dict[int, int], int]] = []
        for terms, value in affine.equalities():
            rest: dict[int, Fraction] = {column: Fraction(v) for column, v in terms}
            for vector, size in self._basis:
                share = sum((v * rest[column] for column, v in vector.items() if column in rest), ZERO) / size
                if share:
                    for column, v in vector.items():
                        rest[column] = rest.get(column, ZERO) - share * v
            whole, factor = primitive(rest)
            reach = (value - value_at(terms, self.nearest)) / factor
            size = sum(v * v for _, v in whole)
            for column, v in whole:
                self.nearest[column] += reach * v / size
            self._basis.append((dict(whole), size))
        self._scale = lcm(*(size for _, size in self._basis)) if self._basis else 1

    def projected(self, terms: Terms) -> tuple[Terms, Fraction]:
        """`terms` projected onto the hull with coprime coefficients, and the factor that was taken out."""
        scale = self._scale
        found = {column: scale * value for column, value in terms}
        for vector, size in self._basis:
            share = sum(value * vector[column] for column, value in terms if column in vector) * (scale // size)
            if share:
                for column, value in vector.items():
                    found[column] = found.get(column, 0) - share * value
        whole, factor = primitive({column: Fraction(value) for column, value in found.items()})
        return whole, factor / scale

    def share(self, column: int) -> Fraction:
        """How much of a step along `column` stays in the hull."""
        return 1 - sum((Fraction(v[column] ** 2, size) for v, size in self._basis if column in v), ZERO)


@dataclass
class Matching:
    """The ways to pair the columns of two figures.

    Attributes:
        refinements: How many were made so far.
        best: For each column of the second figure a column of the first: the pairing of the first colours that agree
            longest.
    """

    first: Figure
    second: Figure
    clock: Clock
    refinements: int = 0
    best: list[int] = field(default_factory=list)
    _neighbours: list[list[tuple[int, int]]] = field(default_factory=list)
    _history: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._count = len(self.first.columns)
        self._half = self._count + len(self.first.facets)
        self._neighbours = [[] for _ in range(self._half + self._count + len(self.second.facets))]
        for shift, figure in ((0, self.first), (self._half, self.second)):
            for column, facet, value in figure.edges:
                self._neighbours[shift + column].append((value, shift + self._count + facet))
                self._neighbours[shift + self._count + facet].append((value, shift + column))

    def classes(self) -> list[tuple[list[int], list[int]]] | None:
        """Columns of both that may be partners, as far as colours tell; ``None`` when their numbers differ."""
        colours = self._refined(self._start())
        self.best = self._closest()
        return None if colours is None else self._classes(colours)

    def search(self, fits: Callable[[list[int]], bool]) -> list[int] | None:
        """For each column of the second figure its partner in the first, ``None`` when none `fits`.

        Raises:
            Undecided: There are too many ways.
        """
        colours = self._refined(self._start())
        self.best = self._closest()
        return None if colours is None else next(self._pairings(colours, fits), None)

    def _start(self) -> list[int]:
        known: dict[Hashable, int] = {}
        parts = [
            *((0, colour) for colour in self.first.columns),
            *((1, colour) for colour in self.first.facets),
            *((0, colour) for colour in self.second.columns),
            *((1, colour) for colour in self.second.facets),
        ]
        return [known.setdefault(part, len(known)) for part in parts]

    def _refined(self, colours: list[int]) -> list[int] | None:
        """The coarsest stable colours below `colours`; ``None`` when the figures differ in them."""
        self.refinements += 1
        if self.refinements > MAX_REFINEMENTS:
            raise Undecided(f"{MAX_REFINEMENTS} attempts to pair the decisions were not enough")
        self.clock.check()
        history = [colours]
        while True:
            half = self._half
            if Counter(colours[:half]) != Counter(colours[half:]):
                found = None
                break
            known: dict[Hashable, int] = {}
            new = [
                known.setdefault((colours[node], tuple(sorted((v, colours[o]) for v, o in near))), len(known))
                for node, near in enumerate(self._neighbours)
            ]
            if len(known) == len(set(colours)):
                found = colours
                break
            history.append(colours := new)
        if not self._history:
            self._history = history
        return found

    def _classes(self, colours: list[int]) -> list[tuple[list[int], list[int]]]:
        found: dict[int, tuple[list[int], list[int]]] = {}
        for j in range(self._count):
            found.setdefault(colours[j], ([], []))[0].append(j)
            found.setdefault(colours[self._half + j], ([], []))[1].append(j)
        return list(found.values())

    def _pairings(self, colours: list[int], fits: Callable[[list[int]], bool]) -> Iterator[list[int]]:
        classes = self._classes(colours)
        open_classes = [pair for pair in classes if len(pair[0]) > 1]
        if not open_classes:
            target = [0] * self._count
            for mine, others in classes:
                target[others[0]] = mine[0]
            if fits(target):
                yield target
            return
        ours, theirs = min(open_classes, key=lambda pair: len(pair[0]))
        for partner in theirs:
            single = list(colours)
            single[ours[0]] = single[self._half + partner] = max(colours) + 1
            refined = self._refined(single)
            if refined is not None:
                yield from self._pairings(refined, fits)

    def _closest(self) -> list[int]:
        """Columns paired by the last colour that they have in common."""
        target = [-1] * self._count
        free = set(range(self._count))
        for colours in reversed(self._history):
            by_colour: dict[int, list[int]] = {}
            for j in sorted(free, reverse=True):
                by_colour.setdefault(colours[j], []).append(j)
            for j, known in enumerate(target):
                if known < 0 and by_colour.get(colours[self._half + j]):
                    target[j] = by_colour[colours[self._half + j]].pop()
                    free.discard(target[j])
        rest = sorted(free)
        return [rest.pop(0) if known < 0 else known for known in target]
