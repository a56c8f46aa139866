"""Counts with their uncertainty."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

__all__ = ["Share", "wilson"]

_Z95 = 1.959963984540054


def wilson(right: int, of: int, z: float = _Z95) -> tuple[float, float]:
    """The Wilson score interval of a share, each end in [0, 1]; (0, 1) when nothing was counted.

    Source:
        Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    """
    if of <= 0:
        return 0.0, 1.0
    share = right / of
    centre = share + z * z / (2 * of)
    spread = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    right: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson 95% interval."""
        return wilson(self.right, self.of)

    def __str__(self) -> str:
        if not self.of:
            return "0/0"
        low, high = self.interval
        return f"{self.right}/{self.of} ({self.right / self.of:.1%}, Wilson 95% {low * 100:.0f}–{high * 100:.0f})"

    def to_json(self) -> dict[str, Any]:
        """A plain object."""
        low, high = self.interval
        return {"right": self.right, "of": self.of, "low": round(low, 6), "high": round(high, 6)}
