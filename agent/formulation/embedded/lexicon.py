"""The word lists of the engine, one class of words a file in `data/`, read once when first needed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from modelwright.agent.formulation.embedded.tokens import noun_stem, stem_of

_PACKAGE = "modelwright.agent.formulation.embedded"


def _read(name: str) -> str:
    return files(_PACKAGE).joinpath("data", name).read_text(encoding="utf-8")


@cache
def word_class(name: str) -> frozenset[str]:
    """Returns the words of `data/<name>.txt`, lower case; "#" starts a comment."""
    words: list[str] = []
    for line in _read(f"{name}.txt").splitlines():
        words.extend(line.split("#")[0].lower().split())
    return frozenset(words)


@cache
def stem_class(name: str) -> frozenset[str]:
    """Returns the stems of the words of a class."""
    return frozenset(stem_of(word) for word in word_class(name))


@cache
def verb_forms() -> frozenset[str]:
    """Returns the verbs of the lists in all regular forms."""
    out: set[str] = set()
    for verb in word_class("verbs"):
        stem = verb[:-1] if verb.endswith("e") else verb
        doubled = verb + verb[-1]
        out |= {verb, verb + "s", verb + "es", stem + "ed", stem + "ing", doubled + "ing", doubled + "ed"}
        if verb.endswith("y"):
            out |= {verb[:-1] + "ies", verb[:-1] + "ied"}
    return frozenset(out) | word_class("consumption_verbs") | word_class("yield_verbs")


@cache
def synonyms() -> dict[str, frozenset[str]]:
    """Returns, for each stem of `data/synonyms.txt`, the stems of its group."""
    table: dict[str, frozenset[str]] = {}
    for line in _read("synonyms.txt").splitlines():
        group = frozenset(stem_of(word) for word in line.split("#")[0].split())
        for stem in sorted(group):
            table.setdefault(stem, group)
    return table


@dataclass(frozen=True, slots=True)
class Comparator:
    """A phrase that compares: its sense, whether a negation turns it round, and whether it follows its number."""

    words: tuple[str, ...]
    sense: str
    flips: bool
    after: bool


@cache
def comparators() -> dict[str, tuple[Comparator, ...]]:
    """Returns the comparator phrases by first word, longest first."""
    table: dict[str, list[Comparator]] = {}
    for line in _read("comparators.txt").splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        phrase, sense, *marks = (part.strip() for part in line.split("|"))
        words = tuple(phrase.lower().split())
        table.setdefault(words[0], []).append(Comparator(words, sense, "flips" in marks, "after" in marks))
    return {first: tuple(sorted(rows, key=lambda c: -len(c.words))) for first, rows in table.items()}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit word: its dimension, its size in the base unit of the dimension, and its common name."""

    name: str
    dimension: str
    factor: str


@cache
def units() -> dict[str, Unit]:
    """Returns unit words (singular stems) with dimension and factor."""
    data: dict[str, Any] = json.loads(_read("units.json"))
    table: dict[str, Unit] = {}
    for dimension, rows in data.items():
        for name, row in rows.items():
            unit = Unit(name, dimension, row[0])
            for word in [name, *row[1:]]:
                table[word] = unit
                table.setdefault(noun_stem(word), unit)
    return table
