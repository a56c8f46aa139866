"""The evaluator: exact values of parameters, expressions, conditions and bounds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from modelwright.errors import ModelError
from modelwright.model import elements as el
from modelwright.model.data import Data
from modelwright.model.document import Model
from modelwright.model.elements import Definition, Member, Parameter, Variable
from modelwright.model.exact.forms import (
    COMPARE,
    ONE,
    ZERO,
    Column,
    Form,
    mixed_comparison,
    nonlinear,
    scaled,
    total,
    unknown_name,
    zero_division,
)
from modelwright.model.exact.members import Binding, Key, Sets
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
from modelwright.model.expressions.nodes import names_in

__all__ = ["Evaluator"]


class Evaluator(Sets):
    """Exact values of a Model with its Data, worked out when asked for and kept."""

    def __init__(self, model: Model, data: Data | None = None) -> None:
        super().__init__(model, data)
        self._values: dict[str, Values] = {}
        self._numbers: dict[Column, Fraction] = {}
        self._decides: dict[str, bool] = {}

    def decides(self, node: Node) -> bool:
        """Whether a decision variable occurs in `node`, directly or in a definition."""
        return any(self._name_decides(name) for name in names_in(node))

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
        return found

    # ---- expressions

    def number(self, node: Node, binding: Binding) -> Fraction:
        """The value of a data expression.

        Raises:
            ModelError: A decision or truth value occurs in it, a name or key is unknown, a division by zero.
            DataError: A parameter has no value.
        """
        terms, constant = self.form(node, binding)
        if terms is not None:
            raise ModelError(
                f"`{format_expression(node)}` contains a decision where only data may stand", code="decision-in-data"
            )
        return constant

    def form(self, node: Node, binding: Binding) -> Form:
        """The linear form of `node` at `binding`, definitions expanded.

        Raises:
            ModelError: As `number`, and code `nonlinear` for a product or quotient of decisions.
            DataError: A parameter has no value.
        """
        match node:
            case Number(value=value):
                return None, value
            case Name(id=name):
                return self._reference(name, (), binding)
            case Index(id=name, args=args):
                return self._reference(name, tuple(self.member(arg, binding) for arg in args), binding)
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
            case Text(value=text):
                raise ModelError(f'"{text}" is a member of a set, not a number', code="boolean-number")
            case _:
                raise ModelError(
                    f"`{format_expression(node)}` is a truth value where a number is needed", code="boolean-number"
                )

    def _reference(self, name: str, key: Key, binding: Binding) -> Form:
        if name in binding and not key:
            member = binding[name]
            if isinstance(member, int):
                return None, Fraction(member)
            raise ModelError(f"`{name}` stands for the member `{member}`, not for a number", code="boolean-number")
        element = self.model.by_name.get(name)
        if isinstance(element, Parameter):
            return None, self.parameter(name, key)
        if isinstance(element, Variable):
            self.check_key(name, element.index, key)
            return {(name, key): ONE}, ZERO
        if isinstance(element, Definition):
            return self._definition(element, key)
        raise unknown_name(name)

    def _definition(self, definition: Definition, key: Key) -> Form:
        self.check_key(definition.name, definition.index, key)
        quantifiers = self.plain_quantifiers(definition.name, definition.index, definition.over)
        with self.expanding(definition.name):
            return self.form(parse_expression(definition.expression), dict(zip(quantifiers, key, strict=False)))

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
        """The member that an index expression names: a text, a quantifier, or an integer.

        Raises:
            ModelError: It is no member, as a fraction.
        """
        if isinstance(node, Text):
            return node.value
        if isinstance(node, Name) and node.id in binding:
            return binding[node.id]
        value = self.number(node, binding)
        if value.denominator != 1:
            raise ModelError(f"The index `{format_expression(node)}` is {value}, not an integer", code="index-range")
        return value.numerator

    def holds(self, node: Node, binding: Binding) -> bool:
        """Whether a condition on data holds.

        Raises:
            ModelError: It is a number, or compares a text with a number.
        """
        match node:
            case Logic(op="and", operands=parts):
                return all(self.holds(part, binding) for part in parts)
            case Logic(operands=parts):
                return any(self.holds(part, binding) for part in parts)
            case Not(operand=operand):
                return not self.holds(operand, binding)
            case Compare(operands=operands, ops=ops):
                values = [self._operand(operand, binding) for operand in operands]
                if len({isinstance(value, str) for value in values}) > 1:
                    raise mixed_comparison(node)
                return all(COMPARE[op](values[k], values[k + 1]) for k, op in enumerate(ops))
            case _:
                raise ModelError(f"`{format_expression(node)}` is not a condition", code="boolean-number")

    def _operand(self, node: Node, binding: Binding) -> Fraction | Member:
        if isinstance(node, Text):
            return node.value
        if isinstance(node, Name) and node.id in binding:
            return binding[node.id]
        return self.number(node, binding)

    def bindings(self, generators: tuple[Generator, ...], binding: Binding) -> Iterator[dict[str, Member]]:
        """Every binding of the quantifiers whose conditions hold, the last quantifier running fastest."""
        if not generators:
            yield dict(binding)
            return
        first, rest = generators[0], generators[1:]
        for member in self.members(first.set):
            inner = {**binding, first.id: member}
            if first.condition is None or self.holds(first.condition, inner):
                yield from self.bindings(rest, inner)

    # ---- variables

    def columns(self, variable: Variable) -> Iterator[Key]:
        """Every key of `variable`, in order."""
        return product(*(self.members(name) for name in variable.index))

    def bounds(self, variable: Variable, key: Key = ()) -> tuple[Fraction | None, Fraction | None]:
        """Lower and upper bound of one decision, ``None`` where there is none; a binary one lies in 0..1.

        Raises:
            ModelError: A bound is no data expression, or the domain is a missing slot.
        """
        quantifiers = self.plain_quantifiers(variable.name, variable.index, variable.over)
        binding: dict[str, Member] = dict(zip(quantifiers, key, strict=False))
        lower = None if variable.lower is None else self.number(parse_expression(variable.lower), binding)
        upper = None if variable.upper is None else self.number(parse_expression(variable.upper), binding)
        if isinstance(variable.domain, el.Missing):
            raise ModelError(f"The domain of `{variable.name}` has not been said yet", code="missing-slot")
        if variable.domain == "binary":
            lower = max(ZERO, ZERO if lower is None else lower)
            upper = min(ONE, ONE if upper is None else upper)
        return lower, upper
