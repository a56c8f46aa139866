"""The functions of the expression language, as data: the parser, the checker and the documentation read this table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["FUNCTIONS", "Function", "Group"]

Group: TypeAlias = Literal["aggregate", "number", "logic", "member", "interval", "global"]


@dataclass(frozen=True, slots=True)
class Function:
    """One function.

    Attributes:
        name: As it is written.
        signature: How it is called; ``LIST`` is a comprehension (``x[i] for i in I``) or ``[a, b, …]``.
        group: ``aggregate`` (over a list), ``number`` (of one number), ``logic`` (of conditions), ``member`` (of a set
            or quantifier), ``interval`` (of an interval variable), ``global`` (a condition on lists).
        meaning: One line.
        least: Fewest positional arguments.
        most: Most positional arguments; ``None`` for any number.
        keywords: Names of keyword arguments that it takes.
    """

    name: str
    signature: str
    group: Group
    meaning: str
    least: int = 1
    most: int | None = 1
    keywords: tuple[str, ...] = ()


def _table(*functions: Function) -> dict[str, Function]:
    return {function.name: function for function in functions}


FUNCTIONS: dict[str, Function] = _table(
    Function("sum", "sum(LIST)", "aggregate", "the total of the values"),
    Function("min", "min(LIST) or min(a, b, …)", "aggregate", "the smallest value", 1, None),
    Function("max", "max(LIST) or max(a, b, …)", "aggregate", "the largest value", 1, None),
    Function("count", "count(LIST of conditions)", "aggregate", "how many of the conditions hold", 1, None),
    Function("forall", "forall(LIST of conditions)", "aggregate", "whether all of the conditions hold", 1, None),
    Function("exists", "exists(LIST of conditions)", "aggregate", "whether at least one condition holds", 1, None),
    Function("abs", "abs(a)", "number", "the size of a number without its sign"),
    Function("exp", "exp(a)", "number", "e to the power of a"),
    Function("log", "log(a)", "number", "the natural logarithm"),
    Function("sqrt", "sqrt(a)", "number", "the square root"),
    Function("sin", "sin(a)", "number", "the sine of an angle in radians"),
    Function("cos", "cos(a)", "number", "the cosine of an angle in radians"),
    Function("floor", "floor(a)", "number", "the largest whole number not above a"),
    Function("ceil", "ceil(a)", "number", "the smallest whole number not below a"),
    Function("round", "round(a)", "number", "the nearest whole number; halves go up"),
    Function("implies", "implies(a, b)", "logic", "b holds wherever a holds", 2, 2),
    Function("iff", "iff(a, b)", "logic", "both conditions hold, or neither", 2, 2),
    Function(
        "prev",
        "prev(t) or prev(t, initial=v)",
        "member",
        "the member before t; with `initial`, an element indexed by it is v at the first member",
        keywords=("initial",),
    ),
    Function("next", "next(t) or next(t, initial=v)", "member", "the member after t; likewise", keywords=("initial",)),
    Function("first", "first(SET)", "member", "the first member of a set"),
    Function("last", "last(SET)", "member", "the last member of a set"),
    Function("ord", "ord(t)", "member", "the position of the quantifier t in its set, from 1"),
    Function("len", "len(SET)", "member", "the number of members of a set or of a set-valued parameter"),
    Function("start", "start(t)", "interval", "when interval t starts"),
    Function("end", "end(t)", "interval", "when interval t ends"),
    Function("size", "size(t)", "interval", "how long interval t lasts; 0 when it is absent"),
    Function("present", "present(t)", "interval", "whether the optional interval t takes place"),
    Function("overlap", "overlap(a, b)", "interval", "for how long two intervals run at the same time", 2, 2),
    Function("all_different", "all_different(LIST)", "global", "no two values are equal", 1, None),
    Function("all_equal", "all_equal(LIST)", "global", "all values are equal", 1, None),
    Function("increasing", "increasing(LIST)", "global", "no value is below the one before it"),
    Function("strictly_increasing", "strictly_increasing(LIST)", "global", "every value is above the one before it"),
    Function("lex_less", "lex_less(LIST, LIST)", "global", "the first list comes before the second", 2, 2),
    Function("lex_lesseq", "lex_lesseq(LIST, LIST)", "global", "the first list does not come after the second", 2, 2),
    Function(
        "global_cardinality",
        "global_cardinality(LIST, VALUES, COUNTS)",
        "global",
        "each of VALUES occurs as often in the list as COUNTS says; other values may occur",
        3,
        3,
    ),
    Function(
        "circuit",
        "circuit(LIST of successors)",
        "global",
        "following the successors visits every place once and returns; places are the members of the quantifier of "
        "the list when it is one of integers, else 1, 2, …",
    ),
    Function(
        "inverse",
        "inverse(LIST, LIST)",
        "global",
        "the second list undoes the first: f[i] == j exactly when g[j] == i; places as in `circuit`",
        2,
        2,
    ),
    Function(
        "no_overlap",
        "no_overlap(LIST of intervals) or no_overlap(LIST, TRANSITIONS)",
        "global",
        "present intervals do not overlap; TRANSITIONS names a parameter over (index of the list, index of the list): "
        "the least time from the end of one to the start of the other",
        1,
        2,
    ),
    Function(
        "cumulative",
        "cumulative(LIST of intervals, LIST of demands, capacity)",
        "global",
        "at any time the demands of the present intervals that run are at most the capacity",
        3,
        3,
    ),
    Function(
        "alternative",
        "alternative(t, LIST of optional intervals)",
        "global",
        "when t is present, exactly one of the list is present, with the start and end of t; else none",
        2,
        2,
    ),
    Function(
        "span",
        "span(t, LIST of intervals)",
        "global",
        "t starts with the first and ends with the last present interval of the list; absent when none is",
        2,
        2,
    ),
)
"""Every function that an expression may call."""
