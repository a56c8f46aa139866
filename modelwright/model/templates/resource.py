"""`resource`: what something limited allows."""

from __future__ import annotations

from typing import ClassVar, Literal

from modelwright.model.templates.base import Sense
from modelwright.model.templates.linear import LinearRow


class Resource(LinearRow):
    """``Σ coefficient · variable <= limit``."""

    kind: Literal["resource"] = "resource"
    direction: ClassVar[Sense] = "<="
