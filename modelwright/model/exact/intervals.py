"""What interval variables mean: their columns, bounds, and the conditions that tie the columns together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.errors import ModelError
from modelwright.model import elements as el
from modelwright.model.elements import Variable
from modelwright.model.exact.forms import ONE, ZERO, Column
from modelwright.model.exact.members import Key, show_key
from modelwright.model.exact.trees import (
    GroundInterval,
    Tree,
    add,
    constant,
    decision,
    disjunction,
    relation,
    scaled,
    value_of,
)
from modelwright.model.expressions import parse_expression

if TYPE_CHECKING:
    from modelwright.model.exact.evaluator import Evaluator

__all__ = ["Intervals", "Shape"]


@dataclass(frozen=True, slots=True)
class Shape:
    """One interval with its data.

    Attributes:
        earliest: Earliest start; start and end of an absent interval.
        latest: Latest end, or ``None``.
        size: Length when present: a number or a tree; ``None`` for any from `least` on.
        least: Shortest length, a lower bound on the column of a present one.
        optional: Whether it may be absent.
    """

    earliest: Fraction
    latest: Fraction | None
    size: Fraction | Tree | None
    least: Fraction
    optional: bool


class Intervals:
    """The interval variables of one Model."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._shapes: dict[Column, Shape] = {}

    def shape(self, variable: Variable, key: Key) -> Shape:
        """The data of `variable` at `key`.

        Raises:
            ModelError: Code ``invalid-bounds`` for a fixed size that is negative or no whole number.
        """
        found = self._shapes.get((variable.name, key))
        if found is None:
            found = self._shapes[variable.name, key] = self._make_shape(variable, key)
        return found

    def _make_shape(self, variable: Variable, key: Key) -> Shape:
        domain = variable.domain
        assert isinstance(domain, el.Interval)
        scope = self.evaluator.key_scope(variable.name, variable.index, variable.over, key)
        lower, upper = self.evaluator.bounds(variable, key)
        size: Fraction | Tree | None = None
        least = ZERO
        if domain.size is None:
            least = Fraction(max(0, math.ceil(self.evaluator.number(parse_expression(domain.least), scope))))
        else:
            with self.evaluator.expanding(variable.name):
                size = self.evaluator.tree(parse_expression(domain.size), scope)
            fixed = value_of(size)
            if fixed is not None:
                if fixed < 0 or fixed.denominator != 1:
                    raise ModelError(
                        f"The size of `{show_key(variable.name, key)}` is {fixed}, not a whole number of time units",
                        code="invalid-bounds",
                        hint="give all times in a smaller unit",
                    )
                size = least = fixed
        return Shape(
            Fraction(math.ceil(lower or ZERO)),
            None if upper is None else Fraction(math.floor(upper)),
            size,
            least,
            domain.optional,
        )

    def parts(self, variable: Variable, key: Key) -> dict[Column, tuple[Fraction | None, Fraction | None]]:
        """Bounds of start, size, end and presence."""
        shape = self.shape(variable, key)
        earliest, latest, name = shape.earliest, shape.latest, variable.name
        least = ZERO if shape.optional else shape.least
        room = None if latest is None else max(ZERO, latest - earliest)
        return {
            (f"{name}.start", key): (earliest, None if latest is None else max(earliest, latest - least)),
            (f"{name}.size", key): (least, shape.size if isinstance(shape.size, Fraction) else room),
            (f"{name}.end", key): (
                earliest + least,
                latest if latest is None or not shape.optional else max(earliest, latest),
            ),
            (f"{name}.present", key): (ZERO if shape.optional else ONE, ONE),
        }

    def structure(self, variable: Variable, key: Key) -> tuple[Tree, ...]:
        """End is start plus size; a present interval has the size that is said, an absent one none."""
        shape = self.shape(variable, key)
        start, size, end, present = (
            decision((f"{variable.name}.{p}", key)) for p in ("start", "size", "end", "present")
        )
        rows = [relation("==", end, add((start, size)))]
        if not shape.optional:
            if shape.size is not None and not isinstance(shape.size, Fraction):
                rows.append(relation("==", size, shape.size))
            return tuple(rows)
        takes_place = relation("==", present, constant(ONE))
        room = None if shape.latest is None else max(ZERO, shape.latest - shape.earliest)
        if isinstance(shape.size, Fraction):
            rows.append(relation("==", size, scaled(present, shape.size)))
        else:
            if shape.size is not None:
                absent = relation("==", present, constant(ZERO))
                rows.append(disjunction((absent, relation("==", size, shape.size))))
            elif shape.least:
                rows.append(relation("<=", scaled(present, shape.least), size))
            if room is None:
                rows.append(disjunction((takes_place, relation("==", size, constant(ZERO)))))
            else:
                rows.append(relation("<=", size, scaled(present, room)))
        if room is None:
            rows.append(disjunction((takes_place, relation("==", start, constant(shape.earliest)))))
        else:
            rows.append(relation("<=", start, add((constant(shape.earliest), scaled(present, room)))))
        return tuple(rows)

    def part(self, part: str, variable: Variable, key: Key) -> Tree:
        """``start``, ``end``, ``size`` or ``present`` of an interval; a number where data decide it."""
        shape = self.shape(variable, key)
        if part == "present" and not shape.optional:
            return constant(ONE)
        column = decision((f"{variable.name}.{part}", key))
        if part == "size" and isinstance(shape.size, Fraction):
            if not shape.optional:
                return constant(shape.size)
            return scaled(decision((f"{variable.name}.present", key)), shape.size)
        return column

    def ground(self, variable: Variable, key: Key) -> GroundInterval:
        """The interval as an argument of a global condition, each part over its own column."""
        shape = self.shape(variable, key)
        start, size, end, present = (
            decision((f"{variable.name}.{p}", key)) for p in ("start", "size", "end", "present")
        )
        if shape.optional:
            return GroundInterval(start, size, end, present)
        fixed = constant(shape.size) if isinstance(shape.size, Fraction) else size
        return GroundInterval(start, fixed, end, constant(ONE))
