"""The functions of the expression language, called from Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from modelwright.errors import ModelError
from modelwright.model.builder.expressions import Expression, Operand, gathered, to_node
from modelwright.model.expressions import FUNCTIONS, Call, Comprehension, IfElse, Listing, Node, Number, Sum

__all__ = ["Functions", "functions"]


class Functions:
    """The functions of the expression language: ``f.max(a, b)``, ``f.all_different(q[i] for i in I)``."""

    def total(self, values: Iterable[Expression]) -> Expression:
        """``sum(… for …)``; without sets of the Model, the plain sum of the values."""
        found, generators = gathered(values)
        if generators:
            return Expression(Sum(to_node(found[0]), generators))
        if not found:
            return Expression(Number(Fraction(0)))
        return sum(found[1:], Expression(to_node(found[0])))

    def either(self, condition: Expression, body: Operand, orelse: Operand) -> Expression:
        """`body` where `condition` holds, else `orelse`."""
        return Expression(IfElse(to_node(body), condition.node, to_node(orelse)))

    def cases(self, *cases: tuple[Expression, Operand], orelse: Operand) -> Expression:
        """The value beside the first condition that holds: ``f.cases((t <= 10, 5), (t <= 20, 7), orelse=9)``."""
        found = to_node(orelse)
        for condition, value in reversed(cases):
            found = IfElse(to_node(value), condition.node, found)
        return Expression(found)

    def __getattr__(self, name: str) -> Callable[..., Expression]:
        function = FUNCTIONS.get(name)
        if function is None or name == "sum":
            raise AttributeError(f"The expression language has no function `{name}`; sums are `total(…)`")

        def call(*args: Any, **keywords: Operand) -> Expression:
            unknown = keywords.keys() - set(function.keywords)
            if len(args) < function.least or (function.most is not None and len(args) > function.most) or unknown:
                named = f" and {', '.join(sorted(unknown))}" if unknown else ""
                raise ModelError(
                    f"`{name}` is called with {len(args)} arguments{named}",
                    code="call-arity",
                    hint=f"write `{function.signature}`",
                )
            pairs = tuple((word, to_node(value)) for word, value in keywords.items())
            return Expression(Call(name, tuple(_argument(arg) for arg in args), pairs))

        return call


def _argument(value: Any) -> Node:
    if isinstance(value, Expression | int | float | str | Decimal | Fraction | tuple):
        return to_node(value)
    if isinstance(value, list):
        return Listing(tuple(_argument(item) for item in value))
    found, generators = gathered(value)
    return Comprehension(to_node(found[0]), generators) if generators else Listing(tuple(map(to_node, found)))


functions = Functions()
"""The functions of the expression language."""
