"""The outputs of a Model at a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from modelwright.model import elements as el
from modelwright.model.document import Model
from modelwright.model.elements import Definition, Output, Variable
from modelwright.model.exact.evaluator import Evaluator
from modelwright.model.exact.fold import Undefined
from modelwright.model.exact.forms import Column
from modelwright.model.exact.members import Binding, located
from modelwright.model.exact.points import evaluate, holds
from modelwright.model.exact.trees import Condition
from modelwright.model.expressions import Generator, Index, Name, Node, Text, parse_expression, parse_quantifiers
from modelwright.model.expressions.nodes import Call, Tuple

__all__ = ["interval_value", "output_values"]


def output_values(evaluator: Evaluator, point: Mapping[Column, Fraction]) -> dict[str, Any]:
    """What the outputs of the Model say, by the name each is reported as; without outputs, all definitions.

    A number is an int where it is whole, else a Fraction, and ``None`` where it has no value at the point (a division
    by zero); a condition is a bool; a member is a text, an int or a tuple; a tuple is one of such values; an interval
    is a dict of ``start``, ``size``, ``end`` and ``present``, the first three ``None`` when it is absent. Shapes: the
    value (``scalar``), a list in the order of the quantifiers (``list``), lists in lists with one level for each
    quantifier (``nested``), the members where a condition holds (``members``; of several quantifiers tuples; positions
    counted from `base` when that is given). Conditions of the quantifiers may read decisions.

    Args:
        evaluator: Of the Model and its Data.
        point: The value of every decision, those of intervals as ``task.start`` and so on.

    Raises:
        ModelError: An expression of an output cannot be evaluated.
        DataError: A parameter has no value.
    """
    reporter = _Reporter(evaluator, point)
    found: dict[str, Any] = {}
    for k, output in enumerate(evaluator.model.outputs or _default(evaluator.model)):
        with located(f"/outputs/{k}"):
            found[output.report_as or output.name] = reporter.report(output)
    return found


def _default(model: Model) -> tuple[Output, ...]:
    """Every definition, in lists with one level for each index set; decisions are reported as values anyway."""
    return tuple(map(_whole, model.definitions))


def _whole(element: Definition) -> Output:
    ids = [f"i{k}" for k in range(len(element.index))]
    over = ", ".join(f"{name} in {index}" for name, index in zip(ids, element.index, strict=True))
    expression = f"{element.name}[{', '.join(ids)}]" if ids else element.name
    return Output(name=element.name, expression=expression, over=over, shape="nested" if ids else "scalar")


def interval_value(
    evaluator: Evaluator, variable: Variable, key: el.Key, point: Mapping[Column, Fraction]
) -> dict[str, Any]:
    """``{"start": 2, "size": 3, "end": 5, "present": True}``; numbers are ``None`` for an absent interval."""
    present = point[f"{variable.name}.present", key] == 1
    parts = {p: _plain(point[f"{variable.name}.{p}", key]) if present else None for p in ("start", "size", "end")}
    return {**parts, "present": present}


class _Reporter:
    def __init__(self, evaluator: Evaluator, point: Mapping[Column, Fraction]) -> None:
        self.evaluator = evaluator
        self.point = point

    def report(self, output: Output) -> Any:
        node = parse_expression(output.expression)
        generators = parse_quantifiers(output.over)
        if output.shape == "nested":
            return self._nested(node, generators, {})
        bindings = self.evaluator.bindings(generators, {}, self._judged)
        if output.shape == "members":
            return [self._member(generators, b, output.base) for b in bindings if self._judged(node, b)]
        values = [self._value(node, binding) for binding in bindings]
        return values[0] if output.shape == "scalar" and not generators else values

    def _nested(self, node: Node, generators: Sequence[Generator], binding: Binding) -> Any:
        if not generators:
            return self._value(node, binding)
        inner = self.evaluator.bindings((generators[0],), binding, self._judged)
        return [self._nested(node, generators[1:], each) for each in inner]

    def _judged(self, node: Node, binding: Binding) -> bool:
        return holds(self.evaluator.condition(node, binding), self.point)

    def _member(self, generators: Sequence[Generator], binding: Binding, base: int | None) -> Any:
        members: list[Any] = []
        for generator in generators:
            parts = tuple(binding[name] for name in generator.ids)
            member: Any = parts[0] if len(parts) == 1 else parts
            if base is not None:
                args = generator.args
                where: Node = Index(generator.set, args) if args else Name(generator.set)
                source = self.evaluator.navigation.source(where, binding)
                member = self.evaluator.set_positions(*source)[member] + base
            members.append(member)
        return members[0] if len(members) == 1 else tuple(members)

    def _value(self, node: Node, binding: Binding) -> Any:
        if isinstance(node, Tuple):
            return tuple(self._value(item, binding) for item in node.items)
        if isinstance(node, Name | Text | Call):
            member = self.evaluator.navigation.member(node, binding)
            if member is not None:
                return member
        if isinstance(node, Name | Index):
            element = self.evaluator.model.by_name.get(node.id)
            if isinstance(element, Variable) and isinstance(element.domain, el.Interval):
                variable, key = self.evaluator.expander.functions.interval_key(node, binding)
                return interval_value(self.evaluator, variable, key, self.point)
        if isinstance(node, Call) and node.function == "present":
            return self._judged(node, binding)
        tree = self.evaluator.tree(node, binding)
        if isinstance(tree, Condition):
            return holds(tree, self.point)
        try:
            return _plain(evaluate(tree, self.point))
        except Undefined:
            return None


def _plain(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value
