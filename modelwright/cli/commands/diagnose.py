"""`modelwright diagnose`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from modelwright.cli.options import (
    config_option,
    data_option,
    json_option,
    settings_of,
    solver_option,
    solver_options,
    solver_settings,
)

if TYPE_CHECKING:
    from modelwright.model.data import Entry

__all__ = ["command"]


@click.command("diagnose")
@click.argument("model", type=click.Path(path_type=Path), metavar="MODEL.json")
@data_option
@solver_option
@json_option
@solver_options(log=False)
@config_option
def command(
    model: Path,
    data: tuple[Entry, ...],
    solver: str | None,
    as_json: bool,
    config: Path | None,
    **limits: Any,
) -> int:
    """Say why a saved Model has no plan, or no best one, and what would help (`-` reads it from standard input)."""
    from modelwright import api
    from modelwright.cli.memory import memory_limit
    from modelwright.cli.models import read_model
    from modelwright.cli.output import print_json
    from modelwright.model.outcome import EXIT_CODES

    settings = settings_of(config)
    options = solver_settings(settings, log=None, **limits)
    document = read_model(model)
    with memory_limit(options.memory_mb):
        diagnosis = api.diagnose(document, data=data or None, solver=solver or settings.solver, options=options)
    if as_json:
        print_json(diagnosis.to_json())
    else:
        from modelwright.agent.explanation import explain_diagnosis
        from modelwright.cli.drawing import draw_explanation

        draw_explanation(explain_diagnosis(document, diagnosis))
    return EXIT_CODES[diagnosis.status]
