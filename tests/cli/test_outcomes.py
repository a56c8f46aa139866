"""Every outcome has its status and exit code, for people and as an object."""

import pytest


def constrained(expression):
    return {"constraints": [{"kind": "algebraic", "name": "room", "expression": expression}]}


FREE = [{"name": name, "lower": "0"} for name in ("x", "y")]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({}, "optimal", 0),
        ({"objectives": []}, "optimal", 0),
        (constrained("x + y >= 300"), "infeasible", 3),
        (constrained("x - y <= 3") | {"variables": FREE}, "unbounded", 4),
    ],
)
def test_run(call, write_model, changes, status, code):
    path = write_model(**changes)
    told = call("run", path, "--json")
    assert (told.code, told.object["status"], told.object["error"]) == (code, status, None)
    plain = call("run", path)
    assert plain.code == code
    assert plain.out.strip()


def test_check(call, write_model):
    assert call("check", write_model(), "--json").object["status"] == "valid"
    told = call("check", write_model(**constrained("x <= zz")), "--json")
    assert (told.code, told.object["error"]["code"]) == (2, "unknown-name")
    slot = {"name": "a", "value": {"form": "missing", "slot": "paint per shelf"}}
    path = write_model(parameters=[slot], **constrained("x <= a"))
    told = call("check", path, "--json")
    assert (told.code, told.object["status"]) == (5, "question")
    assert "paint per shelf" in call("check", path).out


def test_open_slots_cannot_be_run(call, write_model):
    slot = {"name": "a", "value": {"form": "missing", "slot": "paint per shelf"}}
    told = call("run", write_model(parameters=[slot], **constrained("x <= a")), "--json")
    assert (told.code, told.object["status"]) == (2, "error")
