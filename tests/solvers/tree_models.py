"""Instances made of trees by hand, and what holds at each of their points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import numpy as np
from hypothesis import strategies as st

from modelwright.model.exact.trees import (
    Among,
    Apply,
    Element,
    Global,
    Linear,
    Negation,
    Tree,
    add,
    apply,
    choose,
    columns_of,
    conjunction,
    constant,
    decision,
    disjunction,
    equivalent,
    negation,
    relation,
    scaled,
    value_of,
)
from modelwright.solvers.instance import Instance, TreeBlock, VariableBlock

BOXES = {"x": (-2, 3), "y": (0, 2), "z": (1, 3), "b": (0, 1), "c": (0, 1)}
"""Whole decisions and their bounds."""


def make_instance(trees, boxes=None, objective=None, sense="satisfy", continuous=(), rows=()) -> Instance:
    """An Instance of scalar decisions with bounds `boxes`, `trees` that hold, and `rows` (coefficients by name, limit)
    that are at most their limit."""
    boxes = BOXES if boxes is None else boxes
    names = list(boxes)
    place = {name: k for k, name in enumerate(names)}
    ends = [tuple(np.inf * (-1, 1)[k] if end is None else float(end) for k, end in enumerate(boxes[n])) for n in names]
    return Instance(
        start=np.cumsum([0, *(len(terms) for terms, _ in rows)], dtype=np.int32),
        index=np.array([place[name] for terms, _ in rows for name in terms], dtype=np.int32),
        value=np.array([value for terms, _ in rows for value in terms.values()], dtype=float),
        row_lower=np.full(len(rows), -np.inf),
        row_upper=np.array([limit for _, limit in rows], dtype=float),
        column_lower=np.array([low for low, _ in ends]),
        column_upper=np.array([high for _, high in ends]),
        cost=np.zeros(len(names)),
        integrality=np.array([name not in continuous for name in names], dtype=np.uint8),
        offset=0.0,
        sense=sense,
        variables=tuple(VariableBlock(name, (), (), k, ()) for k, name in enumerate(names)),
        rows=(),
        trees=tuple(TreeBlock(f"row{k}", (), ((),), (tree,)) for k, tree in enumerate(trees)),
        objective_tree=objective,
    )


def points(boxes=None) -> Iterator[dict]:
    """Every whole point of the boxes."""
    boxes = BOXES if boxes is None else boxes
    for values in product(*(range(low, high + 1) for low, high in boxes.values())):
        yield {(name, ()): Fraction(value) for name, value in zip(boxes, values, strict=True)}


def var(name: str) -> Tree:
    return decision((name, ()))


def num(value) -> Tree:
    return constant(Fraction(value))


# ------------------------------------------------------------------------------------------------- random trees

NAMES = st.sampled_from(list(BOXES))
FACTORS = st.sampled_from([Fraction(k, 2) for k in (-4, -2, -1, 1, 2, 3, 6)])
PLACES = st.sampled_from([Fraction(k) for k in range(-3, 5)])


@st.composite
def linear_numbers(draw) -> Tree:
    parts = draw(st.lists(st.tuples(FACTORS, NAMES), min_size=1, max_size=2))
    return add([num(draw(PLACES)), *(scaled(var(name), factor) for factor, name in parts)])


def _open(tree: Tree) -> bool:
    return value_of(tree) is None


def _apply(operation: str, *args: Tree) -> Tree:
    """An operation as the expander makes it: what is constant is no argument of a function of one number."""
    return apply(operation, args) if any(map(_open, args)) else args[0]  # type: ignore[arg-type]


def numbers(depth: int) -> st.SearchStrategy[Tree]:
    if depth == 0:
        return linear_numbers()
    inner = st.deferred(lambda: numbers(depth - 1))
    tests = st.deferred(lambda: conditions(depth - 1))
    divisors = st.sampled_from([Fraction(-2), Fraction(2), Fraction(3)]).map(constant)
    return st.one_of(
        linear_numbers(),
        st.tuples(inner, inner, FACTORS).map(lambda t: add([t[0], scaled(t[1], t[2])])),
        st.tuples(inner, FACTORS).map(lambda t: scaled(t[0], t[1])),
        st.tuples(inner, inner).map(lambda t: _product(*t)),
        st.sampled_from(["abs", "floor", "ceil", "round"]).flatmap(lambda op: inner.map(lambda a: _apply(op, a))),
        st.tuples(st.sampled_from(["min", "max"]), st.lists(inner, min_size=2, max_size=3)).map(
            lambda t: _apply(t[0], *t[1])
        ),
        st.tuples(st.sampled_from(["//", "%", "/"]), inner, st.one_of(divisors, linear_numbers())).map(_quotient),
        st.tuples(inner, st.sampled_from([2, 3])).map(lambda t: _apply("**", t[0], num(t[1]))),
        st.tuples(tests, inner, inner).map(lambda t: choose(*t)),
        st.tuples(NAMES, st.lists(inner, min_size=3, max_size=3)).map(
            lambda t: Element((var(t[0]),), ((0,), (1,), (2,)), tuple(t[1]))
        ),
        st.tuples(NAMES, NAMES, st.lists(FACTORS, min_size=4, max_size=4)).map(
            lambda t: Element(
                (var(t[0]), var(t[1])), ((0, 0), (0, 1), (1, 0), (2, 1)), tuple(constant(value) for value in t[2])
            )
        ),
        tests.map(lambda tree: add([tree])),
    )


def _product(left: Tree, right: Tree) -> Tree:
    for one, other in ((left, right), (right, left)):
        found = value_of(one)
        if found is not None:
            return scaled(other, found)
    return apply("*", (left, right))


def _quotient(parts: tuple[str, Tree, Tree]) -> Tree:
    operation, left, right = parts
    found = value_of(right)
    if found == 0:
        return left
    if operation == "/" and found is not None:
        return scaled(left, 1 / found)
    return _apply(operation, left, right)


WHOLE = st.sampled_from(list(BOXES)).map(var)


def conditions(depth: int) -> st.SearchStrategy[Tree]:
    body = numbers(depth)
    comparisons = st.tuples(st.sampled_from(["<=", "==", "!=", "<", ">="]), body, PLACES).map(
        lambda t: relation(t[0], t[1], constant(t[2]))
    )
    if depth == 0:
        return comparisons
    inner = st.deferred(lambda: conditions(depth - 1))
    some = st.lists(inner, min_size=2, max_size=3)
    few = st.lists(WHOLE, min_size=2, max_size=4)
    return st.one_of(
        comparisons,
        some.map(conjunction),
        some.map(disjunction),
        inner.map(negation),
        st.tuples(inner, inner).map(lambda t: equivalent(*t)),
        st.tuples(inner, inner).map(lambda t: negation(equivalent(*t))),
        st.tuples(NAMES, NAMES, st.booleans()).map(
            lambda t: _negated(Among((var(t[0]), var(t[1])), _rows((0, 1), (2, 2), (1, 1), (-1, 1))), t[2])
        ),
        st.tuples(numbers(depth - 1).filter(_open), st.booleans()).map(
            lambda t: _negated(Among((t[0],), _rows((0,), (2,), (5,))), t[1])
        ),
        st.tuples(
            st.sampled_from(["all_different", "all_equal", "increasing", "strictly_increasing"]), few, st.booleans()
        ).map(lambda t: _negated(Global(t[0], (tuple(t[1]),)), t[2])),
        st.tuples(st.sampled_from(["lex_less", "lex_lesseq"]), few, few, st.booleans()).map(
            lambda t: _negated(Global(t[0], (tuple(t[1]), tuple(t[2]))), t[3])
        ),
        st.tuples(few, WHOLE, st.booleans()).map(
            lambda t: _negated(Global("global_cardinality", (tuple(t[0]), (num(1), num(2)), (t[1], num(1)))), t[2])
        ),
    )


def _negated(tree: Tree, whether: bool) -> Tree:
    return Negation(tree) if whether else tree


def _rows(*rows: Sequence[int]) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(map(Fraction, row)) for row in rows)


__all__ = [
    "BOXES",
    "Apply",
    "Linear",
    "columns_of",
    "conditions",
    "linear_numbers",
    "make_instance",
    "num",
    "numbers",
    "points",
    "var",
]
