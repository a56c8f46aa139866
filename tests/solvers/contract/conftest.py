"""Every solver that is known here, and the template, as the fixture `adapter`."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from modelwright.errors import SolverNotInstalled
from modelwright.solvers import adapters, known_solvers

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
TEMPLATE = Path(__file__).parents[3] / "docs" / "adapter_template.py"


class TemplatePoint:
    """The template as an entry point would give it."""

    name = "try-all"

    def load(self):
        spec = importlib.util.spec_from_file_location("adapter_template", TEMPLATE)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.TryAll


@pytest.fixture(params=[*known_solvers(), TemplatePoint.name])
def adapter(request, monkeypatch):
    monkeypatch.setattr(adapters, "entry_points", lambda group: [TemplatePoint()])
    try:
        return adapters.get_adapter(request.param)
    except SolverNotInstalled as missing:
        pytest.skip(f"not installed: {missing.message}")
