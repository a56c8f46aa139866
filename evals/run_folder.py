"""A run folder: locked while in use, appended line by line, resumed after a kill without losing a finished problem."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from modelwright.errors import InputError, ModelwrightError, UsageError
from modelwright.evals.files import write_atomic, write_json
from modelwright.evals.predictions import Key, key_of, model_path, parse_line

try:
    import fcntl
except ImportError:  # no POSIX locks: two runs on one folder are not noticed there
    fcntl = None  # type: ignore[assignment]

__all__ = ["RunFolder"]


class RunFolder:
    """The folder of one run; a context that holds its lock.

    Attributes:
        path: Where it is.
        predictions: Finished predictions by key.

    Raises:
        UsageError: Another process works in it.
        InputError: It cannot be written, or holds something that is no run.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.predictions: dict[Key, dict[str, Any]] = {}
        self._lock: BinaryIO | None = None
        self._lines: io.FileIO | None = None

    def __enter__(self) -> RunFolder:
        try:
            (self.path / "models").mkdir(parents=True, exist_ok=True)
            self._lock = _take_lock(self.path / "run.lock")
        except OSError as error:
            raise InputError(
                f"Cannot write the run folder: {error.strerror}", code="run-folder", where=str(self.path)
            ) from None
        try:
            self._open_predictions()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the lock back. The lock file stays: removing it would let two runs hold two locks."""
        for stream in (self._lines, self._lock):
            if stream is not None:
                stream.close()
        self._lines = self._lock = None

    # ---------------------------------------------------------------------------------------------- the manifest

    def manifest(self) -> dict[str, Any] | None:
        """What `run.json` says, or ``None`` in a new folder.

        Raises:
            InputError: It cannot be read.
        """
        path = self.path / "run.json"
        try:
            found = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise InputError(f"Cannot read the run: {error}", code="run-folder", where=str(path)) from None
        if not isinstance(found, dict):
            raise InputError("This is no run", code="run-folder", where=str(path))
        return found

    def write(self, name: str, document: Mapping[str, Any]) -> None:
        """Put a JSON document into the folder in one step."""
        write_json(self.path / name, document)

    # ------------------------------------------------------------------------------------------- the predictions

    def append(self, prediction: dict[str, Any], model: str | None = None) -> None:
        """Keep a finished prediction for good, its Model first."""
        if model is not None:
            prediction["model"] = self._keep_model(model)
        assert self._lines is not None
        line = json.dumps(prediction, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"
        _write_all(self._lines, line.encode("utf-8", "backslashreplace"))
        os.fsync(self._lines.fileno())
        self.predictions[key_of(prediction)] = prediction

    def read_model(self, prediction: Mapping[str, Any]) -> str | None:
        """The Model JSON that a prediction points to, or ``None``."""
        relative = prediction.get("model")
        if not isinstance(relative, str) or Path(relative).parent != Path("models"):
            return None
        try:
            return (self.path / relative).read_text("utf-8")
        except (OSError, ValueError):
            return None

    def _keep_model(self, text: str) -> str:
        relative = model_path(hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest())
        if not (self.path / relative).exists():
            write_atomic(self.path / relative, text)
        return relative

    def _open_predictions(self) -> None:
        path = self.path / "predictions.jsonl"
        finished = 0
        with contextlib.suppress(FileNotFoundError):
            finished = self._read_predictions(path, path.read_bytes())
        self._lines = open(path, "ab", buffering=0)  # noqa: SIM115  closed by close()
        os.ftruncate(self._lines.fileno(), finished)

    def _read_predictions(self, path: Path, raw: bytes) -> int:
        """Read the finished lines; returns the bytes they take. What follows is a torn line."""
        finished = 0
        lines = raw.splitlines(keepends=True)
        for number, line in enumerate(lines, start=1):
            try:
                if not line.endswith(b"\n"):
                    raise ValueError("torn")
                prediction = parse_line(line)
            except ValueError:
                if number == len(lines):
                    return finished
                raise InputError(
                    "A line of the run is damaged", code="run-folder", where=f"{path}:{number}", hint="remove the line"
                ) from None
            self.predictions[key_of(prediction)] = prediction
            finished += len(line)
        return finished


def _write_all(stream: io.FileIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) or 0 :]


def _take_lock(path: Path) -> BinaryIO:
    """A held lock. The system drops the lock of a process that died, so nothing has to be taken over by hand."""
    stream = open(path, "a+b")  # noqa: SIM115  held until the run ends
    try:
        if fcntl is not None:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        stream.truncate(0)
        stream.write(f"{os.getpid()}\n".encode())
        stream.flush()
    except OSError:
        error = _locked(path, stream)
        stream.close()
        raise error from None
    return stream


def _locked(path: Path, stream: BinaryIO) -> ModelwrightError:
    stream.seek(0)
    holder = stream.read(40).decode("ascii", "replace").strip() or "unknown"
    return UsageError(
        f"Another run works in this folder (process {holder})",
        code="run-locked",
        where=str(path.parent),
        hint="wait for it, or give another --out folder",
    )
