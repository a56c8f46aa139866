"""`eval` as people call it; the runner has its own tests."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from modelwright.cli.progress import describe, progress_display
from modelwright.evals.progress import Progress

FAKE = "fake_engine:FakeEngine"


@pytest.fixture
def problems(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parents[1] / "evals")
    path = tmp_path / "problems.jsonl"
    lines = [{"id": f"p{k}", "question": q, "answer": 3} for k, q in enumerate(("limit 3", "limit 4", "asks 3"))]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines) + "{broken\n", "utf-8")
    return path


def test_summary(call, problems, tmp_path):
    told = call("eval", problems, "--engine", FAKE, "--out", tmp_path / "run")
    assert told.code == 0
    assert "1/3 (33.3%, Wilson 95%" in told.out
    assert f"Left out: {problems}:4: Not JSON" in told.err
    assert "Problems: 3 of 3" in told.err
    assert max(map(len, told.out.splitlines())) <= max(80, len(f"Run folder: {tmp_path / 'run'}"))


def test_object(call, problems, tmp_path):
    told = call("eval", problems, "--engine", FAKE, "--out", tmp_path / "run", "--answer-all", "--json", "--limit", 3)
    found = told.object
    assert (found["status"], found["error"], found["answer_all"]) == ("finished", None, True)
    assert found["engines"][0]["right"]["right"] == 2
    assert found["dropped"][0]["line"] == 4


def test_a_locked_folder_and_another_run(call, problems, tmp_path):
    words = ["eval", problems, "--engine", FAKE, "--out", tmp_path / "run", "--json"]
    assert call(*words).code == 0
    assert call(*words, "--seed", 9).object["error"]["code"] == "other-run"
    assert call(*words, "--engine", "absent").object["error"]["code"] == "unknown-engine"
    (tmp_path / "file").write_text("x")
    assert call("eval", problems, "--out", tmp_path / "file", "--json").object["error"]["code"] == "run-folder"


def test_outside_predictions(call, problems, tmp_path):
    path = tmp_path / "theirs.jsonl"
    path.write_text('{"id": "p0", "objective": 3}\n{"id": "p1", "objective": 3}\n{"id": "zz", "objective": 3}\n')
    told = call("eval", problems, "--predictions", path, "--out", tmp_path / "run", "--json")
    assert told.object["engines"][0]["counts"]["right"] == 2
    assert told.object["engines"][0]["counts"]["errored"] == 1
    assert "no problem `zz`" in told.err


def test_progress_lines():
    assert describe(Progress(stage="predict", done=10, total=40), 5.0) == (
        "Problems: 10 of 40, 2.0 a second, about 15 s left"
    )
    resumed = Progress(stage="predict", done=10, total=10, resumed=10)
    assert describe(resumed, 5.0) == "Problems: 10 of 10 (10 of an earlier run)"


def test_bars_on_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with progress_display() as tell:
        tell(Progress(stage="predict", done=0, total=4))
        tell(Progress(stage="predict", done=4, total=4))
    told = capsys.readouterr()
    assert "Problems" in told.err
    assert "4/4" in told.err
    assert told.out == ""


def predictions(folder: Path) -> list[dict]:
    lines = [json.loads(line) for line in (folder / "predictions.jsonl").read_text("utf-8").splitlines()]
    return sorted((line | {"seconds": 0} for line in lines), key=lambda line: line["id"])


def test_the_embedded_engine_gives_the_same_everywhere(tmp_path, benchmark_folder):
    """Two hash seeds, one job and two: the same predictions."""
    folders = []
    for seed, jobs in (("1", "1"), ("2", "2")):
        folders.append(tmp_path / f"run{seed}")
        words = ["eval", "nl4opt-dev", "--limit", "12", "--jobs", jobs, "--out", str(folders[-1]), "--json"]
        done = subprocess.run(
            ["env", f"PYTHONHASHSEED={seed}", sys.executable, "-P", "-m", "modelwright", *words],
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["engines"][0]["counts"]["errored"] == 0
    assert predictions(folders[0]) == predictions(folders[1])
