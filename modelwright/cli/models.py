"""Model files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from modelwright.config import LIMITS
from modelwright.errors import UsageError

if TYPE_CHECKING:
    from modelwright.model.document import Model

__all__ = ["read_model"]


def read_model(path: Path) -> Model:
    """The Model in the file `path`, or in standard input when it is ``-``.

    Raises:
        ModelwrightError: See `modelwright.model.canonical.load_model`.
    """
    from modelwright.model.canonical import load_model

    if str(path) != "-":
        return load_model(path)
    if sys.stdin is None:
        raise UsageError("Standard input is closed", code="no-problem")
    return load_model(sys.stdin.buffer.read(LIMITS.model_bytes + 1))
