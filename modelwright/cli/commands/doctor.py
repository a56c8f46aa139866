"""`modelwright doctor`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelwright.cli.options import config_option, json_option

if TYPE_CHECKING:
    from modelwright.cli.checkup import Finding

__all__ = ["command"]


@click.command("doctor")
@json_option
@config_option
def command(as_json: bool, config: Path | None) -> int:
    """Say what works in this installation; exit code 1 when something that everything needs is broken."""
    from modelwright.cli.checkup import examine

    findings = tuple(examine(config or click.get_current_context().obj))
    broken = [finding for finding in findings if finding.is_broken]
    if as_json:
        _print_object(findings, broken)
    else:
        _draw(findings)
    return 1 if broken else 0


def _print_object(findings: Iterable[Finding], broken: list[Finding]) -> None:
    from modelwright.cli.output import print_json

    error = None
    if broken:
        named = ", ".join(finding.name for finding in broken)
        error = {"code": "broken", "message": f"Broken: {named}", "where": None, "hint": broken[0].detail}
    status = "error" if broken else "healthy"
    checks = [finding.to_json() for finding in findings]
    print_json({"format": "modelwright/doctor", "version": 1, "status": status, "checks": checks, "error": error})


def _draw(findings: Iterable[Finding]) -> None:
    from modelwright.cli.drawing import draw_table, make_console

    rows = [(finding.mark, finding.name, finding.detail) for finding in findings]
    draw_table(make_console(), "Modelwright", ("", "part", "found"), rows)
