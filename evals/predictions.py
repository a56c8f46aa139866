"""The lines of `predictions.jsonl`: one object per problem, engine and sample."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from modelwright.errors import InputError, ModelwrightError

__all__ = ["KEYS", "Key", "blank", "error_object", "key_of", "model_path", "normalise", "parse_line"]

KEYS = (
    "id",
    "engine",
    "sample",
    "seed",
    "status",
    "objective",
    "objectives",
    "values",
    "outputs",
    "confidence",
    "questions",
    "assumptions",
    "model",
    "seconds",
    "llm_calls",
    "tokens_in",
    "tokens_out",
    "error",
)
"""Exactly the keys of a prediction, in their order."""

STATUSES = frozenset({"optimal", "feasible", "limit", "infeasible", "unbounded", "question", "error"})

Key = tuple[str, str, int]
"""Problem, engine, sample."""


def blank(problem: str, engine: str, sample: int = 0, seed: int = 0) -> dict[str, Any]:
    """A prediction that says nothing yet; its status is ``error``."""
    found: dict[str, Any] = dict.fromkeys(KEYS)
    found |= {"id": problem, "engine": engine, "sample": sample, "seed": seed, "status": "error"}
    found |= {"objectives": {}, "values": {}, "outputs": {}, "questions": [], "assumptions": []}
    return found | {"seconds": 0.0, "llm_calls": 0, "tokens_in": 0, "tokens_out": 0}


def error_object(error: BaseException) -> dict[str, Any]:
    """The `error` of a prediction: that of ``--json`` with the name of the class under `type`."""
    if isinstance(error, ModelwrightError):
        return error.to_json() | {"type": type(error).__name__}
    if isinstance(error, MemoryError):
        return _plain("memory", "The memory limit was reached", error)
    return _plain("internal", f"{type(error).__name__}: {error}"[:500], error)


def _plain(code: str, message: str, error: BaseException) -> dict[str, Any]:
    return {"code": code, "message": message, "where": _last_frame(error), "hint": None, "type": type(error).__name__}


def _last_frame(error: BaseException) -> str | None:
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    if frame is None:
        return None
    code = frame.tb_frame.f_code
    return f"{Path(code.co_filename).name}:{frame.tb_lineno} in {code.co_name}"


def key_of(prediction: Mapping[str, Any]) -> Key:
    """What a prediction is about."""
    return prediction["id"], prediction["engine"], prediction["sample"]


def model_path(digest: str) -> str:
    """Where the Model with this SHA-256 lies in a run folder."""
    return f"models/{digest}.json"


def parse_line(line: bytes) -> dict[str, Any]:
    """The prediction of a finished line.

    Raises:
        ValueError: It is not one.
    """
    found = json.loads(line)
    if not isinstance(found, dict) or set(found) != set(KEYS):
        raise ValueError("not a prediction")
    return found


def normalise(found: Mapping[str, Any], engine: str) -> dict[str, Any]:
    """An outside prediction in our form; only `id` and one of `objective` and `status` are needed.

    Raises:
        InputError: One of those is missing or has the wrong form.
    """
    name, objective, status = found.get("id"), found.get("objective"), found.get("status")
    if not isinstance(name, str | int) or isinstance(name, bool):
        raise InputError("The prediction has no `id`", code="bad-prediction")
    if isinstance(objective, str) and objective in STATUSES:
        objective, status = None, objective
    if objective is not None and (isinstance(objective, bool) or not isinstance(objective, int | float)):
        raise InputError("The `objective` of the prediction is not a number", code="bad-prediction")
    status = status if status is not None else "optimal" if objective is not None else None
    if status not in STATUSES:
        known = ", ".join(sorted(STATUSES))
        raise InputError("The prediction has no `objective` and no known `status`", code="bad-prediction", hint=known)
    sample = found.get("sample", 0)
    if not isinstance(sample, int) or isinstance(sample, bool):
        raise InputError("The `sample` of the prediction is not a whole number", code="bad-prediction")
    kept = {key: found[key] for key in KEYS if found.get(key) is not None}
    own = {"id": str(name), "engine": str(found.get("engine") or engine), "status": status, "objective": objective}
    return blank("", "") | kept | own
