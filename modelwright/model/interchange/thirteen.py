"""The thirteen constraint types of Li, Zhang and Mak-Hau, as rows and back.

Source: Qingyang Li, Lele Zhang, Vicky Mak-Hau, "Synthesizing mixed-integer linear programming models from natural
language descriptions", arXiv 2311.15271, Tables 1 and 2 (read in a stored copy of its text). x are
decisions of amounts, y binary decisions that say whether a statement A or B is true, a, b and d numbers that are not
negative, c in (0, 1]:

====  =====================================  ==================================================================
type  formula                                kind
====  =====================================  ==================================================================
0     Maximize or Minimize Σ a · x           an Objective
1     x ≤ b                                  `bound`
2     Σ x ≤ b                                `total`; `packing` where every x is binary
3     Σ a · x ≤ b                            `resource`
4     x ≤ c · Σ x                            `share`
5     x ≥ b                                  `bound`
6     Σ x ≥ b                                `total`; `covering` where every x is binary
7     Σ a · x ≥ b                            `requirement`
8     x ≥ c · Σ x                            `share`
9     d · x₁ ≤ x₂                            `comparison`: x₂ is at least d times x₁
10    y_A ≤ y_B ("if A then B")              `implication`
11    y_A + y_B = 1 ("exactly one")          `partition`
12    y_A + y_B ≥ 1 ("at least one")         `covering`
13    y_A + y_B ≤ 1 ("at most one")          `packing`
====  =====================================  ==================================================================

The paper gives formulas, no file format; ours is the number of the type with the formula over names of the Model. As in
its section 2.2, types 11 to 13 are special cases of partitioning, covering and packing, and longer or weighted sums of
binary decisions stay types 2 and 6. Its linking rows (``x ≤ M y``) are no type of their own; ours are `activation`. It
leaves out equations other than type 11. What we could not check: whether its data set writes formulas in another way.

``export_row(import_row(t, …), …)`` is `t` for formulas in our writing, and ``import_row(export_row(row, …), …)`` is the
row for the kinds above. Rows of other kinds that say the same (``if not A then B``, counts of two conditions, "at most
d times") are exported in the paper's form and come back as the kind of that form. What none of the types says is
refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from modelwright.errors import ExpressionError, InputError
from modelwright.model.document import Model
from modelwright.model.elements import Objective, Variable
from modelwright.model.expressions import (
    Add,
    Call,
    Compare,
    Listing,
    Mul,
    Name,
    Node,
    Not,
    Number,
    format_expression,
    parse_expression,
)
from modelwright.model.interchange.common import constant, refuse, scalar_row, weighted_sum, written_sum
from modelwright.model.templates import (
    Bound,
    Comparison,
    Constraint,
    Covering,
    Implication,
    Packing,
    Partition,
    Requirement,
    Resource,
    Share,
    Total,
)
from modelwright.model.templates.base import compare, match_terms, single_comparison, slot_node
from modelwright.model.templates.shapes import is_data, number

__all__ = ["Typed", "export_objective", "export_row", "import_objective", "import_row"]

_FORM = "one of the thirteen types"
_ONE = Number(Fraction(1))
_KINDS: dict[int, tuple[type[Constraint], ...]] = {
    1: (Bound,),
    2: (Packing, Total),
    3: (Resource,),
    4: (Share,),
    5: (Bound,),
    6: (Covering, Total),
    7: (Requirement,),
    8: (Share,),
    11: (Partition,),
    12: (Covering,),
    13: (Packing,),
}
"""The kinds that read their slots from the formula itself."""
_PAIRS = {"==": 11, ">=": 12, "<=": 13}
_WIDER = {13: 2, 12: 6}
"""Types that hold pairs of binary decisions too."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A formula with the number of its type.

    Attributes:
        number: From 1 to 13; 0 for an objective.
        formula: An expression over names of a Model; for an objective behind ``Maximize`` or ``Minimize``.
    """

    number: int
    formula: str


def import_row(typed: Typed, model: Model, name: str) -> Constraint:
    """The row that a formula means.

    Args:
        typed: The formula and its type.
        model: Has the decisions that the formula names.
        name: Name of the row.

    Raises:
        ExpressionError: The formula cannot be parsed.
        InputError: It is not of its type.
    """
    node = parse_expression(typed.formula)
    found = _type_of(node, model)
    if typed.number not in (found, _WIDER.get(found or 0)):
        said = "of none of the types" if found is None else f"of type {found}"
        raise InputError(f"`{typed.formula}` is {said}, not of type {typed.number}", code="bad-declaration")
    left, _, right = single_comparison(node) or (node, "", node)
    if found == 10:
        return Implication(name=name, condition=format_expression(left), consequence=format_expression(right))
    if found == 9:
        factor, smaller = _product(left)
        ends = {"left": format_expression(right), "right": format_expression(smaller)}
        return Comparison(name=name, sense=">=", factor=format_expression(factor), **ends)
    for kind in _KINDS[typed.number]:
        slots = kind.match(node, model)
        if slots is not None:
            return kind.model_validate({"name": name, **slots})
    raise InputError(f"`{typed.formula}` cannot be read as type {typed.number}", code="bad-declaration")


def export_row(row: Constraint, model: Model) -> Typed:
    """The type and formula of `row`.

    Raises:
        UsageError: None of the types says it; the code is ``not-representable``.
    """
    scalar_row(_FORM, row)
    node = _linear(row, model)
    found = _type_of(node, model)
    if found is None:
        raise refuse(_FORM, row, f"`{format_expression(node)}` has none of their formulas")
    return Typed(found, format_expression(node))


def import_objective(typed: Typed, name: str) -> Objective:
    """The objective of a formula of type 0.

    Raises:
        InputError: It does not begin with ``Maximize`` or ``Minimize``.
    """
    direction, _, expression = typed.formula.strip().partition(" ")
    if typed.number != 0 or direction not in ("Maximize", "Minimize") or not expression:
        raise InputError(
            f"`{typed.formula}` is no objective",
            code="bad-declaration",
            hint="write Maximize or Minimize and a weighted sum, as type 0",
        )
    try:
        written = format_expression(parse_expression(expression))
    except ExpressionError as error:
        raise InputError(f"`{expression}` cannot be read: {error.message}", code="bad-declaration") from None
    return Objective(name=name, sense="max" if direction == "Maximize" else "min", expression=written)


def export_objective(objective: Objective, model: Model) -> Typed:
    """The formula of an objective.

    Raises:
        UsageError: It is no weighted sum of decisions, or lacks a direction; the code is ``not-representable``.
    """
    if not isinstance(objective.expression, str) or objective.sense not in ("min", "max"):
        raise refuse(_FORM, objective, "it lacks a direction or an expression")
    terms = [(value, variable.name) for value, variable in weighted_sum(_FORM, objective, objective.expression, model)]
    direction = "Maximize" if objective.sense == "max" else "Minimize"
    return Typed(0, f"{direction} {written_sum(terms)}")


# ----------------------------------------------------------------------------------------------------------- shapes


def _type_of(node: Node, model: Model) -> int | None:
    """The type whose formula `node` has."""
    sides = single_comparison(node)
    if sides is None:
        return None
    left, op, right = sides
    upper = op == "<="
    if is_data(right, model) and not is_data(left, model):
        terms = match_terms(left, model) or []
        names = [parse_expression(term.variable) for term in terms if not term.over]
        if not names or len(names) != len(terms) or not all(isinstance(name, Name) for name in names):
            return None
        plain = all(term.coefficient == "1" for term in terms)
        if plain and len(terms) == 2 and right == _ONE and all(_is_binary(name, model) for name in names):
            return _PAIRS[op]
        if op == "==":
            return None
        base = 1 if plain and len(terms) == 1 else 2 if plain else 3
        return base if upper else base + 4
    if op == "==":
        return None
    if isinstance(left, Name) and isinstance(right, Mul) and isinstance(right.factors[-1], Add):
        return 4 if upper else 8
    if upper and isinstance(right, Name):
        factor, smaller = _product(left)
        if not isinstance(smaller, Name) or not is_data(factor, model):
            return None
        return 10 if factor == _ONE and _is_binary(smaller, model) and _is_binary(right, model) else 9
    return None


def _linear(row: Constraint, model: Model) -> Node:
    """The row as a formula of amounts and binary decisions, where it is said otherwise."""
    if isinstance(row, Comparison) and row.offset is None and row.sense != "==":
        left, right = parse_expression(row.left), parse_expression(row.right)
        if row.sense == ">=":
            return compare(_times(slot_node(row.factor), right), "<=", left)
        factor = constant(_FORM, row, row.factor, model)
        if factor > 0:
            return compare(_times(number(1 / factor), left), "<=", right)
    node = row.to_node()
    match node:
        case Call(function="implies", args=(Not(operand=Name() as a), Not(operand=Name() as b))):
            return compare(b, "<=", a)
        case Call(function="implies", args=(Not(operand=Name() as a), Name() as b)):
            return compare(Add((a, b)), ">=", _ONE)
        case Call(function="implies", args=(Name() as a, Not(operand=Name() as b))):
            return compare(Add((a, b)), "<=", _ONE)
        case Call(function="implies", args=(Name() as a, Name() as b)):
            return compare(a, "<=", b)
        case Compare(operands=(Call(function="count", args=(Listing(items=items),)), k), ops=(op,)) if len(items) > 1:
            return compare(Add(items), op, k)
    return node


def _product(node: Node) -> tuple[Node, Node]:
    """Factor and decision of ``d * x``."""
    if isinstance(node, Mul) and len(node.factors) == 2:
        return node.factors[0], node.factors[1]
    return _ONE, node


def _times(factor: Node, node: Node) -> Node:
    return node if factor == _ONE else Mul((factor, node))


def _is_binary(node: Node, model: Model) -> bool:
    element = model.by_name.get(node.id) if isinstance(node, Name) else None
    return isinstance(element, Variable) and element.domain == "binary"
