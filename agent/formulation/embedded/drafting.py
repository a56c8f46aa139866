"""Reading to Draft: every coefficient and limit becomes an amount over the numbers of the text."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from modelwright.agent.formulation.draft import (
    LITERALS,
    Draft,
    DraftDecision,
    DraftGoal,
    DraftNumber,
    DraftRow,
    DraftTerm,
)
from modelwright.agent.formulation.embedded.reading import Number, Reading, RowReading, Span, Term, Value
from modelwright.agent.formulation.embedded.wording import Units, clean_label, goal_label, row_label
from modelwright.model.numbers import format_number
from modelwright.model.sources import Statement, TextSpan

__all__ = ["Joined", "draft_reading"]

_SEPARATOR = "\n"


class Joined:
    """Statements as one text, and the way back from its characters to theirs."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = tuple(statements)
        self.text = _SEPARATOR.join(s.text for s in statements)
        self._starts: list[int] = []
        position = 0
        for statement in statements:
            self._starts.append(position)
            position += len(statement.text) + len(_SEPARATOR)

    def span(self, span: Span) -> TextSpan:
        """`span` in the statement where it begins, cut at that statement's end."""
        k = max(k for k, start in enumerate(self._starts) if start <= span.start)
        start = self._starts[k]
        end = min(span.end - start, len(self.statements[k].text))
        return TextSpan(statement=self.statements[k].id, start=span.start - start, end=max(end, span.start - start))


def draft_reading(reading: Reading, numbers: Sequence[Number], joined: Joined, title: str = "") -> Draft:
    """The Draft that says what `reading` says."""
    values = {n.id: n.value for n in numbers}
    objective = reading.objective
    units = Units(numbers, joined.text)
    return Draft(
        title=title,
        numbers=tuple(
            DraftNumber(id=f"n{n.id}", span=joined.span(n.span), text=n.text, value=n.value, unit=units.number(n))
            for n in numbers
        ),
        decisions=tuple(
            DraftDecision(
                label=clean_label(v.label),
                spans=tuple(joined.span(s) for s in v.spans),
                domain=v.domain,
                reason=v.domain_reason,
                unit=units.variable(v),
            )
            for v in reading.variables
        ),
        goal=DraftGoal(
            label=goal_label(objective, units.goal(objective)),
            sense=objective.sense,
            terms=_terms(objective.terms, values),
            unit=units.goal(objective),
            span=None if objective.span is None else joined.span(objective.span),
        ),
        rows=tuple(_row(row, reading, values, joined, units) for row in reading.rows),
    )


def _row(row: RowReading, reading: Reading, values: dict[int, Fraction], joined: Joined, units: Units) -> DraftRow:
    span = joined.span(row.span) if row.span.end > row.span.start else None
    limit = None if row.limit is None else amount(row.limit, values)
    common: dict[str, Any] = {
        "label": row_label(row, reading),
        "span": span,
        "sense": row.sense,
        "unit": units.row(row),
        "reason": row.reason,
    }
    if row.kind == "share":
        return DraftRow(kind="share", limit=limit, part=row.part, whole=row.whole, **common)
    if row.kind != "comparison":
        return DraftRow(kind=row.kind, terms=_terms(row.terms, values), limit=limit, **common)
    factor = "1" if row.factor is None else amount(row.factor, values)
    offset = None if row.offset is None else amount(row.offset, values)
    if len(row.left) == len(row.right) == 1:
        return DraftRow(kind="comparison", left=row.left[0], right=row.right[0], factor=factor, offset=offset, **common)
    left = tuple(DraftTerm(decision=d) for d in row.left)
    right = tuple(DraftTerm(decision=d, amount="-1" if factor == "1" else f"-({factor})") for d in row.right)
    return DraftRow(kind="algebraic", terms=left + right, limit=offset or "0", **common)


def _terms(terms: Sequence[Term], values: dict[int, Fraction]) -> tuple[DraftTerm, ...]:
    return tuple(DraftTerm(decision=t.variable, amount=amount(t.coefficient, values)) for t in terms)


def amount(value: Value, numbers: dict[int, Fraction]) -> str:
    """The expression over number ids that `value` stands for; its unit factor is written out.

    Raises:
        ValueError: No expression over the numbers and the closed list of literals gives the value.
    """
    names = [f"n{k}" for k in value.numbers]
    given = [numbers[k] for k in value.numbers]
    forms = _forms(value, names, given)
    for text, computed in forms:
        if computed == value.value:
            return text
    for text, computed in forms:
        scaled = _scaled(text, computed, value.value)
        if scaled is not None:
            return scaled
    raise ValueError(f"{value} is not made of its numbers")


def _forms(value: Value, names: list[str], given: list[Fraction]) -> list[tuple[str, Fraction]]:
    """Candidate expressions with what they evaluate to, the literal reading of the operation first."""
    if value.op in ("one", "zero") or not names:
        return [(format_number(value.value), value.value)]
    first, a = names[0], given[0]
    if value.op == "percent":
        return [(f"{first} / 100", a / 100), (first, a)]
    if value.op == "negated":
        return [(f"-{first}", -a), (f"-{first} / 100", -a / 100)]
    if value.op == "reciprocal":
        return [(f"1 / {first}", 1 / a)] if a else []
    if value.op == "complement":
        return [(f"1 - {first}", 1 - a), (f"1 - {first} / 100", 1 - a / 100)]
    if len(names) == 1:
        return [(first, a)]
    second, b = names[1], given[1]
    if value.op == "product":
        product = Fraction(1)
        for number in given:
            product *= number
        return [(" * ".join(names), product)]
    if value.op == "difference":
        converted = [
            form
            for k in (Fraction(100), Fraction(60), Fraction(1000))
            for form in ((f"({first} - {second} / {k})", a - b / k), (f"({first} / {k} - {second})", a / k - b))
        ]
        return [(f"({first} - {second})", a - b), *converted]
    if value.op == "sum":
        return [(f"({' + '.join(names)})", sum(given, Fraction(0)))]
    return [(f"{first} / {second}", a / b)] if b else []


def _scaled(text: str, computed: Fraction, wanted: Fraction) -> str | None:
    if computed == wanted:
        return text
    if not computed or not wanted:
        return None
    factor = wanted / computed
    sign = "-" if factor < 0 else ""
    factor = abs(factor)
    if factor == 1:
        return f"{sign}{text}"
    if factor in LITERALS:
        return f"{sign}{text} * {factor}"
    if 1 / factor in LITERALS:
        return f"{sign}{text} / {1 / factor}"
    return None
