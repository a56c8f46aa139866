"""`modelwright eval`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from modelwright.cli.options import Finite, config_option, json_option, settings_of, solver_option, solver_options
from modelwright.errors import InputError, UsageError

if TYPE_CHECKING:
    from modelwright.config import Settings
    from modelwright.datasets.reader import Dataset
    from modelwright.evals.choice import SolverChoice
    from modelwright.evals.plan import Plan
    from modelwright.evals.scoring import Report

__all__ = ["command"]

_FILE = click.Path(path_type=Path)
_COUNT = click.IntRange(1)
_MEMORY_MB = 8192
"""Address space of a worker unless --memory says otherwise; far above what any small problem takes."""


@click.command("eval")
@click.argument("benchmark", metavar="BENCHMARK | FILE")
@click.option("--out", type=_FILE, required=True, metavar="DIR", help="Run folder; a run that was stopped goes on.")
@click.option("--format", "format_name", default="records", metavar="NAME", help="Format of the problem file.")
@click.option("--llm", multiple=True, metavar="SPEC", help="Language engine; repeat it to compare.")
@click.option("--engine", multiple=True, metavar="NAME", help="Engine by name, or module:attribute; repeat it.")
@click.option("--predictions", type=_FILE, metavar="FILE", help="Score these predictions of another program.")
@click.option("--samples", type=_COUNT, default=1, metavar="K", help="Tries per problem, with seeds counted up.")
@click.option("--answer-all", is_flag=True, help="Count the candidate of a question as its answer.")
@click.option("--jobs", type=click.IntRange(1, 256), default=1, metavar="N", help="Worker processes.")
@click.option("--executor", type=click.Choice(["local", "dask"]), default="local", help="Where workers run.")
@click.option("--limit", type=_COUNT, metavar="N", help="Only the first N problems.")
@click.option(
    "--timeout", type=Finite(min=0, min_open=True), default=60.0, metavar="SECONDS", help="For one problem; then kill."
)
@solver_option
@solver_options(log=False)
@json_option
@config_option
def command(
    benchmark: str,
    out: Path,
    format_name: str,
    llm: tuple[str, ...],
    engine: tuple[str, ...],
    predictions: Path | None,
    executor: str,
    as_json: bool,
    config: Path | None,
    **rest: Any,
) -> int:
    """Run engines over a benchmark and score them.

    BENCHMARK is `corpus`, or the name of a folder under MODELWRIGHT_BENCHMARKS (nl4opt-dev, mamo-easy, ...).
    FILE is JSONL with a problem a line: id, question and, if known, answer.
    """
    _check(executor, predictions, llm + engine)
    settings = settings_of(config)
    dataset = _dataset(benchmark, format_name)
    names = () if predictions is not None else _engines(llm, engine, settings)
    plan = _plan(dataset, names, out, settings, rest)
    report = _evaluate(plan, predictions)
    _hand_over(report, out, as_json)
    return 0


def _check(executor: str, predictions: Path | None, engines: tuple[str, ...]) -> None:
    if executor == "dask":
        raise UsageError("The dask executor is not available yet", code="not-available", hint="use --executor local")
    if predictions is not None and engines:
        raise UsageError("--predictions excludes --llm and --engine")


def _dataset(benchmark: str, format_name: str) -> Dataset:
    from modelwright.cli.output import say
    from modelwright.cli.reading import looks_like_file
    from modelwright.datasets.catalog import find_benchmark
    from modelwright.datasets.reader import read_dataset

    path = Path(benchmark)
    if looks_like_file(benchmark) or path.is_file():
        dataset = read_dataset((path,), format_name=format_name)
    else:
        dataset = read_dataset(find_benchmark(benchmark), name=benchmark, format_name=format_name)
    for line in dataset.dropped:
        say(f"Left out: {line}")
    return dataset


def _engines(llm: tuple[str, ...], engine: tuple[str, ...], settings: Settings) -> tuple[str, ...]:
    from modelwright.cli.language import language_engine
    from modelwright.evals.engines import EMBEDDED

    if not llm and not engine:
        language_engine(None, settings)
        return (EMBEDDED,)
    for spec in llm:
        language_engine(spec, settings)
    return tuple(dict.fromkeys((*(EMBEDDED for _ in llm), *engine)))


def _plan(dataset: Dataset, engines: tuple[str, ...], out: Path, settings: Settings, rest: dict[str, Any]) -> Plan:
    from modelwright.evals.plan import Plan

    if out.exists() and not out.is_dir():
        raise InputError("The run folder is a file", code="run-folder", where=str(out))
    return Plan(
        dataset=dataset,
        engines=engines,
        out=out,
        choice=_choice(settings, rest),
        samples=rest["samples"],
        seed=settings.seed if rest["seed"] is None else rest["seed"],
        limit=rest["limit"],
        jobs=rest["jobs"],
        timeout_s=rest["timeout"],
        memory_mb=rest["memory"] or _MEMORY_MB,
        answer_all=rest["answer_all"],
    )


def _choice(settings: Settings, rest: dict[str, Any]) -> SolverChoice:
    from modelwright.evals.choice import SolverChoice
    from modelwright.solvers.adapters import get_adapter

    solver = rest["solver"] or settings.solver
    if solver != "auto":
        get_adapter(solver)  # a mistyped name is reported before any problem is read
    return SolverChoice(
        solver=solver,
        time_limit_s=settings.time_limit_s if rest["time_limit"] is None else rest["time_limit"],
        gap_rel=settings.gap_rel if rest["gap"] is None else rest["gap"],
        threads=rest["threads"] or settings.threads,
        threshold=settings.confidence_threshold,
    )


def _evaluate(plan: Plan, predictions: Path | None) -> Report:
    from modelwright.cli.output import say
    from modelwright.cli.progress import progress_display
    from modelwright.evals.outside import read_outside
    from modelwright.evals.runner import evaluate, evaluate_outside

    if predictions is None:
        with progress_display() as tell:
            return evaluate(plan, tell)
    outside = read_outside(predictions, {problem.id for problem in plan.problems})
    for line in outside.dropped:
        say(f"Left out: {line}")
    with progress_display() as tell:
        return evaluate_outside(plan, outside, tell)


def _hand_over(report: Report, out: Path, as_json: bool) -> None:
    if as_json:
        from modelwright.cli.output import print_json

        document = report.to_json()
        del document["scores"]
        dropped = [line.to_json() for line in report.dropped]
        print_json(document | {"status": "finished", "out": str(out), "dropped": dropped, "error": None})
    else:
        from modelwright.cli.summary import draw_summary

        draw_summary(report, out)
