from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelwright.errors import ExpressionError
from modelwright.model.expressions import (
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
    format_expression,
    format_quantifiers,
    parse_expression,
    parse_quantifiers,
)

NAMES = st.sampled_from(["x", "y", "cost", "a1", "long_name"])
NUMBERS = st.decimals(min_value=0, max_value=10**6, places=3).map(lambda d: Number(Fraction(d)))
MEMBERS = st.one_of(
    st.text(alphabet=st.characters(exclude_characters="\n", exclude_categories=["Cs", "Cc"]), max_size=5).map(Text),
    st.integers(0, 9).map(lambda n: Number(Fraction(n))),
    NAMES.map(Name),
)


def _numbers(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=4)
    return st.one_of(
        st.builds(Neg, inner.filter(lambda n: not isinstance(n, Number))),
        several.map(lambda t: Add(_flat(t, Add, "terms"))),
        several.map(lambda f: Mul(_flat(f, Mul, "factors"))),
        st.builds(Div, inner, inner),
        st.builds(FloorDiv, inner, inner),
        st.builds(Mod, inner, inner),
        st.builds(Power, inner, inner),
        st.builds(lambda a, b, c, d: IfElse(a, Compare((b, c), ("<=",)), d), inner, inner, inner, inner),
        st.builds(lambda body, i, s: Sum(body, (Generator((i,), s),)), inner, NAMES, NAMES),
        st.builds(
            lambda body, s, k: Call("max", (Comprehension(body, (Generator(("i", "j"), s, None, (k,)),)),)),
            inner,
            NAMES,
            MEMBERS,
        ),
        st.builds(lambda a, b: Call("min", (a, b)), inner, inner),
        st.builds(lambda a: Index("x", (Call("prev", (Name("t"),), (("initial", a),)),)), inner),
        st.builds(lambda a, b: Call("all_equal", (Listing((a, b)),)), inner, inner),
    )


def _flat(parts: list[Node], kind: type, field: str) -> tuple[Node, ...]:
    """The parser flattens a sum or product at the head of another, so the strategy does too."""
    head, *rest = parts
    return (*getattr(head, field), *rest) if isinstance(head, kind) else tuple(parts)


ATOMS = st.one_of(
    NUMBERS, NAMES.map(Name), st.builds(Index, NAMES, st.lists(MEMBERS, min_size=1, max_size=3).map(tuple))
)
EXPRESSIONS = st.recursive(ATOMS, _numbers, max_leaves=20)
COMPARISONS = st.builds(
    lambda a, op, b: Compare((a, b), (op,)),
    EXPRESSIONS,
    st.sampled_from(["<=", ">=", "==", "<", ">", "!="]),
    EXPRESSIONS,
)
MEMBERSHIPS = st.one_of(
    st.builds(lambda a, b, s: In(Tuple((a, b)), Name(s)), EXPRESSIONS, EXPRESSIONS, NAMES),
    st.builds(lambda a, k: In(a, Index("covers", (k,))), EXPRESSIONS, MEMBERS),
    st.builds(lambda a, b, c: In(a, Listing((b, c))), EXPRESSIONS, NUMBERS, NUMBERS),
)
CONDITIONS = st.recursive(
    st.one_of(COMPARISONS, MEMBERSHIPS),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda o: Logic("and", _joined(o, "and"))),
        st.lists(inner, min_size=2, max_size=3).map(lambda o: Logic("or", _joined(o, "or"))),
    ),
    max_leaves=5,
)


def _joined(operands: list[Node], op: str) -> tuple[Node, ...]:
    return tuple(Not(o) if isinstance(o, Logic) and o.op == op else o for o in operands)


@settings(max_examples=400)
@given(st.one_of(EXPRESSIONS, CONDITIONS))
def test_printed_expressions_parse_back(node: Node) -> None:
    assert parse_expression(format_expression(node)) == node


@given(st.text(max_size=60))
def test_any_text_gives_a_tree_or_our_error(text: str) -> None:
    error = None
    try:
        node = parse_expression(text)
    except ExpressionError as caught:
        error = caught
    if error is None:
        assert parse_expression(format_expression(node)) == node
    else:
        assert error.code
        assert 0 <= error.start <= error.end <= len(text)


@pytest.mark.parametrize(
    ("text", "code", "piece"),
    [
        ("", "empty-expression", ""),
        ("x +", "syntax", ""),
        ("x = 3", "syntax", "="),
        ("smu(x for i in I)", "unknown-function", "smu"),
        ("__import__('os')", "unknown-function", "__import__"),
        ("x.real", "syntax", "."),
        ("nan", "invalid-number", "nan"),
        ("1e999", "invalid-number", "1e999"),
        ("x if y", "syntax", ""),
        ("sum(x)", "call-arity", "sum"),
        ("max()", "call-arity", "max"),
        ("abs(x, y)", "call-arity", "abs"),
        ("prev(t, start=3)", "syntax", "start"),
        ("x <= 3 in I", "syntax", "in"),
        ("x in 3", "syntax", "3"),
        ("max(x, y for y in I)", "syntax", "for"),
        ("x[1", "syntax", ""),
        ("x ? y", "syntax", "?"),
        ("lambda", "syntax", "lambda"),
        ("(" * 10_000 + "x" + ")" * 10_000, "expression-depth", "("),
        ("-" * 10_000 + "x", "expression-depth", "-"),
        ("x/" * 10_000 + "x", "expression-depth", "/"),
        ("x" * 300_000, "expression-size", ""),
        ("x " * 60_000, "expression-size", ""),
    ],
)
def test_errors_name_the_piece(text: str, code: str, piece: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert (caught.value.code, caught.value.piece) == (code, piece)


def test_a_long_flat_sum_is_one_level() -> None:
    node = parse_expression("+".join(["x"] * 10_000))
    assert isinstance(node, Add)
    assert len(node.terms) == 10_000
    assert parse_expression(format_expression(node)) == node


def test_precedence() -> None:
    assert format_expression(parse_expression("a-(b-c)*2/d")) == "a - (b - c) * 2 / d"
    assert format_expression(parse_expression("not (a<b and c<d) or e<f")) == "not (a < b and c < d) or e < f"


def test_spans_point_into_the_text() -> None:
    text = "2 * cost[i] <= budget"
    node = parse_expression(text)
    assert isinstance(node, Compare)
    left, right = node.operands
    assert text[left.start : left.end] == "2 * cost[i]"
    assert text[right.start : right.end] == "budget"


def test_quantifiers() -> None:
    generators = parse_quantifiers("i in PLANTS, t in WEEKS if t > 1")
    assert [(g.id, g.set) for g in generators] == [("i", "PLANTS"), ("t", "WEEKS")]
    assert parse_quantifiers(format_quantifiers(generators)) == generators
    assert parse_quantifiers("  ") == ()
    with pytest.raises(ExpressionError):
        parse_quantifiers("i of PLANTS")
