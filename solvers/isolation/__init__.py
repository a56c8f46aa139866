"""Solvers in processes of their own, which can be killed. Names are lazy: a worker starts with one thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelwright.lazy import handed_on

if TYPE_CHECKING:
    from modelwright.solvers.isolation.isolated import Isolated

__all__ = ["Isolated"]

__getattr__ = handed_on(__name__, {"isolated": ("Isolated",)})
