"""What others ask of units: findings for validation, one unit for explanations."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from modelwright.model.findings import Finding
from modelwright.model.units.inference import UnitReport, infer_units

if TYPE_CHECKING:
    from modelwright.model.document import Model

__all__ = ["measured", "unit_findings", "unit_of"]

_last: tuple[weakref.ref[Model], UnitReport] | None = None


def _report(model: Model) -> UnitReport:
    """The report of `model`; the last one is kept, since one Model is asked about many names in a row."""
    global _last
    kept = _last
    if kept is not None and kept[0]() is model:
        return kept[1]
    report = infer_units(model)
    _last = (weakref.ref(model), report)
    return report


def unit_findings(model: Model) -> list[Finding]:
    """What is wrong with the units of `model`; empty at once for a Model that states none.

    Codes: ``unit-clash`` and ``unit-scale`` are errors, ``unit-label`` and ``unknown-unit`` warnings.
    """
    return list(_report(model).findings) if model.states_units else []


def unit_of(model: Model, name: str) -> str | None:
    """The unit of an element as people write it: as stated, else as inferred.

    Returns:
        Such as ``"kg"`` or ``"minute per chair"``; ``None`` for an unknown unit, a plain number or an unknown name.
    """
    element = model.by_name.get(name)
    stated = getattr(element, "unit", None)
    if isinstance(stated, str) and stated.strip():
        return stated
    return _report(model).text(name)


def measured(model: Model) -> dict[str, str]:
    """The units of the elements of `model` that are measures or currencies, without item words, by name.

    Empty at once for a Model that states none.
    """
    if not model.states_units:
        return {}
    report = _report(model)
    known = ((name, unit) for name, unit in report.units.items() if unit is not None)
    texts = {name: report.text(name) for name, unit in known if unit.dimension and not unit.labels}
    return {name: text for name, text in texts.items() if text}
