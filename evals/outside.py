"""Predictions that another program made."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from modelwright.config import LIMITS
from modelwright.datasets.reader import DroppedLine
from modelwright.datasets.records import parse_object
from modelwright.errors import InputError, LimitError, ModelwrightError
from modelwright.evals.predictions import Key, blank, key_of, normalise

__all__ = ["OutsidePredictions", "read_outside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsidePredictions:
    """The usable lines of a predictions file.

    Attributes:
        predictions: In our form, by key.
        models: Text of the Models beside the file, by key.
        dropped: The other lines.
        sha256: Of the file.
    """

    predictions: dict[Key, dict[str, Any]]
    models: dict[Key, str]
    dropped: tuple[DroppedLine, ...]
    sha256: str

    @property
    def engines(self) -> dict[str, str]:
        """Fingerprint by name of engine."""
        return dict.fromkeys(sorted({key[1] for key in self.predictions}), self.sha256)

    def complete(self, problems: Collection[str]) -> dict[Key, dict[str, Any]]:
        """The predictions of `problems`, with an error for each problem that an engine left out."""
        found = {key: line for key, line in self.predictions.items() if key[0] in problems}
        for engine in self.engines:
            for sample in sorted({key[2] for key in self.predictions if key[1] == engine}):
                for problem in problems:
                    found.setdefault((problem, engine, sample), _lacking(problem, engine, sample))
        return found


def _lacking(problem: str, engine: str, sample: int) -> dict[str, Any]:
    error = {"code": "no-prediction", "message": "The file has no prediction for this problem", "where": None}
    return blank(problem, engine, sample) | {"error": error | {"hint": None, "type": "InputError"}}


def read_outside(path: Path, problems: Collection[str]) -> OutsidePredictions:
    """The predictions in the JSONL file `path`.

    Args:
        path: Its lines have `id`, and `objective` or `status`; other keys of our predictions are kept.
        problems: Ids that the benchmark has; lines about others are dropped.

    Raises:
        InputError: The file cannot be read, or has no usable line.
        LimitError: It is larger than the limit.
    """
    raw = _read_bytes(path)
    found: dict[Key, dict[str, Any]] = {}
    dropped: list[DroppedLine] = []
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            prediction = normalise(parse_object(_decode(line)), path.stem)
            _admit(prediction, problems, found)
        except ModelwrightError as error:
            dropped.append(DroppedLine(file=str(path), line=number, code=error.code, message=error.message))
    if not found:
        raise InputError(
            f"No usable prediction in the file ({len(dropped)} broken lines)",
            code="no-predictions",
            where=str(dropped[0]) if dropped else str(path),
        )
    models = {key: text for key, line in found.items() if (text := _model(path.parent, line)) is not None}
    return OutsidePredictions(
        predictions=found, models=models, dropped=tuple(dropped), sha256=hashlib.sha256(raw).hexdigest()
    )


def _admit(prediction: dict[str, Any], problems: Collection[str], found: dict[Key, dict[str, Any]]) -> None:
    if prediction["id"] not in problems:
        raise InputError(f"The benchmark has no problem `{prediction['id']}`", code="unknown-problem")
    if key_of(prediction) in found:
        raise InputError(f"A second prediction for `{prediction['id']}`", code="duplicate-id")
    found[key_of(prediction)] = prediction


def _decode(line: bytes) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"Not UTF-8 text (byte {error.start} of the line)", code="not-text") from None


def _read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LIMITS.file_bytes:
            raise LimitError(f"At most {LIMITS.file_bytes} bytes are read", code="file-size", where=str(path))
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"Cannot read the predictions: {error.strerror}", code="no-file", where=str(path)) from None


def _model(folder: Path, prediction: dict[str, Any]) -> str | None:
    """The Model that a line points to, in the folder of its file; the pointer is set again when it is kept."""
    relative, prediction["model"] = prediction["model"], None
    if not isinstance(relative, str) or Path(relative).is_absolute() or ".." in Path(relative).parts:
        return None
    try:
        return (folder / relative).read_text("utf-8")
    except (OSError, ValueError):
        return None
