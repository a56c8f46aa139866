"""Why a Model has no plan, or no best one: minimal conflicts, repairs that are re-solved, and endless directions."""

from modelwright.solvers.diagnosis.diagnosing import diagnose
from modelwright.solvers.diagnosis.reports import Change, Conflict, Diagnosis, Endless, Member, MissingBound, Repair

__all__ = ["Change", "Conflict", "Diagnosis", "Endless", "Member", "MissingBound", "Repair", "diagnose"]
