"""Solvers: one ordered list, and the entry point group `modelwright.solvers` for others."""

from __future__ import annotations

import importlib
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

from modelwright.errors import SolverNotInstalled, UnsupportedModel
from modelwright.solvers.adapters.base import Adapter, Capability, Options

if TYPE_CHECKING:
    from modelwright.solvers.instance import ProblemClass

__all__ = ["Adapter", "Capability", "Options", "choose", "get_adapter", "known_solvers"]

GROUP = "modelwright.solvers"

_OURS: tuple[tuple[str, str], ...] = (("highs", "modelwright.solvers.adapters.highs:Highs"),)
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


def choose(problem_class: ProblemClass, name: str = "auto") -> tuple[Adapter, str]:
    """The solver for a model of `problem_class`, and why.

    Args:
        problem_class: As `modelwright.solvers.instance.problem_class` gives it.
        name: A solver, or ``auto`` for the first that takes the class.

    Raises:
        SolverNotInstalled: No solver of that name.
        UnsupportedModel: It does not take models of that class.
    """
    needed = Capability(problem_class)
    if name != "auto":
        adapter = get_adapter(name)
        if needed not in adapter.capabilities:
            raise UnsupportedModel(f"`{name}` does not solve models of class {problem_class}", hint="try `auto`")
        return adapter, "asked for by name"
    for known, _ in _OURS:
        adapter = get_adapter(known)
        if needed in adapter.capabilities:
            return adapter, f"the first solver that takes models of class {problem_class}"
    raise UnsupportedModel(f"No solver here takes models of class {problem_class}")
