"""Units of measure: parsed, multiplied, compared, and inferred for every element of a Model.

Names are handed on lazily; the table of units is read when first needed, pint only for a unit that the table lacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelwright.lazy import handed_on

if TYPE_CHECKING:
    from modelwright.model.units.inference import UnitReport, infer_units
    from modelwright.model.units.parsing import parse_unit
    from modelwright.model.units.report import measured, unit_findings, unit_of
    from modelwright.model.units.unit import Unit

_HOMES = {
    "inference": ("UnitReport", "infer_units"),
    "parsing": ("parse_unit",),
    "report": ("measured", "unit_findings", "unit_of"),
    "unit": ("Unit",),
}
__all__ = ["Unit", "UnitReport", "infer_units", "measured", "parse_unit", "unit_findings", "unit_of"]


__getattr__ = handed_on(__name__, _HOMES)
