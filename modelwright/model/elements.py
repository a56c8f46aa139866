"""The elements of a Model besides constraints: sets, parameters, variables, definitions, objectives."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from modelwright.model.base import Frozen
from modelwright.model.numbers import Exact
from modelwright.model.sources import Source

__all__ = [
    "Bound",
    "BoundSets",
    "Choice",
    "Column",
    "Columns",
    "Definition",
    "Derived",
    "Domain",
    "Element",
    "Fixing",
    "IndexSet",
    "Interval",
    "Known",
    "KnownSets",
    "Member",
    "Members",
    "Missing",
    "Objective",
    "Output",
    "Parameter",
    "ParameterValue",
    "Range",
    "Selected",
    "TestCase",
    "Variable",
]

Atom = str | int
Member = Atom | tuple[Atom, ...]
"""A member of a set: a text, an integer, or a tuple of them."""
Key = tuple[Member, ...]
"""One member for each index set."""


class Element(Frozen):
    """What every named part of a Model has.

    Attributes:
        name: Identifier used in expressions and patches, unique in the Model.
        label: The user's own words for it.
        sources: Where it came from.
    """

    name: str
    label: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def shown(self) -> str:
        """The words to show a person."""
        return self.label or self.name.replace("_", " ")


class Missing(Frozen):
    """Something that still has to be said; validation reports it and grounding refuses it."""

    form: Literal["missing"] = "missing"
    slot: str
    expects: str = "number"
    unit: str | None = None


# ---------------------------------------------------------------------------------------------------------- sets


class Members(Frozen):
    """Members listed in order: all texts, all integers, or all tuples of one length."""

    form: Literal["members"] = "members"
    members: tuple[Member, ...]


class Range(Frozen):
    """The integers from `first` to `last`, both included; empty when `last` < `first`.

    An end may be a data expression over scalar parameters: ``"n"``, ``"2 * n - 1"``.
    """

    form: Literal["range"] = "range"
    first: int | str
    last: int | str


class Column(Frozen):
    """The distinct values of a table's column, in order of first appearance."""

    form: Literal["column"] = "column"
    table: str
    column: str


class Columns(Frozen):
    """The distinct tuples in some columns of a table, in order of first appearance."""

    form: Literal["columns"] = "columns"
    table: str
    columns: tuple[str, ...]


class Selected(Frozen):
    """A comprehension over other sets.

    Attributes:
        item: A member, or a tuple of members: ``"i"``, ``"(i, j)"``, ``"t + 1"``.
        over: Quantifiers: ``"i in NODES, j in NODES if i != j"``. A repeated item counts once.
    """

    form: Literal["selected"] = "selected"
    item: str
    over: str


class IndexSet(Element):
    """An ordered index set.

    Attributes:
        content: Its members, or where they come from.
        of: For a set of tuples: the sets that their parts belong to, or ``()`` when that is not said.
        subset_of: Name of a set that contains it, or ``None``.
        cyclic: Whether the last member is followed by the first.
    """

    content: Annotated[Members | Range | Column | Columns | Selected, Field(discriminator="form")]
    of: tuple[str, ...] = ()
    subset_of: str | None = None
    cyclic: bool = False


# ---------------------------------------------------------------------------------------------------- parameters


class Known(Frozen):
    """A number, or a short table of numbers by index key."""

    form: Literal["known"] = "known"
    number: Exact | None = None
    entries: tuple[tuple[Key, Exact], ...] | None = None
    default: Exact | None = None


class Bound(Frozen):
    """Read from a table when the Model is grounded.

    Attributes:
        table: Name of the table in Data.
        keys: Key columns, one for each index.
        value: Value column.
        default: Value of a key that the table lacks; ``None`` makes a lacking key an error.
    """

    form: Literal["bound"] = "bound"
    table: str
    keys: tuple[str, ...] = ()
    value: str
    default: Exact | None = None


class Derived(Frozen):
    """Computed from other parameters.

    Attributes:
        expression: Over parameters and the quantifiers that `over` names; nothing else is bound.
        over: Quantifiers, one for each index and in its order: ``"p in PLANTS, d in DAYS"``. Empty for a scalar, or
            for one number at every key.
    """

    form: Literal["derived"] = "derived"
    expression: str
    over: str = ""


class KnownSets(Frozen):
    """Members of another set by index key: ``covers["north"] = {1, 4}``; a key without entry has none."""

    form: Literal["known_sets"] = "known_sets"
    entries: tuple[tuple[Key, tuple[Member, ...]], ...] = ()


class BoundSets(Frozen):
    """Members by key, read from a table with one record for each key and member."""

    form: Literal["bound_sets"] = "bound_sets"
    table: str
    keys: tuple[str, ...] = ()
    member: str


ParameterValue = Annotated[Known | Bound | Derived | KnownSets | BoundSets | Missing, Field(discriminator="form")]


