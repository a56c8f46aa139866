"""Conditions as ground trees: comparisons, `and`, `or`, `not`, membership."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from modelwright.errors import ModelError
from modelwright.model.exact.forms import ONE, no_number_but
from modelwright.model.exact.members import Binding
from modelwright.model.exact.trees import (
    Choose,
    Condition,
    Element,
    Linear,
    Relation,
    Tree,
    Truth,
    conjunction,
    constant,
    disjunction,
    equivalent,
    negation,
    relation,
    value_of,
)
from modelwright.model.expressions import Compare, Logic, Node, Not, Text, format_expression
from modelwright.model.expressions.nodes import Comprehension, In, Listing, Tuple

if TYPE_CHECKING:
    from modelwright.model.exact.expand import Expander

__all__ = ["Conditions"]

_OPPOSITE = {"<": ">=", ">": "<=", "!=": "=="}


class Conditions:
    """Expands conditions for an `Expander`."""

    def __init__(self, expander: Expander) -> None:
        self.expander = expander
        self.evaluator = expander.evaluator

    def of(self, node: Node, tree: Tree) -> Tree:
        """`tree` as a condition."""
        if isinstance(tree, Condition):
            return tree
        if self._is_binary(tree):
            return relation("==", tree, constant(ONE))
        raise ModelError(
            f"`{format_expression(node)}` is not a condition",
            code="boolean-number",
            hint="compare it, for instance with `>= 1`",
        )

    def _is_binary(self, tree: Tree) -> bool:
        match tree:
            case Linear(terms=((column, coefficient),), constant=number):
                return coefficient == 1 and number == 0 and self.evaluator.is_binary(column)
            case Choose(body=body, orelse=orelse):
                return all(isinstance(t, Condition) or self._is_binary(t) for t in (body, orelse))
            case Element(values=values):
                return bool(values) and all(isinstance(t, Condition) or self._is_binary(t) for t in values)
            case _:
                return False

    def condition(self, node: Compare | Logic | Not | In, binding: Binding) -> Tree:
        """What a comparison, `and`, `or`, `not` or `in` means."""
        match node:
            case Compare():
                if not self.evaluator.decides(node):
                    return Truth(self.evaluator.holds(node, binding))
                return self._compare(node, binding)
            case Logic(op="and", operands=parts):
                return conjunction(self._until(parts, binding, stop=False))
            case Logic(operands=parts):
                return disjunction(self._until(parts, binding, stop=True))
            case Not(operand=operand):
                return self._attainable(node, self.denied(operand, binding))
            case In():
                return self.expander.indexing.contained(node, binding)

    def _until(self, parts: Iterable[Node], binding: Binding, *, stop: bool) -> Iterator[Tree]:
        """The conditions up to the first that decides all of them."""
        for part in parts:
            found = self.expander.condition(part, binding)
            yield found
            if isinstance(found, Truth) and found.holds is stop:
                return

    def denied(self, node: Node, binding: Binding) -> Tree:
        """The condition that `node` does not hold."""
        match node:
            case Not(operand=operand):
                return self.expander.condition(operand, binding)
            case Compare(operands=(left, right), ops=("<" | ">" | "!=" as op,)) if self.evaluator.decides(node):
                return self._related(node, _OPPOSITE[op], left, right, binding)
            case Logic(op="and", operands=parts):
                return disjunction(self._denied_until(parts, binding, stop=True))
            case Logic(operands=parts):
                return conjunction(self._denied_until(parts, binding, stop=False))
            case _:
                return self.negated(self.expander.condition(node, binding))

    def _denied_until(self, parts: Iterable[Node], binding: Binding, *, stop: bool) -> Iterator[Tree]:
        for part in parts:
            found = self.denied(part, binding)
            yield found
            if isinstance(found, Truth) and found.holds is stop:
                return

    def negated(self, tree: Tree) -> Tree:
        """The condition that `tree` does not hold; ``<`` is closed where values are whole."""
        return self.evaluator.closed(negation(tree))

    def _compare(self, node: Compare, binding: Binding) -> Tree:
        pairs = zip(node.operands, node.ops, node.operands[1:], strict=False)
        found: list[Tree] = []
        for left, op, right in pairs:
            found.append(self._related(node, op, left, right, binding))
        return conjunction(found)

    def _related(self, node: Node, op: str, left: Node, right: Node, binding: Binding) -> Tree:
        one, other = self._side(left, binding), self._side(right, binding)
        if op in ("==", "!="):
            same = self._same(left, one, right, other)
            if same is not None:
                return same if op == "==" else self.negated(same)
        found = self.evaluator.closed(relation(op, one, other))
        return self._attainable(node, found)

    def _attainable(self, node: Node, tree: Tree) -> Tree:
        """`tree`, unless it is a strict comparison of what need not be whole."""
        if not isinstance(tree, Relation) or tree.op in ("<=", "=="):
            return tree
        if tree.op == "!=" and self.evaluator.step(tree.body) is not None:
            return tree
        raise ModelError(
            f"`{format_expression(node)}` compares strictly what need not be whole numbers",
            code="strict-comparison",
            hint="write `<=` or `>=`; between whole numbers (integer decisions with integer coefficients) `<`, `>` "
            "and `!=` are fine",
        )

    def equal(self, node: Node, one: Tree, other: Tree) -> Tree:
        """``one == other``."""
        return self._same(node, one, node, other) or relation("==", one, other)

    def _side(self, node: Node, binding: Binding) -> Tree:
        if isinstance(node, Tuple | Listing | Comprehension | Text):
            raise no_number_but(node)
        return self.expander.tree(node, binding)

    def _same(self, left: Node, one: Tree, right: Node, other: Tree) -> Tree | None:
        """Equality of two conditions, or of a condition and a truth value."""
        if not isinstance(one, Condition):
            left, one, right, other = right, other, left, one
        if not isinstance(one, Condition):
            return None
        if isinstance(other, Condition) or self._is_binary(other):
            return self.evaluator.closed(equivalent(one, self.of(right, other)))
        value = value_of(other)
        if value is None:
            return None
        return one if value == 1 else self.negated(one) if value == 0 else Truth(False)
