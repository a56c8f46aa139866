from __future__ import annotations

import re

import pytest
from support.models import shop

from modelwright.agent.explanation import explain
from modelwright.model.canonical import model_from_object
from modelwright.model.document import Model
from modelwright.solvers import solve_model


def _model(
    sense: str = "max", *, limit: str = "10", domain: str = "integer", rows: list[dict[str, object]] | None = None
) -> Model:
    return model_from_object(
        {
            "format": "modelwright/model",
            "version": 1,
            "variables": [
                {"name": "pots", "label": "large pots", "domain": domain, "lower": "0"},
                {"name": "pans", "domain": domain, "lower": "0"},
            ],
            "objectives": [
                {"name": "gain", "label": "profit", "unit": "$", "sense": sense, "expression": "3 * pots + 2 * pans"}
            ],
            "constraints": rows
            if rows is not None
            else [
                {
                    "name": "steel",
                    "kind": "resource",
                    "unit": "kg",
                    "terms": [{"coefficient": "2", "variable": "pots"}, {"variable": "pans"}],
                    "limit": limit,
                },
                {"name": "cap", "kind": "bound", "variable": "pans", "sense": "<=", "limit": "4"},
                {
                    "name": "paint",
                    "kind": "resource",
                    "unit": "l",
                    "terms": [{"variable": "pots"}],
                    "limit": "100",
                },
            ],
        }
    )


def _text(model: Model) -> str:
    solved = solve_model(model)
    return explain(model, status=solved.status, solved=solved).text


def test_the_plan_in_the_users_words() -> None:
    text = _text(_model())
    assert text.startswith("The largest profit is $17.\n")
    assert re.search(r"large pots +3\n +pans +4", text)
    assert re.search(r"steel +10 kg +at most 10 kg +nothing", text)
    assert re.search(r"paint +3 l +at most 100 l +97 l", text)
    assert "These limits hold the plan back: steel and at most 4 pans." in text
    assert "Left over: 97 l of paint." in text
    assert "holds; that no plan is better is\nproven." in text


def test_every_number_told_is_in_the_result_or_the_model() -> None:
    text = _text(_model(limit="11", domain="continuous"))
    told = {float(n) for n in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", text)}
    assert told <= {18.5, 3.5, 4.0, 11.0, 96.5, 100.0}


def test_infeasible_and_unbounded() -> None:
    bound = {"name": "low", "kind": "bound", "variable": "pots", "sense": ">=", "limit": "20"}
    infeasible = _model(
        rows=[bound, {"name": "high", "kind": "bound", "variable": "pots", "sense": "<=", "limit": "10"}]
    )
    assert "No plan satisfies all the limits at once." in _text(infeasible)
    assert "That no plan satisfies them all is proven." in _text(infeasible)
    assert "Nothing stops profit from improving without end" in _text(_model(rows=[]))


def test_an_indexed_plan_leaves_out_zeros() -> None:
    model = shop(("constraints/5/for_each", 's in SITES if s == "north"'))
    solved = solve_model(model)
    tables = explain(model, status=solved.status, solved=solved).tables
    plan = tables[0]
    assert ("chairs", "2") in plan.rows or plan.rows[0][0] == "chairs"
    assert all(not row[0].startswith("make (south") for row in plan.rows)


@pytest.mark.parametrize("width", [80])
def test_lines_fit(width: int) -> None:
    assert all(len(line) <= width for line in _text(_model()).splitlines())


def test_markdown_has_the_same_tables() -> None:
    model = _model()
    solved = solve_model(model)
    explanation = explain(model, status=solved.status, solved=solved)
    assert "| large pots | 3 |" in explanation.markdown
    assert explanation.markdown.startswith("**The largest profit is $17.**")
