"""`modelwright formulate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelwright.cli.options import config_option, data_option, json_option, llm_option, out_option, settings_of

if TYPE_CHECKING:
    from modelwright.agent.formulation import Formulation
    from modelwright.model.data import Entry

__all__ = ["command"]


@click.command("formulate")
@click.argument("problem", required=False, metavar="[TEXT | FILE | -]")
@data_option
@llm_option
@json_option
@out_option
@config_option
def command(
    problem: str | None, data: tuple[Entry, ...], llm: str | None, as_json: bool, out: Path | None, config: Path | None
) -> int:
    """Formulate a problem told in words; print the Model.

    What is open is listed on standard error; then the exit code is 5. `modelwright run` solves the Model that --json
    prints.
    """
    from modelwright import api
    from modelwright.cli.answering import ANSWER_SUFFIXES
    from modelwright.cli.commands.solve import tables_of
    from modelwright.cli.language import language_engine
    from modelwright.cli.output import check_out
    from modelwright.cli.reading import read_problem

    check_out(out, ANSWER_SUFFIXES)
    settings = settings_of(config)
    words = read_problem(problem)
    engine = language_engine(llm, settings)
    formulation = api.formulate(words.text, data=tables_of(words, data), llm=engine)
    _hand_over(formulation, as_json, out)
    return _questions(formulation, settings.confidence_threshold)


def _hand_over(formulation: Formulation, as_json: bool, out: Path | None) -> None:
    from modelwright.cli.output import print_json, print_text, write_out
    from modelwright.model.canonical import dump_model, dump_object
    from modelwright.model.render.markdown import to_markdown
    from modelwright.model.text import print_model

    model = formulation.model
    write_out(
        out,
        {
            ".json": lambda: dump_model(model),
            ".md": lambda: to_markdown(model),
            ".txt": lambda: print_model(model),
        },
    )
    if as_json:
        print_json(dump_object(model))
    else:
        print_text(print_model(model))


def _questions(formulation: Formulation, threshold: float) -> int:
    """Say what is open; returns the exit code."""
    from modelwright.cli.output import say
    from modelwright.model.outcome import EXIT_CODES

    for question in formulation.questions:
        say(f"Question: {question.wording}")
    if formulation.open_slots:
        return EXIT_CODES["question"]
    if formulation.confidence < threshold:
        say(f"Doubtful: confidence {formulation.confidence:.2f} is below {threshold:.2f}")
        return EXIT_CODES["question"]
    return 0
