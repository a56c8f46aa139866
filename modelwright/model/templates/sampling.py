"""Pieces of the random small Models that templates make for tests and synthesis."""

from __future__ import annotations

from typing import Any

__all__ = ["integer", "objective", "small_model"]


def integer(name: str, low: int, high: int, index: tuple[str, ...] = ()) -> dict[str, Any]:
    """An integer decision from `low` to `high`; a binary one for 0 to 1."""
    if (low, high) == (0, 1):
        return {"name": name, "domain": "binary", "index": list(index)}
    return {"name": name, "domain": "integer", "lower": str(low), "upper": str(high), "index": list(index)}


def objective(sense: str, expression: str) -> dict[str, Any]:
    """An objective named `goal`."""
    return {"name": "goal", "sense": sense, "expression": expression}


def small_model(
    row: dict[str, Any],
    variables: list[dict[str, Any]],
    goal: dict[str, Any],
    *,
    sets: list[dict[str, Any]] | None = None,
    parameters: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """A Model with the one constraint `row`, which gets that name."""
    return {
        "format": "modelwright/model",
        "version": 1,
        "name": "sample",
        "sets": sets or [],
        "parameters": parameters or [],
        "variables": variables,
        "objectives": [goal],
        "constraints": [{"name": "row", **row}],
    }
