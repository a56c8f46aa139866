"""The table at the end of a batch run: counts first, a percentage never alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from modelwright.cli.drawing import draw_table, make_console

if TYPE_CHECKING:
    from modelwright.evals.metrics.summary import Summary
    from modelwright.evals.scoring import Report

__all__ = ["draw_summary"]

_COLUMNS = {
    "either": "agree in one of these ways",
    "own": "  as formulated",
    "integer": "  all integer, with the integer optimum",
    "lp": "  all continuous, with the LP optimum",
}


def draw_summary(report: Report, out: Path) -> None:
    """Draw the counts of every engine on standard output."""
    console = make_console()
    for summary in report.summaries:
        title = f"{summary.engine}: {summary.predictions} predictions" + _samples(summary)
        draw_table(console, title, ("optimal value", "count"), _rows(summary, report.answer_all))
    if report.dropped:
        count = len(report.dropped)
        console.print(f"\n{count} line{' was' if count == 1 else 's were'} left out; run.json lists them.")
    console.print(f"\nRun folder: {out}", soft_wrap=True)


def _samples(summary: Summary) -> str:
    return f" ({summary.samples} samples)" if summary.samples > 1 else ""


def _rows(summary: Summary, answer_all: bool) -> list[tuple[str, str]]:
    counts = summary.counts
    rows = [("right" + (", questions answered" if answer_all else ""), str(summary.right))]
    rows += [(f"of the {summary.finite.of} with a finite published optimum", str(summary.finite))]
    rows += [(verdict, str(counts[verdict])) for verdict in ("wrong", "asked", "refused", "errored", "unscored")]
    if summary.asked_right.of:
        rows.append(("right, had the questions been answered as assumed", str(summary.asked_right)))
    if summary.columns["integer"].of or summary.columns["lp"].of:
        rows += [(words, str(summary.columns[name])) for name, words in _COLUMNS.items()]
    seconds = summary.seconds
    rows.append(
        ("CPU seconds: median, largest, total", " ".join(str(seconds[k]) for k in ("median", "largest", "total")))
    )
    return rows
