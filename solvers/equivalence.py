"""Whether two Models say the same, up to names and the way rows are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from math import ceil, floor
from typing import TYPE_CHECKING, Literal, TypeAlias

from modelwright.model.elements import Interval
from modelwright.model.exact import Evaluator, show_key
from modelwright.model.expressions import parse_expression
from modelwright.model.numbers import format_number
from modelwright.solvers.grounding import ground
from modelwright.solvers.objectives import levels, softened
from modelwright.solvers.parts import INTERVAL_PARTS
from modelwright.solvers.proofs.program import Limit, Program, make_program
from modelwright.solvers.tree_forms import Form, Rename, tree_form

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model
    from modelwright.model.elements import Variable
    from modelwright.solvers.instance import Instance

__all__ = ["Difference", "same_model"]

MAX_PERMUTED = 6
"""Variables up to which every matching is tried when names and labels leave it open."""

Terms: TypeAlias = frozenset[tuple[int, Fraction]]
Match: TypeAlias = dict[int, int]
"""Column of the first model by column of the second."""


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
    """A program with its rows turned to ``<=``, scaled to a largest coefficient of 1, and bounds gathered.

    Attributes:
        rows: Least limit by scaled coefficients, without rows that the bounds alone keep.
        empty: Whether a row without decisions is broken.
    """

    integer: list[bool]
    lower: list[Limit]
    upper: list[Limit]
    rows: dict[Terms, Fraction]
    empty: bool


@dataclass(frozen=True, slots=True)
class _Side:
    model: Model
    instance: Instance
    program: Program
    evaluator: Evaluator


def same_model(a: Model, b: Model, data_a: Data | None = None, data_b: Data | None = None) -> Difference | None:
    """The first difference between two Models, ``None`` when they say the same.

    Variables are matched by name, else by label, else, up to six, in every way. Exact: an objective that is a
    multiple of the other, or a limit that differs in the last decimal, is another model. Conditions that are not
    linear are compared as they are written, but for order, scale and names.

    Raises:
        ModelError: One of them breaks a rule of the language.
        DataError: A table does not fit.
    """
    left, right = _side(a, data_a), _side(b, data_b)
    ours = _normal(left.program, {column: column for column in range(left.instance.num_columns)})
    first: Difference | None = None
    for match in _matches(left, right):
        found = _difference(left, right, ours, match)
        if found is None:
            return None
        first = first or found
    return first or Difference("variables", _unmatched(left, right))


def _side(model: Model, data: Data | None) -> _Side:
    model = softened(model)
    evaluator = Evaluator(model, data)
    instance = ground(model, data, evaluator=evaluator)
    return _Side(model, instance, make_program(evaluator, instance), evaluator)


# --------------------------------------------------------------------------------------------------------- matching


def _matches(left: _Side, right: _Side) -> Iterator[Match]:
    """Candidate matchings: one by names or labels, or all that shapes allow."""
    ours, theirs = left.model.variables, right.model.variables
    if len(ours) != len(theirs):
        return
    for mine, others in (
        ({v.name: v for v in ours}, {v.name: v for v in theirs}),
        ({v.shown.casefold(): v for v in ours}, {v.shown.casefold(): v for v in theirs}),
    ):
        pairs = _paired(mine, others, len(ours))
        if pairs is not None:
            found = _columns(left, right, pairs)
            if found is not None:
                yield found
            return
    if len(ours) > MAX_PERMUTED:
        return
    for order in permutations(theirs):
        found = _columns(left, right, list(zip(ours, order, strict=True)))
        if found is not None:
            yield found


def _paired(
    ours: dict[str, Variable], theirs: dict[str, Variable], count: int
) -> list[tuple[Variable, Variable]] | None:
    if len(ours) != count or ours.keys() != theirs.keys():
        return None
    return [(variable, theirs[name]) for name, variable in ours.items()]


def _columns(left: _Side, right: _Side, pairs: list[tuple[Variable, Variable]]) -> Match | None:
    """Columns by position; members that both have go together, else they go by order."""
    match: Match = {}
    for ours, theirs in pairs:
        names = _blocks(ours), _blocks(theirs)
        if len(names[0]) != len(names[1]):
            return None
        for mine, other in zip(*names, strict=True):
            a, b = left.instance.variable(mine), right.instance.variable(other)
            if a.shape != b.shape:
                return None
            same = all(set(m) == set(n) for m, n in zip(a.members, b.members, strict=True))
            for offset in range(b.count):
                match[b.start + offset] = left.instance.column(mine, b.key(offset)) if same else a.start + offset
    return match


def _blocks(variable: Variable) -> tuple[str, ...]:
    if isinstance(variable.domain, Interval):
        return tuple(f"{variable.name}.{part}" for part in INTERVAL_PARTS)
    return (variable.name,)


def _unmatched(left: _Side, right: _Side) -> str:
    ours, theirs = left.instance.num_columns, right.instance.num_columns
    names = ", ".join(v.shown for v in left.model.variables), ", ".join(v.shown for v in right.model.variables)
    return f"The decisions cannot be matched: {ours} ({names[0]}) against {theirs} ({names[1]})"


# ------------------------------------------------------------------------------------------------------- comparison


def _difference(left: _Side, right: _Side, ours: _Normal, match: Match) -> Difference | None:
    theirs = _normal(right.program, match)
    return (
        _objectives(left, right, match)
        or _domains(left, ours, theirs)
        or _rows(left, ours, theirs)
        or _trees(left, right, match)
        or _later_objectives(left, right, match)
    )


def _objectives(left: _Side, right: _Side, match: Match) -> Difference | None:
    if left.instance.sense != right.instance.sense:
        return Difference("objective", f"One is `{left.instance.sense}`, the other `{right.instance.sense}`")
    other = _tree_objectives(left, right, match)
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


def _tree_objectives(left: _Side, right: _Side, match: Match) -> Difference | None:
    ours, theirs = left.instance.objective_tree, right.instance.objective_tree
    if ours is None and theirs is None:
        return None
    if ours is None or theirs is None:
        return Difference("objective", "Only one of the objectives is linear")
    if tree_form(ours, _ours(left)) != tree_form(theirs, _theirs(right, match)):
        return Difference("objective", "The objectives are not linear and differ")
    return None


def _trees(left: _Side, right: _Side, match: Match) -> Difference | None:
    """Conditions that are not linear rows, by their forms."""
    ours, theirs = _conditions(left, _ours(left)), _conditions(right, _theirs(right, match))
    for here, there, which in ((ours, theirs, "first"), (theirs, ours, "second")):
        for form, name in here.items():
            if form not in there:
                return Difference("rows", f"Only the {which} has the condition `{name}` as it is written there")
    return None


def _later_objectives(left: _Side, right: _Side, match: Match) -> Difference | None:
    ours, theirs = _goals(left, _ours(left)), _goals(right, _theirs(right, match))
    if ours != theirs:
        return Difference("objective", f"They have {len(ours)} and {len(theirs)} objectives, which are not the same")
    return None


def _goals(side: _Side, rename: Rename) -> list[tuple[object, ...]]:
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


def _conditions(side: _Side, rename: Rename) -> dict[Form, str]:
    found: dict[Form, str] = {}
    for block in side.instance.trees:
        for key, tree in zip(block.keys, block.trees, strict=True):
            found.setdefault(tree_form(tree, rename), show_key(block.name, key))
    return found


def _ours(side: _Side) -> Rename:
    return lambda column: side.instance.column(*column)


def _theirs(side: _Side, match: Match) -> Rename:
    return lambda column: match[side.instance.column(*column)]


def _domains(left: _Side, a: _Normal, b: _Normal) -> Difference | None:
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


def _rows(left: _Side, a: _Normal, b: _Normal) -> Difference | None:
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


def _shown(side: _Side, terms: Terms) -> str:
    return " + ".join(
        f"{format_number(value)} * {side.instance.column_name(column)}" for column, value in sorted(terms)
    )


def _number(value: Limit) -> str:
    return "unlimited" if value is None else format_number(value)


# ---------------------------------------------------------------------------------------------------- normalisation


def _normal(program: Program, match: Match) -> _Normal:
    count = len(match)
    normal = _Normal([False] * count, [None] * count, [None] * count, {}, False)
    for column, target in match.items():
        normal.integer[target] = program.integer[column]
        normal.lower[target], normal.upper[target] = program.lower[column], program.upper[column]
    wide: list[tuple[dict[int, Fraction], Fraction]] = []
    for terms, limit in _at_most(program, match):
        if len(terms) > 1:
            wide.append((terms, limit))
        elif terms:
            _tighten(normal, terms, limit)
        elif limit < 0:
            normal.empty = True
    _round_bounds(normal)
    for terms, limit in wide:
        if not _implied(normal, terms, limit):
            scale = max(map(abs, terms.values()))
            key = frozenset((column, value / scale) for column, value in terms.items())
            normal.rows[key] = min(limit / scale, normal.rows.get(key, limit / scale))
    return normal


def _at_most(program: Program, match: Match) -> Iterator[tuple[dict[int, Fraction], Fraction]]:
    for row in program.rows:
        terms = {match[column]: value for column, value in row.terms.items()}
        if row.upper is not None:
            yield terms, row.upper
        if row.lower is not None:
            yield {column: -value for column, value in terms.items()}, -row.lower


def _tighten(normal: _Normal, terms: dict[int, Fraction], limit: Fraction) -> None:
    ((column, value),) = terms.items()
    bound = limit / value
    if value > 0:
        upper = normal.upper[column]
        normal.upper[column] = bound if upper is None else min(upper, bound)
    else:
        lower = normal.lower[column]
        normal.lower[column] = bound if lower is None else max(lower, bound)


def _round_bounds(normal: _Normal) -> None:
    for column, integer in enumerate(normal.integer):
        lower, upper = normal.lower[column], normal.upper[column]
        if integer and lower is not None:
            normal.lower[column] = Fraction(ceil(lower))
        if integer and upper is not None:
            normal.upper[column] = Fraction(floor(upper))


def _implied(normal: _Normal, terms: dict[int, Fraction], limit: Fraction) -> bool:
    """Whether the bounds alone keep the row, as non-negativity does with ``x + y >= 0``."""
    total = Fraction(0)
    for column, value in terms.items():
        bound = normal.upper[column] if value > 0 else normal.lower[column]
        if bound is None:
            return False
        total += value * bound
    return total <= limit
