"""Static types of expressions, and what of their data is known before any table is read."""

from modelwright.model.expressions.checking.checker import Checker
from modelwright.model.expressions.checking.known import KnownData
from modelwright.model.expressions.checking.types import Scope, Type

__all__ = ["Checker", "KnownData", "Scope", "Type"]
