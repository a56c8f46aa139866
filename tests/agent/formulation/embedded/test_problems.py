"""Our own problems: the best reading is the model a careful reader would write, rows and objective alike."""

from __future__ import annotations

import pytest
from judging import CASES, Case, read_model, wanted_model

from modelwright.agent.formulation.embedded import read

KNOWN = {"a4", "airline", "c12", "c13", "shifts", "z8"}


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
