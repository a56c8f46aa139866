"""One Model on data of every form: the Instance is the same."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from support.tables import KINDS, DataSet

from modelwright.api import run
from modelwright.model import Data, Model, Table
from modelwright.model.data import as_data
from modelwright.solvers.grounding import ground


def column(name, table):
    return {"name": name, "content": {"form": "column", "table": table, "column": name.lower()[:-1]}}


def bound(name, index, table, keys, value, **more):
    found = {"form": "bound", "table": table, "keys": keys, "value": value} | more
    return {"name": name, "index": index, "value": found}


MODEL = Model(
    sets=[
        column("PLANTS", "supplies"),
        column("MARKETS", "demands"),
        column("DAYS", "hours"),
        {"name": "ROADS", "content": {"form": "columns", "table": "roads", "columns": ["from", "to"]}},
    ],
    parameters=[
        bound("supply", ["PLANTS"], "supplies", ["plant"], "supply"),
        bound("opening", ["PLANTS"], "supplies", ["plant"], "opening"),
        bound("demand", ["MARKETS"], "demands", ["market"], "demand"),
        bound("cost", ["PLANTS", "MARKETS"], "costs", ["plant", "market"], "cost", default="99.5"),
        bound("width", ["ROADS"], "roads", ["from", "to"], "width"),
        bound("hours", ["DAYS"], "hours", ["day"], "hours"),
        {
            "name": "serves",
            "index": ["PLANTS"],
            "members_of": "MARKETS",
            "value": {"form": "bound_sets", "table": "serves", "keys": ["plant"], "member": "market"},
        },
    ],
    variables=[
        {"name": "ship", "index": ["PLANTS", "MARKETS"], "lower": "0", "domain": "integer"},
        {"name": "flow", "index": ["ROADS"], "lower": "0", "upper": "width[a, b]", "over": "(a, b) in ROADS"},
        {"name": "work", "index": ["DAYS"], "lower": "0", "upper": "hours[d]", "over": "d in DAYS"},
    ],
    objectives=[
        {
            "name": "total",
            "sense": "min",
            "expression": "sum(cost[p, m] * ship[p, m] for p in PLANTS for m in MARKETS)"
            " + sum(d * work[d] for d in DAYS) - sum(flow[r] for r in ROADS) / 10",
        }
    ],
    constraints=[
        {
            "kind": "algebraic",
            "name": "supply_of",
            "for_each": "p in PLANTS",
            "expression": "sum(ship[p, m] for m in MARKETS) <= supply[p] + opening[p] * sum(work[d] for d in DAYS)",
        },
        {
            "kind": "algebraic",
            "name": "demand_of",
            "for_each": "m in MARKETS",
            "expression": "sum(ship[p, m] for p in PLANTS) >= demand[m]",
        },
        {
            "kind": "algebraic",
            "name": "served",
            "for_each": "p in PLANTS",
            "expression": "sum(ship[p, m] for m in serves[p]) >= 1",
        },
    ],
)

SMALL: DataSet = {
    "supplies": [
        {"plant": "north", "supply": "20", "opening": "0.1"},
        {"plant": "south", "supply": "35.25", "opening": "3"},
    ],
    "demands": [
        {"market": "Łódź", "demand": "4"},
        {"market": "St. Ives, UK", "demand": "7"},
        {"market": "c", "demand": "0.3"},
    ],
    "costs": [
        {"plant": "north", "market": "Łódź", "cost": "0.1"},
        {"plant": "north", "market": "St. Ives, UK", "cost": "2.5"},
        {"plant": "north", "market": "c", "cost": "3"},
        {"plant": "south", "market": "Łódź", "cost": "1000000"},
        {"plant": "south", "market": "c", "cost": "-4"},
    ],
    "roads": [
        {"from": "x", "to": "y", "width": "2"},
        {"from": "x", "to": "z", "width": "0.7"},
        {"from": "y", "to": "z", "width": "3"},
    ],
    "hours": [{"day": 3, "hours": "8"}, {"day": 1, "hours": "7.5"}, {"day": 2, "hours": "0"}],
    "serves": [
        {"plant": "north", "market": "c"},
        {"plant": "north", "market": "Łódź"},
        {"plant": "south", "market": "St. Ives, UK"},
    ],
}


def other() -> DataSet:
    """A larger set with awkward decimals; one plant serves nothing, one pair has no cost."""
    rng = np.random.default_rng(7)
    plants, markets = [f"plant {k}" for k in range(9)], [f"m{k}" for k in range(6)]

    def number() -> str:
        return f"{rng.integers(1, 10**6) / 10 ** int(rng.integers(0, 5)):g}"

    pairs = [(p, m) for p in plants for m in markets if (p, m) != ("plant 4", "m2")]
    return {
        "supplies": [{"plant": p, "supply": number(), "opening": number()} for p in plants],
        "demands": [{"market": m, "demand": number()} for m in markets],
        "costs": [{"plant": p, "market": m, "cost": number()} for p, m in pairs],
        "roads": [{"from": p, "to": m, "width": number()} for p in plants for m in markets if p[-1] <= m[-1]],
        "hours": [{"day": d, "hours": number()} for d in range(10, 17)],
        "serves": [{"plant": p, "market": m} for p, m in pairs if p != "plant 8"][::3],
    }


SETS = {"small": SMALL, "other": other()}


@cache
def expected(name: str):
    columns = {table: {c: [r[c] for r in records] for c in records[0]} for table, records in SETS[name].items()}
    return ground(MODEL, Data({table: Table(table, cells) for table, cells in columns.items()}))


def assert_same(one, other) -> None:
    """The same arrays, and the same names of columns and rows."""
    for field in dataclasses.fields(one):
        mine, yours = getattr(one, field.name, None), getattr(other, field.name, None)
        if isinstance(mine, np.ndarray):
            np.testing.assert_array_equal(mine, yours, err_msg=field.name)
            assert mine.dtype == yours.dtype
        elif isinstance(mine, int | float | str):
            assert mine == yours, field.name
    assert [(b.name, b.start, b.shape, [list(m) for m in b.members]) for b in one.variables] == [
        (b.name, b.start, b.shape, [list(m) for m in b.members]) for b in other.variables
    ]
    assert [(b.name, b.start, b.count, [list(m) for m in b.members]) for b in one.rows] == [
        (b.name, b.start, b.count, [list(m) for m in b.members]) for b in other.rows
    ]


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_instance(kind: str, name: str, tmp_path) -> None:
    assert_same(ground(MODEL, KINDS[kind](SETS[name], tmp_path)), expected(name))


def test_the_instance_is_what_the_data_say() -> None:
    instance = expected("small")
    blocks = {block.name: block for block in instance.variables}
    assert {name: block.shape for name, block in blocks.items()} == {"ship": (2, 3), "flow": (3,), "work": (3,)}
    assert list(blocks["flow"].members[0]) == [("x", "y"), ("x", "z"), ("y", "z")]
    assert list(blocks["work"].members[0]) == [3, 1, 2]
    start = blocks["ship"].start
    assert list(instance.cost[start : start + 6]) == [0.1, 2.5, 3, 1_000_000, 99.5, -4]
    start = blocks["flow"].start
    assert list(instance.column_upper[start : start + 3]) == [2, 0.7, 3]


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_exact(kind: str, tmp_path) -> None:
    from modelwright.model.exact import Evaluator

    evaluator = Evaluator(MODEL, KINDS[kind](SMALL, tmp_path))
    assert evaluator.parameter("cost", ("north", "Łódź")) == Fraction(1, 10)
    assert evaluator.parameter("width", (("x", "z"),)) == Fraction(7, 10)
    assert evaluator.parameter("hours", (1,)) == Fraction(15, 2)
    assert evaluator.parameter("cost", ("south", "St. Ives, UK")) == Fraction(199, 2)
    assert evaluator.set_members("serves", ("north",)) == ("c", "Łódź")


def test_a_frame_is_solved_and_certified() -> None:
    data = {table: KINDS["polars texts"](SMALL, None).table(table) for table in SMALL}
    answer = run(MODEL, data=data)
    assert answer.status == "optimal"
    assert answer.certificate.feasible == "exact"


def test_a_named_file_and_a_frame_together(tmp_path) -> None:
    (tmp_path / "x.csv").write_text("p,c\na,1\nb,2\n")
    found = as_data({"costs": tmp_path / "x.csv", "more": {"p": ["a"], "c": [0.5]}})
    assert list(found.tables) == ["costs", "more"]
    assert list(found.table("costs").column("c")) == ["1", "2"]
    assert found.table("costs").place(1, "c") == f"{tmp_path}/x.csv, line 3, column `c`"
    assert found.table("more").place(0, "c") == "more, record 1, column `c`"
