"""The Models that are exported in tests: the examples, and the reference Models of our corpus."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path

from modelwright.datasets.catalog import corpus_files
from modelwright.model.canonical import model_from_object
from modelwright.model.document import Model
from modelwright.solvers import solve_model

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


@cache
def models() -> dict[str, Model]:
    """Every Model by name."""
    found: dict[str, Model] = {}
    for path in sorted(EXAMPLES.glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"exported_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found[path.stem] = module.m.model()
    for file in corpus_files():
        for line in file.read_text("utf-8").splitlines():
            record = json.loads(line)
            if record.get("reference_model"):
                found[record["id"]] = model_from_object(record["reference_model"])
    return found


@cache
def optimum(name: str) -> tuple[str, float | None]:
    """Status and objective of a Model, as we solve it."""
    solved = solve_model(models()[name])
    return solved.status, solved.objective
