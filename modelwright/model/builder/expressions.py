"""Expressions written with Python's own operators; they hold syntax trees and never look at values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from modelwright.errors import ModelError
from modelwright.model.expressions import (
    Add,
    Call,
    Compare,
    Div,
    FloorDiv,
    Generator,
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
    Text,
    Tuple,
    format_expression,
)
from modelwright.model.expressions.nodes import Comparison
from modelwright.model.numbers import parse_number

__all__ = ["Expression", "Operand", "Reference", "SetReference", "collected", "gathered", "to_node"]

Operand: TypeAlias = "Expression | int | float | str | Decimal | Fraction | tuple[Any, ...]"
"""What operators take: an expression, a number, or a text, which is a member of a set."""


class _Scope:
    """A comprehension that is being read: its quantifiers, and the comprehension around it."""

    def __init__(self, outer: _Scope | None) -> None:
        self.outer = outer
        self.quantifiers: list[Generator] = []
        self.delivered = False

    def names(self) -> set[str]:
        """The names of all quantifiers in sight."""
        own = {name for generator in self.quantifiers for name in generator.ids}
        return own if self.outer is None else own | self.outer.names()


_scope: ContextVar[_Scope | None] = ContextVar("_scope", default=None)


def to_node(value: Operand) -> Node:
    """The syntax tree of an operand; a float is the decimal that Python prints for it.

    Raises:
        ModelError: Not a number, an expression or a member.
    """
    match value:
        case Expression():
            return value.node
        case bool():
            raise _no_operand(value)
        case int() | Fraction():
            return Number(Fraction(value))
        case Decimal() if value.is_finite():
            return Number(parse_number(str(value)))
        case float() if math.isfinite(value):
            return Number(parse_number(repr(value)))
        case str():
            return Text(value)
        case tuple():
            return Tuple(tuple(to_node(item) for item in value))
        case _:
            raise _no_operand(value)


def _no_operand(value: object) -> ModelError:
    return ModelError(
        f"`{value!r}` is neither an expression, a finite number nor a member of a set", code="invalid-number"
    )


def collected(values: Iterable[Any]) -> tuple[Any, tuple[Generator, ...]]:
    """The one value of a comprehension over sets of the Model, and its quantifiers.

    Raises:
        ModelError: It runs over something else, or gives several values.
    """
    found, quantifiers = gathered(values)
    if len(found) != 1 or not quantifiers:
        raise ModelError(
            "A comprehension must run over sets of the model",
            code="syntax",
            hint="write `total(x[i] for i in I)`; narrow a set with `I.where(lambda i: …)`",
        )
    return found[0], quantifiers


def gathered(values: Iterable[Any]) -> tuple[list[Any], tuple[Generator, ...]]:
    """The values of a comprehension: one with quantifiers over sets of the Model, or several without any."""
    scope = _Scope(_scope.get())
    token = _scope.set(scope)
    found: list[Any] = []
    try:
        for value in values:
            found.append(value)
            scope.delivered = True
    finally:
        _scope.reset(token)
    if scope.quantifiers and len(found) != 1:
        raise ModelError(
            "A comprehension mixes sets of the model with other loops", code="syntax", hint="use one of them"
        )
    return found, tuple(scope.quantifiers)


class Expression:
    """A number, condition or member; operators make new expressions.

    Attributes:
        node: Its syntax tree.
    """

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, node: Node) -> None:
        self.node = node

    def __str__(self) -> str:
        return format_expression(self.node)

    def __repr__(self) -> str:
        return f"<{self}>"

    def __bool__(self) -> bool:
        raise ModelError(
            f"`{self}` has no truth value before the model is solved",
            code="boolean-number",
            hint="write `a & b`, `a | b`, `~a`, two rows for a chain of comparisons, and `I.where(lambda i: …)`",
        )

    # ---- arithmetic

    def __add__(self, other: Operand) -> Expression:
        return _added(self.node, to_node(other))

    def __radd__(self, other: Operand) -> Expression:
        return _added(to_node(other), self.node)

    def __sub__(self, other: Operand) -> Expression:
        return _added(self.node, _taken_off(to_node(other)))

    def __rsub__(self, other: Operand) -> Expression:
        return _added(to_node(other), _taken_off(self.node))

    def __neg__(self) -> Expression:
        return Expression(_negated(self.node))

    def __pos__(self) -> Expression:
        return self

    def __mul__(self, other: Operand) -> Expression:
        return _multiplied(self.node, to_node(other))

    def __rmul__(self, other: Operand) -> Expression:
        return _multiplied(to_node(other), self.node)

    def __truediv__(self, other: Operand) -> Expression:
        return Expression(Div(self.node, to_node(other)))

    def __rtruediv__(self, other: Operand) -> Expression:
        return Expression(Div(to_node(other), self.node))

    def __floordiv__(self, other: Operand) -> Expression:
        return Expression(FloorDiv(self.node, to_node(other)))

    def __rfloordiv__(self, other: Operand) -> Expression:
        return Expression(FloorDiv(to_node(other), self.node))

    def __mod__(self, other: Operand) -> Expression:
        return Expression(Mod(self.node, to_node(other)))

    def __rmod__(self, other: Operand) -> Expression:
        return Expression(Mod(to_node(other), self.node))

    def __pow__(self, other: Operand) -> Expression:
        return Expression(Power(self.node, to_node(other)))

    def __rpow__(self, other: Operand) -> Expression:
        return Expression(Power(to_node(other), self.node))

    def __abs__(self) -> Expression:
        return Expression(Call("abs", (self.node,)))

    # ---- conditions

    def __le__(self, other: Operand) -> Expression:
        return self._compared("<=", other)

    def __ge__(self, other: Operand) -> Expression:
        return self._compared(">=", other)

    def __lt__(self, other: Operand) -> Expression:
        return self._compared("<", other)

    def __gt__(self, other: Operand) -> Expression:
        return self._compared(">", other)

    def __eq__(self, other: Operand) -> Expression:  # type: ignore[override]
        return self._compared("==", other)

    def __ne__(self, other: Operand) -> Expression:  # type: ignore[override]
        return self._compared("!=", other)

    def _compared(self, op: Comparison, other: Operand) -> Expression:
        return Expression(Compare((self.node, to_node(other)), (op,)))

    def __and__(self, other: Expression) -> Expression:
        return Expression(_joined("and", self.node, to_node(other)))

    def __or__(self, other: Expression) -> Expression:
        return Expression(_joined("or", self.node, to_node(other)))

    def __invert__(self) -> Expression:
        return Expression(Not(self.node))

    def among(self, members: SetReference | Reference | Iterable[Operand]) -> Expression:
        """Whether it is a member of a set, of a set-valued parameter, or of some values."""
        where = members.node if isinstance(members, Expression) else Listing(tuple(to_node(m) for m in members))
        return Expression(In(self.node, where))


def _added(left: Node, right: Node) -> Expression:
    first = left.terms if isinstance(left, Add) else (left,)
    return Expression(Add((*first, *(right.terms if isinstance(right, Add) else (right,)))))


def _negated(node: Node) -> Node:
    return Number(-node.value) if isinstance(node, Number) and node.value > 0 else Neg(node)


def _taken_off(node: Node) -> Node:
    return Number(-node.value) if isinstance(node, Number) and node.value < 0 else Neg(node)


def _multiplied(left: Node, right: Node) -> Expression:
    return Expression(Mul((*(left.factors if isinstance(left, Mul) else (left,)), right)))


def _joined(op: Any, left: Node, right: Node) -> Node:
    return Logic(op, (*(left.operands if isinstance(left, Logic) and left.op == op else (left,)), right))


class Reference(Expression):
    """A named element: a decision, a parameter, a definition; ``x[i, "steel"]`` when it is indexed.

    Attributes:
        name: Name of the element.
        members_of: For a set-valued parameter, the set that its members are of.
    """

    def __init__(self, name: str, members_of: SetReference | None = None) -> None:
        super().__init__(Name(name))
        self.name = name
        self.members_of = members_of

    def __getitem__(self, key: Any) -> Expression:
        args = tuple(to_node(part) for part in (key if isinstance(key, tuple) else (key,)))
        if self.members_of is None:
            return Expression(Index(self.name, args))
        return self._set(args)

    def __iter__(self) -> Iterator[Any]:
        if self.members_of is None:
            raise ModelError(f"`{self.name}` is no set to run over", code="unknown-set")
        return iter(self._set(()))

    def _set(self, args: tuple[Node, ...]) -> SetReference:
        assert self.members_of is not None
        found = SetReference(self.name, self.members_of.width, args, names=self.members_of.names)
        found.letter = self.members_of.letter
        return found


class SetReference(Expression):
    """An index set, or a set-valued parameter at a key.

    In a comprehension (``total(x[i] for i in I)``) iterating gives the one quantifier that stands for every member; in
    a plain ``for`` loop it gives the members, where the model holds them.

    Attributes:
        name: Name of the set or parameter.
        width: Parts of a member: 1, or the length of the tuples.
        members: Members, or ``None`` when they come from data.
        letter: What quantifiers over it are called.
        names: Names of elements, which quantifiers keep clear of; shared by all sets of a Model.
    """

    def __init__(
        self,
        name: str,
        width: int = 1,
        args: tuple[Node, ...] = (),
        *,
        members: tuple[Any, ...] | None = None,
        names: set[str] | None = None,
        condition: Callable[..., Expression] | None = None,
    ) -> None:
        super().__init__(Index(name, args) if args else Name(name))
        self.name, self.width, self.args, self.members = name, width, args, members
        self.letter = name[:1].lower()
        self.names = set() if names is None else names
        self.condition = condition

    def where(self, condition: Callable[..., Expression]) -> SetReference:
        """The members for which `condition` holds: ``J.where(lambda j: j != i)``."""
        narrowed = SetReference(self.name, self.width, self.args, members=self.members, names=self.names)
        narrowed.letter, narrowed.condition = self.letter, condition
        return narrowed

    def contains(self, *item: Operand) -> Expression:
        """Whether an item is a member, or a tuple of its parts: ``ARCS.contains(i, j)``."""
        return Expression(In(to_node(item[0] if len(item) == 1 else item), self.node))

    def __iter__(self) -> Iterator[Any]:
        scope = _scope.get()
        if scope is None:
            yield from self._known()
            return
        taken = scope.names() | self.names
        ids: list[str] = []
        for _ in range(self.width):
            ids.append(_fresh(self.letter, taken))
            taken.add(ids[-1])
        quantified = tuple(Expression(Name(name)) for name in ids)
        generator = Generator(tuple(ids), self.name, None, self.args)
        scope.quantifiers.append(generator)
        if self.condition is not None:
            scope.quantifiers[-1] = replace(generator, condition=to_node(self.condition(*quantified)))
        yield quantified[0] if self.width == 1 else quantified
        if not scope.delivered:  # something inside of the comprehension asks for the next member
            raise ModelError(
                f"`{self.name}` is run through by something that is no part of the model, such as Python's own `sum`",
                code="syntax",
                hint="write `total(… for …)`, `f.max(… for …)` and so on, of `modelwright.model.builder.functions`",
            )

    def _known(self) -> Iterator[Any]:
        if self.members is None or self.condition is not None:
            raise ModelError(
                f"The members of `{self.name}` are not known here",
                code="unknown-set",
                hint="run over it inside `total(… for i in I)` or `model.add(… for i in I)`",
            )
        return iter(self.members)


def _fresh(letter: str, taken: set[str]) -> str:
    return letter if letter not in taken else next(n for k in range(2, 99) if (n := f"{letter}{k}") not in taken)
