"""Types of expressions: numbers, conditions, members, lists and intervals; data against decisions; degree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from modelwright.errors import ExpressionError
from modelwright.model.elements import Definition, Derived, IndexSet, Known, Parameter
from modelwright.model.expressions.checking import comparing, hints, indexing
from modelwright.model.expressions.checking.arithmetic import arithmetic
from modelwright.model.expressions.checking.calls import call
from modelwright.model.expressions.checking.known import KnownData
from modelwright.model.expressions.checking.members import Binding
from modelwright.model.expressions.checking.types import DATA, UNKNOWN, WHOLE, Quantifier, Scope, Type, joined
from modelwright.model.expressions.checking.witnesses import witnesses
from modelwright.model.expressions.nodes import (
    Call,
    Compare,
    Comprehension,
    Generator,
    IfElse,
    In,
    Index,
    Listing,
    Logic,
    Name,
    Node,
    Not,
    Number,
    Text,
    Tuple,
)
from modelwright.model.expressions.parser import parse_expression, parse_quantifiers
from modelwright.model.expressions.printer import format_expression
from modelwright.model.findings import Finding, Fix
from modelwright.model.places import Place

if TYPE_CHECKING:
    from modelwright.model.document import Model

__all__ = ["Checker"]


class Checker:
    """Checks expressions of one Model and collects findings.

    Attributes:
        model: The Model.
        known: What the Model itself says of its data.
        findings: What was found so far.
        pointer: JSON pointer of the expression at hand.
        source: Its text, ``None`` for an expression that is nowhere written (the meaning of a template).
        open_names: Fix by name of a quantifier that the element at hand should bind and does not.
        indexed: Whether the expression at hand is an index of an element.
        denied: Whether the condition at hand is denied: by ``not``, or as the premise of an implication (``if``).
        named: Types of parameters and variables at a key, by name, as far as they were asked for.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.known = KnownData(model)
        self.findings: list[Finding] = []
        self.pointer = ""
        self.source: str | None = None
        self.open_names: dict[str, Fix] = {}
        self.indexed = False
        self.denied: Literal["not", "if", ""] = ""
        self.named: dict[str, Type] = {}
        self._definitions: dict[str, Type] = {}
        self._integers: dict[str, bool] = {}

    def check(self, node: Node, pointer: str, scope: Scope, source: str | None) -> Type:
        """The type of `node`; findings are placed at `pointer`.

        Args:
            node: Expression.
            pointer: JSON pointer of the expression.
            scope: Quantifiers that it may read.
            source: Its text.
        """
        self.pointer, self.source = pointer, source
        return self.type(node, scope)

    def quantify(
        self, generators: tuple[Generator, ...], scope: Scope, *, listed: bool = False, decided: bool = False
    ) -> Scope:
        """`scope` with `generators` added; their sets and conditions are checked.

        Args:
            generators: Of the text at `pointer`.
            scope: Around them.
            listed: Whether that text is a list of quantifiers, whose condition comes last.
            decided: Whether decisions may stand in the conditions.
        """
        ending = generators[-1].condition if generators else None
        for generator in generators:
            types = {**scope.types, **indexing.bind(self, generator, scope)}
            end, condition = (len(self.source or ""), ending) if listed else (generator.end, generator.condition)
            quantifier = Quantifier(generator, self.pointer, end, condition)
            scope = Scope(types, (*scope.quantifiers, quantifier), scope.guards)
            if generator.condition is not None:
                self._filter(generator.condition, scope, decided)
        return scope

    def _filter(self, node: Node, scope: Scope, decided: bool) -> None:
        found = self.type(node, scope)
        if found.kind not in ("boolean", "unknown") and not found.binary:
            self.report("boolean-number", "A filter must be a condition", node, "compare with `==`")
        elif found.degree and not decided:
            said = hints.text(node)
            hint = f"in a sum multiply by it, `… * ({said})`; for a row write `implies({said}, …)`"
            self.decision_in_data(node, hint)

    def report(
        self,
        code: str,
        message: str,
        node: Node | Generator | None,
        hint: str | None = None,
        fix: Fix | str | None = None,
    ) -> Type:
        """Add an error at `node`; a text as `fix` is to be written in its place."""
        span = {} if node is None or self.source is None else {"start": node.start, "end": node.end}
        if isinstance(fix, str):
            start, end = (0, 0) if node is None else hints.balanced(self.source or "", node.start, node.end)
            fix = None if self.source is None else Fix(pointer=self.pointer, start=start, end=end, text=fix)
        place = Place(pointer=self.pointer, **span)
        self.findings.append(Finding(code=code, place=place, message=message, hint=hint, fix=fix))
        return UNKNOWN

    def decision_in_data(self, node: Node, hint: str = "write a parameter or a number") -> None:
        """Report a decision among data."""
        self.report("decision-in-data", "A decision stands where only data may", node, hint)

    @contextmanager
    def elsewhere(self, pointer: str, source: str | None) -> Iterator[None]:
        """Check another text in between."""
        kept = self.pointer, self.source
        self.pointer, self.source = pointer, source
        try:
            yield
        finally:
            self.pointer, self.source = kept

    @contextmanager
    def indexing(self) -> Iterator[None]:
        """Check the indices of an element."""
        kept, self.indexed = self.indexed, True
        try:
            yield
        finally:
            self.indexed = kept

    @contextmanager
    def denying(self, by: Literal["not", "if", ""]) -> Iterator[None]:
        """Check what is denied: by `not`, as the premise of an implication (``if``), or no longer (``""``)."""
        kept = self.denied
        self.denied = "" if kept and by == "not" else by
        try:
            yield
        finally:
            self.denied = kept

    # ---- kinds

    def type(self, node: Node, scope: Scope) -> Type:
        """The type of any expression."""
        match node:
            case Number(value=value):
                return WHOLE if value.denominator == 1 else DATA
            case Text():
                return Type("member")
            case Name():
                return indexing.name(self, node, scope)
            case Index():
                return indexing.index(self, node, scope)
            case Tuple(items=items):
                parts = tuple(self.type(item, scope) for item in items)
                return Type("tuple", max(part.degree for part in parts), parts=parts)
            case Listing() | Comprehension():
                return Type("list")
            case Compare():
                return comparing.compare(self, node, scope)
            case In():
                return comparing.contained(self, node, scope)
            case Logic(op=op, operands=operands):
                return self._logic(op, operands, scope)
            case Not(operand=operand):
                with self.denying("not"):
                    return joined("boolean", [self.boolean(operand, scope)])
            case IfElse():
                return self._choice(node, scope)
            case Call():
                return call(self, node, scope)
            case _:
                return arithmetic(self, node, scope)

    def _logic(self, op: str, operands: tuple[Node, ...], scope: Scope) -> Type:
        types = []
        for operand in operands:
            with self.denying("if" if self.denied else ""):
                types.append(self.boolean(operand, scope))
            scope = scope.guarded(operand if op == "and" else Not(operand))
        return joined("boolean", types)

    def _choice(self, node: IfElse, scope: Scope) -> Type:
        condition = self.boolean(node.condition, scope)
        body = self.type(node.body, scope.guarded(node.condition))
        orelse = self.type(node.orelse, scope.guarded(Not(node.condition)))
        if "unknown" in (body.kind, orelse.kind):
            return UNKNOWN
        degree = 2 if condition.degree else max(body.degree, orelse.degree)
        if body.kind == orelse.kind and body.kind in ("boolean", "member"):
            same = body.set if body.set == orelse.set else None
            return Type(body.kind, degree, same, whole=body.whole and orelse.whole)
        one = self.as_number(body, node.body, reified=True)
        other = self.as_number(orelse, node.orelse, reified=True)
        return Type("number", degree, whole=one.whole and other.whole)

    def number(self, node: Node, scope: Scope, *, reified: bool = False) -> Type:
        """The type of an expression that must be a number; with `reified` a condition counts 1 or 0."""
        found = self.type(node, scope)
        return found if found.kind == "number" else self.as_number(found, node, reified=reified)

    def as_number(self, found: Type, node: Node, *, reified: bool = False) -> Type:
        """What `found` is as a number; reports what is none."""
        match found.kind:
            case "boolean" if reified:
                degree = found.degree if found.binary else 2 * min(1, found.degree)
                return Type("number", degree, whole=True, binary=found.binary)
            case "boolean":
                message = "A condition stands where a number is needed"
                if self.source is None:
                    return self.report("boolean-number", message, node, "write a number, or `1 if … else 0`")
                text = f"1 if {format_expression(node)} else 0"
                whole = (node.start, node.end) == (0, len(self.source)) and not isinstance(node, IfElse)
                hint = f"write `{hints.cut(text)}`"
                return self.report("boolean-number", message, node, hint, text if whole else None)
            case "member" | "tuple":
                if found.kind == "member" and found.whole:
                    return Type("number", found.degree, whole=True)
                message = "A member of a set stands where a number is needed"
                return self.report("boolean-number", message, node, "use a parameter of it")
            case "list":
                hint = "add it up with `sum(…)`, or write `max(…)` or `min(…)`"
                return self.report("list-place", "A list stands where one number is needed", node, hint)
            case "interval":
                return self.report("interval-number", *hints.interval(node))
            case "set":
                hint = hints.set_use(node)
                return self.report("boolean-number", "A set stands where a number is needed", node, hint)
            case _:
                return found

    def boolean(self, node: Node, scope: Scope) -> Type:
        """The type of an expression that must be a condition or a binary decision."""
        return self.as_boolean(self.type(node, scope), node)

    def as_boolean(self, found: Type, node: Node) -> Type:
        """What `found` is as a condition; reports what is none."""
        if found.kind in ("boolean", "unknown"):
            return found
        if found.binary:
            return Type("boolean", found.degree, whole=True, binary=True)
        if found.kind == "interval":
            text = hints.text(node)
            message = f"`{text}` is an interval, not a condition"
            return self.report(
                "interval-number", message, node, f"write `present({text})`", f"present({format_expression(node)})"
            )
        if found.kind in ("list", "set"):
            hint = "write `forall(…)` or `exists(…)`" if found.kind == "list" else hints.set_use(node)
            return self.report("list-place", "A list stands where one condition is needed", node, hint)
        hint = f"compare it: `{hints.text(node)} >= 1`" if found.degree else "compare it with `==`, `<=` or `>=`"
        return self.report("boolean-number", "A number stands where a condition is needed", node, hint)

    def witness(self, node: Node, scope: Scope, wrong: hints.Judge) -> Binding | None:
        """A binding at which the number `node` is known and `wrong`."""
        for binding in witnesses(self.known, node, scope):
            value = self.known.number(node, binding)
            if value is not None and wrong(value):
                return binding
        return None

    def listed(self, node: Node, scope: Scope) -> list[tuple[Node, Scope]]:
        """The values of a list, each with its scope; a list within a list of values is spliced in."""
        if isinstance(node, Comprehension):
            return [(node.body, self.quantify(node.generators, scope))]
        if isinstance(node, Listing):
            return [pair for item in node.items for pair in self.listed(item, scope)]
        return [(node, scope)]

    # ---- what elements are

    def integers(self, set_name: str) -> bool:
        """Whether the members of a set are integers, as far as can be told."""
        found = self._integers.get(set_name)
        if found is None:
            found = self._integers[set_name] = self._are_integers(set_name)
        return found

    def _are_integers(self, set_name: str) -> bool:
        element = self.model.by_name.get(set_name)
        if not isinstance(element, IndexSet):
            return True
        if self.known.width(set_name) > 1:
            return False
        members = self.known.members(set_name)
        return members is None or all(isinstance(member, int) for member in members)

    def definition(self, element: Definition) -> Type:
        """The type of a definition; of one that is in error, or needs itself, a linear number."""
        if element.name not in self._definitions:
            self._definitions[element.name] = Type("number", 1, whole=True)
            found = self._quietly(element.expression, element.over)
            if found is not None and found.kind == "number":
                self._definitions[element.name] = found
        return self._definitions[element.name]

    def _quietly(self, expression: str, over: str) -> Type | None:
        """The type of an expression that is judged elsewhere."""
        kept = self.findings
        self.findings = []
        try:
            with self.elsewhere("", None):
                scope = self.quantify(parse_quantifiers(over), Scope(), listed=True)
                return self.number(parse_expression(expression), scope, reified=True)
        except ExpressionError:
            return None
        finally:
            self.findings = kept

    def whole_parameter(self, element: Parameter) -> bool:
        """Whether the numbers of a parameter are whole; those in tables are taken to be."""
        value = element.value
        if isinstance(value, Known):
            numbers = [value.number, value.default, *(number for _, number in value.entries or ())]
            return all(number is None or number.denominator == 1 for number in numbers)
        if isinstance(value, Derived):
            if element.name not in self._definitions:
                self._definitions[element.name] = DATA
                self._definitions[element.name] = self._quietly(value.expression, value.over) or DATA
            return self._definitions[element.name].whole
        return True
