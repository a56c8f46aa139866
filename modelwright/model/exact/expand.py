"""From expressions to ground trees: data folded, definitions expanded, sums written out."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.errors import ModelError
from modelwright.model import elements as el
from modelwright.model.elements import Definition, Parameter, Variable
from modelwright.model.exact.conditions import Conditions
from modelwright.model.exact.fold import Undefined, fold
from modelwright.model.exact.forms import ONE, no_member_number, no_number, no_number_but, unknown_name, zero_division
from modelwright.model.exact.functions import Functions
from modelwright.model.exact.indexing import Indexing
from modelwright.model.exact.members import Binding, Key
from modelwright.model.exact.navigation import AtEdge
from modelwright.model.exact.trees import (
    Apply,
    Condition,
    Operation,
    Tree,
    Truth,
    add,
    apply,
    choose,
    conjunction,
    constant,
    decision,
    disjunction,
    scaled,
    value_of,
)
from modelwright.model.expressions import (
    Add,
    Compare,
    Div,
    Index,
    Logic,
    Mul,
    Name,
    Neg,
    Node,
    Not,
    Number,
    Sum,
    format_expression,
    parse_expression,
)
from modelwright.model.expressions.nodes import (
    Call,
    FloorDiv,
    IfElse,
    In,
    Mod,
    Power,
)

if TYPE_CHECKING:
    from modelwright.model.exact.evaluator import Evaluator

__all__ = ["Expander"]

_DATA = (Neg, Add, Mul, Div, Sum)


class Expander:
    """Makes the trees of one Model."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.conditions = Conditions(self)
        self.functions = Functions(self)
        self.indexing = Indexing(self)
        self._definitions: dict[tuple[str, Key], Tree] = {}

    def tree(self, node: Node, binding: Binding) -> Tree:
        """What `node` means at `binding`: a number or a condition."""
        if isinstance(node, _DATA) and not self.evaluator.decides(node):
            return constant(self.evaluator.number(node, binding))
        match node:
            case Number(value=value):
                return constant(value)
            case Name(id=name):
                return self._name(name, binding)
            case Index():
                return self._index(node, binding)
            case Neg(operand=operand):
                return scaled(self.tree(operand, binding), -ONE)
            case Add(terms=parts):
                return add([self.tree(part, binding) for part in parts])
            case Mul(factors=factors):
                return self.product([self.tree(factor, binding) for factor in factors])
            case Sum(body=body, generators=generators):
                return add([self.tree(body, inner) for inner in self.evaluator.bindings(generators, binding)])
            case Div(left=left, right=right):
                return self._quotient(node, self.tree(left, binding), self.tree(right, binding), binding)
            case FloorDiv(left=left, right=right):
                return self.operate(node, "//", (self.tree(left, binding), self.tree(right, binding)), binding)
            case Mod(left=left, right=right):
                return self.operate(node, "%", (self.tree(left, binding), self.tree(right, binding)), binding)
            case Power(base=base, exponent=exponent):
                return self._power(node, self.tree(base, binding), self.tree(exponent, binding), binding)
            case IfElse(body=body, condition=condition, orelse=orelse):
                return self._choose(self.condition(condition, binding), body, orelse, binding)
            case Compare() | Logic() | Not() | In():
                return self.conditions.condition(node, binding)
            case Call():
                return self.functions.call(node, binding)
            case _:
                raise no_number_but(node)

    # ---- numbers

    def operate(self, node: Node, operation: Operation, args: tuple[Tree, ...], binding: Binding) -> Tree:
        """`operation` on `args`, computed when they are all constant."""
        values = [value_of(arg) for arg in args]
        known = [value for value in values if value is not None]
        if operation in ("//", "%") and values[1] == 0:
            raise zero_division(node, binding)
        return self._folded(node, operation, known, binding) if len(known) == len(args) else apply(operation, args)

    def _folded(self, node: Node, operation: str, values: list[Fraction], binding: Binding) -> Tree:
        try:
            return constant(fold(operation, values))
        except Undefined as error:
            if error.code == "zero-division":
                raise zero_division(node, binding) from None
            at = ", ".join(f"{name} = {member}" for name, member in binding.items())
            said = f"{error.message[0].lower()}{error.message[1:]}"
            raise ModelError(
                f"`{format_expression(node)}`{f' at {at}' if at else ''}: {said}",
                code=error.code,
                hint=error.hint or "keep such members out with a condition",
            ) from None

    def product(self, factors: Iterable[Tree]) -> Tree:
        """The product, constants gathered in front."""
        scale = ONE
        others: list[Tree] = []
        for factor in factors:
            found = value_of(factor)
            if found is not None:
                scale *= found
            elif isinstance(factor, Apply) and factor.operation == "*":
                others.extend(factor.args)
            else:
                others.append(factor)
        if not others or scale == 0:
            return constant(scale)
        if len(others) == 1:
            return others[0] if scale == 1 else scaled(others[0], scale)
        numbers = [value for tree in others if (value := value_of(tree)) is not None]
        for value in numbers:
            scale *= value
        rest = tuple(tree for tree in others if value_of(tree) is None)
        return apply("*", rest if scale == 1 else (constant(scale), *rest))

    def _quotient(self, node: Node, left: Tree, right: Tree, binding: Binding) -> Tree:
        divisor = value_of(right)
        if divisor is None:
            return apply("/", (left, right))
        if divisor == 0:
            raise zero_division(node, binding)
        return left if divisor == 1 else scaled(left, 1 / divisor)

    def _power(self, node: Node, base: Tree, exponent: Tree, binding: Binding) -> Tree:
        power = value_of(exponent)
        if power is None or value_of(base) is not None:
            return self.operate(node, "**", (base, exponent), binding)
        if power == 0:
            return constant(ONE)
        if power == 1:
            return base
        if abs(power) > _LARGEST_EXPONENT:
            raise ModelError(
                f"`{format_expression(node)}` has the exponent {power}; at most {_LARGEST_EXPONENT} is computed",
                code="overflow",
                hint="write a smaller exponent",
            )
        return apply("**", (base, exponent))

    def _choose(self, condition: Tree, body: Node, orelse: Node, binding: Binding) -> Tree:
        if isinstance(condition, Truth):
            return self.tree(body if condition.holds else orelse, binding)
        one, other = self.tree(body, binding), self.tree(orelse, binding)
        if isinstance(one, Condition) and isinstance(other, Condition):
            return conjunction(
                (disjunction((self.conditions.negated(condition), one)), disjunction((condition, other)))
            )
        return choose(condition, one, other)

    # ---- references

    def _name(self, name: str, binding: Binding) -> Tree:
        member = binding.get(name)
        if member is None:
            return self.reference(name, ())
        if isinstance(member, int):
            return constant(Fraction(member))
        raise no_member_number(name, member)

    def _index(self, node: Index, binding: Binding) -> Tree:
        try:
            return self.indexing.at(node, binding, self.reference)
        except AtEdge as edge:
            return self.tree(edge.initial, edge.binding)

    def reference(self, name: str, key: Key) -> Tree:
        """The value of a parameter, variable or definition at `key`."""
        element = self.evaluator.model.by_name.get(name)
        if isinstance(element, Parameter):
            return constant(self.evaluator.parameter(name, key))
        if isinstance(element, Variable):
            self.evaluator.check_key(name, element.index, key)
            if isinstance(element.domain, el.Interval):
                raise no_number(name)
            return decision((name, key))
        if isinstance(element, Definition):
            return self._definition(element, key)
        raise unknown_name(name)

    def _definition(self, definition: Definition, key: Key) -> Tree:
        found = self._definitions.get((definition.name, key))
        if found is None:
            self.evaluator.check_key(definition.name, definition.index, key)
            scope = self.evaluator.key_scope(definition.name, definition.index, definition.over, key)
            with self.evaluator.expanding(definition.name):
                found = self.tree(parse_expression(definition.expression), scope)
            self._definitions[definition.name, key] = found
        return found

    def condition(self, node: Node, binding: Binding) -> Tree:
        """The condition that `node` means at `binding`; a binary decision means ``== 1``."""
        return self.conditions.of(node, self.tree(node, binding))


_LARGEST_EXPONENT = 1_000
