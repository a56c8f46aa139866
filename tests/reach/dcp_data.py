"""Lists of an instance as keyed numbers, and the names under which a Model reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modelwright.model.builder import Builder


def series(values: Sequence[Any]) -> dict[int, Any]:
    """``[7, 9]`` as ``{0: 7, 1: 9}``."""
    return dict(enumerate(values))


def table(rows: Sequence[Sequence[Any]]) -> dict[tuple[int, int], Any]:
    """A list of lists by (row, column), both from 0."""
    return {(i, j): value for i, row in enumerate(rows) for j, value in enumerate(row)}


def tell(m: Builder, /, **rules: Any) -> Builder:
    """Report each rule under its keyword, which may be the name of a decision."""
    for name, rule in rules.items():
        m.output(f"told_{name}", rule, report_as=name)
    return m
