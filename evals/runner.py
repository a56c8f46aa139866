"""A batch run from plan to metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from modelwright.datasets.reader import DroppedLine
from modelwright.evals.manifest import admit, finish, make_manifest
from modelwright.evals.outside import OutsidePredictions
from modelwright.evals.plan import Plan
from modelwright.evals.pool import Pool
from modelwright.evals.predictions import blank
from modelwright.evals.progress import OnProgress, Progress
from modelwright.evals.run_folder import RunFolder
from modelwright.evals.scoring import Report, score_all, words_of

__all__ = ["evaluate", "evaluate_outside"]


def evaluate(plan: Plan, on_progress: OnProgress | None = None) -> Report:
    """Make the predictions that the run folder does not have yet, then score all of them.

    Args:
        plan: What to do.
        on_progress: Told of each finished task.

    Raises:
        UsageError: The folder is in use or holds another run; an engine does not exist.
        InputError: The folder cannot be written.
    """
    with RunFolder(plan.out) as folder, _pool(plan) as pool:
        manifest = make_manifest(plan, pool.describe()["engines"])
        admit(folder, manifest)
        _predict(plan, folder, pool, on_progress)
        wanted = [folder.predictions[key] for _, key in plan.wanted()]
        return _conclude(plan, folder, pool, manifest, wanted, on_progress)


def evaluate_outside(plan: Plan, outside: OutsidePredictions, on_progress: OnProgress | None = None) -> Report:
    """Keep the predictions of another program in the run folder, and score them."""
    with RunFolder(plan.out) as folder, _pool(plan) as pool:
        manifest = make_manifest(plan, outside.engines)
        admit(folder, manifest)
        wanted = outside.complete([problem.id for problem in plan.problems])
        for key, prediction in wanted.items():
            if key not in folder.predictions:
                folder.append(prediction, outside.models.get(key))
        kept = [folder.predictions[key] for key in wanted]
        return _conclude(plan, folder, pool, manifest, kept, on_progress, outside.dropped)


def _pool(plan: Plan) -> Pool:
    return Pool(plan.setup(), jobs=plan.jobs, timeout_s=plan.timeout_s)


# ------------------------------------------------------------------------------------------------------ predictions


def _predict(plan: Plan, folder: RunFolder, pool: Pool, on_progress: OnProgress | None) -> None:
    keys = list(plan.wanted())
    resumed = done = sum(key in folder.predictions for _, key in keys)
    tell = on_progress or (lambda progress: None)
    tell(Progress(stage="predict", done=done, total=len(keys), resumed=resumed))
    for task, reply in pool.replies(_tasks(plan, folder)):
        folder.append(_prediction(task, reply), reply.get("model"))
        done += 1
        tell(Progress(stage="predict", done=done, total=len(keys), resumed=resumed))


def _tasks(plan: Plan, folder: RunFolder) -> Iterator[dict[str, Any]]:
    for problem, key in plan.wanted():
        if key not in folder.predictions:
            _, engine, sample = key
            own = {"do": "predict", "engine": engine, "sample": sample, "seed": plan.seed + sample}
            yield words_of(plan, problem) | own


def _prediction(task: Mapping[str, Any], reply: Mapping[str, Any]) -> dict[str, Any]:
    if "prediction" in reply:
        prediction: dict[str, Any] = reply["prediction"]
        return prediction
    line = blank(task["id"], task["engine"], task["sample"], task["seed"])
    return line | {"error": reply["failed"], "seconds": reply.get("seconds", 0.0)}


def _conclude(
    plan: Plan,
    folder: RunFolder,
    pool: Pool,
    manifest: Mapping[str, Any],
    predictions: Sequence[dict[str, Any]],
    on_progress: OnProgress | None,
    dropped: tuple[DroppedLine, ...] = (),
) -> Report:
    report = score_all(plan, folder, pool, predictions, on_progress, plan.dataset.dropped + dropped)
    folder.write("metrics.json", report.to_json())
    finish(folder, dict(manifest) | {"dropped": [line.to_json() for line in report.dropped]}, predictions)
    return report
