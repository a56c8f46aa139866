"""`modelwright diagnose`."""

import json

import pytest

MODEL = {
    "format": "modelwright/model",
    "version": 1,
    "name": "bakery",
    "variables": [{"name": "cakes", "lower": "0"}, {"name": "pies", "lower": "0"}],
    "objectives": [{"name": "profit", "sense": "max", "expression": "4 * cakes + 3 * pies"}],
    "constraints": [
        {"kind": "algebraic", "name": "oven", "expression": "cakes + pies <= 10", "negotiable": "no"},
        {"kind": "algebraic", "name": "order", "expression": "cakes >= 12", "negotiable": "yes"},
    ],
}


@pytest.fixture
def saved(tmp_path):
    """Save the Model with some of its rows."""

    def save(*names):
        rows = [row for row in MODEL["constraints"] if row["name"] in names]
        path = tmp_path / "model.json"
        path.write_text(json.dumps({**MODEL, "constraints": rows}))
        return path

    return save


def test_no_plan(call, saved):
    ran = call("diagnose", saved("oven", "order"))
    assert ran.code == 3
    assert "These cannot all hold together" in ran.out
    assert "order: at least 10 instead of 12" in ran.out


def test_no_best_plan(call, saved):
    ran = call("diagnose", saved("order"))
    assert ran.code == 4
    assert "without end" in ran.out


def test_a_plan(call, saved):
    ran = call("diagnose", saved("oven"))
    assert ran.code == 0
    assert "There is a plan" in ran.out


def test_as_an_object(call, saved):
    ran = call("diagnose", saved("oven", "order"), "--json")
    assert ran.code == 3
    assert ran.object["format"] == "modelwright/diagnosis"
    assert [member["name"] for member in ran.object["conflict"]["members"]] == ["oven", "order", "pies"]
    assert ran.object["repairs"][0]["cost"] == "2"
    assert ran.object["error"] is None


def test_run_shows_it(call, saved):
    ran = call("run", saved("oven", "order"), "--json")
    assert ran.code == 3
    assert ran.object["diagnosis"]["conflict"]["minimal"] is True
    assert "order: at least 10 instead of 12" in call("run", saved("oven", "order")).out
