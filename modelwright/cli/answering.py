"""Handing a solved model over: as an object, or drawn for a person; and to a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from modelwright.cli.output import print_json, write_out

if TYPE_CHECKING:
    from modelwright.api import SolvedModel

__all__ = ["ANSWER_SUFFIXES", "deliver"]

ANSWER_SUFFIXES = (".json", ".md", ".txt")
"""Suffixes that `--out` takes."""


def deliver(answer: SolvedModel, *, as_json: bool, out: Path | None) -> int:
    """Write and print `answer`; returns the exit code."""
    write_out(
        out,
        {
            ".json": lambda: json.dumps(answer.to_json(), indent=2, ensure_ascii=False, allow_nan=False) + "\n",
            ".md": lambda: answer.explanation.markdown,
            ".txt": lambda: answer.explanation.text,
        },
    )
    if as_json:
        print_json(answer.to_json())
    else:
        from modelwright.cli.drawing import draw_explanation

        draw_explanation(answer.explanation)
    return answer.exit_code
