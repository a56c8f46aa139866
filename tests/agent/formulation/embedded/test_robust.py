"""Any text is read without an error, within the caps, the same way each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import CASES

from modelwright.agent.formulation.embedded import Limits, confidence, questions, read
from modelwright.agent.formulation.embedded.assemble import hypotheses
from modelwright.agent.formulation.embedded.doc import build_doc
from modelwright.agent.formulation.embedded.goal import find_goals
from modelwright.agent.formulation.embedded.score import price
from modelwright.agent.formulation.embedded.variables import candidates

WORDS = st.sampled_from(
    "each per a of and or , . ; : at least most 5 10% $3 twice half kites flags hours cost profit maximize minimize "
    "needs has the respectively from to between A B 1 two more than as many while because both total "
    "( ) - % / x1 one".split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60))
def test_word_salad(words: list[str]) -> None:
    found = read(" ".join(words))
    questions(found)
    assert 0.0 <= confidence(found) <= 1.0
    json.dumps(found.to_json())


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    found = read(text)
    questions(found)
    assert found.text == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_text"),
        ("  \n ", "empty_text"),
        ("3 4 5", "numbers_only"),
        ("Hello there.", "no_decision"),
        ("Hi.", "no_numbers"),
    ],
)
def test_problems_say_why(text: str, code: str) -> None:
    found = read(text)
    assert code in {p.code for p in found.problems}
    assert questions(found)


def test_long_text_is_capped() -> None:
    text = "Each kite needs 3 hours and each drum needs 4 hours of work. " * 3400
    start = time.process_time()
    found = read(text[:200_000])
    assert time.process_time() - start < 20
    assert "too_long" in {p.code for p in found.problems}
    assert len(found.numbers) <= Limits().numbers


def test_caps_hold() -> None:
    limits = Limits()
    for case in CASES:
        doc = build_doc(case.text, limits.tokens, limits.numbers)
        found = candidates(doc, limits.candidates)
        assert len(found) <= limits.candidates == 8
        pool = hypotheses(doc, found, find_goals(doc), limits)
        assert len(pool) <= limits.hypotheses == 200
        assert len(price(pool, limits)) <= limits.solves == 24
        assert len(read(case.text).readings) <= limits.readings == 6


def test_same_under_other_hash_seeds() -> None:
    code = (
        "import sys, json; sys.path.insert(0, sys.argv[1])\n"
        "from judging import CASES\n"
        "from modelwright.agent.formulation.embedded import read\n"
        "print(json.dumps([read(c.text).to_json() for c in CASES[:40]]))"
    )
    here = os.path.dirname(__file__)
    outputs = []
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", code, here], env=env, capture_output=True, text=True, check=True)
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]


def test_import_is_light() -> None:
    code = (
        "import sys; import modelwright.agent.formulation; before = set(sys.modules)\n"
        "import modelwright.agent.formulation.embedded, modelwright.agent.formulation.embedded.reading\n"
        "print([m for m in ('numpy', 'highspy', 'pydantic') if m in set(sys.modules) - before])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
