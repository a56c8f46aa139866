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
from modelwright.model.expressions import Comprehension, Node, parse_expression, parse_quantifiers
from modelwright.model.expressions.nodes import Index, Name, children, generators_in
from modelwright.model.templates import ConstraintBase
from modelwright.model.templates.base import Penalty

__all__ = ["expressions_of", "names_used", "quantifiers_of"]


def expressions_of(element: Element) -> Iterator[str]:
    """Every expression of `element`, as text; quantifiers are not among them."""
    return (expression for expression, _ in _expressions(element))


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
    """The names of elements that `element` reads, each once; an expression that does not parse reads none.

    Index sets count where they stand in an expression, as index of the element, or as sets that its members are of.
    """
    names: dict[str, None] = {}
    for expression, overs in _expressions(element):
        names.update(dict.fromkeys(_read(expression, *overs)))
        names.update(dict.fromkeys(_read("0", *overs)))
    match element:
        case Parameter() | Variable() | Definition():
            names.update(dict.fromkeys(element.index))
            if isinstance(element, Variable):
                names.update(dict.fromkeys(_read("0", element.over)))
            if isinstance(element, Parameter) and element.members_of is not None:
                names[element.members_of] = None
        case IndexSet():
            names.update(dict.fromkeys(element.of))
            if element.subset_of is not None:
                names[element.subset_of] = None
        case TestCase():
            names.update(dict.fromkeys(fixing.element for fixing in element.given))
        case ConstraintBase():
            names.update(dict.fromkeys(_read_by_row(element)))
    return tuple(names)


def _expressions(element: Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every expression of `element` with the quantifiers around it."""
    match element:
        case (
            Parameter(value=Derived(expression=expression, over=over))
            | Definition(expression=expression, over=over)
            | Output(expression=expression, over=over)
        ):
            yield expression, (over,)
        case IndexSet(content=Range(first=first, last=last)):
            yield from ((end, ()) for end in (first, last) if isinstance(end, str))
        case IndexSet(content=Selected(item=item, over=over)):
            yield item, (over,)
        case Variable(lower=lower, upper=upper, domain=domain, over=over):
            lengths = (domain.size, domain.least) if isinstance(domain, Interval) else ()
            yield from ((text, (over,)) for text in (lower, upper, *lengths) if text is not None)
        case Objective() if isinstance(element.expression, str):
            yield element.expression, ()
        case TestCase() if element.holds is not None:
            yield element.holds, ()
        case ConstraintBase(for_each=each):
            for slot in element.slots():
                if not isinstance(slot.value, Missing):
                    yield slot.value, (each, slot.over)
            if isinstance(element.enforce, Penalty):
                yield element.enforce.weight, (each,)
            if element.price is not None:
                yield element.price, (each,)


def _read(expression: str, *overs: str) -> Iterator[str]:
    """The names in `expression` and in the quantifiers around it that none of these binds."""
    try:
        generators = tuple(generator for over in overs for generator in parse_quantifiers(over))
        node = parse_expression(expression)
    except ExpressionError:
        return
    yield from _free(Comprehension(node, generators), frozenset())


def _read_by_row(row: ConstraintBase) -> Iterator[str]:
    """What the whole row reads, names that are no slots included: a set of combinations, a table of least times."""
    try:
        whole = Comprehension(row.to_node(), parse_quantifiers(row.for_each))
    except ExpressionError:
        return
    yield from (name for name in _free(whole, frozenset()) if not name.startswith("missing:"))


def _free(node: Node, bound: frozenset[str]) -> Iterator[str]:
    for generator in generators_in(node):
        if generator.set not in bound:
            yield generator.set
        bound |= set(generator.ids)
    if isinstance(node, Name | Index) and node.id not in bound:
        yield node.id
    for part in children(node):
        yield from _free(part, bound)
