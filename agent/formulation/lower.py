"""Draft to Model: pure, and with every finding at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from typing import Any

from modelwright.agent.formulation.draft import LITERALS, Draft, DraftDecision, DraftNumber, DraftRow, DraftTerm
from modelwright.errors import ExpressionError
from modelwright.model.document import Model
from modelwright.model.elements import Missing, Objective, Parameter, Variable
from modelwright.model.expressions import (
    Add,
    Div,
    Mul,
    Name,
    Neg,
    Node,
    Number,
    format_expression,
    parse_expression,
)
from modelwright.model.expressions.nodes import children
from modelwright.model.expressions.parser import RESERVED
from modelwright.model.findings import Finding
from modelwright.model.places import Place
from modelwright.model.sources import Default, Source, Statement, TextSpan
from modelwright.model.templates import Constraint, Term

__all__ = ["Lowered", "identifier", "lower"]

_BREAK = re.compile(r"[^A-Za-z0-9]+")
_NAME_WORDS = 7


@dataclass(frozen=True, slots=True)
class Lowered:
    """A Model made from a Draft.

    Attributes:
        model: The Model; slots that the Draft leaves open are Missing.
        findings: What is wrong with the Draft.
        elements: Names of the elements that use each number, by number id.
        row_names: Name of the constraint of each row of the Draft, in order.
    """

    model: Model
    findings: tuple[Finding, ...]
    elements: dict[str, tuple[str, ...]]
    row_names: tuple[str, ...]


def identifier(words: str, taken: Iterable[str] = (), default: str = "x") -> str:
    """An identifier made of `words`, different from all of `taken`.

    >>> identifier("large wooden chairs"), identifier("2 by 4s", {"by_4s"})
    ('large_wooden_chairs', 'by_4s_2')
    """
    parts = [p for p in _BREAK.split(words.lower()) if p]
    while parts and not parts[0][0].isalpha():
        parts.pop(0)
    name = "_".join(parts[:_NAME_WORDS])[:48] or default
    used = set(taken)
    if name in RESERVED:
        name += "_"
    if name not in used:
        return name
    return next(f"{name}_{k}" for k in count(2) if f"{name}_{k}" not in used)


def _label(words: str, name: str) -> str:
    """`words` where they say more than the name does."""
    return "" if words == name.replace("_", " ") else words


def lower(draft: Draft, statements: Sequence[Statement] = ()) -> Lowered:
    """The Model that `draft` describes, with all findings about the Draft.

    Args:
        draft: Filled by a language engine.
        statements: The words that its spans point into.
    """
    return _Lowering(draft, tuple(statements)).run()


@dataclass(slots=True)
class _Lowering:
    draft: Draft
    statements: tuple[Statement, ...]
    findings: list[Finding] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    uses: dict[str, list[str]] = field(default_factory=dict)
    variables: list[Variable] = field(default_factory=list)

    def run(self) -> Lowered:
        self.check_quotes()
        for decision in self.draft.decisions:
            self.variables.append(self.variable(decision))
        numbers = {n.id: n for n in self.draft.numbers}
        goal_name = self.name(self.draft.goal.label or "goal", "goal")
        row_names = [self.name(r.label or r.kind, r.kind) for r in self.draft.rows]
        objective = self.objective(goal_name, numbers)
        rows = [
            self.row(row, name, k, numbers)
            for k, (row, name) in enumerate(zip(self.draft.rows, row_names, strict=True))
        ]
        model = Model(
            name=identifier(self.draft.title, default="model"),
            label=self.draft.title,
            statements=self.statements,
            parameters=tuple(self.parameters[n.id] for n in self.draft.numbers if n.id in self.parameters),
            variables=tuple(self.variables),
            objectives=(objective,) if objective is not None else (),
            constraints=tuple(row for row in rows if row is not None),
        )
        elements = {number: tuple(dict.fromkeys(names)) for number, names in self.uses.items()}
        return Lowered(model, tuple(self.findings), elements, tuple(row_names))

    # ---- helpers

    def say(self, code: str, pointer: str, message: str, hint: str | None = None) -> None:
        self.findings.append(Finding(code=code, place=Place(pointer=pointer), message=message, hint=hint))

    def name(self, words: str, default: str) -> str:
        name = identifier(words, self.taken, default)
        self.taken.add(name)
        return name

    def check_quotes(self) -> None:
        texts = {s.id: s.text for s in self.statements}
        for k, number in enumerate(self.draft.numbers):
            span = number.span
            if texts.get(span.statement, "")[span.start : span.end] != number.text:
                self.say("invalid-source", f"/numbers/{k}", f"`{number.text}` does not stand at its place in the text")

    def variable(self, decision: DraftDecision) -> Variable:
        domain: Any = decision.domain or Missing(slot=f"domain of {decision.label}", expects="whole or fractional")
        name = self.name(decision.label, "x")
        return Variable(
            name=name,
            label=_label(decision.label, name),
            sources=decision.spans,
            domain=domain,
            lower="0",
            unit=decision.unit,
        )

    def reference(self, decision: int | None, pointer: str) -> str | None:
        if decision is not None and 0 <= decision < len(self.variables):
            return self.variables[decision].name
        self.say(
            "unknown-name", pointer, f"There is no decision {decision}", f"decisions are 0 to {len(self.variables) - 1}"
        )
        return None

    # ---- amounts

    def amount(
        self, source: str, pointer: str, owner: str, role: str, unit: str | None, numbers: dict[str, DraftNumber]
    ) -> str:
        """The expression of an amount, its numbers made parameters of the Model."""
        try:
            node = parse_expression(source)
        except ExpressionError as error:
            self.say(error.code, pointer, error.message, error.hint)
            return "0"
        return format_expression(self._amount(node, pointer, owner, role, unit, numbers))

    def _amount(
        self, node: Node, pointer: str, owner: str, role: str, unit: str | None, numbers: dict[str, DraftNumber]
    ) -> Node:
        match node:
            case Name(id=name) if name in numbers:
                self.uses.setdefault(name, []).append(owner)
                return Name(self.parameter(numbers[name], role, unit).name)
            case Number(value=value):
                if abs(value) not in LITERALS:
                    self.say(
                        "invalid-number",
                        pointer,
                        f"`{value}` points to no number of the text",
                        "name a number by its id",
                    )
                return node
            case Neg(operand=inner):
                return Neg(self._amount(inner, pointer, owner, role, unit, numbers))
            case Add(terms=parts):
                return Add(tuple(self._amount(p, pointer, owner, role, unit, numbers) for p in parts))
            case Mul(factors=parts):
                return Mul(tuple(self._amount(p, pointer, owner, role, unit, numbers) for p in parts))
            case Div(left=left, right=right):
                return Div(
                    self._amount(left, pointer, owner, role, unit, numbers),
                    self._amount(right, pointer, owner, role, unit, numbers),
                )
            case Name(id=name):
                self.say("unknown-name", pointer, f"The text has no number `{name}`")
            case _:
                self.say("unsupported", pointer, "An amount is made of numbers with + - * / alone")
        return Number(Fraction(0)) if not children(node) else node

    def parameter(self, number: DraftNumber, role: str, unit: str | None) -> Parameter:
        found = self.parameters.get(number.id)
        if found is None:
            name = self.name(role, number.id)
            found = Parameter(
                name=name,
                label=_label(role, name),
                sources=(number.span,),
                unit=number.unit or unit,
                value={"form": "known", "number": number.value},
            )
            self.parameters[number.id] = found
        return found

    def terms(
        self, terms: Sequence[DraftTerm], pointer: str, owner: str, what: str, numbers: dict[str, DraftNumber]
    ) -> list[Term]:
        found: list[Term] = []
        for k, term in enumerate(terms):
            variable = self.reference(term.decision, f"{pointer}/{k}/decision")
            if variable is not None:
                label = self.draft.decisions[term.decision].label
                role = f"{what} per {label}"
                coefficient = self.amount(term.amount, f"{pointer}/{k}/amount", owner, role, None, numbers)
                found.append(Term(coefficient=coefficient, variable=variable))
        return found

    def limit(
        self, source: str | None, pointer: str, owner: str, role: str, unit: str | None, numbers: dict[str, DraftNumber]
    ) -> str | Missing:
        if source is None:
            return Missing(slot=f"limit of {role}", unit=unit)
        return self.amount(source, pointer, owner, role, unit, numbers)

    # ---- elements

    def objective(self, name: str, numbers: dict[str, DraftNumber]) -> Objective | None:
        goal = self.draft.goal
        terms = self.terms(goal.terms, "/goal/terms", name, goal.label or "goal", numbers)
        if not terms and goal.sense is None and not goal.label:
            return None
        sense: Any = goal.sense or Missing(slot="direction of the goal", expects="as small or as large as possible")
        expression: Any = " + ".join(format_expression(t.to_node()) for t in terms)
        return Objective(
            name=name,
            label=_label(goal.label, name),
            sources=() if goal.span is None else (goal.span,),
            sense=sense,
            expression=expression or Missing(slot=f"what {goal.label or 'the goal'} is made of", expects="sum"),
            unit=goal.unit,
        )

    def row(self, row: DraftRow, name: str, k: int, numbers: dict[str, DraftNumber]) -> Constraint | None:
        pointer = f"/rows/{k}"
        label = row.label or row.kind
        common: dict[str, Any] = {
            "name": name,
            "label": _label(label, name),
            "sources": self.sources(row),
            "kind": row.kind,
            "unit": row.unit,
        }
        slots = self.slots(row, name, label, pointer, numbers)
        if slots is None:
            return None
        if row.kind == "algebraic":
            left = " + ".join(format_expression(t.to_node()) for t in slots["terms"]) or "0"
            slots = {"expression": f"{left} {row.sense} {slots['limit']}"}
        from modelwright.model.templates import KINDS

        made: Any = KINDS[row.kind].model_validate(common | slots)
        return made  # type: ignore[no-any-return]

    @staticmethod
    def sources(row: DraftRow) -> tuple[Source, ...]:
        said: tuple[TextSpan, ...] = () if row.span is None else (row.span,)
        return said or (Default(rule=row.reason or "assumed"),)

    def slots(
        self, row: DraftRow, name: str, label: str, pointer: str, numbers: dict[str, DraftNumber]
    ) -> dict[str, Any] | None:
        """The slots of the row's template; ``None`` when a decision is unknown."""
        if row.kind == "comparison":
            left = self.reference(row.left, f"{pointer}/left")
            right = self.reference(row.right, f"{pointer}/right")
            if left is None or right is None:
                return None
            factor = self.amount(row.factor, f"{pointer}/factor", name, f"{label} factor", None, numbers)
            offset = None
            if row.offset is not None:
                offset = self.amount(row.offset, f"{pointer}/offset", name, f"{label} offset", row.unit, numbers)
            return {"left": left, "sense": row.sense, "factor": factor, "right": right, "offset": offset}
        role = f"{label} limit"
        if row.kind == "share":
            fraction = self.limit(row.limit, f"{pointer}/limit", name, f"{label} share", None, numbers)
            part, whole = (
                [Term(variable=v) for d in side if (v := self.reference(d, pointer)) is not None]
                for side in (row.part, row.whole)
            )
            return {"part": part, "sense": row.sense, "fraction": fraction, "whole": whole} if part and whole else None
        terms = self.terms(row.terms, f"{pointer}/terms", name, label, numbers)
        if not terms:
            return None
        limit = self.limit(row.limit, f"{pointer}/limit", name, role, row.unit, numbers)
        if row.kind == "bound":
            return {"variable": terms[0].variable, "sense": row.sense, "limit": limit}
        if row.kind == "total":
            return {"of": terms, "sense": row.sense, "limit": limit}
        return {"terms": terms, "limit": limit}
