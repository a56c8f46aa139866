from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from support.models import SHOP, changed, shop
from support.rich import RICH

from modelwright.errors import InputError, LimitError, ModelError, ModelwrightError, VersionError
from modelwright.model.canonical import dump_model, load_model, model_from_object, model_hash, model_schema
from modelwright.model.render.latex import to_latex
from modelwright.model.render.markdown import to_markdown
from modelwright.model.templates import CATALOGUE, ConstraintBase
from modelwright.model.text import parse_model, print_model


def test_json_round_trip_is_byte_for_byte() -> None:
    text = dump_model(shop())
    assert dump_model(load_model(text)) == text
    assert load_model(text.encode()) == shop()
    assert len(model_hash(shop())) == 64


def test_text_round_trip() -> None:
    text = print_model(shop())
    assert parse_model(text) == shop()
    assert print_model(parse_model(text)) == text
    assert "constraint wood_use: resource: 5 * chairs + sum(" in text
    assert str(shop()) == text


@pytest.mark.parametrize("name", RICH)
def test_the_whole_language_round_trips(name: str) -> None:
    model = model_from_object(RICH[name])
    assert load_model(dump_model(model)) == model
    assert dump_model(load_model(dump_model(model))) == dump_model(model)
    text = print_model(model)
    assert parse_model(text) == model
    assert print_model(parse_model(text)) == text
    assert "\nelement " not in text


@pytest.mark.parametrize("kind", CATALOGUE, ids=lambda c: c.__name__)
def test_every_kind_of_row_has_a_line(kind: type[ConstraintBase]) -> None:
    for seed in range(8):
        model = model_from_object(kind.sample(random.Random(seed)))
        text = print_model(model)
        assert parse_model(text) == model
        assert load_model(dump_model(model)) == model
        assert "\nelement " not in text, text


def test_lines_of_the_whole_language() -> None:
    text = "\n".join(print_model(model_from_object(document)) for document in RICH.values())
    for line in (
        'set ARCS = {("mill", "depot"), ("depot", "shop"), ("mill", "shop")}',
        "set PAIRS = {(a, b) for a in NODES, b in NODES if a != b}",
        "set ROWS = 1..n",
        'parameter covers[TOWNS] of SITES = {["ash"]: [1, 2], ["elm"]: [2, 3], ["oak"]: [3, 4]}',
        "variable job[JOBS]: interval size hours[j] >= 0 <= horizon for j in JOBS",
        "variable rework: interval size 2 optional >= 0 <= 24",
        "variable pick: one of {1, 3, 4}",
        "definition held = sum(stock[t] for t in WEEKS)",
        "output begin: list = start(job[j]) for j in JOBS",
        "output chosen: members from 1 = built[k] for k in SITES",
        "test nothing: optimal",
        "  penalty 3",
        'time_unit "hour"',
    ):
        assert f"\n{line}\n" in text, line


@pytest.mark.parametrize(
    "change",
    [
        ("variables/0/domain", {"form": "choice", "members": [1, 3]}),
        ("variables/0/domain", {"form": "interval", "least": "2", "optional": True}),
        ("variables/0/domain", {"form": "interval", "size": "2 >= 3"}),
        ("sets/0/content", {"form": "columns", "table": "t", "columns": ["a", 'b " c']}),
        ("sets/0/content", {"form": "members", "members": []}),
        ("sets/0/content", {"form": "members", "members": [["a", 1], ["b for x in Y", 2]]}),
        ("sets/0/content", {"form": "selected", "item": "a for", "over": "for in"}),
        ("sets/1/content", {"form": "range", "first": "2 * n", "last": "3"}),
        (
            "parameters/0",
            {"name": "c", "members_of": "SITES", "value": {"form": "known_sets", "entries": [[[], ["north"]]]}},
        ),
        (
            "parameters/0",
            {"name": "c", "members_of": "SITES", "value": {"form": "bound_sets", "table": "t", "member": "m"}},
        ),
        ("constraints/0/enforce", {"form": "penalty", "weight": "3", "unit": "$"}),
        ("constraints/0/negotiable", "no"),
        ("outputs", [{"name": "o", "expression": "sum(x for i in I)", "report_as": "a b"}]),
        ("tests", [{"name": "t", "expect": "infeasible", "given": [{"element": "wood", "value": "1/3"}]}]),
        ("time_unit", "hour"),
        ("variables/0/domain", {"form": "missing", "slot": "domain of chairs"}),
        ("objectives/0/sense", {"form": "missing", "slot": "direction"}),
        ("objectives/0/expression", {"form": "missing", "slot": "goal"}),
        ("constraints/0/limit", {"form": "missing", "slot": "limit"}),
        ("parameters/0/value", {"form": "missing", "slot": "price", "unit": "$"}),
        ("parameters/0/value", {"form": "bound", "table": "t", "value": "v", "default": "0.5"}),
        ("sets/0/content", {"form": "column", "table": "a b", "column": 'c " d'}),
        ("sets/0/content", {"form": "members", "members": ['a "q"', "b, c", "é}"]}),
        ("label", 'two\nlines " and quotes'),
        ("statements/0/text", 'He said "no" "yes", then left'),
        ("constraints/7/expression", "1<=tables  <= 90"),
        ("constraints/7/expression", "not parseable ]["),
        ("constraints/4/offset", None),
        ("parameters/0/label", "= for <= x"),
    ],
)
def test_text_form_loses_nothing(change: tuple[str, Any]) -> None:
    model = shop(change)
    assert parse_model(print_model(model)) == model
    assert load_model(dump_model(model)) == model


