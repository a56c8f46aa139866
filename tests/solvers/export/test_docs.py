"""The examples of `docs/export.md` print what the page says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[3] / "docs" / "export.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples(example: str) -> None:
    expected = [line[4:] for line in example.splitlines() if line.startswith("# > ")]
    done = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True)
    assert (done.stderr, done.stdout.splitlines()) == ("", expected)
