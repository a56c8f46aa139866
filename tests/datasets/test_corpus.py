"""The corpus: problems in our own words whose reference Models are right."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from support.benchmark_data import benchmarks

from modelwright.model.canonical import model_from_object
from modelwright.model.validation import validate
from modelwright.solvers import solve_model

FAMILIES = {"production", "diet", "blending", "transport", "staffing", "farming", "health", "energy"}
RECORDS: list[dict[str, Any]] = [
    json.loads(line)
    for path in sorted(files("modelwright.datasets").joinpath("problems").iterdir(), key=lambda p: p.name)
    for line in path.read_text("utf-8").splitlines()
]


def test_forty_problems_in_eight_families() -> None:
    assert Counter(r["meta"]["family"] for r in RECORDS) == dict.fromkeys(FAMILIES, 5)
    assert len({r["id"] for r in RECORDS}) == 40
    senses = Counter(r["reference_model"]["objectives"][0]["sense"] for r in RECORDS)
    assert min(senses["min"], senses["max"]) >= 15
    assert {len(r["reference_model"]["variables"]) for r in RECORDS} == {2, 3, 4, 5, 6}


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r["id"])
def test_the_reference_model_has_the_answer(record: dict[str, Any]) -> None:
    model = model_from_object(record["reference_model"])
    assert [f for f in validate(model) if f.severity != "warning"] == []
    assert model.statements[0].text == record["question"]
    solved = solve_model(model)
    assert solved.status == "optimal"
    assert solved.objective == pytest.approx(record["answer"], rel=1e-9)


def _shingles(text: str, size: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z]+", text.lower())
    return {tuple(words[k : k + size]) for k in range(len(words) - size + 1)}


def test_no_problem_is_taken_from_a_benchmark() -> None:
    theirs: set[tuple[str, ...]] = set()
    for path in sorted(Path(benchmarks()).glob("**/*.jsonl")):
        if "upstream" in path.parts:
            continue
        for line in path.read_text("utf-8").splitlines():
            theirs |= _shingles(json.loads(line).get("question", ""))
    shared = {r["id"]: _shingles(r["question"]) & theirs for r in RECORDS}
    assert {k: v for k, v in shared.items() if v} == {}
