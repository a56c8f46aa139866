"""`modelwright check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from modelwright.cli.options import json_option

if TYPE_CHECKING:
    from modelwright.model.findings import Finding

__all__ = ["command"]


@click.command("check")
@click.argument("model", type=click.Path(path_type=Path), metavar="MODEL.json")
@json_option
def command(model: Path, as_json: bool) -> int:
    """Judge a saved Model without solving it: 0 when it can be solved, 2 when it breaks rules, 5 with open slots."""
    from modelwright.cli.models import read_model
    from modelwright.cli.output import print_json, print_text
    from modelwright.model.validation import validate

    findings = tuple(validate(read_model(model)))
    status, code = _verdict(findings)
    if as_json:
        print_json(_report(status, findings))
    else:
        print_text("\n".join([*(f"{f.severity}: {f}" for f in findings), f"{len(findings)} findings: {status}"]))
    return code


def _verdict(findings: Sequence[Finding]) -> tuple[str, int]:
    severities = {finding.severity for finding in findings}
    if "error" in severities:
        return "error", 2
    return ("question", 5) if "missing" in severities else ("valid", 0)


def _report(status: str, findings: Sequence[Finding]) -> dict[str, Any]:
    first = next((finding for finding in findings if finding.severity == "error"), None)
    return {
        "format": "modelwright/check",
        "version": 1,
        "status": status,
        "findings": [finding.model_dump(mode="json") for finding in findings],
        "error": _error(first) if first else None,
    }


def _error(finding: Finding) -> dict[str, str | None]:
    return {"code": finding.code, "message": finding.message, "where": str(finding.place), "hint": finding.hint}
