"""Ground expressions: what an expression of the Model means at one binding, data folded, decisions as leaves.

A tree is a number (`Linear`, `Apply`, `Choose`, `Element`) or a condition (`Relation`, `Junction`, `Negation`, `Same`,
`Among`, `Global`, `Truth`). A condition that stands where a number should counts 1 when it holds, else 0. The functions
at the end make trees and fold what is constant; nothing else should construct `Linear`, `Apply` and the conditions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from modelwright.model.exact.forms import ONE, ZERO, Column

__all__ = [
    "Among",
    "Apply",
    "Choose",
    "Element",
    "Global",
    "GroundInterval",
    "Junction",
    "Linear",
    "Negation",
    "Relation",
    "Same",
    "Tree",
    "Truth",
    "add",
    "apply",
    "choose",
    "columns_of",
    "conjunction",
    "constant",
    "decision",
    "disjunction",
    "equivalent",
    "is_kept",
    "negation",
    "parts",
    "relation",
    "scaled",
    "value_of",
]

Operation: TypeAlias = Literal[
    "*", "/", "//", "%", "**", "abs", "exp", "log", "sqrt", "sin", "cos", "floor", "ceil", "round", "min", "max", "+"
]


@dataclass(frozen=True, slots=True)
class Linear:
    """``Σ coefficient · decision + constant``; no coefficient is zero; without terms it is a number."""

    terms: tuple[tuple[Column, Fraction], ...]
    constant: Fraction = ZERO


@dataclass(frozen=True, slots=True)
class Apply:
    """An operation that is not linear; ``+`` adds a `Linear` and others, ``*`` has two or more factors."""

    operation: Operation
    args: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Choose:
    """``body`` where `condition` holds, else `orelse`."""

    condition: Tree
    body: Tree
    orelse: Tree


@dataclass(frozen=True, slots=True)
class Element:
    """The value at a key that decisions choose: ``x[y[i], z]``. Where the key is not in `keys`, it has none, and the
    smallest condition around it is false (see `points`).

    Attributes:
        indices: Whole-number trees, one for each part of the key.
        keys: Every key, as integers.
        values: The value at each key.
    """

    indices: tuple[Tree, ...]
    keys: tuple[tuple[int, ...], ...]
    values: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """A condition that holds always or never."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """``body op 0``."""

    op: Literal["<=", "==", "!=", "<"]
    body: Tree


@dataclass(frozen=True, slots=True)
class Junction:
    """Conditions joined: all of them (``and``), or at least one (``or``); two or more."""

    op: Literal["and", "or"]
    args: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """The condition does not hold."""

    operand: Tree


@dataclass(frozen=True, slots=True)
class Same:
    """Both conditions hold, or neither does."""

    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Among:
    """The values of `items` are one of `rows` (a table of allowed tuples; a set of numbers when there is one item)."""

    items: tuple[Tree, ...]
    rows: tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True)
class GroundInterval:
    """An interval variable at a key; each part is a `Linear` over its own columns."""

    start: Tree
    size: Tree
    end: Tree
    present: Tree


@dataclass(frozen=True, slots=True)
class Global:
    """A global condition.

    Attributes:
        name: ``all_different``, ``all_equal``, ``increasing``, ``strictly_increasing``, ``lex_less``, ``lex_lesseq``,
            ``global_cardinality``, ``circuit``, ``inverse``, ``no_overlap``, ``cumulative``, ``alternative``, ``span``.
        lists: Its lists of numbers, in the order of the arguments (``cumulative``: demands, then one of the capacity
            alone; ``global_cardinality``: list, values, counts).
        intervals: Its intervals (``alternative`` and ``span``: the main one first).
        places: ``circuit`` and ``inverse``: the number of each place, for each list.
        transitions: ``no_overlap``: least time from the end of the i-th to the start of the j-th interval; or ``()``.
    """

    name: str
    lists: tuple[tuple[Tree, ...], ...] = ()
    intervals: tuple[GroundInterval, ...] = ()
    places: tuple[tuple[int, ...], ...] = ()
    transitions: tuple[tuple[Fraction, ...], ...] = ()


Tree: TypeAlias = Linear | Apply | Choose | Element | Truth | Relation | Junction | Negation | Same | Among | Global
Condition = (Truth, Relation, Junction, Negation, Same, Among, Global)
"""The classes of trees that are conditions, for ``isinstance``."""


# --------------------------------------------------------------------------------------------------- construction


def constant(value: Fraction) -> Linear:
    """A number."""
    return Linear((), value)


def decision(column: Column) -> Linear:
    """One decision."""
    return Linear(((column, ONE),))


def value_of(tree: Tree) -> Fraction | None:
    """The number that `tree` is (1 or 0 for a decided condition), or ``None`` while decisions are open."""
    if isinstance(tree, Linear):
        return None if tree.terms else tree.constant
    if isinstance(tree, Truth):
        return ONE if tree.holds else ZERO
    return None


def is_kept(op: str, value: Fraction | int) -> bool:
    """Whether ``value op 0``, for the comparison of a `Relation`."""
    return {"<=": value <= 0, "==": value == 0, "!=": value != 0, "<": value < 0}[op]


def scaled(tree: Tree, factor: Fraction) -> Tree:
    """``factor * tree``."""
    found = value_of(tree)
    if found is not None:
        return constant(found * factor)
    if factor == 0:
        return constant(ZERO)
    if factor == 1 and not isinstance(tree, Condition):
        return tree
    if isinstance(tree, Linear):
        return Linear(tuple((column, value * factor) for column, value in tree.terms), tree.constant * factor)
    if isinstance(tree, Apply) and tree.operation == "+":
        return Apply("+", tuple(scaled(arg, factor) for arg in tree.args))
    return Apply("*", (constant(factor), tree))


def add(trees: Iterable[Tree]) -> Tree:
    """The sum; linear parts are gathered into one `Linear`, which comes first."""
    terms: dict[Column, Fraction] = {}
    number = ZERO
    others: list[Tree] = []
    stack = list(trees)[::-1]
    while stack:
        tree = stack.pop()
        if isinstance(tree, Linear):
            number += tree.constant
            for column, value in tree.terms:
                terms[column] = terms.get(column, ZERO) + value
        elif isinstance(tree, Truth):
            number += ONE if tree.holds else ZERO
        elif isinstance(tree, Apply) and tree.operation == "+":
            stack.extend(reversed(tree.args))
        else:
            others.append(tree)
    linear = Linear(tuple((column, value) for column, value in terms.items() if value), number)
    if not others:
        return linear
    if not linear.terms and not linear.constant:
        return others[0] if len(others) == 1 and not isinstance(others[0], Condition) else Apply("+", tuple(others))
    return Apply("+", (linear, *others))


def apply(operation: Operation, args: tuple[Tree, ...]) -> Apply:
    """An operation with a decision among its arguments. (What is constant is folded by the expander, which has the
    places for its errors.)"""
    return Apply(operation, args)


def relation(op: str, left: Tree, right: Tree) -> Tree:
    """``left op right`` for any of ``<= >= == != < >``; decided when both are constant."""
    if op in (">=", ">"):
        left, right, op = right, left, {">=": "<=", ">": "<"}[op]
    body = add((left, scaled(right, -ONE)))
    found = value_of(body)
    if found is None:
        return Relation(op, body)  # type: ignore[arg-type]
    return Truth(is_kept(op, found))


def _joined(op: Literal["and", "or"], trees: Iterable[Tree]) -> Tree:
    kept: list[Tree] = []
    for tree in trees:
        if isinstance(tree, Truth):
            if tree.holds is (op == "or"):
                return tree
        elif isinstance(tree, Junction) and tree.op == op:
            kept.extend(tree.args)
        else:
            kept.append(tree)
    if not kept:
        return Truth(op == "and")
    return kept[0] if len(kept) == 1 else Junction(op, tuple(kept))


def conjunction(trees: Iterable[Tree]) -> Tree:
    """All of them hold."""
    return _joined("and", trees)


def disjunction(trees: Iterable[Tree]) -> Tree:
    """At least one of them holds."""
    return _joined("or", trees)


def negation(tree: Tree) -> Tree:
    """It does not hold; comparisons are turned round, `and` and `or` exchanged."""
    match tree:
        case Truth(holds=holds):
            return Truth(not holds)
        case Relation(op="<=", body=body):
            return Relation("<", scaled(body, -ONE))
        case Relation(op="<", body=body):
            return Relation("<=", scaled(body, -ONE))
        case Relation(op="==", body=body):
            return Relation("!=", body)
        case Relation(op="!=", body=body):
            return Relation("==", body)
        case Negation(operand=operand):
            return operand
        case Junction(op=op, args=args):
            return _joined("or" if op == "and" else "and", (negation(arg) for arg in args))
        case _:
            return Negation(tree)


def equivalent(left: Tree, right: Tree) -> Tree:
    """Both hold, or neither."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Truth):
            return other if one.holds else negation(other)
    return Same(left, right)


