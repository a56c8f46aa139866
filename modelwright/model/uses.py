"""Which names an element reads."""

from __future__ import annotations

from collections.abc import Iterator

from modelwright.errors import ExpressionError
from modelwright.model.elements import (
    Definition,
    Derived,
    Element,
    IndexSet,
    Interval,
    Missing,
    Objective,
    Output,
    Parameter,
    Range,
    Selected,
    TestCase,
    Variable,
)
from modelwright.model.expressions import parse_expression, parse_quantifiers
from modelwright.model.expressions.nodes import names_in
from modelwright.model.templates import ConstraintBase
from modelwright.model.templates.base import Penalty

__all__ = ["expressions_of", "names_used", "quantifiers_of"]


def expressions_of(element: Element) -> Iterator[str]:
    """Every expression of `element`, as text; quantifiers are not among them."""
    match element:
        case Parameter(value=Derived(expression=expression)) | Definition(expression=expression):
            yield expression
        case Output(expression=expression):
            yield expression
        case IndexSet(content=Range(first=first, last=last)):
            yield from (end for end in (first, last) if isinstance(end, str))
        case IndexSet(content=Selected(item=item)):
            yield item
        case Variable():
            yield from (bound for bound in (element.lower, element.upper) if bound is not None)
            if isinstance(element.domain, Interval):
                yield from (text for text in (element.domain.size, element.domain.least) if text is not None)
        case Objective() if isinstance(element.expression, str):
            yield element.expression
        case TestCase() if element.holds is not None:
            yield element.holds
        case ConstraintBase():
            yield from (slot.value for slot in element.slots() if not isinstance(slot.value, Missing))
            if isinstance(element.enforce, Penalty):
                yield element.enforce.weight
            if element.price is not None:
                yield element.price


def quantifiers_of(element: Element) -> Iterator[str]:
    """Every list of quantifiers of `element`, as text."""
    match element:
        case Parameter(value=Derived(over=over)) | Definition(over=over) | Variable(over=over) | Output(over=over):
            yield over
        case IndexSet(content=Selected(over=over)):
            yield over
        case ConstraintBase():
            yield element.for_each
            yield from (slot.over for slot in element.slots())


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
    for source in quantifiers_of(element):
        names.update(dict.fromkeys(_of_quantifiers(source)))
    if isinstance(element, Parameter | Variable | Definition):
        names.update(dict.fromkeys(element.index))
    if isinstance(element, Parameter) and element.members_of is not None:
        names[element.members_of] = None
    if isinstance(element, IndexSet) and element.subset_of is not None:
        names[element.subset_of] = None
    if isinstance(element, TestCase):
        names.update(dict.fromkeys(fixing.element for fixing in element.given))
    return tuple(names)


def _of_quantifiers(source: str) -> Iterator[str]:
    try:
        generators = parse_quantifiers(source)
    except ExpressionError:
        return
    for generator in generators:
        yield generator.set
        for part in (*generator.args, *(() if generator.condition is None else (generator.condition,))):
            yield from names_in(part)
