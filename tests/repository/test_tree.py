"""What must not stand in tracked files."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _tracked_texts() -> list[tuple[str, str]]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / p for p in done.stdout.splitlines()]
    return [(str(p), p.read_text("utf-8")) for p in paths if p.is_file() and not p.is_symlink() and p.exists()]


def test_no_path_of_a_machine() -> None:
    pattern = re.compile(r"(?<![\w.])/(?:work|root|home)/\w+")
    found = [path for path, text in _tracked_texts() if pattern.search(text)]
    assert found == []


def test_nothing_from_outside_can_be_executed() -> None:
    pattern = re.compile(r"(?<![\w.])(?:eval|exec)\(|shell=True|pickle\.loads?\(|yaml\.load\(|marshal")
    folders = ("modelwright", "agent", "solvers", "datasets", "evals")
    found = [
        path
        for path, text in _tracked_texts()
        if path.endswith(".py") and Path(path).relative_to(ROOT).parts[0] in folders and pattern.search(text)
    ]
    assert found == []
