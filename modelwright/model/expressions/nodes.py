"""The syntax tree. Sums and products are flat, so that depth measures nesting and not length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

__all__ = [
    "Add",
    "Call",
    "Compare",
    "Comparison",
    "Comprehension",
    "Div",
    "FloorDiv",
    "Generator",
    "IfElse",
    "In",
    "Index",
    "Listing",
    "Logic",
    "Mod",
    "Mul",
    "Name",
    "Neg",
    "Node",
    "Not",
    "Number",
    "Power",
    "Sum",
    "Text",
    "Tuple",
    "children",
    "generators_in",
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
class FloorDiv:
    """A quotient rounded down: ``left // right``."""

    left: Node
    right: Node
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Mod:
    """``left % right``: what `left` has over the next smaller multiple of `right` (the sign is that of `right`)."""

    left: Node
    right: Node
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Power:
    """``base ** exponent``."""

    base: Node
    exponent: Node
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class IfElse:
    """``body if condition else orelse``."""

    body: Node
    condition: Node
    orelse: Node
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Tuple:
    """``(i, j)``: a member of a set of tuples, or values beside each other."""

    items: tuple[Node, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """Values in a row: ``[a, b, c]``; behind ``in`` written ``{a, b, c}``."""

    items: tuple[Node, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class In:
    """``item in set``; the set is a `Name`, an `Index` of a set-valued parameter, or a `Listing`."""

    item: Node
    set: Node
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Generator:
    """Quantifiers `ids` over the members of `set`, kept where `condition` holds.

    Attributes:
        ids: One name, or several that take a tuple apart: ``(i, j) in ARCS``.
        set: Name of an index set or of a set-valued parameter.
        condition: Kept where it holds.
        args: Indices of a set-valued parameter: ``j in covers[i]``; empty for an index set.
    """

    ids: tuple[str, ...]
    set: str
    condition: Node | None = None
    args: tuple[Node, ...] = ()
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    @property
    def id(self) -> str:
        """The name as it is written: ``"i"``, or ``"(i, j)"``."""
        return self.ids[0] if len(self.ids) == 1 else f"({', '.join(self.ids)})"


@dataclass(frozen=True, slots=True)
class Sum:
    """``sum(body for i in I if …)``."""

    body: Node
    generators: tuple[Generator, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Comprehension:
    """``body for i in I if …``: the values of `body` in order, as an argument of a call."""

    body: Node
    generators: tuple[Generator, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the language: ``min(a, b)``, ``forall(… for i in I)``, ``prev(t, initial=s)``.

    Attributes:
        function: Its name.
        args: Arguments by position.
        keywords: Arguments by name.
    """

    function: str
    args: tuple[Node, ...]
    keywords: tuple[tuple[str, Node], ...] = ()
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


Node: TypeAlias = (
    Number
    | Text
    | Name
    | Index
    | Neg
    | Add
    | Mul
    | Div
    | FloorDiv
    | Mod
    | Power
    | IfElse
    | Tuple
    | Listing
    | In
    | Compare
    | Logic
    | Not
    | Sum
    | Comprehension
    | Call
)


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of `node`; conditions and arguments of generators follow the body."""
    match node:
        case (
            Add(terms=parts)
            | Mul(factors=parts)
            | Compare(operands=parts)
            | Logic(operands=parts)
            | Index(args=parts)
            | Tuple(items=parts)
            | Listing(items=parts)
        ):
            return parts
        case Neg(operand=part) | Not(operand=part):
            return (part,)
        case Div(left=left, right=right) | FloorDiv(left=left, right=right) | Mod(left=left, right=right):
            return (left, right)
        case Power(base=base, exponent=exponent):
            return (base, exponent)
        case IfElse(body=body, condition=condition, orelse=orelse):
            return (body, condition, orelse)
        case In(item=item, set=where):
            return (item, where)
        case Call(args=args, keywords=keywords):
            return (*args, *(value for _, value in keywords))
        case Sum(body=body, generators=generators) | Comprehension(body=body, generators=generators):
            return (body, *_of_generators(generators))
        case _:
            return ()


def _of_generators(generators: tuple[Generator, ...]) -> Iterator[Node]:
    for generator in generators:
        yield from generator.args
        if generator.condition is not None:
            yield generator.condition


def generators_in(node: Node) -> tuple[Generator, ...]:
    """The generators of `node` itself."""
    return node.generators if isinstance(node, Sum | Comprehension) else ()


def names_in(node: Node) -> Iterator[str]:
    """Every name read in `node` in order, quantifiers and sets included."""
    if isinstance(node, Name | Index):
        yield node.id
    for generator in generators_in(node):
        yield generator.set
    for part in children(node):
        yield from names_in(part)
