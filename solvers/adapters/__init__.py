"""Solvers: one ordered list, and the entry point group `modelwright.solvers` for others."""

from __future__ import annotations

import importlib
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

from modelwright.errors import SolverNotInstalled, UnsupportedModel
from modelwright.solvers.adapters.base import Adapter, Capability, Options, Progress, unused_options
from modelwright.solvers.classes import is_algebraic

if TYPE_CHECKING:
    from modelwright.solvers.instance import Instance, ProblemClass

__all__ = [
    "Adapter",
    "Capability",
    "Options",
    "Progress",
    "choose",
    "get_adapter",
    "known_solvers",
    "needs_reduction",
    "unused_options",
]

GROUP = "modelwright.solvers"

_OURS: tuple[tuple[str, str], ...] = (
    ("highs", "modelwright.solvers.adapters.highs:Highs"),
    ("cpsat", "modelwright.solvers.adapters.cpsat:CpSat"),
    ("scip", "modelwright.solvers.adapters.scip:Scip"),
    ("glop", "modelwright.solvers.adapters.mathopt:Glop"),
    ("pdlp", "modelwright.solvers.adapters.mathopt:Pdlp"),
    ("gscip", "modelwright.solvers.adapters.mathopt:Gscip"),
    ("pulp-highs", "modelwright.solvers.adapters.pulp:PulpHighs"),
    ("pulp-cbc", "modelwright.solvers.adapters.pulp:PulpCbc"),
    ("pyomo-highs", "modelwright.solvers.adapters.pyomo:PyomoHighs"),
    ("pyomo-scip", "modelwright.solvers.adapters.pyomo:PyomoScip"),
)
"""Name and class of our adapters, in order of preference."""


def _outside() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def known_solvers() -> tuple[str, ...]:
    """Names of all solvers, in order of preference; those from entry points come last."""
    ours = [name for name, _ in _OURS]
    return (*ours, *sorted(name for name in _outside() if name not in ours))


def get_adapter(name: str) -> Adapter:
    """The adapter `name`.

    Raises:
        SolverNotInstalled: There is none, or its package cannot be imported.
    """
    home = dict(_OURS).get(name)
    try:
        if home is not None:
            module, _, attribute = home.partition(":")
            adapter: Adapter = getattr(importlib.import_module(module), attribute)()
            return adapter
        point = _outside().get(name)
        if point is not None:
            adapter = point.load()()
            return adapter
    except (ImportError, AttributeError) as error:
        raise SolverNotInstalled(f"The solver `{name}` cannot be loaded: {error}", code="not-installed") from error
    raise SolverNotInstalled(f"There is no solver `{name}`", hint=f"solvers: {', '.join(('auto', *known_solvers()))}")


def choose(problem_class: ProblemClass, name: str = "auto", instance: Instance | None = None) -> tuple[Adapter, str]:
    """The solver for a model of `problem_class`, and why.

    Args:
        problem_class: As `modelwright.solvers.instance.problem_class` gives it.
        name: A solver, or ``auto`` for the first that takes the model, as it is or reduced to linear rows.
        instance: The model; without it, one of linear rows is meant.

    Raises:
        SolverNotInstalled: No solver of that name.
        UnsupportedModel: It does not take such models.
    """
    ways = _ways(problem_class, instance)
    if name != "auto":
        adapter = get_adapter(name)
        if not any(needed in adapter.capabilities for needed, _ in ways):
            raise UnsupportedModel(f"`{name}` does not solve models of class {problem_class}", hint="try `auto`")
        return adapter, "asked for by name"
    for needed, why in ways:
        for known, _ in _OURS:
            adapter = get_adapter(known)
            if needed in adapter.capabilities:
                return adapter, f"the first solver that takes {why}"
    raise UnsupportedModel(f"No solver here takes models of class {problem_class}")


def needs_reduction(adapter: Adapter, instance: Instance) -> bool:
    """Whether `instance` has to be reduced to linear rows for `adapter`."""
    if _is_linear(instance) or Capability.TREES in adapter.capabilities:
        return False
    if Capability.QP in adapter.capabilities and instance.convex_quadratic is not None:
        return False
    return Capability.NONLINEAR not in adapter.capabilities or not is_algebraic(instance)


def _ways(problem_class: ProblemClass, instance: Instance | None) -> list[tuple[Capability, str]]:
    """What a solver must be able to do, the best way first, and what for."""
    whole = instance is not None and bool(instance.integrality.all())
    if instance is None or _is_linear(instance):
        ways = [(Capability(problem_class), f"models of class {problem_class}")]
        if instance is not None and problem_class == "feasibility" and not instance.integrality.any():
            ways.append((Capability.LP, "linear rows over continuous decisions"))
        return [*ways, (Capability.WHOLE, "linear rows over integer decisions")] if whole else ways
    reduced = (Capability.MILP, f"models of class {problem_class}, reduced to linear rows")
    direct = (Capability.TREES, f"models of class {problem_class} whose decisions are all integer")
    nonlinear = (Capability.NONLINEAR, f"models of class {problem_class}")
    if instance.convex_quadratic is not None:
        convex = (Capability.QP, "linear rows and a convex quadratic objective")
        return [convex, reduced, direct, nonlinear]
    return [direct, reduced, nonlinear] if whole else [reduced, direct, nonlinear]


def _is_linear(instance: Instance) -> bool:
    return not instance.trees and instance.objective_tree is None
