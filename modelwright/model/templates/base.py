"""What every constraint has, and the pieces that templates are built from."""

from __future__ import annotations

from abc import abstractmethod
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from modelwright.model.base import Frozen
from modelwright.model.elements import Element, Missing
from modelwright.model.expressions import (
    Add,
    Compare,
    Index,
    Mul,
    Name,
    Node,
    Number,
    Sum,
    format_expression,
    format_quantifiers,
    parse_expression,
    parse_quantifiers,
)
from modelwright.model.expressions.nodes import Comparison

if TYPE_CHECKING:
    from modelwright.model.words import Words

__all__ = ["ConstraintBase", "Expr", "Sense", "Term", "add", "match_terms", "sense_words", "times"]

Expr = str
"""Text of an expression over names of the Model."""

Sense = Literal["<=", ">=", "=="]

_WORDS = {"<=": "at most", ">=": "at least", "==": "exactly", "<": "less than", ">": "more than", "!=": "not"}


def sense_words(sense: str) -> str:
    """``"at most"`` for ``"<="`` and so on."""
    return _WORDS[sense]


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
        product = times(parse_expression(self.coefficient), parse_expression(self.variable))
        generators = parse_quantifiers(self.over)
        return Sum(product, generators) if generators else product


class ConstraintBase(Element):
    """A row, or a family of rows.

    Attributes:
        kind: Name of the template.
        for_each: Quantifiers: one row for each of their values; ``""`` for a single row.
        negotiable: Whether a repair may move it: ``yes`` (at `price`), ``unstated``, or ``no`` (structure).
        price: Cost of moving the limit by one unit, ``None`` when unknown.
        unit: Unit of both sides, ``None`` when unknown.
    """

    kind: str
    for_each: str = ""
    negotiable: Literal["yes", "unstated", "no"] = "unstated"
    price: Expr | None = None
    unit: str | None = None

    expression_slots: ClassVar[tuple[str, ...]] = ()
    """Fields that hold one expression each."""

    @abstractmethod
    def to_node(self) -> Node:
        """The comparison that this row means.

        Raises:
            ExpressionError: A slot cannot be parsed.
        """

    @classmethod
    @abstractmethod
    def match(cls, node: Node) -> dict[str, Any] | None:
        """The slots with which this kind means `node` to the letter, or ``None``."""

    @abstractmethod
    def sentence(self, words: Words) -> str:
        """The row read back as a plain sentence, in the user's words."""

    def to_expression(self) -> str:
        """The comparison as text."""
        return format_expression(self.to_node())

    def slots(self) -> list[tuple[str, Expr | Missing]]:
        """Every expression slot with its JSON pointer below the constraint."""
        found: list[tuple[str, Expr | Missing]] = []
        for name in self.expression_slots:
            value = getattr(self, name)
            if value is not None:
                found.append((name, value))
        return found

    def term_slots(self) -> list[tuple[str, Term]]:
        """Every Term with its JSON pointer below the constraint."""
        return []


def times(coefficient: Node, variable: Node) -> Node:
    """``coefficient * variable``, without a factor of one."""
    if isinstance(coefficient, Number) and coefficient.value == 1:
        return variable
    return Mul((coefficient, variable))


def add(nodes: list[Node]) -> Node:
    """The sum of `nodes`; zero when there are none."""
    if not nodes:
        return Number(Fraction(0))
    return nodes[0] if len(nodes) == 1 else Add(tuple(nodes))


def match_terms(node: Node) -> list[Term] | None:
    """The terms whose sum is `node` to the letter, or ``None``."""
    terms: list[Term] = []
    for part in node.terms if isinstance(node, Add) else (node,):
        body, over = (part.body, format_quantifiers(part.generators)) if isinstance(part, Sum) else (part, "")
        if isinstance(part, Sum) and parse_quantifiers(over) != part.generators:
            return None
        if isinstance(body, Mul) and len(body.factors) == 2:
            coefficient, variable = body.factors
        else:
            coefficient, variable = Number(Fraction(1)), body
        if not isinstance(variable, Name | Index):
            return None
        terms.append(Term(coefficient=format_expression(coefficient), variable=format_expression(variable), over=over))
    return terms


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
