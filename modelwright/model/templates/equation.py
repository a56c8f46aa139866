"""`equation`: what has to be met exactly."""

from __future__ import annotations

from typing import ClassVar, Literal

from modelwright.model.templates.base import Sense
from modelwright.model.templates.linear import LinearRow


class Equation(LinearRow):
    """``Σ coefficient · variable == limit``."""

    kind: Literal["equation"] = "equation"
    direction: ClassVar[Sense] = "=="
