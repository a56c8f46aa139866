"""Nonlinear items of OptiBench, written by hand: solved and compared with the published value."""

from __future__ import annotations

import importlib.util
import json
import re
from fractions import Fraction
from typing import Any

import pytest
from optibench_models import MODELS
from support.benchmark_data import benchmarks

from modelwright.api import run
from modelwright.model.validation import validate
from modelwright.solvers import Options

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_WITHIN = Fraction(1, 100_000)

needs_scip = pytest.mark.skipif(importlib.util.find_spec("pyscipopt") is None, reason="needs the extra `scip`")


@pytest.fixture(scope="module")
def items() -> dict[str, dict[str, Any]]:
    path = benchmarks() / "optibench" / "items.jsonl"
    return {item["id"]: item for item in map(json.loads, path.read_text("utf-8").splitlines())}


def numbers(question: str) -> list[Fraction]:
    """The numbers in the words, in order."""
    return [Fraction(found.replace(",", "")) for found in _NUMBER.findall(question)]


@needs_scip
@pytest.mark.parametrize("name", MODELS)
def test_the_published_value_is_found(items: dict[str, dict[str, Any]], name: str) -> None:
    item = items[name]
    model = MODELS[name](numbers(item["question"])).model()
    assert not [finding for finding in validate(model) if finding.severity == "error"]
    answer = run(model, options=Options(time_limit_s=60))
    published = Fraction(str(item["answer"]))
    assert answer.status == "optimal"
    assert answer.solved is not None
    assert answer.solved.problem_class in ("QP", "NLP", "MINLP", "MIQP")
    assert answer.certificate is not None
    assert answer.certificate.feasible in ("exact", "within_tolerance")
    assert answer.objective == pytest.approx(float(published), rel=float(_WITHIN))
