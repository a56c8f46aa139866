"""import-linter sees every module of ours, and bites."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("modelwright", "agent", "solvers", "datasets", "evals")


def _tracked(*patterns: str) -> list[str]:
    done = subprocess.run(["git", "ls-files", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def _module(path: str) -> str:
    parts = Path(path).with_suffix("").parts
    parts = parts if parts[0] == "modelwright" else ("modelwright", *parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _export(target: Path) -> None:
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", str(target)], input=archive, check=True)


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    script = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(script), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(folder), "PATH": ""},
        check=False,
    )


def test_every_tracked_module_is_judged() -> None:
    import grimp

    graph = grimp.build_graph("modelwright", "modelwright.datasets", cache_dir=None)
    ours = {_module(p) for p in _tracked(*(f"{f}/*.py" for f in FOLDERS))}
    assert ours <= graph.modules | {"modelwright.datasets"}, sorted(ours - graph.modules)


@pytest.mark.parametrize(
    ("path", "line", "broken"),
    [
        ("", "", False),
        ("modelwright/model/base.py", "import modelwright.solvers", True),
        ("solvers/instance.py", "import modelwright.datasets.records", True),
        ("datasets/records.py", "import modelwright.evals", True),
    ],
)
def test_a_forbidden_import_fails(tmp_path: Path, path: str, line: str, broken: bool) -> None:
    _export(tmp_path)
    if path:
        file = tmp_path / path
        file.write_text(f"{file.read_text('utf-8')}\n{line}\n", "utf-8")
    done = _lint(tmp_path)
    assert (done.returncode != 0) == broken, done.stdout + done.stderr
    assert "Analyzed" in done.stdout
