"""Turns facts with a chosen target into rows, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, cast

from modelwright.agent.formulation.embedded.doc import Doc
from modelwright.agent.formulation.embedded.facts import Limit, Rate, Relation
from modelwright.agent.formulation.embedded.numbers import Num
from modelwright.agent.formulation.embedded.quantities import Quantity, unit_factor
from modelwright.agent.formulation.embedded.reading import ONE, ZERO, RowReading, Sense, Span, Term, Value

TargetKind = Literal["bound", "sum", "total", "quantity", "blend"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a limit may bound: single variables, the sum of some, the total, a quantity, or a blend of a quantity."""

    kind: TargetKind
    variables: tuple[int, ...] = ()
    quantity: int = -1


@dataclass(frozen=True, slots=True)
class Maker:
    """Builds values and rows for one text and variable count."""

    doc: Doc
    count: int
    conventions: str

    def span(self, first: int, last: int) -> Span:
        """Returns the character span of a token range, outer punctuation left out."""
        tokens = self.doc.tokens
        last = min(last, len(tokens))
        while first < last - 1 and tokens[first].kind == "p":
            first += 1
        while last - 1 > first and tokens[last - 1].low in (".", ",", ";", "?", "!", ":"):
            last -= 1
        return Span(tokens[first].start, tokens[last - 1].end) if first < last else Span(0, 0)

    def value(self, number: int, loss: bool = False) -> Value:
        """Returns the plain value of a number: percent divided by 100, a loss negative."""
        n: Num = self.doc.numbers[number]
        if n.percent:
            return Value("negated" if loss else "percent", (number,), (-1 if loss else 1) * n.value / 100)
        if n.subunit is not None:
            sign = -1 if loss else 1
            return Value(
                "negated" if loss else "number", (number,), sign * n.value / 100, f"{n.subunit} as {n.currency}"
            )
        return Value("negated", (number,), -n.value) if loss else Value("number", (number,), n.value)

    def coefficient(self, rate: Rate, into: str | None = None) -> Value:
        """Returns a rate as coefficient, in the unit `into` where both are of one dimension."""
        value = self.value(rate.number, rate.loss)
        factor = unit_factor(rate.words.unit, into)
        if factor is not None and factor != 1:
            return Value(value.op, value.numbers, value.value * factor, f"{rate.words.unit} as {into}")
        return value

    def terms(self, quantity: Quantity) -> tuple[Term, ...]:
        """Returns the terms of a quantity."""
        return tuple(Term(v, self.coefficient(rate, quantity.unit)) for v, rate in quantity.rates)

    def limit_row(
        self, limit: Limit, target: Target, quantities: tuple[Quantity, ...], sense: str
    ) -> tuple[RowReading, ...]:
        """Returns the rows that a limit makes of a target."""
        value = self.value(limit.number)
        span = self.span(limit.first, limit.last)
        s = cast(Sense, sense)
        if target.kind == "bound":
            return tuple(
                RowReading("bound", s, "", limit.words.unit, (Term(v, ONE),), value, span, "names one variable")
                for v in target.variables
            )
        if target.kind in ("sum", "total"):
            variables = target.variables or tuple(range(self.count))
            terms = tuple(Term(v, ONE) for v in variables)
            return (RowReading("total", s, "total", limit.words.unit, terms, value, span, "speaks of the total"),)
        quantity = quantities[target.quantity]
        label = self.label(quantity)
        if target.kind == "blend":
            terms = tuple(
                Term(v, self.less(self.coefficient(rate, quantity.unit), value)) for v, rate in quantity.rates
            ) + tuple(
                Term(v, Value("negated", value.numbers, -value.value))
                for v in range(self.count)
                if quantity.rate_of(v) is None
            )
            return (RowReading("algebraic", s, label, quantity.unit, terms, ZERO, span, "a share of the mixture"),)
        factor = unit_factor(limit.words.unit, quantity.unit)
        if factor is not None and factor != 1:
            value = Value(value.op, value.numbers, value.value * factor, f"{limit.words.unit} as {quantity.unit}")
        kind: Literal["resource", "requirement", "equation"] = (
            "resource" if sense == "<=" else "requirement" if sense == ">=" else "equation"
        )
        return (RowReading(kind, s, label, quantity.unit, self.terms(quantity), value, span, "limits a quantity"),)

    @staticmethod
    def less(a: Value, b: Value) -> Value:
        """Returns a - b as a value."""
        return Value("difference", a.numbers + b.numbers, a.value - b.value)

    def relation_row(self, relation: Relation) -> RowReading:
        """Returns the row of a share, multiple or comparison."""
        span = self.span(relation.first, relation.last)
        sense = relation.sense
        if self.conventions == "nl4opt" and sense == "==":
            sense = ">="
        s = cast(Sense, sense)
        if relation.kind == "share" and relation.number is not None:
            value = self.value(relation.number)
            return RowReading(
                "share",
                s,
                "share of the total",
                None,
                (),
                value,
                span,
                "a share of the total",
                part=relation.left,
                whole=tuple(range(self.count)),
            )
        factor = self.value(relation.number) if relation.number is not None else None
        if factor is not None and relation.per is not None:
            below = self.value(relation.per)
            factor = Value("quotient", factor.numbers + below.numbers, factor.value / below.value)
        offset = self.value(relation.offset) if relation.offset is not None else None
        reason = "a multiple" if factor is not None else "a comparison"
        return RowReading(
            "comparison",
            s,
            "",
            None,
            (),
            None,
            span,
            reason,
            left=relation.left,
            right=relation.right,
            factor=factor,
            offset=offset,
        )

    def label(self, quantity: Quantity) -> str:
        """Returns the words after the first rate's number, as the user wrote them."""
        rate = quantity.rates[0][1]
        n = self.doc.numbers[rate.number]
        tokens = self.doc.tokens
        wanted = set(rate.words.post[:4])
        first = last = n.last
        for i in range(n.last, min(n.last + 7, len(tokens))):
            if tokens[i].kind == "p":
                break
            if tokens[i].stem in wanted or tokens[i].low in ("of", "on", "in", "the", "for"):
                if tokens[i].stem in wanted:
                    last = i + 1
                continue
            break
        text = self.doc.quote(first, last)
        if not text:
            text = quantity.side or " ".join(rate.words.pre[-2:])
        return text


def plain(value: Fraction) -> float:
    """Returns a float for the solver's probe; the rows themselves stay exact."""
    return float(value)
