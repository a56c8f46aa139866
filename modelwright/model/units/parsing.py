"""Units as people write them: ``"kg"``, ``"hours per day"``, ``"$/kg"``, ``"k€"``, ``"kg/m^2"``."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from itertools import islice, product

from modelwright.model.units.table import (
    Exponent,
    atom,
    is_foreign,
    label_atom,
    number_atom,
    readings,
    singular,
    table,
)
from modelwright.model.units.tokens import MAX_CHARS, Token, fault, split
from modelwright.model.units.unit import Parts, Unit, unit_of_parts

__all__ = ["MAX_CHARS", "MAX_READINGS", "parse_readings", "parse_unit"]

MAX_READINGS = 6
"""Readings that are kept of one unit ("tons per gallon": three times two)."""
_MAX_POWER = 9
_MAX_ATOMS = 12

_PER = frozenset("per Per PER a an each Each every Every for For".split())
_NOISE = frozenset("the in total of worth".split())
_ADVERBS = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annual": "year",
    "annually": "year",
}  # fmt: skip
_POWERS = {"square": 2, "sq": 2, "squared": 2, "cubic": 3, "cu": 3, "cubed": 3}
_MILLIONS = frozenset("m M mm MM".split())
_BILLIONS = frozenset("b B".split())

Factor = tuple[tuple[str, ...], Exponent]
"""Ids that an atom may be, and its exponent."""


def parse_unit(text: str) -> Unit:
    """The likeliest reading of `text`.

    >>> str(parse_unit("minutes per unit")), str(parse_unit("$/kg")), str(parse_unit("thousand dollars per truck"))
    ('minute', '$/kg', 'thousand $ per truck')

    Raises:
        InputError: Code ``unknown-unit``: it cannot be read, or has more than `MAX_CHARS` characters.
    """
    return parse_readings(text)[0]


@lru_cache(maxsize=4096)
def parse_readings(text: str) -> tuple[Unit, ...]:
    """Everything that `text` may mean, the likeliest first: "tons" are tonnes, short tons or long tons.

    Raises:
        InputError: As `parse_unit`.
    """
    if len(text) > MAX_CHARS:
        raise fault(text, f"A unit of {len(text)} characters; at most {MAX_CHARS} are read")
    factors = _Reader(text).unit()
    if len(factors) > _MAX_ATOMS:
        raise fault(text, f"A unit of {len(factors)} parts; at most {_MAX_ATOMS} are read")
    found: dict[Parts, None] = {}
    names = sorted({ids for ids, _ in factors})  # one name means one thing wherever it stands in the unit
    for choice in islice(product(*names), 4 * MAX_READINGS):
        meant = dict(zip(names, choice, strict=True))
        parts: dict[str, Exponent] = {}
        for ids, power in factors:
            if meant[ids]:
                parts[meant[ids]] = parts.get(meant[ids], 0) + power
        if any(not power for power in parts.values()):  # "kg per kg" is a fraction, which a plain number need not be
            parts["fraction"] = 1
        found[tuple((name, power) for name, power in parts.items() if power)] = None
    # The first id of every name is the likeliest; `product` yields that choice first.
    return tuple(_made(parts, text) for parts in islice(found, MAX_READINGS))


def _made(parts: Parts, text: str) -> Unit:
    try:
        return unit_of_parts(parts)
    except KeyError as error:
        raise fault(text, f"`{text}` is no unit that is known here") from error


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = split(text)
        self.position = 0
        self.depth = 0

    def at(self, k: int = 0) -> Token:
        place = self.position + k
        return self.tokens[place] if place < len(self.tokens) else ("end", "")

    # ---- grammar

    def unit(self) -> list[Factor]:
        if not self.tokens:
            raise fault(self.text, "An empty unit")
        factors = self._quotient()
        if self.at()[0] != "end":
            raise fault(self.text, f"`{self.at()[1]}` cannot be read in the unit `{self.text}`")
        return factors

    def _quotient(self) -> list[Factor]:
        factors: list[Factor] = []
        sign = 1
        if self.at(1)[0] != "end" and self._per():
            sign = -1
        while True:
            factors += [(ids, sign * power) for ids, power in self._product()]
            kind, _ = self.at()
            if kind == "end" or self.at() == ("op", ")"):
                return factors
            if self.at()[1].lower() == "each" and self.at(1)[0] == "end":
                self.position += 1
                return factors
            if not self._per():
                raise fault(self.text, f"`{self.at()[1]}` cannot be read in the unit `{self.text}`")
            sign = -1

    def _per(self) -> bool:
        """Steps over "/" or "per", "a", "each" where something follows."""
        kind, text = self.at()
        if (kind, text) == ("op", "/") or (kind == "name" and text in _PER and not self._percent()):
            self.position += 1
            if text.lower() == "for" and self.at()[1].lower() in ("each", "every", "a", "an"):
                self.position += 1
            return True
        return False

    def _percent(self) -> bool:
        """Whether "per cent" or "per mille" stands here."""
        return self.at()[1].lower() == "per" and self.at(1)[1] in ("cent", "mille")

    def _product(self) -> list[Factor]:
        factors: list[Factor] = []
        start = self.position
        while True:
            kind, text = self.at()
            low = text.lower()
            if kind == "op" and text in "*·×-":
                self.position += 1
            elif kind == "op" and text == "(":
                factors += self._bracket()
            elif kind == "number":
                value = Fraction(text.replace(",", ""))
                if not value:
                    raise fault(self.text, f"A unit of zero: `{self.text}`")
                self.position += 1
                factors.append(((number_atom(value),), 1) if value != 1 else (("",), 1))
            elif kind in ("money", "sign"):
                self.position += 1
                factors.append((self._known(text), self._exponent()))
            elif kind == "name" and low == "of":
                self._skip()
            elif kind == "name" and low in _NOISE and not (low == "in" and len(self.tokens) == 1):
                self.position += 1
            elif kind == "name" and low in _ADVERBS:
                self.position += 1
                factors.append((readings(_ADVERBS[low]) or ("day",), -1))
            elif kind == "name" and (text not in _PER or self._percent()):
                factors.append(self._name())
            elif low == "each" and len(self.tokens) == 1:
                self.position += 1
                factors.append((("",), 1))
            else:
                break
        if self.position == start:
            raise fault(self.text, f"Something is lacking in the unit `{self.text}`")
        return factors

    def _bracket(self) -> list[Factor]:
        self.position += 1
        self.depth += 1
        if self.depth > _MAX_POWER:
            raise fault(self.text, f"A unit nested too deeply: `{self.text}`")
        inner = self._quotient()
        if self.at() != ("op", ")"):
            raise fault(self.text, f"`)` is lacking in the unit `{self.text}`")
        self.position += 1
        self.depth -= 1
        power = self._exponent()
        return [(ids, own * power) for ids, own in inner]

    def _skip(self) -> None:
        """ "kg of wood per chair": the words after "of" say nothing about the unit, save after a scale or a number."""
        before = self.tokens[self.position - 1] if self.position else ("end", "")
        self.position += 1
        if before[0] == "number" or before[1].lower() in (
            "dozen",
            "dozens",
            "hundreds",
            "thousands",
            "millions",
            "pairs",
        ):
            return
        while self.at()[0] in ("name", "number") and self.at()[1].lower() not in ("per", "each", "every", "for"):
            self.position += 1

    # ---- names

    def _exponent(self) -> Exponent:
        kind, text = self.at()
        sign = 1
        if kind == "raised":
            self.position += 1
            return 2 if text == "²" else 3
        if kind == "name" and text in ("squared", "cubed"):
            self.position += 1
            return _POWERS[text]
        if kind == "power":
            self.position += 1
            kind, text = self.at()
        elif not (kind == "minus" and self.at(1)[0] == "number"):
            return 1
        if kind == "minus":
            sign = -1
            self.position += 1
            kind, text = self.at()
        if kind == "op" and text == "(" and self.at(1)[0] == "number" and self.at(2) == ("op", ")"):
            text = self.at(1)[1]
            self.position += 2
        elif kind != "number":
            raise fault(self.text, f"An exponent is lacking in the unit `{self.text}`")
        self.position += 1
        power = Fraction(text.replace(",", "")) * sign
        if not power or abs(power) > _MAX_POWER or power.denominator > _MAX_POWER:
            raise fault(self.text, f"`{text}` is no exponent of a unit")
        return power.numerator if power.denominator == 1 else power

    def _known(self, name: str) -> tuple[str, ...]:
        found = readings(name)
        if found is None:
            raise fault(self.text, f"`{name}` is no unit that is known here")
        return found

    def _name(self) -> Factor:
        """The unit that starts here, of up to three words; else the words up to the next unit as one label."""
        low = self.at()[1].lower()
        if low in _POWERS and self.at(1)[0] == "name":
            following = self._lookup(self.at(1)[1])
            if following and any(word and atom(word).dimension == (("m", 1),) for word in following):
                self.position += 2
                lengths = tuple(word for word in following if word and atom(word).dimension == (("m", 1),))
                return lengths, _POWERS[low] * self._exponent()
        for count in (3, 2, 1):
            words = [self.at(k) for k in range(count)]
            if any(kind != "name" for kind, _ in words):
                continue
            name = " ".join(word for _, word in words)
            found = self._scaled(name) or (readings(name) if count > 1 else self._lookup(name))
            if found is not None:
                self.position += count
                raised = self._digit(found, words[-1][1])
                return raised if raised is not None else (self._labelled(found, name), self._exponent())
        return self._label()

    def _scaled(self, name: str) -> tuple[str, ...] | None:
        """ "m" and "b" beside a currency are millions and billions: "$m", "M€"."""
        if name not in _MILLIONS | _BILLIONS:
            return None
        beside = [self.at(1)]
        if self.position:
            beside.append(self.tokens[self.position - 1])
        money = any(kind == "money" or (kind == "name" and self._is_money(text)) for kind, text in beside)
        return (("million",) if name in _MILLIONS else ("billion",)) if money else None

    @staticmethod
    def _is_money(name: str) -> bool:
        found = readings(name)
        return bool(found and found[0] and any(base in table().currencies for base, _ in atom(found[0]).dimension))

    @staticmethod
    def _lookup(name: str) -> tuple[str, ...] | None:
        found = readings(name)
        if found is None and len(name) > 2 and name.endswith("s"):
            found = readings(name[:-1])
        if found is None and name[-1:] in ("2", "3"):
            found = tuple(w for w in readings(name[:-1]) or () if w and atom(w).dimension == (("m", 1),)) or None
        if found is None and name.lower() in table().generic:
            return ("",)
        if found is None and is_foreign(one := singular(name.lower())):
            return (f"~{one}",)
        return found

    def _digit(self, found: tuple[str, ...], name: str) -> Factor | None:
        """ "m2" and "ft3"."""
        if name[-1] in ("2", "3") and readings(name) is None and name.lower() not in table().generic:
            return found, int(name[-1])
        return None

    @staticmethod
    def _labelled(found: tuple[str, ...], name: str) -> tuple[str, ...]:
        """An empty reading of a name of the table is its item word; of a generic word, nothing."""
        if found == ("",):
            return found
        return tuple(word or label_atom(singular(name.lower())) for word in found)

    def _label(self) -> Factor:
        words: list[str] = []
        while self.at()[0] == "name":
            name = self.at()[1]
            low = name.lower()
            if words and (
                name in _PER or low in _NOISE | _POWERS.keys() | _ADVERBS.keys() or self._lookup(name) is not None
            ):
                break
            if not re.fullmatch(r"[^\W\d_]{2,}(?:'s)?|[^\W\d_]*[^\W\d_]\d[^\W\d_]*|x", name) or low in _POWERS:
                raise fault(self.text, f"`{name}` is no unit that is known here")
            words.append(low.removesuffix("'s"))
            self.position += 1
        return (label_atom(singular(" ".join(words))),), self._exponent()
