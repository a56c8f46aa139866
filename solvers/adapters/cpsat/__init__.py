"""CP-SAT of OR-Tools; only this package imports ortools."""

from modelwright.solvers.adapters.cpsat.adapter import STATUS, CpSat

__all__ = ["STATUS", "CpSat"]