class Parameter(Element):
    """A number, or numbers by index, that the user gives; or a set of members by index.

    Attributes:
        index: Names of index sets; empty for a scalar.
        members_of: For a set-valued parameter (`KnownSets`, `BoundSets`): the index set that its members are of.
        unit: Unit as written, ``None`` when unknown.
        value: Where the numbers are.
    """

    index: tuple[str, ...] = ()
    members_of: str | None = None
    unit: str | None = None
    value: ParameterValue


# ------------------------------------------------------------------------------------- variables and definitions

Domain = Literal["continuous", "integer", "binary"]


class Choice(Frozen):
    """A domain: one of some integers, ``{1, 3, 5}``."""

    form: Literal["choice"] = "choice"
    members: tuple[int, ...]


class Interval(Frozen):
    """A domain: a span of whole time units. `lower` of the variable is its earliest start, `upper` its latest end.

    An absent interval has size 0 and starts and ends at its earliest start.

    Attributes:
        size: How long it lasts when present: an expression over the quantifiers of `over`,
            of data or linear in decisions.
            ``None``: any length from `least` on.
        least: Shortest length when `size` is ``None``.
        optional: Whether it may be absent.
    """

    form: Literal["interval"] = "interval"
    size: str | None = None
    least: str = "0"
    optional: bool = False

    @field_validator("size", "least", mode="before")
    @classmethod
    def _number_as_expression(cls, value: Any) -> Any:
        return _as_expression(value)


class Variable(Element):
    """Something to decide.

    Attributes:
        index: Names of index sets; empty for a scalar.
        domain: ``continuous``, ``integer``, ``binary``, a Choice, an Interval, or a Missing slot.
        lower: Data expression, over the quantifiers of `over` when indexed; ``None`` for no bound.
        upper: Likewise.
        over: Quantifiers for the bounds, one for each index: ``"p in PLANTS"``.
        unit: Unit as written.
    """

    index: tuple[str, ...] = ()
    domain: Domain | Annotated[Choice | Interval | Missing, Field(discriminator="form")] = "continuous"
    lower: str | None = None
    upper: str | None = None
    over: str = ""
    unit: str | None = None

    @field_validator("lower", "upper", mode="before")
    @classmethod
    def _number_as_expression(cls, value: Any) -> Any:
        return _as_expression(value)


def _as_expression(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Definition(Element):
    """A named expression, usable in rows, objectives and reports.

    Attributes:
        index: Names of index sets; empty for a scalar.
        over: Quantifiers, one for each index: ``"p in PLANTS"``.
        expression: What it stands for.
        unit: Unit as written.
    """

    index: tuple[str, ...] = ()
    over: str = ""
    expression: str
    unit: str | None = None


class Objective(Element):
    """What to make small or large; ``satisfy`` asks for any feasible plan.

    Attributes:
        sense: ``min``, ``max``, ``satisfy``, or a Missing slot.
        expression: What is minimised or maximised; ``None`` for ``satisfy``.
        unit: Unit as written.
        priority: Lower numbers come first when there are several objectives.
        weight: Within one priority, a positive number; an objective of the other sense counts negatively.
        tolerance: How far, as a fraction of its size, later priorities may worsen it.
    """

    sense: Literal["min", "max", "satisfy"] | Missing
    expression: str | Missing | None = None
    unit: str | None = None
    priority: int = 0
    weight: Exact = Field(default="1", validate_default=True)
    tolerance: Exact = Field(default="0", validate_default=True)


# ------------------------------------------------------------------------------------------- outputs and test cases


class Output(Element):
    """What is reported of an answer, besides or instead of the decisions.

    Attributes:
        expression: Over decisions, definitions and data; a number, a condition, a member, an interval, or a tuple.
        over: Quantifiers: ``"i in ROWS"``; ``""`` for a single value.
        shape: ``scalar``; ``list`` in the order of the quantifiers; ``nested`` with one level of lists for each
            quantifier; ``members``: the members (of the quantifiers) where `expression`, a condition, holds.
        base: For ``members``: report positions counted from `base` (0 or 1) instead of the members themselves.
        report_as: Name in the report when it is another than `name`.
        unit: Unit as written.
    """

    expression: str
    over: str = ""
    shape: Literal["scalar", "list", "nested", "members"] = "scalar"
    base: Literal[0, 1] | None = None
    report_as: str | None = None
    unit: str | None = None


class Fixing(Frozen):
    """A number set for a test case.

    Attributes:
        element: A variable (which is fixed) or a scalar or indexed parameter (whose value is replaced).
        key: Members, for an indexed element.
        value: The number.
    """

    element: str
    key: Key = ()
    value: Exact


class TestCase(Element):
    """What must come out under given numbers: "with 0 trucks it is infeasible".

    Attributes:
        given: Numbers that are set.
        expect: Status of the answer.
        objective: Value of the first objective, when it matters.
        holds: A condition on the answer, or ``None``.
    """

    __test__ = False

    given: tuple[Fixing, ...] = ()
    expect: Literal["optimal", "infeasible", "unbounded"] = "optimal"
    objective: Exact | None = None
    holds: str | None = None
