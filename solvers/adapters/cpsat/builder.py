"""A CP-SAT model with the range of each of its variables, and conditions posted under literals."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from ortools.sat.python import cp_model

from modelwright.solvers.adapters.cpsat.messages import add_variables
from modelwright.solvers.adapters.cpsat.numbers import (
    LARGEST,
    LEAST,
    MOST,
    ROOM,
    Number,
    added,
    constant_number,
    too_large,
)

__all__ = ["Builder", "Literals"]

Literals: TypeAlias = tuple[int, ...]
"""Literals that all hold: a variable by position, or ``~position`` for its negation."""


class Builder:
    """Variables by position, their ranges, and what is posted on them.

    Attributes:
        model: The model of CP-SAT.
    """

    def __init__(self) -> None:
        self.model: Any = cp_model.CpModel()
        self._variables: list[Any] = []
        self._ranges: list[tuple[int, int]] = []
        self._constants: dict[int, int] = {}

    # ---- variables

    def variable(self, low: int, high: int, name: str = "") -> int:
        """A new variable from `low` to `high`, by position.

        Raises:
            UnsupportedModel: The range is too large for CP-SAT.
        """
        if low < -ROOM or high > ROOM:
            raise too_large(f"`{name}`" if name else "An expression")
        self._variables.append(self.model.new_int_var(low, max(low, high), name))
        if high < low:
            self.model.add_bool_or([])
        self._ranges.append((low, max(low, high)))
        return len(self._variables) - 1

    def variables(self, lower: Sequence[int], upper: Sequence[int]) -> int:
        """New variables from each of `lower` to the one of `upper` beside it, within `numbers.ROOM`.

        Returns:
            The position of the first.
        """
        first = len(self._variables)
        assert first == len(self.model.proto.variables)
        ranges = [(low, max(low, high)) for low, high in zip(lower, upper, strict=True)]
        add_variables(self.model, ranges)
        self._variables.extend([None] * len(ranges))
        self._ranges.extend(ranges)
        if any(low > high for low, high in zip(lower, upper, strict=True)):
            self.clause((), ())
        return first

    def boolean(self) -> int:
        """A new literal."""
        return self.variable(0, 1)

    def truth(self, holds: bool) -> int:
        """The literal that always holds, or its negation."""
        if 1 not in self._constants:
            self._constants[1] = self.variable(1, 1)
        return self._constants[1] if holds else ~self._constants[1]

    def solved_variable(self, position: int) -> Any:
        """The variable of CP-SAT."""
        found = self._variables[position]
        if found is None:
            found = self._variables[position] = self.model.get_int_var_from_proto_index(position)
        return found

    # ---- numbers

    def bounds(self, number: Number) -> tuple[int, int]:
        """Least and largest value of the numerator of `number`."""
        low = high = number.constant
        for variable, coefficient in number.terms.items():
            one, other = (coefficient * end for end in self._ranges[variable])
            low, high = low + min(one, other), high + max(one, other)
        return low, high

    def of_literal(self, literal: int) -> Number:
        """1 where `literal` holds, else 0."""
        return Number({literal: 1}) if literal >= 0 else Number({~literal: -1}, 1)

    def as_literal(self, number: Number) -> int | None:
        """The literal that `number` is, if it is one."""
        if number.denominator == 1 and len(number.terms) == 1:
            ((variable, coefficient),) = number.terms.items()
            if self._ranges[variable] == (0, 1) and (coefficient, number.constant) in ((1, 0), (-1, 1)):
                return variable if coefficient == 1 else ~variable
        return None

    def check(self, number: Number) -> None:
        """Refuses numerators that CP-SAT cannot hold.

        Raises:
            UnsupportedModel: A coefficient or the range is too large.
        """
        low, high = self.bounds(number)
        if low < -ROOM or high > ROOM or any(abs(c) > LARGEST for c in number.terms.values()):
            raise too_large("A row or expression")

    def expression(self, number: Number) -> Any:
        """The numerator as an expression of CP-SAT of any length.

        Raises:
            UnsupportedModel: A coefficient or the range is too large.
        """
        self.check(number)
        if not number.terms:
            return number.constant
        variables = [self.solved_variable(v) for v in number.terms]
        return cp_model.LinearExpr.weighted_sum(variables, list(number.terms.values())) + number.constant

    def affine(self, number: Number) -> Any:
        """The numerator as an expression with at most one variable, made for it where needed."""
        return self.expression(number if len(number.terms) <= 1 else self.named(number))

    def named(self, number: Number) -> Number:
        """The numerator of `number` as one variable, over the same denominator."""
        target = self.variable(*self.bounds(number))
        self.row(Number({**number.terms, target: -1}, number.constant), "==", ())
        return Number({target: 1}, 0, number.denominator)

    def value_of(self, number: Number) -> Fraction | None:
        """The value of a number without variables."""
        low, high = self.bounds(number) if len(number.terms) <= 1 else (0, 1)
        return Fraction(low, number.denominator) if low == high else None

    # ---- rows

    def row(self, number: Number, op: str, under: Literals) -> None:
        """``number op 0`` for one of ``<= < == !=``, wherever all of `under` hold."""
        low, high = self.bounds(number)
        decided = {
            "<=": True if high <= 0 else False if low > 0 else None,
            "<": True if high < 0 else False if low >= 0 else None,
            "==": True if low == high == 0 else False if low > 0 or high < 0 else None,
            "!=": False if low == high == 0 else True if low > 0 or high < 0 else None,
        }[op]
        if decided is not None:
            if not decided:
                self.clause((), under)
            return
        shared = math.gcd(*number.terms.values())
        if shared > 1:
            number = _divided(number, shared, op)
            if number.denominator == 0:  # an equation that no whole numbers solve
                if op == "==":
                    self.clause((), under)
                return
        expression = self.expression(number)
        if op == "!=":
            domain = cp_model.Domain(0, 0).complement()
            self.under(self.model.add_linear_expression_in_domain(expression, domain), under)
            return
        low = 0 if op == "==" else LEAST
        self.under(self.model.add_linear_constraint(expression, low, -1 if op == "<" else 0), under)

    def within(self, number: Number, low: int | None, high: int | None) -> None:
        """``low <= numerator <= high``."""
        expression = self.expression(number)
        if isinstance(expression, int):
            if (low is not None and expression < low) or (high is not None and expression > high):
                self.clause((), ())
            return
        lower, upper = (LEAST if low is None else low), (MOST if high is None else high)
        if (low is not None and abs(low) > ROOM) or (high is not None and abs(high) > ROOM):
            raise too_large("A limit")
        self.model.add_linear_constraint(expression, lower, upper)

    def in_values(self, number: Number, values: Iterable[int], under: Literals, *, outside: bool = False) -> None:
        """The numerator is one of `values` (or none of them), wherever `under` hold."""
        low, high = self.bounds(number)
        domain = cp_model.Domain.from_values([v for v in values if low <= v <= high])
        domain = domain.complement() if outside else domain
        if not number.terms:
            if not domain.contains(number.constant):
                self.clause((), under)
            return
        self.under(self.model.add_linear_expression_in_domain(self.expression(number), domain), under)

    def clause(self, literals: Sequence[int], under: Literals) -> None:
        """At least one of `literals`, wherever `under` hold."""
        self.model.add_bool_or([self.literal(x) for x in (*literals, *(~u for u in under))])

    def under(self, constraint: Any, under: Literals) -> Any:
        """`constraint`, only where `under` hold."""
        if under:
            constraint.only_enforce_if([self.literal(u) for u in under])
        return constraint

    def literal(self, literal: int) -> Any:
        """The literal of CP-SAT."""
        return self.solved_variable(literal) if literal >= 0 else self.solved_variable(~literal).negated()

    def positive(self, number: Number) -> int:
        """A literal that holds exactly where `number` is positive."""
        found = self.boolean()
        turned = Number({v: -c for v, c in number.terms.items()}, -number.constant)
        self.row(turned, "<", (found,))
        self.row(number, "<=", (~found,))
        return found

    def optimize(self, number: Number, sense: str) -> None:
        """The numerator is to be as large (``max``) or as small as it can."""
        sign = -1 if sense == "max" else 1
        objective = self.model.proto.objective
        objective.vars.extend(list(number.terms))
        objective.coeffs.extend([sign * factor for factor in number.terms.values()])
        objective.offset, objective.scaling_factor = sign * number.constant, sign

    # ---- copies

    def kept_within(self, number: Number, low: int, high: int, under: Literals) -> Number:
        """`number` where `under` hold, its numerator being from `low` to `high` there; elsewhere anything from `low`
        to `high`."""
        least, most = self.bounds(number)
        if low <= least and most <= high:
            return number
        if not under:
            self.within(number, low, high)
            if not number.terms:
                return number if low <= number.constant <= high else constant_number(Fraction(low))
        inside = max(low, least), min(high, most)
        target = Number({self.variable(*(inside if inside[0] <= inside[1] else (low, high))): 1})
        difference = added([Number(number.terms, number.constant), Number(dict.fromkeys(target.terms, -1))])
        self.row(difference, "==", under)
        return Number(target.terms, 0, number.denominator)


def _divided(number: Number, shared: int, op: str) -> Number:
    """The row over the greatest common divisor of its coefficients; a denominator of 0 marks one that never holds."""
    terms = {v: c // shared for v, c in number.terms.items()}
    whole, rest = divmod(number.constant, shared)
    if op in ("==", "!="):
        return Number(terms, whole, 0 if rest else 1)
    # shared * e + constant <= 0 holds when e + ceil(constant / shared) <= 0; < 0 when e + floor(...) < 0
    return Number(terms, -(-number.constant // shared) if op == "<=" else whole, 1)