def test_the_published_schema_is_that_of_the_document() -> None:
    schema = model_schema()
    assert schema["title"] == "Model"
    published = Path(__file__).resolve().parents[2] / "docs" / "model.schema.json"
    assert json.loads(published.read_text("utf-8")) == schema  # made by json.dumps(model_schema(), indent=1)


@pytest.mark.parametrize(
    ("text", "error", "code"),
    [
        ("", InputError, "not-json"),
        ("[1]", InputError, "not-a-model"),
        ('{"format": "other"}', InputError, "not-a-model"),
        ('{"format": "modelwright/model", "version": 2}', VersionError, "newer-format"),
        ('{"format": "modelwright/model", "version": "1"}', InputError, "not-a-model"),
        ('{"format": "modelwright/model", "version": 1, "x": NaN}', ModelError, "invalid-number"),
        ('{"format": "modelwright/model", "version": 1, "x": 1}', ModelError, "unknown-field"),
        ('{"a": 1, "a": 2}', InputError, "not-json"),
        ('{"format": 1e9990000000000000000000000000000}', InputError, "not-json"),
        ('{"format": "modelwright/model", "version": 1, "tests": [1e9999]}', InputError, "not-json"),
        ("[" * 100_000, LimitError, "json-depth"),
        (b"\xff\xfe", InputError, "not-text"),
    ],
)
def test_documents_that_are_refused(text: str | bytes, error: type[ModelwrightError], code: str) -> None:
    with pytest.raises(error) as caught:
        load_model(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("path", "value", "code", "pointer"),
    [
        ("parameters/0/value/number", 0.5, "invalid-number", "/parameters/0/value/number"),
        ("parameters/0/value/number", "inf", "invalid-number", "/parameters/0/value/number"),
        ("constraints/0/kind", "zork", "invalid-field", "/constraints/0"),
        ("constraints/0/terms/0/zork", 1, "unknown-field", "/constraints/0/terms/0/zork"),
        ("variables/0/domain", "whole", "invalid-field", "/variables/0/domain"),
        ("variables/0/name", 3, "invalid-field", "/variables/0/name"),
    ],
)
def test_field_errors_have_pointers(path: str, value: Any, code: str, pointer: str) -> None:
    with pytest.raises(ModelError) as caught:
        model_from_object(changed((path, value)))
    found = {(f.code, f.place.pointer) for f in caught.value.findings}
    assert any(c == code and p.startswith(pointer) for c, p in found), found


def test_all_field_errors_at_once() -> None:
    document = changed(("parameters/0/value/number", "x"), ("variables/0/domain", "y"))
    with pytest.raises(ModelError) as caught:
        model_from_object(document)
    assert {f.place.pointer for f in caught.value.findings} >= {"/parameters/0/value/number"}
    assert len(caught.value.findings) >= 2


def test_a_float_in_json_is_read_as_written() -> None:
    text = json.dumps(SHOP).replace('"number": "45"', '"number": 0.1')
    assert load_model(text).parameters[0].value.number * 10 == 1  # type: ignore[union-attr]


def test_renderings_hold_every_element() -> None:
    latex, markdown = to_latex(shop()), to_markdown(shop())
    assert latex.count(r"\begin{align*}") == 1
    assert r"\sum_{" in latex
    assert r"\text{maximise}" in latex
    for constraint in shop().constraints:
        assert constraint.shown.replace("_", " ") in latex.replace(r"\_", " ")
    assert "| price of a chair | $45 |" in markdown
    assert "chairs: at least 33.333333% of chairs and tables" in markdown.replace("33.3333%", "33.333333%")
