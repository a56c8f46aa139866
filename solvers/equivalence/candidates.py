"""Matches of decisions whose names do not help: found by the form of polyhedra, or excluded one after the other."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from fractions import Fraction

from modelwright.solvers.equivalence.comparing import compare
from modelwright.solvers.equivalence.floating import Clock
from modelwright.solvers.equivalence.hulls import whole_hull
from modelwright.solvers.equivalence.integers import extreme_points, implied_integer
from modelwright.solvers.equivalence.matching import Matching, figure_of
from modelwright.solvers.equivalence.problems import Agreed, Apart, Points, Problem, order
from modelwright.solvers.equivalence.shapes import Shape
from modelwright.solvers.equivalence.systems import Affine, System, Terms, Undecided, primitive

__all__ = ["any_match"]

MAX_MATCHES = 40
"""Matches that are compared one after the other."""
MAX_STEPS = 4000
"""Steps of the search for a match that fits the points found so far."""
_MOST_EXTREMES = 30


def any_match(first: Problem, second: Problem, clock: Clock) -> tuple[list[int], Agreed | Apart]:
    """Whether some match of columns makes two problems the same.

    Returns:
        For each column of the second its partner in the first, and what a comparison under that match finds. Points
        that tell the problems apart are those of the best match; then no other match makes them the same either.

    Raises:
        Undecided: Neither was proven within the limits.
    """
    identity = list(range(first.system.count))
    ranks = order(first.system), order(second.system)
    ours, theirs = first.shape(ranks[0], clock), second.shape(ranks[1], clock)
    if ours is None or theirs is None:
        return identity, compare(first, second, clock)
    raw = _by_form(first, ours, first.system, second, theirs, second.system, clock)
    if raw.found is not None:
        return raw.found, compare(first, second.renumbered(raw.found), clock)
    best = raw.best
    if not any(first.system.integer) and not any(second.system.integer):
        return best, _apart(first, second, best, clock)
    tight, other = first.tight(ranks[0], clock), second.tight(ranks[1], clock)
    if tight is None or other is None:
        return identity, compare(first, second, clock)
    (ours, our_system), (theirs, their_system) = tight, other
    tightened = _by_form(first, ours, our_system, second, theirs, their_system, clock)
    if tightened.found is not None:
        return tightened.found, compare(first, second.renumbered(tightened.found), clock)
    return _by_points(first, (ours, our_system), second, (theirs, their_system), tightened.best, clock)


def _apart(first: Problem, second: Problem, match: list[int], clock: Clock) -> Apart:
    found = compare(first, second.renumbered(match), clock)
    if isinstance(found, Agreed):
        raise Undecided("proofs contradict each other")
    return found


class _Form:
    """The best match by form, and whether it is one."""

    def __init__(self, best: list[int], found: list[int] | None) -> None:
        self.best, self.found = best, found


def _by_form(
    first: Problem, ours: Shape, our_system: System, second: Problem, theirs: Shape, their_system: System, clock: Clock
) -> _Form:
    """The match of two polyhedra, their objectives and integer columns."""
    rank = order(first.system)
    marks = implied_integer(ours.affine, our_system.integer), implied_integer(theirs.affine, their_system.integer)
    goal = ours.affine.reduced(first.cost.items())[1]

    def fits(match: list[int]) -> bool:
        affine = Affine(rank=rank)
        renamed = System(theirs.count, theirs.halves, tuple(theirs.affine.equalities()), marks[1]).renumbered(match)
        if (
            not all(affine.add(terms, value) for terms, value in renamed.equalities)
            or affine.solved != ours.affine.solved
        ):
            return False
        if renamed.integer != marks[0] or len(renamed.halves) != len(ours.halves):
            return False
        for terms, limit in renamed.halves.items():
            constant, found = affine.reduced(terms)
            whole, factor = primitive(found)
            if ours.halves.get(whole) != (limit - constant) / factor:
                return False
        cost = affine.reduced((match[column], value) for column, value in second.cost.items())[1]
        return primitive(cost)[0] == primitive(goal)[0]

    figure = figure_of(ours.affine, ours.halves, first.cost, marks[0])
    matching = Matching(figure, figure_of(theirs.affine, theirs.halves, second.cost, marks[1]), clock)
    found = matching.search(fits)
    return _Form(matching.best, found)


# --------------------------------------------------------------------------------------------------------- by points


def _by_points(
    first: Problem,
    ours: tuple[Shape, System],
    second: Problem,
    theirs: tuple[Shape, System],
    best: list[int],
    clock: Clock,
) -> tuple[list[int], Agreed | Apart]:
    """Integer problems whose relaxations differ: each match that no known point excludes is compared.

    What every match must respect are the hull of the integer points and the objective on it, and that each known point
    of one problem is a point of the other.
    """
    evidence = compare(first, second.renumbered(best), clock)
    if isinstance(evidence, Agreed):
        return best, evidence
    hull, other = whole_hull(*ours, clock), whole_hull(*theirs, clock)
    if hull is None or other is None:
        return best, evidence
    nothing: tuple[Hashable, ...] = (None,) * first.system.count
    figures = figure_of(hull.affine, {}, first.cost, nothing), figure_of(other.affine, {}, second.cost, nothing)
    classes = Matching(*figures, clock).classes()
    if classes is None:
        return best, evidence
    search = _Search(first.system, second.system, classes, clock)
    search.exclude(evidence, best)
    search.points[0].extend(hull.points[:12])
    search.points[1].extend(other.points[:12])
    for side, system in enumerate((ours[1], theirs[1])):
        columns = [column for pair in classes if len(pair[0]) > 1 for column in pair[side]]
        search.points[side].extend(extreme_points(system, columns[:_MOST_EXTREMES], clock))
    for _ in range(MAX_MATCHES):
        match = search.next_match()
        if match is None:
            return best, evidence
        found = compare(first, second.renumbered(match), clock)
        if isinstance(found, Agreed):
            return match, found
        search.exclude(found, match)
    raise Undecided(f"{MAX_MATCHES} matches of the decisions were not enough")


class _Search:
    """Matches within classes under which known points of each problem are points of the other.

    Attributes:
        points: Known points of the first, and of the second problem.
    """

    def __init__(self, first: System, second: System, classes: list[tuple[list[int], list[int]]], clock: Clock) -> None:
        self._systems = first, second
        self._clock = clock
        self._classes = sorted(classes, key=lambda pair: len(pair[0]))
        self._rows = [_rows(second), _rows(first)]
        self.points: tuple[list[Points], list[Points]] = ([], [])
        self._refused: set[tuple[int, ...]] = set()
        self._steps = 0

    def exclude(self, found: Apart, match: list[int]) -> None:
        """Takes `match` out, with all matches that the points of `found` exclude."""
        self._refused.add(tuple(match))
        if found.side == "second":
            self.points[1].append([found.points[0][partner] for partner in match])
        else:
            self.points[0].extend(found.points)

    def next_match(self) -> list[int] | None:
        """A match that nothing excludes, ``None`` when there is none.

        Raises:
            Undecided: The search was too long.
        """
        if not self._possible({}, [-1] * sum(len(mine) for mine, _ in self._classes)):
            return None
        order = [(column, partners) for mine, partners in self._classes for column in mine]
        return next(self._extended(order, [-1] * len(order), {}), None)

    def _extended(
        self, rest: list[tuple[int, list[int]]], match: list[int], partner_of: dict[int, int]
    ) -> Iterator[list[int]]:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise Undecided(f"{MAX_STEPS} steps were not enough to pair the decisions")
        self._clock.check()
        single = not rest or len(rest[0][1]) == 1
        if not rest:
            if tuple(match) not in self._refused and self._possible(partner_of, match):
                yield list(match)
            return
        if not single and not self._possible(partner_of, match):
            return
        column, partners = rest[0]
        for partner in partners:
            if match[partner] < 0:
                match[partner], partner_of[column] = column, partner
                yield from self._extended(rest[1:], match, partner_of)
                match[partner] = -1
                del partner_of[column]

    def _possible(self, partner_of: Mapping[int, int], match: list[int]) -> bool:
        """Whether known points may still satisfy every row of the other problem."""
        to_first = {partner: column for partner, column in enumerate(match) if column >= 0}
        return self._kept(0, to_first) and self._kept(1, dict(partner_of))

    def _kept(self, side: int, source: Mapping[int, int]) -> bool:
        """Whether the points of `side` may satisfy the rows of the other; `source` leads from its columns to ours."""
        groups = [
            ([c for c in pair[1 - side] if c not in source], [c for c in pair[side] if c not in set(source.values())])
            for pair in self._classes
        ]
        open_groups = {column: k for k, (columns, _) in enumerate(groups) for column in columns}
        for point in self.points[side]:
            values = [sorted((point[c] for c in mine), reverse=True) for _, mine in groups]
            for terms, limit in self._rows[side]:
                if _least(terms, point, source, open_groups, groups, values) > limit:
                    return False
        return True


def _least(
    terms: Terms,
    point: Points,
    source: Mapping[int, int],
    open_groups: Mapping[int, int],
    groups: list[tuple[list[int], list[int]]],
    values: list[list[Fraction]],
) -> Fraction:
    """The least that `terms` can be worth when the open columns of each group share its values out."""
    total = Fraction(0)
    by_group: dict[int, list[int]] = {}
    for column, value in terms:
        if column in source:
            total += value * point[source[column]]
        else:
            by_group.setdefault(open_groups[column], []).append(value)
    for group, factors in by_group.items():
        factors += [0] * (len(values[group]) - len(factors))
        total += sum((f * v for f, v in zip(sorted(factors), values[group], strict=True) if f and v), Fraction(0))
    return total


def _rows(system: System) -> list[tuple[Terms, Fraction]]:
    rows = list(system.halves.items())
    for terms, value in system.equalities:
        rows += [(terms, value), (tuple((column, -v) for column, v in terms), -value)]
    return rows
