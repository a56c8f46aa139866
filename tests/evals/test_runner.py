"""A run from problems to metrics, with real worker processes and a fake engine."""

import json
from dataclasses import replace

import pytest

from modelwright.errors import InternalError, UsageError
from modelwright.evals.choice import SolverChoice
from modelwright.evals.predictions import KEYS
from modelwright.evals.runner import evaluate

KINDS = {
    "limit 3": ("optimal", "right"),
    "limit 4": ("optimal", "wrong"),
    "infeasible": ("infeasible", "wrong"),
    "asks 3": ("question", "asked"),
    "doubts 3": ("question", "asked"),
    "refuses": ("error", "refused"),
    "fails": ("error", "errored"),
    "prints 3": ("optimal", "right"),
}


def test_every_kind_of_outcome(plan_for, write_problems, read_lines, tmp_path):
    report = evaluate(plan_for(write_problems(*KINDS, answer=3)))
    lines = read_lines(tmp_path / "run")
    assert [line["status"] for line in lines] == [status for status, _ in KINDS.values()]
    assert [score.verdict for score in report.scores] == [verdict for _, verdict in KINDS.values()]
    assert all(tuple(line) == KEYS for line in lines)
    asked = lines[3]
    assert (asked["objective"], asked["objectives"], asked["values"]) == (3.0, {"gain": 3.0}, {"x": 3.0})
    assert asked["questions"][0]["wording"] == "How many?"
    assert asked["assumptions"][0]["text"] == "One each"
    assert lines[6]["error"]["where"].startswith("fake_engine.py:")
    run = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))
    assert list(run)[:2] == ["format", "version"]
    assert run["state"] == "finished"
    assert run["counts"]["by_status"] == {"error": 2, "infeasible": 1, "optimal": 3, "question": 2}
    metrics = json.loads((tmp_path / "run" / "metrics.json").read_text("utf-8"))
    assert metrics["engines"][0]["right"] | {"low": 0, "high": 0} == {"right": 2, "of": 8, "low": 0, "high": 0}
    assert not list((tmp_path / "run" / "models").glob("*.tmp"))


def test_answer_all_counts_the_candidates_of_questions(plan_for, write_problems):
    plan = plan_for(write_problems("asks 3", "asks_infeasible", "doubts 4", answer=3))
    first = evaluate(plan)
    assert first.summaries[0].counts["asked"] == 3
    assert first.summaries[0].asked_right.right == 1
    again = evaluate(replace(plan, answer_all=True))
    assert [score.verdict for score in again.scores] == ["right", "wrong", "wrong"]


def test_domains_that_the_words_leave_open(plan_for, write_problems):
    path = write_problems("limit 3.5", "whole 3.5", "limit 3.2", answer=3, answer_lp=3.5, answer_int=3)
    summary = evaluate(plan_for(path)).summaries[0]
    found = {name: (share.right, share.of) for name, share in summary.columns.items()}
    assert found == {"either": (3, 3), "own": (2, 3), "integer": (3, 3), "lp": (2, 3)}


def test_a_worker_that_dies_hangs_or_takes_too_much_costs_one_line(plan_for, write_problems, read_lines, tmp_path):
    path = write_problems("dies", "limit 1", "hangs 300", "limit 2", "eats", "limit 3")
    evaluate(plan_for(path, timeout_s=2.0, memory_mb=4096))
    codes = [line["error"] and line["error"]["code"] for line in read_lines(tmp_path / "run")]
    assert codes == ["worker-died", None, "timeout", None, "memory", None]


@pytest.mark.parametrize("engine", ["fake_engine:Broken", "fake_engine:Absent", "absent_module:X", "absent"])
def test_an_engine_that_cannot_start_ends_the_run(plan_for, write_problems, engine):
    with pytest.raises((UsageError, InternalError)) as caught:
        evaluate(plan_for(write_problems("limit 3"), engines=(engine,)))
    assert caught.value.code == ("internal" if engine.endswith("Broken") else "unknown-engine")


def test_jobs_and_resume_change_nothing(plan_for, write_problems, read_lines, tmp_path):
    plan = plan_for(write_problems(*KINDS, *(f"limit {k}" for k in range(12)), answer=3))
    evaluate(replace(plan, out=tmp_path / "one"))
    evaluate(replace(plan, out=tmp_path / "two", jobs=2))
    evaluate(replace(plan, out=tmp_path / "part", limit=3))
    told = []
    evaluate(replace(plan, out=tmp_path / "part", jobs=2), told.append)
    assert read_lines(tmp_path / "one") == read_lines(tmp_path / "two") == read_lines(tmp_path / "part")
    assert (told[0].done, told[0].resumed, told[0].total) == (3, 3, 20)


def test_samples_count_seeds_up(plan_for, write_problems, read_lines, tmp_path):
    report = evaluate(plan_for(write_problems("limit 3", answer=3), samples=3, seed=5))
    assert [(line["sample"], line["seed"]) for line in read_lines(tmp_path / "run")] == [(0, 5), (1, 6), (2, 7)]
    assert report.summaries[0].samples == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": 1}, "`seed` was 0 and is 1"),
        ({"choice": SolverChoice(solver="highs")}, "`solver` was auto and is highs"),
        ({"engines": ()}, "another engine"),
    ],
)
def test_another_run_in_the_folder_is_refused(plan_for, write_problems, tmp_path, change, said):
    plan = plan_for(write_problems("limit 3"))
    evaluate(plan)
    before = (tmp_path / "run" / "predictions.jsonl").read_bytes()
    with pytest.raises(UsageError, match=said) as caught:
        evaluate(replace(plan, **change))
    assert caught.value.code == "other-run"
    with pytest.raises(UsageError, match="another dataset"):
        evaluate(plan_for(write_problems("limit 4")))
    assert (tmp_path / "run" / "predictions.jsonl").read_bytes() == before


def test_tables_beside_the_problem_reach_the_engine(plan_for, write_problems, read_lines, tmp_path):
    path = write_problems({"question": "limit 3", "data": ["absent.csv"]}, {"question": "limit 3", "data": {"t": []}})
    evaluate(plan_for(path))
    lines = read_lines(tmp_path / "run")
    assert (lines[0]["error"]["code"], lines[1]["status"]) == ("no-file", "optimal")
