"""What the rules of all elements share: parsing, typing and reporting."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from modelwright.errors import ExpressionError
from modelwright.model.document import Model
from modelwright.model.elements import IndexSet, Missing
from modelwright.model.expressions import Generator, Node, parse_expression, parse_quantifiers
from modelwright.model.expressions.checking import Checker, Scope, Type
from modelwright.model.expressions.checking.hints import closest
from modelwright.model.findings import Finding, Fix
from modelwright.model.judging.free import free_names, quantifiers_for, split_condition, sum_fix
from modelwright.model.places import Place

__all__ = ["Judge"]

_HINTS = {
    "empty-expression": "write a number, a name, or an expression of them",
    "invalid-number": "write a decimal or a fraction; leave an absent bound out",
    "syntax": "write an expression such as `2 * x + 3`; the place shows how far it could be read",
}
"""What to do about a text that cannot be read, where nothing more is known."""


class Judge:
    """Reports what is wrong with the elements of one Model.

    Attributes:
        model: The Model.
        checker: Types of its expressions; holds all findings.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.checker = Checker(model)

    @property
    def count(self) -> int:
        """How many findings there are so far."""
        return len(self.checker.findings)

    def say(
        self,
        code: str,
        pointer: str,
        message: str,
        hint: str | None = None,
        *,
        severity: Literal["error", "missing", "warning"] = "error",
        fix: Fix | str | None = None,
    ) -> None:
        """Add a finding about the value at `pointer`; a text as `fix` is to be written in its place."""
        if isinstance(fix, str):
            fix = Fix(pointer=pointer, text=fix)
        place = Place(pointer=pointer)
        self.checker.findings.append(
            Finding(code=code, severity=severity, place=place, message=message, hint=hint, fix=fix)
        )

    def missing(self, slot: Missing, pointer: str) -> None:
        """Report a slot that still has to be filled."""
        unit = f" in {slot.unit}" if slot.unit else ""
        message = f"Still to be said: {slot.slot} ({slot.expects}{unit})"
        self.say("missing-slot", pointer, message, "ask for it, or write a value", severity="missing")

    # ---- expressions

    def parse(self, source: str, pointer: str) -> Node | None:
        """The tree of `source`, ``None`` after a report."""
        try:
            return parse_expression(source)
        except ExpressionError as error:
            self._syntax(error, source, pointer)
            return None

    def _syntax(self, error: ExpressionError, source: str, pointer: str) -> None:
        from modelwright.model.repairs import function_hint, syntax_fix  # of no use to a Model that can be read

        place = Place(pointer=pointer, start=error.start, end=error.end)
        fix = syntax_fix(source, error, pointer, self.model.by_name)
        hint = error.hint
        if fix is None and error.code == "call-arity" and error.piece == "sum":
            fix = sum_fix(self.model, source, error.end, pointer)
            hint = f"add `{fix.text.strip()}`" if fix is not None else hint
        elif fix is not None and error.piece != ",":
            left = source[fix.start : fix.end].strip()
            hint = f"write `{fix.text.strip()}`" if fix.text.strip() else f"leave `{left}` out"
        if error.code == "unknown-function" and fix is None:
            hint = function_hint(error.piece) or hint
        hint = hint or _HINTS.get(error.code, "correct it")
        finding = Finding(code=error.code, place=place, message=error.message, hint=hint, fix=fix)
        self.checker.findings.append(finding)

    def generators(self, source: str, pointer: str) -> tuple[Generator, ...]:
        """The quantifiers of `source`, none after a report."""
        try:
            return parse_quantifiers(source)
        except ExpressionError as error:
            self._syntax(error, source, pointer)
            return ()

    def quantifiers(self, source: str, pointer: str, around: Scope | None = None, *, decided: bool = False) -> Scope:
        """The scope that the quantifiers of `source` make within `around`; `decided`: whether decisions may filter."""
        generators = self.generators(source, pointer)
        with self.checker.elsewhere(pointer, source):
            return self.checker.quantify(generators, around or Scope(), listed=True, decided=decided)

    def typed(self, source: str, pointer: str, scope: Scope) -> tuple[Node | None, Type]:
        """The tree and the type of `source`."""
        node = self.parse(source, pointer)
        return node, Type("unknown") if node is None else self.checker.check(node, pointer, scope, source)

    def number(self, source: str, pointer: str, scope: Scope, *, degree: int = 2, instead: str = "") -> Type:
        """An expression that must be a number of at most `degree`; `instead`: what to do with one of decisions."""
        node, found = self.typed(source, pointer, scope)
        if node is None or found.kind == "unknown":
            return found
        found = self.checker.as_number(found, node)
        if found.kind == "number" and found.degree > degree:
            if degree == 0:
                self.checker.decision_in_data(node, instead or "write a parameter or a number")
            else:
                self.checker.report("nonlinear", "This must be linear in the decisions", node, "name it by a variable")
            return Type("unknown")
        return found

    def condition(self, source: str, pointer: str, scope: Scope) -> Type:
        """An expression that must be a condition."""
        node, found = self.typed(source, pointer, scope)
        if node is None or found.kind == "unknown":
            return found
        if found.kind == "number" and not found.binary:
            return self.checker.report(
                "not-a-comparison", "A constraint must compare two sides", node, "add `<= …`, `>= …` or `== …`"
            )
        return self.checker.as_boolean(found, node)

    def value(self, source: str | None) -> Fraction | None:
        """The number that a data expression is, where the Model alone says so."""
        found = None if source is None else self.checker.known.read(source)
        return found if isinstance(found, Fraction) else None

    def binding(
        self,
        sources: Iterable[str],
        pointer: str,
        index: tuple[str, ...] | None,
        *,
        before: str = "",
        around: str = "",
    ) -> None:
        """Note which quantifiers the texts of an element read that nothing binds.

        Args:
            sources: Texts.
            pointer: The field that should bind them.
            index: Index of the element; ``None`` for a constraint, which may run over any sets.
            before: The quantifiers that the field has already.
            around: Other quantifiers that the texts may read.
        """
        members = self.checker.known.positions
        names = {
            n: s for n, s in free_names(self.model, sources, before or around).items() if n not in (members(s) or {})
        }
        text = quantifiers_for(names, index) if names else None
        if text is not None:
            bound, condition = split_condition(before)
            fix = Fix(pointer=pointer, text=f"{bound}, {text}{condition}" if bound else text)
            self.checker.open_names |= dict.fromkeys(names, fix)

    # ---- sets

    def sets(self, names: tuple[str, ...], pointer: str) -> bool:
        """Whether `names` are index sets; reports those that are none."""
        good = True
        for k, name in enumerate(names):
            good = self.index_set(name, f"{pointer}/{k}") and good
        return good

    def index_set(self, name: str, pointer: str) -> bool:
        """Whether `name` is an index set; reports it otherwise."""
        if isinstance(self.model.by_name.get(name), IndexSet):
            return True
        near = closest(name, [s.name for s in self.model.sets])
        hint = f"write `{near}`" if near else "declare the set"
        self.say("unknown-set", pointer, f"No set is named `{name}`", hint, fix=near)
        return False
