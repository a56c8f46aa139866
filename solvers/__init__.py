"""Solving: a Model and its Data become an Instance, a solver's Result, and a Certificate in exact arithmetic.

Names are handed on lazily: importing this package loads neither numpy nor a solver.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from modelwright.solvers.adapters import Adapter, Capability, Options, choose, known_solvers
    from modelwright.solvers.equivalence import Difference, same_model
    from modelwright.solvers.grounding import ground
    from modelwright.solvers.instance import Instance, problem_class
    from modelwright.solvers.result import Result
    from modelwright.solvers.solve import Solved, solve_model
    from modelwright.solvers.verification import Certificate, verify

_HOMES = {
    "adapters": ("Adapter", "Capability", "Options", "choose", "known_solvers"),
    "equivalence": ("Difference", "same_model"),
    "grounding": ("ground",),
    "instance": ("Instance", "problem_class"),
    "result": ("Result",),
    "solve": ("Solved", "solve_model"),
    "verification": ("Certificate", "verify"),
}
_HOME_BY_NAME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Adapter",
    "Capability",
    "Certificate",
    "Difference",
    "Instance",
    "Options",
    "Result",
    "Solved",
    "choose",
    "ground",
    "known_solvers",
    "problem_class",
    "same_model",
    "solve_model",
    "verify",
]


def __getattr__(name: str) -> Any:
    home = _HOME_BY_NAME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{home}"), name)
