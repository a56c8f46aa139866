"""Strategies for syntax trees of every node, as the parser makes them, and for Model documents of every form."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from modelwright.model.expressions.functions import FUNCTIONS
from modelwright.model.expressions.nodes import (
    Add,
    Call,
    Compare,
    Comprehension,
    Div,
    FloorDiv,
    Generator,
    IfElse,
    In,
    Index,
    Listing,
    Logic,
    Mod,
    Mul,
    Name,
    Neg,
    Node,
    Not,
    Number,
    Power,
    Sum,
    Text,
    Tuple,
)

__all__ = ["GENERATORS", "IDS", "NODES", "several"]

IDS = st.sampled_from(["x", "y", "cost", "i", "j", "t", "SITES", "ARCS", "_a1", "start", "count", "T", "E2", "e1"])
"""Names; some are those of functions that may be names too."""
TEXTS = st.text(alphabet=st.characters(exclude_characters="\n", exclude_categories=["Cs", "Cc"]), max_size=5)
NUMBERS = st.one_of(
    st.integers(0, 30).map(Fraction),
    st.decimals(min_value=0, max_value=10**6, places=3).map(Fraction),
    st.integers(1, 99).map(lambda n: Fraction(-n, 4)),
    st.sampled_from([Fraction(10) ** 300, Fraction(1, 2**50), Fraction(3, 10**93)]),
).map(Number)
ATOMS: st.SearchStrategy[Node] = st.one_of(NUMBERS, TEXTS.map(Text), IDS.map(Name))
COMPARISONS = st.sampled_from(["<=", ">=", "==", "<", ">", "!="])


def several(strategy: st.SearchStrategy[Any], least: int, most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """Tuples of `least` to `most` of them."""
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


def _signed(term: Node) -> Node:
    """The parser reads ``-3`` as one number, but for the sign of a later term."""
    if isinstance(term, Neg) and isinstance(term.operand, Number) and term.operand.value > 0:
        return Number(-term.operand.value)
    return term


@st.composite
def _generators(draw: st.DrawFn, inner: st.SearchStrategy[Node]) -> tuple[Generator, ...]:
    found = []
    for _ in range(draw(st.integers(1, 2))):
        condition = _signed(draw(inner)) if draw(st.booleans()) else None
        if isinstance(condition, IfElse):
            condition = Not(condition)
        args = tuple(_signed(draw(inner)) for _ in range(draw(st.integers(0, 2))))
        found.append(Generator(draw(several(IDS, 1, 3)), draw(IDS), condition, args))
    return tuple(found)


FORMS = (
    *("neg", "add", "mul", "quotient", "power", "choice", "tuple", "listing", "index", "in", "in listing", "compare"),
    *("logic", "not", "sum", "comprehension", "call"),
)


@st.composite
def _extend(draw: st.DrawFn, inner: st.SearchStrategy[Node]) -> Node:
    """A node of any form with parts from `inner`. (One strategy for all, whose text stays short.)"""

    def one() -> Node:
        return _signed(draw(inner))

    def some(least: int, most: int) -> tuple[Node, ...]:
        return tuple(one() for _ in range(draw(st.integers(least, most))))

    match draw(st.sampled_from(FORMS)):
        case "neg":
            return _signed(Neg(one()))
        case "add":
            return Add((one(), *(Neg(term) if draw(st.booleans()) else term for term in some(1, 3))))
        case "mul":
            return Mul(some(2, 3))
        case "quotient":
            return draw(st.sampled_from([Div, FloorDiv, Mod]))(one(), one())
        case "power":
            return Power(one(), one())
        case "choice":
            return IfElse(one(), one(), one())
        case "tuple":
            return Tuple(some(2, 3))
        case "listing":
            return Listing(some(1, 3))
        case "index":
            return Index(draw(IDS), some(1, 3))
        case "in":
            args = some(0, 2)
            return In(one(), Index(draw(IDS), args) if args else Name(draw(IDS)))
        case "in listing":
            return In(one(), Listing(some(1, 3)))
        case "compare":
            operands = some(2, 3)
            return Compare(operands, tuple(draw(COMPARISONS) for _ in operands[1:]))
        case "logic":
            return Logic(draw(st.sampled_from(["and", "or"])), some(2, 3))
        case "not":
            return Not(one())
        case "sum":
            return Sum(one(), draw(_generators(inner)))
        case "comprehension":
            return Comprehension(one(), draw(_generators(inner)))
        case _:
            return _call(draw, one, some)


def _call(draw: st.DrawFn, one: Callable[[], Node], some: Callable[[int, int], tuple[Node, ...]]) -> Node:
    function = FUNCTIONS[draw(st.sampled_from(sorted(set(FUNCTIONS) - {"sum"})))]
    most = function.most if function.most is not None else function.least + 2
    args = some(function.least, most)
    keywords = tuple((word, one()) for word in function.keywords if draw(st.booleans()))
    return Call(function.name, args, keywords)


NODES: st.SearchStrategy[Node] = st.recursive(ATOMS, _extend, max_leaves=14)
"""Any syntax tree that the parser may give."""
GENERATORS = _generators(st.recursive(ATOMS, _extend, max_leaves=5))
"""Quantifiers as they stand in a comprehension, each with a condition of its own."""
