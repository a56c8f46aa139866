"""Building a Model in Python with ordinary operators."""

from modelwright.model.builder.builder import Builder
from modelwright.model.builder.calls import functions
from modelwright.model.builder.expressions import Expression, Reference, SetReference

__all__ = ["Builder", "Expression", "Reference", "SetReference", "functions"]
