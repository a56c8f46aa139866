"""What every constraint has, and the pieces that templates are built from."""

from __future__ import annotations

import random
from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, ValidationError

from modelwright.errors import ExpressionError
from modelwright.model.base import Frozen
from modelwright.model.elements import Element, Missing
from modelwright.model.expressions import (
    Add,
    Compare,
    Comprehension,
    Index,
    Name,
    Node,
    Sum,
    format_expression,
    parse_expression,
    parse_quantifiers,
)
from modelwright.model.expressions.nodes import Comparison
from modelwright.model.templates.shapes import (
    ZERO,
    is_data,
    is_reference,
    product,
    product_parts,
    quantifier_text,
    signed,
    unsigned,
)

if TYPE_CHECKING:
    from modelwright.model.document import Model
    from modelwright.model.words import Words

__all__ = [
    "ConstraintBase",
    "Documentation",
    "Expr",
    "Items",
    "Must",
    "Negotiable",
    "Penalty",
    "Sense",
    "Slot",
    "SlotType",
    "Structural",
    "Term",
    "add",
    "compare",
    "match_terms",
    "single_comparison",
    "slot_node",
]

Expr = str
"""Text of an expression over names of the Model."""

Sense = Literal["<=", ">=", "=="]

Negotiable = Literal["yes", "unstated", "no"]


def _structural(value: Any) -> Any:
    return "no" if value == "unstated" else value


Structural = Annotated[Negotiable, BeforeValidator(_structural)]
"""The `negotiable` of kinds that are structure: what is not said means ``no``."""


class Term(Frozen):
    """One product of a linear row, summed over `over` when given.

    Attributes:
        coefficient: Data expression.
        variable: Reference to a decision: ``"x"`` or ``"x[i, t]"``.
        over: Quantifiers: ``"i in PLANTS if i != t"``; ``""`` for a single product.
    """

    coefficient: Expr = "1"
    variable: Expr
    over: str = ""

    def to_node(self) -> Node:
        """``sum(coefficient * variable for …)``, or the product alone."""
        term = product(parse_expression(self.coefficient), parse_expression(self.variable))
        generators = parse_quantifiers(self.over)
        return Sum(term, generators) if generators else term


class Items(Frozen):
    """One expression, or one for each value of `over`: a part of a list.

    Attributes:
        expression: A number, a condition, a decision or an interval, as the slot asks.
        over: Quantifiers: ``"i in PLANTS if i != t"``; ``""`` for a single expression.
    """

    expression: Expr
    over: str = ""

    def to_node(self) -> Node:
        """The expression, or the comprehension over it."""
        node = parse_expression(self.expression)
        generators = parse_quantifiers(self.over)
        return Comprehension(node, generators) if generators else node


SlotType = Literal["data", "number", "decision", "condition", "interval", "member"]
"""What the expression of a slot must be: a number of data alone; any number; the name of a decision or definition; a
condition (or a binary decision); an interval variable; a member of a set."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One expression of a constraint.

    Attributes:
        pointer: JSON pointer below the constraint.
        value: Its text, or what is missing.
        type: What it must be.
        over: Quantifiers of its own, beside those of `for_each`.
    """

    pointer: str
    value: Expr | Missing
    type: SlotType
    over: str = ""


@dataclass(frozen=True, slots=True)
class Documentation:
    """A kind explained to a language model or a newcomer.

    Attributes:
        meaning: One sentence.
        slots: One line for each slot of the kind, by field.
        text: A sentence of a problem that this kind says.
        example: The slots that say it (the fields of the kind without name and sources).
    """

    meaning: str
    slots: dict[str, str]
    text: str
    example: dict[str, Any]


class Must(Frozen):
    """The row must hold."""

    form: Literal["must"] = "must"


class Penalty(Frozen):
    """The row may be broken at a price.

    Attributes:
        weight: Data expression: cost of one unit by which a comparison is missed, or of one broken condition.
        unit: Unit of the cost.
    """

    form: Literal["penalty"] = "penalty"
    weight: Expr = "1"
    unit: str | None = None


