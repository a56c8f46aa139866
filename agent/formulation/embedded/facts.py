"""Typed facts that clauses yield, before they are aligned into rows."""

from __future__ import annotations

from dataclasses import dataclass

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The words around a number that tell which quantity it measures, nearest first."""

    unit: str | None
    currency: bool
    percent: bool
    post: Stems
    pre: Stems
    clause: Stems


@dataclass(frozen=True, slots=True)
class Rate:
    """A number that one unit of each variable in `variables` takes or gives; `loss` makes it negative."""

    number: int
    variables: tuple[int, ...]
    words: Words
    loss: bool = False
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that bounds something: variables named beside it, all of them, or a quantity.

    `stated` says that a comparator gave the sense; `bare` that the sense is a guess from the verb or the goal.
    """

    number: int
    sense: str
    stated: bool
    variables: tuple[int, ...]
    subject: tuple[int, ...]
    total: float
    words: Words
    first: int
    last: int
    reason: bool = False
    both: bool = False
    group_total: bool = False
    apiece: bool = False
    average: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A share, multiple or comparison between variables.

    share: part sense number * whole; multiple and compare: left sense factor * right + offset. `per` divides the factor
    ("one V1 for every 5 V2").
    """

    kind: str
    sense: str
    number: int | None
    left: tuple[int, ...]
    right: tuple[int, ...]
    first: int
    last: int
    stated: bool
    offset: int | None = None
    words: Words | None = None
    per: int | None = None
    trigger: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What one variable hypothesis makes of the text."""

    rates: tuple[Rate, ...]
    limits: tuple[Limit, ...]
    relations: tuple[Relation, ...]
    aside: tuple[tuple[int, str], ...] = ()
