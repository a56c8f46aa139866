"""No false error on our corpus and on NL4Opt's training declarations; planted clashes are caught."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from gold import gold_models
from planting import KINDS, Dressed, planted, reference_models

from modelwright.model.canonical import model_from_object
from modelwright.model.units import unit_findings

WRONG_DECLARATIONS = {"486 (-871648047)"}
"""The published annotation swaps the limits on dollars and days; the corrected canonical form agrees with us."""


def test_no_finding_on_the_corpus_as_it_is_and_dressed_in_units() -> None:
    rng = random.Random(0)
    for document in reference_models():
        assert unit_findings(model_from_object(document)) == []
        for _ in range(4):
            dressed = model_from_object(Dressed(document, rng).document)
            assert unit_findings(dressed) == [], dressed


def test_no_error_on_the_gold_models_of_nl4opt_train(benchmark_folder: Path) -> None:
    models = attached = 0
    wrong = set()
    for gold in gold_models(benchmark_folder):
        models += 1
        attached += gold.attached
        if any(finding.severity == "error" for finding in unit_findings(gold.model)):
            wrong.add(gold.id)
    assert models > 700
    assert attached > 3900
    assert wrong == WRONG_DECLARATIONS


def test_planted_clashes_are_caught() -> None:
    each = 6
    caught: Counter[str] = Counter()
    for kind, clean, wrong, (code, pointer) in planted(seed=20, each=each):
        assert unit_findings(model_from_object(clean)) == []
        found = unit_findings(model_from_object(wrong))
        caught[kind] += any(f.code == code and f"{f.place.pointer}/".startswith(f"{pointer}/") for f in found)
    total = len(KINDS) * each
    assert total >= 100
    assert sum(caught.values()) >= 0.98 * total, caught
