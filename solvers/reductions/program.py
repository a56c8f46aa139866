"""The linear program that reductions write: columns with bounds, rows, and rows that hold only under literals."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from modelwright.solvers.reductions.affine import ONE, ZERO, Affine, Key, common_unit, denominators, total
from modelwright.solvers.reductions.refusals import no_bound, too_large

if TYPE_CHECKING:
    from modelwright.model.exact.forms import Column

__all__ = ["ONE_HOT_LIMIT", "Box", "Literals", "Program", "Row"]

Box: TypeAlias = tuple[Fraction | None, Fraction | None]
"""Lower and upper bound, ``None`` for none."""
Literals: TypeAlias = tuple[Affine, ...]
"""Forms that are 0 or 1 at every whole point; all of them 1 is what a row may wait for."""
Row: TypeAlias = tuple[Affine, bool, int]
"""A form, whether it is zero (else at most zero), and the owner it was written for."""

ONE_HOT_LIMIT = 5_000
_BIT_LIMIT = 24
_FINEST = 2**20
"""A value of more multiples of a fraction than this is taken for continuous: solvers keep no such distances."""
_NICE = 10**6


class Program:
    """Columns and rows, growing.

    Attributes:
        lower: Lower bound of each column.
        upper: Upper bound of each column.
        integral: Whether each column is whole.
        causes: For each new column without a finite bound, the decision and the side that lack one.
        rows: What was written.
        notes: What the answer has to say about them, each once.
        where: The element that rows are being written for, in words.
        owner: Number of the owner of new rows.
    """

    def __init__(self, boxes: Sequence[Box], integral: Sequence[bool], shown: Callable[[int], Column]) -> None:
        self.lower: list[Fraction | None] = [lower for lower, _ in boxes]
        self.upper: list[Fraction | None] = [upper for _, upper in boxes]
        self.integral = list(integral)
        self.given = len(boxes)
        self.causes: dict[int, tuple[Column, str]] = {}
        self.rows: list[Row] = []
        self.notes: dict[str, None] = {}
        self.where = "the model"
        self.owner = 0
        self._shown = shown
        self._one_hots: dict[Key, dict[Fraction, Affine]] = {}
        self._bits: dict[Key, list[tuple[Fraction, Affine]]] = {}

    # ---- what is known of a form

    def bounds(self, form: Affine) -> Box:
        """The interval that `form` lies in."""
        return self._end(form, upper=False), self._end(form, upper=True)

    def _end(self, form: Affine, upper: bool) -> Fraction | None:
        found = form.constant
        for column, value in form.terms.items():
            bound = self.upper[column] if (value > 0) is upper else self.lower[column]
            if bound is None:
                return None
            found += value * bound
        return found

    def finite(self, form: Affine, *, upper: bool) -> Fraction:
        """The end of that interval.

        Raises:
            UnsupportedModel: A decision in it has no bound.
        """
        found = self._end(form, upper)
        if found is None:
            raise no_bound(*self._cause(form, upper), self.where)
        return found

    def _cause(self, form: Affine, upper: bool) -> tuple[Column, str]:
        for column, value in form.terms.items():
            above = (value > 0) is upper
            if (self.upper[column] if above else self.lower[column]) is None:
                if column >= self.given:
                    return self.causes[column]
                return self._shown(column), "upper" if above else "lower"
        raise AssertionError("a form without a bound has a column without one")

    def step(self, form: Affine) -> Fraction | None:
        """The distance of neighbouring values of `form`; 0 for a number, ``None`` when it is continuous."""
        if not all(self.integral[column] for column in form.terms):
            return None
        return common_unit(form.terms.values())

    def unit(self, form: Affine) -> Fraction | None:
        """A number of which `form` is a whole multiple (0 for the number zero); ``None`` when it is continuous."""
        step = self.step(form)
        return None if step is None else common_unit((step, form.constant))

    def is_literal(self, form: Affine) -> bool:
        """Whether `form` is 0 or 1."""
        lower, upper = self.bounds(form)
        if lower is None or upper is None or lower < 0 or upper > 1:
            return False
        return self.unit(form) in (ZERO, ONE)

    # ---- columns

    def new(self, lower: Fraction | None, upper: Fraction | None, whole: bool) -> Affine:
        """A new column."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.integral.append(whole)
        return Affine({len(self.lower) - 1: ONE})

    def binary(self) -> Affine:
        """A new column that is 0 or 1."""
        return self.new(ZERO, ONE, True)

    def value(self, lower: Fraction | None, upper: Fraction | None, parts: Sequence[Affine]) -> Affine:
        """A new value in an interval, a whole multiple of what all of `parts` are whole multiples of."""
        units = [self.unit(part) for part in parts]
        known = [unit for unit in units if unit is not None]
        unit = (common_unit(known) or ONE) if len(known) == len(units) else ZERO
        if unit < 1 and any(end is not None and abs(end) > _FINEST * unit for end in (lower, upper)):
            unit = ZERO
        if unit:
            lower = None if lower is None else Fraction(math.ceil(lower / unit))
            upper = None if upper is None else Fraction(math.floor(upper / unit))
        # It is whole by its rows already. Where HiGHS 1.14 is not told so, it gives wrong optima more often (36 against
        # 0 of 21,000 random trees).
        made = self.new(lower, upper, bool(unit))
        if lower is None or upper is None:
            self.blame(made, parts)
        return made.times(unit) if unit else made

    def blame(self, made: Affine, parts: Sequence[Affine]) -> None:
        """Remember which decision without a bound left the new column `made` without one."""
        column = next(iter(made.terms))
        for part in parts:
            for upper in (True, False):
                if self._end(part, upper) is None:
                    self.causes[column] = self._cause(part, upper)
                    return

    def narrow(self, form: Affine, low: Fraction, high: Fraction) -> None:
        """Remember that rows keep `form`, of one column, between two numbers."""
        if len(form.terms) != 1:
            return
        ((column, value),) = form.terms.items()
        ends = sorted(((low - form.constant) / value, (high - form.constant) / value))
        known = self.lower[column], self.upper[column]
        self.lower[column] = ends[0] if known[0] is None else max(known[0], ends[0])
        self.upper[column] = ends[1] if known[1] is None else min(known[1], ends[1])

    # ---- rows

    def at_most_zero(self, form: Affine, when: Literals = ()) -> None:
        """``form <= 0`` wherever all of `when` are 1."""
        waiting = self._waiting(when)
        if waiting is None:
            return
        if not waiting.is_constant:
            most = self.finite(form, upper=True)
            if most <= 0:
                return
            form = form.plus(waiting, -_rounded_up(most))
        self.rows.append((form, False, self.owner))

    def zero(self, form: Affine, when: Literals = ()) -> None:
        """``form == 0`` wherever all of `when` are 1."""
        waiting = self._waiting(when)
        if waiting is None:
            return
        if waiting.is_constant:
            self.rows.append((form, True, self.owner))
        else:
            self.at_most_zero(form, when)
            self.at_most_zero(form.times(-1), when)

    def clause(self, literals: Sequence[Affine], when: Literals = ()) -> None:
        """At least one of `literals` is 1 wherever all of `when` are."""
        waiting = self._waiting(when)
        if waiting is not None:
            self.at_most_zero(total([*literals, waiting]).complement())

    @staticmethod
    def _waiting(when: Literals) -> Affine | None:
        """How many of `when` are 0; ``None`` when one of them always is."""
        if any(literal.is_constant and literal.constant == 0 for literal in when):
            return None
        return total(literal.complement() for literal in when)

    # ---- whole forms as choices

    def values(self, form: Affine) -> Iterator[Fraction]:
        """The values of a whole form, ascending.

        Raises:
            UnsupportedModel: A decision in it has no bound, or there are too many.
        """
        step = self.step(form)
        assert step is not None, "the form is whole"
        lower, upper = self.finite(form, upper=False), self.finite(form, upper=True)
        if not step:
            yield form.constant
            return
        count = int((upper - lower) / step) + 1
        if count > ONE_HOT_LIMIT:
            raise too_large("A choice among the values of a decision", count, ONE_HOT_LIMIT, self.where)
        yield from (lower + k * step for k in range(count))

    def has_one_hot(self, form: Affine) -> bool:
        """Whether `one_hot` of `form` was made already."""
        return bool(form.terms) and self._normal(form)[0].key in self._one_hots

    def one_hot(self, form: Affine) -> dict[Fraction, Affine]:
        """A literal for each value of a whole form; exactly one of them is 1.

        Raises:
            UnsupportedModel: See `values`.
        """
        if form.is_constant:
            return {form.constant: Affine.of(1)}
        normal, factor, shift = self._normal(form)
        if normal.key not in self._one_hots:
            self._one_hots[normal.key] = self._make_one_hot(normal)
        return {value * factor + shift: literal for value, literal in self._one_hots[normal.key].items()}

    def _normal(self, form: Affine) -> tuple[Affine, Fraction, Fraction]:
        factor = form.terms[min(form.terms)]
        return Affine({column: value / factor for column, value in form.terms.items()}), factor, form.constant

    def _make_one_hot(self, form: Affine) -> dict[Fraction, Affine]:
        values = list(self.values(form))
        if len(values) == 1:
            return {values[0]: Affine.of(1)}
        if len(values) == 2:
            first = form.shifted(-values[0]).times(1 / (values[1] - values[0]))
            return {values[0]: first.complement(), values[1]: first}
        literals = {value: self.binary() for value in values}
        self.zero(total(literals.values()).shifted(-1))
        self.zero(total(literal.times(value) for value, literal in literals.items()).plus(form, -1))
        return literals

    def bits(self, form: Affine) -> list[tuple[Fraction, Affine]]:
        """Weights and literals whose sum is a whole `form` less its lower bound.

        Raises:
            UnsupportedModel: A decision in it has no bound, or its range is too wide.
        """
        if form.key in self._bits:
            return self._bits[form.key]
        step = self.step(form)
        assert step, "the form is whole and no number"
        lower, upper = self.finite(form, upper=False), self.finite(form, upper=True)
        most = int((upper - lower) / step)
        if most.bit_length() > _BIT_LIMIT:
            raise too_large("A product of decisions", most, 2**_BIT_LIMIT, self.where)
        if most <= 1:
            found = [(step, form.shifted(-lower).times(1 / step))] if most else []
        else:
            found = [(step * 2**k, self.binary()) for k in range(most.bit_length())]
            self.zero(total(bit.times(weight) for weight, bit in found).shifted(lower).plus(form, -1))
        self._bits[form.key] = found
        return found


def _rounded_up(number: Fraction) -> Fraction:
    """A number not below `number` with a short denominator (bounds come from floats)."""
    return Fraction(math.ceil(number * _NICE), _NICE) if number.denominator > _NICE else number


def in_whole_numbers(form: Affine) -> Affine:
    """A row with the same meaning and whole coefficients, where those stay small."""
    factor = denominators(form)
    return form.times(factor) if 1 < factor <= _NICE else form
