"""`modelwright run`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from modelwright.cli.options import (
    config_option,
    data_option,
    json_option,
    out_option,
    settings_of,
    solver_option,
    solver_options,
    solver_settings,
)

if TYPE_CHECKING:
    from modelwright.model.data import Entry

__all__ = ["command"]


@click.command("run")
@click.argument("model", type=click.Path(path_type=Path), metavar="MODEL.json")
@data_option
@solver_option
@json_option
@out_option
@solver_options()
@config_option
def command(
    model: Path,
    data: tuple[Entry, ...],
    solver: str | None,
    as_json: bool,
    out: Path | None,
    config: Path | None,
    **limits: Any,
) -> int:
    """Solve a saved Model (`-` reads it from standard input)."""
    from modelwright import api
    from modelwright.cli.answering import ANSWER_SUFFIXES, deliver
    from modelwright.cli.memory import memory_limit
    from modelwright.cli.models import read_model
    from modelwright.cli.output import check_out
    from modelwright.cli.progress import solver_display

    check_out(out, ANSWER_SUFFIXES)
    settings = settings_of(config)
    options = solver_settings(settings, **limits)
    document = read_model(model)
    with memory_limit(None if options.isolate else options.memory_mb), solver_display() as tell:
        answer = api.run(
            document, data=data or None, solver=solver or settings.solver, options=replace(options, progress=tell)
        )
    return deliver(answer, as_json=as_json, out=out)
