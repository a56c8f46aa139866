"""`modelwright export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelwright.cli.options import data_option

if TYPE_CHECKING:
    from modelwright.model.data import Entry

__all__ = ["command"]


@click.command("export")
@click.argument("model", type=click.Path(path_type=Path), metavar="MODEL.json")
@click.option("--to", required=True, metavar="TARGET", help="lp, mps, pulp, pyomo, ortools, latex, markdown.")
@data_option
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write it there instead of printing it.")
def command(model: Path, to: str, data: tuple[Entry, ...], out: Path | None) -> int:
    """Write a saved Model (`-` reads it from standard input) as a file for another program. Long tables go to a data
    file beside it."""
    from modelwright import api
    from modelwright.cli.models import read_model
    from modelwright.cli.output import check_out, print_text, write_out
    from modelwright.solvers.export import TARGETS

    suffix = TARGETS.get(to)
    if suffix is not None:
        check_out(out, (suffix,))
    text = api.export(read_model(model), to, data or None, folder=out.parent if out else None)
    if out is None:
        print_text(text)
    else:
        write_out(out, {out.suffix.lower(): lambda: text})
    return 0
