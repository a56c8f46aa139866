"""Which decisions and trees are whole numbers for sure, and what follows from that for comparisons."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from modelwright.model.document import Model
from modelwright.model.elements import Choice, Interval
from modelwright.model.exact.forms import ONE, ZERO, Column
from modelwright.model.exact.trees import (
    Among,
    Apply,
    Choose,
    Condition,
    Element,
    Junction,
    Linear,
    Relation,
    Tree,
    add,
    constant,
    decision,
)

__all__ = ["Whole"]

_WHOLE = ("floor", "ceil", "round", "//")
_KEEPS = ("+", "*", "abs", "min", "max", "%")


class Whole:
    """Knows the domains of the decisions of one Model."""

    def __init__(self, model: Model) -> None:
        self.binary = {v.name for v in model.variables if v.domain == "binary"}
        self.whole = {v.name for v in model.variables if v.domain == "integer" or isinstance(v.domain, Choice)}
        for variable in model.variables:
            if isinstance(variable.domain, Interval):
                self.whole.update(f"{variable.name}.{part}" for part in ("start", "size", "end"))
                self.binary.add(f"{variable.name}.present")
        self.whole |= self.binary

    def is_binary(self, column: Column) -> bool:
        """Whether `column` is a binary decision or the presence of an interval."""
        return column[0] in self.binary

    def is_whole(self, tree: Tree) -> bool:
        """Whether the value of `tree` is a whole number for sure."""
        match tree:
            case Linear():
                return self.step(tree) == 1
            case Apply(operation=operation, args=args):
                if operation == "**":
                    exponent = args[1]
                    return (
                        self.is_whole(args[0])
                        and isinstance(exponent, Linear)
                        and not exponent.terms
                        and exponent.constant >= 0
                        and exponent.constant.denominator == 1
                    )
                return operation in _WHOLE or (operation in _KEEPS and all(map(self.is_whole, args)))
            case Choose(body=body, orelse=orelse):
                return self.is_whole(body) and self.is_whole(orelse)
            case Element(values=values):
                return all(map(self.is_whole, values))
            case _:
                return isinstance(tree, Condition)

    def step(self, tree: Tree) -> Fraction | None:
        """A number of which `tree` is a multiple for sure, of the form 1/n; ``None`` when there is none."""
        if not isinstance(tree, Linear):
            return ONE if self.is_whole(tree) else None
        if any(column[0] not in self.whole for column, _ in tree.terms):
            return None
        return Fraction(1, lcm(tree.constant.denominator, *(value.denominator for _, value in tree.terms)))

    def closed(self, tree: Tree) -> Tree:
        """`tree` without ``<`` between multiples of one step (``a < b`` is ``a + 1 <= b``), and without ``!=`` for
        binary decisions (``b != 1`` is ``b == 0``)."""
        match tree:
            case Relation(op="<", body=body):
                step = self.step(body)
                return tree if step is None else Relation("<=", add((body, constant(step))))
            case Relation(op="!=", body=Linear(terms=((column, coefficient),), constant=number)) if self.is_binary(
                column
            ) and number in (ZERO, -coefficient):
                return Relation("==", add((decision(column), constant(ZERO if number else -ONE))))
            case Junction(op=op, args=args):
                return Junction(op, tuple(map(self.closed, args)))
            case _:
                return tree

    def choice(
        self, domain: Choice, column: Column, bounds: tuple[Fraction | None, Fraction | None]
    ) -> tuple[Tree, ...]:
        """That `column` is one of the members of `domain`, where its bounds do not say so already."""
        lower, upper = bounds
        assert lower is not None
        assert upper is not None
        inside = sorted(m for m in set(domain.members) if lower <= m <= upper)
        if inside and inside[-1] - inside[0] + 1 == len(inside) and lower == inside[0] and upper == inside[-1]:
            return ()
        return (Among((decision(column),), tuple((Fraction(m),) for m in inside)),)
