"""The expression language: a subset of Python's expression grammar, parsed by ourselves and never executed."""

from modelwright.model.expressions.nodes import (
    Add,
    Compare,
    Div,
    Generator,
    Index,
    Logic,
    Mul,
    Name,
    Neg,
    Node,
    Not,
    Number,
    Sum,
    Text,
)
from modelwright.model.expressions.parser import parse_expression, parse_quantifiers
from modelwright.model.expressions.printer import format_expression, format_quantifiers

__all__ = [
    "Add",
    "Compare",
    "Div",
    "Generator",
    "Index",
    "Logic",
    "Mul",
    "Name",
    "Neg",
    "Node",
    "Not",
    "Number",
    "Sum",
    "Text",
    "format_expression",
    "format_quantifiers",
    "parse_expression",
    "parse_quantifiers",
]
