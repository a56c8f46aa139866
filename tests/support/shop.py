"""A Model of six scalar decisions, three of them binary, for rows that are written and read back."""

from __future__ import annotations

from typing import Any

from modelwright.model.canonical import model_from_object
from modelwright.model.document import Model

SHOP = model_from_object(
    {
        "format": "modelwright/model",
        "version": 1,
        "variables": [{"name": name, "domain": "integer", "lower": "0", "upper": "5"} for name in ("x", "y", "z")]
        + [{"name": name, "domain": "binary"} for name in ("a", "b", "c")],
        "sets": [{"name": "I", "content": {"form": "range", "first": 1, "last": 2}}],
    }
)
"""The Model without rows."""


def shop(*rows: dict[str, Any]) -> Model:
    """The Model with `rows`, named ``r0``, ``r1`` and so on."""
    document = SHOP.model_dump(mode="json") | {"constraints": [{"name": f"r{k}", **row} for k, row in enumerate(rows)]}
    return model_from_object(document)
