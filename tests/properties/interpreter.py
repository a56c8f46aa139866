"""The language once more, as directly as it can be written: a syntax tree at a point, with no ground trees between.

It shares nothing with `modelwright.model.exact` but the numbers at the point, so that each checks the other. Tables are
not read; members and numbers must stand in the Model.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from global_meanings import GLOBALS

from modelwright.model import elements as el
from modelwright.model.document import Model
from modelwright.model.expressions import nodes as n
from modelwright.model.expressions import parse_expression, parse_quantifiers

__all__ = ["Interpreter", "NoValueError"]

Binding = dict[str, tuple[Any, str]]
"""Quantifiers: the member and the set that it is of."""


class NoValueError(Exception):
    """An operation has no value here."""


class _EdgeError(Exception):
    """There is no member before or after; the element around has this value."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Interpreter:
    """Expressions of `model` at `point` (numbers by ``(name, key)``; of intervals ``task.start`` and so on)."""

    def __init__(self, model: Model, point: Mapping[Any, Fraction]) -> None:
        self.model = model
        self.point = point

    # ---- sets and quantifiers

    def members(self, name: str) -> list[Any]:
        element = self.model.by_name[name]
        assert isinstance(element, el.IndexSet)
        match element.content:
            case el.Members(members=members):
                return list(members)
            case el.Range(first=first, last=last):
                low, high = (
                    e if isinstance(e, int) else int(self.value(parse_expression(e), {})) for e in (first, last)
                )
                return list(range(low, high + 1))
            case el.Selected(item=item, over=over):
                found = (self.value(parse_expression(item), b) for b in self.bindings(parse_quantifiers(over), {}))
                return list(dict.fromkeys(map(_member, found)))
        raise NotImplementedError(name)

    def bindings(self, generators: tuple[n.Generator, ...], outer: Binding) -> Iterator[Binding]:
        if not generators:
            yield outer
            return
        first, *rest = generators
        source = first.set
        if first.args:
            members = self.index(first.set, first.args, outer)
            source = self.model.by_name[first.set].members_of  # type: ignore[attr-defined]
        else:
            members = self.members(first.set)
        for member in members:
            parts = member if len(first.ids) > 1 else (member,)
            inner = outer | {name: (part, source) for name, part in zip(first.ids, parts, strict=True)}
            if first.condition is None or self.holds(first.condition, inner):
                yield from self.bindings(tuple(rest), inner)

    # ---- values

    def value(self, node: n.Node, b: Binding) -> Any:
        """A number, a member, a list, or the parts of an interval."""
        match node:
            case n.Number(value=value) | n.Text(value=value):
                return value
            case n.Name(id=name):
                return b[name][0] if name in b else self.index(name, (), b)
            case n.Index(id=name, args=args):
                try:
                    return self.index(name, args, b)
                except _EdgeError as edge:
                    return edge.value
            case n.Neg(operand=part):
                return -self.number(part, b)
            case n.Add(terms=parts):
                return sum((self.number(part, b) for part in parts), Fraction(0))
            case n.Mul(factors=parts):
                return math.prod((self.number(part, b) for part in parts), start=Fraction(1))
            case n.Div(left=left, right=right) | n.FloorDiv(left=left, right=right) | n.Mod(left=left, right=right):
                return _divided(type(node), self.number(left, b), self.number(right, b))
            case n.Power(base=base, exponent=exponent):
                low, high = self.number(base, b), self.number(exponent, b)
                assert high.denominator == 1
                return low ** int(high)
            case n.IfElse(body=body, condition=condition, orelse=orelse):
                return self.value(body if self.holds(condition, b) else orelse, b)
            case n.Tuple(items=items):
                return tuple(self.value(item, b) for item in items)
            case n.Sum(body=body, generators=generators):
                return sum((self.number(body, inner) for inner in self.bindings(generators, b)), Fraction(0))
            case n.Call(function=function) if function in _NUMBERS:
                return _NUMBERS[function](*[self.number(arg, b) for arg in node.args])
            case n.Call(function="min" | "max" as function, args=args):
                listed = self.listed(args, b)
                return (min if function == "min" else max)(_number(v) for v in listed)
            case n.Call(function="count", args=args):
                return Fraction(sum(self.holds(part, inner) for part, inner in self.parts(args, b)))
            case n.Call(function=function) if function in ("prev", "next", "first", "last", "ord", "len"):
                return self.position(node, b)
            case n.Call(function="overlap", args=(one, other)):
                a, c = self.value(one, b), self.value(other, b)
                return max(Fraction(0), min(a["end"], c["end"]) - max(a["start"], c["start"]))
            case n.Call(function=function, args=(task,)) if function in ("start", "end", "size", "present"):
                return self.value(task, b)[function]
            case _:
                return Fraction(self.holds(node, b))

    def number(self, node: n.Node, b: Binding) -> Fraction:
        return _number(self.value(node, b))

    def index(self, name: str, args: tuple[n.Node, ...], b: Binding) -> Any:
        """An element by name and indices."""
        element = self.model.by_name[name]
        given = [self.value(arg, b) for arg in args]
        flat = [part for value in given for part in (value if isinstance(value, tuple) else (value,))]
        key = self.key(element, [_member(value) for value in flat])
        match element:
            case el.Variable(domain=el.Interval()):
                parts = ("start", "size", "end", "present")
                if (f"{name}.start", key) not in self.point:
                    raise NoValueError(key)
                return {part: self.point[f"{name}.{part}", key] for part in parts}
            case el.Variable():
                if (name, key) not in self.point:
                    raise NoValueError(key)
                return self.point[name, key]
            case (
                el.Definition(expression=expression, over=over)
                | el.Parameter(value=el.Derived(expression=expression, over=over))
            ):
                self.inside(element, key)
                return self.value(parse_expression(expression), self.bound(over, key))
            case el.Parameter(value=el.Known() as value):
                self.inside(element, key)
                found = value.number if value.entries is None else dict(value.entries).get(key, value.default)
                assert found is not None
                return found
            case el.Parameter(value=el.KnownSets(entries=entries)):
                return list(dict(entries).get(key, ()))
        raise NotImplementedError(name)

    def inside(self, element: Any, key: tuple[Any, ...]) -> None:
        if any(part not in self.members(name) for part, name in zip(key, element.index, strict=True)):
            raise NoValueError(key)

    def key(self, element: Any, flat: list[Any]) -> tuple[Any, ...]:
        found, rest = [], flat
        for name in element.index:
            members = self.members(name)
            width = len(members[0]) if members and isinstance(members[0], tuple) else 0
            found.append(tuple(rest[:width]) if width else rest[0])
            rest = rest[max(1, width) :]
        assert not rest
        return tuple(found)

    def bound(self, over: str, key: tuple[Any, ...]) -> Binding:
        b: Binding = {}
        for generator, member in zip(parse_quantifiers(over), key, strict=False):
            parts = member if len(generator.ids) > 1 else (member,)
            b |= {name: (part, generator.set) for name, part in zip(generator.ids, parts, strict=True)}
        return b

    def position(self, node: n.Call, b: Binding) -> Any:
        """What is first, last, before, after, or how many."""
        (arg,) = node.args
        if node.function in ("first", "last", "len"):
            name = arg.id if isinstance(arg, n.Name | n.Index) else ""
            found = self.index(name, arg.args, b) if isinstance(arg, n.Index) else None
            members = found if found is not None else self.set_or_sets(name, b)
            return Fraction(len(members)) if node.function == "len" else members[0 if node.function == "first" else -1]
        member, source = self.located(arg, b)
        members = self.members(source)
        here = members.index(member)
        if node.function == "ord":
            return Fraction(here + 1)
        there = here + (1 if node.function == "next" else -1)
        index_set = self.model.by_name[source]
        if 0 <= there < len(members) or index_set.cyclic:  # type: ignore[attr-defined]
            return members[there % len(members)]
        raise _EdgeError(self.value(dict(node.keywords)["initial"], b))

    def set_or_sets(self, name: str, b: Binding) -> list[Any]:
        return self.members(name) if isinstance(self.model.by_name[name], el.IndexSet) else self.index(name, (), b)

    def located(self, node: n.Node, b: Binding) -> tuple[Any, str]:
        if isinstance(node, n.Name):
            return b[node.id]
        assert isinstance(node, n.Call)
        _, source = self.located(node.args[0], b)
        return self.position(node, b), source

    # ---- lists

    def parts(self, args: tuple[n.Node, ...], b: Binding) -> Iterator[tuple[n.Node, Binding]]:
        """The nodes of a list with their bindings: of comprehensions, of brackets, or several values."""
        for arg in args:
            match arg:
                case n.Listing(items=items):
                    yield from self.parts(items, b)
                case n.Comprehension(body=body, generators=generators):
                    for inner in self.bindings(generators, b):
                        yield body, inner
                case _:
                    yield arg, b

    def listed(self, args: tuple[n.Node, ...], b: Binding) -> list[Any]:
        return [self.value(part, inner) for part, inner in self.parts(args, b)]

    # ---- conditions

    def holds(self, node: n.Node, b: Binding, wanted: bool = True) -> bool:
        """Whether `node` holds, or with `wanted` false whether it does not; what has no value does neither."""
        match node:
            case n.Not(operand=operand):
                return self.holds(operand, b, not wanted)
            case n.Logic(op=op, operands=operands):
                found = (self.holds(operand, b, wanted) for operand in operands)
                return all(found) if (op == "and") is wanted else any(found)
            case n.Compare(operands=operands, ops=ops):
                pairs = zip(pairwise(operands), ops, strict=True)
                found = (self.compared(left, op, right, b, wanted) for (left, right), op in pairs)
                return all(found) if wanted else any(found)
            case n.Call(function="implies", args=(one, other)):
                found = (self.holds(one, b, not wanted), self.holds(other, b, wanted))
                return any(found) if wanted else self.holds(one, b) and self.holds(other, b, False)
            case n.Call(function="iff", args=(one, other)):
                return (self.holds(one, b) == self.holds(other, b)) is wanted
            case n.Call(function="forall" | "exists" as function, args=args):
                found = (self.holds(part, inner, wanted) for part, inner in self.parts(args, b))
                return all(found) if (function == "forall") is wanted else any(found)
            case n.IfElse(body=body, condition=condition, orelse=orelse):
                return self.holds(body if self.holds(condition, b) else orelse, b, wanted)
            case n.In() | n.Call() | n.Name() | n.Index():
                try:
                    return self.decided(node, b) is wanted
                except NoValueError:
                    return False
        raise NotImplementedError(type(node).__name__)

    def compared(self, left: n.Node, op: str, right: n.Node, b: Binding, wanted: bool) -> bool:
        try:
            one, other = self.value(left, b), self.value(right, b)
        except NoValueError:
            return False
        if isinstance(one, bool | int | Fraction) and isinstance(other, bool | int | Fraction):
            one, other = Fraction(one), Fraction(other)
        found = {"==": lambda: one == other, "!=": lambda: one != other, "<=": lambda: one <= other}
        more = {">=": lambda: one >= other, "<": lambda: one < other, ">": lambda: one > other}
        return (found | more)[op]() is wanted

    def decided(self, node: n.Node, b: Binding) -> bool:
        match node:
            case n.In(item=item, set=n.Listing(items=items)):
                return self.plain(item, b) in [self.plain(other, b) for other in items]
            case n.In(item=item, set=n.Name(id=name)):
                return self.plain(item, b) in self.set_or_sets(name, b)
            case n.In(item=item, set=n.Index(id=name, args=args)):
                return self.plain(item, b) in self.index(name, args, b)
            case n.Call(function=function) if function in GLOBALS:
                return GLOBALS[function](self, node, b)
            case _:
                return self.number(node, b) == 1

    def plain(self, node: n.Node, b: Binding) -> Any:
        found = self.value(node, b)
        return tuple(map(_member, found)) if isinstance(found, tuple) else _member(found)


def _number(value: Any) -> Fraction:
    assert not isinstance(value, str | tuple | list | dict), value
    return Fraction(value)


def _member(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_member, value))
    return int(value) if isinstance(value, Fraction) and value.denominator == 1 else value


def _divided(kind: type, left: Fraction, right: Fraction) -> Fraction:
    if right == 0:
        raise NoValueError
    return left / right if kind is n.Div else Fraction(left // right) if kind is n.FloorDiv else left % right


_NUMBERS: dict[str, Callable[[Fraction], Fraction]] = {
    "abs": abs,
    "sqrt": lambda a: Fraction(math.isqrt(int(a))),  # of squares
    "floor": lambda a: Fraction(math.floor(a)),
    "ceil": lambda a: Fraction(math.ceil(a)),
    "round": lambda a: Fraction(math.floor(a + Fraction(1, 2))),
}
