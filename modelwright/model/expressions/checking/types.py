"""What an expression can be, and the quantifiers around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from modelwright.model.expressions.nodes import Generator, Node

__all__ = ["DATA", "UNKNOWN", "WHOLE", "Kind", "Quantifier", "Scope", "Type", "joined"]

Kind: TypeAlias = Literal["number", "boolean", "member", "tuple", "list", "interval", "set", "unknown"]


@dataclass(frozen=True, slots=True)
class Type:
    """What an expression is.

    Attributes:
        kind: ``number``, ``boolean``, ``member`` (of `set`), ``tuple`` (of `parts`), ``list``, ``interval``,
            ``set`` (of members of `set`), or ``unknown`` after an error.
        degree: 0 for data, 1 for linear in the decisions, 2 for anything beyond.
        set: Index set that a member belongs to, ``None`` for a literal or where it is not said.
        whole: Whether a number is sure to be whole (numbers in tables get the benefit of the doubt).
        binary: Whether it is one binary decision, which may stand as a condition.
        parts: Types of the parts of a tuple.
    """

    kind: Kind
    degree: int = 0
    set: str | None = None
    whole: bool = False
    binary: bool = False
    parts: tuple[Type, ...] = ()


UNKNOWN = Type("unknown", whole=True)
DATA = Type("number")
WHOLE = Type("number", whole=True)


def joined(kind: Kind, types: list[Type], *, beyond: bool = False) -> Type:
    """What a part of `types` together is; with `beyond` any decision in them makes it more than linear."""
    degree = max((found.degree for found in types), default=0)
    return Type(kind, 2 if beyond and degree else degree, whole=all(found.whole for found in types))


@dataclass(frozen=True, slots=True)
class Quantifier:
    """A generator with the place where it is written.

    Attributes:
        generator: As parsed.
        pointer: JSON pointer of the text that it stands in.
        end: Where in that text a condition may be added.
        condition: The condition that stands there already.
    """

    generator: Generator
    pointer: str
    end: int
    condition: Node | None


@dataclass(frozen=True, slots=True)
class Scope:
    """The quantifiers that an expression may read, and the conditions that hold where it is read.

    Attributes:
        types: Type by name of the quantifier.
        quantifiers: All of them, the outermost first.
        guards: Conditions known to hold besides those of the quantifiers (of ``a if guard else b``).
    """

    types: Mapping[str, Type] = field(default_factory=dict)
    quantifiers: tuple[Quantifier, ...] = ()
    guards: tuple[Node, ...] = ()

    def guarded(self, *conditions: Node) -> Scope:
        """The scope where `conditions` hold as well."""
        return replace(self, guards=(*self.guards, *conditions))

    def __contains__(self, name: str) -> bool:
        return name in self.types
