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
    parse_quantifiers,
)

if TYPE_CHECKING:
    from modelwright.model.exact.evaluator import Evaluator

__all__ = ["Linearity"]

_STRICT = {"<", ">", "!="}


class Linearity:
    """Classifies the expressions of one Model."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._elements: dict[str, bool] = {}

    def linear(self, node: Node) -> bool:
        """Whether `node`, a comparison or a number, has linear pieces alone."""
        if isinstance(node, Compare):
            return _STRICT.isdisjoint(node.ops) and all(map(self._number, node.operands))
        return self._number(node)

    def _number(self, node: Node) -> bool:
        match node:
            case Number() | Text():
                return True
            case Name(id=name):
                return self._element(name)
            case Index(id=name, args=args):
                return self._element(name) and all(self._data(arg) for arg in args)
            case Neg(operand=operand):
                return self._number(operand)
            case Add(terms=parts):
                return all(map(self._number, parts))
            case Mul(factors=factors):
                return sum(map(self.evaluator.decides, factors)) < 2 and all(map(self._number, factors))
            case Div(left=left, right=right):
                return self._number(left) and self._data(right)
            case Sum(body=body, generators=generators):
                return all(map(self._generator, generators)) and self._number(body)
            case _:
                return False

    def _data(self, node: Node) -> bool:
        return not self.evaluator.decides(node) and self._number(node)

    def _condition(self, node: Node) -> bool:
        match node:
            case Compare(operands=parts):
                return all(map(self._data, parts))
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
            and self._plain_sets((generator.set,))
            and (condition is None or self._condition(condition))
        )

    def quantifiers(self, over: str) -> bool:
        """Whether the quantifiers in `over` run over plain sets, with conditions of linear pieces."""
        return all(map(self._generator, parse_quantifiers(over)))

    def _plain_sets(self, names: tuple[str, ...]) -> bool:
        return all(
            isinstance(self.evaluator.model.by_name.get(name), IndexSet) and self.evaluator.width(name) == 1
            for name in names
        )

    def _element(self, name: str) -> bool:
        found = self._elements.get(name)
        if found is None:
            self._elements[name] = True  # a cycle is told when it is evaluated
            found = self._elements[name] = self._plain_element(name)
        return found

    def _plain_element(self, name: str) -> bool:
        element = self.evaluator.model.by_name.get(name)
        if isinstance(element, Parameter):
            if not self._plain_sets(element.index) or self.evaluator.is_set_valued(name):
                return False
            value = element.value
            # A scalar is one exact number, however it comes about.
            return (
                not element.index
                or not isinstance(value, el.Derived)
                or self._number(parse_expression(value.expression))
            )
        if isinstance(element, Variable):
            return self._plain_sets(element.index) and not isinstance(element.domain, el.Interval)
        if isinstance(element, Definition):
            return self._plain_sets(element.index) and self._number(parse_expression(element.expression))
        return True  # a quantifier, or unknown, which evaluation tells
