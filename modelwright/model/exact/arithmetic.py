"""Exact values of parameters, data expressions and conditions, and linear forms: the quick way for most of a Model."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property

from modelwright.errors import ModelError
from modelwright.model import elements as el
from modelwright.model.data import Data
from modelwright.model.document import Model
from modelwright.model.elements import Definition, Member, Parameter, Variable
from modelwright.model.exact.fold import checked
from modelwright.model.exact.forms import (
    COMPARE,
    ONE,
    ZERO,
    Column,
    Form,
    mixed_comparison,
    no_member_number,
    no_number,
    nonlinear,
    scaled,
    total,
    unknown_name,
    zero_division,
)
from modelwright.model.exact.members import Binding, Key, Scope, Source
from modelwright.model.exact.navigation import AtEdge, Navigation
from modelwright.model.exact.setvalued import SetParameters
from modelwright.model.exact.trees import Linear, Tree, Truth
from modelwright.model.exact.values import Values, make_values, no_value
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
    format_expression,
    parse_expression,
)
from modelwright.model.expressions.nodes import Call, Tuple, names_in

__all__ = ["Arithmetic"]

Judge = Callable[[Node, Binding], bool]


class Arithmetic(SetParameters):
    """Exact values over index sets; what is not linear it leaves to `tree` and `condition`."""

    def __init__(self, model: Model, data: Data | None = None) -> None:
        super().__init__(model, data)
        self._values: dict[str, Values] = {}
        self._numbers: dict[Column, Fraction] = {}
        self._decides: dict[str, bool] = {}
        self._deciding: dict[int, tuple[Node, bool]] = {}

    @abstractmethod
    def tree(self, node: Node, binding: Binding) -> Tree:
        """What `node` means at `binding`, a number or a condition."""

    @abstractmethod
    def condition(self, node: Node, binding: Binding) -> Tree:
        """The condition that `node` means at `binding`."""

    @cached_property
    def navigation(self) -> Navigation:
        """Members named by `prev`, `next`, `first`, `last` and tuples."""
        return Navigation(self)

    # ---- what contains decisions

    def decides(self, node: Node) -> bool:
        """Whether a decision variable occurs in `node`, directly or in a definition."""
        if isinstance(node, Number):
            return False
        if isinstance(node, Name):
            return self._name_decides(node.id)
        known = self._deciding.get(id(node))
        if known is not None:
            return known[1]
        found = any(self._name_decides(name) for name in names_in(node))
        self._deciding[id(node)] = node, found  # the node is kept, so that its id stays its own
        return found

    def _name_decides(self, name: str) -> bool:
        found = self._decides.get(name)
        if found is None:
            element = self.model.by_name.get(name)
            self._decides[name] = False  # a cycle is told when the definition is expanded
            found = isinstance(element, Variable) or (
                isinstance(element, Definition) and self.decides(parse_expression(element.expression))
            )
            self._decides[name] = found
        return found

    # ---- parameters

    def values(self, parameter: Parameter) -> Values:
        """Where the values of `parameter` are looked up."""
        found = self._values.get(parameter.name)
        if found is None:
            found = self._values[parameter.name] = make_values(parameter, self, self.number)
        return found

    def parameter(self, name: str, key: Key = ()) -> Fraction:
        """The value of the parameter `name` at `key`.

        Raises:
            ModelError: No such parameter, a key outside its index sets, a missing slot, or a cycle.
            DataError: There is no value for `key`, or its cell is not a number.
        """
        found = self._numbers.get((name, key))
        if found is None:
            found = self._numbers[name, key] = self._look_up(name, key)
        return found

    def _look_up(self, name: str, key: Key) -> Fraction:
        parameter = self.model.by_name.get(name)
        if not isinstance(parameter, Parameter):
            raise unknown_name(name)
        self.check_key(name, parameter.index, key)
        found = self.values(parameter).get(key)
        if found is None:
            raise no_value(parameter, key, self.data)
        return checked(found)

    # ---- expressions over data, and linear ones

    def number(self, node: Node, binding: Binding) -> Fraction:
        """The value of a data expression; 1 or 0 for a condition.

        Raises:
            ModelError: A decision or text occurs in it, a name or key is unknown, a division by zero.
            DataError: A parameter has no value.
        """
        terms, constant = self.form(node, binding)
        if terms is not None:
            raise _decision_in_data(node)
        return constant

    def form(self, node: Node, binding: Binding) -> Form:
        """The linear form of `node` at `binding`, definitions expanded.

        Raises:
            ModelError: As `number`, and code `nonlinear` for what is not linear in the decisions.
            DataError: A parameter has no value.
        """
        match node:
            case Number(value=value):
                return None, value
            case Name(id=name):
                return self._reference(node, name, (), binding)
            case Index(id=name, args=args):
                return self._indexed(node, name, args, binding)
            case Neg(operand=operand):
                return scaled(self.form(operand, binding), -ONE)
            case Add(terms=parts):
                return total(self.form(part, binding) for part in parts)
            case Mul(factors=factors):
                return self._product(node, factors, binding)
            case Div(left=left, right=right):
                return scaled(self.form(left, binding), 1 / self._divisor(node, right, binding))
            case Sum(body=body, generators=generators):
                return total(self.form(body, inner) for inner in self.bindings(generators, binding))
            case _:
                return self._as_form(node, self.tree(node, binding))

    def _as_form(self, node: Node, tree: Tree) -> Form:
        if isinstance(tree, Linear):
            return dict(tree.terms) or None, tree.constant
        if isinstance(tree, Truth):
            return None, ONE if tree.holds else ZERO
        raise nonlinear(node)

    def _indexed(self, node: Node, name: str, args: tuple[Node, ...], binding: Binding) -> Form:
        element = self.model.by_name.get(name)
        if not isinstance(element, Parameter | Variable | Definition):
            raise unknown_name(name)
        try:
            key = self.key(name, element.index, args, binding)
        except AtEdge as edge:
            return self.form(edge.initial, edge.binding)
        return self._reference(node, name, key, binding)

    def _reference(self, node: Node, name: str, key: Key, binding: Binding) -> Form:
        if name in binding and not key:
            member = binding[name]
            if isinstance(member, int):
                return None, Fraction(member)
            raise no_member_number(name, member)
        element = self.model.by_name.get(name)
        if isinstance(element, Parameter):
            return None, self.parameter(name, key)
        if isinstance(element, Variable):
            self.check_key(name, element.index, key)
            if isinstance(element.domain, el.Interval):
                raise no_number(name)
            return {(name, key): ONE}, ZERO
        if isinstance(element, Definition):
            return self._definition(element, key)
        raise unknown_name(name)

    def _definition(self, definition: Definition, key: Key) -> Form:
        self.check_key(definition.name, definition.index, key)
        scope = self.key_scope(definition.name, definition.index, definition.over, key)
        with self.expanding(definition.name):
            return self.form(parse_expression(definition.expression), scope)

    def _product(self, node: Node, factors: tuple[Node, ...], binding: Binding) -> Form:
        scale, decision = ONE, None
        for factor in factors:
            form = self.form(factor, binding)
            if form[0] is None:
                scale = form[1] if scale is ONE else scale * form[1]
            elif decision is None:
                decision = form
            else:
                raise nonlinear(node)
        return (None, scale) if decision is None else scaled(decision, scale)

    def _divisor(self, node: Node, right: Node, binding: Binding) -> Fraction:
        terms, value = self.form(right, binding)
        if terms is not None:
            raise nonlinear(node)
        if value == 0:
            raise zero_division(node, binding)
        return value

    def member(self, node: Node, binding: Binding) -> Member:
        """The member that an expression names: a text, a quantifier, a tuple, or an integer.

        Raises:
            ModelError: It is no member, as a fraction.
        """
        if isinstance(node, Name) and node.id in binding:
            return binding[node.id]
        if isinstance(node, Text):
            return node.value
        found = self.navigation.member(node, binding)
        if found is not None:
            return found
        value = self.number(node, binding)
        if value.denominator != 1:
            raise ModelError(f"The index `{format_expression(node)}` is {value}, not an integer", code="index-range")
        return value.numerator

    def holds(self, node: Node, binding: Binding) -> bool:
        """Whether a condition on data holds.

        Raises:
            ModelError: It is a number, contains a decision, or compares a text with a number.
        """
        match node:
            case Logic(op="and", operands=parts):
                return all(self.holds(part, binding) for part in parts)
            case Logic(operands=parts):
                return any(self.holds(part, binding) for part in parts)
            case Not(operand=operand):
                return not self.holds(operand, binding)
            case Compare(operands=operands, ops=ops):
                values = [self.operand(operand, binding) for operand in operands]
                kinds = {type(value) if isinstance(value, str | tuple) else Fraction for value in values}
                if len(kinds) > 1 or (tuple in kinds and not {"==", "!="}.issuperset(ops)):
                    raise mixed_comparison(node)
                return all(COMPARE[op](values[k], values[k + 1]) for k, op in enumerate(ops))
            case _:
                found = self.condition(node, binding)
                if isinstance(found, Truth):
                    return found.holds
                raise _decision_in_data(node)

    def operand(self, node: Node, binding: Binding) -> Fraction | Member:
        """One side of a comparison on data: a member or a number."""
        if isinstance(node, Text):
            return node.value
        if isinstance(node, Name) and node.id in binding:
            return binding[node.id]
        if isinstance(node, Tuple | Call):
            found = self.navigation.member(node, binding)
            if found is not None:
                return found
        return self.number(node, binding)

    def bindings(
        self, generators: tuple[Generator, ...], binding: Binding, judge: Judge | None = None
    ) -> Iterator[Scope]:
        """Every binding of the quantifiers whose conditions hold, the last quantifier running fastest.

        Args:
            generators: The quantifiers.
            binding: What is bound outside.
            judge: Says whether a condition holds; by default `holds`.
        """
        if not generators:
            yield Scope(binding)
            return
        first, rest = generators[0], generators[1:]
        source: Source = first.set, ()
        if first.args:
            parameter = self.model.by_name.get(first.set)
            index = parameter.index if isinstance(parameter, Parameter) else ()
            source = first.set, self.key(first.set, index, first.args, binding)
        sets = {**(binding.sets if isinstance(binding, Scope) else {}), **self.sets_of(first)}
        single = first.ids[0] if len(first.ids) == 1 else None
        for member in self.set_members(*source):
            inner = Scope(binding, sets)
            if single is None:
                inner.update(self.bound(first, member))
            else:
                inner[single] = member
            if first.condition is None or (judge or self.holds)(first.condition, inner):
                if rest:
                    yield from self.bindings(rest, inner, judge)
                else:
                    yield inner


def _decision_in_data(node: Node) -> ModelError:
    return ModelError(
        f"`{format_expression(node)}` contains a decision where only data may stand", code="decision-in-data"
    )
