"""Where the public benchmark data are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[2]


def benchmarks() -> Path:
    """The folder of public benchmark data, or a skip (a failure where it is required)."""
    folder = Path(os.environ.get("MODELWRIGHT_BENCHMARKS") or ROOT.parent / "shared" / "benchmarks")
    if not folder.is_dir():
        absent(f"no benchmark data at {folder} (set MODELWRIGHT_BENCHMARKS)")
    return folder


def absent(message: str) -> NoReturn:
    """A skip for data that are not here, or a failure where they are required."""
    if os.environ.get("MODELWRIGHT_REQUIRE_BENCHMARKS") == "1":
        pytest.fail(message)
    pytest.skip(message)
