"""The README's blocks run and print what it says."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
CONSOLE = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def _steps(block: str) -> list[tuple[str, str]]:
    """Commands of a console block with what they print."""
    steps = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(step.partition("\n")[0], step.partition("\n")[2].strip()) for step in steps]


STEPS = [s for block in CONSOLE for s in _steps(block) if s[0].startswith("modelwright")]


def test_there_are_blocks() -> None:
    assert STEPS
    assert PYTHON


@pytest.mark.parametrize(("command", "printed"), STEPS)
def test_console_blocks(command: str, printed: str) -> None:
    arguments = shlex.split(command)[1:]
    done = subprocess.run(
        [sys.executable, "-m", "modelwright", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert [line.rstrip() for line in done.stdout.strip().splitlines()] == printed.splitlines()


@pytest.mark.parametrize("block", PYTHON)
def test_python_blocks(block: str, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", block], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    expected = re.findall(r"# > (.*)", block)
    assert done.stdout.splitlines() == expected


def test_files_that_the_readme_names_exist() -> None:
    for path in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / path).exists(), path
