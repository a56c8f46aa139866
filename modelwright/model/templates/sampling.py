"""Pieces of the random small Models that templates make for tests and synthesis."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = [
    "Scene",
    "index_range",
    "index_set",
    "integer",
    "interval",
    "known_sets",
    "numbers",
    "objective",
    "small_model",
]


def integer(name: str, low: int, high: int, index: tuple[str, ...] = ()) -> dict[str, Any]:
    """An integer decision from `low` to `high`; a binary one for 0 to 1."""
    if (low, high) == (0, 1):
        return {"name": name, "domain": "binary", "index": list(index)}
    return {"name": name, "domain": "integer", "lower": str(low), "upper": str(high), "index": list(index)}


def interval(
    name: str,
    horizon: int,
    size: str | None,
    index: tuple[str, ...] = (),
    *,
    over: str = "",
    optional: bool = False,
    least: int = 1,
) -> dict[str, Any]:
    """An interval decision between 0 and `horizon`; a `size` of ``None`` leaves its length open, from `least` on."""
    domain: dict[str, Any] = {"form": "interval", "optional": optional}
    domain |= {"least": str(least)} if size is None else {"size": size}
    found = {"name": name, "index": list(index), "domain": domain, "lower": "0", "upper": str(horizon)}
    return found | ({"over": over} if over else {})


def index_set(
    name: str, members: Sequence[str | int | tuple[str | int, ...]], of: tuple[str, ...] = ()
) -> dict[str, Any]:
    """A set with its members listed."""
    listed = [list(m) if isinstance(m, tuple) else m for m in members]
    return {"name": name, "content": {"form": "members", "members": listed}, "of": list(of)}


def index_range(name: str, first: int, last: int) -> dict[str, Any]:
    """A set of the integers from `first` to `last`."""
    return {"name": name, "content": {"form": "range", "first": first, "last": last}}


def numbers(name: str, value: int | Mapping[Any, int], *index: str) -> dict[str, Any]:
    """A parameter: one number, or a number by member (by tuple of members when there are several of `index`)."""
    if not isinstance(value, Mapping):
        return {"name": name, "value": {"form": "known", "number": str(value)}}
    keys = [(list(key) if len(index) > 1 else [key], str(number)) for key, number in value.items()]
    return {"name": name, "index": list(index), "value": {"form": "known", "entries": [[k, v] for k, v in keys]}}


def known_sets(name: str, members: Mapping[str, Sequence[str]], index: str, of: str) -> dict[str, Any]:
    """A set-valued parameter: some members of the set `of` for each member of `index`."""
    entries = [[[key], list(found)] for key, found in members.items()]
    return {"name": name, "index": [index], "members_of": of, "value": {"form": "known_sets", "entries": entries}}


def objective(sense: str, expression: str) -> dict[str, Any]:
    """An objective named `goal`."""
    return {"name": "goal", "sense": sense, "expression": expression}


def small_model(
    row: dict[str, Any],
    variables: list[dict[str, Any]],
    goal: dict[str, Any],
    *,
    sets: list[dict[str, Any]] | None = None,
    parameters: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """A Model with the one constraint `row`, which gets that name."""
    return {
        "format": "modelwright/model",
        "version": 1,
        "name": "sample",
        "sets": sets or [],
        "parameters": parameters or [],
        "variables": variables,
        "objectives": [goal],
        "constraints": [{"name": "row", **row}],
    }


class Scene:
    """Sets, data and decisions of a random small Model, made as a row asks for them.

    Decisions are integers or choices in small ranges, so that the whole Model has at most some 2,000 points.

    Attributes:
        rng: Where chance comes from.
    """

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._sets: list[dict[str, Any]] = []
        self._parameters: list[dict[str, Any]] = []
        self._variables: list[dict[str, Any]] = []
        self._goods = rng.sample(_GOODS, len(_GOODS))
        self._choices = rng.sample(_CHOICES, len(_CHOICES))

    def amounts(self, count: int, most: int = 6) -> list[str]:
        """`count` decisions, each a whole number in a range of at most `most` + 1 values."""
        names = [self._goods.pop() for _ in range(count)]
        for name in names:
            low = self.rng.choice([0, 0, 0, -2, 1])
            self._variables.append(integer(name, low, low + self.rng.randint(2, max(2, most))))
        return names

    def choices(self, count: int) -> list[str]:
        """`count` binary decisions."""
        names = []
        for _ in range(count):
            name, label = self._choices.pop()
            self._variables.append(integer(name, 0, 1) | {"label": label})
            names.append(name)
        return names

    def members(self, name: str = "SITES") -> tuple[str, int]:
        """A set of two or three members, and how many they are."""
        size = self.rng.randint(2, 3)
        if self.rng.random() < 0.5:
            first = self.rng.choice([0, 1, 1, 5])
            self._sets.append(index_range(name, first, first + size - 1))
        else:
            self._sets.append(index_set(name, ["north", "south", "west"][:size]))
        return name, size

    def family(self, index: str, *, most: int = 3, binary: bool = False) -> str:
        """A decision indexed by the set `index`; its name."""
        name = self._choices.pop()[0] if binary else self._goods.pop()
        self._variables.append(integer(name, 0, 1 if binary else self.rng.randint(2, max(2, most)), (index,)))
        return name

    def data(self, low: int, high: int) -> str:
        """A number between `low` and `high`: written out, or as a parameter."""
        value = self.rng.randint(low, high)
        if self.rng.random() < 0.6:
            return str(value)
        name = f"given{len(self._parameters) + 1}"
        self._parameters.append(numbers(name, value))
        return self.rng.choice([name, name, f"2 * {name}", f"{name} + 1"])

    def rates(self, index: str, low: int, high: int) -> str:
        """A parameter indexed by the set `index`; its name."""
        name = f"rate{len(self._parameters) + 1}"
        content = next(s["content"] for s in self._sets if s["name"] == index)
        listed = content.get("members") or range(content["first"], content["last"] + 1)
        self._parameters.append(numbers(name, {m: self.rng.randint(low, high) for m in listed}, index))
        return name

    def condition(self, amounts: Sequence[str], choices: Sequence[str]) -> str:
        """A condition on one or two of the decisions."""
        picked = self.rng.random()
        if choices and (picked < 0.5 or not amounts):
            choice = self.rng.choice(choices)
            return f"not {choice}" if picked < 0.12 else choice
        amount = self.rng.choice(amounts)
        if picked < 0.6:
            return f"{amount} in {{1, 3}}"
        if len(amounts) > 1 and picked < 0.7:
            return f"{amounts[0]} + {amounts[1]} <= {self.data(2, 6)}"
        return f"{amount} {self.rng.choice(['<=', '>='])} {self.data(1, 4)}"

    def model(self, row: dict[str, Any]) -> dict[str, Any]:
        """The Model with the constraint `row`, sometimes at a price, and an objective over every decision."""
        terms = []
        for variable in self._variables:
            worth = self.rng.randint(1, 5)
            index = variable["index"]
            name = f"{variable['name']}[k]" if index else variable["name"]
            term = f"{worth} * {name}" if worth > 1 else name
            terms.append(f"sum({term} for k in {index[0]})" if index else term)
        if self.rng.random() < 0.15:
            row = row | {"enforce": {"form": "penalty", "weight": str(self.rng.randint(1, 9))}}
        goal = objective(self.rng.choice(["min", "max"]), " + ".join(terms))
        return small_model(row, self._variables, goal, sets=self._sets, parameters=self._parameters)


_GOODS = ["chairs", "tables", "shelves", "lamps", "desks", "stools"]
_CHOICES = [
    ("open_north", "open in the north"),
    ("open_south", "open in the south"),
    ("buy_truck", "buy a truck"),
    ("hire", "hire a helper"),
    ("rent", "rent a hall"),
    ("night_shift", "work a night shift"),
]
