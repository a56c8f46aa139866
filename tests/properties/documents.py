"""A strategy for Model documents of every form, whether they make sense or not: a writer has to keep them all."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st
from instances import KINDS
from trees import GENERATORS, IDS, NODES, several

from modelwright.model.canonical import dump_object, model_from_object
from modelwright.model.expressions import format_expression, format_quantifiers

__all__ = ["documents", "elements"]

Strategy = st.SearchStrategy[Any]

NAMES = IDS | st.sampled_from(["for", "size", "optional", "from", "of", "row", "label", "penalty", "A", "b2"])
WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    [
        'say "no"',
        "a\\b",
        " spaced ",
        "x = 3",
        "for i in I",
        "  from s1:1-2",
        "#",
        "'",
        "\n",
        "= missing",
        "é",
        "; for x",
    ]
)
EXPRESSIONS = NODES.map(format_expression) | WORDS | st.sampled_from(["1e3", "x<=3", "size 2", "a optional", "x for"])
QUANTIFIERS = st.just("") | GENERATORS.map(format_quantifiers) | st.sampled_from(["i in I if i != j", "i in", "x"])
NUMBERS = st.integers(-9, 10**6).map(str) | st.sampled_from(["0.1", "1/3", "-2/7", "0.000001", "1e3"])
INDEX = several(NAMES, 0, 2).map(list)
ATOMS = WORDS | st.integers(-5, 99)
KEYS = st.lists(ATOMS | st.lists(ATOMS, min_size=2, max_size=2), max_size=2)
SOURCES = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {
                "type": st.just("text"),
                "statement": st.sampled_from(["s1", "s 2", ""]),
                "start": st.integers(0, 9),
                "end": st.integers(0, 9),
            }
        ),
        st.fixed_dictionaries({"type": st.just("edit"), "turn": st.integers(0, 9)}),
        st.fixed_dictionaries({"type": st.just("default"), "rule": WORDS}),
        st.fixed_dictionaries({"type": st.just("cell"), "table": WORDS, "column": WORDS}),
    ),
    max_size=2,
)


def _form(name: str, needed: dict[str, Strategy] | None = None, **free: Strategy) -> Strategy:
    return st.fixed_dictionaries({"form": st.just(name), **(needed or {})}, optional=free)


MISSING = _form("missing", {"slot": WORDS}, unit=WORDS, expects=WORDS)
PLAIN = {"label": WORDS, "sources": SOURCES}

CONTENTS = st.one_of(
    _form(
        "members",
        {"members": st.lists(ATOMS, max_size=4) | st.lists(st.lists(ATOMS, min_size=2, max_size=2), max_size=3)},
    ),
    _form("range", {"first": st.integers(-3, 9) | EXPRESSIONS, "last": st.integers(-3, 9) | EXPRESSIONS}),
    _form("column", {"table": WORDS, "column": WORDS}),
    _form("columns", {"table": WORDS, "columns": st.lists(WORDS, max_size=3)}),
    _form("selected", {"item": EXPRESSIONS, "over": QUANTIFIERS}),
)
VALUES = st.one_of(
    _form(
        "known", {}, number=NUMBERS, entries=st.lists(st.tuples(KEYS, NUMBERS).map(list), max_size=3), default=NUMBERS
    ),
    _form("known", {"number": NUMBERS}),
    _form("known", {"entries": st.lists(st.tuples(KEYS, NUMBERS).map(list), max_size=3)}),
    _form("bound", {"table": WORDS, "value": WORDS}, keys=st.lists(WORDS, max_size=2), default=NUMBERS),
    _form("derived", {"expression": EXPRESSIONS}, over=QUANTIFIERS),
    _form("known_sets", {}, entries=st.lists(st.tuples(KEYS, st.lists(ATOMS, max_size=3)).map(list), max_size=3)),
    _form("bound_sets", {"table": WORDS, "member": WORDS}, keys=st.lists(WORDS, max_size=2)),
    MISSING,
)
DOMAINS = st.one_of(
    st.sampled_from(["continuous", "integer", "binary"]),
    _form("choice", {"members": st.lists(st.integers(-9, 99), max_size=4)}),
    _form("interval", {}, size=EXPRESSIONS, least=EXPRESSIONS, optional=st.booleans()),
    MISSING,
)
GIVEN = st.fixed_dictionaries({"element": NAMES, "value": NUMBERS}, optional={"key": KEYS})


def _constraint(seed: int) -> dict[str, Any]:
    rng = random.Random(seed)
    row = KINDS[rng.choice(list(KINDS))].sample(rng)["constraints"][0]
    return {key: value for key, value in row.items() if key != "name"}


@st.composite
def _constraints(draw: st.DrawFn) -> dict[str, Any]:
    row = _constraint(draw(st.integers(0, 10**6)))
    slots = [key for key, value in row.items() if isinstance(value, str) and key not in ("kind", "sense", "op")]
    if slots and draw(st.booleans()):
        slot = draw(st.sampled_from(slots))
        open_slot = "Missing" in str(KINDS[row["kind"]].model_fields[slot].annotation)
        row[slot] = draw(EXPRESSIONS | MISSING if open_slot else EXPRESSIONS)
    if draw(st.booleans()):
        row |= draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "for_each": QUANTIFIERS,
                    "enforce": _form("penalty", {"weight": EXPRESSIONS}, unit=WORDS) | _form("must"),
                    "negotiable": st.sampled_from(["yes", "unstated", "no"]),
                    "price": EXPRESSIONS,
                    "unit": WORDS,
                },
            )
        )
    return row


def _fields(needed: dict[str, Strategy] | None = None, **free: Strategy) -> Strategy:
    return st.fixed_dictionaries(needed or {}, optional=free)


GROUPS: dict[str, Strategy] = {
    "sets": _fields({"content": CONTENTS}, of=INDEX, subset_of=NAMES, cyclic=st.booleans()),
    "parameters": _fields({"value": VALUES}, index=INDEX, members_of=NAMES, unit=WORDS),
    "variables": _fields(
        domain=DOMAINS, index=INDEX, lower=EXPRESSIONS, upper=EXPRESSIONS, over=QUANTIFIERS, unit=WORDS
    ),
    "definitions": _fields({"expression": EXPRESSIONS}, index=INDEX, over=QUANTIFIERS, unit=WORDS),
    "objectives": _fields(
        {"sense": st.sampled_from(["min", "max", "satisfy"]) | MISSING},
        expression=EXPRESSIONS | MISSING,
        unit=WORDS,
        priority=st.integers(-2, 5),
        weight=NUMBERS,
        tolerance=NUMBERS,
    ),
    "constraints": _constraints(),
    "outputs": _fields(
        {"expression": EXPRESSIONS},
        over=QUANTIFIERS,
        shape=st.sampled_from(["scalar", "list", "nested", "members"]),
        base=st.sampled_from([0, 1, None]),
        report_as=WORDS,
        unit=WORDS,
    ),
    "tests": _fields(
        given=st.lists(GIVEN, max_size=2),
        expect=st.sampled_from(["optimal", "infeasible", "unbounded"]),
        objective=NUMBERS,
        holds=EXPRESSIONS,
    ),
}


@st.composite
def elements(draw: st.DrawFn, group: str) -> dict[str, Any]:
    """An element of `group` as JSON; any name, which may be that of another."""
    return {"name": draw(NAMES), **draw(GROUPS[group]), **draw(st.fixed_dictionaries({}, optional=PLAIN))}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A Model as JSON with up to two elements in each of some groups, all of different names."""
    document: dict[str, Any] = {"format": "modelwright/model", "version": 1}
    document |= draw(st.fixed_dictionaries({}, optional={"name": WORDS, "label": WORDS, "time_unit": WORDS}))
    statements = st.fixed_dictionaries({"id": WORDS, "text": WORDS}, optional={"speaker": WORDS, "answers": WORDS})
    document["statements"] = draw(st.lists(statements, max_size=2))
    names: set[str] = set()
    for group in draw(st.lists(st.sampled_from(sorted(GROUPS)), min_size=1, max_size=4, unique=True)):
        found = draw(st.lists(elements(group), min_size=1, max_size=2))
        document[group] = [element for element in found if not (element["name"] in names or names.add(element["name"]))]
    return dump_object(model_from_object(document))
