"""The columns that an interval variable has."""

from __future__ import annotations

__all__ = ["INTERVAL_PARTS"]

INTERVAL_PARTS = ("start", "size", "end", "present")
"""The blocks of an interval variable `task`, in order: ``task.start``, ``task.size``, …"""
