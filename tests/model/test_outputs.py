"""Outputs at a point: their shapes and values."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from modelwright.errors import ModelError
from modelwright.model.document import Model
from modelwright.model.exact import Evaluator
from modelwright.model.exact.outputs import output_values
from modelwright.model.text import parse_model
from modelwright.model.validation import validate
from modelwright.solvers import solve_model

BASE: dict[str, Any] = {
    "sets": [
        {"name": "I", "content": {"form": "members", "members": ["a", "b", "c"]}},
        {"name": "T", "content": {"form": "range", "first": 1, "last": 2}},
        {"name": "ARCS", "content": {"form": "members", "members": [["a", "b"], ["b", "c"]]}},
    ],
    "parameters": [
        {
            "name": "covers",
            "index": ["I"],
            "members_of": "T",
            "value": {"form": "known_sets", "entries": [[["a"], [2, 1]], [["b"], [2]]]},
        }
    ],
    "variables": [
        {"name": "x", "index": ["I", "T"], "domain": "integer"},
        {"name": "on", "index": ["I"], "domain": "binary"},
        {"name": "flow", "index": ["ARCS"]},
        {"name": "job", "index": ["T"], "domain": {"form": "interval", "optional": True}},
    ],
    "definitions": [{"name": "made", "index": ["I"], "over": "i in I", "expression": "sum(x[i, t] for t in T)"}],
}
POINT = {
    **{("x", (i, t)): Fraction(10 * k + t) for k, i in enumerate("abc") for t in (1, 2)},
    **{("on", (i,)): Fraction(value) for i, value in zip("abc", (1, 0, 1), strict=True)},
    ("flow", (("a", "b"),)): Fraction(1, 2),
    ("flow", (("b", "c"),)): Fraction(0),
    **{(f"job.{part}", (1,)): Fraction(v) for part, v in (("start", 2), ("size", 3), ("end", 5), ("present", 1))},
    **{(f"job.{part}", (2,)): Fraction(0) for part in ("start", "size", "end", "present")},
}


def outputs(**output: Any) -> dict[str, Any]:
    model = Model.model_validate({**BASE, "outputs": [{"name": "o", **output}]})
    return output_values(Evaluator(model), POINT)


@pytest.mark.parametrize(
    ("output", "value"),
    [
        ({"expression": "sum(made[i] for i in I)"}, 69),
        ({"expression": "made['b'] / 2"}, Fraction(23, 2)),
        ({"expression": "flow['a', 'b']"}, Fraction(1, 2)),
        ({"expression": "1 / on['b']"}, None),
        ({"expression": "on['a']"}, 1),
        ({"expression": "on['a'] and x['a', 1] >= 9"}, False),
        ({"expression": "first(I)"}, "a"),
        ({"expression": "job[1]"}, {"start": 2, "size": 3, "end": 5, "present": True}),
        ({"expression": "job[2]"}, {"start": None, "size": None, "end": None, "present": False}),
        ({"expression": "made[i]", "over": "i in I", "shape": "list"}, [3, 23, 43]),
        ({"expression": "x[i, t]", "over": "i in I, t in T", "shape": "list"}, [1, 2, 11, 12, 21, 22]),
        ({"expression": "x[i, t]", "over": "i in I, t in T", "shape": "nested"}, [[1, 2], [11, 12], [21, 22]]),
        ({"expression": "x[i, t]", "over": "i in I, t in covers[i]", "shape": "nested"}, [[2, 1], [12], []]),
        ({"expression": "i", "over": "i in I", "shape": "list"}, ["a", "b", "c"]),
        ({"expression": "x[i, 1] >= 11", "over": "i in I", "shape": "list"}, [False, True, True]),
        ({"expression": "i", "over": "i in I if on[i]", "shape": "list"}, ["a", "c"]),
        ({"expression": "on[i]", "over": "i in I", "shape": "members"}, ["a", "c"]),
        ({"expression": "on[i]", "over": "i in I", "shape": "members", "base": 0}, [0, 2]),
        ({"expression": "on[i]", "over": "i in I", "shape": "members", "base": 1}, [1, 3]),
        ({"expression": "x[i, t] == 11", "over": "i in I, t in T", "shape": "members"}, [("b", 1)]),
        ({"expression": "x[i, t] >= 21", "over": "i in I, t in T", "shape": "members", "base": 0}, [(2, 0), (2, 1)]),
        ({"expression": "flow[i, j] >= 0.1", "over": "(i, j) in ARCS", "shape": "members"}, [("a", "b")]),
        ({"expression": "flow[a] == 0", "over": "a in ARCS", "shape": "members", "base": 1}, [2]),
        ({"expression": "a", "over": "a in ARCS", "shape": "list"}, [("a", "b"), ("b", "c")]),
        ({"expression": "(t, i)", "over": "i in I, t in covers[i]", "shape": "list"}, [(2, "a"), (1, "a"), (2, "b")]),
    ],
)
def test_outputs_have_their_shape(output, value) -> None:
    found = outputs(**output)["o"]
    assert found == value
    assert type(found) is type(value)


def test_an_output_is_reported_under_its_name() -> None:
    assert outputs(expression="1 + 1", report_as="Total cost") == {"Total cost": 2}


def test_definitions_are_reported_where_nothing_else_is_asked() -> None:
    model = Model.model_validate(BASE)
    assert [d.name for d in model.definitions] == ["made"]
    assert output_values(Evaluator(model), POINT) == {"made": [3, 23, 43]}


def test_a_fault_of_an_output_has_a_place() -> None:
    with pytest.raises(ModelError) as caught:
        outputs(expression="nothing")
    assert (caught.value.code, caught.value.where) == ("unknown-name", "/outputs/0")
    with pytest.raises(ModelError) as caught:
        outputs(expression="made[i]", over="i in I", shape="members")
    assert caught.value.code == "boolean-number"


VALID = """modelwright model 1
set T = 1..3
variable x[T]: integer >= 0 <= 5
variable job: interval size 2 optional <= 9
variable rest: interval size 1 <= 9
maximize z = x[1] + x[3] + present(job)
"""


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("output o = rest", {"start": 0, "size": 1, "end": 1, "present": True}),
        ("output o = present(job)", True),
        ("output o: list = present(job) for t in T", [True, True, True]),
        ("output o = 1 * present(job)", 1),
        ("output o: list = t for t in T if x[t] >= 1", [1, 3]),
        ("output o: list = (t, x[t]) for t in T", [[1, 5], [2, 0], [3, 5]]),
        ("output o = (x[1], (x[2] >= 1, present(job)), first(T))", [5, [False, True], 1]),
        ("output o: nested = (t, x[t] / 2) for t in T if x[t] >= 1", [[1, 2.5], [3, 2.5]]),
    ],
)
def test_outputs_that_are_valid_are_reported(line: str, value: Any) -> None:
    model = parse_model(f"{VALID}constraint early: bound: x[2] <= 0\nconstraint r: algebraic: end(rest) <= 1\n{line}\n")
    assert validate(model) == []
    assert solve_model(model).outputs["o"] == value


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("output o = [x[1], x[2]]", "list-place"),
        ("output o: list = (t, [x[t], 1]) for t in T", "list-place"),
        ("output o: list = t for t in T if x[t] + 1", "boolean-number"),
        ("definition o = sum(x[t] for t in T if x[t] >= 1)", "decision-in-data"),
    ],
)
def test_outputs_that_are_not(line: str, code: str) -> None:
    assert [finding.code for finding in validate(parse_model(f"{VALID}{line}\n"))] == [code]
