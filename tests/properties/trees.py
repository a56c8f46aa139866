"""Strategies for syntax trees of every node, as the parser makes them, and for Model documents of every form."""

from __future__ import annotations

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
    st.sampled_from([Fraction(10) ** 30, Fraction(1, 2**50)]),
).map(Number)
ATOMS: st.SearchStrategy[Node] = st.one_of(NUMBERS, TEXTS.map(Text), IDS.map(Name))
COMPARISONS = st.sampled_from(["<=", ">=", "==", "<", ">", "!="])


def several(strategy: st.SearchStrategy[Any], least: int, most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """Tuples of `least` to `most` of them."""
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


def _generators(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[tuple[Generator, ...]]:
    one = st.builds(
        lambda ids, where, condition, args: Generator(ids, where, condition, args),
        several(IDS, 1, 3),
        IDS,
        st.none() | inner.filter(lambda node: not isinstance(node, IfElse)),
        several(inner, 0, 2),
    )
    return several(one, 1, 2)


def _signed(term: Node) -> Node:
    """The parser reads ``-3`` as one number, but for the sign of a later term."""
    return Number(-term.operand.value) if _minus(term) else term


def _minus(node: Node) -> bool:
    return isinstance(node, Neg) and isinstance(node.operand, Number) and node.operand.value > 0


@st.composite
def _calls(draw: st.DrawFn, inner: st.SearchStrategy[Node]) -> Node:
    function = FUNCTIONS[draw(st.sampled_from(sorted(set(FUNCTIONS) - {"sum"})))]
    most = function.most if function.most is not None else function.least + 2
    args = draw(several(inner, function.least, most))
    keywords = tuple((word, draw(inner)) for word in function.keywords if draw(st.booleans()))
    return Call(function.name, args, keywords)


def _extend(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    plain = inner.map(_signed)
    quotients = st.sampled_from([Div, FloorDiv, Mod, Power])
    return st.one_of(
        plain.map(Neg).map(_signed),
        st.builds(lambda first, rest: Add((first, *rest)), plain, several(plain | plain.map(Neg), 1, 3)),
        several(plain, 2, 3).map(Mul),
        st.builds(lambda kind, left, right: kind(left, right), quotients, plain, plain),
        st.builds(IfElse, plain, plain, plain),
        several(plain, 2, 3).map(Tuple),
        several(plain, 1, 3).map(Listing),
        st.builds(Index, IDS, several(plain, 1, 3)),
        st.builds(In, plain, IDS.map(Name) | st.builds(Index, IDS, several(plain, 1, 2))),
        st.builds(lambda item, items: In(item, Listing(items)), plain, several(plain, 1, 3)),
        st.lists(plain, min_size=2, max_size=3).flatmap(
            lambda operands: st.builds(
                Compare, st.just(tuple(operands)), several(COMPARISONS, len(operands) - 1, len(operands) - 1)
            )
        ),
        st.builds(Logic, st.sampled_from(["and", "or"]), several(plain, 2, 3)),
        plain.map(Not),
        st.builds(Sum, plain, _generators(plain)),
        st.builds(Comprehension, plain, _generators(plain)),
        _calls(plain),
    )


NODES: st.SearchStrategy[Node] = st.recursive(ATOMS, _extend, max_leaves=14)
"""Any syntax tree that the parser may give."""
GENERATORS = _generators(st.recursive(ATOMS, _extend, max_leaves=5))
"""Quantifiers as they stand in a comprehension, each with a condition of its own."""
