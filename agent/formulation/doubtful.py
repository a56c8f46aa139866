"""Units that contradict each other in a Model read from words are left out: the words may have been misread."""

from __future__ import annotations

from typing import Any

from modelwright.model.document import GROUPS, Model
from modelwright.model.findings import Finding

__all__ = ["without_doubtful_units"]


def without_doubtful_units(model: Model) -> tuple[Model, tuple[Finding, ...]]:
    """`model` without any stated unit when two of them clash, and the clashes; else `model` itself and nothing."""
    if not model.states_units:  # the units are not even loaded
        return model, ()
    from modelwright.model.units import unit_findings

    clashes = tuple(finding for finding in unit_findings(model) if finding.severity == "error")
    if not clashes:
        return model, ()
    changed: dict[str, Any] = {}
    for group in GROUPS:
        elements = getattr(model, group)
        if any(getattr(element, "unit", None) for element in elements):
            changed[group] = tuple(
                element.model_copy(update={"unit": None}) if getattr(element, "unit", None) else element
                for element in elements
            )
    return model.model_copy(update=changed), clashes