def choose(condition: Tree, body: Tree, orelse: Tree) -> Tree:
    """`body` where `condition` holds, else `orelse`."""
    if isinstance(condition, Truth):
        return body if condition.holds else orelse
    return body if body == orelse else Choose(condition, body, orelse)


# ------------------------------------------------------------------------------------------------------- walking


def parts(tree: Tree) -> Iterator[Tree]:
    """The direct parts of `tree`; of an interval its start, size, end and presence."""
    match tree:
        case Apply(args=args) | Junction(args=args):
            yield from args
        case Choose(condition=condition, body=body, orelse=orelse):
            yield from (condition, body, orelse)
        case Element(indices=indices, values=values):
            yield from indices
            yield from values
        case Relation(body=part) | Negation(operand=part):
            yield part
        case Same(left=left, right=right):
            yield from (left, right)
        case Among(items=items):
            yield from items
        case Global(lists=lists, intervals=intervals):
            for values in lists:
                yield from values
            for interval in intervals:
                yield from (interval.start, interval.size, interval.end, interval.present)


def columns_of(tree: Tree) -> dict[Column, None]:
    """Every decision in `tree`, in order of appearance."""
    found: dict[Column, None] = {}
    stack: list[Tree] = [tree]
    while stack:
        here = stack.pop()
        if isinstance(here, Linear):
            found.update(dict.fromkeys(column for column, _ in here.terms))
        else:
            stack.extend(reversed(tuple(parts(here))))
    return found
