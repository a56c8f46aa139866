"""Pieces of sentences: terms, lists, counts and times in the user's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from modelwright.errors import ExpressionError
from modelwright.model.elements import Definition, Missing, Parameter, Variable
from modelwright.model.english import family, joined
from modelwright.model.expressions import Index, Name, format_expression, parse_expression, parse_quantifiers
from modelwright.model.expressions.nodes import names_in
from modelwright.model.templates.base import Expr, Items, Term, add
from modelwright.model.words import show_number

if TYPE_CHECKING:
    from modelwright.model.words import Words

__all__ = [
    "is_plain",
    "said_conditions",
    "said_count",
    "said_counted",
    "said_items",
    "said_members",
    "said_terms",
    "said_time",
    "step_of",
]

_COUNTS = ("none", "one", "two", "three", "four", "five", "six")


def is_plain(terms: Sequence[Term]) -> bool:
    """Whether `terms` can be listed as names: one of each, none summed over a set."""
    return all(term.coefficient == "1" and not term.over for term in terms)


def said_terms(words: Words, terms: Iterable[Term]) -> str:
    """The sum of `terms`: ``"5 × chairs + 20 × tables"``."""
    return words.say(format_expression(add([term.to_node() for term in terms])))


def said_time(words: Words, time: Expr | Missing) -> str:
    """A length of time: a number with the time unit of the Model, ``"2 hours"``."""
    number = None if isinstance(time, Missing) else words.number(time)
    return words.value(time) if number is None else show_number(number, words.model.time_unit or "time unit")


def said_count(words: Words, number: Expr | Missing) -> str:
    """A count in words when it is small: ``"two"``."""
    known = None if isinstance(number, Missing) else words.number(number)
    if known is not None and known.denominator == 1 and 0 <= known < len(_COUNTS):
        return _COUNTS[int(known)]
    return words.value(number)


def said_counted(words: Words, sense: str, number: Expr | Missing, items: Sequence[Items]) -> str:
    """How many of `items` hold: ``"at least two of these are chosen: open north, open south and hire"``."""
    count = said_count(words, number)
    many = "none" if (sense, count) == ("fewer than", "one") else f"{sense} {count}"
    verb = ("is", "holds") if count == "one" else ("are", "hold")
    if all(map(_is_choice, items)):
        return f"{many} of these {verb[0]} chosen: {said_items(words, items)}"
    return f"{many} of these {verb[1]}: {said_conditions(words, items)}"


def said_conditions(words: Words, items: Iterable[Items]) -> str:
    """``"open north is chosen; open (s) is chosen, for every site s"``."""
    said = []
    for item in items:
        clause, over = words.within(item.over).condition(item.expression), words.over(item.over)
        said.append(f"{clause}, {over}" if over else clause)
    return "; ".join(said)


def said_items(words: Words, items: Sequence[Items]) -> str:
    """``"cut, bend and task (each of the jobs)"``."""
    said = []
    for item in items:
        each = f"{words.within(item.over).say(item.expression)} {words.over(item.over)}".strip()
        said.append(_family(words, item) or each)
    return joined(said)


def said_members(words: Words, items: Sequence[Items]) -> str:
    """A whole family in the plural, ``"the jobs on the lathe"``; else the items as `said_items` says them."""
    whole = _index_of(items[0]) if len(items) == 1 else None
    element = None if whole is None else words.model.by_name.get(whole[0].id)
    if whole is not None and isinstance(element, Variable | Parameter | Definition):
        node, sets = whole
        if tuple(sets[arg.id] if isinstance(arg, Name) else None for arg in node.args) == element.index:
            return family(element.shown) or said_items(words, items)
    return said_items(words, items)


def step_of(words: Words, items: Sequence[Items]) -> str | None:
    """``"week"`` for a family over all weeks in order; ``None`` for any other list."""
    whole = _index_of(items[0]) if len(items) == 1 else None
    return words.one(next(iter(whole[1].values()))) if whole is not None and len(whole[1]) == 1 else None


def _is_choice(item: Items) -> bool:
    try:
        return isinstance(parse_expression(item.expression), Name | Index)
    except ExpressionError:
        return False


def _family(words: Words, item: Items) -> str | None:
    """``"task (each of the jobs)"`` where every quantifier is an index by itself and nothing is left out."""
    whole = _index_of(item)
    if whole is None:
        return None
    node, sets = whole
    args = [
        f"each of {words.members(sets[arg.id])}" if isinstance(arg, Name) and arg.id in sets else words.node(arg)
        for arg in node.args
    ]
    return words.indexed(node.id, args)


def _index_of(item: Items) -> tuple[Index, dict[str, str]] | None:
    """The element of `item` and the set of each of its quantifiers, where each of these is an index by itself."""
    try:
        generators, node = parse_quantifiers(item.over), parse_expression(item.expression)
    except ExpressionError:
        return None
    sets = {g.ids[0]: g.set for g in generators if len(g.ids) == 1 and not g.args and g.condition is None}
    if not generators or len(sets) != len(generators) or not isinstance(node, Index):
        return None
    read = list(names_in(node))
    plain = {arg.id for arg in node.args if isinstance(arg, Name)}
    return (node, sets) if all(name in plain and read.count(name) == 1 for name in sets) else None
