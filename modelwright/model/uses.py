"""Which names an element reads."""

from __future__ import annotations

from collections.abc import Iterator

from modelwright.errors import ExpressionError
from modelwright.model.elements import Definition, Derived, Element, IndexSet, Missing, Objective, Parameter, Variable
from modelwright.model.expressions import parse_expression
from modelwright.model.expressions.nodes import names_in
from modelwright.model.templates import ConstraintBase

__all__ = ["expressions_of", "names_used"]


def expressions_of(element: Element) -> Iterator[str]:
    """Every expression of `element`, as text; quantifiers are not among them."""
    match element:
        case Parameter(value=Derived(expression=expression)) | Definition(expression=expression):
            yield expression
        case Variable():
            yield from (bound for bound in (element.lower, element.upper) if bound is not None)
        case Objective() if isinstance(element.expression, str):
            yield element.expression
        case ConstraintBase():
            yield from (slot.value for slot in element.slots() if not isinstance(slot.value, Missing))


def names_used(element: Element) -> tuple[str, ...]:
    """The names that `element` reads, each once, in order; an expression that does not parse reads none.

    Index sets count where they stand in an expression, as index of the element, or as its superset.
    """
    names: dict[str, None] = {}
    for source in expressions_of(element):
        try:
            names.update(dict.fromkeys(names_in(parse_expression(source))))
        except ExpressionError:
            continue
    if isinstance(element, Parameter | Variable | Definition):
        names.update(dict.fromkeys(element.index))
    if isinstance(element, IndexSet) and element.subset_of is not None:
        names[element.subset_of] = None
    return tuple(names)
