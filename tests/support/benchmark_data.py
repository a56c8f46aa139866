"""Where the public benchmark data are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def benchmarks() -> Path:
    """The folder of public benchmark data, or a skip (a failure where it is required)."""
    folder = Path(os.environ.get("MODELWRIGHT_BENCHMARKS") or ROOT.parent / "shared" / "benchmarks")
    if not folder.is_dir():
        message = f"no benchmark data at {folder} (set MODELWRIGHT_BENCHMARKS)"
        if os.environ.get("MODELWRIGHT_REQUIRE_BENCHMARKS") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return folder
