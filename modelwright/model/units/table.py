"""The shipped table of units, read when first needed; pint is asked only for a name of its own that the table lists."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["Atom", "atom", "is_foreign", "label_atom", "number_atom", "readings", "singular", "table"]

Exponent = int | Fraction
"""Whole in nearly every unit; a fraction under a root."""


class Atom(NamedTuple):
    """One indivisible unit.

    Attributes:
        id: Its name in the table; ``"#100"`` for a number, ``"'box"`` for an item word, ``"~furlong"`` from pint.
        factor: How many base units (m, kg, s, A, K, bit, or the currency) one of it is.
        dimension: Exponents by base, sorted; empty for counts and scales.
        shown: How it is printed.
        label: The item word, or ``""``.
    """

    id: str
    factor: Fraction
    dimension: tuple[tuple[str, Exponent], ...]
    shown: str
    label: str = ""

    @property
    def symbol(self) -> bool:
        """Whether it is printed as a symbol (``kg``) and not as a word (``hour``)."""
        return not (len(self.shown) > 3 and self.shown.replace(" ", "").isalpha() and self.shown.islower())


class _Table(NamedTuple):
    units: dict[str, Atom]
    names: dict[str, tuple[str, ...]]
    folded: dict[str, tuple[str, ...]]
    generic: frozenset[str]
    irregular: dict[str, str]
    currencies: frozenset[str]
    foreign: frozenset[str]


def _exponent(text: str) -> Exponent:
    value = Fraction(text)
    return value.numerator if value.denominator == 1 else value


@lru_cache(maxsize=1)
def table() -> _Table:
    """The table."""
    found: dict[str, Any] = json.loads((Path(__file__).parent / "table.json").read_text("utf-8"))
    units = {
        name: Atom(
            name,
            Fraction(row["factor"]),
            tuple(sorted((base, _exponent(power)) for base, power in row["dimension"].items())),
            row["shown"],
        )
        for name, row in found["units"].items()
    }
    names = {name: tuple(ids) for name, ids in found["names"].items()}
    folded: dict[str, tuple[str, ...]] = {}
    for name, ids in names.items():
        if len(name) > 1:
            folded.setdefault(name.lower(), ids)
    return _Table(
        units,
        names,
        folded,
        frozenset(found["generic"]),
        found["irregular"],
        frozenset(found["currencies"]),
        frozenset(found["pint"]),
    )


def readings(name: str) -> tuple[str, ...] | None:
    """Ids of the units that `name` may be, the likeliest first, ``""`` for an item word; ``None`` when it is none.

    >>> readings("kg"), readings("TONNES"), readings("pound"), readings("workers")
    (('kilogram',), ('tonne',), ('pound', 'GBP'), None)
    """
    known = table()
    found = known.names.get(name)
    if found is None:
        found = known.folded.get(name.lower())
    return found


def is_foreign(name: str) -> bool:
    """Whether pint knows `name`, in the singular, and the table does not."""
    return name in table().foreign


@lru_cache(maxsize=4096)
def atom(name: str) -> Atom:
    """The atom of an id.

    Raises:
        KeyError: Neither the table nor pint has it.
    """
    if name.startswith("'"):
        return Atom(name, Fraction(1), (), name[1:], name[1:])
    if name.startswith("#"):
        return Atom(name, Fraction(name[1:]), (), name[1:])
    if name.startswith("~"):
        from modelwright.model.units.foreign import pint_atom

        return pint_atom(name[1:])
    return table().units[name]


def label_atom(word: str) -> str:
    """Id of the atom of an item word, which is in the singular."""
    return f"'{word}"


def number_atom(value: Fraction) -> str:
    """Id of the atom of a number inside a unit ("per 100 g")."""
    return f"#{value}"


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """The singular of an English item word, as far as rules go.

    >>> [singular(w) for w in ("boxes", "workers", "batteries", "people", "glass", "buses", "horses")]
    ['box', 'worker', 'battery', 'person', 'glass', 'bus', 'horse']
    """
    irregular = table().irregular
    head, _, last = word.rpartition(" ")
    if last in irregular:
        last = irregular[last]
    elif len(last) > 3 and last.endswith("ies"):
        last = last[:-3] + "y"
    elif len(last) > 4 and re.search(r"(?:ss|sh|ch|x|zz|o)es\Z", last):
        last = last[:-2]
    elif len(last) > 2 and last.endswith("s") and not last.endswith(("ss", "us", "is")):
        last = last[:-1]
    return f"{head} {last}" if head else last
