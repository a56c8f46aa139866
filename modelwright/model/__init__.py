"""The Model: one typed document for linear, integer and constraint models, and everything that judges it.

Names are handed on lazily, so that importing one part does not load the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelwright.lazy import handed_on

if TYPE_CHECKING:
    from modelwright.model.canonical import dump_model, load_model, model_hash
    from modelwright.model.data import Data, Table, load_tables
    from modelwright.model.document import Model
    from modelwright.model.elements import Definition, IndexSet, Missing, Objective, Parameter, Variable
    from modelwright.model.findings import Finding
    from modelwright.model.patches import Patch, apply_patch, diff
    from modelwright.model.places import Place
    from modelwright.model.sources import Statement, TextSpan
    from modelwright.model.validation import check, validate

_HOMES = {
    "canonical": ("dump_model", "load_model", "model_hash"),
    "data": ("Data", "Table", "load_tables"),
    "document": ("Model",),
    "elements": ("Definition", "IndexSet", "Missing", "Objective", "Parameter", "Variable"),
    "findings": ("Finding",),
    "patches": ("Patch", "apply_patch", "diff"),
    "places": ("Place",),
    "sources": ("Statement", "TextSpan"),
    "validation": ("check", "validate"),
}
__all__ = [
    "Data",
    "Definition",
    "Finding",
    "IndexSet",
    "Missing",
    "Model",
    "Objective",
    "Parameter",
    "Patch",
    "Place",
    "Statement",
    "Table",
    "TextSpan",
    "Variable",
    "apply_patch",
    "check",
    "diff",
    "dump_model",
    "load_model",
    "load_tables",
    "model_hash",
    "validate",
]


__getattr__ = handed_on(__name__, _HOMES)
