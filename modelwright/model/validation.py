"""Everything that is wrong with a Model, all at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from modelwright.config import LIMITS
from modelwright.errors import ExpressionError, ModelError
from modelwright.model.document import Model
from modelwright.model.elements import (
    Definition,
    Derived,
    Element,
    IndexSet,
    Known,
    Members,
    Missing,
    Objective,
    Parameter,
    Range,
    Variable,
)
from modelwright.model.expressions import (
    Compare,
    Generator,
    Index,
    Logic,
    Name,
    Node,
    Not,
    parse_expression,
    parse_quantifiers,
)
from modelwright.model.expressions.checker import Checker, Type
from modelwright.model.expressions.parser import RESERVED
from modelwright.model.findings import Finding
from modelwright.model.inline import inline_findings, inline_members
from modelwright.model.places import Place
from modelwright.model.sources import TextSpan
from modelwright.model.templates import ConstraintBase
from modelwright.model.uses import names_used

__all__ = ["check", "validate"]

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z", re.ASCII)
_WORD_BREAK = re.compile(r"\W+", re.ASCII)


def validate(model: Model) -> list[Finding]:
    """Every finding of `model`, in the order of the document; empty when nothing is to be said."""
    return _Validation(model).run()


def check(model: Model, findings: Sequence[Finding] | None = None) -> None:
    """Raise when `model` cannot be grounded.

    Args:
        model: To be grounded.
        findings: What `validate` said of it, when that is known already.

    Raises:
        ModelError: With every error and missing slot in `findings`; the first is told in the message.
    """
    serious = tuple(f for f in (validate(model) if findings is None else findings) if f.severity != "warning")
    if not serious:
        return
    first = serious[0]
    more = f" (and {len(serious) - 1} more)" if len(serious) > 1 else ""
    raise ModelError(
        f"{first.message}{more}", findings=serious, code=first.code, where=_where(model, first.place), hint=first.hint
    )


def _where(model: Model, place: Place) -> str:
    parts = place.pointer.split("/")
    if len(parts) < 3 or not parts[2].isdigit():
        return str(place)
    group = getattr(model, parts[1], ())
    k = int(parts[2])
    name = getattr(group[k], "name", None) if k < len(group) else None
    return f"{place} (`{name}`)" if name else str(place)


class _Validation:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.checker = Checker(model)

    def run(self) -> list[Finding]:
        self.names()
        self.statements()
        self.each(self.model.sets, "sets", self.index_set)
        self.each(self.model.parameters, "parameters", self.parameter)
        self.each(self.model.variables, "variables", self.variable)
        self.each(self.model.definitions, "definitions", self.definition)
        self.each(self.model.objectives, "objectives", self.objective)
        self.each(self.model.constraints, "constraints", self.constraint)
        self.cycles()
        if not self.model.variables:
            self.say("empty-model", "/variables", "Nothing is decided: the Model has no variable", "declare a variable")
        if not self.model.objectives:
            message = "Nothing is minimised or maximised: any feasible plan will do"
            self.say("no-objective", "/objectives", message, severity="warning")
        return self.checker.findings

    # ---- helpers

    def say(self, code: str, pointer: str, message: str, hint: str | None = None, *, severity: str = "error") -> None:
        finding = Finding(code=code, severity=severity, place=Place(pointer=pointer), message=message, hint=hint)
        self.checker.findings.append(finding)

    @staticmethod
    def each(elements: Iterable[Element], group: str, judge: Callable[..., None]) -> None:
        for k, element in enumerate(elements):
            judge(element, f"/{group}/{k}")

    def missing(self, slot: Missing, pointer: str) -> None:
        unit = f" in {slot.unit}" if slot.unit else ""
        self.say(
            "missing-slot",
            pointer,
            f"The {slot.slot} is not known: a {slot.expects}{unit} is needed",
            severity="missing",
        )

    def parse(self, source: str, pointer: str) -> Node | None:
        try:
            return parse_expression(source)
        except ExpressionError as error:
            self._syntax(error, pointer)
            return None

    def _syntax(self, error: ExpressionError, pointer: str) -> None:
        place = Place(pointer=pointer, start=error.start, end=error.end)
        self.checker.findings.append(Finding(code=error.code, place=place, message=error.message, hint=error.hint))

    def generators(self, source: str, pointer: str) -> tuple[Generator, ...]:
        try:
            return parse_quantifiers(source)
        except ExpressionError as error:
            self._syntax(error, pointer)
            return ()

    def quantifiers(self, source: str, pointer: str) -> dict[str, str]:
        return self.checker.quantify(self.generators(source, pointer), pointer, {})

    def typed(self, source: str, pointer: str, scope: dict[str, str]) -> tuple[Node | None, Type]:
        node = self.parse(source, pointer)
        return node, Type("unknown") if node is None else self.checker.check(node, pointer, scope)

    def number(self, source: str, pointer: str, scope: dict[str, str], *, degree: int = 1) -> None:
        """An expression that must be a number of at most `degree`."""
        node, found = self.typed(source, pointer, scope)
        if node is None:
            return
        self.checker._pointer = pointer
        if found.kind == "boolean":
            self.checker.report("boolean-number", "A condition stands where a number is needed", node)
        elif found.kind == "member" and found.set is None:
            self.checker.report("boolean-number", "A member of a set stands where a number is needed", node)
        elif found.degree > 1:
            self.checker.report("nonlinear", "A product of decisions is not linear", node)
        elif found.degree > degree:
            self.checker.report("decision-in-data", "A decision stands where only data may", node)

    # ---- elements

    def names(self) -> None:
        seen: dict[str, str] = {}
        for pointer, element in self.model.elements():
            place = f"{pointer}/name"
            if not _IDENTIFIER.match(element.name):
                identifier = _WORD_BREAK.sub("_", element.name).strip("_") or "x"
                hint = f"write `{identifier}` and keep the words as label"
                self.say("invalid-name", place, f"`{element.name}` is no identifier", hint)
            elif element.name in RESERVED:
                hint = f"write `{element.name}_`"
                self.say("reserved-name", place, f"`{element.name}` is a word of the expression language", hint)
            if element.name in seen:
                self.say(
                    "duplicate-name",
                    place,
                    f"`{element.name}` is already the name of {seen[element.name]}",
                    "rename one",
                )
            seen.setdefault(element.name, pointer)

    def statements(self) -> None:
        texts = {s.id: s.text for s in self.model.statements}
        for pointer, element in self.model.elements():
            for k, source in enumerate(element.sources):
                if not isinstance(source, TextSpan):
                    continue
                text = texts.get(source.statement)
                if text is None or not source.start < source.end <= len(text):
                    message = f"The source of `{element.name}` points outside its statement `{source.statement}`"
                    self.say("invalid-source", f"{pointer}/sources/{k}", message)

    def index_set(self, element: IndexSet, pointer: str) -> None:
        content = element.content
        if isinstance(content, Range) and content.last - content.first + 1 > LIMITS.set_size:
            size = content.last - content.first + 1
            self.say(
                "set-size",
                f"{pointer}/content",
                f"`{element.name}` has {size} members; at most {LIMITS.set_size} are built",
            )
        if isinstance(content, Members):
            if len(set(content.members)) != len(content.members):
                self.say("duplicate-name", f"{pointer}/content", f"`{element.name}` lists a member twice")
            if len({type(m) for m in content.members}) > 1:
                self.say("invalid-field", f"{pointer}/content", f"`{element.name}` mixes words and numbers as members")
        if element.subset_of is not None:
            self.sets((element.subset_of,), f"{pointer}/subset_of")
            self.subset(element, element.subset_of, pointer)

    def subset(self, element: IndexSet, whole: str, pointer: str) -> None:
        inner, outer = inline_members(self.model, element.name), inline_members(self.model, whole)
        outside = [m for m in inner if m not in outer] if inner is not None and outer is not None else []
        if outside:
            message = f"`{outside[0]}` is in `{element.name}` but not in `{whole}`, which should contain it"
            self.say("index-range", f"{pointer}/subset_of", message, f"add it to `{whole}`, or take it out")

    def sets(self, names: tuple[str, ...], pointer: str) -> bool:
        good = True
        for k, name in enumerate(names):
            if not isinstance(self.model.by_name.get(name), IndexSet):
                self.say("unknown-set", f"{pointer}/{k}", f"No set is named `{name}`", "declare the set")
                good = False
        return good

    def over(self, element: Parameter | Variable | Definition, source: str, pointer: str) -> dict[str, str]:
        """Scope of an indexed element's own expressions."""
        generators = self.generators(source, f"{pointer}/over")
        scope = self.checker.quantify(generators, f"{pointer}/over", {})
        if any(generator.condition is not None for generator in generators):
            message = f"The quantifiers of `{element.name}` carry a condition"
            self.say("unsupported", f"{pointer}/over", message, "put the condition where it is used")
        if source and tuple(scope.values()) != element.index:
            wanted = ", ".join(f"{s.lower()[:1]} in {s}" for s in element.index)
            self.say(
                "index-arity",
                f"{pointer}/over",
                f"`over` must run over the index of `{element.name}`",
                f"write `{wanted}`",
            )
        return scope

    def parameter(self, element: Parameter, pointer: str) -> None:
        known_sets = self.sets(element.index, f"{pointer}/index")
        value = element.value
        place = f"{pointer}/value"
        if isinstance(value, Missing):
            self.missing(value, place)
        elif isinstance(value, Derived):
            scope = self.over(element, value.over, f"{place}")
            self.number(value.expression, f"{place}/expression", scope, degree=0)
        elif isinstance(value, Known):
            if known_sets:
                self.checker.findings.extend(inline_findings(self.model, element, value, place))
        elif len(value.keys) != len(element.index):
            message = f"`{element.name}` has {len(element.index)} indices and {len(value.keys)} key columns"
            self.say("index-arity", f"{place}/keys", message)

    def variable(self, element: Variable, pointer: str) -> None:
        self.sets(element.index, f"{pointer}/index")
        if isinstance(element.domain, Missing):
            self.missing(element.domain, f"{pointer}/domain")
        scope = self.over(element, element.over, pointer)
        values: list[Fraction | None] = []
        for side in ("lower", "upper"):
            source = getattr(element, side)
            if source is not None:
                self.number(source, f"{pointer}/{side}", scope, degree=0)
            values.append(_literal(source))
        lower, upper = values
        if lower is not None and upper is not None and lower > upper:
            message = f"The lower bound of `{element.name}` is above its upper bound"
            self.say("invalid-bounds", pointer, message, severity="warning")

    def definition(self, element: Definition, pointer: str) -> None:
        self.sets(element.index, f"{pointer}/index")
        scope = self.over(element, element.over, pointer)
        self.number(element.expression, f"{pointer}/expression", scope)

    def objective(self, element: Objective, pointer: str) -> None:
        if isinstance(element.sense, Missing):
            self.missing(element.sense, f"{pointer}/sense")
        if isinstance(element.expression, Missing):
            self.missing(element.expression, f"{pointer}/expression")
        elif element.expression is not None:
            self.number(element.expression, f"{pointer}/expression", {})
        elif element.sense != "satisfy":
            self.say("empty-expression", f"{pointer}/expression", f"`{element.name}` has nothing to optimise")

    def constraint(self, element: ConstraintBase, pointer: str) -> None:
        scope = self.quantifiers(element.for_each, f"{pointer}/for_each")
        for slot in element.slots():
            place = f"{pointer}/{slot.pointer}"
            over = f"{place.rpartition('/')[0]}/over"
            inner = scope | self.quantifiers(slot.over, over) if slot.over else scope
            if isinstance(slot.value, Missing):
                self.missing(slot.value, place)
            elif slot.type == "condition":
                self.comparison(slot.value, place, inner)
            elif slot.type == "decision":
                self.reference(slot.value, place, inner)
            else:
                self.number(slot.value, place, inner, degree=0 if slot.type == "data" else 1)
        if element.price is not None:
            self.number(element.price, f"{pointer}/price", scope, degree=0)

    def reference(self, source: str, pointer: str, scope: dict[str, str]) -> None:
        node, found = self.typed(source, pointer, scope)
        if node is None or found.kind == "unknown":
            return
        if not isinstance(node, Name | Index) or found.degree == 0:
            self.checker._pointer = pointer
            self.checker.report("not-a-variable", f"`{source}` is no decision", node, "name a variable or a definition")

    def comparison(self, source: str, pointer: str, scope: dict[str, str]) -> None:
        node, found = self.typed(source, pointer, scope)
        if node is None or found.kind == "unknown":
            return
        self.checker._pointer = pointer
        if isinstance(node, Logic | Not):
            self.checker.report("unsupported", "Conditions joined by words cannot be constraints yet", node)
        elif not isinstance(node, Compare):
            self.checker.report("not-a-comparison", "A constraint must compare two sides", node, "add `<= …` or `>= …`")
        elif found.degree > 1:
            self.checker.report("nonlinear", "A product of decisions is not linear", node)

    # ---- the whole

    def cycles(self) -> None:
        """Derivations, definitions and subsets must not need themselves."""
        derived = [p for p in self.model.parameters if isinstance(p.value, Derived)]
        elements = (*derived, *self.model.definitions, *self.model.sets)
        needs = {element.name: names_used(element) for element in elements}
        pointers = {e.name: p for p, e in self.model.elements()}
        for circle in _circles(needs):
            self.say("cycle", pointers[circle[0]], f"These need each other: {' -> '.join((*circle, circle[0]))}")


def _circles(needs: dict[str, tuple[str, ...]]) -> list[list[str]]:
    """One circle for each start that leads back into itself, without recursion."""
    done: set[str] = set()
    found: list[list[str]] = []
    for start in needs:
        path: list[str] = []
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            name, k = stack.pop()
            if k == 0:
                if name in done or name not in needs:
                    continue
                if name in path:
                    found.append(path[path.index(name) :])
                    continue
                path.append(name)
            if k < len(needs[name]):
                stack.append((name, k + 1))
                stack.append((needs[name][k], 0))
            else:
                path.pop()
                done.add(name)
    return found


def _literal(source: str | None) -> Fraction | None:
    try:
        return None if source is None else Fraction(source)
    except (ValueError, ZeroDivisionError):
        return None
