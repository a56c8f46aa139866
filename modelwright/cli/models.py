"""Model files."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from modelwright.config import LIMITS
from modelwright.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from modelwright.model.document import Model
    from modelwright.model.findings import Finding

__all__ = ["judge_file", "read_model"]

_SUFFIX = ".mw"


def read_model(path: Path) -> Model:
    """The Model in the file `path`, or in standard input when it is ``-``: a JSON document, or the text form.

    Raises:
        ModelwrightError: See `modelwright.model.canonical.load_model` and `modelwright.model.text.parse_model`.
    """
    return _model(_raw(path), path)


def judge_file(path: Path) -> tuple[Model | None, Sequence[Finding]]:
    """The Model in a file (see `read_model`) with all that is wrong with it; ``None`` where it cannot be read so far.

    Findings about a text have their lines.

    Raises:
        ModelwrightError: It cannot be read at all.
    """
    from modelwright.errors import ModelError
    from modelwright.model.text import locate
    from modelwright.model.validation import validate

    raw = _raw(path)
    try:
        model = _model(raw, path)
    except ModelError as error:
        if not error.findings:
            raise
        return None, error.findings
    findings = validate(model)
    return model, locate(_text(raw), findings) if _is_text(raw, path) else findings


def _raw(path: Path) -> bytes:
    if str(path) == "-":
        if sys.stdin is None:
            raise UsageError("Standard input is closed", code="no-problem")
        return sys.stdin.buffer.read(LIMITS.model_bytes + 1)
    with path.open("rb") if path.is_file() else nullcontext() as file:
        return b"" if file is None else file.read(LIMITS.model_bytes + 1)


def _model(raw: bytes, path: Path) -> Model:
    from modelwright.model.canonical import load_model
    from modelwright.model.text import parse_model

    if _is_text(raw, path):
        return parse_model(_text(raw))
    return load_model(raw if str(path) == "-" else path)


def _is_text(raw: bytes, path: Path) -> bool:
    from modelwright.model.text import HEAD

    if not raw.strip() or len(raw) > LIMITS.model_bytes or raw.lstrip().startswith(b"{"):
        return False
    return path.suffix == _SUFFIX or raw.lstrip().startswith((HEAD.encode(), b"#"))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8-sig", "replace")
