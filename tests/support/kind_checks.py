"""What must hold of every kind of rows on flows, times and lists; `CHECKS` are called with the kind."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from fractions import Fraction

from support.rows import labels_read, plain, samples, slots_of, workshop

from modelwright.model.canonical import dump_model, load_model
from modelwright.model.elements import Key, Variable
from modelwright.model.english import plural
from modelwright.model.exact.evaluator import Evaluator
from modelwright.model.exact.forms import Column
from modelwright.model.exact.points import holds
from modelwright.model.expressions import parse_expression
from modelwright.model.templates import CATALOGUE
from modelwright.model.templates.base import ConstraintBase
from modelwright.model.validation import validate
from modelwright.model.words import Words


def samples_mean_what_they_say(kind: type[ConstraintBase]) -> None:
    rows = set()
    for model in samples(kind, 50):
        row = model.constraints[0]
        text = row.to_expression()
        assert parse_expression(text) == row.to_node()
        slots = kind.match(parse_expression(text), model)
        assert slots is not None, text
        assert plain(slots) == slots_of(row)
        assert next(k for k in CATALOGUE if k.match(row.to_node(), model) is not None) is kind
        rows.add((row.for_each, text))
    assert len(rows) >= 2


def samples_survive_json(kind: type[ConstraintBase]) -> None:
    for model in samples(kind, 50, seed=1):
        assert load_model(dump_model(model)) == model


def samples_are_valid(kind: type[ConstraintBase]) -> None:
    for model in samples(kind, 50, seed=2):
        assert [str(f) for f in validate(model) if f.severity != "warning"] == []


def samples_read_back(kind: type[ConstraintBase]) -> None:
    for model in samples(kind, 50, seed=3):
        row, words = model.constraints[0], Words(model)
        sentence, negation = row.sentence(words), row.negation(words)
        assert sentence != negation
        for label in labels_read(model):
            said = (label, plural(label))
            assert any(words in sentence for words in said), sentence
            assert any(words in negation for words in said), negation


def the_documented_example(kind: type[ConstraintBase]) -> None:
    model = workshop(kind)
    row = model.constraints[0]
    assert set(kind.documentation.slots) <= set(kind.model_fields)
    assert set(kind.documentation.example) <= set(kind.documentation.slots) | {"for_each"}
    slots = kind.match(row.to_node(), model)
    assert slots is not None
    assert plain(slots) == slots_of(row)
    assert [str(f) for f in validate(model) if f.severity != "warning"] == []


def rows_of_other_shapes_do_not_match(kind: type[ConstraintBase]) -> None:
    others = ["fee <= 3", "fee + choice >= 2", "fee == 2 * choice", "forall(queen[i] >= 1 for i in PLACES)"]
    for text in others:
        assert kind.match(parse_expression(text), workshop(kind)) is None


def samples_can_be_kept_and_broken(kind: type[ConstraintBase]) -> None:
    """Most samples have points that keep the row and points that break it."""
    mixed = 0
    for model in samples(kind, 12, seed=4):
        evaluator = Evaluator(model)
        conditions = [tree for _, tree in evaluator.rows_of(model.constraints[0])]
        held = {all(holds(condition, point) for condition in conditions) for point in points(evaluator)}
        mixed += held == {True, False}
    assert mixed >= 6


def points(evaluator: Evaluator, most: int = 2500) -> Iterator[dict[Column, Fraction]]:
    """Every point within the bounds and domains of the Model, the rows left aside."""
    places = [
        _values(evaluator, variable, key)
        for variable in evaluator.model.variables
        for key in evaluator.columns(variable)
    ]
    assert math.prod(map(len, places)) <= most
    for chosen in itertools.product(*places):
        yield {column: value for part in chosen for column, value in part.items()}


def _values(evaluator: Evaluator, variable: Variable, key: Key) -> list[dict[Column, Fraction]]:
    parts = evaluator.parts(variable, key)
    ranges = []
    for low, high in parts.values():
        assert low is not None
        assert high is not None
        ranges.append([Fraction(value) for value in range(math.ceil(low), math.floor(high) + 1)])
    structure = evaluator.structure(variable, key)
    found = (dict(zip(parts, values, strict=True)) for values in itertools.product(*ranges))
    return [part for part in found if all(holds(tree, part) for tree in structure)]


CHECKS = (
    samples_mean_what_they_say,
    samples_survive_json,
    samples_are_valid,
    samples_read_back,
    the_documented_example,
    rows_of_other_shapes_do_not_match,
    samples_can_be_kept_and_broken,
)
