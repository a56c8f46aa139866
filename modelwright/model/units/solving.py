"""What a sum leaves for the one factor in it whose unit is unknown."""

from __future__ import annotations

from fractions import Fraction

from modelwright.errors import ExpressionError
from modelwright.model.elements import Derived, Known, Parameter
from modelwright.model.expressions import Node, parse_expression
from modelwright.model.units.measures import Level, Measure, Readings, judge

__all__ = ["left_over", "parsed", "small_percentage"]


def parsed(source: str) -> Node | None:
    """The tree of an expression, ``None`` when it does not parse."""
    try:
        return parse_expression(source)
    except ExpressionError:
        return None


def left_over(measure: Measure, common: Readings, *, bare: bool) -> tuple[str, Readings | None]:
    """The name whose unit is unknown in a term and the unit that the others leave for it, if they leave one."""
    if measure.opaque or len(measure.unknown) + len(measure.free) != 1:
        return "", None
    name, power = (*measure.unknown, *measure.free)[0]
    if power != 1:
        return name, None
    if measure.unknown:
        if measure.rate is not None or abs(measure.literal) != 1:
            return name, None
        if measure.decided is None:
            return name, common
        if len(measure.decided) == 1:
            return name, (common[0] / measure.decided[0],)
        return name, None
    if measure.decided is not None:
        return name, None
    if measure.rate is None:
        return name, common if bare and abs(measure.literal) == 1 else None
    if len(measure.rate) == 1:
        rate = measure.rate[0]
        below = rate.below
        if below.parts and judge(rate.above, common[0]) == Level.SAME:
            return name, (below,)
    return name, None


def small_percentage(element: Parameter, readings: Readings) -> bool:
    """Whether a number "in %" may be meant as a fraction: 0.3 rather than 30."""
    unit = readings[0]
    if len(unit.parts) != 1 or unit.dimension or unit.labels or unit.factor >= 1:
        return False
    value = element.value
    if not isinstance(value, Known):
        return not isinstance(value, Derived)
    numbers = [value.number] if value.number is not None else [number for _, number in value.entries or ()]
    return all(abs(number) <= Fraction(1) for number in numbers)
