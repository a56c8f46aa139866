"""A quadratic objective in exact numbers, and whether it is convex."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from modelwright.model.exact import trees as t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from modelwright.model.exact.trees import Tree
    from modelwright.solvers.instance import Instance

__all__ = ["Quadratic", "is_semidefinite", "quadratic"]

Polynomial: TypeAlias = dict[tuple[int, ...], Fraction]

_MOST_TERMS = 200_000
"""Products of terms that are multiplied out."""

_MOST_UPDATES = 100_000
"""Numbers that the elimination changes; a full matrix of 80 decisions needs about so many."""


@dataclass(frozen=True, slots=True)
class Quadratic:
    """``constant + Σ linear[j] · x[j] + Σ products[j, k] · x[j] · x[k]`` over columns ``j <= k``; no number is zero."""

    constant: Fraction
    linear: dict[int, Fraction]
    products: dict[tuple[int, int], Fraction]


def quadratic(tree: Tree, instance: Instance) -> Quadratic | None:
    """`tree` multiplied out; ``None`` when it is no polynomial of degree 2 or less, or one of too many terms."""
    found = _polynomial(tree, instance)
    if found is None:
        return None
    return Quadratic(
        found.get((), Fraction(0)),
        {key[0]: value for key, value in found.items() if len(key) == 1 and value},
        {(key[0], key[1]): value for key, value in found.items() if len(key) == 2 and value},
    )


def is_semidefinite(products: Mapping[tuple[int, int], Fraction]) -> bool:
    """Whether ``Σ products[j, k] · x[j] · x[k]`` is never negative, decided exactly; too large ones are not.

    Symmetric elimination (LDLᵀ): every pivot must be positive, or zero with zeros beside it.
    """
    rows: dict[int, dict[int, Fraction]] = {}
    for (left, right), value in products.items():
        rows.setdefault(left, {})[right] = 2 * value if left == right else value
        rows.setdefault(right, {})[left] = rows[left][right]
    updates = 0
    while rows:
        column = min(rows, key=lambda each: len(rows[each]))
        row = rows.pop(column)
        pivot = row.pop(column, Fraction(0))
        others = [(other, value) for other, value in row.items() if value]
        if pivot < 0 or (not pivot and others):
            return False
        updates += len(others) * (len(others) + 1) // 2
        if updates > _MOST_UPDATES:
            return False
        for other, _ in row.items():
            rows[other].pop(column, None)
        for place, (left, value) in enumerate(others):
            factor = value / pivot
            for right, second in others[place:]:
                changed = rows[left].get(right, Fraction(0)) - factor * second
                rows[left][right] = rows[right][left] = changed
    return True


def _polynomial(tree: Tree, instance: Instance) -> Polynomial | None:
    match tree:
        case t.Linear(terms=terms, constant=constant):
            linear: Polynomial = {(instance.column(*column),): value for column, value in terms}
            return linear | {(): constant}
        case t.Apply(operation="+", args=args):
            total: Polynomial = {}
            for arg in args:
                part = _polynomial(arg, instance)
                if part is None:
                    return None
                for key, value in part.items():
                    total[key] = total.get(key, Fraction(0)) + value
            return total
        case t.Apply(operation="*", args=args):
            return _product([_polynomial(arg, instance) for arg in args])
        case t.Apply(operation="/", args=(left, right)) if (divisor := t.value_of(right)) is not None and divisor:
            return _product([_polynomial(left, instance), {(): 1 / divisor}])
        case t.Apply(operation="**", args=(base, exponent)) if (power := t.value_of(exponent)) in (0, 1, 2):
            return _product([_polynomial(base, instance)] * int(power or 0))
        case _:
            return None


def _product(factors: list[Polynomial | None]) -> Polynomial | None:
    total: Polynomial = {(): Fraction(1)}
    for factor in factors:
        if factor is None or len(total) * len(factor) > _MOST_TERMS:
            return None
        made: Polynomial = {}
        for left, first in total.items():
            for right, second in factor.items():
                if not (first and second):
                    continue
                key = tuple(sorted((*left, *right)))
                if len(key) > 2:
                    return None
                made[key] = made.get(key, Fraction(0)) + first * second
        total = made
    return total
