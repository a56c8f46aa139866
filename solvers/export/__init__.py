"""A Model for other programs: LP and MPS files (read back, too), source for modelling libraries, LaTeX, Markdown."""

from modelwright.solvers.export.exporting import TARGETS, Export, export_model, write_instance
from modelwright.solvers.export.lp import read_lp
from modelwright.solvers.export.mps import read_mps
from modelwright.solvers.export.names import demangle, mangle

__all__ = ["TARGETS", "Export", "demangle", "export_model", "mangle", "read_lp", "read_mps", "write_instance"]
