"""What an explanation is: a headline, sentences, and tables that any front end can draw."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from modelwright.model.render.markdown import escape

__all__ = ["Explanation", "ExplanationTable"]

_WIDTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationTable:
    """Rows of words under headers.

    Attributes:
        title: What the table shows.
        headers: One a column.
        rows: As many cells as headers each.
        right: Columns of numbers, to be aligned right.
    """

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The answer in words.

    Attributes:
        headline: One sentence.
        sentences: What else is to be said, a paragraph each.
        tables: The plan, the limits, and what else is a table.
        notes: Titled lists: assumptions, questions.
    """

    headline: str
    sentences: tuple[str, ...] = ()
    tables: tuple[ExplanationTable, ...] = ()
    notes: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def text(self) -> str:
        """Plain text of at most 80 columns where words allow it."""
        blocks = [textwrap.fill(self.headline, _WIDTH)]
        blocks += [_plain_table(table) for table in self.tables if table.rows]
        blocks += [textwrap.fill(sentence, _WIDTH) for sentence in self.sentences]
        for title, items in self.notes:
            lines = [textwrap.fill(item, _WIDTH, initial_indent="  - ", subsequent_indent="    ") for item in items]
            blocks.append("\n".join([f"{title}:", *lines]))
        return "\n\n".join(blocks) + "\n"

    @property
    def markdown(self) -> str:
        """Markdown with tables."""
        blocks = [f"**{escape(self.headline)}**"]
        blocks += [_markdown_table(table) for table in self.tables if table.rows]
        blocks += [escape(sentence) for sentence in self.sentences]
        for title, items in self.notes:
            blocks.append("\n".join([f"**{escape(title)}**", "", *(f"- {escape(item)}" for item in items)]))
        return "\n\n".join(blocks) + "\n"


def _plain_table(table: ExplanationTable) -> str:
    cells = [table.headers, *table.rows]
    widths = [max(len(row[k]) for row in cells) for k in range(len(table.headers))]
    lines = [table.title]
    for row in cells:
        aligned = (
            cell.rjust(width) if k in table.right else cell.ljust(width)
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  " + "  ".join(aligned).rstrip())
    return "\n".join(lines)


def _markdown_table(table: ExplanationTable) -> str:
    rule = "|".join("---:" if k in table.right else "---" for k in range(len(table.headers)))
    lines = [f"**{escape(table.title)}**", "", f"| {' | '.join(map(escape, table.headers))} |", f"|{rule}|"]
    lines += [f"| {' | '.join(map(escape, row))} |" for row in table.rows]
    return "\n".join(lines)
