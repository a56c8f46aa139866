"""Predictions of another program."""

import json

import pytest

from modelwright.errors import InputError
from modelwright.evals.outside import read_outside
from modelwright.evals.runner import evaluate_outside


def write(path, *lines):
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), "utf-8")
    return path


def test_scores(plan_for, write_problems, tmp_path, read_lines):
    path = write(
        tmp_path / "gpt.jsonl",
        {"id": "p0", "objective": 3},
        {"id": "p1", "objective": 4, "engine": "gpt"},
        {"id": "p2", "status": "infeasible"},
        {"id": "zz", "objective": 4},
        {"id": "p0", "objective": 4},
        {"id": "p3", "objective": "many"},
        "{",
    )
    outside = read_outside(path, {"p0", "p1", "p2", "p3"})
    codes = ["unknown-problem", "duplicate-id", "bad-prediction", "bad-json"]
    assert [line.code for line in outside.dropped] == codes
    plan = plan_for(write_problems(*["q"] * 4, answer=3), engines=())
    for _ in range(2):
        report = evaluate_outside(plan, outside)
        assert [score.verdict for score in report.scores] == ["right", "wrong", "wrong", "errored"]
    assert [line["engine"] for line in read_lines(tmp_path / "run")] == ["gpt"] * 4
    run = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))
    assert [line["code"] for line in run["dropped"]] == codes


def test_its_models_are_kept_and_solved_in_other_domains(plan_for, write_problems, tmp_path):
    model = {
        "format": "modelwright/model",
        "version": 1,
        "variables": [{"name": "x"}],
        "objectives": [{"name": "gain", "sense": "max", "expression": "x"}],
        "constraints": [{"kind": "algebraic", "name": "room", "expression": "x <= 3.5"}],
    }
    (tmp_path / "m.json").write_text(json.dumps(model))
    path = write(tmp_path / "gpt.jsonl", {"id": "p0", "objective": 3.4, "model": "m.json"})
    plan = plan_for(write_problems("q", answer=3, answer_lp=3.5, answer_int=3), engines=())
    score = evaluate_outside(plan, read_outside(path, {"p0"})).scores[0]
    assert (score.own, score.lp, score.integer, score.verdict) == (False, True, True, "right")


@pytest.mark.parametrize("lines", [(), ("{}",), ('{"id": "p0"}',), ("\x00",)])
def test_nothing_usable(tmp_path, lines):
    with pytest.raises(InputError) as caught:
        read_outside(write(tmp_path / "p.jsonl", *lines), {"p0"})
    assert caught.value.code == "no-predictions"
