"""What every test may use."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # tests import their helpers as `support…`

import pytest
from support.benchmark_data import benchmarks


@pytest.fixture(scope="session")
def benchmark_folder() -> Path:
    """The folder of public benchmark data; a skip, or a failure where it is required."""
    return benchmarks()
