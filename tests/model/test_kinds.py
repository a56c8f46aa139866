"""Kinds of constraints are loaded when they are needed, and a field of any kind behaves as their union."""

import subprocess
import sys
from typing import Any

import pytest
from pydantic import ValidationError

from modelwright.model.document import Model
from modelwright.model.templates import CATALOGUE, KINDS, Resource

LOADED = """
import sys
from modelwright.model.document import Model
from modelwright.solvers import solve_model

row = {"kind": "resource", "name": "r", "terms": [{"variable": "x"}], "limit": "3"}
goal = {"name": "o", "sense": "max", "expression": "x"}
assert solve_model(Model(variables=[{"name": "x", "lower": "0"}], objectives=[goal], constraints=[row])).objective == 3
from modelwright.model.templates import KINDS
print(*[kind for kind in KINDS if f"modelwright.model.templates.{kind}" in sys.modules])
"""


def test_a_solve_loads_few_kinds() -> None:
    found = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert set(found.stdout.split()) == {"resource", "algebraic"}


def test_names_of_kinds() -> None:
    assert len(KINDS) == len(CATALOGUE) == 48
    assert [kind.model_fields["kind"].default for kind in CATALOGUE] == list(KINDS)


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "resource", "name": "r", "terms": [], "limit": "3"},
        {"kind": "resource", "name": "r", "terms": [{"variable": "x"}]},
        {"kind": "resource", "name": "r", "terms": [{"variable": "x", "rate": "2"}], "limit": "3"},
        {"kind": "algebraic", "name": "r", "expression": 5},
        {"kind": "alldifferent", "name": "r"},
        {"name": "r"},
        {"kind": ["resource"]},
        "x <= 3",
        7,
    ],
)
def test_errors_are_those_of_the_union(row: Any) -> None:
    with pytest.raises(ValidationError) as told:
        Model(constraints=[row])
    with pytest.raises(ValidationError) as meant:
        KINDS.union.validate_python(row)
    place = ("constraints", 0)
    expected = [error | {"loc": (*place, *error["loc"])} for error in meant.value.errors(include_url=False)]
    assert told.value.errors(include_url=False) == expected


def test_a_constraint_stays_itself() -> None:
    row = Resource(name="r", terms=[{"variable": "x"}], limit="3")
    assert Model(constraints=[row]).constraints[0] is row
    assert Model.model_validate_json(Model(constraints=[row]).model_dump_json()).constraints == (row,)
