"""Tables and notes on a terminal; the only place that knows rich."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from modelwright.agent.explanation import Explanation

__all__ = ["draw_explanation", "draw_list", "draw_table", "make_console"]

_WIDTH = 80


def make_console(*, stderr: bool = False) -> Console:
    """A console; 80 columns wide where its stream is no terminal. `NO_COLOR` is respected by rich."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream is not None and stream.isatty() else _WIDTH
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False)


def draw_explanation(explanation: Explanation) -> None:
    """The answer on standard output: headline, tables, sentences, notes."""
    console = make_console()
    console.print(Text(explanation.headline, style="bold"))
    for table in explanation.tables:
        if table.rows:
            draw_table(console, table.title, table.headers, table.rows, table.right)
    for sentence in explanation.sentences:
        console.print()
        console.print(Text(sentence))
    for title, items in explanation.notes:
        draw_list(console, title, items)


def draw_table(
    console: Console,
    title: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    right: frozenset[int] = frozenset(),
) -> None:
    """Rows under headers; the columns of `right` are aligned right."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column, header in enumerate(headers):
        table.add_column(Text(header), justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print()
    console.print(Text(title, style="bold"))
    console.print(table)


def draw_list(console: Console, title: str, items: Iterable[str]) -> None:
    """A titled list."""
    console.print()
    console.print(Text(f"{title}:"))
    for item in items:
        console.print(Padding(Text(f"- {item}"), (0, 0, 0, 2), expand=False))
