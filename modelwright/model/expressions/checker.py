"""Types of expressions: index arity and membership, boolean against number, decision against data, degree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

from modelwright.model.elements import Definition, IndexSet, Known, Members, Parameter, Range, Variable
from modelwright.model.expressions.nodes import (
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
)
from modelwright.model.findings import Finding
from modelwright.model.places import Place

if TYPE_CHECKING:
    from modelwright.model.document import Model

__all__ = ["Checker", "Type"]


@dataclass(frozen=True, slots=True)
class Type:
    """What an expression is.

    Attributes:
        kind: ``number``, ``boolean``, ``member`` (of `set`), or ``unknown`` after an error.
        degree: 0 for data, 1 for linear in the decisions, 2 for anything beyond.
        set: Set that a member belongs to, ``None`` for a literal.
    """

    kind: Literal["number", "boolean", "member", "unknown"]
    degree: int = 0
    set: str | None = None


_UNKNOWN = Type("unknown")
_DATA = Type("number")


@dataclass(slots=True)
class Checker:
    """Checks expressions of one Model and collects findings."""

    model: Model
    findings: list[Finding] = field(default_factory=list)
    _pointer: str = ""

    def check(self, node: Node, pointer: str, scope: Mapping[str, str]) -> Type:
        """The type of `node`; findings are placed at `pointer`.

        Args:
            node: Expression.
            pointer: JSON pointer of the expression.
            scope: Set name by quantifier name.
        """
        self._pointer = pointer
        return self._type(node, scope)

    def quantify(self, generators: tuple[Generator, ...], pointer: str, scope: Mapping[str, str]) -> dict[str, str]:
        """`scope` with `generators` added; their sets and conditions are checked."""
        self._pointer = pointer
        inner = dict(scope)
        for generator in generators:
            if not isinstance(self.model.by_name.get(generator.set), IndexSet):
                self._unknown_set(generator)
            if generator.id in self.model.by_name:
                self.report(
                    "duplicate-name",
                    f"The quantifier `{generator.id}` has the name of an element",
                    generator,
                    "name it otherwise",
                )
            inner[generator.id] = generator.set
            if generator.condition is not None:
                kind = self._type(generator.condition, inner)
                if kind.kind in ("number", "member"):
                    self.report(
                        "boolean-number", "A filter must be a condition", generator.condition, "compare with `==`"
                    )
                elif kind.degree:
                    self._decision_in_data(generator.condition)
        return inner

    def report(self, code: str, message: str, node: Node | Generator | None = None, hint: str | None = None) -> Type:
        """Add an error at `node`."""
        span = {} if node is None else {"start": node.start, "end": node.end}
        place = Place(pointer=self._pointer, **span)
        self.findings.append(Finding(code=code, place=place, message=message, hint=hint))
        return _UNKNOWN

    # ---- types

    def _type(self, node: Node, scope: Mapping[str, str]) -> Type:
        match node:
            case Number():
                return _DATA
            case Text():
                return Type("member")
            case Name():
                return self._name(node, scope)
            case Index():
                return self._index(node, scope)
            case Neg(operand=operand):
                return self._number(operand, scope)
            case Add(terms=terms):
                return Type("number", max(self._number(t, scope).degree for t in terms))
            case Mul(factors=factors):
                return Type("number", min(2, sum(self._number(f, scope).degree for f in factors)))
            case Div():
                return self._quotient(node, scope)
            case Compare():
                return self._compare(node, scope)
            case Logic(operands=operands):
                return Type("boolean", max(self._boolean(o, scope).degree for o in operands))
            case Not(operand=operand):
                return self._boolean(operand, scope)
            case Sum(body=body, generators=generators):
                inner = self.quantify(generators, self._pointer, scope)
                return self._number(body, inner)

    def _number(self, node: Node, scope: Mapping[str, str]) -> Type:
        found = self._type(node, scope)
        if found.kind == "boolean":
            return self.report("boolean-number", "A condition stands where a number is needed", node)
        if found.kind == "member" and not (found.set and self._integers(found.set)):
            return self.report(
                "boolean-number", "A member of a set stands where a number is needed", node, "use a parameter of it"
            )
        return found

    def _boolean(self, node: Node, scope: Mapping[str, str]) -> Type:
        found = self._type(node, scope)
        if found.kind in ("number", "member"):
            return self.report("boolean-number", "A number stands where a condition is needed", node, "compare it")
        return found

    def _quotient(self, node: Div, scope: Mapping[str, str]) -> Type:
        left, right = self._number(node.left, scope), self._number(node.right, scope)
        if right.degree:
            return self.report("nonlinear", "Division by a decision is not linear", node.right)
        if self._is_zero(node.right):
            return self.report("zero-division", "Division by zero", node.right)
        return Type("number", left.degree)

    def _is_zero(self, node: Node) -> bool:
        if isinstance(node, Number):
            return node.value == 0
        element = self.model.by_name.get(node.id) if isinstance(node, Name) else None
        return isinstance(element, Parameter) and isinstance(element.value, Known) and element.value.number == 0

    def _compare(self, node: Compare, scope: Mapping[str, str]) -> Type:
        types = [self._type(operand, scope) for operand in node.operands]
        for operand, found in zip(node.operands, types, strict=True):
            if found.kind == "boolean":
                self.report("boolean-number", "A condition is compared with something", operand)
        degree = max(found.degree for found in types)
        if degree and any(op in ("<", ">", "!=") for op in node.ops):
            self.report(
                "strict-comparison",
                "A strict comparison on decisions has no optimum to stop at",
                node,
                "write `<=` or `>=`, shifted by one for whole numbers",
            )
        for operand, found in zip(node.operands, types, strict=True):
            mixed = any(other.kind == "number" for other in types)
            if found.kind == "member" and mixed and not (found.set and self._integers(found.set)):
                self.report("boolean-number", "A member is compared with a number", operand)
        return Type("boolean", degree)

    def _name(self, node: Name, scope: Mapping[str, str]) -> Type:
        if node.id in scope:
            return Type("member", 0, scope[node.id])
        if node.id.startswith("missing:"):
            return _DATA
        element = self.model.by_name.get(node.id)
        if not isinstance(element, Parameter | Variable | Definition):
            return self._unknown_name(node, scope)
        if element.index:
            return self._arity(node, element, 0)
        return self._of(element)

    def _index(self, node: Index, scope: Mapping[str, str]) -> Type:
        element = self.model.by_name.get(node.id)
        if not isinstance(element, Parameter | Variable | Definition):
            return self._unknown_name(node, scope)
        if len(element.index) != len(node.args):
            return self._arity(node, element, len(node.args))
        for arg, set_name in zip(node.args, element.index, strict=True):
            self._member(arg, set_name, scope)
        return self._of(element)

    def _of(self, element: Parameter | Variable | Definition) -> Type:
        return _DATA if isinstance(element, Parameter) else Type("number", 1)

    def _member(self, arg: Node, set_name: str, scope: Mapping[str, str]) -> None:
        target = self.model.by_name.get(set_name)
        if not isinstance(target, IndexSet):
            return
        if isinstance(arg, Text | Number):
            self._literal_member(arg, target)
            return
        found = self._type(arg, scope)
        if found.degree:
            self.report("decision-in-data", "A decision as an index is not supported yet", arg)
        elif found.kind == "boolean":
            self.report("boolean-number", "A condition stands where a member is needed", arg)
        elif found.kind == "member" and found.set and not self._contained(found.set, set_name):
            self.report(
                "index-range",
                f"`{found.set}` has members that `{set_name}` lacks",
                arg,
                f"declare `{found.set}` as a subset of `{set_name}`, or run over `{set_name}`",
            )
        elif found.kind == "number" and not self._integers(set_name):
            self.report("index-range", f"A number is no member of `{set_name}`", arg)

    def _literal_member(self, arg: Text | Number, target: IndexSet) -> None:
        if isinstance(arg, Number) and arg.value.denominator != 1:
            self.report("index-range", "A fraction is no member of a set", arg)
            return
        member = arg.value if isinstance(arg, Text) else int(arg.value)
        content = target.content
        if isinstance(content, Range):
            inside = isinstance(member, int) and content.first <= member <= content.last
            known: list[str] = [f"{content.first} to {content.last}"]
        elif isinstance(content, Members):
            inside = member in content.members
            close = get_close_matches(str(member), [str(m) for m in content.members], 1)
            known = close or [str(m) for m in content.members[:5]]
        else:
            return
        if not inside:
            self.report(
                "index-range", f"`{member}` is not a member of `{target.name}`", arg, f"its members: {', '.join(known)}"
            )

    def _contained(self, inner: str, outer: str) -> bool:
        """Whether members of `inner` are members of `outer`, as far as can be told before grounding."""
        seen: set[str] = set()
        name: str | None = inner
        while name is not None and name not in seen:
            if name == outer:
                return True
            seen.add(name)
            element = self.model.by_name.get(name)
            name = element.subset_of if isinstance(element, IndexSet) else None
        a, b = self.model.by_name.get(inner), self.model.by_name.get(outer)
        if not (isinstance(a, IndexSet) and isinstance(b, IndexSet)):
            return True
        if isinstance(a.content, Range) and isinstance(b.content, Range):
            return b.content.first <= a.content.first and a.content.last <= b.content.last
        if isinstance(a.content, Members) and isinstance(b.content, Members):
            return set(a.content.members) <= set(b.content.members)
        if isinstance(a.content, Range) and isinstance(b.content, Members):
            return not any(isinstance(m, str) for m in b.content.members)
        if isinstance(a.content, Members) and isinstance(b.content, Range):
            return all(
                isinstance(m, int) and m in range(b.content.first, b.content.last + 1) for m in a.content.members
            )
        return True

    def _integers(self, set_name: str) -> bool:
        element = self.model.by_name.get(set_name)
        if not isinstance(element, IndexSet):
            return True
        if isinstance(element.content, Members):
            return all(isinstance(m, int) for m in element.content.members)
        return True

    # ---- messages

    def _unknown_name(self, node: Name | Index, scope: Mapping[str, str]) -> Type:
        element = self.model.by_name.get(node.id)
        if element is not None:
            kind = type(element).__name__.lower()
            return self.report("unknown-name", f"`{node.id}` names a {kind}, which has no value here", node)
        names = [n for n, e in self.model.by_name.items() if isinstance(e, Parameter | Variable | Definition)]
        close = get_close_matches(node.id, [*names, *scope], 1)
        hint = f"write `{close[0]}`" if close else "declare it as a parameter, a variable or a definition"
        return self.report("unknown-name", f"Nothing is named `{node.id}`", node, hint)

    def _unknown_set(self, generator: Generator) -> None:
        names = [n for n, e in self.model.by_name.items() if isinstance(e, IndexSet)]
        close = get_close_matches(generator.set, names, 1)
        hint = f"write `{close[0]}`" if close else "declare the set"
        self.report("unknown-set", f"No set is named `{generator.set}`", generator, hint)

    def _arity(self, node: Name | Index, element: Parameter | Variable | Definition, given: int) -> Type:
        shape = f"{element.name}[{', '.join(s.lower() for s in element.index)}]" if element.index else element.name
        return self.report(
            "index-arity",
            f"`{element.name}` has {len(element.index)} indices and {given} are given",
            node,
            f"write `{shape}`",
        )

    def _decision_in_data(self, node: Node) -> None:
        self.report("decision-in-data", "A decision stands where only data may", node)
