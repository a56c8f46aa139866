"""Every syntax tree prints and reads back; so do the quantifiers of rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trees import GENERATORS, NODES

from modelwright.model.expressions import format_expression, format_quantifiers, parse_expression, parse_quantifiers
from modelwright.model.expressions.nodes import Generator, Node, children, names_in

MANY = settings(max_examples=4000, deadline=None, suppress_health_check=list(HealthCheck))
KINDS = {kind.__name__ for kind in Node.__args__}


@MANY
@given(NODES)
def test_a_printed_tree_is_read_back(node: Node) -> None:
    text = format_expression(node)
    again = parse_expression(text)
    assert again == node, text
    assert format_expression(again) == text
    assert hash(again) == hash(node)


@MANY
@given(NODES)
def test_spans_lie_within_each_other_and_in_the_text(node: Node) -> None:
    text = format_expression(node)
    stack = [parse_expression(text)]
    assert (stack[0].start == 0) or text[: stack[0].start].strip("(") == ""
    while stack:
        here = stack.pop()
        assert 0 <= here.start < here.end <= len(text)
        for part in children(here):
            assert here.start <= part.start < part.end <= here.end, (text, here, part)
            stack.append(part)


@MANY
@given(GENERATORS)
def test_printed_quantifiers_are_read_back(generators: tuple[Generator, ...]) -> None:
    *first, last = generators
    generators = (*(replace(generator, condition=None) for generator in first), last)
    assert parse_quantifiers(format_quantifiers(generators)) == generators


def test_the_trees_are_of_every_node() -> None:
    found: Counter[str] = Counter()

    @settings(MANY, max_examples=400, derandomize=True, database=None)
    @given(NODES)
    def note(node: Node) -> None:
        stack = [node]
        while stack:
            here = stack.pop()
            found[type(here).__name__] += 1
            stack.extend(children(here))

    note()
    assert set(found) == KINDS
    assert min(found.values()) >= 5, found


@MANY
@given(NODES, st.sampled_from([" ", "  ", "\t"]))
def test_space_between_tokens_means_nothing(node: Node, space: str) -> None:
    text = format_expression(node)
    if '"' not in text and "\\" not in text:
        assert parse_expression(text.replace(" ", space)) == node
    assert list(names_in(parse_expression(text))) == list(names_in(node))
