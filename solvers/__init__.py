"""Solving: a Model and its Data become an Instance, a solver's Result, and a Certificate in exact arithmetic.

Names are handed on lazily: importing this package loads neither numpy nor a solver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelwright.lazy import handed_on

if TYPE_CHECKING:
    from modelwright.solvers.adapters import Adapter, Capability, Options, Progress, choose, known_solvers
    from modelwright.solvers.diagnosis import Diagnosis, diagnose
    from modelwright.solvers.equivalence import (
        Difference,
        Different,
        Equivalent,
        NotDecided,
        equivalent,
        same_model,
    )
    from modelwright.solvers.grounding import ground
    from modelwright.solvers.instance import Instance, problem_class
    from modelwright.solvers.result import Result
    from modelwright.solvers.solve import Solved, solve_model
    from modelwright.solvers.tradeoffs import Front, pareto
    from modelwright.solvers.verification import Certificate, verify

_HOMES = {
    "adapters": ("Adapter", "Capability", "Options", "Progress", "choose", "known_solvers"),
    "diagnosis": ("Diagnosis", "diagnose"),
    "equivalence": ("Difference", "Different", "Equivalent", "NotDecided", "equivalent", "same_model"),
    "grounding": ("ground",),
    "instance": ("Instance", "problem_class"),
    "result": ("Result",),
    "solve": ("Solved", "solve_model"),
    "tradeoffs": ("Front", "pareto"),
    "verification": ("Certificate", "verify"),
}
__all__ = [
    "Adapter",
    "Capability",
    "Certificate",
    "Diagnosis",
    "Difference",
    "Different",
    "Equivalent",
    "Front",
    "Instance",
    "NotDecided",
    "Options",
    "Progress",
    "Result",
    "Solved",
    "choose",
    "diagnose",
    "equivalent",
    "ground",
    "known_solvers",
    "pareto",
    "problem_class",
    "same_model",
    "solve_model",
    "verify",
]


__getattr__ = handed_on(__name__, _HOMES)
