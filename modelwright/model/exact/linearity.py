"""Whether an expression is made of linear pieces over sets of texts and integers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelwright.model import elements as el
from modelwright.model.elements import Definition, IndexSet, Parameter, Variable
from modelwright.model.expressions import (
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
    parse_expression,
)

if TYPE_CHECKING:
    from modelwright.model.exact.evaluator import Evaluator

__all__ = ["Linearity"]

_STRICT = {"<", ">", "!="}


_DATA, _LINEAR, _OTHER = range(3)


class Linearity:
    """Classifies the expressions of one Model: data, linear in decisions, or other."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._elements: dict[str, int] = {}
        self._sets: dict[str, bool] = {}
        self._compared: dict[int, tuple[Compare, bool]] = {}

    def linear(self, node: Node) -> bool:
        """Whether `node`, a comparison or a number, has linear pieces alone."""
        if not isinstance(node, Compare):
            return self._degree(node) != _OTHER
        known = self._compared.get(id(node))
        if known is None:
            found = _STRICT.isdisjoint(node.ops) and self._all(node.operands) != _OTHER
            known = self._compared[id(node)] = node, found  # the node is kept, so that its id stays its own
        return known[1]

    def _degree(self, node: Node) -> int:
        match node:
            case Number() | Text():
                return _DATA
            case Name(id=name):
                return self._element(name)
            case Mul(factors=factors):
                return min(_OTHER, sum(map(self._degree, factors)))
            case Index(id=name, args=args):
                return self._element(name) if self._all(args) == _DATA else _OTHER
            case Add(terms=parts):
                return self._all(parts)
            case Neg(operand=operand):
                return self._degree(operand)
            case Div(left=left, right=right):
                return self._degree(left) if self._degree(right) == _DATA else _OTHER
            case Sum(body=body, generators=generators):
                return self._degree(body) if all(map(self._generator, generators)) else _OTHER
            case _:
                return _OTHER

    def _all(self, nodes: tuple[Node, ...]) -> int:
        return max(map(self._degree, nodes), default=_DATA)

    def _condition(self, node: Node) -> bool:
        match node:
            case Compare(operands=parts):
                return self._all(parts) == _DATA
            case Logic(operands=parts):
                return all(map(self._condition, parts))
            case Not(operand=operand):
                return self._condition(operand)
            case _:
                return False

    def _generator(self, generator: Generator) -> bool:
        condition = generator.condition
        return (
            len(generator.ids) == 1
            and not generator.args
            and self._plain_set(generator.set)
            and (condition is None or self._condition(condition))
        )

    def _plain_set(self, name: str) -> bool:
        found = self._sets.get(name)
        if found is None:
            is_set = isinstance(self.evaluator.model.by_name.get(name), IndexSet)
            found = self._sets[name] = is_set and self.evaluator.width(name) == 1
        return found

    def _element(self, name: str) -> int:
        found = self._elements.get(name)
        if found is None:
            self._elements[name] = _DATA  # a cycle is told when it is evaluated
            found = self._elements[name] = self._degree_of_element(name)
        return found

    def _degree_of_element(self, name: str) -> int:
        element = self.evaluator.model.by_name.get(name)
        if not isinstance(element, Parameter | Variable | Definition):
            return _DATA  # a quantifier, or unknown, which evaluation tells
        if not all(map(self._plain_set, element.index)):
            return _OTHER
        if isinstance(element, Variable):
            return _OTHER if isinstance(element.domain, el.Interval) else _LINEAR
        if isinstance(element, Definition):
            return self._degree(parse_expression(element.expression))
        if self.evaluator.is_set_valued(name):
            return _OTHER
        # A scalar is one exact number, however it comes about.
        if not element.index or not isinstance(element.value, el.Derived):
            return _DATA
        return _OTHER if self._degree(parse_expression(element.value.expression)) == _OTHER else _DATA
