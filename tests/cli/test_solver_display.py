"""The line that shows how far a solver is."""

from __future__ import annotations

import sys

import pytest

from modelwright.cli.progress import describe_solver, solver_display
from modelwright.solvers import Progress


def news(seconds: float, objective: float | None, bound: float | None) -> Progress:
    return Progress(solver="highs", seconds=seconds, objective=objective, bound=bound)


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        (news(2.2, None, None), "highs, 2 s: no plan yet"),
        (news(2.2, None, 8.0), "highs, 2 s: no plan yet, possible 8"),
        (news(3.0, 10.0, 8.0), "highs, 3 s: best 10, possible 8, gap 20.00%"),
    ],
)
def test_the_words(progress: Progress, text: str) -> None:
    assert describe_solver(progress) == text


def test_no_terminal_no_line() -> None:
    with solver_display() as tell:
        assert tell is None


def test_on_a_terminal_only_what_takes_more_than_a_second(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with solver_display() as tell:
        tell(news(0.5, 10.0, 8.0))
        assert capsys.readouterr().err == ""
        tell(news(1.5, 10.0, 8.0))
        assert "best 10" in capsys.readouterr().err
    assert capsys.readouterr().err == "\r\x1b[2K"
