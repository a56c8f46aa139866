"""`modelwright solve`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from modelwright.cli.options import (
    config_option,
    data_option,
    json_option,
    llm_option,
    out_option,
    settings_of,
    solver_option,
    solver_options,
    solver_settings,
)
from modelwright.errors import UsageError

if TYPE_CHECKING:
    from modelwright.api import SolvedModel
    from modelwright.cli.reading import ProblemText
    from modelwright.config import Settings
    from modelwright.model.data import Data, Entry

__all__ = ["command"]


@click.command("solve")
@click.argument("problem", required=False, metavar="[TEXT | FILE | -]")
@data_option
@llm_option
@solver_option
@json_option
@out_option
@click.option("--interactive", is_flag=True, help="Ask what is open, one question at a time.")
@click.option("--assume", is_flag=True, help="Answer under the listed assumptions, whatever is open.")
@solver_options()
@config_option
def command(
    problem: str | None,
    data: tuple[Entry, ...],
    llm: str | None,
    solver: str | None,
    as_json: bool,
    out: Path | None,
    interactive: bool,
    assume: bool,
    config: Path | None,
    **limits: Any,
) -> int:
    """Formulate a problem told in words, solve it, and explain the answer.

    The problem is TEXT in quotes, a FILE (.txt, .md, or a .json record with a `question`), or standard input.
    """
    from modelwright.cli.answering import ANSWER_SUFFIXES, deliver
    from modelwright.cli.language import language_engine
    from modelwright.cli.output import check_out
    from modelwright.cli.reading import read_problem

    _check(problem, interactive, assume)
    check_out(out, ANSWER_SUFFIXES)
    settings = settings_of(config)
    words = read_problem(problem)
    engine = language_engine(llm, settings)
    answer = _answer(words, engine, data, solver or settings.solver, settings, limits, interactive, assume)
    return deliver(answer, as_json=as_json, out=out)


def _check(problem: str | None, interactive: bool, assume: bool) -> None:
    from modelwright.cli.reading import reads_stdin

    if interactive and assume:
        raise UsageError("--interactive and --assume exclude each other")
    if interactive and reads_stdin(problem):
        raise UsageError("--interactive needs standard input for the answers", hint="give the problem as text or file")


def _answer(
    words: ProblemText,
    engine: str,
    files: tuple[Entry, ...],
    solver: str,
    settings: Settings,
    limits: dict[str, Any],
    interactive: bool,
    assume: bool,
) -> SolvedModel:
    from modelwright import api
    from modelwright.agent.formulation import formulator
    from modelwright.cli.memory import memory_limit
    from modelwright.cli.progress import solver_display
    from modelwright.solvers.adapters import get_adapter

    if solver != "auto":
        get_adapter(solver)  # a mistyped name is reported before the words are read
    options = solver_settings(settings, **limits)
    data = tables_of(words, files)
    formulation = api.formulate(words.text, data=data, llm=engine)
    if interactive:
        from modelwright.cli.asking import settle_questions

        formulation = settle_questions(formulation, formulator(engine), data)
    with memory_limit(None if options.isolate else options.memory_mb), solver_display() as tell:
        return api.answer_formulation(
            formulation,
            data=data,
            solver=solver,
            options=replace(options, progress=tell),
            assume=assume,
            threshold=settings.confidence_threshold,
        )


def tables_of(words: ProblemText, files: tuple[Entry, ...]) -> Data | None:
    """The tables of the files given, else those that the problem's record carries."""
    from modelwright.datasets.inline import read_tables
    from modelwright.model.data import load_tables

    if files:
        return load_tables(files)
    return read_tables(words.record, words.folder) if words.record is not None else None
