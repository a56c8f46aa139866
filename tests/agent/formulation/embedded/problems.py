"""Problems of our own in many styles, each with the model a careful reader would write.

`problems.json` holds them. A model is a sense, objective coefficients and rows; a row is (coefficients, sense, limit);
variables are in the order of `names`, words that tell the variables apart.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

Row = tuple[tuple[float, ...], str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """A text with its model; `names` are words that tell the variables apart, in order."""

    id: str
    text: str
    names: tuple[str, ...]
    sense: str | None
    objective: tuple[float, ...]
    rows: tuple[Row, ...]


def _load() -> tuple[Case, ...]:
    out = []
    for item in json.loads(Path(__file__).with_name("problems.json").read_text(encoding="utf-8")):
        rows = tuple((tuple(row[0]), row[1], row[2]) for row in item["rows"])
        names = tuple(item["names"])
        out.append(Case(item["id"], item["text"], names, item["sense"], tuple(item["objective"]), rows))
    return tuple(out)


CASES = _load()
