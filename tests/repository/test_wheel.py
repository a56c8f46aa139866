"""The wheel holds what is tracked, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGED = ("modelwright/", "agent/", "solvers/", "datasets/", "evals/")
CODE = (".py", ".typed", ".md", ".json", ".jsonl", ".txt", ".toml", ".html", ".css", ".js", ".csv", ".gz")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", str(source)], input=archive, check=True)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(out), "."]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(out.glob("*.whl"))


def _names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {n for n in archive.namelist() if ".dist-info/" not in n}


def test_files_are_the_tracked_ones(wheel: Path) -> None:
    done = subprocess.run(["git", "ls-tree", "-r", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)
    tracked: set[str] = set()
    for line in done.stdout.splitlines():
        mode, path = line.split()[0], line.split("\t", 1)[1]
        if mode == "120000" or not path.startswith(PACKAGED):  # a link to one of the folders
            continue
        assert path.endswith(CODE), f"{path}: no package-data pattern takes this file"
        tracked.add(path if path.startswith("modelwright/") else f"modelwright/{path}")
    assert _names(wheel) == tracked


def test_no_top_level_name_but_ours(wheel: Path) -> None:
    assert {n.split("/")[0] for n in _names(wheel)} == {"modelwright"}


def test_the_console_script_and_licence_are_there(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        entry = next(n for n in names if n.endswith("entry_points.txt"))
        assert "modelwright = modelwright.cli:main" in archive.read(entry).decode()
        assert any(n.endswith("licenses/LICENSE") for n in names)
