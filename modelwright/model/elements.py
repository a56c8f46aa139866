"""The elements of a Model besides constraints: sets, parameters, variables, definitions, objectives."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from modelwright.model.base import Frozen
from modelwright.model.numbers import Exact
from modelwright.model.sources import Source

__all__ = [
    "Bound",
    "Column",
    "Definition",
    "Derived",
    "Domain",
    "Element",
    "IndexSet",
    "Known",
    "Member",
    "Members",
    "Missing",
    "Objective",
    "Parameter",
    "ParameterValue",
    "Range",
    "Variable",
]

Member = str | int
Key = tuple[Member, ...]


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
    """Members listed in order: all strings or all integers."""

    form: Literal["members"] = "members"
    members: tuple[Member, ...]


class Range(Frozen):
    """The integers from `first` to `last`, both included; empty when `last` < `first`."""

    form: Literal["range"] = "range"
    first: int
    last: int


class Column(Frozen):
    """The distinct values of a table's column, in order of first appearance."""

    form: Literal["column"] = "column"
    table: str
    column: str


class IndexSet(Element):
    """An ordered index set.

    Attributes:
        content: Its members, or where they come from.
        subset_of: Name of a set that contains it, or ``None``.
        cyclic: Whether the last member is followed by the first.
    """

    content: Annotated[Members | Range | Column, Field(discriminator="form")]
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


ParameterValue = Annotated[Known | Bound | Derived | Missing, Field(discriminator="form")]


class Parameter(Element):
    """A number, or numbers by index, that the user gives.

    Attributes:
        index: Names of index sets; empty for a scalar.
        unit: Unit as written, ``None`` when unknown.
        value: Where the numbers are.
    """

    index: tuple[str, ...] = ()
    unit: str | None = None
    value: ParameterValue


# ------------------------------------------------------------------------------------- variables and definitions

Domain = Literal["continuous", "integer", "binary"]


class Variable(Element):
    """Something to decide.

    Attributes:
        index: Names of index sets; empty for a scalar.
        domain: ``continuous``, ``integer``, ``binary``, or a Missing slot.
        lower: Data expression, over the quantifiers of `over` when indexed; ``None`` for no bound.
        upper: Likewise.
        over: Quantifiers for the bounds, one for each index: ``"p in PLANTS"``.
        unit: Unit as written.
    """

    index: tuple[str, ...] = ()
    domain: Domain | Missing = "continuous"
    lower: str | None = None
    upper: str | None = None
    over: str = ""
    unit: str | None = None

    @field_validator("lower", "upper", mode="before")
    @classmethod
    def _number_as_expression(cls, value: Any) -> Any:
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
        weight: Within one priority.
    """

    sense: Literal["min", "max", "satisfy"] | Missing
    expression: str | Missing | None = None
    unit: str | None = None
    priority: int = 0
    weight: Exact = Field(default="1", validate_default=True)
