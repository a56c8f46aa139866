"""`modelwright check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from modelwright.cli.options import data_option, json_option, solver_option

if TYPE_CHECKING:
    from modelwright.model.data import Entry
    from modelwright.model.document import Model
    from modelwright.model.findings import Finding
    from modelwright.solvers.casecheck import CaseResult

__all__ = ["command"]


@click.command("check")
@click.argument("model", type=click.Path(path_type=Path), metavar="MODEL.json")
@data_option
@solver_option
@json_option
def command(model: Path, data: tuple[Entry, ...], solver: str | None, as_json: bool) -> int:
    """Judge a saved Model, then run its test cases: 0 when it can be solved, 2 when it breaks rules or a test case
    fails, 5 with open slots. A Model without test cases is not solved."""
    from modelwright.cli.models import judge_file
    from modelwright.cli.output import print_json, print_text

    document, findings = judge_file(model)
    status, code = _verdict(findings)
    cases = _run(document, data, solver) if document is not None and status == "valid" else []
    failed = sum(not case.passed for case in cases)
    if failed:
        status, code = "error", 2
    if as_json:
        print_json(_report(status, findings, cases))
    else:
        lines = [f"{f.severity}: {f}" for f in findings]
        lines += [f"{'passed' if case.passed else 'FAILED'}: {case.name}: {case.sentence}" for case in cases]
        tested = f", {failed} of {len(cases)} test cases failed" if cases else ""
        print_text("\n".join([*lines, f"{len(findings)} findings{tested}: {status}"]))
    return code


def _run(model: Model, data: tuple[Entry, ...], solver: str | None) -> list[CaseResult]:
    if not model.tests:
        return []
    from modelwright.model.data import load_tables
    from modelwright.solvers.casecheck import run_test_cases

    return run_test_cases(model, load_tables(data) if data else None, solver=solver or "auto")


def _verdict(findings: Sequence[Finding]) -> tuple[str, int]:
    severities = {finding.severity for finding in findings}
    if "error" in severities:
        return "error", 2
    return ("question", 5) if "missing" in severities else ("valid", 0)


def _report(status: str, findings: Sequence[Finding], cases: Sequence[CaseResult]) -> dict[str, Any]:
    return {
        "format": "modelwright/check",
        "version": 1,
        "status": status,
        "findings": [finding.model_dump(mode="json") for finding in findings],
        "tests": [case.to_json() for case in cases],
        "error": _error(findings, cases),
    }


def _error(findings: Sequence[Finding], cases: Sequence[CaseResult]) -> dict[str, str | None] | None:
    for finding in findings:
        if finding.severity == "error":
            place = str(finding.place)
            return {"code": finding.code, "message": finding.message, "where": place, "hint": finding.hint}
    for case in cases:
        if not case.passed:
            message = f"Test case `{case.name}` failed: {case.sentence}"
            return {
                "code": "test-case",
                "message": message,
                "where": None,
                "hint": "correct the Model or the test case",
            }
    return None
