"""A Model for the documented example of each kind, as the golden sentences read it."""

from __future__ import annotations

import copy
from typing import Any

from support.choices import TOWN
from support.rows import WORKSHOP

from modelwright.model.canonical import model_from_object
from modelwright.model.document import Model
from modelwright.model.templates import ConstraintBase
from modelwright.model.uses import names_used

__all__ = ["example_model"]

_CHOICES = ("open_north", "hire", "night_shift", "rent")
_AMOUNTS = ("chairs", "tables", "rice", "beans", "small_packs", "large_packs", "length", "width")
_WORDS: dict[str, Any] = {
    "format": "modelwright/model",
    "version": 1,
    "sets": [{"name": "SITES", "content": {"form": "members", "members": ["north", "south", "west"]}}],
    "variables": [
        *({"name": name, "domain": "binary"} for name in _CHOICES),
        *({"name": name, "domain": "continuous", "lower": "0"} for name in _AMOUNTS),
        {"name": "open", "index": ["SITES"], "domain": "binary"},
    ],
}


def example_model(kind: type[ConstraintBase]) -> Model:
    """A Model that has every element the example names, with the example as its only row."""
    row = {"name": "example", "kind": kind.model_fields["kind"].default, **kind.documentation.example}
    for document in (WORKSHOP, TOWN, _WORDS):
        model = model_from_object(copy.deepcopy(document) | {"constraints": [row]})
        if set(names_used(model.constraints[0])) <= set(model.by_name):
            return model
    raise LookupError(f"no Model has every name of the example of `{row['kind']}`")
