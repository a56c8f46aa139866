"""Formats of problem files by name: each turns one JSON object into a `Problem`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from modelwright.datasets.records import Problem, read_record
from modelwright.errors import InputError, UsageError

__all__ = ["FORMATS", "find_format"]


def read_mamo(found: Mapping[str, Any]) -> Problem:
    """A problem of Mamo as published: ``id``, ``Question``, ``Answer``."""
    return read_record(_renamed(found, {"Question": "question", "Answer": "answer", "Type": "kind"}))


def read_orlm(found: Mapping[str, Any]) -> Problem:
    """A problem as ORLM's benchmarks publish it: ``en_question``, ``en_answer`` and an ``id`` where it has one."""
    renamed = _renamed(found, {"en_question": "question", "en_answer": "answer"})
    if renamed.get("answer") == "No Best Solution":
        renamed["answer"] = "infeasible"
    return read_record(renamed)


def _renamed(found: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    lacking = [name for name, ours in names.items() if ours == "question" and name not in found]
    if lacking:
        raise InputError(f"The record has no `{lacking[0]}`", code="bad-record")
    return {names.get(key, key): value for key, value in found.items()}


FORMATS: dict[str, Callable[[Mapping[str, Any]], Problem]] = {
    "records": read_record,
    "mamo": read_mamo,
    "orlm": read_orlm,
}
"""Readers by name; ``records`` is our own form."""


def find_format(name: str) -> Callable[[Mapping[str, Any]], Problem]:
    """The reader of format `name`.

    Raises:
        UsageError: There is no such format.
    """
    if name in FORMATS:
        return FORMATS[name]
    raise UsageError(
        f"There is no problem format `{name}`", code="unknown-format", hint=f"formats: {', '.join(FORMATS)}"
    )
