"""The helpers of this folder are imported by bare name: `solvers` is also a package at the top of the repository."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
