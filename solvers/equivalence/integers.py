"""Integer points of linear systems: one is found, or it is proven that there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

from modelwright.solvers.equivalence.floating import Clock, integer_maximum
from modelwright.solvers.equivalence.lattices import lattice_of
from modelwright.solvers.equivalence.shapes import Body, body_of, reach
from modelwright.solvers.equivalence.systems import Affine, System, Terms, Undecided, negative, value_at

__all__ = ["beyond", "extreme_point", "extreme_points", "feasible_point", "implied_integer", "slice_at", "tightened"]

MAX_NODES = 600
"""Nodes of branch and bound in one proof."""
_CAP = 1000
_FAR = Fraction(10_000)


def implied_integer(affine: Affine, integer: tuple[bool, ...]) -> tuple[bool, ...]:
    """`integer`, and the columns that an equality makes whole wherever the others are."""
    found = list(integer)
    for column, (base, multiples) in affine.solved.items():
        whole = base.denominator == 1 and all(
            value.denominator == 1 and integer[other] for other, value in multiples.items()
        )
        found[column] |= whole
    return tuple(found)


def tightened(body: Body, integer: tuple[bool, ...]) -> System:
    """The half-spaces of `body` with limits moved to values that whole columns can give; the same integer points."""
    equalities = body.affine.equalities()
    columns = [column for column, flag in enumerate(integer) if flag]
    lattice = lattice_of(columns, ((t, value) for t, value in equalities if all(integer[column] for column, _ in t)))
    if lattice is None:
        return System(body.count, body.halves, tuple(equalities), integer, empty=True)
    halves = {
        terms: lattice.rounded(terms, limit) if all(integer[column] for column, _ in terms) else limit
        for terms, limit in body.halves.items()
    }
    return System(body.count, halves, tuple(equalities), integer)


def _between_whole(affine: Affine, integer: tuple[bool, ...]) -> bool:
    """Whether a sum of whole numbers should be a fraction."""
    return any(
        value.denominator != 1 and all(integer[column] for column, _ in terms) for terms, value in affine.equalities()
    )


def feasible_point(system: System, clock: Clock) -> list[Fraction] | None:
    """A point of `system`, integrality included; ``None`` when there is none.

    Raises:
        Undecided: Neither was found within the limits.
    """
    if not any(system.integer):
        body = body_of(system, clock)
        return None if body is None else body.inside
    return extreme_point(system, {}, clock) or _searched(system, clock, None)


def beyond(
    system: System, body: Body, terms: Terms, limit: Fraction, clock: Clock, *, prove: bool = True
) -> list[Fraction] | None:
    """A point of `system`, integrality included, with Σ terms > `limit`; ``None`` when there is none.

    Args:
        system: The conditions.
        body: Their polyhedron.
        terms: Coprime.
        limit: What they should keep.
        clock: When to stop.
        prove: Whether ``None`` has to be proven; else it means nothing.

    Raises:
        Undecided: Neither was found within the limits.
    """
    far = reach(body, terms, limit)
    if far is None or not any(system.integer):
        return far
    whole = all(system.integer[column] for column, _ in terms)
    bound = Fraction(floor(limit) + 1) if whole else limit
    outside = system.with_halves([(negative(terms), -bound)])
    if prove:
        return _searched(outside, clock, None if whole else (terms, limit))
    capped = outside.with_halves([(terms, bound + _CAP * max(abs(value) for _, value in terms))])
    point = extreme_point(capped, dict(terms), clock)
    return point if point is not None and value_at(terms, point) > limit else None


def slice_at(system: System, values: Mapping[int, Fraction], clock: Clock) -> Body | None:
    """The polyhedron of `system` with columns fixed at `values`."""
    return body_of(system.with_equalities(((((column, 1),), value) for column, value in values.items())), clock)


def extreme_point(system: System, costs: Mapping[int, Fraction | int], clock: Clock) -> list[Fraction] | None:
    """An exact point near the one that the solver finds; ``None`` without one, which proves nothing."""
    floats = integer_maximum(system, costs, clock)
    if floats is None:
        return None
    whole = {j: Fraction(round(floats[j])) for j, flag in enumerate(system.integer) if flag}
    if len(whole) == system.count:
        point = [whole[j] for j in range(system.count)]
    else:
        body = slice_at(system, whole, clock)
        if body is None:
            return None
        point = body.inside
    return point if system.holds(point) else None


def extreme_points(system: System, columns: Iterable[int], clock: Clock) -> Iterator[list[Fraction]]:
    """Points of `system` with large and with small values of each of `columns`, as far as the solver finds them."""
    for column in columns:
        for sign in (1, -1):
            point = extreme_point(system.with_halves([(((column, sign),), _FAR)]), {column: sign}, clock)
            if point is not None:
                yield point


def _searched(system: System, clock: Clock, strict: tuple[Terms, Fraction] | None) -> list[Fraction] | None:
    """Branch and bound with exact proofs: a point with Σ strict > its limit (any point without), or ``None``."""
    open_nodes: list[tuple[tuple[Terms, Fraction], ...]] = [()]
    integer = [column for column, flag in enumerate(system.integer) if flag]
    for _ in range(MAX_NODES):
        if not open_nodes:
            return None
        cuts = open_nodes.pop()
        body = body_of(_rounded(system.with_halves(cuts)), clock)
        if body is None or _between_whole(body.affine, system.integer):
            continue
        if strict is not None and value_at(strict[0], body.inside) <= strict[1]:
            continue
        fractional = [column for column in integer if body.inside[column].denominator != 1]
        if not fractional:
            return body.inside
        column = min(fractional, key=lambda c: abs(body.inside[c] % 1 - Fraction(1, 2)))
        value = body.inside[column]
        below, above = (((column, 1),), Fraction(floor(value))), (((column, -1),), Fraction(-ceil(value)))
        open_nodes += [(*cuts, below), (*cuts, above)]
    if open_nodes:
        raise Undecided(f"{MAX_NODES} cases were not enough to search the whole decisions")
    return None


def _rounded(system: System) -> System:
    integer = system.integer
    halves = {
        terms: Fraction(floor(limit)) if all(integer[column] for column, _ in terms) else limit
        for terms, limit in system.halves.items()
    }
    return replace(system, halves=halves)
