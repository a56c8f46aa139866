"""Our own problems: the best reading is the model a careful reader would write, rows and objective alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from judging import CASES, Case, read_model, wanted_model

from modelwright.agent.formulation.embedded import read

KNOWN = {"airline", "c12", "c13", "y3", "y5", "y6", "z8"}


@pytest.mark.parametrize(
    "case",
    [pytest.param(c, id=c.id, marks=pytest.mark.xfail(reason="not read yet") if c.id in KNOWN else ()) for c in CASES],
)
def test_model(case: Case) -> None:
    best = read(case.text).best
    assert best is not None
    assert read_model(best, case.names) == wanted_model(case)


def test_spans_quote_the_text() -> None:
    for case in CASES:
        found = read(case.text)
        for reading in found.readings[:1]:
            for row in reading.rows:
                assert row.span.of(case.text).strip()
            for number in found.numbers:
                assert number.span.of(case.text) == number.text


def test_every_number_is_in_the_ledger() -> None:
    for case in CASES:
        found = read(case.text)
        for reading in found.readings:
            assert {u.number for u in reading.uses} == {n.id for n in found.numbers}


def test_golden_json() -> None:
    """The whole answer for one text, numbers and ledger included; rewrite the file when a change is meant."""
    case = next(c for c in CASES if c.id == "joinery")
    wanted = json.loads(Path(__file__).with_name("golden_joinery.json").read_text(encoding="utf-8"))
    found = read(case.text).to_json()
    assert found["numbers"] == wanted["numbers"]
    assert found["readings"][0] == wanted["readings"][0]
