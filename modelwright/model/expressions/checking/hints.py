"""What to write instead: closest names, quoted pieces, and words for bindings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from fractions import Fraction
from typing import TypeAlias

from modelwright.model.expressions.checking.members import Binding
from modelwright.model.expressions.nodes import Node
from modelwright.model.expressions.printer import format_expression
from modelwright.model.numbers import format_number

__all__ = ["NUMBER_WORDS", "Judge", "balanced", "closest", "cut", "interval", "number", "set_use", "shown", "text"]

Judge: TypeAlias = Callable[[Fraction], bool]

_NEAR = 0.6
_AHEAD = 0.02


NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty""".split()
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "hundred": "100", "thousand": "1000", "dozen": "12"}
"""Numbers by their English word."""


def text(node: Node) -> str:
    """The text of a piece, cut when it is long."""
    return cut(format_expression(node))


def cut(source: str) -> str:
    """`source` as a message can show it."""
    return source if len(source) <= 80 else f"{source[:77]}…"


def closest(word: str, candidates: Iterable[str], preferred: frozenset[str] = frozenset()) -> str | None:
    """The one of `candidates` that `word` most likely means, ``None`` when none or several are near.

    Args:
        word: As written.
        candidates: What it may mean.
        preferred: Those of them that fit the way it is used.
    """
    folded = _folded(word)
    scored = sorted(
        (
            (SequenceMatcher(None, folded, _folded(name)).ratio() + (0.1 if name in preferred else 0), name)
            for name in dict.fromkeys(candidates)
        ),
        key=lambda pair: -pair[0],
    )
    if not scored or scored[0][0] < _NEAR:
        return None
    ahead = len(scored) == 1 or scored[0][0] - scored[1][0] > _AHEAD
    return scored[0][1] if ahead else None


def _folded(word: str) -> str:
    return word.lower().replace("_", "").replace(" ", "")


def balanced(source: str, start: int, end: int) -> tuple[int, int]:
    """The span with the brackets that belong to it: of ``(a + b) * c`` a node begins behind its first bracket."""
    inside = source[start:end]
    while (missing := inside.count(")") - inside.count("(")) and start >= 0 and end <= len(source):
        if missing > 0:
            opening = source.rfind("(", 0, start)
            if opening < 0 or source[opening + 1 : start].strip():
                break
            start = opening
        else:
            closing = source.find(")", end)
            if closing < 0 or source[end:closing].strip():
                break
            end = closing + 1
        inside = source[start:end]
    return start, end


def shown(binding: Binding) -> str:
    """``"at s = north"``; empty for no binding."""
    parts = []
    for name, (value, _) in binding.items():
        said = format_number(value) if isinstance(value, Fraction) else value
        parts.append(f"{name} = ({', '.join(map(str, said))})" if isinstance(said, tuple) else f"{name} = {said}")
    return f"at {', '.join(parts)}" if parts else ""


def number(value: Fraction) -> str:
    """A number as it is written."""
    return format_number(value)


def interval(node: Node) -> tuple[str, Node, str]:
    """Message, piece and hint for an interval where a number is needed."""
    said = text(node)
    hint = f"write `start({said})`, `end({said})`, `size({said})` or `present({said})`"
    return f"`{said}` is an interval, which is no number", node, hint


def set_use(node: Node) -> str:
    """What to do with a set-valued parameter."""
    return f"write `len({text(node)})`, or `j in {text(node)}`"
