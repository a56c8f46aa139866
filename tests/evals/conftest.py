"""A fake engine that worker processes can import, and problem files for it."""

import json
from pathlib import Path

import pytest

from modelwright.datasets.reader import read_dataset
from modelwright.evals.plan import Plan

FAKE = "fake_engine:FakeEngine"


@pytest.fixture
def fake(monkeypatch) -> str:
    """The name of the fake engine."""
    monkeypatch.syspath_prepend(Path(__file__).parent)
    return FAKE


@pytest.fixture
def write_problems(tmp_path):
    def write(*questions, **fields) -> Path:
        path = tmp_path / "problems.jsonl"
        rows = [q if isinstance(q, dict) else {"question": q} for q in questions]
        lines = [json.dumps({"id": f"p{k}"} | fields | row) for k, row in enumerate(rows)]
        path.write_text("".join(line + "\n" for line in lines), "utf-8")
        return path

    return write


@pytest.fixture
def plan_for(fake, tmp_path):
    def make(path: Path, **fields) -> Plan:
        defaults = {"engines": (fake,), "out": tmp_path / "run", "timeout_s": 20.0}
        return Plan(dataset=read_dataset([path]), **(defaults | fields))

    return make


@pytest.fixture
def read_lines():
    def read(folder: Path) -> list[dict]:
        lines = [json.loads(line) for line in (folder / "predictions.jsonl").read_text("utf-8").splitlines()]
        return [
            line | {"seconds": 0}
            for line in sorted(lines, key=lambda line: (line["engine"], line["sample"], line["id"]))
        ]

    return read
