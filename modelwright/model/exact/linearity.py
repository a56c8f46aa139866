"""Whether an expression is made of data and of pieces that are linear in the decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelwright.model import elements as el
from modelwright.model.elements import Definition, Parameter, Variable
from modelwright.model.expressions import (
    Add,
    Compare,
    Div,
    Generator,
    Index,
    Mul,
    Name,
    Neg,
    Node,
    Number,
    Sum,
    Text,
    parse_expression,
)
from modelwright.model.expressions.nodes import Call, IfElse

if TYPE_CHECKING:
    from modelwright.model.exact.evaluator import Evaluator

__all__ = ["STRICT", "Linearity"]

STRICT = frozenset({"<", ">", "!="})
"""Comparisons that no linear row can state."""

_DATA, _LINEAR, _OTHER = range(3)


class Linearity:
    """Classifies the expressions of one Model: data, linear in decisions, or other."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._elements: dict[str, int] = {}
        self._compared: dict[int, tuple[Compare, bool]] = {}

    def linear(self, node: Node) -> bool:
        """Whether `node`, a comparison or a number, has linear pieces alone."""
        if not isinstance(node, Compare):
            return self._degree(node) != _OTHER
        known = self._compared.get(id(node))
        if known is None:
            found = STRICT.isdisjoint(node.ops) and self._all(node.operands) != _OTHER
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
                return self._indexed(self._element(name), args)
            case Add(terms=parts):
                return self._all(parts)
            case Neg(operand=operand):
                return self._degree(operand)
            case Div(left=left, right=right):
                return self._degree(left) if self._degree(right) == _DATA else _OTHER
            case Sum(body=body, generators=generators):
                return self._degree(body) if all(map(self._generator, generators)) else _OTHER
            case IfElse(body=body, condition=condition, orelse=orelse) if not self.evaluator.decides(condition):
                return self._all((body, orelse))
            case Call(function=part, args=(Name(id=name) | Index(id=name) as arg,)) if self._is_column(part, name):
                return self._indexed(_LINEAR, arg.args if isinstance(arg, Index) else ())
            case _:
                return _OTHER if self.evaluator.decides(node) else _DATA

    def _all(self, nodes: tuple[Node, ...]) -> int:
        return max(map(self._degree, nodes), default=_DATA)

    def _indexed(self, degree: int, args: tuple[Node, ...]) -> int:
        """The degree of an element at indices, or of what stands at the edge of a set instead."""
        edges = [value for arg in args for value in _initial(arg)]
        if any(self.evaluator.decides(arg) for arg in args if not _initial(arg)):
            return _OTHER
        return max(degree, self._all(tuple(edges)))

    def _is_column(self, part: str, name: str) -> bool:
        """Whether that part of an interval is a decision, whatever the data."""
        element = self.evaluator.model.by_name.get(name)
        if not isinstance(element, Variable) or not isinstance(element.domain, el.Interval):
            return False
        domain = element.domain
        return part in ("start", "end") or (
            domain.optional if part == "present" else part == "size" and not domain.size
        )

    def _generator(self, generator: Generator) -> bool:
        """Whether quantifiers run over index sets or chosen members, which data decide."""
        parts = generator.args if generator.condition is None else (*generator.args, generator.condition)
        return not any(map(self.evaluator.decides, parts))

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
        if isinstance(element, Variable):
            return _OTHER if isinstance(element.domain, el.Interval) else _LINEAR
        if isinstance(element, Definition):
            return self._degree(parse_expression(element.expression))
        if self.evaluator.is_set_valued(name):
            return _OTHER
        return _DATA


def _initial(arg: Node) -> tuple[Node, ...]:
    """What stands at the edge of a set instead of an element whose index `arg` leaves it."""
    if not isinstance(arg, Call) or arg.function not in ("prev", "next"):
        return ()
    return (*(value for _, value in arg.keywords), *(found for inner in arg.args for found in _initial(inner)))
