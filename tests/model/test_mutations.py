"""Mistakes are found under the right code at the right place, and most fixes restore what was meant."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from support.models import SHOP
from support.rich import RICH

from modelwright.errors import ExpressionError, ModelError, ModelwrightError
from modelwright.model.canonical import dump_object, model_from_object
from modelwright.model.document import Model
from modelwright.model.expressions import format_expression, parse_expression
from modelwright.model.findings import Finding
from modelwright.model.fixes import apply_fix_to_object
from modelwright.model.templates import CATALOGUE
from modelwright.model.validation import validate

from .mutations import KINDS, Mistake, sites

PROBLEMS = Path(__file__).resolve().parents[2] / "datasets" / "problems"
EACH = 30


def _bases() -> list[dict[str, Any]]:
    """Valid documents: the corpus, the shop, Models of the whole language, and a sample of every template."""
    documents = [SHOP, *RICH.values()] * 6
    for path in sorted(PROBLEMS.glob("*.jsonl")):
        documents.extend(json.loads(line)["reference_model"] for line in path.read_text("utf-8").splitlines())
    for kind in CATALOGUE:
        documents.extend(kind.sample(random.Random(seed)) for seed in range(2))
    return [dump_object(model_from_object(document)) for document in documents]


def findings_of(document: dict[str, Any]) -> list[Finding]:
    try:
        return validate(model_from_object(document))
    except ModelError as error:
        return list(error.findings)


def found(mistake: Mistake, findings: list[Finding]) -> Finding | None:
    """The finding that names the mistake at its place."""
    for finding in findings:
        place = finding.place
        if finding.code not in mistake.codes or (mistake.pointer and place.pointer != mistake.pointer):
            continue
        if mistake.span is None or place.start is None or place.end is None:
            return finding
        if place.start <= mistake.span[1] and mistake.span[0] <= place.end:
            return finding
    return None


def meaning(model: Model) -> dict[str, Any]:
    """The document with every expression in one writing and without names that nothing reads."""
    document = dump_object(model)
    for site in sites(document):
        here: Any = document
        *path, last = site.pointer.split("/")[1:]
        for part in path:
            here = here[int(part) if isinstance(here, list) else part]
        try:
            here[last] = format_expression(parse_expression(site.text))
        except ExpressionError:
            continue
    for row in document.get("constraints", ()):
        row["name"] = ""
    return document


def restores(base: dict[str, Any], mistake: Mistake, finding: Finding) -> bool:
    assert finding.fix is not None
    try:
        repaired = model_from_object(apply_fix_to_object(mistake.document, finding.fix))
    except ModelwrightError:
        return False
    return meaning(repaired) == meaning(model_from_object(base))


def measure(each: int) -> tuple[Counter[str], Counter[str], Counter[str], Counter[str], list[str]]:
    """Mistakes, those found, fixes and fixes that restore, by kind; and what went wrong."""
    bases = _bases()
    made, told, fixes, restored = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    failures: list[str] = []
    for name, kind in KINDS.items():
        rng = random.Random(f"mutations {name}")
        order = [rng.randrange(len(bases)) for _ in range(40 * each)]
        for base in (bases[k] for k in order):
            mistake = kind(base, rng) if made[name] < each else None
            if mistake is None:
                continue
            made[name] += 1
            findings = findings_of(mistake.document)
            finding = found(mistake, findings)
            if finding is None:
                failures.append(
                    f"{name} {base['name']} {mistake.pointer} {_at(mistake)}: {[str(f) for f in findings][:2]}"
                )
                continue
            told[name] += 1
            if finding.fix is not None:
                fixes[name] += 1
                good = restores(base, mistake, finding)
                restored[name] += good
                if not good:
                    failures.append(f"fix {name} {base['name']} {_at(mistake)}: {finding} {finding.fix}")
    return made, told, fixes, restored, failures


def _at(mistake: Mistake) -> str:
    here: Any = mistake.document
    for part in mistake.pointer.split("/")[1:]:
        here = here[int(part) if isinstance(here, list) else part]
    return str(here)[:80]


def test_every_base_is_valid() -> None:
    for document in _bases():
        assert [f for f in findings_of(document) if f.severity == "error"] == [], document["name"]


def test_mistakes_are_found_and_fixes_restore_what_was_meant() -> None:
    made, told, fixes, restored, failures = measure(EACH)
    assert set(made) == set(KINDS)
    assert made.total() >= 600
    assert told.total() >= 0.95 * made.total(), failures
    assert fixes.total() >= 0.5 * made.total()
    assert restored.total() >= 0.7 * fixes.total(), failures


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_mistake_is_found(kind: str) -> None:
    rng = random.Random(f"one {kind}")
    bases = _bases()
    rng.shuffle(bases)
    base, mistake = next((b, m) for b in bases if (m := KINDS[kind](b, rng)) is not None)
    assert found(mistake, findings_of(mistake.document)) is not None, (base["name"], mistake.pointer)
