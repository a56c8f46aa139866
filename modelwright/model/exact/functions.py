"""Calls of functions as ground trees."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from modelwright.errors import ModelError
from modelwright.model import elements as el
from modelwright.model.elements import Variable
from modelwright.model.exact.fold import fold
from modelwright.model.exact.forms import ZERO
from modelwright.model.exact.global_conditions import Globals
from modelwright.model.exact.members import Binding, Key, show_member
from modelwright.model.exact.navigation import AtEdge
from modelwright.model.exact.trees import (
    Operation,
    Tree,
    Truth,
    add,
    apply,
    conjunction,
    constant,
    disjunction,
    equivalent,
    scaled,
    value_of,
)
from modelwright.model.expressions import Index, Name, Node, format_expression
from modelwright.model.expressions.functions import FUNCTIONS
from modelwright.model.expressions.nodes import Call, Comprehension, Listing

if TYPE_CHECKING:
    from modelwright.model.exact.expand import Expander

__all__ = ["Functions"]


class Functions:
    """Expands calls for an `Expander`."""

    def __init__(self, expander: Expander) -> None:
        self.expander = expander
        self.evaluator = expander.evaluator
        self.globals = Globals(self)
        self._leaves = {part: partial(self._at, part) for part in ("start", "end", "size", "present")}

    def call(self, node: Call, binding: Binding) -> Tree:
        """What a call means."""
        name = node.function
        group = FUNCTIONS[name].group
        if group == "aggregate":
            return self._aggregate(node, binding)
        if group == "number":
            operation: Operation = name  # type: ignore[assignment]
            return self.expander.operate(node, operation, (self.expander.tree(node.args[0], binding),), binding)
        if group == "logic":
            return self._logic(node, binding)
        if group == "member":
            return self._member(node, binding)
        if group == "interval":
            return self._interval(node, binding)
        return self.globals.condition(node, binding)

    def values(self, args: tuple[Node, ...], binding: Binding) -> Iterator[tuple[Node, Binding]]:
        """The values of lists in order, each with what its quantifiers stand for; lists in lists are spliced in."""
        for arg in args:
            if isinstance(arg, Listing):
                yield from self.values(arg.items, binding)
            elif isinstance(arg, Comprehension):
                for inner in self.evaluator.bindings(arg.generators, binding):
                    if isinstance(arg.body, Comprehension | Listing):
                        yield from self.values((arg.body,), inner)
                    else:
                        yield arg.body, inner
            else:
                yield arg, binding

    def numbers(self, arg: Node, binding: Binding) -> tuple[Tree, ...]:
        """The values of one list as trees."""
        return tuple(self.expander.tree(value, inner) for value, inner in self.values((arg,), binding))

    def _conditions(self, node: Call, binding: Binding, stop: bool | None = None) -> Iterator[Tree]:
        for value, inner in self.values(node.args, binding):
            found = self.expander.condition(value, inner)
            yield found
            if isinstance(found, Truth) and found.holds is stop:
                return

    def _aggregate(self, node: Call, binding: Binding) -> Tree:
        match node.function:
            case "count":
                return add(self._conditions(node, binding))
            case "forall":
                return conjunction(self._conditions(node, binding, stop=False))
            case "exists":
                return disjunction(self._conditions(node, binding, stop=True))
            case "sum":
                return add(self.expander.tree(value, inner) for value, inner in self.values(node.args, binding))
            case name:
                return self._extreme(node, name, binding)

    def _extreme(self, node: Call, name: str, binding: Binding) -> Tree:
        trees = [self.expander.tree(value, inner) for value, inner in self.values(node.args, binding)]
        if not trees:
            raise ModelError(
                f"`{format_expression(node)}`: the list is empty, and nothing has no {name}imum",
                code="function-domain",
                hint=f"add a value to the list, as in `{name}([0, …])`, or keep this case out with a condition",
            )
        operation: Operation = name  # type: ignore[assignment]
        known = [value for tree in trees if (value := value_of(tree)) is not None]
        others = dict.fromkeys(tree for tree in trees if value_of(tree) is None)
        if known:
            others[constant(fold(name, known))] = None
        return next(iter(others)) if len(others) == 1 else apply(operation, tuple(others))

    def _logic(self, node: Call, binding: Binding) -> Tree:
        if node.function == "iff":
            sides = (self.expander.condition(side, binding) for side in node.args)
            return self.evaluator.closed(equivalent(*sides))
        left, right = node.args
        denied = self.expander.conditions.denied(left, binding)
        if isinstance(denied, Truth) and denied.holds:
            return denied
        return disjunction((denied, self.expander.condition(right, binding)))

    def _member(self, node: Call, binding: Binding) -> Tree:
        navigation = self.evaluator.navigation
        if node.function == "ord":
            return constant(Fraction(navigation.order(node, binding)))
        if node.function == "len":
            return constant(Fraction(navigation.length(node, binding)))
        member = navigation.member(node, binding)
        if isinstance(member, int):
            return constant(Fraction(member))
        raise ModelError(
            f"`{format_expression(node)}` is the member `{show_member(member)}`, not a number", code="boolean-number"
        )

    # ---- intervals

    def interval(self, node: Node) -> Variable:
        """The interval variable that `node` refers to.

        Raises:
            ModelError: It is something else.
        """
        element = self.evaluator.model.by_name.get(node.id) if isinstance(node, Name | Index) else None
        if isinstance(element, Variable) and isinstance(element.domain, el.Interval):
            return element
        raise ModelError(
            f"`{format_expression(node)}` is not an interval",
            code="interval-number",
            hint="name a variable whose domain is an interval",
        )

    def interval_key(self, node: Node, binding: Binding) -> tuple[Variable, Key]:
        """The interval variable and the key that `node` refers to.

        Raises:
            ModelError: It is no interval, or its key depends on decisions.
        """
        variable = self.interval(node)
        args = node.args if isinstance(node, Index) else ()
        key = self.evaluator.key(variable.name, variable.index, args, binding)
        self.evaluator.check_key(variable.name, variable.index, key)
        return variable, key

    def _interval(self, node: Call, binding: Binding) -> Tree:
        if node.function != "overlap":
            tree = self._part(node.function, node.args[0], binding)
            if node.function == "present" and value_of(tree) is not None:
                return Truth(value_of(tree) == 1)
            return tree
        one, other = node.args
        ends = self._both(node, "min", "end", one, other, binding)
        starts = self._both(node, "max", "start", one, other, binding)
        length = add((ends, scaled(starts, Fraction(-1))))
        return self.expander.operate(node, "max", (constant(ZERO), length), binding)

    def _both(self, node: Node, operation: Operation, part: str, one: Node, other: Node, binding: Binding) -> Tree:
        sides = self._part(part, one, binding), self._part(part, other, binding)
        return sides[0] if sides[0] == sides[1] else self.expander.operate(node, operation, sides, binding)

    def _part(self, part: str, node: Node, binding: Binding) -> Tree:
        variable = self.interval(node)
        if isinstance(node, Name):
            return self._leaves[part](variable.name, ())
        assert isinstance(node, Index)
        try:
            return self.expander.indexing.at(node, binding, self._leaves[part])
        except AtEdge as edge:
            return self.expander.tree(edge.initial, edge.binding)

    def _at(self, part: str, name: str, key: Key) -> Tree:
        variable = self.evaluator.model.by_name[name]
        assert isinstance(variable, Variable)
        self.evaluator.check_key(name, variable.index, key)
        return self.evaluator.intervals.part(part, variable, key)
