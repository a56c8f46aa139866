"""The syntax tree. Sums and products are flat, so that depth measures nesting and not length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

__all__ = [
    "Add",
    "Compare",
    "Comparison",
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
    "children",
    "names_in",
]

Comparison: TypeAlias = Literal["<=", ">=", "==", "<", ">", "!="]


@dataclass(frozen=True, slots=True)
class Number:
    """A literal number."""

    value: Fraction
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted member of a set."""

    value: str
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter, variable, definition or quantifier."""

    id: str
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Index:
    """An element of an indexed name: ``x[i, "steel"]``."""

    id: str
    args: tuple[Node, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Neg:
    """A negated expression."""

    operand: Node
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Add:
    """A sum of two or more terms; a subtracted term is a `Neg`."""

    terms: tuple[Node, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Mul:
    """A product of two or more factors."""

    factors: tuple[Node, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Div:
    """A quotient."""

    left: Node
    right: Node
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """A chain of comparisons: ``operands[0] ops[0] operands[1] ops[1] …``."""

    operands: tuple[Node, ...]
    ops: tuple[Comparison, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """Conditions joined by ``and`` or by ``or``."""

    op: Literal["and", "or"]
    operands: tuple[Node, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """A negated condition."""

    operand: Node
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Generator:
    """Quantifier `id` over the members of `set`, kept where `condition` holds."""

    id: str
    set: str
    condition: Node | None = None
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Sum:
    """``sum(body for i in I if …)``."""

    body: Node
    generators: tuple[Generator, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


Node: TypeAlias = Number | Text | Name | Index | Neg | Add | Mul | Div | Compare | Logic | Not | Sum


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of `node`, conditions of generators included."""
    match node:
        case (
            Add(terms=parts) | Mul(factors=parts) | Compare(operands=parts) | Logic(operands=parts) | Index(args=parts)
        ):
            return parts
        case Neg(operand=part) | Not(operand=part):
            return (part,)
        case Div(left=left, right=right):
            return (left, right)
        case Sum(body=body, generators=generators):
            return (body, *(g.condition for g in generators if g.condition is not None))
        case _:
            return ()


def names_in(node: Node) -> Iterator[str]:
    """Every name read in `node` in order, quantifiers and sets included."""
    if isinstance(node, Name | Index):
        yield node.id
    if isinstance(node, Sum):
        for generator in node.generators:
            yield generator.set
    for part in children(node):
        yield from names_in(part)
