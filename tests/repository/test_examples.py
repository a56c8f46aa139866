"""The examples: each a Model of a few lines that another solver answers alike."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from modelwright.api import run
from modelwright.model.canonical import dump_model, load_model
from modelwright.model.document import Model
from modelwright.model.text import parse_model, print_model
from modelwright.model.validation import validate
from modelwright.solvers import Options

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
OTHER = {
    "facility_location": "cpsat",
    "job_shop": "highs",
    "lot_sizing": "scip",
    "roster": "highs",
    "tour": "highs",
}
"""A solver besides the one that `auto` takes."""


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"example_{name}", EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _model(name: str) -> Model:
    model = _load(name).m.model()
    assert isinstance(model, Model)
    return model


def test_every_example_is_tested() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.py")} == set(OTHER)


@pytest.mark.parametrize("name", OTHER)
def test_two_solvers_give_the_same_answer(name: str) -> None:
    model = _model(name)
    assert not validate(model)
    first = run(model)
    second = run(model, solver=OTHER[name], options=Options(time_limit_s=120))
    assert first.solved is not None
    assert second.solved is not None
    assert first.solved.result.solver != second.solved.result.solver
    assert (first.status, second.status) == ("optimal", "optimal")
    assert first.objective == pytest.approx(second.objective, rel=1e-6)
    assert first.certificate is not None
    assert first.certificate.feasible == "exact"


@pytest.mark.parametrize("name", OTHER)
def test_an_example_is_short_and_survives_writing(name: str) -> None:
    lines = [line for line in (EXAMPLES / f"{name}.py").read_text("utf-8").splitlines() if line.strip()]
    assert len(lines) <= 55
    model = _model(name)
    assert load_model(dump_model(model)) == model
    assert parse_model(print_model(model)) == model


def test_an_example_runs_as_a_script() -> None:
    done = subprocess.run([sys.executable, EXAMPLES / "tour.py"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("The smallest length is 34 km.")
