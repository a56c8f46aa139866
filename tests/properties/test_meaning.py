"""The exact evaluator means what a direct reading of the expressions means, at random points."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

import pytest
from instances import KINDS, small_model
from interpreter import Interpreter, NoValueError
from support.models import SHOP
from support.rich import RICH

from modelwright.model.canonical import model_from_object
from modelwright.model.document import Model
from modelwright.model.elements import Interval, Key, Variable
from modelwright.model.exact import Column, Evaluator, evaluate, holds
from modelwright.model.exact.fold import Undefined
from modelwright.model.expressions import Node, parse_expression, parse_quantifiers

POINTS = 12
Point = dict[Column, Fraction]


def points(model: Model, rng: random.Random) -> Iterator[Point]:
    """Random points within the bounds; from 0 or the lower bound up to 9 more where there are none."""
    evaluator = Evaluator(model)
    variables = sorted(model.variables, key=lambda variable: isinstance(variable.domain, Interval))
    for _ in range(POINTS):
        point: Point = {}
        for variable in variables:
            for key in evaluator.columns(variable):
                _place(evaluator, variable, key, point, rng)
        yield point


def _place(evaluator: Evaluator, variable: Variable, key: Key, point: Point, rng: random.Random) -> None:
    """Draw a decision; parts of an interval until they fit each other."""
    parts = evaluator.parts(variable, key)
    ends = [
        (int(low) if low is not None else 0, int(high) if high is not None else None) for low, high in parts.values()
    ]
    fitting = evaluator.structure(variable, key) if isinstance(variable.domain, Interval) else ()
    for _ in range(200):
        drawn = [Fraction(rng.randint(low, low + 9 if high is None else high)) for low, high in ends]
        if len(drawn) == 4:
            drawn[2] = drawn[0] + drawn[1]
        point |= dict(zip(parts, drawn, strict=True))
        if all(holds(tree, point) for tree in fitting):
            return
    raise AssertionError(f"{variable.name} fits nowhere")


def agree(model: Model, rng: random.Random) -> tuple[int, int]:
    """Compare every row and objective of `model`; how many rows held, and how many did not."""
    evaluator = Evaluator(model)
    kept = broken = 0
    for point in points(model, rng):
        at = Interpreter(model, point)
        for constraint in model.constraints:
            node = constraint.to_node()
            bindings = list(at.bindings(parse_quantifiers(constraint.for_each), {}))
            trees = list(evaluator.rows_of(constraint))
            assert [{name: member for name, (member, _) in b.items()} for b in bindings] == [b for b, _ in trees]
            for binding, (_, tree) in zip(bindings, trees, strict=True):
                found = at.holds(node, binding)
                assert found == holds(tree, point), (constraint.to_expression(), binding, point)
                kept, broken = kept + found, broken + (not found)
        for objective in model.objectives:
            if isinstance(objective.expression, str):
                same_value(at, evaluator, parse_expression(objective.expression), point)
        for definition in model.definitions:
            if not definition.index:
                same_value(at, evaluator, parse_expression(definition.name), point)
    return kept, broken


def same_value(at: Interpreter, evaluator: Evaluator, node: Node, point: Point) -> None:
    try:
        wanted = at.number(node, {})
    except NoValueError:
        wanted = None
    try:
        found = evaluate(evaluator.tree(node, {}), point)
    except Undefined:
        found = None
    assert found == wanted, (node, point)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_every_kind(kind: str) -> None:
    rng = random.Random(kind)
    kept = broken = 0
    for k in range(12):
        more = agree(small_model(random.Random(f"meaning/{k}/{kind}"), kind).reference, rng)
        kept, broken = kept + more[0], broken + more[1]
    assert kept >= 20, (kept, broken)
    assert broken >= 20, (kept, broken)


@pytest.mark.parametrize("document", [SHOP, *RICH.values()], ids=lambda document: document["name"])
def test_models_of_the_whole_language(document: dict[str, object]) -> None:
    kept, broken = agree(model_from_object(document), random.Random(1))
    assert kept + broken >= 12
