"""Whether two Models are written alike, up to names, order, scale and rows that bounds alone keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from math import ceil, floor
from typing import TYPE_CHECKING, Literal

from modelwright.model.exact import show_key
from modelwright.model.expressions import parse_expression
from modelwright.model.numbers import format_number
from modelwright.solvers.equivalence.sides import Match, Side, columns_of, named_pairs, side_of
from modelwright.solvers.equivalence.systems import Halves, System, Terms, halves_of, negative
from modelwright.solvers.objectives import levels
from modelwright.solvers.proofs.program import Limit
from modelwright.solvers.tree_forms import Form, Rename, tree_form

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model

__all__ = [
    "Difference",
    "conditions_differ",
    "later_objectives_differ",
    "matches",
    "same_model",
    "tree_objectives_differ",
]

MAX_PERMUTED = 6
"""Variables up to which every matching is tried when names and labels leave it open."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What sets two Models apart.

    Attributes:
        kind: Where the first difference is.
        sentence: What differs, in one sentence.
    """

    kind: Literal["variables", "domain", "bounds", "objective", "rows"]
    sentence: str


@dataclass(slots=True)
class _Normal:
    """A system with its bounds apart.

    Attributes:
        rows: Least limit by coprime terms, without rows that the bounds alone keep.
        empty: Whether a row without decisions is broken.
    """

    integer: list[bool]
    lower: list[Limit]
    upper: list[Limit]
    rows: Halves
    empty: bool


def same_model(a: Model, b: Model, data_a: Data | None = None, data_b: Data | None = None) -> Difference | None:
    """The first difference between two Models, ``None`` when they say the same.

    Variables are matched by name, else by label, else, up to six, in every way. Exact: an objective that is a
    multiple of the other, or a limit that differs in the last decimal, is another model. Conditions that are not
    linear are compared as they are written, but for order, scale and names.

    Raises:
        ModelError: One of them breaks a rule of the language.
        DataError: A table does not fit.
    """
    left, right = side_of(a, data_a), side_of(b, data_b)
    ours = _normal(halves_of(left.program))
    first: Difference | None = None
    for match in matches(left, right):
        found = _difference(left, right, ours, match)
        if found is None:
            return None
        first = first or found
    return first or Difference("variables", _unmatched(left, right))


def matches(left: Side, right: Side) -> Iterator[Match]:
    """Candidate matchings: one by names or labels, or all that shapes allow."""
    ours, theirs = left.model.variables, right.model.variables
    if len(ours) != len(theirs):
        return
    named = named_pairs(left, right)
    if named is None and len(ours) > MAX_PERMUTED:
        return
    orders = (list(zip(ours, order, strict=True)) for order in permutations(theirs))
    for pairs in orders if named is None else (named,):
        found = columns_of(left, right, pairs)
        if found is not None:
            yield found


def _unmatched(left: Side, right: Side) -> str:
    ours, theirs = left.instance.num_columns, right.instance.num_columns
    names = ", ".join(v.shown for v in left.model.variables), ", ".join(v.shown for v in right.model.variables)
    return f"The decisions cannot be matched: {ours} ({names[0]}) against {theirs} ({names[1]})"


# ------------------------------------------------------------------------------------------------------- comparison


def _difference(left: Side, right: Side, ours: _Normal, match: Match) -> Difference | None:
    theirs = _normal(halves_of(right.program).renumbered(match))
    return (
        _objectives(left, right, match)
        or _domains(left, ours, theirs)
        or _rows(left, ours, theirs)
        or conditions_differ(left, right, match)
        or later_objectives_differ(left, right, match)
    )


def _objectives(left: Side, right: Side, match: Match) -> Difference | None:
    if left.instance.sense != right.instance.sense:
        return Difference("objective", f"One is `{left.instance.sense}`, the other `{right.instance.sense}`")
    other = tree_objectives_differ(left, right, match)
    if other is not None:
        return other
    ours = left.program.cost
    theirs = {match[column]: value for column, value in right.program.cost.items()}
    for column in sorted(ours.keys() | theirs.keys()):
        here, there = ours.get(column, Fraction(0)), theirs.get(column, Fraction(0))
        if here != there:
            name, sign = left.instance.column_name(column), left.program.sign
            return Difference(
                "objective",
                f"`{name}` counts {_number(sign * here)} in one objective, {_number(sign * there)} in the other",
            )
    if left.program.offset != right.program.offset:
        return Difference("objective", "The objectives differ by a constant")
    return None


def tree_objectives_differ(left: Side, right: Side, match: Match) -> Difference | None:
    """How objectives that are not linear differ as they are written."""
    ours, theirs = left.instance.objective_tree, right.instance.objective_tree
    if ours is None and theirs is None:
        return None
    if ours is None or theirs is None:
        return Difference("objective", "Only one of the objectives is linear")
    if tree_form(ours, _ours(left)) != tree_form(theirs, _theirs(right, match)):
        return Difference("objective", "The objectives are not linear and differ")
    return None


def conditions_differ(left: Side, right: Side, match: Match) -> Difference | None:
    """Conditions that are not linear rows, by their forms."""
    ours, theirs = _conditions(left, _ours(left)), _conditions(right, _theirs(right, match))
    for here, there, which in ((ours, theirs, "first"), (theirs, ours, "second")):
        for form, name in here.items():
            if form not in there:
                return Difference("rows", f"Only the {which} has the condition `{name}` as it is written there")
    return None


def later_objectives_differ(left: Side, right: Side, match: Match) -> Difference | None:
    """How the objectives differ as they are written, where there are several."""
    ours, theirs = _goals(left, _ours(left)), _goals(right, _theirs(right, match))
    if ours != theirs:
        return Difference("objective", f"They have {len(ours)} and {len(theirs)} objectives, which are not the same")
    return None


def _goals(side: Side, rename: Rename) -> list[tuple[object, ...]]:
    """The objectives where there are several; the first alone has been compared."""
    steps = levels(side.model)
    if len(side.model.objectives) < 2:
        return [() for _ in steps]
    return [
        (k, o.sense, o.weight, o.tolerance, tree_form(side.evaluator.tree(parse_expression(o.expression), {}), rename))
        for k, level in enumerate(steps)
        for o in level
        if isinstance(o.expression, str)
    ]


def _conditions(side: Side, rename: Rename) -> dict[Form, str]:
    found: dict[Form, str] = {}
    for block in side.instance.trees:
        for key, tree in zip(block.keys, block.trees, strict=True):
            found.setdefault(tree_form(tree, rename), show_key(block.name, key))
    return found


def _ours(side: Side) -> Rename:
    return lambda column: side.instance.column(*column)


def _theirs(side: Side, match: Match) -> Rename:
    return lambda column: match[side.instance.column(*column)]


def _domains(left: Side, a: _Normal, b: _Normal) -> Difference | None:
    for column, (here, there) in enumerate(zip(a.integer, b.integer, strict=True)):
        if here != there:
            kinds = ("integer", "continuous") if here else ("continuous", "integer")
            name = left.instance.column_name(column)
            return Difference("domain", f"`{name}` is {kinds[0]} in one, {kinds[1]} in the other")
    for ours, theirs, word in ((a.lower, b.lower, "at least"), (a.upper, b.upper, "at most")):
        for column, (low, high) in enumerate(zip(ours, theirs, strict=True)):
            if low != high:
                name = left.instance.column_name(column)
                return Difference("bounds", f"`{name}` is {word} {_number(low)} in one, {_number(high)} in the other")
    return None


def _rows(left: Side, a: _Normal, b: _Normal) -> Difference | None:
    if a.empty != b.empty:
        return Difference("rows", "One has a row that nothing can satisfy")
    for ours, theirs, which in ((a.rows, b.rows, "first"), (b.rows, a.rows, "second")):
        for terms, limit in ours.items():
            if theirs.get(terms) == limit:
                continue
            shown = _shown(left, terms)
            if terms in theirs:
                return Difference(
                    "rows", f"{shown} is at most {_number(a.rows[terms])} in one, {_number(b.rows[terms])} in the other"
                )
            return Difference("rows", f"Only the {which} has the row {shown} <= {_number(limit)}")
    return None


def _shown(side: Side, terms: Terms) -> str:
    return " + ".join(f"{value} * {side.instance.column_name(column)}" for column, value in terms)


def _number(value: Limit) -> str:
    return "unlimited" if value is None else format_number(value)


# ---------------------------------------------------------------------------------------------------- normalisation


def _normal(system: System) -> _Normal:
    both = system.with_halves(
        half for terms, value in system.equalities for half in ((terms, value), (negative(terms), -value))
    )
    count = system.count
    normal = _Normal(list(system.integer), [None] * count, [None] * count, {}, system.empty)
    for terms, limit in both.halves.items():
        if len(terms) > 1:
            continue
        ((column, sign),) = terms
        if sign > 0:
            normal.upper[column] = Fraction(floor(limit)) if system.integer[column] else limit
        else:
            normal.lower[column] = Fraction(ceil(-limit)) if system.integer[column] else -limit
    normal.rows = {
        terms: limit for terms, limit in both.halves.items() if len(terms) > 1 and not _implied(normal, terms, limit)
    }
    return normal


def _implied(normal: _Normal, terms: Terms, limit: Fraction) -> bool:
    """Whether the bounds alone keep the row, as non-negativity does with ``x + y >= 0``."""
    total = Fraction(0)
    for column, value in terms:
        bound = normal.upper[column] if value > 0 else normal.lower[column]
        if bound is None:
            return False
        total += value * bound
    return total <= limit
