"""What the Model itself says of its data: values of expressions before any table is read.

Nothing here raises: what cannot be told (data in tables, missing values, errors told elsewhere) is ``None``.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil, floor, prod
from typing import TYPE_CHECKING, Any

from modelwright.errors import ExpressionError
from modelwright.model.elements import Definition, Derived, IndexSet, Known, Member, Parameter
from modelwright.model.expressions.checking.members import Binding, KnownMembers, Value, as_member, as_value
from modelwright.model.expressions.nodes import (
    Add,
    Call,
    Compare,
    Comprehension,
    Div,
    FloorDiv,
    Generator,
    IfElse,
    In,
    Index,
    Listing,
    Logic,
    Mod,
    Mul,
    Name,
    Neg,
    Node,
    Not,
    Number,
    Power,
    Sum,
    Text,
    Tuple,
)
from modelwright.model.expressions.parser import parse_expression, parse_quantifiers

if TYPE_CHECKING:
    from modelwright.model.document import Model

__all__ = ["KnownData"]

_STEPS = 20_000
"""Values of a comprehension that are worked out."""

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
}


def as_number(value: Value) -> Fraction:
    """A number or truth value as a number."""
    return Fraction(value) if isinstance(value, Fraction | bool) else Fraction(0)


class KnownData(KnownMembers):
    """Members and values that the Model alone decides."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self._tables: dict[str, dict[tuple[Member, ...], Fraction]] = {}

    def value(self, node: Node, binding: Binding) -> Value | None:
        """The value of a data expression, ``None`` when it is not known."""
        match node:
            case Number(value=number):
                return number
            case Text(value=text):
                return text
            case Name(id=name):
                return binding[name][0] if name in binding else self._parameter(name, ())
            case Index(id=name, args=args):
                key = self.key(args, binding)
                return None if key is None else self._parameter(name, key)
            case Tuple(items=items):
                return self._tuple(items, binding)
            case Compare(operands=operands, ops=ops):
                return self._compare([self.value(operand, binding) for operand in operands], ops)
            case Logic(op=op, operands=operands):
                return self._logic(op, [self.value(operand, binding) for operand in operands])
            case Not(operand=operand):
                found = self.value(operand, binding)
                return not found if isinstance(found, bool) else None
            case IfElse(body=body, condition=condition, orelse=orelse):
                found = self.value(condition, binding)
                return self.value(body if found else orelse, binding) if isinstance(found, bool) else None
            case In(item=item, set=where):
                return self._contains(item, where, binding)
            case Call():
                return self._call(node, binding)
            case _:
                return self._number(node, binding)

    def _number(self, node: Node, binding: Binding) -> Fraction | None:
        match node:
            case Neg(operand=operand):
                found = self.number(operand, binding)
                return None if found is None else -found
            case Add(terms=parts) | Mul(factors=parts):
                values = [self.number(part, binding) for part in parts]
                known = [value for value in values if value is not None]
                if len(known) < len(values):
                    return None
                return sum(known, Fraction(0)) if isinstance(node, Add) else prod(known, start=Fraction(1))
            case Div(left=one, right=two) | FloorDiv(left=one, right=two) | Mod(left=one, right=two):
                left, right = self.number(one, binding), self.number(two, binding)
                if left is None or not right:
                    return None
                if isinstance(node, Div):
                    return left / right
                return Fraction(left // right) if isinstance(node, FloorDiv) else left % right
            case Power(base=one, exponent=two):
                base, exponent = self.number(one, binding), self.number(two, binding)
                if base is None or exponent is None or exponent.denominator != 1 or abs(exponent) > 64:
                    return None
                return None if base == 0 and exponent < 0 else Fraction(base**exponent.numerator)
            case Sum(body=body, generators=generators):
                found_values = self._values((Comprehension(body, generators),), binding)
                return None if found_values is None else sum((as_number(v) for v in found_values), Fraction(0))
            case _:
                return None

    def number(self, node: Node, binding: Binding) -> Fraction | None:
        """The value of `node` as a number; a truth value counts 1 or 0."""
        found = self.value(node, binding)
        return as_number(found) if isinstance(found, Fraction | bool) else None

    def _tuple(self, items: Sequence[Node], binding: Binding) -> tuple[int | str, ...] | None:
        parts: list[int | str] = []
        for item in items:
            member = as_member(self.value(item, binding))
            if member is None:
                return None
            parts.extend(member if isinstance(member, tuple) else (member,))
        return tuple(parts)

    def key(self, args: Sequence[Node], binding: Binding) -> tuple[int | str, ...] | None:
        """Indices with the parts of tuples beside each other, ``None`` when one is not known."""
        return self._tuple(args, binding)

    def _parameter(self, name: str, key: tuple[int | str, ...]) -> Fraction | None:
        element = self.model.by_name.get(name)
        if isinstance(element, Definition):
            return self._derived(element, element.expression, element.over, key)
        if not isinstance(element, Parameter):
            return None
        if isinstance(element.value, Known):
            if not element.index:
                return element.value.number
            if name not in self._tables:
                self._tables[name] = dict(element.value.entries or ())
            return self._tables[name].get(self.grouped(element.index, key), element.value.default)
        if isinstance(element.value, Derived):
            return self._derived(element, element.value.expression, element.value.over, key)
        return None

    def _derived(
        self, element: Parameter | Definition, expression: str, over: str, key: tuple[int | str, ...]
    ) -> Fraction | None:
        if element.name in self._open:
            return None
        try:
            node, generators = parse_expression(expression), parse_quantifiers(over)
        except ExpressionError:
            return None
        grouped = self.grouped(element.index, key)
        if generators and len(generators) != len(grouped):
            return None
        binding: dict[str, tuple[Value, str | None]] = {}
        for generator, member in zip(generators, grouped, strict=False):
            binding.update(self.bound(generator, member, generator.set))
        self._open.add(element.name)
        found = self.number(node, binding)
        self._open.discard(element.name)
        return found

    @staticmethod
    def _compare(values: Sequence[Value | None], ops: Sequence[str]) -> bool | None:
        results: list[bool | None] = []
        for k, op in enumerate(ops):
            left, right = values[k], values[k + 1]
            if left is None or right is None:
                results.append(None)
            elif type(left) is type(right) and (op in ("==", "!=") or not isinstance(left, tuple)):
                results.append(_COMPARE[op](left, right))
            else:
                results.append({"==": False, "!=": True}.get(op))
        return KnownData._logic("and", results)

    @staticmethod
    def _logic(op: str, values: Sequence[Value | None]) -> bool | None:
        ends = op == "or"
        if any(value is ends for value in values):
            return ends
        return (not ends) if all(value is (not ends) for value in values) else None

    def _contains(self, item: Node, where: Node, binding: Binding) -> bool | None:
        value = self.value(item, binding)
        if value is None:
            return None
        if isinstance(where, Listing):
            return self._logic("or", [self._compare((value, self.value(w, binding)), ("==",)) for w in where.items])
        if not isinstance(where, Name | Index):
            return None
        args = where.args if isinstance(where, Index) else ()
        members, _ = self.domain(Generator(("_",), where.id, None, args), binding)
        return None if members is None else as_member(value) in members

    def _values(self, args: Sequence[Node], binding: Binding) -> list[Value] | None:
        """The values of a list, or of several arguments."""
        found: list[Value] = []
        for arg in args:
            if isinstance(arg, Listing):
                inner = self._values(arg.items, binding)
                if inner is None:
                    return None
                found.extend(inner)
                continue
            pairs = self.over(arg.generators, binding) if isinstance(arg, Comprehension) else iter((dict(binding),))
            body = arg.body if isinstance(arg, Comprehension) else arg
            for pair in pairs:
                value = None if pair is None else self.value(body, pair)
                if value is None or len(found) > _STEPS:
                    return None
                found.append(value)
        return found

    def _call(self, node: Call, binding: Binding) -> Value | None:
        name, args = node.function, node.args
        if name in ("first", "last", "len", "ord", "prev", "next"):
            return self._of_members(name, args[0], binding)
        if name in ("min", "max", "count", "forall", "exists"):
            values = self._values(args, binding)
            if values is None:
                return None
            if name in ("min", "max"):
                numbers = [as_number(v) for v in values if isinstance(v, Fraction | bool)]
                pick = min if name == "min" else max
                return pick(numbers) if numbers and len(numbers) == len(values) else None
            if name == "count":
                return Fraction(sum(value is True for value in values))
            return all(v is True for v in values) if name == "forall" else any(v is True for v in values)
        if name in ("implies", "iff"):
            left, right = (self.value(arg, binding) for arg in args)
            if name == "implies":
                return self._logic("or", (not left if isinstance(left, bool) else None, right))
            return left is right if isinstance(left, bool) and isinstance(right, bool) else None
        number = self.number(args[0], binding) if name in ("abs", "floor", "ceil", "round") else None
        if number is None:
            return None
        whole = {"floor": floor(number), "ceil": ceil(number), "round": floor(number + Fraction(1, 2))}
        return abs(number) if name == "abs" else Fraction(whole[name])

    def _of_members(self, name: str, arg: Node, binding: Binding) -> Value | None:
        if name in ("first", "last", "len"):
            if not isinstance(arg, Name | Index):
                return None
            args = arg.args if isinstance(arg, Index) else ()
            members, _ = self.domain(Generator(("_",), arg.id, None, args), binding)
            if members is None or (name != "len" and not members):
                return None
            return Fraction(len(members)) if name == "len" else as_value(members[0 if name == "first" else -1])
        member, set_name = self.located(arg, binding)
        places = None if set_name is None else self.positions(set_name)
        if member is None or set_name is None or not places or member not in places:
            return None
        if name == "ord":
            return Fraction(places[member] + 1)
        return self.step(member, set_name, -1 if name == "prev" else 1)

    def located(self, node: Node, binding: Binding) -> tuple[Member | None, str | None]:
        """The member that a quantifier (or the one before or after it) stands for, and its set."""
        if isinstance(node, Name) and node.id in binding:
            value, name = binding[node.id]
            return as_member(value), name
        if isinstance(node, Call) and node.function in ("prev", "next"):
            _, name = self.located(node.args[0], binding)
            found = self._of_members(node.function, node.args[0], binding)
            return as_member(found), name
        return None, None

    def step(self, member: Member, set_name: str, by: int) -> Value | None:
        """The member `by` places on; ``None`` past the end of a set that is not cyclic."""
        members, places = self.members(set_name), self.positions(set_name)
        element = self.model.by_name.get(set_name)
        if members is None or places is None or not isinstance(element, IndexSet):
            return None
        place = places[member] + by
        if element.cyclic:
            return as_value(members[place % len(members)])
        return as_value(members[place]) if 0 <= place < len(members) else None
