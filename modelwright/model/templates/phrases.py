"""Pieces of sentences: conditions in words, and what breaks a limit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from modelwright.errors import ExpressionError
from modelwright.model.elements import Missing
from modelwright.model.expressions import (
    Compare,
    In,
    Index,
    Listing,
    Logic,
    Name,
    Node,
    Not,
    format_expression,
    parse_expression,
    parse_quantifiers,
)
from modelwright.model.templates.base import Items, Term, add, sense_words

if TYPE_CHECKING:
    from modelwright.model.words import Words

__all__ = [
    "be",
    "breaking_words",
    "is_plain",
    "joined",
    "said_condition",
    "said_conditions",
    "said_negation",
    "said_quantifiers",
    "said_terms",
]

_BREAKING = {"<=": "more than", ">=": "less than", "==": "not", "<": "at least", ">": "at most", "!=": "exactly"}
_OPPOSITE = {"<=": ">", ">=": "<", "==": "!=", "<": ">=", ">": "<=", "!=": "=="}


def breaking_words(sense: str) -> str:
    """``"more than"`` for ``"<="``: how a plan misses a limit."""
    return _BREAKING[sense]


def be(said: str) -> str:
    """``"are"`` behind words in the plural, else ``"is"``.

    >>> be("chairs"), be("hours of work"), be("wood"), be("2 × chairs + tables"), be("glass")
    ('are', 'are', 'is', 'is', 'is')
    """
    head = said.split(" of ")[0].split(" (")[0].split(" for ")[0].strip()
    formula = not head.replace(" ", "").replace("-", "").isalpha()
    return "are" if not formula and head.endswith("s") and not head.endswith(("ss", "us", "is")) else "is"


def joined(said: Sequence[str], word: str = "and") -> str:
    """``"a, b and c"``."""
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} {word} {said[-1]}"


def said_terms(words: Words, terms: Iterable[Term]) -> str:
    """The sum of `terms`: ``"5 × chairs + 20 × tables"``."""
    return words.say(format_expression(add([term.to_node() for term in terms])))


def is_plain(terms: Sequence[Term]) -> bool:
    """Whether `terms` can be listed as names: one of each, none summed over a set."""
    return all(term.coefficient == "1" and not term.over for term in terms)


def said_quantifiers(words: Words, over: str) -> str:
    """``"s in sites where s != 2"``."""
    try:
        generators = parse_quantifiers(over)
    except ExpressionError:
        return over
    said = []
    for generator in generators:
        args = ", ".join(words.say(format_expression(arg)) for arg in generator.args)
        where = "" if generator.condition is None else f" where {said_condition(words, generator.condition)}"
        said.append(f"{generator.id} in {words.name(generator.set)}{f' ({args})' if args else ''}{where}")
    return joined(said) if said else ""


def said_condition(words: Words, condition: Node | str | Missing) -> str:
    """A condition as a clause: ``"chairs are at least 10"``, ``"open north is chosen"``."""
    if isinstance(condition, Missing):
        return words.value(condition)
    try:
        node = parse_expression(condition) if isinstance(condition, str) else condition
    except ExpressionError:
        return str(condition)
    match node:
        case Compare(operands=(left, *rest), ops=ops):
            first = words.say(format_expression(left))
            tail = (f"{sense_words(op)} {_value(words, right)}" for op, right in zip(ops, rest, strict=True))
            return f"{first} {be(first)} {' and '.join(tail)}"
        case Logic(op=word, operands=operands):
            return f" {word} ".join(_inner(words, operand) for operand in operands)
        case Not(operand=operand):
            return said_negation(words, operand)
        case In(item=item, set=where):
            said = words.say(format_expression(item))
            found = joined([_value(words, part) for part in where.items], "or") if isinstance(where, Listing) else None
            return f"{said} {be(said)} {found or f'in {words.say(format_expression(where))}'}"
        case Name() | Index():
            said = words.say(format_expression(node))
            return f"{said} {be(said)} chosen"
        case _:
            return words.say(format_expression(node))


def said_negation(words: Words, condition: Node | str) -> str:
    """That a condition does not hold: ``"chairs are less than 10"``, ``"open north is not chosen"``."""
    try:
        node = parse_expression(condition) if isinstance(condition, str) else condition
    except ExpressionError:
        return f"not {condition}"
    match node:
        case Compare(operands=(left, right), ops=(op,)):
            first = words.say(format_expression(left))
            said = "not" if op == "==" else sense_words(_OPPOSITE[op])
            return f"{first} {be(first)} {said} {_value(words, right)}"
        case Not(operand=operand):
            return said_condition(words, operand)
        case In(item=item):
            said = words.say(format_expression(item))
            return said_condition(words, node).replace(f"{said} {be(said)} ", f"{said} {be(said)} not ", 1)
        case Name() | Index():
            said = words.say(format_expression(node))
            return f"{said} {be(said)} not chosen"
        case _:
            return f"not ({said_condition(words, node)})"


def said_conditions(words: Words, items: Iterable[Items]) -> str:
    """``"open north is chosen; open (s) is chosen, for s in sites"``."""
    said = []
    for item in items:
        over = f", for {said_quantifiers(words, item.over)}" if item.over else ""
        said.append(f"{said_condition(words, item.expression)}{over}")
    return "; ".join(said)


def _value(words: Words, node: Node) -> str:
    return words.value(format_expression(node))


def _inner(words: Words, node: Node) -> str:
    said = said_condition(words, node)
    return f"({said})" if isinstance(node, Logic) else said
