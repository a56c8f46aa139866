"""Scores of the predictions in a run folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from modelwright.datasets.reader import DroppedLine
from modelwright.datasets.records import Problem
from modelwright.evals.metrics.optimal_value import Found, Score, found_by, score
from modelwright.evals.metrics.summary import Summary, summarise
from modelwright.evals.plan import Plan
from modelwright.evals.pool import Pool, Task
from modelwright.evals.predictions import Key, key_of
from modelwright.evals.progress import OnProgress, Progress
from modelwright.evals.run_folder import RunFolder

__all__ = ["METRICS_FORMAT", "METRICS_VERSION", "Report", "score_all", "words_of"]

METRICS_FORMAT = "modelwright/metrics"
METRICS_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run found.

    Attributes:
        summaries: Counts by engine.
        scores: One per prediction.
        answer_all: Whether candidates of questions counted as answers.
        dropped: Lines of the problem file, and of a predictions file, that were not used.
    """

    summaries: tuple[Summary, ...]
    scores: tuple[Score, ...]
    answer_all: bool = False
    dropped: tuple[DroppedLine, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The document `metrics.json`."""
        return {
            "format": METRICS_FORMAT,
            "version": METRICS_VERSION,
            "answer_all": self.answer_all,
            "engines": [summary.to_json() for summary in self.summaries],
            "scores": [score.to_json() for score in self.scores],
        }


def score_all(
    plan: Plan,
    folder: RunFolder,
    pool: Pool,
    predictions: Sequence[Mapping[str, Any]],
    on_progress: OnProgress | None = None,
    dropped: tuple[DroppedLine, ...] = (),
) -> Report:
    """The scores and counts of `predictions`.

    Args:
        plan: Of the run.
        folder: Where the candidate Models lie.
        pool: Solves them under other domains where a published value needs it.
        predictions: Lines of the run.
        on_progress: Told of each finished solve.
        dropped: To be reported beside the scores.
    """
    problems = {problem.id: problem for problem in plan.problems}
    tasks, users = _variant_tasks(plan, folder, predictions, problems)
    variants = _solve_variants(pool, tasks, users, on_progress)
    scores = tuple(
        score(problems[line["id"]], line, variants.get(key_of(line), {}), answer_all=plan.answer_all)
        for line in predictions
    )
    summaries = tuple(_summaries(scores, predictions))
    return Report(summaries=summaries, scores=scores, answer_all=plan.answer_all, dropped=dropped)


def words_of(plan: Plan, problem: Problem) -> dict[str, Any]:
    """The part of a task that a problem gives: never its answer."""
    return {"id": problem.id, "question": problem.question, "data": problem.data, "folder": plan.folder}


def _summaries(scores: Sequence[Score], predictions: Sequence[Mapping[str, Any]]) -> Iterator[Summary]:
    for engine in dict.fromkeys(one.engine for one in scores):
        own = [one for one in scores if one.engine == engine]
        yield summarise(engine, own, [line["seconds"] or 0.0 for line in predictions if line["engine"] == engine])


_Use = tuple[str, str, str]
"""Path of a Model, problem, variant."""


def _variant_tasks(
    plan: Plan, folder: RunFolder, predictions: Iterable[Mapping[str, Any]], problems: Mapping[str, Problem]
) -> tuple[list[Task], dict[_Use, list[Key]]]:
    """What has to be solved again, each once, and the predictions that need it."""
    users: dict[_Use, list[Key]] = {}
    tasks: list[Task] = []
    for line in predictions:
        names = _wanted_variants(problems[line["id"]], line)
        text = folder.read_model(line) if names else None
        for name in names if text is not None else ():
            known = users.setdefault((line["model"], line["id"], name), [])
            if not known:
                own = {"do": "optimum", "variant": name, "model": text, "path": line["model"]}
                tasks.append(words_of(plan, problems[line["id"]]) | own)
            known.append(key_of(line))
    return tasks, users


def _wanted_variants(problem: Problem, prediction: Mapping[str, Any]) -> tuple[str, ...]:
    if not problem.truths or not prediction["model"]:
        return ()
    wanted = {
        "own": prediction["status"] == "question" and found_by(prediction) is None,
        "integer": problem.answer_int is not None,
        "lp": problem.answer_lp is not None,
    }
    return tuple(name for name, is_wanted in wanted.items() if is_wanted)


def _solve_variants(
    pool: Pool, tasks: Sequence[Task], users: Mapping[_Use, Iterable[Key]], on_progress: OnProgress | None
) -> dict[Key, dict[str, Found]]:
    found: dict[Key, dict[str, Found]] = {}
    for done, (task, reply) in enumerate(pool.replies(tasks), start=1):
        for key in users[task["path"], task["id"], task["variant"]]:
            found.setdefault(key, {})[task["variant"]] = reply.get("optimum")
        if on_progress is not None:
            on_progress(Progress(stage="score", done=done, total=len(tasks)))
    return found
