"""The peers of the benchmark, one file for each; see `base.py` for what a peer owes."""

from __future__ import annotations

import importlib
from types import ModuleType

__all__ = ["HOMES", "home"]

HOMES: dict[str, str] = {
    "floor": "floor",
    "floor-reused": "floor",
    "ours": "ours",
    "ours-verified": "ours",
    "linopy": "linopy",
    "cvxpy": "cvxpy",
    "pyoframe": "pyoframe",
    "pyoptinterface": "pyoptinterface",
    "pulp": "pulp",
    "pyomo": "pyomo",
    "mathopt": "mathopt",
    "pywraplp-glop": "ortools",
    "pywraplp-cbc": "ortools",
    "pywraplp-scip": "ortools",
    "cpsat": "ortools",
    "cpmpy": "cpmpy",
}
"""Module of each peer, in the order of the report."""


def home(peer: str) -> ModuleType:
    """The module of `peer`.

    Raises:
        ImportError: Its library is not installed.
    """
    return importlib.import_module(f"peers.{HOMES[peer]}")
