"""The figures that the project promises, measured anew; totals alone are looked at."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from support.benchmark_data import benchmarks

from modelwright.agent.formulation import formulator
from modelwright.api import solve
from modelwright.datasets.catalog import corpus_files
from modelwright.errors import FormulationFailed
from modelwright.evals.metrics.optimal_value import matches
from modelwright.evals.metrics.variants import Variant, optimum
from modelwright.model.canonical import model_from_object
from modelwright.model.sources import Statement
from modelwright.solvers.equivalence import same_model

CORPUS: list[dict[str, Any]] = [
    json.loads(line) for path in corpus_files() for line in path.read_text("utf-8").splitlines()
]
DIFFERENT: dict[str, str] = {}
"""Problems whose formulated Model differs from the reference, with what explains it."""


@pytest.mark.parametrize("record", CORPUS, ids=lambda r: r["id"])
def test_the_engine_is_right_on_our_corpus(record: dict[str, Any]) -> None:
    answer = solve(record["question"], assume=True)
    assert answer.objective == pytest.approx(record["answer"], rel=1e-6)
    difference = same_model(answer.model, model_from_object(record["reference_model"]))
    assert (difference is not None) == (record["id"] in DIFFERENT), difference


def _matches(record: dict[str, Any]) -> bool:
    """Whether the optimum, or that of all-integer or all-continuous decisions, is one of the published ones."""
    try:
        model = formulator().formulate([Statement(id="s1", text=record["question"])]).model
    except FormulationFailed:
        return False
    found = [optimum(model, variant, None) for variant in get_args(Variant)]
    return any(matches(value, truth) for value in found for truth in (record["answer_lp"], record["answer_int"]))


def test_nl4opt_dev() -> None:
    path = benchmarks() / "nl4opt" / "dev.jsonl"
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    finite = [r for r in records if isinstance(r["answer_lp"], int | float)]
    assert len(finite) == 90
    assert sum(map(_matches, finite)) >= 62
