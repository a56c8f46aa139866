"""Public DCP-Bench items written by hand as Models; each function takes the data of an instance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dcp_grids
import dcp_plans
import dcp_puzzles
import dcp_schedules
import dcp_sequences

from modelwright.model.builder import Builder

__all__ = ["MODELS"]

MODELS: dict[str, Callable[[dict[str, Any]], Builder]] = {
    name: getattr(module, name)
    for module in (dcp_puzzles, dcp_sequences, dcp_grids, dcp_plans, dcp_schedules)
    for name in module.__all__
}
"""By the name of the item."""
