"""What the embedded engine says about a text: the contract between the engine and its callers.

A `Readings` value holds the numbers of the text and the k best `Reading`s, best first. A reading names variables, one
objective and rows; each coefficient and limit is a `Value` that says from which numbers of the text it derives, and
each
element carries the `Span` of the words it came from. `row_terms` gives any row in the one linear form `terms sense
limit`.
All values are frozen, hashable and free of heavy imports.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from fractions import Fraction
from typing import Any, Literal

Sense = Literal["<=", ">=", "=="]
RowKind = Literal["bound", "total", "resource", "requirement", "equation", "share", "comparison", "algebraic"]
ValueOp = Literal[
    "number",
    "percent",
    "negated",
    "reciprocal",
    "product",
    "difference",
    "complement",
    "quotient",
    "sum",
    "one",
    "zero",
]

ZERO_VALUE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters in the original text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Returns the piece of `text` that this span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text, in digits or words, with every reading it admits.

    `value` is the number as written ("30%" is 30, `percent` true; "twice" is 2; "a third" is 1/3). `readings` lists,
    best
    first, some of: value, percent, multiple, fraction, counter, denominator, in-name, year.
    """

    id: int
    span: Span
    text: str
    value: Fraction
    readings: tuple[str, ...]
    unit: str | None = None
    currency: str | None = None
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """An exact coefficient or limit and how it derives from numbers of the text.

    `numbers` are ids in order: product a*b, difference a-b, complement 1-a, quotient a/b, sum a+b. The literal
    factors 1
    and 100 (percent) and unit factors such as 60 need no number; a unit factor is already inside `value` and named in
    `note`.
    """

    op: ValueOp
    numbers: tuple[int, ...]
    value: Fraction
    note: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A coefficient times a variable, by the variable's place in `Reading.variables`."""

    variable: int
    coefficient: Value


@dataclass(frozen=True, slots=True)
class VariableReading:
    """A decision variable: label in the user's words, mentions, and whether it counts whole things."""

    label: str
    spans: tuple[Span, ...]
    domain: Literal["integer", "continuous"]
    domain_reason: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class ObjectiveReading:
    """What is made small or large. `sense` is None where the text does not say."""

    sense: Literal["min", "max"] | None
    label: str
    unit: str | None
    terms: tuple[Term, ...]
    span: Span | None


@dataclass(frozen=True, slots=True)
class RowReading:
    """One constraint.

    The fields used depend on `kind`:

    - bound, total, resource, requirement, equation, algebraic: `terms` sense `limit` (None: no limit was given).
    - share: sum of `part` sense `limit` (the share, a fraction of 1) * sum of `whole`.
    - comparison: sum of `left` sense `factor` * sum of `right` + `offset` (None: 1 and 0).

    `row_terms` turns every kind into plain terms.
    """

    kind: RowKind
    sense: Sense
    label: str
    unit: str | None
    terms: tuple[Term, ...]
    limit: Value | None
    span: Span
    reason: str
    part: tuple[int, ...] = ()
    whole: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    right: tuple[int, ...] = ()
    factor: Value | None = None
    offset: Value | None = None


@dataclass(frozen=True, slots=True)
class NumberUse:
    """Where a number went: `element` ("objective", "row 2", ...), or set `aside` with a reason; both None: open."""

    number: int
    element: str | None
    aside: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the text as a model; `score` is minus the sum of `costs`, larger is better."""

    variables: tuple[VariableReading, ...]
    objective: ObjectiveReading
    rows: tuple[RowReading, ...]
    uses: tuple[NumberUse, ...]
    score: float
    costs: tuple[tuple[str, float], ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why nothing, or not everything, could be read.

    `code` is one of: empty_text, no_decision, no_numbers, numbers_only, no_objective, too_long.
    """

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Readings:
    """All that the engine found in a text: its numbers, the readings best first, a trace and problems."""

    text: str
    sentences: tuple[Span, ...]
    numbers: tuple[Number, ...]
    readings: tuple[Reading, ...]
    trace: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def best(self) -> Reading | None:
        """Returns the best reading, or None where nothing could be read."""
        return self.readings[0] if self.readings else None

    def to_json(self) -> dict[str, Any]:
        """Returns a stable form of plain dicts, lists, strings and numbers; fractions become "1/3"."""
        plain = _plain(self)
        assert isinstance(plain, dict)
        return plain


@dataclass(frozen=True, slots=True)
class Question:
    """The one question most worth asking: an empty slot, or what separates the two best readings.

    `answers` are the closed answers in the user's words, in the order of `readings` (places in `Readings.readings`)
    where
    the question separates readings; both are empty for an open question.
    """

    topic: str
    spans: tuple[Span, ...]
    wording: str
    why: str
    answers: tuple[str, ...] = ()
    readings: tuple[int, ...] = field(default=())


ONE = Value("one", (), Fraction(1))
ZERO = Value("zero", (), Fraction(0))


def row_terms(row: RowReading) -> tuple[dict[int, Fraction], Fraction]:
    """Returns the row's exact coefficients by variable and its right-hand side; zero coefficients are left out."""
    terms: dict[int, Fraction] = {}

    def add(variable: int, amount: Fraction) -> None:
        terms[variable] = terms.get(variable, ZERO_VALUE) + amount

    limit = row.limit.value if row.limit is not None else ZERO_VALUE
    if row.kind == "share":
        for v in row.part:
            add(v, Fraction(1))
        for v in row.whole:
            add(v, -limit)
        limit = ZERO_VALUE
    elif row.kind == "comparison":
        factor = row.factor.value if row.factor is not None else Fraction(1)
        for v in row.left:
            add(v, Fraction(1))
        for v in row.right:
            add(v, -factor)
        limit = row.offset.value if row.offset is not None else ZERO_VALUE
    else:
        for term in row.terms:
            add(term.variable, term.coefficient.value)
    return {v: c for v, c in sorted(terms.items()) if c}, limit


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
