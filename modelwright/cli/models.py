"""Model files."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from modelwright.config import LIMITS
from modelwright.errors import UsageError

if TYPE_CHECKING:
    from modelwright.model.document import Model

__all__ = ["read_model"]


def read_model(path: Path) -> Model:
    """The Model in the file `path`, or in standard input when it is ``-``: a JSON document, or the text form.

    Raises:
        ModelwrightError: See `modelwright.model.canonical.load_model` and `modelwright.model.text.parse_model`.
    """
    from modelwright.model.canonical import load_model
    from modelwright.model.text import HEAD, parse_model

    if str(path) == "-":
        if sys.stdin is None:
            raise UsageError("Standard input is closed", code="no-problem")
        raw = sys.stdin.buffer.read(LIMITS.model_bytes + 1)
    else:
        with path.open("rb") if path.is_file() else nullcontext() as file:
            raw = b"" if file is None else file.read(LIMITS.model_bytes + 1)
    if raw.lstrip().startswith(HEAD.encode()) and len(raw) <= LIMITS.model_bytes:
        return parse_model(raw.decode("utf-8", "replace"))
    return load_model(raw if str(path) == "-" else path)