class ConstraintBase(Element):
    """A row, or a family of rows.

    Attributes:
        kind: Name of the template.
        for_each: Quantifiers: one row for each of their values; ``""`` for a single row.
        enforce: `Must`, or a `Penalty` for breaking it.
        negotiable: Whether a repair may move it: ``yes`` (at `price`), ``unstated``, or ``no`` (structure).
        price: Cost of moving the limit by one unit, ``None`` when unknown.
        unit: Unit of both sides, ``None`` when unknown.
    """

    kind: str
    for_each: str = ""
    enforce: Annotated[Must | Penalty, Field(discriminator="form")] = Must()
    negotiable: Negotiable = "unstated"
    price: Expr | None = None
    unit: str | None = None

    slot_types: ClassVar[dict[str, SlotType]] = {}
    """What the expressions of each field must be; a field holds one expression, several, Items, or Terms (whose
    coefficient is data)."""

    documentation: ClassVar[Documentation]

    @abstractmethod
    def to_node(self) -> Node:
        """The comparison that this row means.

        Raises:
            ExpressionError: A slot cannot be parsed.
        """

    @classmethod
    @abstractmethod
    def match(cls, node: Node, model: Model) -> dict[str, Any] | None:
        """The slots with which this kind means `node` to the letter, or ``None``.

        Args:
            node: A condition over names of `model`.
            model: Tells decisions from data.
        """

    @abstractmethod
    def sentence(self, words: Words) -> str:
        """The row read back as a plain sentence, in the user's words."""

    def to_expression(self) -> str:
        """The comparison as text."""
        return format_expression(self.to_node())

    def read_back(self, words: Words) -> str:
        """The sentence with the quantifiers of the row: ``"flour (m): at most 200, for every mill m"``."""
        try:
            said, each = self.sentence(words.within(self.for_each)), words.over(self.for_each)
        except ExpressionError:
            return f"{self.shown} (cannot be read: an expression is broken)"
        return f"{said}, {each}" if each else said

    @abstractmethod
    def negation(self, words: Words) -> str:
        """What a plan does that breaks the row, as a plain clause: ``"more than 40 chairs are made"``."""

    @classmethod
    @abstractmethod
    def sample(cls, rng: random.Random) -> dict[str, Any]:
        """A random small Model (as JSON) with one constraint `row` of this kind, decisions of small domains, and an
        objective; at most a few thousand points, so that it can be solved by trying them all."""

    @classmethod
    def to_letter(cls, node: Node, slots: dict[str, Any]) -> dict[str, Any] | None:
        """`slots` when this kind, filled with them, means `node` to the letter; else ``None``."""
        try:
            return slots if cls.model_validate({"name": "row", **slots}).to_node() == node else None
        except (ExpressionError, ValidationError):
            return None

    def slots(self) -> list[Slot]:
        """Every expression of the constraint, but for `for_each` and `price`."""
        found: list[Slot] = []
        for name, kind in self.slot_types.items():
            value = getattr(self, name)
            if isinstance(value, tuple):
                for k, item in enumerate(value):
                    found.extend(_slots_of(item, f"{name}/{k}", kind))
            elif value is not None:
                found.extend(_slots_of(value, name, kind))
        return found


def _slots_of(value: Any, pointer: str, kind: SlotType) -> list[Slot]:
    if isinstance(value, Term):
        return [
            Slot(f"{pointer}/coefficient", value.coefficient, "data", value.over),
            Slot(f"{pointer}/variable", value.variable, kind, value.over),
        ]
    if isinstance(value, Items):
        return [Slot(f"{pointer}/expression", value.expression, kind, value.over)]
    return [Slot(pointer, value, kind)]


def add(nodes: list[Node]) -> Node:
    """The sum of `nodes`, a minus at the front of one behind the first taken as its sign; zero when there are none."""
    if not nodes:
        return ZERO
    return nodes[0] if len(nodes) == 1 else Add((nodes[0], *map(signed, nodes[1:])))


def match_terms(node: Node, model: Model) -> list[Term] | None:
    """The terms whose sum is `node` to the letter, or ``None``.

    Args:
        node: A sum of products and of indexed sums of products, or one of them.
        model: Every variable must be a decision of it that is a number, or a definition, and every coefficient data.
    """
    terms: list[Term] = []
    first, *rest = node.terms if isinstance(node, Add) else (node,)
    for part in (first, *map(unsigned, rest)):
        body, over = (part.body, quantifier_text(part.generators)) if isinstance(part, Sum) else (part, "")
        if over is None:
            return None
        coefficient, variable = product_parts(body)
        if not isinstance(variable, Name | Index):
            return None
        if not is_reference(variable, model) or not is_data(coefficient, model):
            return None
        terms.append(Term(coefficient=format_expression(coefficient), variable=format_expression(variable), over=over))
    return terms if add([term.to_node() for term in terms]) == node else None


def compare(left: Node, sense: str, right: Node) -> Compare:
    """``left sense right``."""
    op: Comparison = sense  # type: ignore[assignment]
    return Compare((left, right), (op,))


def single_comparison(node: Node) -> tuple[Node, str, Node] | None:
    """The two sides and the sense of a comparison with `<=`, `>=` or `==`."""
    if isinstance(node, Compare) and len(node.ops) == 1 and node.ops[0] in ("<=", ">=", "=="):
        return node.operands[0], node.ops[0], node.operands[1]
    return None


def slot_node(value: Expr | Missing) -> Node:
    """The expression of a slot; a Missing slot reads as a name that nothing has, which validation reports."""
    return Name(f"missing:{value.slot}") if isinstance(value, Missing) else parse_expression(value)
