"""What a prediction is worth."""

import pytest

from modelwright.datasets.records import Problem
from modelwright.evals.metrics.optimal_value import matches, score
from modelwright.evals.metrics.summary import summarise
from modelwright.evals.predictions import blank


def line(status="optimal", objective=None, error=None):
    return blank("a", "e") | {"status": status, "objective": objective, "error": error}


def problem(**fields):
    return Problem(id="a", question="q", **fields)


@pytest.mark.parametrize(
    ("found", "truth", "same"),
    [
        (100.0, 100.0, True),
        (100.009, 100.0, True),
        (100.011, 100.0, False),
        (-100.009, -100.0, True),
        (1e-7, 0.0, True),
        (1e-5, 0.0, False),
        ("infeasible", "infeasible", True),
        ("unbounded", "infeasible", False),
        ("infeasible", 3.0, False),
        (3.0, "unbounded", False),
        (None, 3.0, False),
        (3.0, "satisfiable", True),
        ("satisfiable", "satisfiable", True),
        ("infeasible", "satisfiable", False),
    ],
)
def test_rule(found, truth, same):
    assert matches(found, truth) is same


@pytest.mark.parametrize(
    ("prediction", "fields", "answer_all", "verdict"),
    [
        (line(objective=3.0), {"answer": 3.0}, False, "right"),
        (line(objective=4.0), {"answer": 3.0}, False, "wrong"),
        (line(objective=4.0), {"answer": 3.0, "accepted": (4.0,)}, False, "right"),
        (line(objective=3.5), {"answer": 3.0, "answer_lp": 3.5, "answer_int": 3.0}, False, "right"),
        (line("infeasible"), {"answer": "infeasible"}, False, "right"),
        (line("infeasible"), {"answer": 3.0}, False, "wrong"),
        (line("unbounded"), {"answer": "unbounded"}, False, "right"),
        (line("limit"), {"answer": 3.0}, False, "wrong"),
        (line("optimal"), {"answer": "satisfiable"}, False, "right"),
        (line("question", 3.0), {"answer": 3.0}, False, "asked"),
        (line("question", 3.0), {"answer": 3.0}, True, "right"),
        (line("question", 4.0), {"answer": 3.0}, True, "wrong"),
        (line("question"), {"answer": 3.0}, True, "asked"),
        (line("error", error={"type": "FormulationFailed", "code": "no-decision"}), {"answer": 3.0}, True, "refused"),
        (line("error", error={"code": "timeout"}), {"answer": 3.0}, True, "errored"),
        (line("error", error=None), {"answer": 3.0}, False, "errored"),
        (line(objective=3.0), {}, False, "unscored"),
    ],
)
def test_verdicts(prediction, fields, answer_all, verdict):
    assert score(problem(**fields), prediction, {}, answer_all=answer_all).verdict == verdict


def test_either_way_of_reading_the_domains_counts():
    truth = problem(answer=880.0, answer_lp=888.9, answer_int=880.0)
    mixed = score(truth, line(objective=885.0), {"lp": 888.9, "integer": 870.0})
    assert (mixed.verdict, mixed.own, mixed.lp, mixed.integer) == ("right", False, True, False)
    crossed = score(truth, line(objective=885.0), {"lp": 880.0, "integer": 888.9})
    assert (crossed.verdict, crossed.either) == ("wrong", False)


def test_a_question_with_an_infeasible_candidate():
    found = score(problem(answer="infeasible"), line("question"), {"own": "infeasible"}, answer_all=True)
    assert found.verdict == "right"


def test_summary_keeps_every_kind_apart():
    truth = problem(answer=3.0)
    lines = [line(objective=3.0), line(objective=4.0), line("question", 3.0), line("error"), line("infeasible")]
    scores = [score(truth, one, {}) for one in lines] + [score(problem(), line(objective=1.0), {})]
    found = summarise("e", scores, [0.1, 0.3, 0.2])
    assert found.counts == {"right": 1, "wrong": 2, "asked": 1, "refused": 0, "errored": 1, "unscored": 1}
    assert (found.right.right, found.right.of) == (1, 5)
    assert (found.asked_right.right, found.asked_right.of) == (1, 1)
    assert found.seconds == {"total": 0.6, "median": 0.2, "largest": 0.3}
