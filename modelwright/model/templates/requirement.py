"""`requirement`: what has to be reached."""

from __future__ import annotations

from typing import ClassVar, Literal

from modelwright.model.templates.base import Sense
from modelwright.model.templates.linear import LinearRow


class Requirement(LinearRow):
    """``Σ coefficient · variable >= limit``."""

    kind: Literal["requirement"] = "requirement"
    direction: ClassVar[Sense] = ">="
